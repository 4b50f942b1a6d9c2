"""Where the clock stands to every meeting: worked out once for a catalogue, so that an instant is only compared."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import facts
from bot.model import Meeting
from bot.when import ends_at, starts_at

_UNDATED = 10**6  # days: further off than any date
_A_DAY = timedelta(days=1)
_CALLED_OFF = ("cancelled", "postponed")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The instants (UTC) at which meetings begin and end, and the order of all by their dates; those without one come last.

    `row` are the ids of those that take place in the order of their beginnings (`starts`), none longer than `longest`. At the
    `moments` one of these begins or ends: between two of them the same ones are the nearest.
    """

    begins: Mapping[str, datetime]
    ends: Mapping[str, datetime]
    places: Mapping[str, int]
    called_off: frozenset[str]
    row: tuple[str, ...]
    starts: tuple[datetime, ...]
    longest: timedelta
    moments: tuple[datetime, ...]
    _nearest: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, meetings: Iterable[Meeting]) -> Timeline:
        """Read the meetings once."""
        order = facts.in_order(meetings)
        begins: dict[str, datetime] = {}
        ends: dict[str, datetime] = {}
        for meeting in order:
            if meeting.start is not None:
                zone = facts.zone_of(meeting)
                begins[meeting.id] = starts_at(meeting.start, zone)
                ends[meeting.id] = ends_at(meeting.end or meeting.start, zone)
        places = {meeting.id: place for place, meeting in enumerate(order)}
        called_off = frozenset(meeting.id for meeting in order if meeting.status in _CALLED_OFF)
        row = tuple(sorted(begins.keys() - called_off, key=lambda each: (begins[each], places[each])))
        longest = max((ends[each] - begins[each] for each in row), default=timedelta())
        starts = tuple(begins[each] for each in row)
        moments = tuple(sorted({*starts, *(ends[each] for each in row)}))
        return cls(begins, ends, places, called_off, row, starts, longest, moments)

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """The meetings by their dates."""
        return sorted(ids, key=self.places.__getitem__)

    def is_over(self, meeting: str, now: datetime) -> bool:
        """Whether it has ended."""
        return meeting in self.ends and self.ends[meeting] <= now

    def is_under_way(self, meeting: str, now: datetime) -> bool:
        """Whether it has begun and not ended."""
        return meeting in self.begins and self.begins[meeting] <= now < self.ends[meeting]

    def coming(self, ids: Iterable[str], now: datetime) -> list[str]:
        """Those under way or ahead that are not called off, by their dates."""
        ends = self.ends
        return self.in_order(
            meeting for meeting in ids if meeting in ends and ends[meeting] > now and meeting not in self.called_off
        )

    def nearest(self, ids: Collection[str], now: datetime) -> list[str]:
        """The one under way, else the next; several where they begin together, none where all are over."""
        if len(ids) == len(self.places):
            since = bisect_right(self.moments, now)
            if (found := self._nearest.get(since)) is None:
                found = self._nearest[since] = self._nearest_of_all(now)
            return found
        coming = self.coming(ids, now)
        first = [meeting for meeting in coming if self.begins[meeting] <= now] or coming
        return [meeting for meeting in first if self.begins[meeting] == self.begins[first[0]]]

    def next(self, ids: Collection[str], now: datetime) -> list[str]:
        """The next one, whatever is under way; as `nearest` where none is ahead."""
        if len(ids) == len(self.places):
            place = bisect_right(self.starts, now)
            ahead = (
                list(self.row[place : bisect_right(self.starts, self.starts[place])]) if place < len(self.row) else []
            )
            return ahead or self.nearest(ids, now)
        ahead = [meeting for meeting in self.coming(ids, now) if self.begins[meeting] > now]
        return self.nearest(ahead or ids, now)

    def _nearest_of_all(self, now: datetime) -> list[str]:
        """As `nearest` of all meetings, looked up."""
        row, starts, ends = self.row, self.starts, self.ends
        next_place = bisect_right(starts, now)
        begun = range(bisect_right(starts, now - self.longest - _A_DAY), next_place)
        first = next((place for place in begun if ends[row[place]] > now), next_place)
        if first == len(row):
            return []
        return [meeting for meeting in row[first : bisect_right(starts, starts[first])] if ends[meeting] > now]

    def soon_after(self, meeting: str, days: int) -> Iterator[str]:
        """Those that begin not before it, and at most so many days after it has ended."""
        place = self.row.index(meeting)
        latest = self.ends[meeting] + timedelta(days=days)
        return (self.row[at] for at in range(place + 1, len(self.row)) if self.starts[at] <= latest)

    def last(self, ids: Iterable[str], now: datetime) -> list[str]:
        """The one that was over last."""
        over = (meeting for meeting in ids if self.is_over(meeting, now) and meeting not in self.called_off)
        return self.in_order(over)[-1:]

    def distance(self, meeting: str, now: datetime) -> int:
        """Days between now and its beginning, either way."""
        return abs((self.begins[meeting] - now).days) if meeting in self.begins else _UNDATED

    def felt_distances(self, ids: Iterable[str], now: datetime) -> list[tuple[int, str]]:
        """Days between now and the beginnings of those that are not called off, twice as many where it is over."""
        begins, ends, called_off = self.begins, self.ends, self.called_off
        return [
            (_UNDATED, meeting)
            if meeting not in begins
            else (abs((begins[meeting] - now).days) * (2 if ends[meeting] <= now else 1), meeting)
            for meeting in ids
            if meeting not in called_off
        ]

    def closest(self, ids: Iterable[str], now: datetime, most: int) -> list[str]:
        """The meetings nearest to now, at most so many, by their dates."""
        return self.in_order(heapq.nsmallest(most, ids, key=lambda meeting: self.distance(meeting, now)))
