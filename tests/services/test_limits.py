"""How much one person may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.services.limits import UPDATES_A_MINUTE, Limits, Verdict

NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)


def stopped_clock() -> Clock:
    class Stopped(Clock):
        instant = NOON

        def now(self):
            return self.instant

    return Stopped()


def test_a_person_beyond_her_share_is_told_once():
    """Thirty messages a minute are heard; then one sentence, then silence."""
    limits = Limits(stopped_clock())

    heard = [limits.take(1) for _ in range(UPDATES_A_MINUTE)]

    assert {Verdict.FINE} == set(heard)
    assert Verdict.TOO_MANY is limits.take(1)
    assert Verdict.STILL_TOO_MANY is limits.take(1)


def test_others_are_heard_meanwhile():
    """One phone does not take everybody's turn."""
    limits = Limits(stopped_clock())
    for _ in range(UPDATES_A_MINUTE + 5):
        limits.take(1)

    assert Verdict.FINE is limits.take(2)


def test_after_a_minute_she_is_heard_again():
    """And is told again, should she go on."""
    clock = stopped_clock()
    limits = Limits(clock)
    for _ in range(UPDATES_A_MINUTE + 2):
        limits.take(1)

    clock.instant = NOON + timedelta(seconds=61)
    heard = [limits.take(1) for _ in range(UPDATES_A_MINUTE)]

    assert {Verdict.FINE} == set(heard)
    assert Verdict.TOO_MANY is limits.take(1)


def test_a_clock_that_is_moved_back_locks_nobody_out():
    """In the rehearsal room time goes both ways."""
    clock = stopped_clock()
    limits = Limits(clock)
    for _ in range(UPDATES_A_MINUTE):
        limits.take(1)

    clock.instant = NOON - timedelta(days=300)

    assert Verdict.FINE is limits.take(1)
