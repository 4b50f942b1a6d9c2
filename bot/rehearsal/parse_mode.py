"""The HTML parse mode: markup in, text and entities out, refused where Telegram refuses it.

`html.parser` forgives what Telegram does not ("a < b", a comment, `&nbsp;`), so the few rules stand here
(Bot API, "HTML style"). Errors name bytes, as Telegram's do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.rehearsal.entities import Entity, in_order, utf16_length
from bot.rehearsal.refused import bad_request
from bot.rehearsal.urls import checked_url

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(
    r"&(?:#(?:x(?P<hex>[0-9a-fA-F]{1,6})|(?P<decimal>[0-9]{1,7}))|(?P<name>lt|gt|amp|quot)(?![a-zA-Z]));?"
)
_PLAIN = re.compile("[^<&]+")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>]+)"""
    r"""(?:\s*(?P<equals>=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w.-]*)(?!["'])))?"""
)
_UNCLOSED = re.compile(r"""\s*=\s*["']""")
_TAG_END = re.compile(r"\s*>")
_END_TAG = re.compile(r"/(?P<name>[^\s>]*)\s*>")
_NOTHING_INSIDE = {"code", "pre"}


@dataclass
class _Open:
    tag: str
    arguments: dict[str, str]
    offset: int
    at: int


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Give the text and its entities. Raises Refused with Telegram's "can't parse entities: …"."""
    return _Reader(markup).read()


class _Reader:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.markup):
            if plain := _PLAIN.match(self.markup, self.at):
                self.add(plain.group(), plain.end())
            elif self.markup[self.at] == "&":
                self.reference()
            elif self.markup.startswith("</", self.at):
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            self.refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), in_order(self.entities)

    def add(self, text: str, end: int) -> None:
        self.text.append(text)
        self.length += utf16_length(text)
        self.at = end

    def reference(self) -> None:
        """A character reference; what is none stays as it stands."""
        match = _REFERENCE.match(self.markup, self.at)
        text = _character(match) if match else ""
        if match and text:
            self.add(text, match.end())
        else:
            self.add("&", self.at + 1)

    def start_tag(self) -> None:
        begin = self.at
        name = _TAG_NAME.match(self.markup, begin + 1)
        assert name is not None, "the pattern matches nothing at least"
        if name.end() == len(self.markup):
            self.refuse("Unclosed start tag", begin)
        tag = name.group().lower()
        if tag not in _TYPES:
            self.refuse(f'Unsupported start tag "{tag}"', begin)
        self.at = name.end()
        arguments = self.attributes(tag, begin)
        if tag == "span" and arguments.get("class") != "tg-spoiler":
            self.refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, arguments, self.length, len(self.text)))

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        """Read up to the tag's end."""
        arguments: dict[str, str] = {}
        while not (end := _TAG_END.match(self.markup, self.at)):
            match = _ATTRIBUTE.match(self.markup, self.at)
            if match is None or _UNCLOSED.match(self.markup, match.end()):
                self.refuse(f'Unclosed start tag "{tag}"', begin)
            if not match["equals"] and (tag, match["name"]) != ("blockquote", "expandable"):
                self.refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
            value = match["double"] or match["single"] or (match["bare"] or "").lower()
            arguments[match["name"]] = _REFERENCE.sub(lambda found: _character(found) or found.group(), value)
            self.at = match.end()
        self.at = end.end()
        return arguments

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self.refuse("Unexpected end tag", begin)
        match = _END_TAG.match(self.markup, begin + 1)
        if match is None:
            self.refuse("Unclosed end tag", begin)
        opened = self.open.pop()
        found = match["name"].lower()
        if found not in {"", opened.tag}:
            self.refuse("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{found}>"')
        self.at = match.end()
        if self.length > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        """Make the entity of a pair of tags; nothing else lives inside of code, and a quotation in no other."""
        entity: Entity = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": self.length - opened.offset}
        if entity["type"] in _NOTHING_INSIDE:
            language = self.language(opened, entity)
            self.entities = [inner for inner in self.entities if inner["offset"] < opened.offset]
            entity |= {"type": "pre", "language": language} if language else {}
        elif opened.tag == "blockquote":
            if any(outer.tag == "blockquote" for outer in self.open):
                return
            entity["type"] = "expandable_blockquote" if "expandable" in opened.arguments else "blockquote"
        elif opened.tag == "a":
            url = checked_url(opened.arguments.get("href") or "".join(self.text[opened.at :]))
            if url is None:
                return
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = self.number(opened, "emoji-id", "Invalid custom emoji identifier specified")
        elif opened.tag == "tg-time":
            entity["unix_time"] = int(self.number(opened, "unix", "Invalid Unix time specified"))
            entity["date_time_format"] = opened.arguments.get("format", "")
        self.entities.append(entity)

    def language(self, opened: _Open, entity: Entity) -> str:
        """The programming language of <pre><code class="language-…">, for the outer of the two."""
        if opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            self.open[-1].arguments["class"] = opened.arguments.get("class", "")
        whole = any(inner["type"] == "code" and inner["length"] == entity["length"] for inner in self.entities)
        named = opened.arguments.get("class", "").startswith("language-")
        return opened.arguments["class"].removeprefix("language-") if opened.tag == "pre" and whole and named else ""

    def number(self, opened: _Open, name: str, error: str) -> str:
        value = opened.arguments.get(name, "")
        if not value.isdecimal():
            self.refuse(error)
        return value

    def refuse(self, problem: str, begin: int | None = None, detail: str = "") -> NoReturn:
        place = "" if begin is None else f" at byte offset {len(self.markup[:begin].encode())}"
        raise bad_request(f"can't parse entities: {problem}{place}{detail}")


def _character(match: re.Match[str]) -> str:
    """The character that a reference names, or nothing for one that is none."""
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
