"""What stands together in a calendar that is of more than one meeting: a process, a personal agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ics.items import Item, NoEntry, deadline_items, meeting_items, session_items
from bot.ics.left_out import left_out_items, left_out_of_session
from bot.model import Meeting, Session
from bot.when import ends_at


def process_items(meetings: Iterable[Meeting], *, live: bool = False) -> tuple[Item, ...]:
    """The meetings, each with its days and the opening and closing of registration, as far as these are known.

    What is `live` holds what they have no more besides, as cancelled.
    """
    return tuple(item for meeting in meetings for item in (*_entries(meeting), *_gone(meeting, live)))


def agenda_items(
    meetings: Iterable[Meeting], sessions: Iterable[tuple[Meeting, Session]], *, live: bool = False
) -> tuple[Item, ...]:
    """The meetings with their registration and deadlines, and sessions of any meeting; `live` as for a process."""
    return (
        *(
            item
            for meeting in meetings
            for item in (*_entries(meeting), *deadline_items(meeting), *_gone(meeting, live, with_deadlines=True))
        ),
        *(item for meeting, session in sessions for item in _sittings(meeting, session, live)),
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


def _gone(meeting: Meeting, live: bool, *, with_deadlines: bool = False) -> Iterable[Item]:
    return left_out_items(meeting, with_deadlines=with_deadlines) if live else ()


def _sittings(meeting: Meeting, session: Session, live: bool) -> Iterator[Item]:
    with suppress(NoEntry):
        yield from session_items(meeting, session)
    if live:
        yield from left_out_of_session(meeting, session)
