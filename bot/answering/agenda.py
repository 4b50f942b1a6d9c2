"""What is on in a stretch of days: meetings, sessions, registrations that open or close, deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot import facts
from bot.answering import sessions
from bot.answering.names import Names
from bot.answering.parts import Entry
from bot.answering.times import Time
from bot.model import Meeting
from bot.when import Month, When, first_day, last_day

_LONG = 7  # days: beyond that, a stretch is told by its meetings, not by their sessions


def entries(names: Names, first: date, last: date) -> tuple[Entry, ...]:
    """Everything that is on from `first` to `last`, in order of time."""
    time = Time(0, 0, first=first, last=last)
    ids = names.days.held_on(time) | names.days.named_on(time)
    found = [entry for meeting in ids for entry in _of(names.catalogue.meetings[meeting], first, last)]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.kind != "meeting", entry.meeting.id)))


def in_half(entries: Iterable[Entry], *, morning: bool) -> tuple[Entry, ...]:
    """What is on, of the sessions only those that begin before noon or after."""
    return tuple(
        entry for entry in entries if entry.session is None or sessions.in_half([entry.session], morning=morning)
    )


def _of(meeting: Meeting, first: date, last: date) -> Iterator[Entry]:
    if (
        meeting.start is not None
        and first_day(meeting.start) <= last
        and last_day(meeting.end or meeting.start) >= first
    ):
        yield Entry("meeting", meeting, max(first, first_day(meeting.start)))
    if (last - first).days < _LONG:
        yield from _sessions(meeting, first, last)
    registration = meeting.registration
    if registration and _falls(registration.opens, first, last):
        yield Entry("opens", meeting, first_day(registration.opens))  # type: ignore[arg-type]  # it falls in a stretch of days
    if registration and _falls(registration.closes, first, last):
        yield Entry("closes", meeting, first_day(registration.closes))  # type: ignore[arg-type]  # as above
    for deadline in meeting.deadlines:
        if _falls(deadline.date, first, last):
            yield Entry("deadline", meeting, first_day(deadline.date), what=deadline.what)
    for request in meeting.requests:
        if request.by is not None and _falls(request.by, first, last):
            yield Entry("deadline", meeting, first_day(request.by), what=request.text)


def _sessions(meeting: Meeting, first: date, last: date) -> Iterable[Entry]:
    for session in facts.in_time_order(meeting.programme):
        if _falls(session.start, first, last) and session.start is not None:
            yield Entry("session", meeting, first_day(session.start), session=session)


def _falls(value: When | None, first: date, last: date) -> bool:
    return value is not None and not isinstance(value, Month) and first <= first_day(value) <= last
