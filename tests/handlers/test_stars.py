"""Sessions that a delegate stars from the programme, and what clashes with them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.meetings_file import import_files
from tests.handlers.steps import goes

TWO_MEETINGS = """\
process: {id: p, name: Process}
meetings:
  - id: geneva-2011
    name: Meeting in Geneva
    start: 2011-06-27
    end: 2011-06-30
    timezone: Europe/Zurich
    city: Geneva
    country: CH
    programme:
      - {id: opening, title: Opening, start: 2011-06-27T10:00, end: 2011-06-27T13:00}
      - {id: clearance, title: Clearance, start: 2011-06-27T12:30, end: 2011-06-27T14:00}
      - {id: closing, title: Closing, start: 2011-06-27T14:00}
      - {id: dinner, title: Dinner, start: 2011-06-28}
  - id: addis-2011
    name: Regional meeting
    start: 2011-06-27
    end: 2011-06-27
    timezone: Africa/Addis_Ababa
    city: Addis Ababa
    country: ET
    programme:
      - {id: launch, title: Launch, start: 2011-06-27T13:00, end: 2011-06-27T14:00}
"""


@pytest.fixture
def two_meetings(tmp_path: Path) -> Path:
    file = tmp_path / "two.yaml"
    file.write_text(TWO_MEETINGS)
    return file


async def opens(person, meeting, session):
    """Go to a session from the card."""
    await person.starts(meeting)
    await person.presses("Programme")
    [shown] = await person.presses(session)
    return shown


async def test_a_session_is_starred_and_unstarred(open_stage, two_meetings):
    """One press each; the session says how it stands, and the programme marks what is starred."""
    stage = await open_stage(files=(two_meetings,))
    ana = stage.person("Ana")
    await opens(ana, "geneva-2011", "10:00 Opening")

    [starred] = await ana.presses("Star")
    [programme] = await ana.presses("Programme")
    [again] = await ana.presses("⭐ 10:00 Opening")
    [left] = await ana.presses("Take the star off")

    assert "You starred this session" in starred.text
    assert "⭐ 10:00–13:00 Opening" in programme.text
    assert "You starred this session" in again.text
    assert "You starred this session" not in left.text
    assert left.button("Star") is not None
    assert [] == stage.refusals


async def test_a_clash_is_said_with_its_time(open_stage, two_meetings):
    """Of one meeting, with what overlaps; what begins as another ends does not clash."""
    stage = await open_stage(files=(two_meetings,))
    ana = stage.person("Ana")
    await opens(ana, "geneva-2011", "10:00 Opening")
    await ana.presses("Star")

    clearance = await opens(ana, "geneva-2011", "12:30 Clearance")
    [starred] = await ana.presses("Star")
    closing = await opens(ana, "geneva-2011", "14:00 Closing")

    assert "At the same time as a session that you starred: Opening, Monday, 27 June 2011, 10:00–13:00" in starred.text
    assert "At the same time" in clearance.text
    assert "At the same time" not in closing.text


async def test_sessions_of_two_meetings_clash_by_the_instant(open_stage, two_meetings):
    """One o'clock in Addis Ababa is noon in Geneva; the other's time is told as its own venue's."""
    stage = await open_stage(files=(two_meetings,))
    ana = stage.person("Ana")
    await opens(ana, "geneva-2011", "10:00 Opening")
    await ana.presses("Star")

    launch = await opens(ana, "addis-2011", "13:00 Launch")

    assert "Opening, Monday, 27 June 2011, 10:00–13:00 (Zurich time)" in launch.text


async def test_a_whole_day_clashes_with_nothing(open_stage, two_meetings):
    """Its hours are not known."""
    stage = await open_stage(files=(two_meetings,))
    ana = stage.person("Ana")
    await opens(ana, "geneva-2011", "Dinner")

    [starred] = await ana.presses("Star")

    assert "You starred this session" in starred.text
    assert "At the same time" not in starred.text


