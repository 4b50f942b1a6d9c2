"""Announcements: counted before, queued once, reported on by name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.announcement import Addressees
from bot.clock import Clock
from bot.errors import UserError
from bot.model import Meeting, Person, Process
from bot.services.announcements import Announcements
from bot.services.meetings import Meetings
from bot.services.organisers import Organisers
from bot.services.sent_announcements import SentAnnouncements
from bot.store import followers, meetings, organisers, outbox
from bot.store.database import Database
from bot.store.followers import Audience, Chat, Subject
from bot.store.outbox import Outcome
from tests.announcing import announce_text

ANNA = Person(id=1, name="Anna")
GENEVA = Addressees(process="ccm", meeting="geneva-2011")
NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)


class Woken:
    """Counts how often the outbox was woken."""

    times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    await database.write(fill)
    await database.write(organisers.appoint, [ANNA.id], NOON)
    yield database
    await database.close()


def fill(connection):
    meetings.put_process(connection, Process(id="ccm", name="Convention on Cluster Munitions"))
    meetings.put_meeting(connection, Meeting(id="geneva-2011", uid="u", process="ccm", name="Geneva"))
    for chat, name in ((1, "Anna"), (2, "Ben"), (3, "Carla")):
        followers.follow(connection, Chat(chat, "private", name), Subject("meeting", "geneva-2011"), None, chat, NOON)


@pytest.fixture
def woken() -> Woken:
    return Woken()


@pytest.fixture
def sent(database, woken) -> SentAnnouncements:
    clock = Clock.started_at(NOON)
    return SentAnnouncements(database, clock, Meetings(database, clock), woken)


@pytest.fixture
def announcements(database, sent, woken) -> Announcements:
    clock = Clock.started_at(NOON)
    meetings = Meetings(database, clock)
    organisers = Organisers(database, clock, meetings)
    return Announcements(database, clock, meetings, organisers, lambda language: language or "en", sent, woken)


async def settle(database, *outcomes: Outcome) -> None:
    for outcome in outcomes:
        delivery = await database.write(outbox.claim, datetime(2012, 1, 1, tzinfo=UTC))
        await database.write(outbox.settle, delivery, outcome, NOON, [5] if outcome.state == "sent" else [])


async def test_the_audience_is_counted_before_anything_is_sent(announcements, database, woken):
    """A dry run queues nothing."""
    assert Audience(3, 0) == await announcements.count(GENEVA)
    assert 0 == await database.read(outbox.waiting)
    assert 0 == woken.times


async def test_an_announcement_is_queued_for_every_follower(announcements, database, woken):
    """And the outbox is woken."""
    await announce_text(announcements, "geneva-2011", "The venue has changed.", "Anna")

    assert 3 == await database.read(outbox.waiting)
    assert 1 == woken.times


async def test_the_same_announcement_is_made_once(announcements, database):
    """However often the button is pressed."""
    for _ in range(2):
        await announce_text(announcements, "geneva-2011", "The venue has changed.", "Anna", key="draft-1")

    assert 3 == await database.read(outbox.waiting)


async def test_the_report_says_who_was_reached_and_who_was_not(announcements, sent, database):
    """Counts for all, names and reasons for those who were not reached."""
    announcement = await announce_text(announcements, "geneva-2011", "The venue has changed.", "Anna")
    unreachable = Outcome(state="unreachable", reason="blocked", chat_lost=True)
    await settle(database, Outcome(state="sent"), unreachable, Outcome(state="uncertain", reason="cut"))

    report = await sent.report(announcement)

    assert (3, 1, 0) == (report.all, report.number("sent"), report.left)
    assert [("Ben", "blocked")] == [(one.name, one.reason) for one in report.in_state("unreachable")]
    assert [("Carla", "cut")] == [(one.name, one.reason) for one in report.in_state("uncertain")]
    assert 3 == len((await sent.report(announcement, everybody=True)).recipients)


async def test_of_many_who_were_not_reached_the_report_reads_the_first(announcements, sent, database):
    """It is read every few seconds: all of them are counted, and named in the list."""

    def crowd(connection) -> None:
        for number in range(100, 130):
            reader = Chat(number, "private", f"P{number}")
            followers.follow(connection, reader, Subject("meeting", "geneva-2011"), None, number, NOON)
            followers.set_unreachable(connection, number, "blocked", NOON)

    await database.write(crowd)
    announcement = await announce_text(announcements, "geneva-2011", "The venue has changed.", "Anna")

    short, whole = await sent.report(announcement), await sent.report(announcement, everybody=True)

    assert ["P100", "P101"] == [one.name for one in short.in_state("unreachable")][:2]
    assert (8, 30) == (len(short.in_state("unreachable")), short.number("unreachable"))
    assert 30 == len(whole.in_state("unreachable"))


async def test_an_announcement_is_paused_resumed_and_stopped(announcements, sent, woken):
    """Each press shows how it stands; each is seen to at once."""
    announcement = await announce_text(announcements, "geneva-2011", "The venue has changed.", "Anna")

    assert "paused" == (await sent.pause(ANNA, announcement)).progress.state
    assert "running" == (await sent.resume(ANNA, announcement)).progress.state
    assert 3 == woken.times
    stopped = await sent.stop(ANNA, announcement)
    assert ("stopped", 3) == (stopped.progress.state, stopped.number("withdrawn"))


async def test_what_is_uncertain_is_sent_again_on_request(announcements, sent, database, woken):
    """An organiser decides."""
    announcement = await announce_text(announcements, "geneva-2011", "The venue has changed.", "Anna")
    await settle(database, *[Outcome(state="uncertain", reason="cut")] * 3)

    assert 3 == (await sent.send_uncertain_again(ANNA, announcement)).left
    assert 2 == woken.times


async def test_there_is_no_report_of_what_is_not_there(sent):
    """A stale button is answered with a sentence."""
    with pytest.raises(UserError):
        await sent.report(99)
