"""Dates as letters give them: a day, a local time of day, or only a month.

A `datetime` in this module is always local wall-clock time without a zone; the zone stands beside it (in the meeting).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, PlainSerializer

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of which the letters name no day; `str()` gives `2011-09`."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def parse_when(value: Any) -> date | datetime | Month:
    """Read `2011-06-27`, `2011-06-27T10:00` or `2011-06`.

    Raises ValueError for anything else, also for a time with a zone: the zone has its own field.
    """
    if isinstance(value, date | Month):
        return value
    text = str(value).strip()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _TIME.fullmatch(text):
            return datetime.fromisoformat(text)
        if match := _MONTH.fullmatch(text):
            first = date(int(match[1]), int(match[2]), 1)
            return Month(first.year, first.month)
    except ValueError as error:
        raise ValueError(f"{text!r} is not in the calendar") from error
    raise ValueError(f"{text!r} is not a date: write 2011-06-27, 2011-06-27T10:00 or, with no day, 2011-06")


def format_when(value: date | datetime | Month) -> str:
    """Write what `parse_when` reads: minutes for a time, seconds only where there are any."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return str(value)


When = Annotated[date | datetime | Month, BeforeValidator(parse_when), PlainSerializer(format_when)]


def first_day(value: date | datetime | Month) -> date:
    """The first day that the value covers."""
    if isinstance(value, Month):
        return date(value.year, value.month, 1)
    return value.date() if isinstance(value, datetime) else value


def last_day(value: date | datetime | Month) -> date:
    """The last day that the value covers."""
    if isinstance(value, Month):
        return date(value.year, value.month, calendar.monthrange(value.year, value.month)[1])
    return value.date() if isinstance(value, datetime) else value


def closing_day(start: date | datetime | Month, end: date | datetime | Month | None) -> date:
    """The last day of what lasts from `start` to `end`: at midnight it is over, and the next day is not touched."""
    if isinstance(start, datetime) and isinstance(end, datetime) and end > start and end.time() == time.min:
        return end.date() - timedelta(days=1)
    return last_day(start if end is None else end)


def starts_at(value: date | datetime | Month, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the value begins in `zone`: a day begins at midnight there."""
    local = value if isinstance(value, datetime) else datetime.combine(first_day(value), time.min)
    return local.replace(tzinfo=zone).astimezone(UTC)


def ends_at(value: date | datetime | Month, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the value is over in `zone`: a day ends with the next midnight there."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone).astimezone(UTC)
    return datetime.combine(last_day(value) + timedelta(days=1), time.min, zone).astimezone(UTC)
