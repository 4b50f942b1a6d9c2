"""What can be read off a meeting at an instant: is a fact stated, how does registration stand, how many days are left.

Pure functions over `bot.model`. An instant is aware UTC; a day is counted in the meeting's own zone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.model import BY_URGENCY, Catalogue, Contact, Document, Meeting, Session, Source, Status
from bot.when import Month, closing_day, ends_at, first_day, starts_at


class State(StrEnum):
    """What the documents say of a fact: three ways of not saying it are three different answers."""

    STATED = "stated"
    TO_FOLLOW = "to_follow"
    NOT_STATED = "not_stated"
    UNKNOWN = "unknown"


class Phase(StrEnum):
    """Where the clock stands relative to a meeting, a session or a registration."""

    UNDATED = "undated"
    AHEAD = "ahead"
    NOW = "now"
    OVER = "over"


def zone_of(meeting: Meeting) -> ZoneInfo:
    """The meeting's zone; UTC where the documents let none be known."""
    return _zone(meeting.timezone or "UTC")


_zone = lru_cache(maxsize=1024)(ZoneInfo)  # which itself keeps but eight at hand


def value_at(meeting: Meeting, path: str) -> Any:
    """The value at a path such as `venue.address` or `programme.workshop.start`; None where there is none."""
    value: Any = meeting
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, tuple):
            value = _entry(value, step)
        else:
            value = getattr(value, step, None)
        if value is None:
            return None
    return value


def _entry(entries: tuple[Any, ...], step: str) -> Any:
    """An entry of a list by its place or by its id; any entry's field where the step is a field's name."""
    if step.isdigit():
        return entries[int(step)] if int(step) < len(entries) else None
    for entry in entries:
        if getattr(entry, "id", None) == step:
            return entry
    return next((value for entry in entries if (value := getattr(entry, step, None)) is not None), None)


def is_stated(meeting: Meeting, path: str) -> bool:
    """Whether the fact at `path` is stated."""
    return value_at(meeting, path) not in (None, (), {})


def state(meeting: Meeting, path: str) -> State:
    """Whether the fact at `path` is stated, promised for later, known to be left out, or never spoken of."""
    if is_stated(meeting, path):
        return State.STATED
    for name in _and_above(path):
        if name in meeting.to_follow:
            return State.TO_FOLLOW
        if name in meeting.not_stated:
            return State.NOT_STATED
    return State.UNKNOWN


def _and_above(path: str) -> Iterator[str]:
    """The path and those that it lies under, the nearest first: `venue.address`, `venue`."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def phase(meeting: Meeting, now: datetime) -> Phase:
    """Whether the meeting is ahead, under way or over; a month without days is over when the month is."""
    return _phase(meeting.start, meeting.end or meeting.start, zone_of(meeting), now)


def session_phase(session: Session, meeting: Meeting, now: datetime) -> Phase:
    """Whether the session is ahead, under way or over."""
    return _phase(session.start, session.end or session.start, zone_of(meeting), now)


def has_day(session: Session) -> bool:
    """Whether the day of a session is known."""
    return session.start is not None and not isinstance(session.start, Month)


def session_status(session: Session, meeting: Meeting) -> Status:
    """How a session stands: it cannot be surer than its meeting, and is called off with it."""
    return max(meeting.status, session.status, key=BY_URGENCY.index)


def _phase(start: date | Month | None, end: date | Month | None, zone: ZoneInfo, now: datetime) -> Phase:
    if start is None or end is None:
        return Phase.UNDATED
    if now < starts_at(start, zone):
        return Phase.AHEAD
    return Phase.NOW if now < ends_at(end, zone) else Phase.OVER


@dataclass(frozen=True, slots=True)
class RegistrationNow:
    """How registration stands: UNDATED where neither opening nor closing is known; `days` to the next of them."""

    phase: Phase
    days: int | None = None


def registration_now(meeting: Meeting, now: datetime) -> RegistrationNow:
    """How registration stands at `now`. A meeting that is over takes no registrations, whatever was written."""
    registration, zone = meeting.registration, zone_of(meeting)
    if registration is None or (registration.opens is None and registration.closes is None):
        return RegistrationNow(Phase.UNDATED)
    if phase(meeting, now) is Phase.OVER:
        return RegistrationNow(Phase.OVER)
    if registration.closes is not None and now >= ends_at(registration.closes, zone):
        return RegistrationNow(Phase.OVER)
    if registration.opens is not None and now < starts_at(registration.opens, zone):
        return RegistrationNow(Phase.AHEAD, days_until(registration.opens, zone, now))
    if registration.closes is not None:
        return RegistrationNow(Phase.NOW, days_until(registration.closes, zone, now))
    return RegistrationNow(Phase.NOW if registration.opens is not None else Phase.UNDATED)


def is_postponed_to(record: Meeting | Session) -> bool:
    """Whether what is postponed is known to take place at another time than before."""
    before = record.revision.postponed_from if record.revision else None
    return record.status == "postponed" and before is not None and record.start not in (None, before)


def days_until(value: date | Month, zone: ZoneInfo, now: datetime) -> int | None:
    """Calendar days in `zone` from today to the day of `value`, negative when past; None for a month."""
    if isinstance(value, Month):
        return None
    return (first_day(value) - now.astimezone(zone).date()).days


def month_of(meeting: Meeting) -> Month | None:
    """The month in which a meeting begins."""
    if meeting.start is None:
        return None
    day = first_day(meeting.start)
    return Month(day.year, day.month)


def length_in_days(meeting: Meeting) -> int | None:
    """How many days the meeting takes, both ends counted; None where the days are not known."""
    if meeting.start is None or isinstance(meeting.start, Month) or isinstance(meeting.end, Month):
        return None
    return (closing_day(meeting.start, meeting.end) - first_day(meeting.start)).days + 1


def days_of(meeting: Meeting) -> tuple[date, ...]:
    """The days of the meeting, in order; none where they are not known."""
    length = length_in_days(meeting)
    if length is None or meeting.start is None:
        return ()
    first = first_day(meeting.start)
    return tuple([first + timedelta(days=day) for day in range(length)])


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings by their first day; those without a date come last."""
    return sorted(meetings, key=lambda meeting: (meeting.start is None, _day_or_last(meeting), meeting.id))


