"""Live calendars: made and revoked by the person whose they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.clock import Clock, new_token
from bot.errors import UserError
from bot.ics.items import NoEntry
from bot.model import Catalogue, Meeting, Process, Selection, Session
from bot.rendering import Rendering
from bot.services.collecting import Collecting
from bot.services.meetings import Meetings
from bot.store import calendars as store
from bot.store.calendars import Calendar
from bot.store.database import Database

MOST = 20
"""Live calendars that one person may have."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A live calendar and what it is of; what is not of a meeting, a session or a process is her agenda."""

    calendar: Calendar
    meeting: Meeting | None
    session: Session | None
    process: Process | None

    def last_used(self, zone: ZoneInfo | None) -> datetime | None:
        """When an app last fetched it, as the clocks of a zone show it (None: UTC)."""
        used = self.calendar.last_used_at
        return used.astimezone(zone or UTC).replace(tzinfo=None) if used else None


@dataclass(frozen=True, slots=True)
class MadeView:
    """A live calendar that was just made: its address, and the page that explains it, both of which nobody can look up."""

    made: CalendarView
    address: str
    page: str


class Calendars:
    """Makes live calendars, where there is an address at which people outside reach them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        meetings: Meetings,
        rendering: Rendering,
        collecting: Collecting,
        public_url: str | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._rendering = rendering
        self._collecting = collecting
        self._public_url = public_url

    @property
    def are_offered(self) -> bool:
        """Whether there can be live calendars."""
        return self._public_url is not None

    def page_of(self, meeting: Meeting, language: str, token: str | None = None) -> str | None:
        """The address of a meeting's page; of an invited meeting only with the token of a link. None where there is none."""
        is_open = meeting.visibility == "public"
        if self._public_url is None or not (is_open or token):
            return None
        query = {"lang": language} if is_open else {"lang": language, "token": token}
        return f"{self._public_url}/meetings/{meeting.id}?{urlencode(query)}"

    async def make(self, person_id: int, selection: Selection, language: str, *, alarms: bool) -> MadeView:
        """Make a live calendar of a person of the store.

        Raises UserError where no address is set, the store has no such thing, no day is known, or she has too many.
        """
        if self._public_url is None:
            raise UserError("calendar/files_only.html")
        catalogue, now = await self._meetings.catalogue(), self._clock.now()
        try:
            agenda = await self._database.read(store.agenda_of, person_id)
            await self._collecting.of(catalogue, selection, agenda, now)
        except NoEntry as error:
            meeting = catalogue.meetings.get(selection.meeting or "")
            raise UserError("errors/no_entry.html", meeting=meeting) from error
        mine = await self._database.read(store.calendars_of, person_id)
        if len(mine) >= MOST:
            raise UserError("calendar/too_many.html", count=MOST)
        token, language = new_token(), self._rendering.nearest(language)
        await self._database.write(
            store.add_calendar, hash_of(token), person_id, selection, language, alarms=alarms, now=now
        )
        calendar = (await self._database.read(store.calendars_of, person_id))[-1]
        page = f"{self._public_url}/calendars/{token}"
        return MadeView(_shown(catalogue, calendar), f"{page}.ics", page)

    async def of(self, person_id: int) -> list[CalendarView]:
        """A person's live calendars, the oldest first."""
        catalogue = await self._meetings.catalogue()
        return [_shown(catalogue, each) for each in await self._database.read(store.calendars_of, person_id)]

    async def revoke(self, person_id: int, calendar_id: int) -> list[CalendarView]:
        """End a live calendar of hers at once, and give those that are left."""
        await self._database.write(store.revoke, person_id, calendar_id)
        return await self.of(person_id)


def hash_of(token: str) -> str:
    """What the store knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


def _shown(catalogue: Catalogue, calendar: Calendar) -> CalendarView:
    selection = calendar.selection
    meeting = catalogue.meetings.get(selection.meeting or "")
    session = meeting.session(selection.session) if meeting and selection.session else None
    return CalendarView(calendar, meeting, session, catalogue.processes.get(selection.process or ""))
