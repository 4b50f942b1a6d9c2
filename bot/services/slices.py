"""Long work that lets others have their turn: the loop is one, and a thread of Python code would hold it as well."""

from __future__ import annotations

import asyncio
import time

_SECONDS = 0.0015


class Slices:
    """Measures how long the loop has been held; what is begun when a slice is over makes it twice as long at most."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    async def next(self) -> None:
        """Let others have their turn where a slice is over."""
        if time.perf_counter() - self._began > _SECONDS:
            await asyncio.sleep(0)
            self._began = time.perf_counter()
