"""Words of a question as they are compared: without case, accents, vowel marks or the joints that scripts write words with.

Latin, Cyrillic and Arabic are read word by word; Chinese and Lao, which put no blanks between words, sign by sign, so that a
phrase is found wherever it stands. Numbers stand alone ("1MSP" is two tokens), digits of every script are read as 0 to 9.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 1000  # characters of a question that are read; no question needs more

_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    [
        0xAD,
        0x0640,
        0x061C,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        *range(0xFE00, 0xFE10),
    ]
)
_ARABIC_MARKS: dict[int, str | None] = dict.fromkeys([*range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06ED)])
_APOSTROPHES: dict[int, str | None] = dict.fromkeys(map(ord, "’‘ʼ`´＇"), "'")
_AS_COMPARED = _INVISIBLE | _ARABIC_MARKS | _APOSTROPHES
_OTHERWISE_COMPARED = re.compile(f"[{''.join(map(chr, _AS_COMPARED))}]")  # most texts have none
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_ARABIC_LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي"})

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LAO = "\u0e80-\u0eff"
_LAO_SIGNS = "\u0e80-\u0ecf\u0eda-\u0eff"  # without the digits
_LAST_LAO = "\u0eff"
_FLAG = "\U0001f1e6-\U0001f1ff"
# An address of e-mail is as long as one may be (RFC 5321 section 4.5.3.1): what looks like many is not tried in every way.
_ADDRESS = r"(?P<address>[^\s@]{1,64}@[^\s@]{1,255}\.\w+|https?://\S+|www\.\S+)"
_LETTER = rf"[^\W\d_{_HAN}{_LAO}]"
_WORD = rf"(?P<word>{_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*)"
_PLAIN_TOKEN = rf"{_WORD}|(?P<number>\d+)|(?P<signs>[{_HAN}{_LAO_SIGNS}]+)|(?P<flag>[{_FLAG}]{{2}})"
_TOKEN = re.compile(rf"{_ADDRESS}|{_PLAIN_TOKEN}")
_TOKEN_WITHOUT_ADDRESSES = re.compile(_PLAIN_TOKEN)
_ASCII_TOKEN = re.compile("(?P<word>[A-Za-z]+)|(?P<number>[0-9]+)")  # as these, found in half the time
_ASCII_WORD = re.compile("[a-z]+|[0-9]+")
_LAO_MARKS = frozenset("ະັາິີຶືຸູົຼຽໍ່້໊໋໌ໍ")
_ARABIC_JOINTS = tuple(
    sorted(
        (
            first + preposition + article
            for first in ("", "و", "ف")
            for preposition, article in (
                ("", ""),
                ("", "ال"),
                ("ب", ""),
                ("ب", "ال"),
                ("ل", ""),
                ("ل", "ل"),
                ("ك", "ال"),
            )
        ),
        key=len,
        reverse=True,
    )
)


@dataclass(slots=True)
class Token:
    """A word, a number or a sign: as compared, in the forms that it may be looked up under, and where it stands.

    `gap` is what stands between it and the token before it; `capital` tells a word that begins with one; `script` is as
    `script_of` has it.
    """

    text: str
    forms: tuple[str, ...]
    start: int
    end: int
    gap: str
    capital: bool
    kind: str
    script: str

    @property
    def glued(self) -> bool:
        """Whether nothing stands between it and the token before it."""
        return self.gap == "" and self.start > 0


def cleaned(text: str) -> str:
    """The text in one form of each character, without invisible ones, cut to what is read."""
    if text.isascii():
        return text[:LONGEST].replace("`", "'")
    normal = unicodedata.normalize("NFKC", text[:LONGEST])
    return normal.translate(_AS_COMPARED) if _OTHERWISE_COMPARED.search(normal) else normal


def tokens(text: str) -> list[Token]:
    """The tokens of a cleaned text, in order."""
    found: list[Token] = []
    behind = 0
    for match in _matches(text):
        start, end = match.span()
        kind, gap = match.lastgroup, text[behind:start]
        if kind == "signs":
            for at in range(start, end):
                sign = text[at]
                script = "zh" if sign > _LAST_LAO else "lo"
                found.append(Token(sign, (sign,), at, at + 1, gap if at == start else "", False, "sign", script))
        elif kind == "word" and (written := match[0]).isascii():
            folded = written.lower()
            capital = written != folded and written[0].isupper()
            found.append(Token(folded, (folded,), start, end, gap, capital, kind, ""))
        else:
            folded, forms, capital, kind, script = _as_compared(match[0], kind or "word")
            found.append(Token(folded, forms, start, end, gap, capital, kind, script))
        behind = end
    return found


def words_of(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, in order: of each token only what it is compared by."""
    clean = cleaned(text) if len(text) <= LONGEST else "".join(map(cleaned, _pieces(text)))
    if clean.isascii() and not _has_address(clean):
        return tuple(_ASCII_WORD.findall(clean.lower()))  # as below, in a tenth of the time
    said: list[str] = []
    for match in _matches(clean):
        if match.lastgroup == "signs":
            said.extend(match[0])
        else:
            said.append(_as_compared(match[0], match.lastgroup or "word")[0])
    return tuple(said)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What a cleaned text consists of. At each place an address could begin at: where there is none, none is looked for."""
    if _has_address(text):
        return _TOKEN.finditer(text)
    return (_ASCII_TOKEN if text.isascii() else _TOKEN_WITHOUT_ADDRESSES).finditer(text)


def _has_address(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text


def _pieces(text: str) -> list[str]:
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]


@lru_cache(maxsize=16384)
def _as_compared(written: str, kind: str) -> tuple[str, tuple[str, ...], bool, str, str]:
    """What a token is compared by, its forms, whether it begins with a capital, its kind and its script."""
    folded, forms = folded_forms(written) if kind == "word" else _as_it_is(written, kind)
    return folded, forms, written[0].isupper(), kind, script_of(folded)


@lru_cache(maxsize=65536)
def folded_forms(word: str) -> tuple[str, tuple[str, ...]]:
    """A word as it is compared, and all forms under which a phrase may name it: Arabic is also looked up without its joints."""
    folded = fold(word)
    return folded, _without_joints(folded) if "\u0600" <= folded[0] <= "\u06ff" else (folded,)


def fold(word: str) -> str:
    """A word without case, accents and other marks that people leave out."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    folded = unicodedata.normalize("NFD", folded.translate(_LETTERS).translate(_ARABIC_LETTERS)).translate(_LETTERS)
    return "".join(letter for letter in folded if not _is_mark(letter)).translate(_ARABIC_LETTERS)


