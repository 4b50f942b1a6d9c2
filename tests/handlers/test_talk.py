"""What people say of the talk itself: it is held in a chat, and goes on after a restart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


async def test_the_last_answer_is_given_again_to_who_doubts_it(stage):
    """With its source, and in the language that is wanted."""
    ana = stage.person("Ana")
    await ana.says("When is the Lima conference?")

    [doubted] = await ana.says("are you sure?")
    [translated] = await ana.says("en français s'il te plaît")
    [written] = await ana.says("where does it say that?")

    assert "looked it up again" in doubted.text
    assert "23–25 May 2007" in doubted.text
    assert "23–25 mai 2007" in translated.text
    assert "García Belaunde" in written.text


async def test_she_is_told_what_she_asked_though_a_reminder_was_asked_for_in_it(stage):
    """In her own words, also those by which she said when."""
    stage.clock.set(datetime(2007, 5, 1, 8, tzinfo=UTC))
    ana = stage.person("Ana")
    await ana.says("When is the Lima conference?")
    await ana.says("remind me three days before")

    [recalled] = await ana.says("what did I ask?")

    assert "When is the Lima conference?" in recalled.text
    assert "remind me three days before" in recalled.text


async def test_another_person_in_the_chat_is_not_told(stage):
    """What was asked is between her and the bot."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.says("When is the Lima conference?")

    [told] = await ben.says("what did I ask?")

    assert "Lima" not in told.text


@pytest.mark.parametrize(
    ("wish", "day"),
    [
        ("remind me the day before", "8 May 2011"),  # the opening of registration
        ("remind me the day before the meeting", "26 June 2011"),
    ],
)
async def test_a_reminder_goes_by_the_day_that_was_told_unless_it_names_the_meeting(stage, wish: str, day: str):
    """What was told last is meant where nothing else is named."""
    stage.clock.set(datetime(2011, 5, 2, 8, tzinfo=UTC))
    ana = stage.person("Ana")
    await ana.says("when does registration for June 2011 open?")

    [told] = await ana.says(wish)

    assert day in told.text


async def test_a_calendar_entry_is_put_right(stage):
    """It is the other meeting's."""
    stage.clock.set(datetime(2007, 1, 20, 8, tzinfo=UTC))
    ana = stage.person("Ana")
    await ana.says("put Lima into my calendar")

    seen = await ana.says("no, I meant the Oslo conference in February")

    assert any(each.document and each.document.name == "oslo-2007.ics" for each in seen)


async def test_what_is_said_first_of_all_begins_a_conversation(stage):
    """Whether it is a question, or a choice by which she is kept anew before she asks."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.says("/quiet 22:00-07:00")

    for person in (ana, ben):
        await person.says("When is the Lima conference?")
        [told] = await person.says("and where is it?")
        assert "📍 Lima" in told.text
