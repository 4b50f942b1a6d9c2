"""Whether the bot can serve: the store answers, and updates come in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.store import meetings
from bot.store.database import Database

_LONGEST_SILENCE = 90.0
_STORE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong with each part, None for what is well."""

    store: str | None
    updates: str | None

    @property
    def ready(self) -> bool:
        """Whether people are served."""
        return self.store is None and self.updates is None


class Health:
    """Says whether the bot is ready. Whoever receives updates calls `heard` whenever Telegram has answered."""

    def __init__(
        self,
        database: Database,
        *,
        longest_silence: float | None = _LONGEST_SILENCE,
        store_seconds: float = _STORE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`longest_silence` is in seconds, and None for a webhook, where nobody writing is no fault. A long poll ends
        after 30 seconds at the latest, also when there is nothing new. The store has `store_seconds` to answer."""
        self._database = database
        self._longest_silence = longest_silence
        self._store_seconds = store_seconds
        self._monotonic = monotonic
        self._heard: float | None = None

    def heard(self) -> None:
        """Note that Telegram has just answered getUpdates, or has accepted the webhook."""
        self._heard = self._monotonic()

    async def report(self) -> Report:
        """Ask the store, and look at the clock."""
        return Report(await self._store(), self._updates())

    async def _store(self) -> str | None:
        try:
            async with asyncio.timeout(self._store_seconds):
                await self._database.read(meetings.revision)
        except Exception as error:  # whatever it is, people are not served
            return f"does not answer ({type(error).__name__})"
        return None

    def _updates(self) -> str | None:
        if self._heard is None:
            return "Telegram has not answered yet"
        silence = self._monotonic() - self._heard
        if self._longest_silence is not None and silence > self._longest_silence:
            return f"Telegram has not answered for {silence:.0f} seconds"
        return None
