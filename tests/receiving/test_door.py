"""The door: stored, then handled; one chat in order, chats in parallel; nothing lost, no effect twice."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.clock import Clock
from bot.errors import StoreError
from bot.receiving.door import Door, chat_of
from bot.store.database import Database
from bot.store.updates import being_handled
from tests.botapi.server import BotApi
from tests.receiving.conftest import application_for, echo


def message(update_id: int, chat: int, text: str = "hello") -> dict[str, Any]:
    user = {"id": chat, "is_bot": False, "first_name": "Anna"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1305014400,
            "chat": {"id": chat, "type": "private", "first_name": "Anna"},
            "from": user,
            "text": text,
        },
    }


def states(connection: sqlite3.Connection) -> dict[int, str]:
    rows = connection.execute("SELECT update_id, state FROM received_update ORDER BY update_id")
    return {row["update_id"]: row["state"] for row in rows}


def text_of(update: Update) -> str:
    assert update.message is not None
    return update.message.text or ""


def register(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS registered (name TEXT) STRICT")
    connection.execute("INSERT INTO registered (name) VALUES (:name)", {"name": name})


def register_all(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    for name in names:
        register(connection, name)


def registered(connection: sqlite3.Connection) -> list[str]:
    connection.execute("SELECT 1")
    try:
        return [row["name"] for row in connection.execute("SELECT name FROM registered")]
    except sqlite3.OperationalError:
        return []


def attempts(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT attempts FROM received_update WHERE update_id = 1").fetchone()["attempts"])


async def test_a_message_is_stored_handled_and_marked(door: Door, database: Database, api: BotApi) -> None:
    """What a person wrote is answered, and its row says so and keeps the text no longer."""
    api.person(7, "Anna")

    await door.take([message(1, 7, "when is Lima?")])
    await door.idle()

    assert ["when is Lima?"] == [call["text"] for call in api.made("sendMessage")]
    assert {1: "answered"} == await database.read(states)
    assert not await database.read(
        lambda connection: connection.execute("SELECT 1 FROM received_update WHERE raw IS NOT NULL").fetchone()
    )


async def test_a_redelivered_update_has_no_second_effect(door: Door, database: Database, api: BotApi) -> None:
    """The same id in the same batch, in another one, or after it was answered: one answer."""
    api.person(7, "Anna")

    await door.take([message(1, 7), message(1, 7)])
    await door.take([message(1, 7), message(2, 7, "second")])
    await door.idle()
    await door.take([message(1, 7)])
    await door.idle()

    assert ["hello", "second"] == [call["text"] for call in api.made("sendMessage")]


async def test_a_chat_keeps_its_order_and_chats_run_in_parallel(api: BotApi, database: Database) -> None:
    """Two thousand messages of twenty chats in any interleaving: none is swapped within a chat."""
    answered: dict[int, list[int]] = defaultdict(list)
    together = most_together = 0

    async def handle(update: Update, context: Any) -> None:
        nonlocal together, most_together
        together += 1
        most_together = max(most_together, together)
        for _ in range(1 + update.update_id % 4):  # each takes differently long
            await asyncio.sleep(0)
        together -= 1
        assert update.effective_chat is not None
        answered[update.effective_chat.id].append(update.update_id)

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        for start in range(0, 2000, 100):
            await door.take([message(start + number, 1 + number % 20) for number in range(100)])
        await door.idle()

    assert 2000 == sum(map(len, answered.values()))
    assert all(ids == sorted(ids) for ids in answered.values())
    assert 20 == most_together


@pytest.mark.parametrize("places", [2, 200])
async def test_a_chat_with_much_to_say_does_not_keep_another_waiting(
    api: BotApi, database: Database, places: int
) -> None:
    """300 slow messages of one chat: another's single message is answered after one of them at most."""
    order: list[int] = []
    slow_may_go_on = asyncio.Semaphore(0)

    async def handle(update: Update, context: Any) -> None:
        assert update.effective_chat is not None
        if update.effective_chat.id == 1:
            await slow_may_go_on.acquire()
        order.append(update.effective_chat.id)
        slow_may_go_on.release()

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock(), places=places)
        await door.take([message(number, 1) for number in range(300)])
        await door.take([message(300, 2)])
        await door.idle()

    assert 301 == len(order)
    assert 2 == order[0]


