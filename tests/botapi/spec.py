"""What the Bot API takes and refuses: methods, fields, types, lengths, HTML, buttons."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_SPEC = json.loads((Path(__file__).parent / "methods.json").read_text(encoding="utf-8"))
METHODS: dict[str, dict[str, list[Any]]] = _SPEC["methods"]
TYPES: dict[str, dict[str, Any]] = _SPEC["types"]

_METHODS_BY_LOWER_NAME = {name.lower(): name for name in METHODS}
_BUTTON_ACTIONS = set(TYPES["InlineKeyboardButton"]["fields"]) - {"text", "icon_custom_emoji_id", "style"}
_TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "tg-emoji", "code", "pre",
    "blockquote", "tg-time",
}  # fmt: skip


class Refused(Exception):
    """The answer with which Telegram refuses a call."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def method_named(name: str) -> str:
    """Give the method's name as documented; Telegram does not mind the case."""
    if name.lower() not in _METHODS_BY_LOWER_NAME:
        raise Refused(404, "Not Found: method not found")
    return _METHODS_BY_LOWER_NAME[name.lower()]


def check(method: str, given: dict[str, Any], files: set[str]) -> dict[str, Any]:
    """Give the parameters in their types. Raises Refused for whatever the documentation does not allow."""
    fields = METHODS[method]
    for name in given:
        if name not in fields:
            raise bad_request(f'unknown parameter "{name}" of {method}')
    parameters = {}
    for name, field in fields.items():
        if name in given:
            parameters[name] = _value(field, given[name], name, files, is_text=True)
        elif name in files and "InputFile" in field[0]:
            parameters[name] = f"attach://{name}"
        elif field[1]:
            raise bad_request(f'parameter "{name}" is required')
    return parameters


def _value(field: list[Any], value: Any, where: str, files: set[str], *, is_text: bool = False) -> Any:
    """Check one value; `is_text` for a parameter, which a form carries as text."""
    wanted = field[0]
    if is_text and isinstance(value, str) and wanted != "String" and "String" not in re.split(r" or |, ", wanted):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {where}: {wanted} expected") from None
    elif is_text and wanted == "Integer or String" and isinstance(value, str) and value.lstrip("-").isdigit():
        value = int(value)
    problem = _mismatch(wanted, value, where, files)
    if problem:
        raise bad_request(problem)
    if len(field) > 2:
        _check_length(field, value, where)
    return value


def _mismatch(wanted: str, value: Any, where: str, files: set[str]) -> str | None:
    if wanted.startswith("Array of "):
        if not isinstance(value, list):
            return f"can't parse {where}: expected an Array"
        inner = wanted.removeprefix("Array of ")
        return next(filter(None, (_mismatch(inner, item, f"{where}[]", files) for item in value)), None)
    choices = [choice for choice in re.split(r" or |, | and ", wanted) if choice]
    problems = [_mismatch_of_one(choice, value, where, files) for choice in choices]
    return None if None in problems else problems[0]


def _mismatch_of_one(wanted: str, value: Any, where: str, files: set[str]) -> str | None:
    if wanted in ("String", "InputFile"):
        if not isinstance(value, str):
            return f"can't parse {where}: {wanted} expected"
        attached = value.removeprefix("attach://")
        return f"wrong file {where}" if attached != value and attached not in files else None
    simple: dict[str, tuple[type, ...]] = {
        "Integer": (int,),
        "Float": (int, float),
        "Boolean": (bool,),
        "True": (bool,),
    }
    if wanted in simple:
        is_right = isinstance(value, simple[wanted]) and (bool in simple[wanted] or not isinstance(value, bool))
        return None if is_right else f"can't parse {where}: {wanted} expected"
    return _object_mismatch(wanted, value, where, files)


def _object_mismatch(wanted: str, value: Any, where: str, files: set[str]) -> str | None:
    if not isinstance(value, dict):
        return f"can't parse {where}: expected an Object {wanted}"
    subtypes = TYPES[wanted].get("subtypes")
    if subtypes:
        problems = [_object_mismatch(subtype, value, where, files) for subtype in subtypes]
        return None if None in problems else problems[0]
    fields = TYPES[wanted]["fields"]
    for name in value:
        if name not in fields:
            return f'can\'t parse {where}: {wanted} has no field "{name}"'
    for name, field in fields.items():
        if name in value:
            _value(field, value[name], f"{where}.{name}", files)
        elif field[1]:
            return f'can\'t parse {where}: field "{name}" of {wanted} must be given'
    if wanted == "InlineKeyboardButton":
        _check_button(value)
    return None


def _check_length(field: list[Any], value: Any, where: str) -> None:
    shortest, longest, unit = field[2:]
    length = len(value.encode()) if unit == "bytes" else len(value)
    if where in ("text", "caption") and longest in (1024, 4096):
        return  # counted without tags, by check_text
    if where.endswith("callback_data") and not shortest <= length <= longest:
        raise bad_request("BUTTON_DATA_INVALID")
    if not shortest <= length <= longest:
        raise bad_request(f"{where} must have {shortest}-{longest} {unit}, it has {length}")


def _check_button(button: dict[str, Any]) -> None:
    actions = _BUTTON_ACTIONS & set(button)
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be given")
    if "url" in button:
        url = urlsplit(button["url"])
        if url.scheme not in ("http", "https", "tg") or (url.scheme != "tg" and "." not in (url.hostname or "")):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def check_text(text: str, parse_mode: str | None, *, longest: int) -> str:
    """Give the text as people see it. Raises Refused for wrong HTML and for what is empty or too long."""
    if parse_mode is None:
        seen = text
    elif parse_mode.upper() == "HTML":
        parser = _Html(text)
        parser.feed(text)
        parser.close()
        if parser.open_tags:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{parser.open_tags[-1]}\""
            )
        seen = "".join(parser.seen)
    else:
        raise bad_request(f"unsupported parse_mode {parse_mode} (this bot writes HTML only)")
    if longest == 4096 and not seen.strip():
        raise bad_request("message text is empty")
    if len(seen.encode("utf-16-le")) // 2 > longest:
        raise bad_request("message is too long" if longest == 4096 else "message caption is too long")
    return seen


class _Html(HTMLParser):
    """Telegram's HTML: a few tags, balanced (Bot API, "Formatting options")."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open_tags: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}/"')

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags.pop() != tag:
            raise bad_request(f'can\'t parse entities: Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.seen.append(data)
