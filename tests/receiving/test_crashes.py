"""An update that takes the process down, time and again: what becomes of it, and of those that were beside it."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

from telegram import Update

from bot.clock import Clock
from bot.receiving.door import Door
from bot.store.database import Database
from tests.botapi.server import BotApi
from tests.receiving.conftest import application_for, echo


def message(update_id: int, chat: int, text: str) -> dict[str, Any]:
    person = {"id": chat, "first_name": "Anna"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1305014400,
            "chat": person | {"type": "private"},
            "from": person | {"is_bot": False},
            "text": text,
        },
    }


def states(connection: sqlite3.Connection) -> dict[int, str]:
    rows = connection.execute("SELECT update_id, state FROM received_update ORDER BY update_id")
    return {row["update_id"]: row["state"] for row in rows}


class Lives:
    """A bot that dies whenever it begins to handle "poison", and is started again."""

    def __init__(self, api: BotApi, database: Database) -> None:
        self._api = api
        self._database = database
        self._dead = asyncio.Event()

    async def live(self, *received: dict[str, Any], last_attempts_after: float = 0.0) -> None:
        """One life: until it dies, or has nothing left to do."""
        self._dead.clear()
        async with application_for(self._api, self._handle) as application:
            door = Door(application, self._database, Clock(), last_attempts_after=last_attempts_after)
            await door.resume()
            await door.take(received)
            ends = [asyncio.create_task(end) for end in (self._dead.wait(), door.idle())]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in ends:
                end.cancel()
            await door.stop(0)

    @property
    def is_dead(self) -> bool:
        return self._dead.is_set()

    async def _handle(self, update: Update, context: Any) -> None:
        assert update.message is not None
        if update.message.text == "poison":
            self._dead.set()
        if self._dead.is_set():
            await asyncio.Event().wait()
        await echo(update, context)


async def test_what_was_in_flight_beside_it_is_answered(api: BotApi, database: Database) -> None:
    """It is tried for the last time alone: only it is set aside, however often the others died with it."""
    for person in range(1, 10):
        api.person(person, "Anna")
    api.call_seconds = 0.02
    lives = Lives(api, database)
    await lives.live(*(message(chat, chat, "poison" if chat == 5 else "hello") for chat in range(1, 10)))
    for _ in range(4):
        await lives.live()

    assert {chat: "aside" if chat == 5 else "answered" for chat in range(1, 10)} == await database.read(states)


async def test_its_last_attempt_lets_the_others_go_first(api: BotApi, database: Database) -> None:
    """What came in later, in other chats, is answered for a while before it may take the process down again."""
    for person in (1, 2, 3):
        api.person(person, "Anna")
    lives = Lives(api, database)
    await lives.live(message(1, 1, "poison"), message(2, 1, "hello"))
    await lives.live()
    await lives.live()
    life = asyncio.create_task(lives.live(message(3, 2, "hello"), message(4, 3, "hello"), last_attempts_after=3600))
    await api.called("sendMessage", 2)
    is_dead = lives.is_dead
    life.cancel()

    assert not is_dead
    assert {2, 3} == {call["chat_id"] for call in api.made("sendMessage")}
    assert {1: "waiting", 2: "waiting"}.items() <= (await database.read(states)).items()


async def test_a_stop_does_not_wait_for_a_last_attempt(api: BotApi, database: Database) -> None:
    """It is made at the next start."""
    api.person(1, "Anna")
    lives = Lives(api, database)
    await lives.live(message(1, 1, "poison"))
    await lives.live()
    await lives.live()
    async with application_for(api, echo) as application:
        door = Door(application, database, Clock(), last_attempts_after=3600)
        await door.resume()
        await asyncio.wait_for(door.stop(), 1)

    assert {1: "waiting"} == await database.read(states)
