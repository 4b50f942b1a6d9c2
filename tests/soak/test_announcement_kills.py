"""kill -9 at random moments of composing, sending, correcting and withdrawing announcements.

What holds is said of the store and of what readers have, never of the clock: so it holds on a busy machine too.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.store import followers
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from tests.botapi.chats import Person
from tests.botapi.server import BotApi
from tests.soak.process import Process

ORGANISER = 900_001
READERS = range(1, 9)


class Store:
    """What stands in the file, whoever writes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def one(self, query: str, **values: Any) -> Any:
        """The first value of the first row; None where there is none."""
        connection = sqlite3.connect(self._path)
        row = connection.execute(query, values).fetchone()
        connection.close()
        return row[0] if row else None

    async def until(self, query: str, **values: Any) -> None:
        """Wait until a query finds something that is true."""
        async with asyncio.timeout(100):
            while not self.one(query, **values):  # noqa: ASYNC110 - nobody tells what another process writes
                await asyncio.sleep(0.05)

    async def until_settled(self) -> None:
        """Wait until nothing is left to be sent, edited or deleted."""
        await self.until("SELECT NOT EXISTS (SELECT 1 FROM delivery WHERE state IN ('pending', 'sending'))")

    def deliveries(self, cause_id: int) -> dict[int, tuple[str, list[int]]]:
        """The state and the messages of each reader's delivery."""
        connection = sqlite3.connect(self._path)
        rows = connection.execute(
            "SELECT chat_id, state, message_ids FROM delivery WHERE cause_id = ?", (cause_id,)
        ).fetchall()
        connection.close()
        return {chat: (state, json.loads(messages)) for chat, state, messages in rows}


class Walk:
    """An organiser who goes her way, whatever happens to the bot on it."""

    def __init__(self, api: BotApi, bot: Process, store: Store, chance: random.Random, kills: int) -> None:
        self._api = api
        self._bot = bot
        self._store = store
        self._chance = chance
        self._organiser: Person = api.person(ORGANISER, "Ingrid")
        self._steps_with_kill = 0
        self.kills_left = kills

    def says(self, text: str) -> None:
        self._organiser.says(text)

    def presses(self, data: str) -> None:
        """Press a button with this data under the newest message."""
        newest = max(number for chat, number in self._api.chats.messages if chat == ORGANISER)
        self._organiser.presses(data, self._api.chats.messages[ORGANISER, newest])

    async def goes_on(self, query: str, *, sends: bool = False, **values: Any) -> None:
        """Wait until the step has had its effect; die on the way, most of the time, and live again."""
        kill = self.kills_left > 0 and self._chance.random() < 0.7
        if kill and not (sends and self._chance.random() < 0.7):
            await asyncio.sleep(self._chance.uniform(0, 0.3))
            await self._dies()
            kill = False
        await self._store.until(query, **values)
        if kill:  # in the middle of sending
            await asyncio.sleep(self._chance.uniform(0, 0.4))
            await self._dies()
        if sends:
            await self._store.until_settled()

    async def _dies(self) -> None:
        self.kills_left -= 1
        await self._bot.end(signal.SIGKILL)
        await self._bot.start()


async def follow(api: BotApi, path: Path) -> None:
    """Let the readers follow the process."""
    clock = Clock()
    database = await Database.open(path, clock)

    def all_follow(connection: sqlite3.Connection) -> None:
        for chat in READERS:
            api.person(chat, "Ben")
            subject = Subject("process", "ccm")
            followers.follow(connection, Chat(chat, "private", "Ben"), subject, None, chat, clock.now())

    await database.write(all_follow)
    await database.close()


