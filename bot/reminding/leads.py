"""How long before something a reminder comes: calendar days with an hour, or minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

MOST_DAYS = 999
_WRITTEN = re.compile(r"(?P<days>\d{1,3})d(?P<at>\d{2}:\d{2})?|(?P<minutes>\d{1,7})m")


@dataclass(frozen=True, slots=True, order=True)
class Lead:
    """So many calendar days before, `at` an hour (None: the usual one); or, where `minutes` is set, so many minutes before.

    `str()` gives "14d", "1d18:00" or "15m", which `parse_lead` reads.
    """

    days: int = 0
    at: time | None = None
    minutes: int | None = None

    def __str__(self) -> str:
        if self.minutes is not None:
            return f"{self.minutes}m"
        return f"{self.days}d{self.at:%H:%M}" if self.at else f"{self.days}d"

    @property
    def is_ahead(self) -> bool:
        """Whether it comes before the day or the minute itself."""
        return bool(self.minutes if self.minutes is not None else self.days)

    @property
    def delta(self) -> timedelta:
        """How long that is, to be told: without the hour."""
        return timedelta(days=self.days) if self.minutes is None else timedelta(minutes=self.minutes)

    @property
    def length(self) -> int:
        """About how many minutes before: to put leads in order."""
        if self.minutes is not None:
            return self.minutes
        at = self.at or time(9)
        return (self.days + 1) * 24 * 60 - at.hour * 60 - at.minute


def parse_lead(text: str) -> Lead:
    """Read "14d", "1d18:00" or "15m". Raises ValueError for anything else, and for more than 999 days."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no lead")
    if match["minutes"]:
        lead = Lead(minutes=int(match["minutes"]))
    else:
        lead = Lead(int(match["days"]), time.fromisoformat(match["at"]) if match["at"] else None)
    if lead.days > MOST_DAYS or (lead.minutes or 0) > MOST_DAYS * 24 * 60:
        raise ValueError(f"{text!r} is more than {MOST_DAYS} days")
    return lead


def in_order(leads: frozenset[Lead] | tuple[Lead, ...]) -> tuple[Lead, ...]:
    """The leads, the longest first, each once."""
    return tuple(sorted(set(leads), key=lambda lead: (-lead.length, str(lead))))