async def test_a_star_is_ones_own_and_outlives_a_change(open_stage, two_meetings):
    """Ben sees none of Ana's; moved to another hour the session is still starred; taken off the programme it is gone."""
    stage = await open_stage(files=(two_meetings,))
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await opens(ana, "geneva-2011", "10:00 Opening")
    await ana.presses("Star")

    of_ben = await opens(ben, "geneva-2011", "10:00 Opening")
    await imported(stage, two_meetings, TWO_MEETINGS.replace("T10:00", "T09:00"))
    moved = await opens(ana, "geneva-2011", "⭐ 09:00 Opening")
    await imported(
        stage, two_meetings, "\n".join(line for line in TWO_MEETINGS.split("\n") if "id: opening" not in line)
    )
    clearance = await opens(ana, "geneva-2011", "12:30 Clearance")

    assert "You starred" not in of_ben.text
    assert "You starred this session" in moved.text
    assert "At the same time" not in clearance.text


async def imported(stage, file, text):
    """Take in a file that has changed."""
    file.write_text(text)
    await import_files(stage.plenary.database, stage.clock, (file,))


async def test_what_is_called_off_clashes_no_more(open_stage, two_meetings):
    """Neither the other session nor this one."""
    text = TWO_MEETINGS.replace("title: Opening", "title: Opening, status: cancelled")
    two_meetings.write_text(text)
    stage = await open_stage(files=(two_meetings,))
    ana = stage.person("Ana")
    await opens(ana, "geneva-2011", "10:00 Opening")
    await ana.presses("Star")

    clearance = await opens(ana, "geneva-2011", "12:30 Clearance")

    assert "At the same time" not in clearance.text


async def test_in_a_group_nobodys_stars_are_shown(open_stage, two_meetings):
    """What one delegate means to attend is hers alone."""
    stage = await open_stage(datetime(2011, 6, 1, tzinfo=UTC), files=(two_meetings,))
    group, ana = stage.group("Delegations"), stage.person("Ana")
    await opens(ana, "geneva-2011", "10:00 Opening")
    await ana.presses("Star")

    await ana.says("/programme geneva", chat=group)
    await ana.says("/meetings", chat=group)
    await ana.presses("Geneva, June 2011 – Meeting in Geneva", chat=group)
    [programme] = await ana.presses("Programme", chat=group)
    [session] = await ana.presses("10:00 Opening", chat=group)

    assert "⭐" not in programme.text
    assert "You starred" not in session.text
    assert session.button("Star") is None


async def test_a_time_is_told_on_the_readers_clock_too(open_stage, two_meetings):
    """Where it differs from the venue's: on the session, and in the answer to a question."""
    stage = await open_stage(files=(two_meetings,))
    ana = stage.person("Ana")
    await ana.starts()
    [at_venue] = [await opens(ana, "geneva-2011", "10:00 Opening")]
    person = await stage.plenary.services.people.meet(ana.id, "Ana", "en")
    await stage.plenary.services.people.choose(person, timezone="America/Lima")

    there = await opens(ana, "geneva-2011", "10:00 Opening")
    [answer] = await ana.says("when does the opening session in Geneva start?")

    assert "your time" not in at_venue.text
    assert "10:00–13:00 (Zurich time) (your time: Monday, 27 June 2011, 03:00)" in there.text
    assert "your time: Monday, 27 June 2011, 03:00" in answer.text


UNSURE = """\
process: {id: p, name: Process}
meetings:
  - id: bern
    name: Meeting in Bern
    start: 2011-06-27
    end: 2011-06-30
    timezone: Europe/Zurich
    programme:
      - {id: hackathon, title: Hackathon, start: 2011-06-27T18:00, end: 2011-06-29T09:00}
      - {id: inside, title: Inside, start: 2011-06-28T10:00, end: 2011-06-28T11:00}
      - {id: late, title: Late, start: 2011-06-29T20:00, end: 2011-06-30T01:00, status: postponed}
      - {id: perhaps, title: Perhaps, start: 2011-06-30T10:00, status: tentative}
  - id: off
    name: Meeting that is off
    status: cancelled
    start: 2011-06-27
    timezone: Europe/Zurich
    programme: [{id: only, title: Only, start: 2011-06-27T10:00}]
"""


