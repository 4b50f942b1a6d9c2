"""What people see of their reminders: what comes, what was asked for, how long before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.model import Deadline, Meeting, Session
from bot.reminding.derive import Due
from bot.reminding.events import DEFAULTS, KINDS, Kind, Rules, deadline_of, events_of, session_of
from bot.reminding.leads import Lead


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that will come at `at` (UTC): of a meeting, or of its session or deadline; `kind` says of what of it."""

    meeting: Meeting
    event: str
    lead: Lead
    at: datetime
    wish: int | None = None
    """The id under which it can be taken back, where it was asked for in words."""

    @property
    def kind(self) -> str:
        """The kind of its event."""
        return self.event.partition(".")[0]

    @property
    def session(self) -> Session | None:
        """The session that it is of."""
        return session_of(self.meeting, self.event)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline that it is of."""
        return deadline_of(self.meeting, self.event)

    @property
    def begins(self) -> date | datetime | None:
        """The day, or the wall-clock at the venue, that it is of; None where the meeting has lost it since."""
        return next((event.at for event in events_of(self.meeting) if event.id == self.event), None)

    @property
    def venue_zone(self) -> ZoneInfo:
        """The zone of the venue."""
        return ZoneInfo(self.meeting.timezone or "UTC")


@dataclass(frozen=True, slots=True)
class RemindersView:
    """A person's next reminders and how many come `later`, the meetings she muted, and the lead times she set."""

    coming: tuple[Coming, ...]
    later: int
    muted: tuple[Meeting, ...]
    leads: Rules
    now: datetime


@dataclass(frozen=True, slots=True)
class LeadsView:
    """The leads of each kind as they hold: her own, or the usual ones of kinds where she set none (`is_own`)."""

    leads: Rules
    own: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class WishView:
    """What came of a request to be reminded of a meeting.

    `wanted` are the reminders that are planned now, by the `ids` under which they can be taken back; `past` those whose
    time has gone by. `knows_hour` is False where minutes were asked for of something of which only the day is known;
    `unknown` is what of the meeting has no day, or is called off; `too_late` a time counted from now when it is over.
    """

    meeting: Meeting
    wanted: tuple[Coming, ...]
    past: tuple[Coming, ...]
    ids: tuple[int, ...]
    knows_hour: bool
    unknown: bool
    too_late: bool = False


@dataclass(frozen=True, slots=True)
class MutedView:
    """A meeting that was muted, or is not any more; what of it was asked for in words comes all the same.

    These are the next of them, by the `ids` under which they can be taken back.
    """

    meeting: Meeting
    wished: tuple[Coming, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakenBackView:
    """How many reminders were taken back; whether one had come already, and whether a usual one comes at that time."""

    number: int
    is_past: bool
    is_usual: bool


def leads_view(own: Rules) -> LeadsView:
    """All leads as they hold where this was decided."""
    return LeadsView({kind: own.get(kind, DEFAULTS[kind]) for kind in KINDS}, frozenset(own))


def coming_of(meeting: Meeting, due: Due) -> Coming:
    """A reminder of a meeting, to be shown."""
    return Coming(meeting, due.event, due.lead, due.at)