async def test_one_place_is_shared_in_turns(api: BotApi, database: Database) -> None:
    """With a single place chats take turns, message by message, and none is forgotten."""
    order: list[int] = []

    async def handle(update: Update, context: Any) -> None:
        assert update.effective_chat is not None
        order.append(update.effective_chat.id)

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock(), places=1)
        await door.take([message(number, 1 + number // 3) for number in range(9)])
        await door.idle()
        await door.take([message(9, 1)])
        await door.idle()

    assert [1, 2, 3, 1, 2, 3, 1, 2, 3, 1] == order


async def crash_while(database: Database, api: BotApi, handle: Any, *received: dict[str, Any]) -> None:
    """Take updates and die before the door can finish: no answer, no closing write."""
    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take(list(received))
        for _ in range(3):
            await asyncio.sleep(0)
        await database.read(registered)  # whatever was being written is written
        for worker in list(door._workers):
            worker.cancel()
        await asyncio.gather(*door._workers, return_exceptions=True)


async def hang(update: Update, context: Any) -> None:
    """Never come to an end."""
    await asyncio.Event().wait()


async def test_what_was_stored_but_not_handled_is_handled_at_the_next_start(
    door: Door, database: Database, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """Killed between storing and answering: everything is answered, in order, before anything new; the log names it."""
    for person_id in (7, 8):
        api.person(person_id, "Anna")
    await crash_while(database, api, hang, message(1, 7, "a"), message(2, 7, "b"), message(3, 8, "c"))

    with caplog.at_level(logging.INFO, "bot.receiving"):
        await door.resume()
        await door.take([message(4, 7, "d"), message(1, 7, "a")])
        await door.idle()

    answers = [(call["chat_id"], call["text"]) for call in api.made("sendMessage")]
    assert [(7, "a"), (7, "b"), (7, "d")] == [answer for answer in answers if answer[0] == 7]
    assert (8, "c") in answers
    assert [
        "Update 1 may have been in flight; it is handled again.",
        "Update 2 was waiting at the last stop; it is handled now.",
        "Update 3 may have been in flight; it is handled again.",
    ] == [record.getMessage() for record in caplog.records]


async def test_an_effect_never_happens_twice(database: Database, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """Killed after the effect, before the answer: the handler is not run again, the person gets the present state."""
    api.person(7, "Anna")
    is_registered = asyncio.Event()

    async def register_and_hang(update: Update, context: Any) -> None:
        await database.write(register, text_of(update))
        is_registered.set()
        await asyncio.Event().wait()

    async def show_present_state(update: Update) -> None:
        await update.get_bot().send_message(7, "you are registered")

    async with application_for(api, register_and_hang) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7, "Anna")])
        await is_registered.wait()
        await door.stop(0)
    assert {1: "effect"} == await database.read(states)
    async with application_for(api, register_and_hang) as application:
        door = Door(application, database, Clock(), present_state=show_present_state)
        await door.resume()
        await door.idle()

    assert ["Anna"] == await database.read(registered)
    assert ["you are registered"] == [call["text"] for call in api.made("sendMessage")]
    assert {1: "answered"} == await database.read(states)
    assert "Update 1: effect stored" in caplog.text


async def test_the_mark_is_committed_with_the_effect_or_not_at_all(database: Database, api: BotApi) -> None:
    """An effect that is taken back leaves the update waiting."""
    seen: list[dict[int, str]] = []

    def fail(connection: sqlite3.Connection) -> None:
        register(connection, "half")
        raise LookupError

    async def handle(update: Update, context: Any) -> None:
        with pytest.raises(LookupError):
            await database.write(fail)
        seen.append(await database.read(states))
        await database.note(lambda connection: None)
        seen.append(await database.read(states))
        await database.write(register, "whole")
        seen.append(await database.read(states))

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7)])
        await door.idle()

    assert [{1: "waiting"}, {1: "waiting"}, {1: "effect"}] == seen
    assert ["whole"] == await database.read(registered)


