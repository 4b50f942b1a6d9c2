"""The language of a question."""

from __future__ import annotations

import pytest

from bot.answering.language import answer_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when is the Lima conference?", "en"),
        ("quand a lieu la conférence de Lima ?", "fr"),
        ("¿cuándo es la conferencia de Lima?", "es"),
        ("quando é a conferência de Lima?", "pt"),
        ("når er Lima-konferansen?", "no"),
        ("когда конференция в Лиме?", "ru"),
        ("متى مؤتمر ليما؟", "ar"),
        ("利马会议是什么时候？", "zh"),
        ("ກອງປະຊຸມລີມາ ວັນທີເທົ່າໃດ?", "lo"),
        ("le numéro de fax pour Oslo 2007", "fr"),
        ("un numéro de téléphone pour joindre Oslo", "fr"),
        ("1MSP 是什么时候？", "zh"),
        ("где 2MSP?", "ru"),
    ],
)
def test_a_question_is_answered_in_its_language(ask, text: str, language: str) -> None:
    """Its script tells, else its words."""
    answer, _ = ask(text, now="2007-04-25", hint="de")

    assert language == answer.language


def test_her_choice_comes_first_then_the_question_then_the_conversation_then_the_app() -> None:
    """And English where nothing is known."""
    assert "ru" == answer_language("ru", "fr", "es", "ar")
    assert "fr" == answer_language(None, "fr", "es", "ar")
    assert "es" == answer_language(None, None, "es", "ar")
    assert "ar" == answer_language(None, None, None, "ar-LB")
    assert "en" == answer_language(None, None, None, "de")


def test_a_short_question_is_in_the_language_of_the_one_before(ask) -> None:
    """ "dates" is English and French."""
    english, _ = ask("where is Lima?", "dates", now="2007-04-25")
    french, _ = ask("où est la conférence de Lima ?", "dates", now="2007-04-25")

    assert ("en", "fr") == (english.language, french.language)


@pytest.mark.parametrize(
    ("text", "meeting"),
    [
        ("kogda konferencia v Lime?", "lima-2007"),
        ("gde budet vstrecha v Zheneve v iyune 2011?", "geneva-2011"),
        ("kto podpisal priglashenie v Oslo 2007", "oslo-2007"),
    ],
)
def test_russian_is_understood_in_latin_letters(ask, text: str, meeting: str) -> None:
    """As people write who have no Cyrillic keyboard at hand."""
    answer, _ = ask(text, now="2011-05-06", hint="ru")

    assert "ru" == answer.language
    assert [meeting] == [each.id for each in answer.meetings]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when is the Lima conference?", "en"),
        ("no se donde es", "es"),
        ("e a de Lima, onde?", "pt"),
        ("hvor og når?", "no"),
    ],
)
def test_other_languages_are_not_taken_for_russian(ask, text: str, language: str) -> None:
    """Short words of theirs look like Russian ones."""
    answer, _ = ask(text, now="2007-04-25", hint=language)

    assert language == answer.language
