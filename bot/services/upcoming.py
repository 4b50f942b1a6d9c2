"""The next event of the clock: a reminder, a delivery, what is scheduled, a day of a meeting. A rehearsal jumps to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot import facts
from bot.model import Catalogue
from bot.services.meetings import Meetings
from bot.store import Connection, announcements, outbox, reminders
from bot.store.database import Database
from bot.when import starts_at


class Upcoming:
    """Looks ahead."""

    def __init__(self, database: Database, meetings: Meetings) -> None:
        self._database = database
        self._meetings = meetings

    async def next(self, now: datetime) -> datetime | None:
        """The first instant (UTC) after `now` at which something happens by itself; None when nothing will."""
        known = await self._meetings.catalogue()

        def look(connection: Connection) -> list[datetime | None]:
            return [reminders.earliest(connection), outbox.earliest(connection), announcements.next_due(connection)]

        planned = [at for at in await self._database.read(look) if at is not None]
        return min((at for at in (*planned, *_days(known)) if at > now), default=None)


def _days(catalogue: Catalogue) -> Iterator[datetime]:
    """When the days of the meetings begin at their venues, and when the last is over."""
    for meeting in catalogue.meetings.values():
        zone, days = facts.zone_of(meeting), facts.days_of(meeting)
        yield from (starts_at(day, zone) for day in days)
        yield from (starts_at(day + timedelta(days=1), zone) for day in days[-1:])
