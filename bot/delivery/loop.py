"""The outbox at work: it waits for what is due, takes a place, claims, sends, and writes down what became of it."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.decide import decide
from bot.delivery.lanes import Lanes, Place, leaving_by
from bot.delivery.rest import Rest
from bot.delivery.trouble import Probe, Trouble
from bot.errors import StoreError
from bot.store import outbox
from bot.store.database import Database
from bot.store.outbox import Delivery, Outcome

_LOOK_SECONDS = 5.0

log = logging.getLogger(__name__)


class Sent:
    """What a call has sent: the ids of the messages, in which language, and whether that was all of the delivery.

    `instead` is what becomes of a delivery for which no call was to be made any more, or not yet.
    """

    __slots__ = ("instead", "is_complete", "language", "message_ids")

    def __init__(
        self,
        *message_ids: int,
        is_complete: bool = True,
        language: str | None = None,
        instead: Outcome | None = None,
    ) -> None:
        self.message_ids = message_ids
        self.is_complete = is_complete
        self.language = language
        self.instead = instead


Send = Callable[[Delivery], Awaitable[Sent]]
"""Makes the one call of a claimed delivery. Raises the error of the call."""


class Outbox:
    """Works off the outbox of one store. One instance runs, in the process that has the store for itself."""

    def __init__(self, database: Database, clock: Clock, lanes: Lanes, send: Send, probe: Probe) -> None:
        self._database = database
        self._clock = clock
        self._lanes = lanes
        self._send = send
        self._worker: asyncio.Task[None] | None = None
        self._flights: set[asyncio.Task[None]] = set()
        self._rest = Rest(database.path, clock)
        self._idle = asyncio.Event()
        self._may_find = True
        self._trouble = Trouble(probe)
        self._store_failed = False

    async def start(self) -> None:
        """Begin, with what the last run left."""
        doubtful = await self._database.write(outbox.recover)
        if doubtful:
            log.warning("%d deliveries were under way at the last stop; whether they arrived is uncertain.", doubtful)
        self._worker = asyncio.create_task(self._work(), name="outbox")

    async def stop(self, seconds: float = 8.0) -> None:
        """Claim nothing more and finish what is under way; what takes longer than `seconds` becomes uncertain."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        if self._flights:
            await asyncio.wait(self._flights, timeout=seconds)
        for flight in self._flights:
            flight.cancel()
        await asyncio.gather(*self._flights, return_exceptions=True)

    def wake(self) -> None:
        """Say that something was queued, resumed or decided, or that the clock was moved."""
        self._idle.clear()
        self._rest.wake()

    async def idle(self) -> None:
        """Wait until nothing is due or under way."""
        await self._idle.wait()

    async def _work(self) -> None:
        while True:
            try:
                await self._take_off()
            except Exception:  # whatever it is, it must not end the outbox
                log.exception("The outbox has stumbled.")
                await asyncio.sleep(_LOOK_SECONDS)

    async def _take_off(self) -> None:
        """Let the next delivery fly as soon as there is one, a way, and a place."""
        await self._something_is_due()
        await self._calls_get_through()
        await self._answers_come()
        place = await self._lanes.delivery()
        flight = asyncio.create_task(self._deliver(place))
        self._flights.add(flight)
        flight.add_done_callback(self._landed)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._rest.wake()  # its chat is free again, and something may have become pending
        if not flight.cancelled() and flight.exception() is not None:
            log.error("A delivery is left in doubt.", exc_info=flight.exception())

    async def _something_is_due(self) -> None:
        while not self._may_find or self._store_failed:
            if self._store_failed:
                await asyncio.sleep(_LOOK_SECONDS)
            self._rest.look()
            try:
                due_at, look_at = await self._next()
            except StoreError as error:
                log.error("The outbox cannot be read: %s", error)
                self._store_failed = True
                continue
            self._store_failed = False
            self._may_find = _has_come(look_at, self._clock.now())
            if not self._may_find:
                if not (self._flights or self._rest.is_over or _has_come(due_at, self._clock.now())):
                    self._idle.set()
                await self._rest.until(look_at)
                self._idle.clear()

    async def _next(self) -> tuple[datetime | None, datetime | None]:
        """When the next delivery is due, and when one can be made: its chat may have been written to just now."""
        busy, free_in = self._lanes.busy()
        due_at = free_at = await self._database.read(outbox.earliest, busy)
        if busy and not _has_come(free_at, self._clock.now()):
            due_at = await self._database.read(outbox.earliest)
            if due_at is not None:
                blocked_until = max(due_at, self._clock.now() + timedelta(milliseconds=math.ceil(1000 * free_in)))
                free_at = min(free_at or blocked_until, blocked_until)
        return due_at, free_at

    async def _answers_come(self) -> None:
        while len(self._flights) >= self._lanes.usually_in_flight():  # each of them may end in doubt
            await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)

    async def _calls_get_through(self) -> None:
        while self._trouble.is_there and self._flights:
            await asyncio.wait(self._flights)
        if self._trouble.is_there:
            await self._trouble.wait()

    async def _deliver(self, place: Place) -> None:
        with leaving_by(place):
            try:
                busy, _ = self._lanes.busy()
                delivery = await self._database.write(outbox.claim, self._clock.now(), busy)
            except StoreError as error:
                log.error("Nothing can be claimed from the outbox: %s", error)
                self._store_failed = True
                return
            if delivery is None:
                self._may_find = False
                return
            await self._make(delivery, place)

    async def _make(self, delivery: Delivery, place: Place) -> None:
        sent = Sent()
        error: Exception | None = None
        try:
            sent = await self._send(delivery)
        except TelegramError as problem:
            error = problem
        except Exception as problem:
            log.exception("Delivery %d could not be made.", delivery.id)
            error = TelegramError(type(problem).__name__) if place.has_left else problem
        outcome = decide(error, delivery, self._clock.now())
        if error is None and not sent.is_complete:
            outcome = Outcome(state="pending")
        if error is None and sent.instead is not None:
            outcome = sent.instead
        else:
            self._note(delivery, outcome, error)
        await self._settle(delivery, outcome, sent)

    def _note(self, delivery: Delivery, outcome: Outcome, error: Exception | None) -> None:
        self._trouble.note(error)
        if outcome.hold is not None:
            self._lanes.hold(outcome.hold.total_seconds())
        if outcome.state in ("uncertain", "failed"):
            log.warning("Delivery %d to chat %d is %s: %s", delivery.id, delivery.chat_id, outcome.state, error)

    async def _settle(self, delivery: Delivery, outcome: Outcome, sent: Sent) -> None:
        """Write the outcome, however long the disk refuses: unwritten it would be in doubt after a restart."""
        while True:
            try:
                now = self._clock.now()
                await self._database.write(outbox.settle, delivery, outcome, now, sent.message_ids, sent.language)
                return
            except StoreError as error:
                log.error("Delivery %d is %s, but that cannot be written: %s", delivery.id, outcome.state, error)
                self._store_failed = True
                await asyncio.sleep(_LOOK_SECONDS)


def _has_come(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now
