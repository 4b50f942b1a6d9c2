"""Trying again while Telegram cannot be reached: later and later, and without a line in the log for each time."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from telegram.error import RetryAfter

log = logging.getLogger(__name__)


class Patience:
    """Waits longer after each failure in a row, `longest` seconds at most; a row is logged when it begins and ends."""

    def __init__(self, *, shortest: float = 0.5, longest: float = 30.0) -> None:
        self._shortest = shortest
        self._longest = longest
        self._failures = 0

    async def failed(self, error: Exception) -> None:
        """Wait for as long as this failure asks for; Telegram may name a time itself."""
        if not self._failures:
            log.warning("Updates cannot be fetched or stored (%s); trying until they can.", error)
        seconds = min(self._longest, self._shortest * 2 ** min(self._failures, 16))
        self._failures += 1
        if isinstance(error, RetryAfter):
            named = error.retry_after
            seconds = max(seconds, named.total_seconds() if isinstance(named, timedelta) else named)
        await asyncio.sleep(seconds)

    def succeeded(self) -> None:
        """Say that the row of failures, if there was one, is over."""
        if self._failures:
            log.info("Updates come in again.")
        self._failures = 0
