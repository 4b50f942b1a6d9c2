"""Live calendars in memory: whatever changes, what is kept is what would be made anew."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from bot.clock import Clock
from bot.composition import build_services
from bot.model import Person, Selection
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store import followers, people, stars
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from bot.store.stars import Star

NOW = datetime(2011, 5, 10, 8, tzinfo=UTC)
ANNA = 1
FILE = """\
process: {id: p, name: Process}
meetings:
  - id: first
    name: First meeting
    start: 2011-06-27T10:00
    end: 2011-06-28T18:00
    timezone: Europe/Zurich
    city: Geneva
    country: CH
    registration: {opens: 2011-05-09}
    deadlines: [{what: Names, date: 2011-06-01}]
    contacts: [{name: Anna, email: anna@example.org}]
    programme:
      - {id: opening, title: Opening, start: 2011-06-27T10:00, end: 2011-06-27T13:00, room: Room A}
      - {id: closing, title: Closing, start: 2011-06-28T15:00}
    documents:
      - {id: letter, title: Letter, url: "https://example.org/letter.pdf"}
      - {id: note, title: Note, url: "https://example.org/note.pdf"}
    sources: {start: {document: letter, quote: on 27 June}}
  - id: second
    name: Second meeting
    start: 2012-02-01
    timezone: Asia/Vientiane
    sources: {start: {document: letter, quote: on 1 February}}
"""
SELECTIONS = (
    Selection("meeting", meeting="first"),
    Selection("session", meeting="first", session="opening"),
    Selection("programme", meeting="first"),
    Selection("process", process="p"),
    Selection("agenda"),
)
# Each an edit of the file: what stands there, and what takes its place.
EDITS = {
    "process": ("name: Process}", "name: Convention}"),
    "document that two meetings rest on": ("title: Letter", "title: Note verbale"),
    "meeting's name": ("name: First meeting", "name: Opening meeting"),
    "hour": ("2011-06-27T10:00\n", "2011-06-27T09:00\n"),
    "zone": ("Europe/Zurich", "Asia/Tokyo"),
    "status": ("    name: First meeting\n", "    name: First meeting\n    status: cancelled\n"),
    "contact": ("anna@example.org", "ben@example.org"),
    "session's room": ("room: Room A", "room: Room B"),
    "session called off": ("title: Closing", "title: Closing, status: cancelled"),
    "registration": ("opens: 2011-05-09", "opens: 2011-05-20"),
    "deadline": ("what: Names", "what: Names of delegates"),
    "source alone": ("quote: on 27 June", "quote: from 27 June"),
    "source that is another document": (
        "{start: {document: letter, quote: on 27",
        "{start: {document: note, quote: on 27",
    ),
    "source that is gone": ("    sources: {start: {document: letter, quote: on 27 June}}\n", ""),
    "process by its id": ("process: {id: p,", "process: {id: q,"),
}


@pytest.fixture
async def opened(tmp_path):
    """A store, and what makes services on it, as often as wanted."""
    async with AsyncExitStack() as stack:
        clock = Clock.started_at(NOW)
        database = await Database.open(tmp_path / "plenary.db", clock)
        stack.push_async_callback(database.close)
        settings = Settings(_env_file=None, public_url="https://meetings.example.org")

        async def imports(text):
            file = tmp_path / "meetings.yaml"
            file.write_text(text)
            await import_files(database, clock, (file,))

        await imports(FILE)
        await database.write(people.put_person, Person(id=ANNA, name="Anna"), NOW)
        yield database, imports, lambda: build_services(settings, clock, database)


async def bodies(services, tokens):
    return [(await services.feeds.of(token)).content.body for token in tokens]


@pytest.mark.parametrize("edit", sorted(EDITS))
async def test_what_is_kept_is_what_would_be_made_anew(opened, edit):
    """After any edit, for all that can be had, in two languages: an old service and a new one give the same bytes."""
    database, imports, make = opened
    services = make()
    await database.write(followers.follow, Chat(ANNA, "private", "Anna"), Subject("process", "p"), None, ANNA, NOW)
    await database.write(stars.add_star, ANNA, Star("first", "opening"), NOW)
    tokens = [
        (await services.calendars.make(ANNA, selection, language, alarms=True)).page.rpartition("/")[2]
        for selection in SELECTIONS
        for language in ("en", "ar")
    ]
    before = await bodies(services, tokens)

    old, new = EDITS[edit]
    assert old in FILE
    await imports(FILE.replace(old, new))
    after = await bodies(services, tokens)

    assert after == await bodies(make(), tokens)
    assert (before == after) == (edit == "source alone")
    for was, now in zip(map(entries, before), map(entries, after), strict=True):
        assert not [uid for uid in was.keys() & now.keys() if was[uid] != now[uid] and rank(was[uid]) >= rank(now[uid])]


def entries(body):
    """The entries of a calendar, as they are written, by their UIDs."""
    written = (each.partition(b"END:VEVENT")[0] for each in body.split(b"BEGIN:VEVENT")[1:])
    return {re.search(rb"\r\nUID:(.*)\r\n", each)[1]: each for each in written}


def rank(entry):
    """What apps tell the newer of two by."""
    return int(re.search(rb"\r\nSEQUENCE:(\d+)", entry)[1]), re.search(rb"\r\nDTSTAMP:(\w+)", entry)[1]


async def test_whoever_subscribes_to_the_same_gets_the_same_object(opened):
    """A thousand delegates who follow one process cost the memory of one calendar; agendas are each one's own."""
    database, _, make = opened
    await database.write(people.put_person, Person(id=2, name="Ben"), NOW)
    services = make()
    made = {
        (person, selection.kind): (
            await services.calendars.make(person, selection, "en", alarms=False)
        ).page.rpartition("/")[2]
        for person in (ANNA, 2)
        for selection in SELECTIONS[3:]
    }

    feeds = {key: await services.feeds.of(token) for key, token in made.items()}

    assert feeds[ANNA, "process"].content is feeds[2, "process"].content
    assert feeds[ANNA, "agenda"].content is not feeds[2, "agenda"].content


async def test_many_who_come_at_once_wait_for_one_making(opened):
    """All get the same state."""
    _, _, make = opened
    services = make()
    token = (await services.calendars.make(ANNA, SELECTIONS[3], "en", alarms=False)).page.rpartition("/")[2]

    feeds = await asyncio.gather(*(services.feeds.of(token) for _ in range(20)))

    assert 1 == len({id(feed) for feed in feeds})


async def test_a_meeting_that_loses_its_day_leaves_a_calendar_that_apps_take(opened):
    """What comes next stands in it until there is a day again."""
    _, imports, make = opened
    services = make()
    token = (await services.calendars.make(ANNA, Selection("meeting", meeting="second"), "en", alarms=False)).page
    token = token.rpartition("/")[2]
    await services.feeds.of(token)

    await imports(
        FILE.replace("    start: 2012-02-01\n", "").replace(
            "    sources: {start: {document: letter, quote: on 1 February}}\n", ""
        )
    )

    assert b"BEGIN:VEVENT" in (await services.feeds.of(token)).content.body
