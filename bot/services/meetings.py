"""Meetings as delegates look at them: the catalogue, one meeting as of now, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import facts
from bot.clock import Clock
from bot.errors import UserError
from bot.facts import Evidence, Phase, RegistrationNow, State
from bot.ics import items
from bot.model import Catalogue, Document, Meeting, Process, Session
from bot.services.sight import Cuts, Sight, sight
from bot.store import Connection
from bot.store import documents as store_documents
from bot.store import meetings as store
from bot.store.database import Database
from bot.when import Month, first_day

_ENTITY_REACHES = timedelta(days=1_000)
Days = tuple[tuple[date | None, tuple[Session, ...]], ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as it stands at `now` (UTC), for a reader who lives in `reader_zone` (None: in the meeting's own)."""

    meeting: Meeting
    catalogue: Catalogue
    now: datetime
    reader_zone: ZoneInfo | None = None

    @property
    def process(self) -> Process | None:
        """The series that the meeting belongs to."""
        return self.catalogue.processes.get(self.meeting.process or "")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the venue."""
        return facts.zone_of(self.meeting)

    @property
    def phase(self) -> Phase:
        """Whether the meeting is ahead, under way or over."""
        return facts.phase(self.meeting, self.now)

    @property
    def is_under_way(self) -> bool:
        """Whether it is known to be under way: of a month nobody knows on which of its days."""
        return self.phase is Phase.NOW and self.length is not None

    @property
    def days_left(self) -> int | None:
        """Days to its first day, counted at the venue; negative when it has begun."""
        return facts.days_until(self.meeting.start, self.zone, self.now) if self.meeting.start else None

    @property
    def length(self) -> int | None:
        """How many days it takes."""
        return facts.length_in_days(self.meeting)

    @property
    def has_entries(self) -> bool:
        """Whether there is a calendar file of it: it has a day, or its registration has."""
        return items.has_entries(self.meeting)

    @property
    def registration(self) -> RegistrationNow:
        """How registration stands."""
        return facts.registration_now(self.meeting, self.now)

    @property
    def previous(self) -> Meeting | None:
        """The meeting that it follows."""
        return facts.previous_of(self.meeting, self.catalogue)

    @property
    def next(self) -> Meeting | None:
        """The meeting that follows it."""
        return facts.next_of(self.meeting, self.catalogue)

    @property
    def programme(self) -> Days:
        """The sessions by day, in order of time; those of which no day is stated come last, under None."""
        days: dict[date | None, list[Session]] = {}
        for session in facts.in_time_order(self.meeting.programme):
            days.setdefault(first_day(session.start) if session.start else None, []).append(session)
        return tuple((day, tuple(sessions)) for day, sessions in days.items())

    def of_day(self, day: date) -> Days:
        """The sessions of one day."""
        return tuple((other, sessions) for other, sessions in self.programme if other == day)

    def first_page(self, most: int) -> Days:
        """The whole programme when it has at most so many sessions, else today's or the first day's."""
        if len(self.meeting.programme) <= most:
            return self.programme
        days = [day for day, _ in self.programme if day]
        today = self.now.astimezone(self.zone).date()
        return self.of_day(today if today in days else days[0]) if days else self.programme

    @property
    def resting_on(self) -> tuple[Document, ...]:
        """Documents filed under other meetings that something known of this one rests on."""
        own = {document.id for document in self.meeting.documents}
        others = dict.fromkeys(
            source.document for source in self.meeting.sources.values() if source.document not in own
        )
        found = (self.catalogue.document(document_id) for document_id in others if document_id)
        return tuple(document for document in found if document is not None)

    def state(self, path: str) -> State:
        """What the documents say of the fact at `path`."""
        return facts.state(self.meeting, path)

    def evidence(self, *paths: str) -> tuple[Evidence, ...]:
        """What the facts at the paths rest on."""
        return facts.evidence(self.meeting, self.catalogue, *paths)

    def is_stated(self, *paths: str) -> bool:
        """Whether one of the facts at the paths is stated."""
        return any(self.state(path) is State.STATED for path in paths)

    def for_reader(self, value: date | Month) -> datetime | None:
        """A local time of the meeting on the reader's clock; None for a day, and where her clock shows the same."""
        if self.reader_zone is None or not isinstance(value, datetime):
            return None
        hers = value.replace(tzinfo=self.zone).astimezone(self.reader_zone).replace(tzinfo=None)
        return None if hers == value else hers

    def on_every_clock(self, value: date | Month) -> int | None:
        """A local time of the meeting as Telegram's date entity has it, in seconds since 1970; None where it has none.

        That is for a day, in a zone that is not known, and for what is past or years ahead.
        """
        if not isinstance(value, datetime) or self.meeting.timezone is None:
            return None
        instant = value.replace(tzinfo=self.zone).astimezone(UTC)
        return int(instant.timestamp()) if self.now <= instant <= self.now + _ENTITY_REACHES else None

    def days_to(self, value: date | Month) -> int | None:
        """Days from today, at the venue, to a date."""
        return facts.days_until(value, self.zone, self.now)


