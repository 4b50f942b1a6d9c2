"""Long polling: confirmed only when stored, patient with the network, firm with a second poller."""

from __future__ import annotations

import asyncio
import logging
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.clock import Clock
from bot.errors import StoreError, TokenRejected, UpdatesTaken
from bot.receiving.door import Door
from bot.receiving.patience import Patience
from bot.receiving.polling import Polling
from bot.store.database import Database
from tests.botapi.server import BotApi
from tests.botapi.spec import Refused
from tests.receiving.conftest import application_for, echo

ALLOWED = ["message", "callback_query", "inline_query", "my_chat_member"]


@asynccontextmanager
async def polling(api: BotApi, database: Database, **options: Any) -> AsyncIterator[asyncio.Task[None]]:
    """An echoing bot that polls."""
    options = {"patience": Patience(shortest=0.001, longest=0.01)} | options
    async with application_for(api, echo) as application:
        door = Door(application, database, Clock())
        task = asyncio.create_task(Polling(application.bot, door, ALLOWED, **options).run())
        yield task
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await door.stop()


async def test_a_conversation_goes_to_and_fro(api: BotApi, database: Database) -> None:
    """Messages are answered in their order, with no call that Telegram would refuse."""
    anna = api.person(7, "Anna")
    anna.says("written before the start")
    async with polling(api, database):
        await api.called("sendMessage")
        anna.says("one")
        anna.says("two")
        await api.called("sendMessage", 3)

    assert ["written before the start", "one", "two"] == [call["text"] for call in api.made("sendMessage")]
    assert [] == api.refused
    assert all(ALLOWED == call["allowed_updates"] for call in api.made("getUpdates"))


async def test_what_people_wrote_during_a_restart_is_kept(api: BotApi, database: Database) -> None:
    """An old webhook is removed first; the updates that wait are not."""
    api.person(7, "Anna").says("during the restart")
    async with polling(api, database):
        await api.called("sendMessage")

    assert {"drop_pending_updates": False} == api.made("deleteWebhook")[0].parameters