@pytest.fixture
def unsure(tmp_path: Path) -> Path:
    file = tmp_path / "unsure.yaml"
    file.write_text(UNSURE)
    return file


async def test_a_session_of_days_is_told_with_the_day_of_its_end_and_clashes_within(open_stage, unsure):
    """A night's end needs no day. Where its days have no hours of their own, it takes all the time between."""
    stage = await open_stage(files=(unsure,))
    ana = stage.person("Ana")
    await ana.starts("bern")
    [programme] = await ana.presses("Programme")
    await ana.presses("18:00 Hackathon")
    await ana.presses("Star")
    inside = await opens(ana, "bern", "10:00 Inside")

    assert "18:00 – Wednesday, 29 June 2011, 09:00 Hackathon" in programme.text
    assert "20:00–01:00 Late" in programme.text
    assert "At the same time as a session that you starred: Hackathon" in inside.text


async def test_how_sure_a_session_is_stands_in_the_list_and_on_it(open_stage, unsure):
    """Postponed, not confirmed; and one whose meeting is called off is called off with it."""
    stage = await open_stage(files=(unsure,))
    ana = stage.person("Ana")
    late, perhaps = await opens(ana, "bern", "20:00 Late"), await opens(ana, "bern", "10:00 Perhaps")
    await ana.starts("bern")
    [programme] = await ana.presses("Programme")
    only = await opens(ana, "off", "10:00 Only")
    [starred] = await ana.presses("Star")

    assert "Late · ⏸ postponed" in programme.text
    assert "Perhaps · ❔ not confirmed yet" in programme.text
    assert "⏸ Postponed" in late.text
    assert "❔ Tentative: not confirmed yet" in perhaps.text
    assert "❌ This meeting is cancelled." in only.text
    assert "it stands in your agenda as cancelled" in starred.text


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_time_to_come_shows_itself_on_every_clock(open_stage, two_meetings, language):
    """Touched, in Telegram; the text is the venue's. What is past, or a day, has no such entity."""
    stage = await open_stage(datetime(2011, 6, 27, 9, tzinfo=UTC), files=(two_meetings,))
    ana = stage.person("Ana", language_code=language)
    of = {}
    for title in ("Opening", "Closing", "Dinner"):
        card = (await ana.starts("geneva-2011"))[-1]
        [programme] = await ana.presses_data(card, "programme:geneva-2011")
        [label] = [label for label in programme.labels if title in label]
        [seen] = await ana.presses(label)
        of[title] = [each for each in seen.message.get("entities", ()) if each["type"] == "date_time"]

    assert [] == of["Opening"] == of["Dinner"]
    assert [1309176000] == [each["unix_time"] for each in of["Closing"]]
    assert [] == stage.refusals


async def test_wherever_the_day_of_a_meeting_is_shown_its_hours_are(open_stage, tmp_path):
    """Those of the venue, and those of a reader who lives elsewhere."""
    file = tmp_path / "one.yaml"
    one = "{id: one, name: One hour, start: 2011-10-10T10:00, end: 2011-10-10T11:00, timezone: Europe/Zurich}"
    file.write_text(f"process: {{id: p, name: P}}\nmeetings: [{one}]\n")
    stage = await open_stage(files=(file,))
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")
    await ana.says("Tokyo")

    card = (await ana.starts("one"))[-1]
    [answered] = await ana.says("when is One hour?")
    entered, _ = await ana.says("/calendar one hour")
    offered, _ = await ana.presses_data(card, "calendar:one")

    for seen in (card, answered, entered, offered):
        assert "🕙 10:00–11:00 (Zurich time) (your time: Monday, 10 October 2011, 17:00)" in seen.text