@dataclass(frozen=True, slots=True)
class MeetingsView:
    """The meetings of the store in the order of their dates, with where the clock stands."""

    meetings: tuple[Meeting, ...]
    catalogue: Catalogue
    now: datetime

    def is_under_way(self, meeting: Meeting) -> bool:
        """Whether the meeting is known to be under way."""
        return MeetingView(meeting, self.catalogue, self.now).is_under_way


class Meetings:
    """Reads the catalogue and keeps it until the store says that it has changed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._whole = Catalogue(-1, {}, {})
        self._cuts = Cuts()

    async def catalogue(self) -> Catalogue:
        """What the chat whose update is handled may see of the store, outside an update all of it.

        It is read again only when its revision has moved (another process may import).
        """
        return await self._database.read(self.seen, sight.get())

    def seen(self, connection: Connection, seen_by: Sight) -> Catalogue:
        """The same within a read of the store; called in the database's reading thread alone."""
        self._whole = store.catalogue_since(connection, self._whole)
        return self._cuts.of(self._whole, seen_by)

    def in_memory(self, revision: int | None, seen_by: Sight) -> Catalogue | None:
        """The same as `seen` where what was read last is of this revision; None where the store must be asked."""
        return self._cuts.in_memory(revision, seen_by)

    async def view(self, meeting_id: str, reader_zone: ZoneInfo | None = None) -> MeetingView:
        """One meeting as of now. Raises UserError when the store has it no more, or the chat may not see it."""
        catalogue = await self.catalogue()
        if meeting_id not in catalogue.meetings:
            raise UserError("errors/no_such_meeting.html")
        return MeetingView(catalogue.meetings[meeting_id], catalogue, self._clock.now(), reader_zone)

    async def all(self) -> MeetingsView:
        """All meetings that the chat may see, the earliest first."""
        return await self._list(lambda meeting, now: True)

    async def coming(self) -> MeetingsView:
        """The meetings under way and ahead, the nearest first; those called off do not come."""
        return await self._list(
            lambda meeting, now: meeting.status != "cancelled" and facts.phase(meeting, now) in (Phase.NOW, Phase.AHEAD)
        )

    async def next(self, reader_zone: ZoneInfo | None = None) -> MeetingView | None:
        """The meeting under way or next; None when nothing dated lies ahead."""
        coming = await self.coming()
        return MeetingView(coming.meetings[0], coming.catalogue, coming.now, reader_zone) if coming.meetings else None

    async def _list(self, wanted: Callable[[Meeting, datetime], bool]) -> MeetingsView:
        catalogue, now = await self.catalogue(), self._clock.now()
        chosen = (meeting for meeting in catalogue.meetings.values() if wanted(meeting, now))
        return MeetingsView(tuple(facts.in_order(chosen)), catalogue, now)

    async def document_file(self, document_id: str) -> tuple[Document, str, bytes]:
        """A document with its file's name and bytes. Raises UserError when the store has no such file."""
        document = (await self.catalogue()).document(document_id)
        content = await self._database.read(store_documents.document_content, document_id)
        if document is None or content is None:
            raise UserError("errors/no_such_document.html")
        return document, *content
