"""The doors for time and identity."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import Clock, new_uid


def system_time() -> datetime:
    return datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC)


def test_a_clock_tells_real_time_in_utc() -> None:
    """Unmoved, the clock shows the hour of the system, aware and in UTC."""
    before = system_time()

    now = Clock().now()

    assert before <= now <= system_time()
    assert timedelta() == now.utcoffset()


def test_a_moved_clock_runs_on_from_there() -> None:
    """A clock that was set shows that instant and later ones, never the same twice over."""
    instant = datetime(2011, 5, 10, 8, tzinfo=UTC)
    clock = Clock.started_at(instant)

    first, second = clock.now(), clock.now()

    assert instant <= first <= second < instant + timedelta(minutes=1)


def test_a_clock_can_be_set_back_and_in_any_zone() -> None:
    """The instant may be given in any zone; the clock answers in UTC."""
    clock = Clock()

    clock.set(datetime(2011, 5, 10, 10, tzinfo=timezone(timedelta(hours=2))))

    assert "2011-05-10T08:00" == clock.now().isoformat()[:16]


def test_a_clock_is_not_set_to_an_instant_without_zone() -> None:
    """A time without a zone is no instant."""
    with pytest.raises(ValueError, match="zone"):
        Clock().set(datetime(2011, 5, 10))


def test_started_at_nothing_is_real_time() -> None:
    """No instant given: real time."""
    assert abs(Clock.started_at(None).now() - system_time()) < timedelta(minutes=1)


def test_no_two_uids_are_alike() -> None:
    """Every uid is new."""
    assert 100 == len({new_uid() for _ in range(100)})
