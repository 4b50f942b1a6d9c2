"""The two lanes in which calls wait for their place: replies and deliveries, one pacer for both."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.delivery.chats import ChatId
from bot.delivery.pacer import Lane, Pacer, Ticket


class Lanes:
    """Lets calls wait. Everything that one bot sends goes through one instance."""

    def __init__(self, rate: int = 30, pace: float = 1.0) -> None:
        """`rate` is how many messages a second Telegram allows (`PLENARY_RATE`), `pace` that of `Chats`."""
        self._pacer = Pacer(rate, pace)
        self._waiting: dict[Ticket, asyncio.Future[float]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._comes_back_at = math.inf  # a handle of libuv's loop cannot always say it

    async def reply(self, chat: ChatId | None) -> float:
        """Return when a reply may leave, with the loop's time; it counts as leaving then."""
        return await self._turn(Lane.REPLY, chat)

    async def delivery(self) -> Place:
        """Return when a delivery may leave, with a place that is kept open for it."""
        await self._turn(Lane.DELIVERY, None)
        return Place(self)

    def landed(self, left_at: float) -> None:
        """The call that left then has got its answer."""
        self._pacer.landed(left_at, _now())

    def usually_in_flight(self) -> int:
        """How many calls are under way at most when all is well."""
        return self._pacer.usually_in_flight()

    def hold(self, seconds: float) -> None:
        """Let nothing leave for so long: Telegram said so."""
        self._pacer.hold(_now() + seconds)

    def held_for(self) -> float:
        """For how many seconds from now nothing may leave."""
        return max(0.0, self._pacer.held_until() - _now())

    def busy(self) -> tuple[list[int], float]:
        """The chats to which no delivery may go now, and the seconds until the first of them is free."""
        now = _now()
        busy = self._pacer.chats.busy(now)
        return [chat for chat in busy if isinstance(chat, int)], min(busy.values(), default=math.inf) - now

    def _leave(self, chat: ChatId | None) -> float:
        now = _now()
        self._pacer.leave(chat, now)
        self._serve(now)
        return now

    def _give_back(self) -> None:
        self._pacer.give_back()
        self._serve(_now())

    async def _turn(self, lane: Lane, chat: ChatId | None) -> float:
        loop = asyncio.get_running_loop()
        now = loop.time()
        ticket = self._pacer.ask(lane, chat, now)
        granted: asyncio.Future[float] = loop.create_future()
        self._waiting[ticket] = granted
        self._serve(now)
        try:
            return await granted
        except asyncio.CancelledError:
            if ticket.granted_at is None:
                del self._waiting[ticket]
                self._pacer.cancel(ticket)
            elif lane is Lane.DELIVERY:
                self._give_back()
            raise

    def _serve(self, now: float) -> None:
        """Grant what can be granted now, and come back when the next can."""
        ticket, at = self._pacer.next(now)
        while ticket is not None:
            granted = self._waiting.pop(ticket)
            if not granted.cancelled():
                granted.set_result(now)
            ticket, at = self._pacer.next(now)
        if self._timer is not None and self._comes_back_at != at:
            self._timer.cancel()
            self._timer = None
        if self._timer is None and at < math.inf:
            self._timer = asyncio.get_running_loop().call_at(at, self._come_back)
            self._comes_back_at = at

    def _come_back(self) -> None:
        self._timer = None
        self._serve(_now())


class Place:
    """What a delivery's calls leave by: the place kept open for the first, and a new one for each more."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._is_open = True
        self.has_left = False

    @property
    def is_open(self) -> bool:
        """Whether a place is kept open still."""
        return self._is_open

    async def leave(self, chat: ChatId | None) -> float:
        """Return when the call may be made, with the loop's time; it counts as leaving then."""
        if not self._is_open:
            await self._lanes._turn(Lane.DELIVERY, None)
        self._is_open = False
        self.has_left = True
        return self._lanes._leave(chat)

    def close(self) -> None:
        """Give the place back if no call has taken it."""
        if self._is_open:
            self._is_open = False
            self._lanes._give_back()


_place: ContextVar[Place | None] = ContextVar("place", default=None)


def current_place() -> Place | None:
    """The place by which the calls of this task leave; None: they are replies."""
    return _place.get()


@contextmanager
def leaving_by(place: Place) -> Iterator[None]:
    """Let the calls made within leave by this place."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)
        place.close()


def _now() -> float:
    return asyncio.get_running_loop().time()
