"""When a calendar app rings, for those who want it to."""

from __future__ import annotations

from datetime import timedelta

from bot.ics.items import Item, Kind

_SITTING = timedelta(minutes=15)
# A day begins at midnight: this is nine in the morning of the day before. (Some readers do not know of a day, P1D.)
_DAY_BEFORE = timedelta(hours=15)


def alarms_of(item: Item) -> tuple[timedelta, ...]:
    """How long before its start an entry rings: the hours of a sitting a quarter of an hour, all else the day before."""
    is_sitting = not item.span.all_day and item.kind in (Kind.MEETING, Kind.DAY, Kind.SESSION)
    return (_SITTING if is_sitting else _DAY_BEFORE,)
