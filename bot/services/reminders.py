"""Reminders on their way: claimed when due, and looked at once more in the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.model import Deadline, Session
from bot.reminding.derive import Due
from bot.reminding.events import deadline_of, session_of
from bot.reminding.quiet import parse_quiet
from bot.services.meetings import Days, Meetings, MeetingView
from bot.services.reminder_plan import derived_for
from bot.store import Connection
from bot.store import reminders as store
from bot.store.database import Database
from bot.store.meetings import catalogue_since
from bot.when import ends_at

LATE = timedelta(minutes=10)
"""A reminder that comes so long after its time says so."""

_AT_ONCE = timedelta(
    seconds=30
)  # reminders are due at whole minutes: so soon after one there is no other, and it is of use


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A reminder as it is sent now: of an event of the meeting, due at `due.at`; `is_late` when that is a while ago."""

    view: MeetingView
    due: Due
    is_late: bool

    @property
    def kind(self) -> str:
        """The kind of its event, and the name of its template."""
        return self.due.event.partition(".")[0]

    @property
    def session(self) -> Session | None:
        """The session that it is of."""
        return session_of(self.view.meeting, self.due.event)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline that it is of."""
        return deadline_of(self.view.meeting, self.due.event)

    @property
    def today(self) -> date:
        """The day at the venue."""
        return self.view.now.astimezone(self.view.zone).date()

    @property
    def is_same_day(self) -> bool:
        """Whether the reader's calendar shows the same day as that at the venue: only then is "today" plain."""
        return self.view.now.astimezone(self.clock_zone).date() == self.today

    @property
    def programme(self) -> Days:
        """What of the programme of that day is not over yet."""
        view = self.view

        def is_over(session: Session) -> bool:
            return session.end is not None and ends_at(session.end, view.zone) <= view.now

        left = ((day, tuple(one for one in sessions if not is_over(one))) for day, sessions in view.of_day(self.today))
        return tuple((day, sessions) for day, sessions in left if sessions)

    @property
    def clock_zone(self) -> ZoneInfo:
        """The zone of the reader's clocks."""
        return self.view.reader_zone or self.view.zone

    def instant(self, local: datetime) -> datetime:
        """The instant of a wall-clock time at the venue."""
        return local.replace(tzinfo=self.view.zone)

    @property
    def has_other_clocks(self) -> bool:
        """Whether the reader's clocks show another hour now than those at the venue."""
        return (
            self.view.now.astimezone(self.clock_zone).utcoffset()
            != self.view.now.astimezone(self.view.zone).utcoffset()
        )

    def is_elsewhere(self, local: datetime) -> bool:
        """Whether the reader's clocks show another hour then than those at the venue."""
        return self.instant(local).astimezone(self.clock_zone).replace(tzinfo=None) != local

    def time_to(self, local: datetime) -> timedelta:
        """From now to a wall-clock time at the venue."""
        return self.instant(local) - self.view.now


@dataclass(frozen=True, slots=True)
class Sending:
    """What to do with a reminder that is about to be sent: show it, wait until `not_before` (UTC), or neither: it is moot."""

    reminder: ReminderView | None = None
    not_before: datetime | None = None


class Reminders:
    """Claims what is due; `bot/delivery` waits and sends."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings

    async def earliest(self) -> datetime | None:
        """When the next reminder is due (UTC); None when none is pending."""
        return await self._database.read(store.earliest)

    async def ring(self) -> int:
        """Hand everything that is due to the outbox, and give how many; what is of no use any more is dropped."""
        rung = 0
        while True:
            some = await self._database.write(_ring, self._clock.now())
            rung += some
            if some < store.AT_A_TIME:
                return rung

    async def for_sending(self, chat_id: int, meeting_id: str, event: str, lead: str, anchor: str) -> Sending:
        """A reminder on fresh facts: moot when the meeting was moved or called off since, or the chat wants it no more."""
        catalogue = await self._meetings.catalogue()

        def look(connection: Connection) -> Sending:
            fresh = catalogue_since(connection, catalogue)
            meeting = fresh.meetings.get(meeting_id)
            if meeting is None:
                return Sending()
            dues, settings = derived_for(connection, meeting, chat_id)
            key = (event, lead, anchor)
            due = next((due for due in dues if (due.event, str(due.lead), due.anchor) == key), None)
            now = self._clock.now()
            if due is None or due.until <= now:
                return Sending()
            zone = settings.zone or ZoneInfo(meeting.timezone or "UTC")
            if settings.quiet and settings.quiet.covers(now, zone):
                over = settings.quiet.end_after(now, zone)
                return Sending(not_before=over) if over < due.until else Sending()
            view = MeetingView(meeting, fresh, now, settings.zone)
            return Sending(ReminderView(view, due, now - due.at > LATE))

        return await self._database.read(look)


def _ring(connection: Connection, now: datetime) -> int:
    earliest = store.earliest(connection)
    if earliest is not None and earliest <= now - _AT_ONCE:
        _drop_and_put_off(connection, now)
    return store.queue_due(connection, now)


def _drop_and_put_off(connection: Connection, now: datetime) -> None:
    """Of what came due while the bot was down, drop what is of no use, and let wait what comes into quiet hours."""
    store.drop_useless(connection, now)
    waiting: list[tuple[int, datetime]] = []
    useless: list[int] = []
    for late in store.overdue(connection, now - LATE, now):
        quiet, zone = parse_quiet(late.quiet), ZoneInfo(late.timezone)
        if quiet.covers(now, zone):
            over = quiet.end_after(now, zone)
            if over < late.until:
                waiting.append((late.id, over))
            else:
                useless.append(late.id)
    store.put_off(connection, waiting)
    store.drop(connection, useless)
