"""The alarm: sleeps until the earliest reminder is due, and then hands what is due to the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.delivery.rest import Rest
from bot.errors import StoreError
from bot.services.reminders import Reminders

_AFTER_TROUBLE_SECONDS = 5.0

log = logging.getLogger(__name__)


class Alarm:
    """One runs, in the process that has the store for itself. While nothing is due it asks the store nothing."""

    def __init__(self, reminders: Reminders, rest: Rest, rung: Callable[[], None]) -> None:
        """`rung` is called when reminders have become deliveries."""
        self._reminders = reminders
        self._rest = rest
        self._rung = rung
        self._worker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, with what came due since the last run."""
        self._worker = asyncio.create_task(self._work(), name="alarm")

    async def stop(self) -> None:
        """End; what is due later is found by the next run."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    def wake(self) -> None:
        """Say that something was planned, or that the clock was moved."""
        self._rest.wake()

    async def ring(self) -> None:
        """Hand over what is due now."""
        if await self._reminders.ring():
            self._rung()

    async def _work(self) -> None:
        while True:
            try:
                self._rest.look()
                await self.ring()
                await self._rest.until(await self._reminders.earliest())
            except StoreError as error:
                log.error("Reminders wait: %s", error)
                await asyncio.sleep(_AFTER_TROUBLE_SECONDS)
            except Exception:  # whatever it is, it must not end the alarm
                log.exception("The alarm has stumbled.")
                await asyncio.sleep(_AFTER_TROUBLE_SECONDS)
