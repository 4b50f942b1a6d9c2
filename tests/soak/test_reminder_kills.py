"""kill -9 at random moments while reminders come due: each is sent once, or is uncertain, and none is forgotten."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import signal
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.model import Meeting, Process
from bot.services import reminder_plan
from bot.store import followers, instants, meetings
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from tests.botapi.server import BotApi
from tests.soak.process import Process as Life

_DOUBTFUL = re.compile(r"(\d+) deliveries were under way at the last stop")
_CHATS_A_LIFE = 12
_SECONDS_A_LIFE = 1.5


async def plan(api: BotApi, path: Path, chance: random.Random, kills: int) -> None:
    """Let chats follow a meeting that begins in 23 days; the first reminder of each comes due during the lives to come."""
    clock = Clock()
    now = clock.now()
    chats = range(1, kills * _CHATS_A_LIFE + 1)
    day = (now + timedelta(days=23)).date()
    lighthouses = Meeting(
        id="lighthouses", uid="lighthouses", process="col", name="Lighthouses", start=day, timezone="UTC"
    )
    database = await Database.open(path, clock)

    def effect(connection: sqlite3.Connection) -> None:
        meetings.put_process(connection, Process(id="col", name="Convention"))
        meetings.put_meeting(connection, lighthouses)
        for chat in chats:
            api.person(chat, "Ben")
            subject = Subject("meeting", "lighthouses")
            followers.follow(connection, Chat(chat, "private", "Ben"), subject, None, chat, now)
        reminder_plan.plan_meetings(connection, [lighthouses], now)
        for chat in chats:  # as if time had flown
            due = now + timedelta(seconds=chance.uniform(0, kills * _SECONDS_A_LIFE))
            connection.execute(
                "UPDATE reminder SET due_at = :due, ring_at = :due WHERE chat_id = :chat AND lead = '14d'",
                {"due": instants.as_text(due), "chat": chat},
            )

    await database.write(effect)
    await database.close()


def states(path: Path) -> tuple[Counter[str], dict[int, str]]:
    """How many of the first reminders are in each state, and the state of each chat's delivery."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        reminders = connection.execute("SELECT state FROM reminder WHERE lead = '14d'").fetchall()
        deliveries = connection.execute("SELECT chat_id, state FROM delivery").fetchall()
    return Counter(state for (state,) in reminders), dict(deliveries)


async def everything_is_sent(path: Path) -> None:
    """Wait until no reminder is due and no delivery under way."""
    while True:
        reminders, deliveries = states(path)
        if not reminders["pending"] and not {"pending", "sending"} & set(deliveries.values()):
            return
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.soak)])
async def test_killed_at_any_moment_each_reminder_comes_once_or_is_in_doubt(
    api: BotApi, path: Path, chance: random.Random, kills: int
) -> None:
    """Nothing twice by our own decision, nothing forgotten; what is in doubt was under way when the process died."""
    await plan(api, path, chance, kills)
    async with Life(api.url, path) as bot:
        for _ in range(kills):
            await bot.start()
            await asyncio.sleep(chance.uniform(0.3, 2.5))
            await bot.end(signal.SIGKILL)
        await bot.start()
        await everything_is_sent(path)
        code = await bot.end(signal.SIGTERM)
    reminders, deliveries = states(path)
    got = Counter(call["chat_id"] for call in api.made("sendMessage"))

    assert 0 == code
    assert {"queued": kills * _CHATS_A_LIFE} == reminders
    assert set(range(1, kills * _CHATS_A_LIFE + 1)) == set(deliveries)
    assert {"sent", "uncertain"} >= set(deliveries.values())
    assert {chat for chat, state in deliveries.items() if state == "sent"} <= set(got)
    assert set(got.values()) == {1}
    doubtful = sum(int(number) for log in bot.logs for number in _DOUBTFUL.findall(log))
    assert doubtful == Counter(deliveries.values())["uncertain"]
    assert [] == [call for call in api.refused if call.method != "getUpdates"]
