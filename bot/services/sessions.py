"""Sessions of a programme as one delegate looks at them: which she starred, and which of those are at the same time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import facts
from bot.clock import Clock
from bot.errors import UserError
from bot.ics.items import NoEntry, session_items
from bot.model import Catalogue, Meeting, Session
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
class Clash:
    """A starred session that is at the same time as the one looked at."""

    meeting: Meeting
    session: Session


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
    hours = _hours(view.meeting, session)
    others = (clash for clash in _starred(view.catalogue, stars - {this}) if _overlap(hours, _hours(*clash)))
    clashes = sorted(others, key=lambda clash: min(_hours(*clash)))
    return SessionView(view, session, this in stars, tuple(Clash(*clash) for clash in clashes))


def _starred(catalogue: Catalogue, stars: frozenset[Star]) -> Iterator[tuple[Meeting, Session]]:
    for star in stars:
        meeting = catalogue.meetings.get(star.meeting_id)
        session = meeting.session(star.session_id) if meeting else None
        if meeting and session:
            yield meeting, session


def _hours(meeting: Meeting, session: Session) -> list[tuple[datetime, datetime]]:
    """From when to when (UTC) the session sits, once for each of its days, or in one where its days have no hours of their
    own; nothing where no hours are known, or where it or its meeting is called off."""
    try:
        items = session_items(meeting, session)
    except NoEntry:
        return []
    if meeting.timezone is None or facts.session_status(session, meeting) == "cancelled":
        return []
    hours = [(item.span.start, item.span.end) for item in items if item.span.timezone]
    if not hours and isinstance(session.start, datetime) and isinstance(session.end, datetime):
        hours = [(session.start, session.end)]
    return [(_instant(start, meeting.timezone), _instant(end, meeting.timezone)) for start, end in hours]


def _instant(local: object, timezone: str) -> datetime:
    assert isinstance(local, datetime), "an entry with a zone is timed"
    return local.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _overlap(hours: list[tuple[datetime, datetime]], others: list[tuple[datetime, datetime]]) -> bool:
    return any(start < other_end and other_start < end for start, end in hours for other_start, other_end in others)
