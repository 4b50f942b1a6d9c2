"""What comes in is counted, with how it ended and how long that took."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from telegram import Update

from bot.clock import Clock
from bot.observing import Metrics
from bot.receiving.door import Door
from bot.receiving.polling import Polling
from bot.store.database import Database
from bot.store.updates import being_handled
from tests.botapi.server import BotApi
from tests.receiving.conftest import application_for, echo


def counts(metrics: Metrics) -> dict[str, float]:
    lines = metrics.exposition(None).decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


async def stumble(update: Update, context: Any) -> None:
    """Fail as an error handler says it, once the person has a reference."""
    handling = being_handled.get()
    if handling is not None and update.message is not None and update.message.text == "stumble":
        handling.fail("reference")
    await echo(update, context)


async def test_updates_are_counted_once_with_how_they_ended(api: BotApi, database: Database) -> None:
    """A redelivered update is not received again; one for which the person got a reference has failed."""
    metrics = Metrics()
    anna = api.person(7, "Anna")
    anna.says("venue?")
    anna.says("stumble")
    async with application_for(api, stumble) as application:
        door = Door(application, database, Clock(), metrics=metrics)
        await door.take(api.updates)
        await door.take(api.updates)
        await door.idle()
        await door.stop()
    found = counts(metrics)

    assert 2 == found['plenary_updates_received_total{kind="message"}']
    assert 1 == found['plenary_updates_handled_total{outcome="answered"}']
    assert 1 == found['plenary_updates_handled_total{outcome="failed"}']
    assert 2 == found["plenary_answer_seconds_count"]
    assert 0 < found["plenary_answer_seconds_sum"] < 10


async def test_every_answer_to_a_poll_is_heard(api: BotApi, door: Door) -> None:
    """Also one without updates: that Telegram answers is what health wants to know."""
    heard = asyncio.Event()
    api.poll_seconds = 0.01
    async with application_for(api, echo) as application:
        polling = asyncio.create_task(Polling(application.bot, door, ["message"], heard=heard.set).run())
        await asyncio.wait_for(heard.wait(), 10)
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
