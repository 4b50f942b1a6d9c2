"""Russian written in Latin letters, as on a phone without Cyrillic: "kogda vstrecha?" is read as "когда встреча?"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.answering.text import Token, cleaned, tokens
from bot.answering.words import Words

_ENOUGH = 0.6  # of the words that are no names must be Russian, two at least
_FEWEST = 2
_LONG = 4  # letters that the longest of them must have: shorter words are of any language
_MOST_KNOWN = 0.5  # of the words may be those of a language that is written in Latin letters
_TOGETHER = (
    *(
        "shch=щ",
        "sch=щ",
        "iya=ия",
        "iyu=ию",
        "cia=ция",
        "tsia=ция",
        "zh=ж",
        "kh=х",
        "ts=ц",
        "ch=ч",
        "sh=ш",
        "yo=е",
        "yu=ю",
    ),
    *("ju=ю", "ya=я", "ja=я", "ia=ия", "iy=ий", "yy=ый", "ey=ей", "oy=ой", "ay=ай"),
)
_SINGLE = "abcdefghijklmnopqrstuvwxyz'", "абцдефгхийклмнопкрстуввхызь"
_LETTERS = dict(pair.split("=") for pair in _TOGETHER) | dict(zip(*_SINGLE, strict=True))
_ANY = re.compile("|".join(_LETTERS))  # the longer ones come first


@lru_cache(maxsize=4096)
def in_cyrillic(word: str) -> str:
    """A word of Latin letters in Cyrillic ones."""
    return _ANY.sub(lambda match: _LETTERS[match[0]], word.casefold())


def as_russian(text: str, sequence: Sequence[Token], named: Collection[int], lexicon: Words) -> str | None:
    """A text in Cyrillic letters, but for its names (`named` places), where its words are Russian ones; else None."""
    places = [at for at, token in enumerate(sequence) if token.kind == "word" and at not in named]
    if len(places) < _FEWEST or not sequence[places[0]].text.isascii():
        return None
    known = sum([sequence[at].text in lexicon.known for at in places])
    if known > _MOST_KNOWN * len(places) or not all(sequence[at].text.isascii() for at in places):
        return None
    words = {at: in_cyrillic(sequence[at].text) for at in places}
    russian = [word for word in words.values() if _is_russian(word, lexicon)]
    if len(russian) < max(_FEWEST, _ENOUGH * len(places)) or max(map(len, russian)) < _LONG:
        return None
    for at in reversed(places):
        text = text[: sequence[at].start] + words[at] + text[sequence[at].end :]
    return text


def _is_russian(word: str, lexicon: Words) -> bool:
    """Whether a Cyrillic word is one that Russian asks with: known whole, or by its beginning."""
    if "ru" in lexicon.known.get(word, ()):
        return True
    return any(hit.value.language == "ru" for hit in lexicon.phrases.find(tokens(cleaned(word))))
