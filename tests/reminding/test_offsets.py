"""Reminders counted from now: they come then, or are not set at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Meeting
from bot.reminding.derive import Settings, due_of
from bot.reminding.events import events_of
from bot.reminding.leads import Lead
from bot.reminding.offsets import counted_from, lead_at

ZONES = [
    ZoneInfo(name) for name in ("Europe/Zurich", "America/Lima", "Asia/Tokyo", "Pacific/Apia", "Australia/Lord_Howe")
]
INSTANTS = st.datetimes(datetime(2011, 1, 1), datetime(2011, 12, 31), timezones=st.just(UTC))
STARTS = st.dates(date(2011, 1, 1), date(2012, 6, 1)) | st.datetimes(datetime(2011, 1, 1), datetime(2012, 6, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
OFFSETS = st.builds(lambda minutes: Lead(minutes=minutes), st.integers(1, 3000)) | st.builds(
    Lead, st.integers(1, 60), st.none() | st.times().map(lambda at: time(at.hour, at.minute))
)


@given(STARTS, st.sampled_from(ZONES), st.none() | st.sampled_from(ZONES), INSTANTS, OFFSETS)
def test_it_comes_when_it_was_asked_for_or_not_at_all(start, venue, hers, now, offset):
    """To the minute, and before what it is of has begun or, of a day, is over."""
    [event] = events_of(Meeting(id="m", name="M", start=start, timezone=venue.key))
    at = counted_from(now, offset, hers or venue)

    lead = lead_at(event, at, hers)

    assert at > now
    if lead is not None:
        due = due_of(event, lead, Settings(hers))
        assert at == due.at < due.until
    elif hers is None or hers == venue:
        assert at >= (event.begins if event.is_timed else event.of_use_until) or (event.begins - at).days > 998


def test_minutes_are_counted_as_they_pass_and_days_on_the_calendar():
    """Also when clocks are put back."""
    zurich, before = ZONES[0], datetime(2011, 10, 29, 10, 0, 20, tzinfo=UTC)

    assert datetime(2011, 10, 29, 10, 20, tzinfo=UTC) == counted_from(before, Lead(minutes=20), zurich)
    assert datetime(2011, 10, 30, 11, 0, tzinfo=UTC) == counted_from(before, Lead(1), zurich)
