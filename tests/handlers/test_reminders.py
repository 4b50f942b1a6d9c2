"""Reminders as people get them: the clock is moved, the alarm rings, the outbox sends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


@pytest.fixture
async def rings(stage):
    """Move the clock to an instant, and let everything that is due by then go out."""
    await stage.plenary.outbox.start()

    async def at(instant: datetime) -> None:
        stage.clock.set(instant)
        await stage.plenary.alarm.ring()
        stage.plenary.outbox.wake()
        await stage.plenary.outbox.idle()

    return at


async def test_a_delegate_who_follows_is_told_that_registration_opens(stage, rings):
    """At nine in the morning at the venue, with the page to register on."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")

    earliest = await stage.plenary.services.reminders.earliest()
    await rings(earliest)

    told = ana.shown()[-1]
    assert datetime(2011, 5, 9, 7, tzinfo=UTC) == earliest
    assert "Registration is open." in told.text
    assert "https://www.ccm-registration.org" == told.button("Register").url
    assert [] == stage.refusals


async def test_a_meeting_is_muted_from_the_reminder_and_heard_of_again(stage, rings):
    """One press; what was planned of it is gone, and comes back."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    reminders = stage.plenary.services.reminders
    await rings(await reminders.earliest())

    [muted] = await ana.presses("Mute")
    silence = await reminders.earliest()
    [heard] = await ana.presses("Unmute")

    assert "No more reminders" in muted.text
    assert silence is None
    assert "again" in heard.text
    assert datetime(2011, 6, 13, 7, tzinfo=UTC) == await reminders.earliest()


async def test_what_comes_next_is_listed(stage):
    """With the hour that clocks at the venue show."""
    ana = stage.person("Ana")
    [nothing] = await ana.says("/reminders")
    await ana.says("/follow geneva 2011")
    [listed] = await ana.says("/reminders")

    assert "None is planned." in nothing.text
    assert "Monday, 9 May 2011, 09:00 (Zurich)" in listed.text
    assert "registration opens" in listed.text
