"""VTIMEZONE (RFC 5545 section 3.6.5) from `zoneinfo`, for the years that a calendar speaks of.

Readers differ in how much of the RFC they follow, so each component is the least that is right for those years: one
STANDARD and at most one DAYLIGHT with a yearly rule, or where the years follow no such rule one component for each
change. No RDATE lists, no UNTIL, and an onset before the first year, so that no reader has to guess what held before.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.deferred import Deferred

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = Deferred("icalendar")


_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# Rules begin here, as in most calendars that are about: ts-ics misreads `-1SU` from some later years.
_EPOCH = 1970
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """The instant, in UTC, at which the offset from UTC becomes another."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    saving: bool

    @property
    def onset(self) -> datetime:
        """What clocks show when they are put on or back, still on the old offset."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def earliest(self) -> datetime:
        """The earliest local time that it bears on: clocks put back at midnight are in the day before again."""
        return min(self.onset, (self.at + self.after).replace(tzinfo=None))

    def same_way(self, other: _Change) -> bool:
        """Whether both fall in the same month, on the same weekday and hour, between the same offsets."""
        return (self.before, self.after, self.onset.month, self.onset.weekday(), self.onset.time()) == (
            other.before,
            other.after,
            other.onset.month,
            other.onset.weekday(),
            other.onset.time(),
        )


@dataclass(frozen=True, slots=True)
class _YearlyRule:
    """A change that comes on the `place`-th (-1: last) such weekday of its month, every year."""

    change: _Change
    place: int

    def onset_in(self, year: int) -> datetime:
        """The local onset in that year."""
        model = self.change.onset
        last = calendar.monthrange(year, model.month)[1]
        days = [day for day in range(1, last + 1) if date(year, model.month, day).weekday() == model.weekday()]
        return model.replace(year=year, day=days[self.place if self.place < 0 else self.place - 1])

    @property
    def byday(self) -> str:
        """The BYDAY part of the rule: `-1SU`, `2SU`."""
        return f"{self.place}{_WEEKDAYS[self.change.onset.weekday()]}"


def tzid_of(timezone: str) -> str:
    """The TZID of an IANA zone: its name, but for UTC the full one: icalendar writes TZID=UTC as a bare UTC time."""
    return "Etc/UTC" if timezone == "UTC" else timezone


@lru_cache(maxsize=1024)
def timezone_bytes(tzid: str, first: int, last: int) -> bytes:
    """The serialised VTIMEZONE of an IANA zone, right for every local time in the years `first` to `last`.

    Raises zoneinfo.ZoneInfoNotFoundError for a name that there is no zone of.
    """
    zone = ZoneInfo(tzid)
    component = icalendar.Timezone()
    component.add("tzid", icalendar.vText(tzid))
    for observance in _observances(zone, first, last):
        component.add_component(observance)
    serialised: bytes = component.to_ical()
    return serialised


def _observances(zone: ZoneInfo, first: int, last: int) -> list[icalendar.Component]:
    changes = list(_changes(zone, first - 1, last + 1))
    if rules := _yearly_rules(changes, first, last):
        return [_by_rule(rule, min(_EPOCH, first - 1)) for rule in rules]
    in_force = [change for change in changes if change.onset.year < first][-1:]
    during = [change for change in changes if change.onset.year >= first and change.earliest.year <= last]
    once = [_once(change) for change in in_force + during]
    return once if in_force else [_ever_since(zone, first), *once]


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    """Every change of offset in the local years `first` to `last`. No zone has ever had two within a day."""
    earlier = datetime(first, 1, 1, tzinfo=UTC) - _DAY
    end = datetime(last + 1, 1, 1, tzinfo=UTC) + _DAY
    while earlier < end:
        later = earlier + _DAY
        if _offset(earlier, zone) != _offset(later, zone):
            change = _change_between(earlier, later, zone)
            if first <= change.onset.year <= last:
                yield change
        earlier = later


def _change_between(earlier: datetime, later: datetime, zone: ZoneInfo) -> _Change:
    """The change between two instants of different offsets, to the second."""
    before = _offset(earlier, zone)
    while later - earlier > _SECOND:
        middle = earlier + (later - earlier) // _SECOND // 2 * _SECOND
        if _offset(middle, zone) == before:
            earlier = middle
        else:
            later = middle
    local = later.astimezone(zone)
    saving = (local.dst() or timedelta()) > timedelta()
    return _Change(later, before, _offset(later, zone), local.tzname() or "", saving)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _yearly_rules(changes: Sequence[_Change], first: int, last: int) -> tuple[_YearlyRule, ...]:
    """The two rules, clocks on and clocks back, that hold in all the years; none where there are no such rules.

    Two changes in one year may be no rule (Ramadan in Morocco): it must hold in the year before or after as well.
    """
    for years in (range(first, last + 2), range(first - 1, last + 1)):
        pairs = [[change for change in changes if change.onset.year == year] for year in years]
        if all(len(pair) == 2 for pair in pairs):
            rules = [_rule([pair[half] for pair in pairs]) for half in (0, 1)]
            if rules[0] and rules[1]:
                return rules[0], rules[1]
    return ()


def _rule(changes: Sequence[_Change]) -> _YearlyRule | None:
    """The rule that these changes of successive years follow, if there is one."""
    if not all(change.same_way(changes[0]) for change in changes):
        return None
    places = set.intersection(*(_places(change.onset.date()) for change in changes))
    return _YearlyRule(changes[-1], min(places)) if places else None


def _places(day: date) -> set[int]:
    """Which of its month's Mondays, Tuesdays ... a day is: 1 to 4, and -1 for the last."""
    places = {(day.day - 1) // 7 + 1} - {5}
    if day.day + 7 > calendar.monthrange(day.year, day.month)[1]:
        places.add(-1)
    return places


def _by_rule(rule: _YearlyRule, since: int) -> icalendar.Component:
    """An observance that begins in the year `since`, before the years in use, so that their first January is covered.

    The later offset is the summer's, also where the law has it the other way round (Ireland, and Namibia until 2017).
    """
    change = rule.change
    observance = _observance(
        change.after > change.before, rule.onset_in(since), change.before, change.after, change.name
    )
    observance.add("rrule", {"FREQ": "YEARLY", "BYMONTH": change.onset.month, "BYDAY": rule.byday})
    return observance


def _once(change: _Change) -> icalendar.Component:
    return _observance(change.saving, change.onset, change.before, change.after, change.name)


def _ever_since(zone: ZoneInfo, first: int) -> icalendar.Component:
    """The offset in force at the beginning of `first`, where it has been so for a year or more."""
    local = datetime(first, 1, 1, tzinfo=zone)
    offset = local.utcoffset() or timedelta()
    return _observance(False, datetime(min(_EPOCH, first - 1), 1, 1), offset, offset, local.tzname() or "")  # noqa: DTZ001 - local by definition


def _observance(daylight: bool, onset: datetime, before: timedelta, after: timedelta, name: str) -> icalendar.Component:
    component = icalendar.TimezoneDaylight() if daylight else icalendar.TimezoneStandard()
    component.add("dtstart", onset)
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", after)
    component.add("tzname", name)
    return component
