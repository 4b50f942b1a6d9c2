"""Translations in the spelling and the signs of each language, as the United Nations writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from bot.rendering import LANGUAGES, TEMPLATES


def texts(language: str) -> Iterator[str]:
    """Every translation, plural forms one by one."""
    with (TEMPLATES / "locales" / language / "LC_MESSAGES" / "plenary.po").open("rb") as file:
        for message in read_po(file, language):
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield from forms if message.id else ()


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_a_command_stands_by_itself(language):
    """Behind a letter, Telegram takes it for no command."""

    assert [] == [text for text in texts(language) if re.search(r"\w/[a-z]{4}", text)]


@pytest.mark.parametrize(
    ("language", "slip"),
    [
        ("fr", r"\S [:;?!»]|« "),  # no line begins with such a sign, and none ends with the mark before a quotation
        ("ru", r"[ёЁ]"),
        ("ar", r"(?<!\u2066)\b\d{4}-\d"),  # behind Arabic letters, an ISO date would be read backwards
        ("ar", r"[“”]|[ (]\.\w|اً"),  # a name that begins with a full stop keeps it on its side: "(\u200e.ics)"
        ("es", r"[“”]"),
        ("fr", r"[“”]"),
        ("ru", r"[“”]"),
        ("zh", r"[\u4e00-\u9fff][,:;?!]|[,:;?!][\u4e00-\u9fff]"),
    ],
)
def test_signs_are_those_of_the_language(language, slip):
    """A reader takes one text for the work of one hand."""

    assert [] == [text for text in texts(language) if re.search(slip, text)]
