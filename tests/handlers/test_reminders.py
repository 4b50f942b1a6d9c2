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


async def test_quiet_hours_are_chosen_or_written(stage):
    """What would fall into them moves."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await ana.says("/settings")
    await ana.presses("Quiet hours")
    [chosen] = await ana.presses("21:00–07:00")
    await ana.says("/settings")
    await ana.presses("Quiet hours")
    [wrong] = await ana.says("never")
    [written] = await ana.says("8 to 10")
    [settings] = await ana.says("/settings")

    assert "Quiet hours: 21:00–07:00" in chosen.text
    assert "no hours" in wrong.text
    assert "Quiet hours: 08:00–10:00" in written.text
    assert "Quiet hours: 08:00–10:00" in settings.text
    assert datetime(2011, 5, 9, 8, tzinfo=UTC) == await stage.plenary.services.reminders.earliest()


async def test_a_delegate_sets_her_own_lead_times(stage):
    """One kind after the other, a press each; and back to the usual ones."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await ana.says("/reminders")
    await ana.presses("How long before")
    await ana.presses("The meeting")
    [more] = await ana.presses("▫️ 30 days")
    [usual] = await ana.presses("As usual")

    assert "The meeting:" in more.text
    assert "30 days before; 14 days before; 3 days before; 1 day before; on the day" in more.text
    assert "as the organisers of each meeting decide" in usual.text
    assert [] == stage.refusals


async def test_an_organiser_changes_the_rules_with_the_times_before_her(open_stage):
    """Everyone who follows gets them; it stands in the log."""
    stage = await open_stage(organisers=(77,))
    ana, ingrid = stage.person("Ana"), stage.person("Ingrid", id=77)
    await ana.says("/follow geneva 2011")
    await ingrid.says("/reminders")
    await ingrid.presses("Reminders of a meeting")
    [rules] = await ingrid.presses(next(label for label in ingrid.shown()[-1].labels if "June 2011" in label))
    await ingrid.presses("Registration opens")
    [changed] = await ingrid.presses("▫️ 1 day")
    [log] = await ingrid.says("/log")

    assert "Monday, 13 June 2011, 09:00 (Zurich): The meeting" in rules.text
    assert "Sunday, 8 May 2011, 09:00 (Zurich): Registration opens" in changed.text
    assert datetime(2011, 5, 8, 7, tzinfo=UTC) == await stage.plenary.services.reminders.earliest()
    assert "changed the reminders of geneva-2011" in log.text
