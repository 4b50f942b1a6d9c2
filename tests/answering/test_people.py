"""People whom the documents name, however a question writes them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "hint", "name"),
    [
        ("Who is Jan Knutsson?", "en", "Jan Knutsson"),
        ("who is Juan José Gómez Camacho?", "en", "Gómez Camacho"),
        ("кто такой Йонас Гар Стёре?", "ru", "Jonas Gahr Støre"),
        ("кто такой Ян Кнутссон?", "ru", "Jan Knutsson"),
        ("من هو كنوتسون؟", "ar", "Jan Knutsson"),
    ],
)
def test_a_person_is_known_in_any_script(ask, text: str, hint: str, name: str) -> None:
    """The one of several who signed, and not a month."""
    answer, shown = ask(text, now="2013-04-05", hint=hint)

    assert ["person"] == [str(each) for each in answer.asks]
    assert next(line for line in shown.splitlines()[2:] if line.strip()).split(",")[0].endswith(name)


def test_nobody_is_made_up(ask) -> None:
    """Somebody whom no document names."""
    _, shown = ask("who is Peter Batchelor?")

    assert "The store has no one called “Peter Batchelor”." in shown


def test_thanks_told_of_are_no_thanks(ask) -> None:
    """What a statement says, quoted."""
    _, shown = ask("Who thanked Ambassador Kongstad?", now="2007-03-01")

    assert "Kongstad for the excellent work" in shown


def test_what_is_concluded_need_not_be_a_meeting(ask) -> None:
    """The year by which there shall be an instrument."""
    _, shown = ask("When should the instrument be concluded?", now="2011-05-20")

    assert "in 2008" in shown