async def test_writes_outside_an_update_mark_nothing(database: Database, api: BotApi) -> None:
    """A task that a handler started and that outlives it does not mark the update."""
    started: list[asyncio.Task[None]] = []
    may_write = asyncio.Event()

    async def later() -> None:
        await may_write.wait()
        await database.write(register, "later")

    async def handle(update: Update, context: Any) -> None:
        started.append(asyncio.create_task(later()))

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7)])
        await door.idle()
        may_write.set()
        await started[0]

    assert {1: "answered"} == await database.read(states)


async def test_a_closing_effect_is_committed_with_the_end_of_the_update(database: Database, api: BotApi) -> None:
    """What a handler leaves for the end needs no write of its own and is there for the chat's next message."""
    seen: list[list[str]] = []

    async def handle(update: Update, context: Any) -> None:
        handling = being_handled.get()
        assert handling is not None
        seen.append(await database.read(registered))
        handling.at_close(register_all, text_of(update))

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7, "a"), message(2, 7, "b")])
        await door.idle()

    assert [[], ["a"]] == seen
    assert ["a", "b"] == await database.read(registered)
    assert {1: "answered", 2: "answered"} == await database.read(states)


async def test_a_closing_effect_that_fails_does_not_repeat_the_answer(
    database: Database, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """The update counts as failed, with a reference, and is not handled again; those that end with it end well."""

    def refuse_half(connection: sqlite3.Connection, names: Sequence[str]) -> None:
        register_all(connection, names)
        if "half" in names:
            raise LookupError

    async def handle(update: Update, context: Any) -> None:
        handling = being_handled.get()
        assert handling is not None
        handling.at_close(refuse_half, text_of(update))

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7, "half"), message(2, 8, "whole"), message(3, 9, "whole too")])
        await door.idle()

    assert {1: "failed", 2: "answered", 3: "answered"} == await database.read(states)
    assert {"whole", "whole too"} == set(await database.read(registered))
    assert "Update 1 failed at its end; reference" in caplog.text


async def test_an_error_that_the_application_answered_is_marked_with_its_reference(
    database: Database, api: BotApi
) -> None:
    """The error handler says which reference the person got; the update is not handled again."""
    calls = 0

    async def handle(update: Update, context: Any) -> None:
        nonlocal calls
        calls += 1
        raise LookupError

    async def answer_error(update: object, context: Any) -> None:
        handling = being_handled.get()
        assert handling is not None
        handling.fail("ab12cd34")

    for _ in range(2):
        async with application_for(api, handle) as application:
            application.add_error_handler(answer_error)
            door = Door(application, database, Clock())
            await door.resume()
            await door.take([message(1, 7)])
            await door.idle()

    assert 1 == calls
    assert "ab12cd34" == await database.read(
        lambda connection: connection.execute("SELECT reference FROM received_update").fetchone()["reference"]
    )


async def test_an_update_that_cannot_be_read_does_not_stop_the_door(
    door: Door, database: Database, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """Junk is marked as failed and named in the log without its content; the next message is answered."""
    api.person(7, "Anna")

    await door.take([{"update_id": 1, "message": {"chat": "secret"}}, message(2, 7)])
    await door.idle()

    assert {1: "failed", 2: "answered"} == await database.read(states)
    assert "Update 1 failed; reference" in caplog.text


async def test_an_update_that_takes_the_process_down_is_set_aside(
    database: Database, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """After three more attempts the person is told and the update is left alone; the ones behind it are answered."""
    api.person(7, "Anna")
    await crash_while(database, api, hang, message(1, 7, "poison"), message(2, 7, "and?"))
    for attempt in range(1, 4):
        async with application_for(api, hang) as application:
            door = Door(application, database, Clock(), last_attempts_after=0)
            await door.resume()
            while await database.read(attempts) < attempt:
                pass
            await door.stop(0)

    async def apologise(update: Update) -> None:
        await update.get_bot().send_message(7, "please say it in other words")

    async with application_for(api, echo) as application:
        door = Door(application, database, Clock(), give_up=apologise)
        await door.resume()
        await door.idle()

    assert ["please say it in other words", "and?"] == [call["text"] for call in api.made("sendMessage")]
    assert {1: "aside", 2: "answered"} == await database.read(states)
    assert "Update 1 is set aside: the process ended 3 times while handling it." in caplog.text


async def test_a_stop_finishes_what_is_being_handled_and_begins_nothing_new(database: Database, api: BotApi) -> None:
    """The message in hand is answered, the rest and what still comes in stay stored for the next start."""
    begun = asyncio.Event()
    may_end = asyncio.Event()

    async def handle(update: Update, context: Any) -> None:
        begun.set()
        await may_end.wait()

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7), message(2, 7)])
        await begun.wait()
        stopping = asyncio.create_task(door.stop())
        await asyncio.sleep(0)
        await door.take([message(3, 8)])
        may_end.set()
        await stopping

    assert {1: "answered", 2: "waiting", 3: "waiting"} == await database.read(states)


