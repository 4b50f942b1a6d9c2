"""Days, months and years in a question."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.phrases import longest_first
from bot.answering.text import cleaned, tokens
from bot.answering.times import Time, times
from bot.answering.words import words

WEDNESDAY = date(2011, 5, 11)


def read(text: str) -> list[Time]:
    sequence = tokens(cleaned(text))
    return times(sequence, longest_first(words().phrases.find(sequence)), WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 27-30 June 2011", (2011, 6, 27, 30)),
        ("27 – 30 June", (None, 6, 27, 30)),
        ("June 27, 2011", (2011, 6, 27, None)),
        ("from June 27 to 30, 2011", (2011, 6, 27, 30)),
        ("du 27 au 30 juin 2011", (2011, 6, 27, 30)),
        ("del 23 al 25 de mayo de 2007", (2007, 5, 23, 25)),
        ("с 27 по 30 июня 2011", (2011, 6, 27, 30)),
        ("من 27 إلى 30 يونيو 2011", (2011, 6, 27, 30)),
        ("2011年6月27日", (2011, 6, 27, None)),
        ("27-го июня 2011", (2011, 6, 27, None)),
        ("6月", (None, 6, None, None)),
        ("2011-06-27", (2011, 6, 27, None)),
        ("27/06/2011", (2011, 6, 27, None)),
        ("27.6.2011", (2011, 6, 27, None)),
        ("in September", (None, 9, None, None)),
        ("in 2013", (2013, None, None, None)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: tuple[int | None, ...]) -> None:
    """Year, month and days, in any order and language."""
    (time,) = read(text)

    assert expected == (time.year, time.month, time.day, time.last_day)


def test_may_is_a_month_only_where_its_surroundings_say_so() -> None:
    """ "May I" asks for leave."""
    assert [] == read("may I register?")
    assert [5] == [time.month for time in read("in May")]
    assert [5] == [time.month for time in read("23 may 2007")]


def test_what_is_reckoned_from_today_is_a_stretch_of_days() -> None:
    """Tomorrow, this month, the coming Monday."""
    assert [(date(2011, 5, 12), date(2011, 5, 12))] == [(time.first, time.last) for time in read("tomorrow")]
    assert [(date(2011, 5, 1), date(2011, 5, 31))] == [(time.first, time.last) for time in read("this month")]
    assert [(date(2011, 5, 16), date(2011, 5, 16))] == [(time.first, time.last) for time in read("on Monday")]


@pytest.mark.parametrize(
    "text",
    ["the 28th", "el día 28", "le 28, à Genève", "den 28.", "28-го числа", "يوم 28", "ວັນທີ 28", "28日", "no dia 28"],
)
def test_a_day_may_stand_without_its_month(text: str) -> None:
    """It is one of those of the meeting that is meant."""
    assert [(None, None, 28)] == [(time.year, time.month, time.day) for time in read(text)]


def test_a_number_that_counts_something_is_no_day() -> None:
    """An ordinal, an amount."""
    assert [] == read("la 3ª reunión de los Estados Partes")
    assert [] == read("le 3e atelier")
    assert [] == read("46 Estados")


def test_a_day_that_is_in_no_calendar_covers_nothing() -> None:
    """31 June is read, and met by no meeting."""
    (time,) = read("31 June 2011")

    assert not time.covers(date(2011, 6, 27), date(2011, 6, 30))
