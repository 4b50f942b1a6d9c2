"""The outbox in the store: claimed once, settled once, whoever dies in between."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.model import Person
from bot.store import amending, causes, followers, outbox, people, reporting
from bot.store.causes import Cause
from bot.store.database import Database
from bot.store.followers import Chat
from bot.store.outbox import Outcome

NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)
EVERY = ("pending", "sending", "sent", "unreachable", "failed", "uncertain", "withdrawn")
SENT = Outcome(state="sent")


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    yield database
    await database.close()


def queue(connection, key="k", chats=(1,), topic=None, not_before=None, body=None):
    for chat in chats:
        followers.put_chat(connection, Chat(chat, "private" if chat > 0 else "supergroup", f"Chat {chat}"))
    cause = Cause(key, "announcement", body or {"text": key}, "Anna")
    return causes.queue_for_chats(connection, cause, [(chat, topic) for chat in chats], NOON, not_before).id


async def states(database, cause_id=1):
    return {line.chat_id: line.state for line in await database.read(reporting.recipients, cause_id, EVERY)}


async def claimed(database, **more):
    return await database.write(outbox.claim, NOON, **more)


async def test_a_delivery_is_claimed_once(database):
    """The next claim finds the next one, and then none."""
    await database.write(queue, chats=(1, 2))

    found = [await claimed(database) for _ in range(3)]

    assert [1, 2] == [delivery.chat_id for delivery in found[:2]]
    assert found[2] is None


async def test_a_claim_says_all_that_a_call_needs(database):
    """The body, where to, and in which language: the group's, else the person's, else what her app reports."""
    await database.write(queue, chats=(-5, 6, 7, 8), topic=3, body={"text": {"fr": "Genève"}})
    await database.write(followers.put_chat, Chat(-5, "supergroup", "Pérou", "es"))
    await database.write(people.put_person, Person(id=6, name="Anna", language="fr", hint="en"), NOON)
    await database.write(people.put_person, Person(id=7, name="Ben", hint="ar"), NOON)

    found = [await claimed(database) for _ in range(4)]

    assert ["es", "fr", "ar", None] == [delivery.language for delivery in found]
    assert ("announcement", {"text": {"fr": "Genève"}}, 3, 1) == (
        found[0].kind,
        found[0].body,
        found[0].topic,
        found[0].attempts,
    )


async def test_nothing_is_claimed_before_its_time(database):
    """Then it is; and the earliest time says when to come back."""
    later = NOON + timedelta(hours=1)
    await database.write(queue, not_before=later)

    assert await claimed(database) is None
    assert later == await database.read(outbox.earliest)
    assert 1 == (await database.write(outbox.claim, later)).chat_id
    assert await database.read(outbox.earliest) is None


async def test_a_busy_chat_is_passed_over(database):
    """Others do not wait for it, neither in claims nor in what is next."""
    await database.write(queue, "a", chats=(1,))
    await database.write(queue, "b", chats=(2,), not_before=NOON + timedelta(hours=1))

    assert await claimed(database, busy=[1]) is None
    assert NOON + timedelta(hours=1) == await database.read(outbox.earliest, [1])
    assert NOON == await database.read(outbox.earliest)


async def test_a_chat_gets_one_after_the_other(database):
    """While a call to it is under way, no other delivery for it is claimed: nothing overtakes."""
    await database.write(queue, "a")
    await database.write(queue, "b")
    first = await claimed(database)

    assert await claimed(database) is None
    await database.write(outbox.settle, first, SENT, NOON, [5])
    assert {"text": "b"} == (await claimed(database)).body


async def test_short_causes_go_before_long_ones(database):
    """News for a few does not wait for an hour's worth of messages."""
    await database.write(queue, "long", chats=range(1, causes.AT_MOST_SHORT + 2))
    await database.write(queue, "short", chats=[5000])

    assert 5000 == (await claimed(database)).chat_id
    assert 1 == (await claimed(database)).chat_id


async def test_what_was_sent_is_kept_with_its_messages(database):
    """So that it can be corrected and withdrawn."""
    await database.write(queue)
    await database.write(outbox.settle, await claimed(database), SENT, NOON, [5, 6])

    (line,) = await database.read(reporting.recipients, 1, ["sent"])
    assert NOON == line.sent_at
    await database.write(amending.correct, 1, "c", {}, "Anna", NOON)
    assert outbox.Original((5, 6), NOON, 1) == (await claimed(database)).original


async def test_what_is_pending_again_waits_for_its_time(database):
    """What the next claim finds knows what there was before."""
    await database.write(queue)
    later = NOON + timedelta(seconds=17)
    again = Outcome(state="pending", not_before=later, server_failed=True)
    await database.write(outbox.settle, await claimed(database), again, NOON)

    assert await claimed(database) is None
    delivery = await database.write(outbox.claim, later)
    assert (2, 1) == (delivery.attempts, delivery.server_failures)


