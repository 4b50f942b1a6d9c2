"""One fact changed in chat, through the same door as a file."""

from __future__ import annotations

import pytest

from tests.conftest import Stage
from tests.handlers.steps import goes, joined, time_passes, told


@pytest.fixture
def stage(organised: Stage) -> Stage:
    return organised


async def begins(person, *fields: str):
    """Choose the June meeting and press so many buttons."""
    return await goes(person, "/edit", "June 2011", *fields)


async def test_a_venue_is_changed_by_writing_it(stage, ingrid):
    """Shown first with who would be told; applied, the follower has it, and the answer says who entered it."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await begins(ingrid, "Venue")

    [plan] = await ingrid.says("Palais <des> Nations: XIX")
    await ingrid.presses("Apply")
    await time_passes(stage, seconds=61)
    [answer] = await ana.says("where is the meeting in June 2011?")

    assert "→ Palais <des> Nations: XIX" in plan.text
    assert "1 chat is told" in plan.text
    assert "→ Palais <des> Nations: XIX" in told(ana)[-1].text
    assert "entered by Ingrid" in answer.text


async def test_dates_that_cannot_be_are_told_and_may_be_written_again(stage, ingrid):
    """The end before the start; three dates; then two that fit."""
    await begins(ingrid, "Dates")

    [wrong] = await ingrid.says("2011-07-07 2011-07-04")
    [many] = await ingrid.says("2011-07-04 2011-07-05 2011-07-06")
    [plan] = await ingrid.says("2011-07-04 2011-07-07")
    await ingrid.presses("Apply")

    meeting = (await stage.plenary.services.meetings.view("geneva-2011")).meeting
    assert "before the start" in wrong.text
    assert "Two dates at most" in many.text
    assert "27–30 June 2011 → 4–7 July 2011" in plan.text
    assert "2011-07-07" == str(meeting.end)
    assert 1 == meeting.revision.sequence


async def test_a_status_is_a_button_and_a_fact_can_be_taken_away(stage, ingrid):
    """Nothing has to be typed for the first; a hyphen for the other."""
    plan = await begins(ingrid, "Whether it takes place", "Cancelled")
    await ingrid.presses("Discard the change")
    await begins(ingrid, "Registration opens")
    [gone] = await ingrid.says("-")

    assert "❌ Cancelled." in plan.text
    assert "not known any more; it was Monday, 9 May 2011" in gone.text


async def test_an_organiser_of_one_process_edits_only_that(stage, ingrid):
    """Others' meetings are not offered, nor taken by their buttons; to a delegate it is no command."""
    await ingrid.sends_document(
        "o.yaml", b"process: {id: other, name: Other}\nmeetings:\n  - {id: bern, name: Talks}\n"
    )
    await ingrid.presses("Apply")
    omar = await joined(stage, ingrid, "Omar", "Organiser", "Other")

    [offered] = await omar.says("/edit")
    [refused] = await omar.presses_data(offered, "edit:geneva-2011:status:cancelled")
    [unknown] = await stage.person("Ana").says("/edit")

    assert ["Talks"] == offered.labels
    assert [] == refused.labels
    assert "Cancelled" not in refused.text
    assert "command" in unknown.text


async def test_an_edit_is_undone_within_its_minute_and_nobody_hears_of_it(stage, ingrid):
    """The old value with its source is back; calendars are given it as a newer state, followers nothing."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    services = stage.plenary.services
    was = (await services.meetings.view("geneva-2011")).meeting
    await begins(ingrid, "Venue")
    await ingrid.says("Palais des Nations")
    await ingrid.presses("Apply")

    [undone] = await ingrid.presses("Undo")
    before = len(told(ana))
    await time_passes(stage, seconds=61)
    [log] = await ingrid.says("/log")

    meeting = (await services.meetings.view("geneva-2011")).meeting
    assert "as it was" in undone.text
    assert (was.venue, was.sources) == (meeting.venue, meeting.sources)
    assert 2 == meeting.revision.sequence
    assert before == len(told(ana))
    assert "undid" in log.text


async def test_an_edit_that_followers_were_told_is_undone_aloud(stage, ingrid):
    """They are told that it is as it was; a second press says that there is nothing left to undo."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await begins(ingrid, "Dates")
    await ingrid.says("2011-07-04 2011-07-07")
    [applied] = await ingrid.presses("Apply")
    await time_passes(stage, seconds=61)

    await ingrid.presses("Undo")
    await time_passes(stage, seconds=61)
    [again] = await ingrid.presses_data(applied, applied.button("Undo").callback_data)

    assert "4–7 July 2011 → 27–30 June 2011" in told(ana)[-1].text
    assert "/edit" in again.text


async def test_what_was_edited_since_is_shown_before_an_edit_is_undone(stage, ingrid):
    """An older state would take another's edit back as well: that is for her to decide."""
    await begins(ingrid, "Venue")
    await ingrid.says("Palais des Nations")
    [applied] = await ingrid.presses("Apply")
    other = "process: {id: other, name: Other}\nmeetings:\n  - {id: bern, name: Talks}\n"
    await ingrid.sends_document("o.yaml", other.encode())
    [imported] = await ingrid.presses("Apply")

    [shown] = await ingrid.presses_data(applied, applied.button("Undo").callback_data)
    await ingrid.presses("Apply")

    meeting = (await stage.plenary.services.meetings.view("geneva-2011")).meeting
    assert not any("Undo" in label for label in imported.labels)
    assert "Palais des Nations → " in shown.text
    assert "Palais des Nations" != meeting.venue.name
