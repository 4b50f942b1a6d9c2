"""What stands together in a calendar that is of more than one meeting: a process, a personal agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ics.items import Item, NoEntry, deadline_items, meeting_items, session_items
from bot.model import Meeting, Session
from bot.when import ends_at


def process_items(meetings: Iterable[Meeting]) -> tuple[Item, ...]:
    """The meetings, each with its days and the opening and closing of registration, as far as these are known."""
    return tuple(item for meeting in meetings for item in _entries(meeting))


def agenda_items(meetings: Iterable[Meeting], sessions: Iterable[tuple[Meeting, Session]]) -> tuple[Item, ...]:
    """The meetings with their registration and deadlines, and sessions of any meeting."""
    return (
        *(item for meeting in meetings for item in (*_entries(meeting), *deadline_items(meeting))),
        *(item for meeting, session in sessions for item in _sittings(meeting, session)),
    )


def next_milestone(items: Iterable[Item], now: datetime) -> Item:
    """The entry that is next or under way at `now`, else the last that was. Raises NoEntry where there is none.

    Called-off ones come only where there are no others.
    """
    found = sorted(items, key=lambda item: (item.status == "cancelled", over_at(item)))
    held = [item for item in found if item.status != "cancelled"] or found
    if not held:
        raise NoEntry
    return next((item for item in held if over_at(item) > now), held[-1])


def over_at(item: Item) -> datetime:
    """The instant, in UTC, at which an entry is over; a day ends in the zone of its meeting."""
    zone = ZoneInfo(item.meeting.timezone or "UTC")
    return ends_at(item.span.end if item.span.timezone else item.span.last_day, zone)


def _entries(meeting: Meeting) -> Iterator[Item]:
    with suppress(NoEntry):
        yield from meeting_items(meeting)


def _sittings(meeting: Meeting, session: Session) -> Iterator[Item]:
    with suppress(NoEntry):
        yield from session_items(meeting, session)