async def test_of_a_delivery_in_parts_the_next_part_comes_first(database):
    """It keeps its place in the queue, and says which parts are there."""
    await database.write(queue, chats=(1, 2))
    await database.write(outbox.settle, await claimed(database), Outcome(state="pending"), NOON, [5])

    delivery = await claimed(database)

    assert (1, (5,)) == (delivery.chat_id, delivery.message_ids)


async def test_an_outcome_is_written_once(database):
    """A second one, of whatever kind, changes nothing."""
    await database.write(queue)
    delivery = await claimed(database)
    await database.write(outbox.settle, delivery, SENT, NOON, [5])
    await database.write(outbox.settle, delivery, Outcome(state="failed"), NOON)

    assert {1: "sent"} == await states(database)


async def test_a_lost_chat_is_lost_for_all(database):
    """One block, and nothing else is tried there."""
    await database.write(queue, "a")
    await database.write(queue, "b")
    lost = Outcome(state="unreachable", reason="blocked", chat_lost=True)
    await database.write(outbox.settle, await claimed(database), lost, NOON)

    assert {1: "unreachable"} == await states(database, 1)
    assert {1: "unreachable"} == await states(database, 2)


async def test_a_group_that_migrated_is_claimed_under_its_new_id(database):
    """In the same transaction, so that nothing is lost in between."""
    await database.write(queue, chats=[-5])
    moved = Outcome(state="pending", migrated_to=-1005)
    await database.write(outbox.settle, await claimed(database), moved, NOON)

    assert -1005 == (await claimed(database)).chat_id


async def test_a_topic_that_is_gone_is_dropped(database):
    """The delivery goes to the group at large."""
    await database.write(queue, chats=[-5], topic=3)
    gone = Outcome(state="pending", topic_gone=True)
    await database.write(outbox.settle, await claimed(database), gone, NOON)

    assert (await claimed(database)).topic is None


async def test_what_comes_back_while_its_cause_is_paused_is_held(database):
    """A 429 in the instant of the pause does not undo it."""
    await database.write(queue)
    delivery = await claimed(database)
    await database.write(causes.pause, 1)
    await database.write(outbox.settle, delivery, Outcome(state="pending"), NOON)

    assert await claimed(database) is None
    await database.write(causes.resume, 1)
    assert 1 == (await claimed(database)).chat_id


async def test_what_comes_back_after_its_cause_was_stopped_is_withdrawn(database):
    """It was not sent, and will not be."""
    await database.write(queue)
    delivery = await claimed(database)
    await database.write(causes.stop, 1)
    await database.write(outbox.settle, delivery, Outcome(state="pending"), NOON)

    assert {1: "withdrawn"} == await states(database)


async def test_after_a_death_what_was_under_way_is_in_doubt(database):
    """And only that."""
    await database.write(queue, chats=(1, 2, 3))
    await database.write(outbox.settle, await claimed(database), SENT, NOON, [5])
    await claimed(database)

    assert 1 == await database.write(outbox.recover)

    assert {1: "sent", 2: "uncertain", 3: "pending"} == await states(database)
    assert ["interrupted"] == [line.reason for line in await database.read(reporting.recipients, 1, ["uncertain"])]


async def test_after_a_death_an_edit_is_made_again(database):
    """It does no harm twice, so nobody has to decide."""
    await database.write(queue)
    await database.write(outbox.settle, await claimed(database), SENT, NOON, [5])
    correction = await database.write(amending.correct, 1, "c", {}, "Anna", NOON)
    await claimed(database)

    assert 0 == await database.write(outbox.recover)

    assert {1: "pending"} == await states(database, correction.id)


async def test_what_waits_is_counted(database):
    """Held deliveries do not wait for us."""
    await database.write(queue, "a", chats=(1, 2))
    await database.write(queue, "b", chats=(1, 2))
    await database.write(causes.pause, 2)

    assert 2 == await database.read(outbox.waiting)


async def test_looking_for_the_next_stays_fast_among_a_hundred_thousand(database):
    """Claims and the earliest time read an index, however many rows are pending, paused or to come."""
    await database.write(_queue_many)
    await database.write(causes.pause, 1)

    def look(connection):
        began = time.perf_counter()
        for _ in range(100):
            outbox.earliest(connection, list(range(1, 31)))
        return (time.perf_counter() - began) / 100

    assert 0.005 > await database.read(look)
    assert await claimed(database) is not None


def _queue_many(connection):
    connection.execute(
        """
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 50000)
        INSERT INTO chat (id, kind, title) SELECT n, 'private', 'Chat ' || n FROM number
        """
    )
    everybody = [(chat, None) for chat in range(1, 50_001)]
    for key, not_before in (("paused", NOON), ("tomorrow", NOON + timedelta(days=1))):
        causes.queue_for_chats(connection, Cause(key, "announcement", {}, "Anna"), everybody, NOON, not_before)
    causes.queue_for_chats(connection, Cause("now", "announcement", {}, "Anna"), [(40_000, None)], NOON)
