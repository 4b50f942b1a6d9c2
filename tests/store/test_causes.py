"""Causes of sending: queued at once and once, paused, stopped, corrected, withdrawn, reported on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.model import Meeting, Process
from bot.store import amending, causes, followers, meetings, outbox, reporting
from bot.store.causes import Cause, Queued
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from bot.store.outbox import Outcome
from bot.store.reporting import Recipient

NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)
EVERY = ("pending", "sending", "sent", "unreachable", "failed", "uncertain", "withdrawn")
SENT = Outcome(state="sent")
NEWS = Cause("draft-1", "announcement", {"text": "The venue has changed."}, "Anna")


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    await database.write(fill)
    yield database
    await database.close()


def fill(connection):
    meetings.put_process(connection, Process(id="ccm", name="Convention on Cluster Munitions"))
    meetings.put_meeting(connection, Meeting(id="geneva-2011", uid="u", process="ccm", name="Geneva"))
    for chat, name in ((1, "Anna"), (2, "Ben"), (3, "Carla")):
        followers.follow(connection, Chat(chat, "private", name), Subject("meeting", "geneva-2011"), None, chat, NOON)


async def states(database, cause_id=1):
    return {line.chat_id: line.state for line in await database.read(reporting.recipients, cause_id, EVERY)}


async def send(database, *message_ids):
    delivery = await database.write(outbox.claim, NOON)
    await database.write(outbox.settle, delivery, SENT, NOON, message_ids)
    return delivery


async def test_every_follower_has_a_delivery(database):
    """Whoever follows when it is queued; who cannot be reached is listed as such at once."""
    await database.write(followers.set_unreachable, 2, "blocked", NOON)

    queued = await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)

    assert Queued(1, True) == queued
    assert {1: "pending", 2: "unreachable", 3: "pending"} == await states(database)


async def test_pressed_twice_is_sent_once(database):
    """The second time nothing is done, and the first cause is shown."""
    first = await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    second = await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)

    assert (Queued(1, True), Queued(1, False)) == (first, second)
    assert 3 == await database.read(outbox.waiting)


async def test_a_list_of_chats_may_name_one_twice_and_unknown_ones(database):
    """Each that the store knows gets one delivery."""
    await database.write(causes.queue_for_chats, NEWS, [(1, None), (1, 5), (99, None)], NOON)

    assert {1: "pending"} == await states(database)


async def test_a_cause_may_be_queued_for_later(database):
    """Nothing goes out before."""
    later = NOON + timedelta(hours=3)
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON, later)

    assert await database.write(outbox.claim, NOON) is None
    assert later == await database.read(outbox.earliest)


async def test_a_hundred_thousand_recipients_are_queued_at_once(database):
    """One statement: 0.3 s on a machine at rest; the bound here is for one that is not."""
    await database.write(_let_follow, 100_000)
    began = time.perf_counter()

    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)

    took = time.perf_counter() - began
    assert 100_000 == await database.read(outbox.waiting)
    assert took < 2


def _let_follow(connection, number):
    connection.execute(
        """
        WITH RECURSIVE number (n) AS (SELECT 4 UNION ALL SELECT n + 1 FROM number WHERE n < :last)
        INSERT INTO chat (id, kind, title) SELECT n, 'private', 'Chat ' || n FROM number
        """,
        {"last": number},
    )
    connection.execute(
        """
        INSERT INTO follower (chat_id, meeting_id, person_id, since)
        SELECT id, 'geneva-2011', id, '2011-05-10T12:00:00.000000Z' FROM chat WHERE id > 3
        """
    )


async def test_a_paused_cause_is_held_and_goes_on(database):
    """A second press changes nothing; other causes go on meanwhile."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)

    assert await database.write(causes.pause, 1)
    assert not await database.write(causes.pause, 1)
    assert await database.write(outbox.claim, NOON) is None
    assert await database.read(outbox.earliest) is None
    assert await database.write(causes.resume, 1)
    assert not await database.write(causes.resume, 1)
    assert 1 == (await database.write(outbox.claim, NOON)).chat_id


async def test_a_pause_keeps_the_time_for_which_it_was_planned(database):
    """Resumed early, it still waits for its hour."""
    later = NOON + timedelta(hours=3)
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON, later)
    await database.write(causes.pause, 1)
    await database.write(causes.resume, 1)

    assert later == await database.read(outbox.earliest)


async def test_a_stopped_cause_withdraws_what_is_pending(database):
    """What was sent stays sent."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await send(database, 11)

    assert 2 == await database.write(causes.stop, 1)
    assert {1: "sent", 2: "withdrawn", 3: "withdrawn"} == await states(database)


async def test_the_report_names_everybody_with_the_reason(database):
    """By name, in the states that are asked for."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await send(database, 11)
    blocked = Outcome(state="unreachable", reason="blocked", chat_lost=True)
    await database.write(outbox.settle, await database.write(outbox.claim, NOON), blocked, NOON)

    lines = await database.read(reporting.recipients, 1, ["sent", "unreachable"])
    progress = await database.read(reporting.progress, 1)

    assert [Recipient(1, "Anna", "sent", None, NOON), Recipient(2, "Ben", "unreachable", "blocked", None)] == lines
    assert {"sent": 1, "unreachable": 1, "pending": 1} == progress.counts
    assert (NEWS, "running", NOON) == (progress.cause, progress.state, progress.created_at)


