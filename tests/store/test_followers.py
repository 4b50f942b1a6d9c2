"""Who follows what, who can be reached, and what happens to a chat's id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.model import Dialogue, Meeting, Process
from bot.store import causes, followers, meetings, outbox, people, reporting
from bot.store.causes import Cause
from bot.store.database import Database
from bot.store.followers import Audience, Chat, Followed, Subject

NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)
ANNA, GROUP, CHANNEL = 7, -100, -200
CHATS = {
    ANNA: Chat(ANNA, "private", "Anna"),
    GROUP: Chat(GROUP, "group", "Delegation of Peru"),
    CHANNEL: Chat(CHANNEL, "channel", "News"),
    -1009: Chat(-1009, "supergroup", "Delegation of Peru"),
}
GENEVA, PROCESS = Subject("meeting", "geneva-2011"), Subject("process", "ccm")
EVERY = ("pending", "sending", "sent", "unreachable", "failed", "uncertain", "withdrawn")


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    await database.write(fill)
    yield database
    await database.close()


def fill(connection):
    meetings.put_process(connection, Process(id="ccm", name="Convention on Cluster Munitions"))
    for name in ("geneva-2011", "geneva-2013"):
        meetings.put_meeting(connection, Meeting(id=name, uid=name, process="ccm", name=name))
    for chat in (ANNA, GROUP, CHANNEL):
        followers.put_chat(connection, CHATS[chat])


def queue(connection, key, chats=(ANNA,), topic=None):
    cause = Cause(key, "announcement", {}, "Anna")
    return causes.queue_for_chats(connection, cause, [(chat, topic) for chat in chats], NOON).id


async def states(database, cause_id):
    return {line.chat_id: line.state for line in await database.read(reporting.recipients, cause_id, EVERY)}


async def test_following_is_kept(database):
    """What a chat follows is listed, processes first, with its topic."""
    await database.write(followers.follow, CHATS[GROUP], GENEVA, 3, ANNA, NOON)
    await database.write(followers.follow, CHATS[GROUP], PROCESS, None, ANNA, NOON)

    followed = await database.read(followers.followed_by, GROUP)

    assert [Followed(PROCESS, None, NOON), Followed(GENEVA, 3, NOON)] == followed


async def test_following_twice_moves_it_to_the_topic(database):
    """The second time says that nothing is new, and the news goes where it was wanted last."""
    first = await database.write(followers.follow, CHATS[GROUP], GENEVA, 3, ANNA, NOON)
    second = await database.write(followers.follow, CHATS[GROUP], GENEVA, 5, ANNA, NOON + timedelta(days=1))

    assert (True, False) == (first, second)
    assert [Followed(GENEVA, 5, NOON)] == await database.read(followers.followed_by, GROUP)


async def test_unfollowing_ends_it(database):
    """The second time there is nothing to end."""
    await database.write(followers.follow, CHATS[ANNA], GENEVA, None, ANNA, NOON)

    assert await database.write(followers.unfollow, ANNA, GENEVA)
    assert not await database.write(followers.unfollow, ANNA, GENEVA)
    assert [] == await database.read(followers.followed_by, ANNA)


async def test_the_followers_of_a_meeting_are_its_own_and_those_of_its_process(database):
    """Each chat once, where it follows both in the topic that it chose for the meeting."""
    await database.write(followers.follow, CHATS[GROUP], GENEVA, 3, ANNA, NOON)
    await database.write(followers.follow, CHATS[GROUP], PROCESS, 9, ANNA, NOON)
    await database.write(followers.follow, CHATS[ANNA], PROCESS, None, ANNA, NOON)
    await database.write(followers.follow, CHATS[CHANNEL], Subject("meeting", "geneva-2013"), None, ANNA, NOON)

    await database.write(causes.queue_for_meeting, Cause("a", "announcement", {}, "Anna"), "geneva-2011", NOON)
    told = [await database.write(outbox.claim, NOON) for _ in range(2)]

    assert {(ANNA, None), (GROUP, 3)} == {(delivery.chat_id, delivery.topic) for delivery in told}
    assert await database.write(outbox.claim, NOON) is None


async def test_the_audience_is_counted_with_those_who_cannot_be_reached(database):
    """An organiser knows before anything is written."""
    await database.write(followers.follow, CHATS[GROUP], GENEVA, None, ANNA, NOON)
    await database.write(followers.follow, CHATS[ANNA], GENEVA, None, ANNA, NOON)
    await database.write(followers.set_unreachable, ANNA, "blocked", NOON)

    assert Audience(2, 1) == await database.read(followers.audience_of, "geneva-2011")


async def test_what_is_pending_for_a_lost_chat_is_never_tried(database):
    """It is listed as unreachable, with the reason; what was sent stays sent."""
    first = await database.write(queue, "a")
    delivery = await database.write(outbox.claim, NOON)
    await database.write(outbox.settle, delivery, outbox.Outcome(state="sent"), NOON, [5])
    second = await database.write(queue, "b")

    await database.write(followers.set_unreachable, ANNA, "blocked", NOON)
    third = await database.write(queue, "c")

    assert {ANNA: "sent"} == await states(database, first)
    assert {ANNA: "unreachable"} == await states(database, second)
    assert {ANNA: "unreachable"} == await states(database, third)


async def test_a_chat_that_can_be_reached_again_gets_what_comes_then(database):
    """Unblocking makes reachable; what was missed stays missed."""
    await database.write(followers.set_unreachable, ANNA, "blocked", NOON)
    missed = await database.write(queue, "a")

    await database.write(followers.set_reachable, ANNA)
    next_one = await database.write(queue, "b")

    assert {ANNA: "unreachable"} == await states(database, missed)
    assert {ANNA: "pending"} == await states(database, next_one)


async def test_the_language_of_a_group_stays_until_another_is_chosen(database):
    """A new title does not make the bot forget it."""
    await database.write(followers.put_chat, Chat(GROUP, "group", "Peru", "es"))
    await database.write(followers.put_chat, Chat(GROUP, "group", "Delegation"))

    assert Chat(GROUP, "group", "Delegation", "es") == await database.read(followers.chat_by_id, GROUP)


async def test_a_group_that_migrates_keeps_everything(database):
    """What it follows, what is pending and what was talked about stand under the new id; twice changes nothing."""
    await database.write(followers.follow, CHATS[GROUP], GENEVA, None, ANNA, NOON)
    await database.write(people.put_dialogue, Dialogue(GROUP, ANNA, "topic", {}, NOON))
    cause = await database.write(queue, "a", [GROUP])

    for _ in range(2):
        await database.write(followers.migrate_chat, GROUP, -1009)

    assert Chat(-1009, "supergroup", "Delegation of Peru") == await database.read(followers.chat_by_id, -1009)
    assert await database.read(followers.chat_by_id, GROUP) is None
    assert [GENEVA] == [each.subject for each in await database.read(followers.followed_by, -1009)]
    assert {-1009: "pending"} == await states(database, cause)
    assert [-1009] == await database.read(_chats_of_dialogues)


def _chats_of_dialogues(connection):
    return [row["chat_id"] for row in connection.execute("SELECT chat_id FROM dialogue")]


async def test_two_chats_that_turn_out_to_be_one_get_nothing_twice(database):
    """Of two deliveries of one cause the one that is further counts."""
    await database.write(followers.put_chat, Chat(-1009, "supergroup", "Delegation of Peru"))
    for chat in (GROUP, -1009):
        await database.write(followers.follow, CHATS[chat], GENEVA, None, ANNA, NOON)
    both = await database.write(queue, "a", [GROUP, -1009])
    delivery = await database.write(outbox.claim, NOON, [-1009])
    await database.write(outbox.settle, delivery, outbox.Outcome(state="sent"), NOON, [5])
    only_old = await database.write(queue, "b", [GROUP])

    await database.write(followers.migrate_chat, GROUP, -1009)

    assert {-1009: "sent"} == await states(database, both)
    assert {-1009: "pending"} == await states(database, only_old)
    assert 1 == len(await database.read(followers.followed_by, -1009))
    assert await database.read(followers.chat_by_id, GROUP) is None


async def test_a_topic_that_is_gone_is_forgotten(database):
    """What is wanted in it goes to the group at large; other topics stay."""
    await database.write(followers.follow, CHATS[GROUP], GENEVA, 3, ANNA, NOON)
    await database.write(followers.follow, CHATS[GROUP], PROCESS, 9, ANNA, NOON)
    await database.write(queue, "a", [GROUP], 3)

    await database.write(followers.drop_topic, GROUP, 3)

    assert [9, None] == [each.topic for each in await database.read(followers.followed_by, GROUP)]
    assert (await database.write(outbox.claim, NOON)).topic is None
