"""The pacer: never more than Telegram allows, replies first, nobody forgotten. Time is simulated."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.chats import IN_A_GROUP, MINUTE
from bot.delivery.pacer import Lane, Pacer, Ticket


@dataclass
class Left:
    """A call as it left, in a simulation."""

    at: float
    lane: Lane
    chat: int
    waited: float


@dataclass
class Simulation:
    """Feeds a pacer with replies that come at their times and with deliveries that are always waiting."""

    rate: int = 30
    replies: list[tuple[float, int]] = field(default_factory=list)
    deliveries: int = 0
    claim_takes: Iterable[float] = ()
    left: list[Left] = field(default_factory=list)

    def run(self) -> list[Left]:
        pacer, now = Pacer(self.rate), 0.0
        coming = sorted(self.replies, reverse=True)
        claims: list[tuple[float, int, float]] = []
        takes = iter(self.claim_takes)
        to_send, waiting = self.deliveries, 0
        chats = iter(range(1_000_000, 2_000_000))
        while coming or to_send or waiting or claims or pacer._replies or pacer._parked:
            while coming and coming[-1][0] <= now:
                at, chat = coming.pop()
                pacer.ask(Lane.REPLY, chat, at)
            if to_send and not waiting:
                pacer.ask(Lane.DELIVERY, None, now)
                to_send, waiting = to_send - 1, 1
            while claims and claims[0][0] <= now:
                _, chat, asked_at = claims.pop(0)
                pacer.leave(chat, now)
                self.left.append(Left(now, Lane.DELIVERY, chat, now - asked_at))
            ticket, at = pacer.next(now)
            if ticket is None:
                times = [at, *(reply[0] for reply in coming[-1:]), *(claim[0] for claim in claims[:1])]
                now = max(now, min(times))
            elif ticket.lane is Lane.REPLY:
                self._reply(ticket, now)
            else:
                waiting = 0
                claims.append((now + next(takes, 0.0), next(chats), ticket.asked_at))
                claims.sort()
        return self.left

    def _reply(self, ticket: Ticket, now: float) -> None:
        assert isinstance(ticket.chat, int)
        self.left.append(Left(now, Lane.REPLY, ticket.chat, now - ticket.asked_at))


def most_in_any(seconds: float, times: Iterable[float]) -> int:
    """The largest number of times within any trailing span."""
    ordered = sorted(times)
    most, first = 0, 0
    for position, at in enumerate(ordered):
        while ordered[first] <= at - seconds:
            first += 1
        most = max(most, position - first + 1)
    return most


arrivals = st.lists(st.tuples(st.floats(0, 20), st.integers(1, 12)), max_size=200)


@settings(max_examples=60, deadline=None)
@given(
    rate=st.integers(1, 60),
    replies=arrivals,
    deliveries=st.integers(0, 200),
    claim_takes=st.lists(st.floats(0, 0.2), max_size=200),
)
def test_never_more_than_the_rate_in_any_trailing_second(rate, replies, deliveries, claim_takes):
    """Whoever writes and however long a claim takes: at most `rate` calls leave in any second; each leaves once."""
    left = Simulation(rate, replies, deliveries, claim_takes).run()

    assert len(replies) + deliveries == len(left)
    assert most_in_any(1.0, (call.at for call in left)) <= rate


@settings(max_examples=60, deadline=None)
@given(replies=st.lists(st.tuples(st.floats(0, 100), st.integers(-3, -1)), max_size=150))
def test_never_more_than_twenty_a_minute_in_a_group(replies):
    """A group that asks more than Telegram lets us answer waits."""
    left = Simulation(replies=replies).run()

    for group in (-1, -2, -3):
        assert most_in_any(60.0, (call.at for call in left if call.chat == group)) <= IN_A_GROUP


def test_deliveries_leave_evenly_and_nearly_at_the_rate():
    """600 deliveries take what the limit asks for and hardly more: 98 % of the allowed rate and better."""
    left = Simulation(deliveries=600).run()

    gaps = [later.at - earlier.at for earlier, later in pairwise(left)]
    assert 0.98 <= 600 / 30 / left[-1].at
    assert min(gaps) > 0.03


def test_a_slow_claim_is_made_up_for():
    """A disk that takes 80 ms instead of 3 now and then hardly lowers the rate, nor leads to more than the rate."""
    disk = random.Random(7)
    claims = [0.08 if disk.random() < 0.05 else 0.003 for _ in range(600)]

    left = Simulation(deliveries=600, claim_takes=claims).run()

    assert 0.975 <= 600 / 30 / left[-1].at
    assert most_in_any(1.0, (call.at for call in left)) <= 30


def test_replies_hardly_wait_while_a_broadcast_runs():
    """200 questions in 20 s during a broadcast: 95 of 100 replies wait 5 ms at most, and 88 % of the rate is used."""
    people = random.Random(3)
    questions = [(people.uniform(0, 20), chat) for chat in range(1, 201)]

    left = Simulation(replies=questions, deliveries=2000).run()

    waits = sorted(call.waited for call in left if call.lane is Lane.REPLY)
    assert waits[int(0.95 * len(waits))] <= 0.005
    assert 0.88 * 30 * 20 <= sum(call.at < 20 for call in left)


def test_deliveries_are_not_starved():
    """While people ask for more than the whole rate, deliveries still get a place about every second."""
    people = random.Random(5)
    questions = [(people.uniform(0, 20), chat) for chat in range(1, 1201)]

    left = Simulation(replies=questions, deliveries=20).run()

    times = [0.0, *(call.at for call in left if call.lane is Lane.DELIVERY)]
    assert max(later - earlier for earlier, later in pairwise(times)) <= 1.5


def test_replies_of_a_burst_leave_in_the_order_in_which_they_were_asked_for():
    """Nobody overtakes: 300 people at once are answered one after the other."""
    left = Simulation(replies=[(0.0, chat) for chat in range(300, 0, -1)]).run()

    assert sorted(call.chat for call in left) == sorted(range(1, 301))
    assert [call.at for call in left] == sorted(call.at for call in left)


def test_a_group_that_has_used_up_its_minute_keeps_nobody_else_waiting():
    """Its replies step aside; those of others leave at once."""
    pacer = Pacer()
    for second in range(IN_A_GROUP):
        pacer.ask(Lane.REPLY, -5, float(second))
        pacer.next(float(second))
    late = pacer.ask(Lane.REPLY, -5, 30.0)
    other = pacer.ask(Lane.REPLY, 7, 30.0)

    assert (other, 30.0) == pacer.next(30.0)
    assert (None, MINUTE) == pacer.next(30.0)
    assert (late, MINUTE) == pacer.next(MINUTE)


def test_nothing_leaves_before_the_time_that_telegram_named():
    """A 429 holds both lanes; afterwards everything goes on."""
    pacer = Pacer()
    pacer.hold(17.0)
    reply = pacer.ask(Lane.REPLY, 1, 0.0)
    pacer.ask(Lane.DELIVERY, None, 0.0)

    assert (None, 17.0) == pacer.next(0.0)
    assert (None, 17.0) == pacer.next(16.9)
    assert (reply, 17.0) == pacer.next(17.0)


def test_a_chat_is_busy_for_a_second_after_each_message():
    """No delivery goes to a chat that was written to within the last second."""
    pacer = Pacer()
    pacer.ask(Lane.REPLY, 7, 0.0)
    pacer.next(0.0)

    assert {7: 1.003} == pacer.chats.busy(0.5)
    assert {} == pacer.chats.busy(1.1)


def test_in_a_group_deliveries_leave_room_for_answers():
    """Of the twenty a minute, deliveries leave three."""
    pacer = Pacer()
    for second in range(17):
        pacer.ask(Lane.REPLY, -5, 2.0 * second)
        pacer.next(2.0 * second)

    assert {-5: MINUTE} == pacer.chats.busy(50.0)
    assert {} == pacer.chats.busy(MINUTE)


def test_a_cancelled_call_takes_no_place():
    """Who went away is skipped, wherever she stands."""
    pacer = Pacer(1)
    pacer.ask(Lane.REPLY, 1, 0.0)
    pacer.next(0.0)
    gone, stays = pacer.ask(Lane.REPLY, 2, 0.0), pacer.ask(Lane.REPLY, 3, 0.0)
    pacer.cancel(gone)

    assert (stays, 1.003) == pacer.next(1.003)


def test_a_call_that_took_long_is_counted_late():
    """Telegram may have counted it only when it answered: its place is free a second after that."""
    pacer = Pacer(1)
    for second in (0.0, 2.0):
        pacer.ask(Lane.REPLY, 1, second)
        pacer.next(second)
        pacer.landed(second, second + (0.05 if second == 0.0 else 0.35))
    pacer.ask(Lane.REPLY, 2, 2.5)

    ticket, at = pacer.next(2.5)

    assert ticket is None
    assert 3.303 == round(at, 3)


def test_a_place_that_is_given_back_is_free_at_once():
    """Where nothing was due, the next may have it."""
    pacer = Pacer(1)
    pacer.ask(Lane.DELIVERY, None, 0.0)
    pacer.next(0.0)
    reply = pacer.ask(Lane.REPLY, 3, 0.1)
    assert pacer.next(0.1)[0] is None

    pacer.give_back()

    assert (reply, 0.1) == pacer.next(0.1)


def test_chats_are_forgotten_when_they_are_quiet():
    """What is kept of the past does not grow with the number of chats."""
    pacer = Pacer(1000)
    for chat in range(1, 5001):
        pacer.ask(Lane.REPLY, chat, chat / 10)
        pacer.next(chat / 10)

    assert len(pacer.chats._private) < 350
