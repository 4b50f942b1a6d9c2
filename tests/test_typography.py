"""Translations in the spelling and the signs of each language, as the United Nations writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from bot.commandline.signs import SIGNS
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


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("fr", "Noté : « oui » ; et vous ?", "Noté\u00a0: «\u00a0oui\u00a0»\u00a0; et vous\u00a0?"),
        ("ru", "“Всё” ещё", "«Все» еще"),
        ("ar", "مثلاً “2011-06-20 09:00” (.ics)", "مثلًا «\u20662011-06-20 09:00\u2069» (\u200e.ics)"),
    ],
)
def test_what_a_keyboard_lacks_is_set_for_the_translator(language, typed, kept):
    """Once; what is right stays."""
    assert kept == SIGNS[language](typed)
    assert kept == SIGNS[language](kept)


def test_what_ends_a_sentence_is_translated():
    """Chinese ends one with a sign of its own; a number of a list, such as "1.", is none."""
    untranslated = re.compile(r"(?:\}\}|</[bi]>)\.(?=\s|\{|$)", re.MULTILINE)
    numbers = re.compile(r"\{\{ (?:loop\.index|[\w.]+\.id) \}\}\.")
    found = {}
    for template in TEMPLATES.glob("chat/**/*.html"):
        said = re.sub(r"\{% trans.*?endtrans \+?%\}", "", template.read_text("utf-8"), flags=re.DOTALL)
        if slips := untranslated.findall(numbers.sub("", said)):
            found[template.name] = slips
    assert {} == found