def fold_phrase(text: str) -> str:
    """The words of a phrase, folded, with one blank between them; numbers apart."""
    return " ".join(token.text for token in tokens(cleaned(text)))


def _is_mark(letter: str) -> bool:
    return 0x0300 <= ord(letter) <= 0x036F or 0x0653 <= ord(letter) <= 0x0655


def _as_it_is(written: str, kind: str) -> tuple[str, tuple[str, ...]]:
    if kind == "number":
        written = "".join(str(unicodedata.decimal(digit)) for digit in written)
    elif kind == "address":
        written = written.casefold()
    return written, (written,)


def _without_joints(word: str) -> tuple[str, ...]:
    """The word, and the word without the conjunctions, prepositions and article that Arabic writes together with it."""
    forms = {word: None}
    for joint in _ARABIC_JOINTS:
        if joint and word.startswith(joint) and len(word) - len(joint) >= 2:
            forms[word[len(joint) :]] = None
    return tuple(forms)


def script_of(word: str) -> str:
    """The script of a word by its first sign, named after the language here that is written in it; "" is any other."""
    sign = word[0]
    if sign < "\u0400":
        return ""
    if sign <= "\u052f":
        return "ru"
    if "\u0600" <= sign <= "\u06ff":
        return "ar"
    if "\u0e80" <= sign <= "\u0eff":
        return "lo"
    return "zh" if "\u3400" <= sign <= "\u9fff" else ""


def begins_a_syllable(sign: str) -> bool:
    """Whether a Lao sign may begin a word: vowel signs and tone marks that follow their consonant may not."""
    return sign not in _LAO_MARKS