def in_time_order(sessions: Iterable[Session]) -> list[Session]:
    """The sessions by their beginning; a whole day comes before its hours, and those without a day come last."""
    zone = ZoneInfo("UTC")
    return sorted(
        sessions,
        key=lambda session: (session.start is None, session.start and starts_at(session.start, zone)),
    )


def _day_or_last(meeting: Meeting) -> date:
    return date.max if meeting.start is None else first_day(meeting.start)


def previous_of(meeting: Meeting, catalogue: Catalogue) -> Meeting | None:
    """The meeting that this one follows: as the documents say, else the one before it in its process."""
    if meeting.follows and meeting.follows in catalogue.meetings:
        return catalogue.meetings[meeting.follows]
    return _neighbour(meeting, catalogue, -1)


def next_of(meeting: Meeting, catalogue: Catalogue) -> Meeting | None:
    """The meeting that follows this one: as the documents say, else the one after it in its process."""
    stated = in_order(other for other in catalogue.meetings.values() if other.follows == meeting.id)
    return stated[0] if stated else _neighbour(meeting, catalogue, 1)


def next_held(meeting: Meeting, catalogue: Catalogue) -> Meeting | None:
    """The meeting after this one in its process that is not cancelled."""
    following = _neighbour(meeting, catalogue, 1)
    while following is not None and following.status == "cancelled":
        following = _neighbour(following, catalogue, 1)
    return following


def _neighbour(meeting: Meeting, catalogue: Catalogue, step: int) -> Meeting | None:
    if meeting.start is None:
        return None
    row = in_order(other for other in catalogue.meetings.values() if other.process == meeting.process and other.start)
    place = row.index(meeting) + step
    return row[place] if 0 <= place < len(row) else None


def whom_to_ask(meeting: Meeting) -> tuple[Contact, ...]:
    """The contacts that can be reached: those with an address or a number."""
    return tuple(contact for contact in meeting.contacts if contact.email or contact.phone or contact.fax)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer shows under it: the document and the phrase, or who entered the fact and when."""

    document: Document | None
    source: Source


def evidence(meeting: Meeting, catalogue: Catalogue, *paths: str) -> tuple[Evidence, ...]:
    """What the facts at the paths rest on, each document's phrase once, in the order of the paths.

    A path stands for all below it (`registration` for `registration.opens` and `registration.url`); a fact that has no
    source of its own rests on what stands above it (`host.name` on `host`).
    """
    found: dict[tuple[str | None, str | None], Evidence] = {}
    for path in paths:
        for source in _sources_of(meeting, path):
            document = catalogue.document(source.document) if source.document else None
            found.setdefault((source.document, source.quote or source.entered_by), Evidence(document, source))
    return tuple(found.values())


def cited_in_entries(meeting: Meeting, catalogue: Catalogue) -> tuple[Document, ...]:
    """The documents that the calendar entries of a meeting name as what they rest on, each once."""
    found = evidence(meeting, catalogue, "start", "end", "registration", "programme", "deadlines", "requests")
    return tuple({each.document.id: each.document for each in found if each.document}.values())


def _sources_of(meeting: Meeting, path: str) -> list[Source]:
    own = [source for key, source in meeting.sources.items() if key == path or key.startswith(path + ".")]
    if own or value_at(meeting, path) is None:
        return own
    return [meeting.sources[name] for name in _and_above(path) if name in meeting.sources][:1]


def stated_fields(value: Any) -> tuple[str, ...]:
    """The names of the fields of a model value that hold something, in their order."""
    return tuple(field.name for field in dataclasses.fields(value) if getattr(value, field.name) not in (None, (), {}))
