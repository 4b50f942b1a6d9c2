"""The formatting that people give a text, as HTML that Telegram takes: read, made safe, measured.

Nothing else gets through: an unknown tag, an attribute that is not needed and an address of another kind are left out,
what they enclose stays.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_TAGS = {"b", "i", "u", "s", "code", "pre", "tg-spoiler", "blockquote", "a"}
_SAME = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s"}
_ADDRESSES = ("https://", "http://", "tg://", "mailto:")


def utf16_length(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def cleaned(html: str) -> str:
    """The text with no other markup than ours, each tag closed in its place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.html()


def plain(html: str) -> str:
    """The text without its markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._html: list[str] = []
        self._text: list[str] = []
        self._open: list[str] = []

    def html(self) -> str:
        """What was read, with what is still open closed."""
        return "".join([*self._html, *(f"</{tag}>" for tag in reversed(self._open))]).strip()

    def text(self) -> str:
        """The words alone."""
        return "".join(self._text).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = "tg-spoiler" if given.get("class") == "tg-spoiler" else _SAME.get(tag, tag)
        if name not in _TAGS:
            return
        address = given.get("href") or ""
        if name == "a" and not address.startswith(_ADDRESSES):
            return
        self._open.append(name)
        self._html.append(f'<a href="{escape(address)}">' if name == "a" else f"<{name}{_kept(name, given)}>")

    def handle_endtag(self, tag: str) -> None:
        name = "tg-spoiler" if tag == "span" else _SAME.get(tag, tag)
        while name in self._open:
            closed = self._open.pop()
            self._html.append(f"</{closed}>")
            if closed == name:
                return

    def handle_data(self, data: str) -> None:
        self._html.append(escape(data, quote=False))
        self._text.append(data)


def _kept(name: str, given: dict[str, str | None]) -> str:
    language = given.get("class") or ""
    if name == "blockquote" and "expandable" in given:
        return " expandable"
    return f' class="{escape(language)}"' if name == "code" and language.startswith("language-") else ""
