"""Which meetings fall on the days that a question names, looked up by year and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.answering.times import Time, months_of
from bot.model import Meeting
from bot.when import When, first_day, last_day

_Key = tuple[int | None, int | None]
_Spans = Mapping[str, tuple[tuple[date, date], ...]]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of every meeting, those that its documents, registration and deadlines name, and those on which it was to be."""

    held: _Spans
    named: _Spans
    written: _Spans
    former: _Spans
    held_in: Mapping[_Key, frozenset[str]]
    named_in: Mapping[_Key, frozenset[str]]
    written_in: Mapping[_Key, frozenset[str]]
    former_in: Mapping[_Key, frozenset[str]]

    @classmethod
    def of(cls, meetings: Iterable[Meeting], former: _Spans) -> Days:
        """Read the days of the meetings once."""
        meetings = tuple(meetings)
        held = {meeting.id: tuple(_held(meeting)) for meeting in meetings}
        named = {meeting.id: tuple(_named(meeting)) for meeting in meetings}
        written = {meeting.id: tuple(_written(meeting)) for meeting in meetings}
        spans = (held, named, written, former)
        return cls(*spans, *map(_by_month, spans))

    def fitting(self, time: Time) -> frozenset[str]:
        """The meetings held then; else those of which something else is of then."""
        return self.held_on(time) or self.named_on(time)

    def to_be_held_on(self, time: Time) -> frozenset[str]:
        """The meetings that were to be then, and were moved."""
        return _fitting(time, self.former, self.former_in) if time.day is not None else frozenset()

    def held_on(self, time: Time) -> frozenset[str]:
        """The meetings that have a day then."""
        return _fitting(time, self.held, self.held_in)

    def named_on(self, time: Time) -> frozenset[str]:
        """The meetings of which a document, a registration date or a deadline is of then."""
        return _fitting(time, self.named, self.named_in)

    def written_on(self, time: Time) -> frozenset[str]:
        """The meetings of which a document was written then."""
        return _fitting(time, self.written, self.written_in)


def _fitting(time: Time, spans: _Spans, months: Mapping[_Key, frozenset[str]]) -> frozenset[str]:
    if time.first is None or time.last is None:
        near = months.get((time.year, time.month), frozenset())
        if time.day is None:  # all of a month or a year
            return near
    else:
        near = frozenset().union(*(months.get(month, frozenset()) for month in months_of(time.first, time.last)))
    return frozenset(meeting for meeting in near if any(time.covers(*span) for span in spans[meeting]))


def _by_month(spans: _Spans) -> dict[_Key, frozenset[str]]:
    found: dict[_Key, set[str]] = defaultdict(set)
    for meeting, days in spans.items():
        for span in days:
            for year, month in months_of(*span):
                for key in ((year, month), (year, None), (None, month)):
                    found[key].add(meeting)
    return {key: frozenset(ids) for key, ids in found.items()}


def _held(meeting: Meeting) -> Iterator[tuple[date, date]]:
    if meeting.start is not None:
        yield first_day(meeting.start), last_day(meeting.end or meeting.start)


def _written(meeting: Meeting) -> Iterator[tuple[date, date]]:
    for document in meeting.documents:
        if document.issued is not None:
            yield first_day(document.issued), last_day(document.issued)


def _named(meeting: Meeting) -> Iterator[tuple[date, date]]:
    yield from _written(meeting)
    values: list[When | None] = [deadline.date for deadline in meeting.deadlines]
    values += [request.by for request in meeting.requests]
    if meeting.registration:
        values += [meeting.registration.opens, meeting.registration.closes]
    for value in values:
        if value is not None:
            yield first_day(value), last_day(value)
