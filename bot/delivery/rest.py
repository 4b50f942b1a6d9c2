"""Rest until something is due: nothing is asked of the store meanwhile, unless somebody wrote to it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from bot.clock import Clock

_LOOK_SECONDS = 5.0


class Rest:
    """What a worker on a store rests by. `wake()` says that something may be due now."""

    def __init__(self, store: Path, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._woken = asyncio.Event()
        self._written = (0, 0)

    def wake(self) -> None:
        """End the rest, or let the next one end at once."""
        self._woken.set()

    @property
    def is_over(self) -> bool:
        """Whether somebody has said `wake()` since the last look."""
        return self._woken.is_set()

    def look(self) -> None:
        """Say that the store is about to be read: what is written from now on ends the next rest."""
        self._woken.clear()
        self._written = self._last_write()

    async def until(self, instant: datetime | None) -> None:
        """Rest until then by our clock, or until we are woken, or another process has written to the store."""
        while True:
            seconds = (instant - self._clock.now()).total_seconds() if instant else _LOOK_SECONDS
            if seconds <= 0:
                return
            try:
                async with asyncio.timeout(min(seconds, _LOOK_SECONDS)):
                    await self._woken.wait()
                    return
            except TimeoutError:
                if self._written != self._last_write():
                    return

    def _last_write(self) -> tuple[int, int]:
        """What changes with each write: so that `plenary announce` is noticed without a query."""
        try:
            found = self._store.with_name(f"{self._store.name}-wal").stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)
