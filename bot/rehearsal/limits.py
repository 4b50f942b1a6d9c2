"""What the Bot API takes as text, file, place and command, and how it refuses the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.rehearsal.entities import Entity, cleaned, trimmed, utf16_length, with_found
from bot.rehearsal.parse_mode import parse_html
from bot.rehearsal.refused import bad_request

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_UPLOAD = 50 * 1024 * 1024  # bytes; a photo: 10 MB
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024  # bytes that getFile gives

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")


def text_fields(text: str, parse_mode: str | None, entities: Sequence[Entity] | None) -> dict[str, Any]:
    """The `text` and `entities` of a message. Raises Refused for markup, emptiness or length (sendMessage)."""
    plain, found = _formatted(text, parse_mode, entities)
    if not plain:
        raise bad_request("message text is empty")
    if utf16_length(plain) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": plain} | ({"entities": found} if found else {})


def caption_fields(caption: str | None, parse_mode: str | None, entities: Sequence[Entity] | None) -> dict[str, Any]:
    """The `caption` and `caption_entities` of a message, where there are any. Raises Refused (sendDocument)."""
    plain, found = _formatted(caption or "", parse_mode, entities)
    if utf16_length(plain) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return ({"caption": plain} if plain else {}) | ({"caption_entities": found} if plain and found else {})


def check_place(latitude: float, longitude: float) -> None:
    """Raises Refused for a place that is none (sendLocation)."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")


def check_file(content: bytes, largest: int = LARGEST_UPLOAD) -> None:
    """Raises Refused for an empty file and for one that is too large (Bot API, "Sending files")."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > largest:
        raise bad_request("file is too big")


def check_commands(commands: Sequence[tuple[str, str]]) -> None:
    """Raises Refused for names, descriptions and numbers of commands that setMyCommands does not take."""
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for name, description in commands:
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(code: str) -> None:
    """Raises Refused for what is no two-letter code of ISO 639-1; none at all is every language."""
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")


def check_length(what: str, text: str, longest: int) -> None:
    """Raises Refused for a `what` of more than `longest` characters."""
    if len(text) > longest:
        raise bad_request(f"{what} is too long")


def _formatted(text: str, parse_mode: str | None, entities: Sequence[Entity] | None) -> tuple[str, list[Entity]]:
    text = cleaned(text)
    given = list(entities or ())
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode: a rehearsal reads HTML only")
        text, given = parse_html(text)
    plain, given = trimmed(text, given)
    return plain, with_found(plain, given)
