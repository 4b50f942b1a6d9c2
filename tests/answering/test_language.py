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
