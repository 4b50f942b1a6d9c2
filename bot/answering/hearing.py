"""Names that a question writes in another script than the store: compared by their consonants, as they are heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from bot.answering.lao import sound_of_latin
from bot.answering.phrases import Hit
from bot.answering.text import Token

V = TypeVar("V")

_TELLING = 3  # consonants
_TELLING_BEHIND_A_TITLE = 2
_TITLES = ("госпо", "мистер", "миссис", "доктор", "профессор", "посол", "посл", "سيد", "دكتور", "استاذ", "سفير")
_SHORT_TITLES = frozenset(["г", "жа", "гжа", "гн", "н", "проф", "د"])
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "sh", "э": "e", "ю": "u", "я": "a",
    "ا": "", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "k", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
FOREIGN = "~"  # before the consonants of a name that the store has in another script than the Latin
_OTHER_SCRIPTS = ("Ѐ", "ӿ"), ("\u0600", "\u06ff")
# What is asked of people, and of where a building stands.
OF_PEOPLE = frozenset(
    ["who", "phone", "fax", "email", "contact", "sign", "chair", "her", "his", "name", "role", "country"]
)

OF_QUARTERS = frozenset(["district", "where", "venue", "city"])


def heard_as(word: str) -> str:
    """The consonants of a folded word in Latin, Cyrillic or Arabic letters; "" where they are too few to tell somebody by."""
    sound = sound_of_latin("".join(_LATIN.get(letter, letter if letter.isascii() else "") for letter in word))
    sound = sound.replace("w", "")
    return sound if len(sound) >= _TELLING_BEHIND_A_TITLE else ""


def names_heard(
    sequence: Sequence[Token], covered: Iterable[int], heard: Mapping[str, tuple[V, ...]]
) -> Iterator[Hit[V]]:
    """The names among some that stand in another script."""
    taken = set(covered)
    for at, token in enumerate(sequence):
        if at in taken:
            continue
        foreign = any(first <= token.text[0] <= last for first, last in _OTHER_SCRIPTS)
        if not foreign and not (token.text.isascii() and token.capital):
            continue
        least = _TELLING_BEHIND_A_TITLE if at and _is_title(sequence[at - 1]) else _TELLING
        for sound in _sounds(token):
            if len(sound) >= least:
                stored = (*(heard.get(sound, ()) if foreign else ()), *heard.get(FOREIGN + sound, ()))
                yield from (Hit(at, at + 1, name) for name in stored)


def _sounds(token: Token) -> dict[str, None]:
    """What a word may sound like: Arabic writes v as f."""
    forms = (*token.forms, *(form[0] + form[1:].replace("ف", "و") for form in token.forms if "ف" in form[1:]))
    return dict.fromkeys(filter(None, map(heard_as, forms)))


def _is_title(token: Token) -> bool:
    return token.text in _SHORT_TITLES or any(form.startswith(_TITLES) for form in token.forms)
