"""What `plenary check` says of translations that a translator left broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commandline.translations import translation_problems
from bot.languages import LANGUAGES
from bot.rendering import TEMPLATES

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
GOOD = """
msgid "Venue"
msgstr "Lieu"

#, python-format
msgid "by %(day)s"
msgstr "avant le %(day)s"

#, python-format
msgid "in %(count)s day"
msgid_plural "in %(count)s days"
msgstr[0] "demain"
msgstr[1] "dans %(count)s jours"
"""


def problems(folder: Path, french: str) -> list[str]:
    """What is wrong with a folder of one template and a French catalogue; the other languages are right."""
    (folder / "chat").mkdir()
    (folder / "chat" / "card.html").write_text(
        "{% trans %}Venue{% endtrans %}{% trans day=day %}by {{ day }}{% endtrans %}"
        "{% trans count=days %}in {{ count }} day{% pluralize %}in {{ count }} days{% endtrans %}"
    )
    for language in set(LANGUAGES) - {"en"}:
        messages = folder / "locales" / language / "LC_MESSAGES"
        messages.mkdir(parents=True)
        messages.joinpath("plenary.mo").touch()
        if language == "fr":
            messages.joinpath("plenary.po").write_text(HEADER + french)
    return [line for line in translation_problems(folder) if "/fr/" in line]


def test_a_whole_catalogue_has_no_problem(tmp_path):
    """A plural form may say its number in words."""
    assert [] == problems(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgstr "Lieu"', 'msgstr ""', "'Venue' is not translated"),
        ('msgid "Venue"', '#, fuzzy\nmsgid "Venue"', "'Venue' is not translated"),
        ('msgid "Venue"', 'msgid "Somewhere"', "'Venue' is not in it: run make messages"),
        ('"dans %(count)s jours"', '""', "'in %(count)s day' is not translated"),
        ("avant le %(day)s", "avant", "%(day)s is missing"),
        ("avant le %(day)s", "avant le %(jour)s", "%(jour)s is not in the original"),
        ("avant le %(day)s", "avant le %(day)s, 5 % de plus", "is no placeholder"),
        ('#, python-format\nmsgid "by', 'msgid "by', None),
        ('msgstr "Lieu"', 'msgstr "<b>Lieu"', "its tags are not those of the original"),
        ('msgstr "Lieu"', 'msgstr "Lieu', "is no line of a catalogue"),
        ('msgstr "Lieu"', "msgtsr Lieu", "is no line of a catalogue"),
    ],
)
def test_what_is_broken_is_named(tmp_path, old, new, said):
    """With the file, the line and the original."""
    found = problems(tmp_path, GOOD.replace(old, new, 1))

    if said is None:
        assert [] == found
    else:
        assert any(said in line for line in found), found


def test_a_placeholder_is_held_though_the_catalogue_does_not_say_that_there_is_one(tmp_path):
    """An editor may have dropped the mark."""
    [problem] = problems(tmp_path, GOOD.replace("#, python-format\n", "").replace("avant le %(day)s", "avant"))

    assert "%(day)s is missing" in problem


def test_a_language_without_a_catalogue_is_a_problem(tmp_path):
    """As is one that was not compiled."""
    (tmp_path / "locales" / "fr" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locales" / "fr" / "LC_MESSAGES" / "plenary.po").write_text(HEADER)

    found = list(translation_problems(tmp_path))

    assert any("/ar/" in line and "is missing" in line for line in found)
    assert any("/fr/" in line and "is not compiled" in line for line in found)


def test_what_is_shipped_is_whole():
    """In every language, labels of buttons too."""
    code = (TEMPLATES.parent / "bot", TEMPLATES.parent / "handlers")

    assert [] == list(translation_problems(TEMPLATES, code))
