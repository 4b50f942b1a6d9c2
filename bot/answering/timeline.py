"""Where the clock stands to every meeting: worked out once for a catalogue, so that an instant is only compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import facts
from bot.model import Meeting
from bot.when import ends_at, starts_at

_UNDATED = 10**6  # days: further off than any date
_CALLED_OFF = ("cancelled", "postponed")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The instants (UTC) at which meetings begin and end, and the order of all by their dates; those without one come last."""

    begins: Mapping[str, datetime]
    ends: Mapping[str, datetime]
    places: Mapping[str, int]
    called_off: frozenset[str]

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
        return cls(begins, ends, places, frozenset(meeting.id for meeting in order if meeting.status in _CALLED_OFF))

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

    def nearest(self, ids: Iterable[str], now: datetime) -> list[str]:
        """The one under way, else the next; several where they begin together, none where all are over."""
        coming = self.coming(ids, now)
        first = [meeting for meeting in coming if self.begins[meeting] <= now] or coming
        return [meeting for meeting in first if self.begins[meeting] == self.begins[first[0]]]

    def last(self, ids: Iterable[str], now: datetime) -> list[str]:
        """The one that was over last."""
        over = (meeting for meeting in ids if self.is_over(meeting, now) and meeting not in self.called_off)
        return self.in_order(over)[-1:]

    def distance(self, meeting: str, now: datetime) -> int:
        """Days between now and its beginning, either way."""
        return abs((self.begins[meeting] - now).days) if meeting in self.begins else _UNDATED

    def closest(self, ids: Iterable[str], now: datetime, most: int) -> list[str]:
        """The meetings nearest to now, at most so many, by their dates."""
        return self.in_order(sorted(ids, key=lambda meeting: self.distance(meeting, now))[:most])
