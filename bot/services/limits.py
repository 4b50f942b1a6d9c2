"""How much one person may ask: a limit that keeps one phone from taking everybody's turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from bot.clock import Clock

UPDATES_A_MINUTE = 30
Who = int | tuple[int, str]
_WINDOW = timedelta(minutes=1)


class Verdict(Enum):
    """What is done with an update: it is handled, refused with a sentence, or (after that sentence) in silence."""

    FINE = "fine"
    TOO_MANY = "too many"
    STILL_TOO_MANY = "still too many"


class Limits:
    """Counts each person's updates in the trailing minute, in memory: a restart forgives."""

    def __init__(self, clock: Clock, most: float = UPDATES_A_MINUTE) -> None:
        self._clock = clock
        self._most = most
        self._taken: dict[Who, list[datetime]] = {}  # lists: a deque takes ten times the room of a few instants
        self._told: dict[Who, datetime] = {}
        self._looked_at: datetime | None = None

    def take(self, who: Who) -> Verdict:
        """Count one update of a person's (her id, with a word for what is counted apart) and say what becomes of it."""
        now = self._clock.now()
        taken = self._taken.setdefault(who, [])
        while taken and not now - _WINDOW < taken[0] <= now:
            del taken[0]
        if len(taken) < self._most:
            taken.append(now)
            self._told.pop(who, None)
            self._forget_quiet_people(now)
            return Verdict.FINE
        if who in self._told:
            return Verdict.STILL_TOO_MANY
        self._told[who] = now
        return Verdict.TOO_MANY

    def drop(self, person_id: int) -> None:
        """Keep nothing of a person in memory: she was forgotten."""
        for who in (person_id, (person_id, "inline")):
            self._taken.pop(who, None)
            self._told.pop(who, None)

    def _forget_quiet_people(self, now: datetime) -> None:
        """Once a minute: to look through thousands at each update would cost more than the answer."""
        if self._looked_at is None or not self._looked_at <= now < self._looked_at + _WINDOW:
            self._looked_at = now
            quiet = [person for person, taken in self._taken.items() if not taken or taken[-1] <= now - _WINDOW]
            for person in quiet:
                del self._taken[person]