async def compose_and_send(walk: Walk, store: Store, number: int, text: str) -> None:
    """A draft from the first press to the last reader."""
    walk.presses("announce:m:geneva-2011")
    await walk.goes_on("SELECT COUNT(*) = :number FROM announcement", number=number)
    walk.presses(f"draft:{number}:write:en")
    await walk.goes_on(
        "SELECT 1 FROM dialogue WHERE name = 'announcement' AND data ->> 'announcement' = :number", number=number
    )
    walk.says(text)
    await walk.goes_on(
        "SELECT body ->> '$.content.versions.en.text' = :text FROM announcement WHERE id = :number",
        number=number,
        text=text,
    )
    walk.presses(f"draft:{number}:preview")
    await walk.goes_on("SELECT body ->> '$.counted' IS NOT NULL FROM announcement WHERE id = :number", number=number)
    revision = store.one("SELECT revision FROM announcement WHERE id = :number", number=number)
    for _ in range(2):  # pressed twice
        walk.presses(f"draft:{number}:send:{revision}")
    await walk.goes_on("SELECT cause_id IS NOT NULL FROM announcement WHERE id = :number", number=number, sends=True)


async def correct(walk: Walk, store: Store, number: int, text: str) -> None:
    """The text, for all who have it."""
    walk.presses(f"sent:{number}:correct:en")
    await walk.goes_on(
        "SELECT 1 FROM dialogue WHERE name = 'correction' AND data ->> 'announcement' = :number", number=number
    )
    walk.says(text)
    await walk.goes_on(
        "SELECT body ->> '$.correction.versions.en.text' = :text FROM announcement WHERE id = :number",
        number=number,
        text=text,
    )
    revision = store.one("SELECT revision FROM announcement WHERE id = :number", number=number)
    walk.presses(f"sent:{number}:correct_now:{revision}")
    await walk.goes_on("SELECT 1 FROM cause WHERE key LIKE 'correction:' || :number || ':%'", number=number, sends=True)


async def withdraw(walk: Walk, number: int) -> None:
    """Take it back from all who have it."""
    walk.presses(f"sent:{number}:withdraw")
    await walk.goes_on("SELECT 1 FROM cause WHERE key = 'withdrawal:' || :number", number=number, sends=True)


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(5, marks=pytest.mark.timeout(600)),
        pytest.param(100, marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
    ],
)
async def test_killed_at_any_moment_an_announcement_goes_on_where_it_stood(
    api: BotApi, path: Path, chance: random.Random, kills: int
) -> None:
    """Each draft is one, as it was written; each reader has it once or is in doubt; then corrected; then gone."""
    await follow(api, path)
    store, number = Store(path), 0
    async with Process(api.url, path, ORGANISERS=str(ORGANISER)) as bot:
        await bot.start()
        walk = Walk(api, bot, store, chance, kills)
        walk.says("/announce")
        await api.wait_for(lambda: [key for key in api.chats.messages if key[0] == ORGANISER])
        while walk.kills_left > 0:
            number += 1
            text, better = f"Announcement {number}: Room 3.", f"Announcement {number}: Room 5."
            await compose_and_send(walk, store, number, text)
            cause_id = store.one("SELECT cause_id FROM announcement WHERE id = :number", number=number)
            sent = store.deliveries(cause_id)
            await correct(walk, store, number, better)
            corrected = {
                chat: api.chats.messages[chat, messages[0]]["text"]
                for chat, (state, messages) in sent.items()
                if state == "sent"
            }
            await withdraw(walk, number)
            withdrawn = store.deliveries(cause_id)
            times = Counter(
                call["chat_id"]
                for call in api.made("sendMessage")
                if call["text"] in (text, better) and call["chat_id"] in READERS
            )

            assert set(READERS) == set(sent)
            assert {"sent", "uncertain"} >= {state for state, _ in sent.values()}
            assert {chat for chat, (state, _) in sent.items() if state == "sent"} <= set(times)
            assert set(times.values()) <= {1}
            assert all(words.startswith(f"{better}\n\nCorrected on") for words in corrected.values())
            assert dict.fromkeys(corrected, "withdrawn") == {
                chat: state for chat, (state, _) in withdrawn.items() if state != "uncertain"
            }
            assert not [chat for chat in corrected if (chat, sent[chat][1][0]) in api.chats.messages]
        code = await bot.end(signal.SIGTERM)

    assert 0 == code
    assert number == store.one("SELECT COUNT(*) FROM announcement")
    assert [] == [log for log in bot.logs if "Traceback" in log]
