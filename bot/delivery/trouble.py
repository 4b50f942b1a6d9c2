"""While calls do not get through: few deliveries are risked, for each of them may end in doubt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.delivery.decide import got_through

Probe = Callable[[], Awaitable[object]]
"""Makes a call without effect, such as getMe."""

FAILURES_IN_A_ROW = 3
"""So many calls in a row that do not get through are no accident."""

_SHORTEST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_LONGEST_PAUSE_OF_DELIVERIES = 300.0

log = logging.getLogger(__name__)


class Trouble:
    """Counts calls that do not get through.

    After a row of them one delivery is made at a time, each after a call without effect has got through, and later and
    later: that the server answers at all does not mean that it takes messages.
    """

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._failures = 0
        self._pause = _SHORTEST_PAUSE

    @property
    def is_there(self) -> bool:
        """Whether calls do not get through."""
        return self._failures >= FAILURES_IN_A_ROW

    def note(self, error: Exception | None) -> None:
        """A delivery's call has ended so."""
        if got_through(error):
            if self.is_there:
                log.warning("Deliveries get through again.")
            self._failures, self._pause = 0, _SHORTEST_PAUSE
            return
        self._failures += 1
        if self._failures == FAILURES_IN_A_ROW:
            log.warning("Deliveries do not get through (%s); few are tried until they do.", error)
        elif self.is_there:
            self._pause = min(2 * self._pause, _LONGEST_PAUSE_OF_DELIVERIES)

    async def wait(self) -> None:
        """Return when one more delivery may be tried."""
        await asyncio.sleep(self._pause)
        pause = _SHORTEST_PAUSE
        while True:
            try:
                await self._probe()
                return
            except TelegramError:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
