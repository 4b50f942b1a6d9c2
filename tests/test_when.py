"""Dates as letters give them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.when import Month, closing_day, ends_at, first_day, format_when, last_day, parse_when, starts_at

GENEVA = ZoneInfo("Europe/Zurich")
WHENS = st.one_of(
    st.dates(),
    st.builds(Month, st.integers(1, 9999), st.integers(1, 12)),
    st.datetimes().map(lambda value: value.replace(microsecond=0)),
)


@given(WHENS)
def test_what_is_written_is_read_back(value):
    """A date, a local time or a month survives the file."""
    assert value == parse_when(format_when(value))


@pytest.mark.parametrize(
    "text", ["2011-13-01", "2011-02-30", "27 June 2011", "2011-06-27T10:00Z", "2011-06-27T10:00+02:00", "", "2011"]
)
def test_what_is_no_date_is_refused_with_what_would_be_right(text):
    """A zone has its own field; a date that no calendar has is named."""
    with pytest.raises(ValueError, match=r"not (a date|in the calendar)"):
        parse_when(text)


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        ("2011-06-27", None, "2011-06-27"),
        ("2011-06-27", "2011-06-30", "2011-06-30"),
        ("2011-06-27T10:00", "2011-06-28T00:00", "2011-06-27"),
        ("2011-06-27T00:00", None, "2011-06-27"),
        ("2011-06-27T00:00", "2011-06-27T00:00", "2011-06-27"),
        ("2011-06-27T10:00", "2011-06-28T00:01", "2011-06-28"),
        ("2011-06", "2011-07", "2011-07-31"),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(start, end, last):
    """The next day is not touched."""
    assert date.fromisoformat(last) == closing_day(parse_when(start), end and parse_when(end))


def test_a_month_covers_all_its_days():
    """September 2011 is over when its last day is."""
    september = Month(2011, 9)

    assert (date(2011, 9, 1), date(2011, 9, 30)) == (first_day(september), last_day(september))


def test_a_day_begins_and_ends_at_midnight_of_its_zone():
    """Midnight in Geneva in summer is 22:00 UTC the day before."""
    assert datetime(2011, 5, 8, 22, tzinfo=UTC) == starts_at(date(2011, 5, 9), GENEVA)
    assert datetime(2011, 5, 9, 22, tzinfo=UTC) == ends_at(date(2011, 5, 9), GENEVA)


def test_a_time_is_local_to_its_zone():
    """Ten o'clock in Geneva is eight or nine o'clock UTC, as the season has it."""
    assert datetime(2011, 6, 27, 8, tzinfo=UTC) == starts_at(datetime(2011, 6, 27, 10), GENEVA)
    assert datetime(2011, 1, 27, 9, tzinfo=UTC) == starts_at(datetime(2011, 1, 27, 10), GENEVA)
