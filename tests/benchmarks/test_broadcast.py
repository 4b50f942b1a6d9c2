"""The broadcast benchmark: the limits that its server enforces, how it judges, and that it runs."""

from __future__ import annotations

import pytest

from benchmarks import broadcast
from benchmarks.broadcast import Broadcast, Queueing, Waits, accepted, compare
from benchmarks.broadcast_botapi import Call, Limits


def evenly(chats: int, seconds_apart: float) -> Broadcast:
    """One message to each chat, one after the other."""
    return Broadcast(list(range(chats)), [Call(chat, chat * seconds_apart, accepted=True) for chat in range(chats)])


def test_thirty_are_allowed_in_any_trailing_second():
    """The 31st is refused, and so is whatever comes before the time that was named."""
    limits = Limits()

    assert [0] * 30 == [limits.retry_after(chat, 0.5 + chat / 1000) for chat in range(30)]
    assert 1 == limits.retry_after(30, 1.4)
    assert 1 == limits.retry_after(30, 2.3)
    assert 0 == limits.retry_after(30, 2.4)


def test_a_chat_is_allowed_one_a_second():
    """Others are not concerned, but for the time that was named."""
    limits = Limits()

    assert [0, 0, 1, 1, 0] == [
        limits.retry_after(chat, at) for chat, at in ((1, 0), (2, 0.1), (1, 0.9), (3, 1), (3, 2))
    ]


def test_a_group_is_allowed_twenty_a_minute():
    """The 21st waits until the first is a minute old."""
    limits = Limits()

    assert [0] * 20 == [limits.retry_after(-1, 2 * number) for number in range(20)]
    assert 20 == limits.retry_after(-1, 40)
    assert 0 == limits.retry_after(-1, 60)


def test_the_share_is_of_what_the_limit_allows_in_the_time():
    """Thirty a second is all of it; replies in between count, what is before and after does not."""
    half = evenly(61, 1 / 15)
    replies = [Call(1000 + number, number / 15 + 0.01, accepted=True) for number in range(-9, 80)]
    with_replies = Broadcast(half.recipients, sorted(half.calls + replies, key=lambda call: call.at))

    assert 100 == pytest.approx(evenly(600, 1 / 30).share)
    assert 50 == pytest.approx(half.share)
    assert 100 == pytest.approx(with_replies.share)


def test_who_got_nothing_and_who_got_it_twice_is_counted():
    """A refused call reaches nobody."""
    calls = [
        Call(1, 0, accepted=True),
        Call(2, 1, accepted=False),
        Call(3, 2, accepted=True),
        Call(3, 3, accepted=True),
    ]
    seen = Broadcast([1, 2, 3], calls)

    assert (1, 1, 1) == (seen.refused, seen.never_reached, seen.reached_twice)


@pytest.mark.parametrize(
    ("alone", "waits", "queueing"),
    [
        (evenly(600, 1 / 29), Waits(30, 40), Queueing(100_000, 0.2)),
        (Broadcast([*range(601)], evenly(600, 1 / 30).calls), Waits(30, 40), Queueing(100_000, 0.2)),
        (evenly(600, 1 / 30), Waits(30, 51), Queueing(100_000, 0.2)),
        (evenly(600, 1 / 30), Waits(30, 40), Queueing(100_000, 0.31)),
    ],
    ids=["slow", "lost", "late answers", "slow queueing"],
)
def test_each_bound_is_held(alone, waits, queueing):
    """One figure that is too bad fails the whole."""
    fine = evenly(600, 1 / 30)

    assert compare(fine, fine, fine, fine, fine, Waits(30, 40), Queueing(100_000, 0.2)).kept
    assert not compare(alone, fine, fine, fine, fine, waits, queueing).kept
    assert not compare(fine, Broadcast([*range(601)], fine.calls), fine, fine, fine, waits, queueing).kept


def test_a_call_that_was_refused_is_not_waited_for_twice():
    """It comes again: the server takes no more messages than there are people."""
    calls = [Call(1, 0, accepted=True), Call(2, 1, accepted=False), Call(2, 2, accepted=True)]

    assert 2 == accepted(calls)


def test_it_runs():
    """The short form: nobody is left out or written to twice, whatever the machine is doing meanwhile."""
    table = broadcast.run(short=True)

    assert {"lost", "twice"} == {row.what for row in table.rows if row.what in ("lost", "twice") and row.kept}
    assert "AIORateLimiter" in str(table)
    assert "queueing 2,000 recipients" in str(table)
