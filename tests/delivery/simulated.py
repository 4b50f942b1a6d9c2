"""Time that passes only when everybody waits for it: an event loop, a clock and a store for simulations.

What a database thread does takes no time; hours of waiting take none either.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import Clock
from bot.store.database import Database

MORNING = datetime(2011, 5, 10, 8, tzinfo=UTC)

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    loop: SimulatedLoop

    def select(self, timeout: float | None = None) -> Any:
        if self.loop.threads_at_work:
            return super().select(None if timeout is None or timeout > 0 else 0)
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        assert timeout is not None, "everybody waits, and nothing will ever happen"
        self.loop.seconds += timeout
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Jumps to the next timer when nothing is left to do."""

    def __init__(self) -> None:
        selector = _Selector()
        selector.loop = self
        self.seconds = 0.0
        self.threads_at_work = 0
        super().__init__(selector)

    def time(self) -> float:
        return self.seconds


class SimulatedClock(Clock):
    """The clock of a simulation: the loop's time, in the morning of a day in 2011."""

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=asyncio.get_running_loop().time())


@contextmanager
def threads_at_work() -> Iterator[None]:
    """Time stands still meanwhile."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, SimulatedLoop)
    loop.threads_at_work += 1
    try:
        yield
    finally:
        loop.threads_at_work -= 1


class SimulatedDatabase(Database):
    """The store, with time standing still while its threads work."""

    async def read(self, query, *args, **kwargs):
        with threads_at_work():
            return await super().read(query, *args, **kwargs)

    async def note(self, effect, *args, **kwargs):
        with threads_at_work():
            return await super().note(effect, *args, **kwargs)


async def opened(path: Path) -> SimulatedDatabase:
    """The store at a path."""
    with threads_at_work():
        database = await SimulatedDatabase.open(path, Clock())
    assert isinstance(database, SimulatedDatabase)
    return database


async def closed(database: Database) -> None:
    """Close a store."""
    with threads_at_work():
        await database.close()


def simulate(scenario: Callable[[], Awaitable[T]]) -> T:
    """Run a scenario in simulated time."""

    async def run() -> T:
        try:
            return await scenario()
        finally:
            asyncio.get_running_loop().threads_at_work += 1  # those that asyncio itself ends now

    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(run())
