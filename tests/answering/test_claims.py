"""What a question takes for granted is held against the facts, and never confirmed where it is not so."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "hint", "fact"),
    [
        ("the June meeting is on 5 July, right?", "en", "27–30 June 2011"),
        ("is the Lima meeting in June?", "en", "23–25 May 2007"),
        ("the lima meeting is in Quito, right?", "en", "Lima, Peru"),
        ("why was the june meeting moved to vienna?", "en", "Geneva, Switzerland"),
        ("since the Lima conference was in Quito, who signed the invitation?", "en", "Lima, Peru"),
        ("is the next meeting in Vienna?", "en", "Geneva, Switzerland"),
        ("was the Oslo conference 2007 hosted by Sweden?", "en", "Norway"),
        ("is it on the 2nd?", "en", "27–30 June 2011"),
        ("will the 2013 intersessional be in Oslo?", "en", "Geneva, Switzerland"),
        ("la réunion de juin est à Paris, n'est-ce pas ?", "fr", "Suisse"),
        ("¿La conferencia de Lima es en junio?", "es", "mayo de 2007"),
        ("почему июньское совещание перенесли в Вену?", "ru", "Швейцария"),
        ("6月会议在维也纳举行吗？", "zh", "瑞士"),
        ("هل مؤتمر ليما في يونيو؟", "ar", "مايو 2007"),
    ],
)
def test_a_false_premise_is_corrected(ask, text: str, hint: str, fact: str) -> None:
    """No, and the fact."""
    answer, shown = ask(text, now="2011-05-20", hint=hint)

    assert [False] == [part.holds for part in answer.parts if part.template == "verdict"]
    assert fact in shown


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("is the june meeting from 27 to 30 June?", "27–30 June 2011"),
        ("does it start on monday?", "27 June"),
        ("is Oslo in February?", "22–23 February 2007"),
        ("2msp in beirut, right?", "Beirut"),
    ],
)
def test_a_true_premise_is_confirmed(ask, text: str, fact: str) -> None:
    """Yes, and the fact."""
    answer, shown = ask(text, now="2011-05-20")

    assert [True] == [part.holds for part in answer.parts if part.template == "verdict"]
    assert fact in shown


def test_what_the_documents_leave_open_is_neither_confirmed_nor_denied(ask) -> None:
    """Only the month of the second meeting of states parties is known."""
    answer, shown = ask("is the 2MSP on 12 September 2011?", now="2011-05-20")

    assert [None] == [part.holds for part in answer.parts if part.template == "verdict"]
    assert "September 2011" in shown
    assert "12" not in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is the Lima meeting over?", "23–25 May 2007"),
        ("what is the meeting in June?", "27–30 June 2011"),
        ("is there a meeting in Lima?", "23–25 May 2007"),
        ("is registration open for the june meeting?", "since Monday, 9 May 2011"),
    ],
)
def test_a_plain_question_claims_nothing(ask, text: str, expected: str) -> None:
    """What names the meeting is not taken for a claim of it."""
    answer, shown = ask(text, now="2011-05-20")

    assert "verdict" not in {part.template for part in answer.parts}
    assert expected in shown


def test_two_meetings_are_compared_by_their_dates(ask) -> None:
    """Which of them comes first is for the reader to see."""
    _, shown = ask("is the Lima conference after Oslo 2007?", now="2011-05-20")

    assert "23–25 May 2007" in shown
    assert "22–23 February 2007" in shown