async def test_there_is_no_progress_of_what_is_not_there(database):
    """A stale button finds nothing."""
    assert await database.read(reporting.progress, 99) is None


async def test_what_is_uncertain_is_sent_again_by_decision_only(database):
    """It goes back to pending; what is not in doubt does not."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await send(database, 11)
    await database.write(outbox.claim, NOON)
    await database.write(outbox.recover)

    assert 1 == await database.write(causes.send_uncertain_again, 1, NOON)
    assert {1: "sent", 2: "pending", 3: "pending"} == await states(database)


async def test_what_is_uncertain_of_a_stopped_cause_can_be_sent_again(database):
    """The rest stays withdrawn."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await database.write(outbox.claim, NOON)
    await database.write(outbox.recover)
    await database.write(causes.stop, 1)

    await database.write(causes.send_uncertain_again, 1, NOON)

    assert {1: "pending", 2: "withdrawn", 3: "withdrawn"} == await states(database)


async def test_a_correction_edits_what_was_sent_and_changes_what_was_not(database):
    """Nobody is left with the old text, and nobody gets a second message."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await send(database, 11)

    queued = await database.write(amending.correct, 1, "c", {"text": "new"}, "Anna", NOON)

    assert {1: "pending"} == await states(database, queued.id)
    claimed = [await database.write(outbox.claim, NOON) for _ in range(3)]
    assert {
        (1, "correction", (11,)),
        (2, "announcement", None),
        (3, "announcement", None),
    } == {(each.chat_id, each.kind, each.original and each.original.message_ids) for each in claimed}
    assert {"new"} == {each.body["text"] for each in claimed}


async def test_a_correction_reaches_what_is_just_being_sent(database):
    """With the old text, a moment before: it is edited after it has arrived ..."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    under_way = await database.write(outbox.claim, NOON)
    queued = await database.write(amending.correct, 1, "c", {"text": "new"}, "Anna", NOON)
    assert {1: "pending"} == await states(database, queued.id)
    await database.write(outbox.settle, under_way, SENT, NOON, [11])

    edits = [each for each in [await database.write(outbox.claim, NOON) for _ in range(3)] if each.original]

    assert [(1, (11,))] == [(each.chat_id, each.original.message_ids) for each in edits]


async def test_a_correction_of_what_did_not_arrive_is_moot(database):
    """... and where it has not, it goes out corrected."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    under_way = await database.write(outbox.claim, NOON)
    queued = await database.write(amending.correct, 1, "c", {"text": "new"}, "Anna", NOON)
    await database.write(outbox.settle, under_way, Outcome(state="pending"), NOON)

    assert {1: "withdrawn"} == await states(database, queued.id)
    assert {"text": "new"} == (await database.write(outbox.claim, NOON)).body


async def test_a_later_correction_overtakes_an_earlier_one(database):
    """What was pending of the first is not made any more, nor does it come back."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    for message in (11, 12):
        await send(database, message)
    await database.write(causes.stop, 1)
    first = await database.write(amending.correct, 1, "c1", {"text": "newer"}, "Anna", NOON)
    under_way = await database.write(outbox.claim, NOON)

    second = await database.write(amending.correct, 1, "c2", {"text": "newest"}, "Anna", NOON)
    await database.write(outbox.settle, under_way, Outcome(state="pending"), NOON)

    assert {1: "withdrawn", 2: "withdrawn"} == await states(database, first.id)
    assert {1: "pending", 2: "pending"} == await states(database, second.id)


async def test_a_withdrawal_deletes_what_was_sent_and_stops_the_rest(database):
    """Each delivery is withdrawn once its message is gone."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await send(database, 11)

    queued = await database.write(amending.withdraw, 1, "w", {}, "Anna", NOON)

    assert {1: "sent", 2: "withdrawn", 3: "withdrawn"} == await states(database)
    assert {1: "pending"} == await states(database, queued.id)
    deletion = await send(database)
    assert outbox.Original((11,), NOON, 1) == deletion.original
    assert {1: "withdrawn", 2: "withdrawn", 3: "withdrawn"} == await states(database)


async def test_withdrawing_twice_is_withdrawing_once(database):
    """Two organisers press at once."""
    await database.write(causes.queue_for_meeting, NEWS, "geneva-2011", NOON)
    await send(database, 11)

    first = await database.write(amending.withdraw, 1, "w", {}, "Anna", NOON)
    second = await database.write(amending.withdraw, 1, "w", {}, "Ben", NOON)

    assert (first.id, False) == (second.id, second.is_new)
    assert 1 == await database.read(outbox.waiting)
