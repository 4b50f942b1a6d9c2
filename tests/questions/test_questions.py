"""The bank of questions, in every language, on the example and on the made-up process: the bars of `make eval`."""

from __future__ import annotations

from tests.questions.evaluation import AS_WRITTEN, Report, evaluated
from tests.questions.scorer import banks, judge
from tests.questions.typos import with_typos

SHORT = 8  # every eighth question of each bank is also asked with typos; `make eval` asks them all


def test_the_bank_is_answered() -> None:
    """At least 97 of 100 right, in each language at least 93, and nothing invented; the made-up process is asked by itself."""
    report = evaluated(
        banks("example", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
    )
    wrong = "\n".join(f"{verdict.question['text']!r} {'; '.join(verdict.wrong)}" for verdict in report.wrong)

    assert [] == report.missed, wrong


def test_the_bank_is_answered_though_people_mistype() -> None:
    """At least 90 of 100 right with an edit in every longer word, and nothing invented."""
    report = evaluated(banks(), typos=True, every=SHORT)
    wrong = "\n".join(f"{verdict.question['text']!r} {'; '.join(verdict.wrong)}" for verdict in report.wrong)

    assert [] == report.missed, wrong


def test_a_bar_that_is_missed_is_named() -> None:
    """With how far it was missed."""
    report = Report("as written", AS_WRITTEN)
    question = {"now": "2011-05-20", "text": "When is Lima?", "says": [["24 December"]]}
    report.add(judge(question, "example", "en"))

    expected = ["as written: all: 0.0% right, 97% asked for", "as written: language en: 0.0% right, 93% asked for"]
    assert expected == report.missed


def test_typos_are_the_same_at_each_run() -> None:
    """One edit in each word of five letters or more; numbers, addresses and Chinese stay."""
    text = "When does registration open? ccm@example.org 2011 会议什么时候开始"

    assert with_typos(text) == with_typos(text)
    assert with_typos(text) != text
    assert with_typos(text).startswith("When does ")
    assert with_typos(text).endswith(" open? ccm@example.org 2011 会议什么时候开始")
