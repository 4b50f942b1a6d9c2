"""Messages within Telegram's limits: HTML cut between blocks, with its tags closed and opened again."""

from __future__ import annotations

import re

LIMIT = 4096  # characters of one message (sendMessage)
CAPTION = 1024  # characters under a file or a picture (sendDocument, sendPhoto)

_TAG = re.compile(r"<(/?)([a-z-]+)([^>]*)>")
_DATE_TAG = re.compile("</?tg-time[^>]*>")
_BREAKS = ("\n\n", "\n", " ", "")


def split(html: str, limit: int = LIMIT, first: int | None = None) -> list[str]:
    """The text as messages of at most `limit` characters (in UTF-16, as Telegram counts), markup counted, each with balanced
    tags; `first` is for the first.

    It is cut between blocks; a block that is too long between lines, then between words, then anywhere outside a tag.
    """
    parts: list[str] = []
    rest, room = html, first or limit
    while (fitting := _fitting(rest, room)) < len(rest):
        head, rest = _cut(rest, fitting)
        parts.append(head)
        room = limit
    return [*parts, rest]


def _fitting(html: str, room: int) -> int:
    """How many characters of a text there is room for."""
    if 2 * len(html) <= room:
        return len(html)
    return len(html.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore"))


def _cut(html: str, limit: int) -> tuple[str, str]:
    for mark in _BREAKS:
        end = _last_break(html, mark, limit)
        while end > 0:
            opened = _open_tags(html[:end])
            head = html[:end].rstrip() + "".join(f"</{name}>" for name, _ in reversed(opened))
            if len(head) <= limit:
                return head, "".join(f"<{name}{rest}>" for name, rest in opened) + html[end:].lstrip()
            end = _last_break(html, mark, end - 1)
    raise ValueError("a text of nothing but tags cannot be cut")


def _last_break(html: str, mark: str, limit: int) -> int:
    """The last place before `limit` at which `mark` stands, not inside a tag or a character reference; 0 for none."""
    end = html.rfind(mark, 0, limit) if mark else limit
    while end > 0:
        open_at = html.rfind("<", 0, end)
        reference = html.rfind("&", max(0, end - 10), end)
        if open_at > html.rfind(">", 0, end):
            end = html.rfind(mark, 0, open_at) if mark else open_at
        elif reference > html.rfind(";", 0, end):
            end = html.rfind(mark, 0, reference) if mark else reference
        else:
            return end
    return 0


def _open_tags(html: str) -> list[tuple[str, str]]:
    opened: list[tuple[str, str]] = []
    for closing, name, rest in _TAG.findall(html):
        if closing:
            opened.pop()
        else:
            opened.append((name, rest))
    return opened


def without_dates(html: str) -> str:
    """The text without Telegram's date entities: the words that they are about stay."""
    return _DATE_TAG.sub("", html)
