"""Copies: the same state gives the same bytes, whoever asks, as often, and wherever the store has been carried to."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.composition import build_services
from bot.languages import LANGUAGES
from bot.model import Person, Selection
from bot.services.meetings_file import export_folder, import_files
from bot.settings import Settings
from bot.store import people
from bot.store.database import Database

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"
GOLDEN = Path(__file__).parents[1] / "testdata" / "ics"
NOW = datetime(2011, 5, 10, 8, tzinfo=UTC)
PUBLIC = "https://meetings.example.org"
SELECTIONS = (
    Selection("meeting", meeting="geneva-2011"),
    Selection("session", meeting="geneva-2013", session="workshop"),
    Selection("programme", meeting="geneva-2013"),
    Selection("process", process="ccm"),
    Selection("agenda"),
)


@pytest.fixture
async def opened(tmp_path):
    """Opens a store of a name on meetings files, as it stands so many days later."""
    async with AsyncExitStack() as stack:

        async def open_one(name, *files, days=0):
            clock = Clock.started_at(NOW + timedelta(days=days))
            database = await Database.open(tmp_path / name, clock)
            stack.push_async_callback(database.close)
            await import_files(database, clock, files)
            await database.write(people.put_person, Person(id=1, name="Grace"), NOW)
            return database, build_services(Settings(_env_file=None, public_url=PUBLIC), clock, database)

        yield open_one


async def copies(services) -> dict[tuple[Selection, str, bool], bytes]:
    """All that can be had, in every language, with and without alarms."""
    return {
        (selection, language, alarms): (
            await services.entries.of(selection, language, person_id=1, alarms=alarms)
        ).content
        for selection in SELECTIONS
        for language in LANGUAGES
        for alarms in (False, True)
    }


async def live(services) -> list[bytes]:
    """All live calendars, in every language."""
    tokens = [
        (await services.calendars.make(1, selection, language, alarms=False)).page.rpartition("/")[2]
        for selection in SELECTIONS[:3]
        for language in LANGUAGES
    ]
    return [(await services.feeds.of(token)).content.body for token in tokens]


async def test_the_same_state_gives_the_same_bytes_twice(opened):
    """In one process, and after a restart."""
    _, services = await opened("plenary.db", EXAMPLE)
    first, second = await copies(services), await copies(services)
    _, again = await opened("plenary.db", EXAMPLE)

    assert first == second == await copies(again)


async def test_a_store_that_was_exported_and_imported_gives_the_same_bytes(opened, tmp_path):
    """Into an empty database, ten days later: the facts travel with their revisions."""
    database, services = await opened("here.db", EXAMPLE)
    await export_folder(database, tmp_path / "out")
    _, there = await opened("there.db", tmp_path / "out" / "meetings.yaml", days=10)

    assert await copies(services) == await copies(there)
    assert await live(services) == await live(there)


@pytest.mark.parametrize(
    ("golden", "selection"),
    [
        ("example-geneva-2011", Selection("meeting", meeting="geneva-2011")),
        ("example-lima-2007", Selection("meeting", meeting="lima-2007")),
        ("example-oslo-2007", Selection("meeting", meeting="oslo-2007")),
        ("example-vientiane-2010", Selection("meeting", meeting="vientiane-2010")),
        ("example-geneva-2013", Selection("meeting", meeting="geneva-2013")),
        ("example-geneva-2013-programme", Selection("programme", meeting="geneva-2013")),
    ],
)
async def test_the_bot_gives_the_golden_files(opened, golden, selection):
    """What is made from the store is what the readers of tests/ics were shown."""
    _, services = await opened("plenary.db", EXAMPLE)

    assert (GOLDEN / f"{golden}.ics").read_bytes() == (await services.entries.of(selection, "en")).content
