"""The bot itself in the room: a delegate goes from /start to an opened calendar entry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from bot.app import ready
from bot.clock import Clock
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.cast import gather
from bot.rehearsal.room import create_room
from bot.services.meetings_file import import_files
from bot.settings import Address, Settings
from bot.store.database import Database
from bot.web.server import listening

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"


@pytest.fixture
async def room(tmp_path):
    """The address of a room with the real bot on the example."""
    clock = Clock.started_at(datetime(2011, 5, 10, 8, tzinfo=UTC))
    rehearsal = Rehearsal(clock)
    cast = gather(rehearsal)
    database = await Database.open(tmp_path / "plenary.db", clock)
    await import_files(database, clock, [EXAMPLE])
    async with ready(Settings(_env_file=None), clock, database, rehearsal.request, TOKEN) as plenary:
        rehearsal.connect(plenary.door.take, plenary.door.idle, plenary.allowed_updates)
        async with listening(create_room(rehearsal, cast), Address("127.0.0.1", 0)) as address:
            yield f"http://{address.host}:{address.port}/"
    await database.close()
    assert [] == [call for call in rehearsal.calls if call.refused]


async def test_from_start_to_an_opened_calendar_entry(room, page):
    """Ask, read the answer with its source, press Calendar, save the file, and read it with another program."""
    await page.goto(room)
    box = page.get_by_role("textbox").last
    await box.fill("/start")
    await box.press("Enter")
    await page.get_by_text("Welcome, Grace").wait_for()
    await box.fill("When is the meeting in June 2011?")
    await box.press("Enter")
    await page.get_by_text("It begins in 48 days.").wait_for()
    await page.get_by_role("button", name="Meeting", exact=False).last.click()
    await page.get_by_role("button", name="Calendar").last.click()

    async with page.expect_download() as saved:
        await page.get_by_text("geneva-2011.ics").last.click()
    file = await (await saved.value).path()

    [*events] = icalendar.Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")
    meeting = events[0]
    assert "20110627" == meeting["DTSTART"].to_ical().decode()
    assert "20110701" == meeting["DTEND"].to_ical().decode()
    assert "Geneva" in str(meeting["LOCATION"])


async def test_a_card_is_sent_to_a_group_by_inline_mode(room, page):
    """The bot's name and a few words in the composer offer meetings; the card that is picked leads to the private chat."""
    await page.goto(room)
    await page.get_by_role("group", name="Chats").get_by_role("button").last.click()
    box = page.get_by_role("textbox").last
    await box.press_sequentially("@plenary lima")
    await page.get_by_role("group", name="Results to send").get_by_role("button", name="Lima Conference").click()
    await page.get_by_text("via @PlenaryBot").wait_for()

    await page.get_by_role("button", name="Open the meeting").click()
    await page.get_by_role("button", name="📨 Share").last.click()

    code = page.get_by_role("img", name="Picture")
    await code.wait_for()
    assert 100 < await code.evaluate("image => image.decode().then(() => image.naturalWidth)")


async def test_what_names_no_meeting_leads_from_the_composer_to_the_private_chat(room, page):
    """By the button over the empty list."""
    await page.goto(room)
    await page.get_by_role("group", name="Chats").get_by_role("button").last.click()
    await page.get_by_role("textbox").last.press_sequentially("@PlenaryBot visa costs?")

    await page.get_by_role("button", name="Ask in the private chat").click()

    await page.get_by_text("Welcome, Grace").wait_for()
