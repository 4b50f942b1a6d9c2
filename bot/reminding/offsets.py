"""Reminders asked for from now, as in "in two hours": made leads, so that they move with what they are of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.reminding.derive import Settings, due_of
from bot.reminding.events import Event
from bot.reminding.leads import MOST_DAYS, Lead
from bot.when import first_day

_MINUTE = timedelta(minutes=1)


def counted_from(now: datetime, offset: Lead, zone: ZoneInfo) -> datetime:
    """The whole minute (UTC) so long after now: minutes as they pass, days on the calendar of the zone, at the hour of the
    offset or that of now."""
    if offset.minutes is not None:
        return _whole(now + timedelta(minutes=offset.minutes))
    local = now.astimezone(zone)
    hour = offset.at or local.time()
    return _whole(datetime.combine(local.date() + timedelta(days=offset.days), hour, zone).astimezone(UTC))


def lead_at(event: Event, at: datetime, zone: ZoneInfo | None) -> Lead | None:
    """The lead by which an event is reminded of at an instant (UTC), by clocks of the reader's zone (None: the venue's).

    None where it is over by then, or too far ahead.
    """
    settings = Settings(zone)
    for lead in _leads(event, at, zone or event.zone):
        due = due_of(event, lead, settings)
        if due.at == at < due.until:
            return lead
    return None


def _leads(event: Event, at: datetime, zone: ZoneInfo) -> Iterator[Lead]:
    """Those that may be the one: minutes where an hour is known, else days and an hour on her calendar or the venue's."""
    if event.is_timed:
        minutes = (event.begins - at) // _MINUTE
        if 0 < minutes <= MOST_DAYS * 24 * 60:
            yield Lead(minutes=minutes)
        return
    for clocks in (zone, event.zone):
        local = at.astimezone(clocks)
        days = (first_day(event.at) - local.date()).days
        if 0 <= days <= MOST_DAYS:
            yield Lead(days, time(local.hour, local.minute))


def _whole(instant: datetime) -> datetime:
    """The whole minute that is nearest."""
    return (instant + _MINUTE / 2).replace(second=0, microsecond=0)
