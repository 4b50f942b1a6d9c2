"""What a question may call people by, of the names that documents give them in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.answering.text import Token, cleaned, tokens
from bot.answering.words import Words

_BEFORE_NAMES = ("mr", "ms", "mrs", "dr", "prof", "mme", "m", "sr", "sra")
_SHORTEST_NAME = 3  # letters; so short a name is one only behind a title, as one that is also another word ("Mr Park")
_TWO = 2  # words
_TITLES = frozenset(
    [
        "h",
        "e",
        "dr",
        "mr",
        "mrs",
        "ms",
        "mme",
        "m",
        "prof",
        "sir",
        "his",
        "her",
        "excellency",
        "ambassador",
        "minister",
        "the",
        "of",
        "and",
        "for",
        "in",
        "to",
        "at",
        "a",
        "an",
        "or",
        "president",
        "director",
        "secretary",
        "general",
        "permanent",
        "representative",
        "deputy",
        "office",
        "mission",
        "ministry",
        "foreign",
        "affairs",
        "head",
    ]
)
_HAN_NAME = (2, 4)  # signs


def person_names(text: str, lexicon: Words) -> Iterator[str]:
    """The names in "Ms. Paola Ramírez" or "Yong Chanthalangsy, Ambassador": together, and each that is long enough to tell."""
    for part in re.split(r"\bor\b|\band\b|[/;]", text.split(",", maxsplit=1)[0]):
        said = tokens(cleaned(part))
        if said and all(token.kind == "sign" for token in said):
            yield " ".join(token.text for token in said)
            yield from _in_pinyin([token.text for token in said], lexicon)
            continue
        named = [token.text for token in said if _may_name(token) and token.text not in _TITLES]
        telling = [name for name in named if len(name) >= 4 and name not in lexicon.known]
        if len(named) > 5:
            continue
        for name in dict.fromkeys((*named[:1], *named[-1:])):  # the family's stands first or last
            if name not in telling and len(name) >= _SHORTEST_NAME:
                yield from (f"{title} {name}" for title in _BEFORE_NAMES)
        if telling or (len(named) >= _TWO and said[0].text in _BEFORE_NAMES):
            yield " ".join(named)
        yield from telling


def _in_pinyin(signs: Sequence[str], lexicon: Words) -> Iterator[str]:
    """A Chinese name in Latin letters: "Wang Xiaoming", "Wang Xiao Ming", "Xiaoming Wang", and the given name alone."""
    if not _HAN_NAME[0] <= len(signs) <= _HAN_NAME[1] or not all("\u4e00" <= sign <= "\u9fff" for sign in signs):
        return
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # its tables take 40 MB: only where somebody has such a name

    family, *given = lazy_pinyin("".join(signs))
    together = "".join(given)
    yield from (f"{family} {together}", f"{together} {family}", " ".join((family, *given)))
    if len(given) > 1 and together not in lexicon.known:
        yield together


@lru_cache(maxsize=4096)
def core_of_name(text: str) -> frozenset[str]:
    """The words that are somebody's name in "Dr. Amara Okonkwo (Nigeria), President of the Assembly"."""
    said = tokens(cleaned(re.split(r"[,(（，]", text, maxsplit=1)[0]))
    return frozenset(token.text for token in said if _may_name(token) and token.text not in _TITLES)


def is_title(word: str) -> bool:
    """Whether a folded word stands before names, or between their parts, and is none."""
    return word in _TITLES


def _may_name(token: Token) -> bool:
    """Whether a word may be part of a name: it has a capital, where its script has capitals."""
    return token.capital or token.text.upper() == token.text.lower()
