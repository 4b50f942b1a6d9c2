"""Quiet hours, by the clocks of a zone, also on the nights on which these are put on or back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminding.quiet import Quiet, parse_quiet


def _is_allowed(quiet: Quiet) -> bool:
    try:
        return parse_quiet(str(quiet)) == quiet
    except ValueError:
        return False


ZONES = (
    "Europe/Zurich",
    "America/Lima",
    "Pacific/Auckland",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
QUIET = st.builds(Quiet, TIMES, TIMES).filter(_is_allowed)
INSTANTS = st.datetimes(datetime(2011, 1, 1), datetime(2026, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(QUIET, INSTANTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_their_edges_are_outside_and_around(quiet, instant, zone):
    """The end comes after an instant within, the time before them comes before it, and neither is quiet."""
    if not quiet.covers(instant, zone):
        return
    before, after = quiet.before(instant, zone), quiet.end_after(instant, zone)

    assert before < instant < after
    assert not quiet.covers(after, zone)
    assert after - before < timedelta(hours=21)


@pytest.mark.parametrize("text", ["", "22-7", "25:00-07:00", "08:00-08:00", "08:00-03:00"])
def test_what_leaves_too_little_of_the_day_is_refused(text):
    """And what is no hours at all."""
    with pytest.raises(ValueError, match=r"hours|day"):
        parse_quiet(text)


def test_over_midnight_they_end_the_next_morning():
    """Nine in the evening to seven."""
    quiet, lima = parse_quiet("21:00-07:00"), ZoneInfo("America/Lima")
    evening = datetime(2011, 6, 26, 23, 30, tzinfo=lima)
    night = datetime(2011, 6, 27, 2, 0, tzinfo=lima)

    assert datetime(2011, 6, 27, 7, tzinfo=lima) == quiet.end_after(evening, lima) == quiet.end_after(night, lima)
    assert datetime(2011, 6, 26, 20, 45, tzinfo=lima) == quiet.before(evening, lima) == quiet.before(night, lima)
