"""Names that a question writes in another script than the store: compared by their consonants, as they are heard."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from rapidfuzz.distance import OSA

from bot.answering import particles
from bot.answering.lao import sound_of_latin
from bot.answering.phrases import Hit
from bot.answering.text import Token

V = TypeVar("V")

_TELLING = 3  # consonants
_TELLING_BEHIND_A_TITLE = 2
_LONG = 5
_TITLES = tuple(particles.said("titles_begin"))
_SHORT_TITLES = particles.said("titles")
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "sh", "э": "e", "ю": "u", "я": "a",
    "ا": "a", "و": "u", "ي": "i",
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "k", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_BETWEEN_PARTS = frozenset([" ", "-", "\u2011", "\u00a0"])
FOREIGN = "~"  # before the consonants of a name that the store has in another script than the Latin
_OTHER_SCRIPTS = ("Ѐ", "ӿ"), ("\u0600", "\u06ff")
# What is asked of people, and of where a building stands.
OF_PEOPLE = frozenset(
    ["who", "phone", "fax", "email", "contact", "sign", "chair", "her", "his", "name", "role", "country"]
)

OF_QUARTERS = frozenset(["district", "where", "venue", "city"])


def heard_as(word: str) -> str:
    """The consonants of a folded word in Latin, Cyrillic or Arabic letters; "" where they are too few to tell somebody by."""
    return sound_of_latin("".join(_LATIN.get(letter, letter if letter.isascii() else "") for letter in word))


def sounds_of_name(word: str) -> tuple[str, ...]:
    """What a name may be heard as: others write its w as a vowel, which has no consonant; a v never."""
    return tuple(dict.fromkeys(filter(None, (heard_as(word), heard_as(word.replace("w", ""))))))


def names_heard(
    sequence: Sequence[Token], covered: Collection[int], heard: Mapping[str, tuple[V, ...]], known: Container[str]
) -> Iterator[Hit[V]]:
    """The names among some that stand in another script: each fits every part of a name that a question writes.

    `covered` are the tokens that mean something else; `known` words are no part of a name.
    """
    for name in _runs(sequence, covered, known):
        found = {at: set(_fitting(sequence, at, heard)) for at in name}
        fitting = set.union(*found.values())
        if len(name) > 1 and fitting:
            own: dict[V, list[str]] = {each: [] for each in fitting}
            for sound, called in heard.items():
                for each in fitting.intersection(called):
                    own[each].append(sound.removeprefix(FOREIGN))
            parts = [said for at in name if (said := _sounds(sequence[at]))]
            fitting = {each for each in fitting if _are_of(parts, own[each])}
        yield from (Hit(at, at + 1, each) for at in name for each in fitting & found[at])


def _runs(sequence: Sequence[Token], covered: Collection[int], known: Container[str]) -> Iterator[list[int]]:
    """The words that may be names in another script, those together that stand side by side."""
    run: list[int] = []
    for at, token in enumerate(sequence):
        if at in covered or not _may_be_foreign(token):
            continue
        beside = bool(run) and at == run[-1] + 1 and token.gap in _BETWEEN_PARTS
        if run and not (beside and _is_part(token, known) and _is_part(sequence[run[-1]], known)):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _fitting(sequence: Sequence[Token], at: int, heard: Mapping[str, tuple[V, ...]]) -> Iterator[V]:
    """Those whose name a word may be."""
    token = sequence[at]
    least = _TELLING_BEHIND_A_TITLE if at and _is_title(sequence[at - 1]) else _TELLING
    for sound in _sounds(token):
        if len(sound) >= least:
            yield from (() if token.text.isascii() else heard.get(sound, ()))
            yield from heard.get(FOREIGN + sound, ())


def _are_of(parts: Iterable[Collection[str]], own: Collection[str]) -> bool:
    """Whether each part that is said sounds like another one of somebody's names."""
    left = set(own)
    for said in parts:
        alike = next((name for name in left if name in said), None) or next(
            (name for name in left if any(_is_like(sound, name) for sound in said)), None
        )
        if alike is None:
            return False
        left -= {alike, alike.replace("w", "")}
    return True


def _is_like(sound: str, name: str) -> bool:
    """Whether two names may be the same: "ch" and "j" are k to some and s to others, and one consonant of many may differ.

    A "j" at the beginning may be heard as a vowel, and behind one as nothing ("Sergej", "Sergueï").
    """
    if _hardened(sound) == _hardened(name) or (name[0] == "s" and sound == name[1:]):
        return True
    return max(len(sound), len(name)) >= _LONG and OSA.distance(sound, name) <= 1


def _hardened(sound: str) -> str:
    """Consonants with each s as a k, also the last that is heard as a t, and none twice in a row."""
    hard = f"{sound[:-1]}{sound[-1].replace('t', 's')}".replace("s", "k")
    return "".join(sign for sign, before in zip(hard, f" {hard}", strict=False) if sign != before)


def _may_be_foreign(token: Token) -> bool:
    return any(first <= token.text[0] <= last for first, last in _OTHER_SCRIPTS) or (
        token.text.isascii() and token.capital
    )


def _is_part(token: Token, known: Container[str]) -> bool:
    """Whether a word that somebody's name stands beside is a part of it; a script without capitals marks none."""
    if token.text in known or token.text.startswith("ال"):
        return False
    return token.capital or token.text.upper() == token.text.lower()


def _sounds(token: Token) -> dict[str, None]:
    """What a word may sound like: Arabic writes v as f."""
    forms = (*token.forms, *(form.replace("ف", "v") for form in token.forms if "ف" in form))
    return dict.fromkeys(filter(None, map(heard_as, forms)))


def _is_title(token: Token) -> bool:
    return token.text in _SHORT_TITLES or any(form.startswith(_TITLES) for form in token.forms)
