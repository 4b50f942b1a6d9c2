"""What of a meeting people are reminded of, and how long before unless somebody decided otherwise."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot import facts
from bot.model import Deadline, Meeting, Session, in_language
from bot.reminding.leads import Lead
from bot.when import Month, ends_at, first_day, starts_at

Kind = Literal["opens", "closes", "deadline", "meeting", "session"]
KINDS: tuple[Kind, ...] = ("opens", "closes", "deadline", "meeting", "session")

Rules = Mapping[Kind, tuple[Lead, ...]]
"""For each kind the leads; a kind that is not there has those of `DEFAULTS`."""

DEFAULTS: Rules = {
    "opens": (Lead(0),),
    "closes": (Lead(7), Lead(1)),
    "deadline": (Lead(7), Lead(1)),
    "meeting": (Lead(14), Lead(3), Lead(1), Lead(0)),
    "session": (Lead(minutes=15),),
}

_CALLED_OFF = frozenset({"cancelled", "postponed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on a day, or at an hour, of a zone. `of_use_until` (UTC) is when nobody needs to hear of it any more.

    `id` is its kind, with a dot and what tells it from others of that kind: "closes", "session.workshop".
    """

    id: str
    kind: Kind
    at: date | datetime
    zone: ZoneInfo
    of_use_until: datetime

    @property
    def begins(self) -> datetime:
        """The instant (UTC): of a day its midnight."""
        return starts_at(self.at, self.zone)

    @property
    def is_timed(self) -> bool:
        """Whether an hour is known."""
        return isinstance(self.at, datetime)

    @property
    def anchor(self) -> str:
        """Its wall-clock: the same event at the same wall-clock is not reminded of twice."""
        return self.at.isoformat(timespec="minutes") if isinstance(self.at, datetime) else str(self.at)


def session_event(session_id: str) -> str:
    """The id of a session's event."""
    return f"session.{session_id}"


def deadline_event(deadline: Deadline) -> str:
    """The id of a deadline's event: by what is due, for its place in the list may change."""
    return f"deadline.{zlib.crc32(in_language(deadline.what, 'en').encode()):08x}"


def session_of(meeting: Meeting, event_id: str) -> Session | None:
    """The session that the event is of."""
    kind, _, key = event_id.partition(".")
    return meeting.session(key) if kind == "session" else None


def deadline_of(meeting: Meeting, event_id: str) -> Deadline | None:
    """The deadline that the event is of."""
    return next((deadline for deadline in meeting.deadlines if deadline_event(deadline) == event_id), None)


def events_of(meeting: Meeting) -> tuple[Event, ...]:
    """Everything of the meeting that has a day; nothing of one that is cancelled or postponed."""
    return () if meeting.status in _CALLED_OFF else tuple(_events(meeting))


def _events(meeting: Meeting) -> Iterator[Event]:
    zone, registration = facts.zone_of(meeting), meeting.registration
    if registration is not None and _is_a_day(registration.opens):
        yield _event("opens", "opens", registration.opens, zone, whole_day=True)
    if registration is not None and _is_a_day(registration.closes):
        yield _event("closes", "closes", registration.closes, zone)
    for deadline in meeting.deadlines:
        if _is_a_day(deadline.date):
            yield _event(deadline_event(deadline), "deadline", deadline.date, zone)
    if _is_a_day(meeting.start):
        yield _event("meeting", "meeting", meeting.start, zone, whole_day=True)
    for session in meeting.programme:
        if session.status not in _CALLED_OFF and _is_a_day(session.start):
            yield _event(session_event(session.id), "session", session.start, zone)


def _is_a_day(value: object) -> bool:
    return value is not None and not isinstance(value, Month)


def _event(
    id: str, kind: Kind, at: date | datetime | Month | None, zone: ZoneInfo, *, whole_day: bool = False
) -> Event:
    """An event that is of use until its hour, or its day, is over; where `whole_day`, until the day is over in any case."""
    assert at is not None
    assert not isinstance(at, Month), "of a month no day is known"
    over = ends_at(first_day(at) if whole_day else at, zone)
    return Event(id=id, kind=kind, at=at, zone=zone, of_use_until=over.astimezone(UTC))
