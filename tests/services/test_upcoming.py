"""What happens next by itself: a rehearsal jumps from one to the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


async def test_reminders_and_days_of_meetings_come_in_order(stage):
    """From before registration opens until the meeting in June is over."""
    await stage.person("Ana").says("/follow geneva 2011")
    at, found = stage.clock.now(), []
    while (at := await stage.plenary.services.upcoming.next(at)) < datetime(2011, 7, 2, tzinfo=UTC):
        found.append(at)
        stage.clock.set(at)
        await stage.plenary.alarm.ring()
        stage.clock.set(at + timedelta(seconds=1))
        if len(found) > 20:
            break

    reminders = list(dict.fromkeys(at.replace(second=0, microsecond=0) for at in found if at.hour in (5, 7)))
    days = [at for at in found if at.hour == 22]
    assert [9, 13, 24, 26, 27] == [at.day for at in reminders]
    assert [26, 27, 28, 29, 30] == [at.day for at in days]