async def test_a_stop_does_not_wait_for_ever(database: Database, api: BotApi) -> None:
    """What does not come to an end is broken off and handled again at the next start."""
    async with application_for(api, hang) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7)])
        await asyncio.sleep(0)

        await door.stop(0.01)

    assert {1: "waiting"} == await database.read(states)


async def test_a_flood_is_taken_no_faster_than_it_is_handled(
    api: BotApi, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With much waiting, taking more waits for room, so memory stays bounded; a stop lets it go."""
    monkeypatch.setattr("bot.receiving.door._ROOM", 3)
    may_go_on = asyncio.Semaphore(0)

    async def handle(update: Update, context: Any) -> None:
        await may_go_on.acquire()

    async with application_for(api, handle) as application:
        door = Door(application, database, Clock())
        await door.take([message(1, 7), message(2, 7)])
        taking = asyncio.create_task(door.take([message(3, 7)]))
        await database.note(lambda connection: None)
        await database.note(lambda connection: None)
        assert not taking.done()

        may_go_on.release()
        await taking
        assert 2 == door.waiting

        taking = asyncio.create_task(door.take([message(4, 7), message(5, 7)]))
        await database.note(lambda connection: None)
        await door.stop(0)
        await taking

    assert 5 == len(await database.read(states))


async def test_ids_are_kept_for_25_hours(api: BotApi, database: Database) -> None:
    """Within 25 hours a redelivery is known; after that the id is forgotten, but never what is unanswered."""
    api.person(7, "Anna")
    clock = Clock()
    await crash_while(database, api, hang, message(1, 8))
    async with application_for(api, echo) as application:
        door = Door(application, database, clock)
        await door.take([message(2, 7)])
        await door.idle()
    clock.set(clock.now() + timedelta(hours=24, minutes=59))
    async with application_for(api, echo) as application:
        door = Door(application, database, clock)
        await door.take([message(3, 7), message(2, 7)])
        await door.idle()
        within = set(await database.read(states))
    clock.set(clock.now() + timedelta(minutes=2))
    async with application_for(api, echo) as application:
        door = Door(application, database, clock)
        await door.take([message(4, 7)])
        await door.idle()

    assert {1, 2, 3} == within
    assert {1, 3, 4} == set(await database.read(states))
    assert 3 == len(api.made("sendMessage"))


async def test_what_cannot_be_stored_is_not_taken(tmp_path: Path, door: Door, database: Database) -> None:
    """A full disk: StoreError, nothing handled, so Telegram is not told that it arrived."""

    def fill_up(connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await database.write(fill_up)

    with pytest.raises(StoreError, match="is full"):
        await door.take([message(1, 7, "x" * 50_000)])

    assert {} == await database.read(states)
    assert 0 == door.waiting


@pytest.mark.parametrize(
    ("content", "chat"),
    [
        ({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"edited_message": {"chat": {"id": 7}}}, 7),
        ({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": -5}}}}, -5),
        ({"callback_query": {"from": {"id": 7}, "inline_message_id": "x"}}, 7),
        ({"inline_query": {"id": "1", "from": {"id": 7}}}, 7),
        ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"poll_answer": {"poll_id": "1", "user": {"id": 7}}}, 7),
        ({"poll": {"id": "1"}}, 0),
        ({"message": {"chat": "junk", "from": {"id": "junk"}}}, 0),
        ({"message": "junk"}, 0),
        ({}, 0),
    ],
)
def test_the_order_is_that_of_the_chat_or_else_of_the_user(content: dict[str, Any], chat: int) -> None:
    """Messages and buttons belong to their chat, inline queries to the person."""
    assert chat == chat_of({"update_id": 1, **content})
