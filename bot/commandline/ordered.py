"""What a script orders to be announced: its texts, photos, files and places, read and checked before anything is done."""

from __future__ import annotations

import hashlib
import re
import sys
from argparse import Namespace
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from bot.announcement import LONGEST_TEXT, MOST_ATTACHMENTS, Asks, Attachment, Content, Version
from bot.errors import StartError
from bot.languages import LANGUAGES
from bot.markup import cleaned, plain, utf16_length

_IN_A_LANGUAGE = re.compile(r"([a-z]{2})=(.*)", re.DOTALL)
_PLACE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*(?:,([^,]*))?(?:,(.*))?", re.DOTALL)
_LARGEST = {"photo": 10 * 1024**2, "file": 50 * 1024**2}  # bytes (Bot API, "Sending files")
_ASKS: dict[str | None, Asks] = {None: "nothing", "read": "read", "yes-no": "yes_no"}
_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class OrderedFile:
    """A photo or a file, by its name."""

    kind: Literal["photo", "file"]
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be announced: the texts by language, as Telegram takes them, and what comes with each of them."""

    texts: dict[str, str]
    files: tuple[OrderedFile, ...]
    places: tuple[Attachment, ...]
    asks: Asks

    def content(self, files: tuple[Attachment, ...]) -> Content:
        """The content, with the files as the store has them."""
        attachments = (*files, *self.places)
        versions = {code: Version(text=text, attachments=attachments) for code, text in self.texts.items()}
        return Content(versions=versions, asks=self.asks)

    def fingerprint(self, *whom: object) -> str:
        """What tells it, and for whom and when it is, from any other."""
        digests = [(one.kind, one.name, hashlib.sha256(one.content).hexdigest()) for one in self.files]
        said = repr((sorted(self.texts.items()), digests, self.places, self.asks, whom))
        return hashlib.sha256(said.encode()).hexdigest()


def ordered(given: Namespace, language: str) -> Order:
    """What was given to the command; texts without a language are in this one. Raises StartError for what cannot be sent."""
    texts = _texts(given, language)
    files = tuple(_file(kind, path) for kind, paths in (("photo", given.photo), ("file", given.file)) for path in paths)  # type: ignore[arg-type]  # one of the two
    places = tuple(map(_place, given.place))
    if not texts and not files and not places:
        raise StartError("There is nothing to announce: give --text, --text-file, --photo, --file or --place.")
    if len(files) + len(places) > MOST_ATTACHMENTS:
        raise StartError(
            f"There are {len(files) + len(places)} photos, files and places; {MOST_ATTACHMENTS} at most come with a text."
        )
    return Order(texts or {language: ""}, files, places, _ASKS[given.ask])


def _texts(given: Namespace, language: str) -> dict[str, str]:
    several: dict[str, list[str]] = defaultdict(list)
    for text in given.text:
        code, words = _in_a_language(text, language)
        several[code].append(words)
    for name in given.text_file:
        code, path = _in_a_language(name, language)
        several[code].append(_read(path))
    texts = {}
    for code, found in several.items():
        if len(found) > 1:
            raise StartError(f"There are {len(found)} texts in {code!r}; give one for each language.")
        text = cleaned(found[0]) if given.html else escape(found[0].strip(), quote=False)
        if not plain(text):
            raise StartError("There is nothing to announce: the text is empty.")
        excess = utf16_length(plain(text)) - LONGEST_TEXT
        if excess > 0:
            raise StartError(f"The text in {code!r} is {excess} characters too long: {LONGEST_TEXT} at most.")
        texts[code] = text
    return texts


def _read(path: str) -> str:
    """A text file, or standard input, whatever Windows has put before its first letter."""
    try:
        found = sys.stdin.buffer.read() if path == _STANDARD_INPUT else Path(path).read_bytes()
        return found.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(f"{path} cannot be read: {error}") from error


def _in_a_language(text: str, language: str) -> tuple[str, str]:
    found = _IN_A_LANGUAGE.fullmatch(text)
    if found is None:
        return language, text
    if found[1] not in LANGUAGES:
        raise StartError(f"There is no language {found[1]!r}; there are {', '.join(LANGUAGES)}.")
    return found[1], found[2]


def _file(kind: Literal["photo", "file"], path: Path) -> OrderedFile:
    try:
        found = path.read_bytes()
    except OSError as error:
        raise StartError(f"{path} cannot be read: {error}") from error
    if not 0 < len(found) <= _LARGEST[kind]:
        most = _LARGEST[kind] // 1024**2
        raise StartError(f"{path} is empty, or has more than {most} MB, which Telegram does not take.")
    return OrderedFile(kind, path.name, found)


def _place(text: str) -> Attachment:
    found = _PLACE.fullmatch(text)
    latitude, longitude = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if found is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise StartError(f"{text!r} is no place; write '46.2225, 6.1467' or '46.2225, 6.1467, NAME, ADDRESS'.")
    name, address = ((part or "").strip() for part in (found[3], found[4]))
    return Attachment(kind="place", name=name, address=address, latitude=latitude, longitude=longitude)
