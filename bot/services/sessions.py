"""Sessions of a programme as one delegate looks at them: which she starred, and which of those are at the same time."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Catalogue, Meeting, Session
from bot.services.clashes import Clash, clashes_with
from bot.services.meetings import Meetings, MeetingView
from bot.services.reminder_plan import plan_chat
from bot.store import Connection
from bot.store import stars as store
from bot.store.database import Database
from bot.store.stars import Star


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A meeting, and the ids of those of its sessions that the person starred."""

    view: MeetingView
    starred: frozenset[str]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session, whether the person starred it, and what she starred that is at the same time."""

    view: MeetingView
    session: Session
    is_starred: bool
    clashes: tuple[Clash, ...]


class Sessions:
    """Shows sessions and keeps their stars. `person_id` is None where others read along: no stars are shown there."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, planned: Callable[[], None]) -> None:
        """`planned` says that reminders were planned."""
        self._planned = planned
        self._database = database
        self._clock = clock
        self._meetings = meetings

    async def programme(self, meeting_id: str, person_id: int | None, reader_zone: ZoneInfo | None) -> ProgrammeView:
        """A meeting's programme. Raises UserError when the store has the meeting no more."""
        view = await self._meetings.view(meeting_id, reader_zone)
        stars = await self._stars(person_id)
        return ProgrammeView(view, frozenset(star.session_id for star in stars if star.meeting_id == meeting_id))

    async def of(self, meeting_id: str, key: str, person_id: int | None, reader_zone: ZoneInfo | None) -> SessionView:
        """The session with this `short_id`. Raises UserError when the store has it no more."""
        view = await self._meetings.view(meeting_id, reader_zone)
        return _seen(view, _chosen(view.meeting, key), await self._stars(person_id))

    async def star(self, meeting_id: str, key: str, person_id: int, reader_zone: ZoneInfo | None) -> SessionView:
        """Star a session. Raises UserError when the store has it no more."""
        view = await self._meetings.view(meeting_id, reader_zone)
        session = _chosen(view.meeting, key)
        await self._database.write(self._add_star, view.catalogue, person_id, Star(meeting_id, session.id))
        self._planned()
        return _seen(view, session, await self._stars(person_id))

    async def unstar(self, meeting_id: str, key: str, person_id: int, reader_zone: ZoneInfo | None) -> SessionView:
        """Take the star off a session. Raises UserError when the store has it no more."""
        view = await self._meetings.view(meeting_id, reader_zone)
        session = _chosen(view.meeting, key)
        await self._database.write(self._remove_star, view.catalogue, person_id, Star(meeting_id, session.id))
        self._planned()
        return _seen(view, session, await self._stars(person_id))

    def _add_star(self, connection: Connection, catalogue: Catalogue, person_id: int, star: Star) -> None:
        store.add_star(connection, person_id, star, self._clock.now())
        plan_chat(connection, catalogue, person_id, self._clock.now())

    def _remove_star(self, connection: Connection, catalogue: Catalogue, person_id: int, star: Star) -> None:
        store.remove_star(connection, person_id, star)
        plan_chat(connection, catalogue, person_id, self._clock.now())

    async def _stars(self, person_id: int | None) -> frozenset[Star]:
        return frozenset() if person_id is None else await self._database.read(store.stars_of, person_id)


def short_id(session: Session) -> str:
    """Eight hexadecimal digits for a session: two ids of 32 characters do not fit Telegram's 64 bytes."""
    return f"{zlib.crc32(session.id.encode()):08x}"


def _chosen(meeting: Meeting, key: str) -> Session:
    chosen = next((session for session in meeting.programme if short_id(session) == key), None)
    if chosen is None:
        raise UserError("errors/stale.html")
    return chosen


def _seen(view: MeetingView, session: Session, stars: frozenset[Star]) -> SessionView:
    this = Star(view.meeting.id, session.id)
    return SessionView(view, session, this in stars, clashes_with(this, stars, view.catalogue))