async def test_an_update_is_confirmed_only_when_it_is_stored(
    api: BotApi, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While the disk is full nothing is confirmed; when there is room, nothing was lost."""
    confirmed: list[tuple[int | None, int]] = []
    take = Door.take
    failures = 3

    async def take_when_there_is_room(door: Door, received: list[dict[str, Any]]) -> None:
        nonlocal failures
        confirmed.append((api.made("getUpdates")[-1].parameters.get("offset"), len(api.updates)))
        if failures:
            failures -= 1
            raise StoreError("The disk that holds plenary.db is full; make room there and try again.")
        await take(door, received)

    monkeypatch.setattr(Door, "take", take_when_there_is_room)
    update_id = api.person(7, "Anna").says("hello")
    async with polling(api, database):
        await api.called("sendMessage")
        await api.wait_for(lambda: not api.updates)

    assert [(None, 1)] * 4 == confirmed
    assert update_id not in [update["update_id"] for update in api.updates]
    assert 1 == caplog.text.count("is full")


async def test_an_outage_is_one_line_in_the_log_and_ends_by_itself(
    api: BotApi, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the network does, polling goes on; the log has one line when it begins and one when it ends."""

    def outage() -> list[Refused | web.Response]:
        return [Refused(502, "Bad Gateway"), web.Response(status=500, text="<html>"), web.Response(text="no json")]

    no_updates = ["null", '"surprise"', "[7]", '[{"message": {}}]', '[{"update_id": "7"}]']
    api.answer("deleteWebhook", *outage())
    async with polling(api, database):
        await api.called("deleteWebhook")
    api.answer(
        "getUpdates",
        *outage(),
        Refused(500, "Internal Server Error"),
        Refused(429, "Slower", retry_after=0.001),
        *(web.Response(text=f'{{"ok": true, "result": {result}}}') for result in no_updates),
    )
    caplog.clear()
    with caplog.at_level(logging.INFO, "bot.receiving"):
        async with polling(api, database):
            api.person(7, "Anna").says("still there?")
            await api.called("sendMessage")

    assert ["Updates cannot be fetched or stored (Bad Gateway); trying until they can.", "Updates come in again."] == [
        record.getMessage() for record in caplog.records if record.name.startswith("bot.")
    ]


async def test_each_failure_waits_longer_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits double, are capped, honour Telegram's own, and begin anew after a success."""
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    patience = Patience(shortest=1, longest=5)
    for _ in range(5):
        await patience.failed(OSError())
    patience.succeeded()
    await patience.failed(OSError())

    assert [1, 2, 4, 5, 5, 1] == waits


async def test_a_restart_that_conflicts_with_itself_goes_on(api: BotApi, database: Database) -> None:
    """A few 409s while the last run's poll is still open at Telegram are borne."""
    api.answer("getUpdates", *[Refused(409, "Conflict: terminated by other getUpdates request")] * 3)
    api.person(7, "Anna").says("hello")
    async with polling(api, database):
        await api.called("sendMessage")


async def test_a_second_poller_stops_the_bot_in_one_line(api: BotApi, database: Database) -> None:
    """If 409 lasts, the bot says so and stops; it does not fight for ever."""
    api.answer("getUpdates", *[Refused(409, "Conflict: terminated by other getUpdates request")] * 1000)
    async with polling(api, database, conflict_seconds=0.05) as task:
        with pytest.raises(UpdatesTaken) as raised:
            await asyncio.wait_for(task, 10)

    assert str(raised.value) == (
        "Another program receives the updates of this bot; stop it, or have @BotFather revoke the token."
    )


async def test_two_pollers_that_take_turns_are_two_pollers(api: BotApi, database: Database) -> None:
    """A poll that goes through in between proves nothing: both break each other's all the time."""
    for _ in range(200):
        api.answer("getUpdates", Refused(409, "Conflict"), web.json_response({"ok": True, "result": []}))
    async with polling(api, database, conflict_seconds=0.05) as task:
        with pytest.raises(UpdatesTaken):
            await asyncio.wait_for(task, 10)


@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
async def test_a_rejected_token_stops_the_bot_in_one_line(api: BotApi, database: Database, method: str) -> None:
    """A token that Telegram does not know is not tried again."""
    api.answer(method, Refused(401, "Unauthorized"))
    async with polling(api, database) as task:
        with pytest.raises(
            TokenRejected, match=r"^Telegram does not accept PLENARY_TOKEN; copy it from @BotFather anew.$"
        ):
            await asyncio.wait_for(task, 10)


@asynccontextmanager
async def process(api: BotApi, path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The echoing bot as a process of its own."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.receiving.echo_bot", api.url, str(path), stderr=asyncio.subprocess.PIPE
    )
    yield bot
    if bot.returncode is None:
        bot.kill()
    await bot.wait()


async def test_killed_between_storing_and_answering_the_message_is_answered(api: BotApi, path: Path) -> None:
    """kill -9 while the answer is in flight: the next start answers, and names the update in the log."""
    update_id = api.person(7, "Anna").says("hello")
    api.call_seconds = 5
    async with process(api, path) as bot:
        await api.wait_for(lambda: not api.updates and api.made("getUpdates"))
        bot.kill()
    api.call_seconds = 0
    async with process(api, path) as bot:
        await api.called("sendMessage")
        bot.send_signal(signal.SIGTERM)
        _, log = await bot.communicate()

    assert 0 == bot.returncode
    assert f"Update {update_id} may have been in flight; it is handled again.\n" == log.decode()


async def test_killed_at_any_moment_every_message_is_answered(api: BotApi, path: Path) -> None:
    """kill -9 again and again in a burst: all answered, and only those in flight answered twice."""
    chance = random.Random(1)
    people = [api.person(number, "Anna") for number in range(1, 9)]
    api.call_seconds = 0.01
    said = {(person.id, f"{person.id}-{turn}") for turn in range(20) for person in people}
    for turn in range(20):
        for person in people:
            person.says(f"{person.id}-{turn}")
    named = b""
    for answered in (30, 60, 90):
        async with process(api, path) as bot:
            await api.called("sendMessage", answered + chance.randrange(20))
            bot.kill()
            named += (await bot.communicate())[1]
    async with process(api, path) as bot:
        answers = await api.wait_for(
            lambda: len({call["text"] for call in api.made("sendMessage")}) == len(said) and api.made("sendMessage")
        )
        bot.send_signal(signal.SIGTERM)
        named += (await bot.communicate())[1]

    assert said == {(call["chat_id"], call["text"]) for call in answers}
    assert len(answers) - len(said) <= named.count(b"may have been in flight") <= 3 * len(people)
    for person in people:
        texts = list(dict.fromkeys(call["text"] for call in answers if call["chat_id"] == person.id))
        assert [f"{person.id}-{turn}" for turn in range(20)] == texts
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT DISTINCT state FROM received_update").fetchall()
    connection.close()
    assert [("answered",)] == rows


async def test_sigterm_finishes_what_is_being_handled(api: BotApi, path: Path) -> None:
    """The answer in hand goes out, the process ends with 0."""
    api.person(7, "Anna").says("hello")
    api.call_seconds = 0.3
    async with process(api, path) as bot:
        await api.wait_for(lambda: not api.updates and api.made("getUpdates"))
        bot.send_signal(signal.SIGTERM)
        await asyncio.wait_for(bot.communicate(), 10)

    assert 0 == bot.returncode
    assert ["hello"] == [call["text"] for call in api.made("sendMessage")]
