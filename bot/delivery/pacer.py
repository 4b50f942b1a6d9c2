"""When a call may leave: the limits that Telegram sets, and who goes first. Pure; the time is given, in seconds.

Over all chats `rate` calls in any trailing second, deliveries evenly; in one chat as `chats` says.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque
from enum import Enum
from heapq import heappop, heappush
from itertools import count

from bot.delivery.chats import SECOND, ChatId, Chats

PACE = 29.9 / 30
"""The share of the rate at which deliveries follow one another."""

_KEPT_FREE = 0.1  # of the rate, for replies, while people write ...
_STILL_WRITING = 5.0  # ... which they do for so many seconds after the last reply
_LONGEST_DETOUR = 1.0  # seconds for which a delivery lets replies go first
_MILLISECOND = 0.001
_A_FEW = 16
_CATCH_UP = 3  # deliveries that may follow at once when claiming took long


class Lane(Enum):
    """Replies are waited for by a person; deliveries are not."""

    REPLY = "reply"
    DELIVERY = "delivery"


class Ticket:
    """A call that waits for its place. A delivery's chat is not known yet: it is claimed when there is a place."""

    __slots__ = ("asked_at", "chat", "granted_at", "is_cancelled", "lane")

    def __init__(self, lane: Lane, chat: ChatId | None, asked_at: float) -> None:
        self.lane = lane
        self.chat = chat
        self.asked_at = asked_at
        self.granted_at: float | None = None
        self.is_cancelled = False


class Pacer:
    """Gives out places. One serves everything that the bot sends.

    A reply leaves when its place is granted. A delivery first claims its row: until `leave` its place is kept open.
    """

    def __init__(self, rate: int = 30, pace: float = 1.0) -> None:
        """`rate` is how many messages a second Telegram allows, `pace` that of `Chats`."""
        self._rate = rate
        self._for_deliveries = max(1, rate - math.ceil(rate * _KEPT_FREE))
        self._step = 1 / (rate * PACE)
        self._left: deque[float] = deque()
        self._open = 0
        self._usual = 0.0  # seconds that a call takes: the median, followed in small steps
        self._next_delivery = -math.inf
        self._last_reply = -math.inf
        self._held_until = -math.inf
        self._replies: deque[Ticket] = deque()
        self._parked: list[tuple[float, int, Ticket]] = []
        self._deliveries: deque[Ticket] = deque()
        self._numbers = count()
        self.chats = Chats(pace)

    def ask(self, lane: Lane, chat: ChatId | None, now: float) -> Ticket:
        """Ask for a place; `next` grants it."""
        ticket = Ticket(lane, chat, now)
        if lane is Lane.REPLY:
            self._last_reply = now
            self._replies.append(ticket)
        else:
            self._deliveries.append(ticket)
        return ticket

    def next(self, now: float) -> tuple[Ticket | None, float]:
        """Grant the next place, or give None and the time at which to ask again (infinity: nobody waits)."""
        self._unpark(now)
        self._drop_cancelled()
        if not (self._replies or self._deliveries or self._parked):
            return None, math.inf
        if now < self._held_until:
            return None, self._held_until
        if self._deliveries and self._overdue_at(now) <= now:
            return self._grant(self._deliveries.popleft(), now), now
        while self._replies:
            place_at = self._free_at(self._rate, now)
            if place_at > now:
                return None, place_at
            ticket = self._replies.popleft()
            if ticket.is_cancelled:
                continue
            chat_at = self.chats.free_for_reply(ticket.chat)
            if chat_at <= now:
                return self._grant(ticket, now), now
            heappush(self._parked, (chat_at, next(self._numbers), ticket))
        return self._next_delivery_or_time(now)

    def _next_delivery_or_time(self, now: float) -> tuple[Ticket | None, float]:
        at = self._parked[0][0] if self._parked else math.inf
        if not self._deliveries:
            return None, at
        writing = now - self._last_reply < _STILL_WRITING
        place_at = self._free_at(self._for_deliveries if writing else self._rate, now)
        delivery_at = max(place_at, self._next_delivery)
        if delivery_at <= now:
            return self._grant(self._deliveries.popleft(), now), now
        return None, min(at, delivery_at, self._overdue_at(now))

    def _overdue_at(self, now: float) -> float:
        """When the first delivery goes before replies: so that these, however many, do not keep it for ever."""
        patient_until = max(self._deliveries[0].asked_at, self._held_until) + _LONGEST_DETOUR
        return max(patient_until, self._free_at(self._rate, now), self._next_delivery)

    def cancel(self, ticket: Ticket) -> None:
        """The call is not made. A delivery that has its place gives it back with `give_back` instead."""
        ticket.is_cancelled = True

    def landed(self, left_at: float, now: float) -> None:
        """The call that left then is answered now.

        One that took longer than usual may have been counted by Telegram so much later than it left.
        """
        self._usual = self._usual or now - left_at
        late = now - left_at - self._usual
        self._usual += math.copysign(_MILLISECOND, late) if late else 0.0
        if late > _MILLISECOND:
            position = bisect_left(self._left, left_at)
            if position < len(self._left) and self._left[position] == left_at:
                del self._left[position]
                insort(self._left, left_at + late)

    def usually_in_flight(self) -> int:
        """How many calls are under way at most when they take as long as usual: twice the rate times that, or a few."""
        return max(_A_FEW, math.ceil(2 * self._rate * self._usual))

    def leave(self, chat: ChatId | None, now: float) -> None:
        """The call for which a place was kept open leaves now."""
        self._open -= 1
        self._note(chat, now)

    def give_back(self) -> None:
        """A place that was kept open is not needed."""
        self._open -= 1

    def hold(self, until: float) -> None:
        """Telegram wants nothing more from us until then."""
        self._held_until = max(self._held_until, until)

    def held_until(self) -> float:
        """The time before which nothing may leave."""
        return self._held_until

    def _grant(self, ticket: Ticket, now: float) -> Ticket:
        ticket.granted_at = now
        if ticket.lane is Lane.REPLY:
            self._note(ticket.chat, now)
        else:
            self._open += 1
            behind = now - self._next_delivery  # a little is made up for, a pause is not
            self._next_delivery = (self._next_delivery if behind <= _CATCH_UP * self._step else now) + self._step
        return ticket

    def _note(self, chat: ChatId | None, now: float) -> None:
        self._left.append(now)
        if chat is not None:
            self.chats.note(chat, now)

    def _free_at(self, places: int, now: float) -> float:
        """When fewer than so many places are taken: by what left in the last second, and by what is about to."""
        while self._left and self._left[0] + SECOND <= now:
            self._left.popleft()
        excess = len(self._left) + self._open - places
        if excess < 0:
            return now
        return self._left[excess] + SECOND if excess < len(self._left) else math.inf

    def _unpark(self, now: float) -> None:
        while self._parked and self._parked[0][0] <= now:
            self._replies.appendleft(heappop(self._parked)[2])

    def _drop_cancelled(self) -> None:
        for waiting in (self._replies, self._deliveries):
            while waiting and waiting[0].is_cancelled:
                waiting.popleft()
