"""How the bot is doing, in the words of the organisers' /status: uptime, what waits, how much there is, what failed."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from bot.clock import Clock
from bot.observing import Backlog
from bot.store import Connection
from bot.store import status as store
from bot.store.database import Database
from bot.store.status import Counts, Failure

_FAILURES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """How the bot is doing at `now` (UTC), having run for `uptime`; `failures` are the last ones, the newest first."""

    now: datetime
    version: str
    uptime: timedelta
    backlog: Backlog
    counts: Counts
    failures: tuple[Failure, ...]

    @property
    def overdue(self) -> timedelta:
        """For how long the delivery that has been due longest has been so."""
        return timedelta(seconds=self.backlog.oldest_seconds)


class Status:
    """Looks when it is asked. `backlog` gives what waits; the uptime runs from the making of this object."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        backlog: Callable[[], Awaitable[Backlog]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._backlog = backlog
        self._monotonic = monotonic
        self._started = monotonic()

    async def backlog(self) -> Backlog:
        """What waits at this moment."""
        return await self._backlog()

    async def view(self) -> StatusView:
        """The state of this moment."""
        counts, failures = await self._database.read(_look)
        return StatusView(
            now=self._clock.now(),
            version=version("plenary"),
            uptime=timedelta(seconds=self._monotonic() - self._started),
            backlog=await self._backlog(),
            counts=counts,
            failures=failures,
        )


async def read_backlog(database: Database, clock: Clock) -> Backlog:
    """What waits in the store."""
    waiting = await database.read(store.waiting)
    overdue = (clock.now() - waiting.due).total_seconds() if waiting.due else 0.0
    return Backlog(waiting.updates, waiting.deliveries, max(0.0, overdue))


def _look(connection: Connection) -> tuple[Counts, tuple[Failure, ...]]:
    return store.counts(connection), tuple(store.last_failures(connection, _FAILURES))
