"""Chats follow meetings and processes, and can be reached or not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Meeting, Process
from bot.services.following import Following
from bot.services.meetings import Meetings
from bot.store import followers, meetings
from bot.store.database import Database
from bot.store.followers import Audience, Chat, Subject

NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)
ANNA = Chat(7, "private", "Anna")
PERU = Chat(-100, "supergroup", "Delegation of Peru")
GENEVA, PROCESS = Subject("meeting", "geneva-2011"), Subject("process", "ccm")


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    await database.write(fill)
    yield database
    await database.close()


def fill(connection):
    meetings.put_process(connection, Process(id="ccm", name="Convention on Cluster Munitions"))
    meetings.put_meeting(connection, Meeting(id="geneva-2011", uid="u", process="ccm", name="Geneva"))


@pytest.fixture
def following(database) -> Following:
    clock = Clock.started_at(NOON)
    return Following(database, clock, Meetings(database, clock), planned=lambda: None)


async def test_a_delegate_follows_and_unfollows(following):
    """Each press says what is so now, and whether anything has changed."""
    first = await following.follow(ANNA, GENEVA, by=7)
    second = await following.follow(ANNA, GENEVA, by=7)
    ended = await following.unfollow(7, GENEVA)

    assert [(True, True), (True, False), (False, True)] == [
        (view.is_following, view.is_changed) for view in (first, second, ended)
    ]


async def test_a_group_follows_in_a_topic_of_its_choice(following):
    """The news goes there."""
    view = await following.follow(PERU, PROCESS, by=7, topic=3)

    assert [("ccm", 3)] == [(each.what.id, each.topic) for each in view.followed]


async def test_who_follows_the_process_follows_its_meetings(following):
    """Unfollowing the meeting does not end that, and the view says so."""
    await following.follow(ANNA, PROCESS, by=7)
    await following.follow(ANNA, GENEVA, by=7)

    view = await following.unfollow(7, GENEVA)

    assert not view.is_following
    assert "ccm" == view.through.id


async def test_a_chat_sees_what_it_follows(following):
    """Processes first; where one meeting is looked at, how the chat stands to it."""
    await following.follow(ANNA, GENEVA, by=7)
    await following.follow(ANNA, PROCESS, by=7)

    assert ["ccm", "geneva-2011"] == [each.what.id for each in (await following.of(7)).followed]
    assert (await following.of(7, GENEVA)).is_following
    assert not (await following.of(8, GENEVA)).is_following


@pytest.mark.parametrize("subject", [Subject("meeting", "gone"), Subject("process", "gone")])
async def test_what_the_store_has_no_more_cannot_be_followed(following, subject):
    """A stale button is answered with a sentence."""
    with pytest.raises(UserError):
        await following.follow(ANNA, subject, by=7)


async def test_a_chat_is_lost_and_found(following, database):
    """Blocked and unblocked; whoever follows anew can be reached as well."""
    await following.follow(ANNA, GENEVA, by=7)

    await following.lost(7, "blocked")
    assert Audience(1, 1) == await database.read(followers.audience_of, "geneva-2011")
    await following.found(7)
    assert Audience(1, 0) == await database.read(followers.audience_of, "geneva-2011")
    await following.lost(7, "blocked")
    await following.follow(ANNA, GENEVA, by=7)
    assert Audience(1, 0) == await database.read(followers.audience_of, "geneva-2011")


async def test_a_group_that_becomes_a_supergroup_goes_on_following(following):
    """Under its new id."""
    await following.follow(PERU, GENEVA, by=7)

    await following.moved(-100, -1009)

    assert (await following.of(-1009, GENEVA)).is_following
    assert () == (await following.of(-100)).followed
