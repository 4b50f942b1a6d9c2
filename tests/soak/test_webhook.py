"""The webhook of the real process: who may deliver, and what is delivered again."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from signal import SIGTERM

import aiohttp
import pytest

from tests.botapi.server import BotApi
from tests.soak.process import Process

_SECRET = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def bot(api: BotApi, path: Path) -> AsyncIterator[Process]:
    """The bot, with its webhook registered."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    async with Process(api.url, path, LISTEN=address, WEBHOOK_URL=f"http://{address}/telegram") as bot:
        await bot.start()
        await api.called("setWebhook")
        yield bot


def rows(path: Path, query: str) -> int:
    """How many rows a query finds."""
    with sqlite3.connect(path) as connection:
        number = len(connection.execute(query).fetchall())
    connection.close()
    return number


async def test_only_telegram_may_deliver(api: BotApi, path: Path, bot: Process) -> None:
    """A wrong or a missing secret is 403: nothing is stored, handled or logged."""
    anna = api.person(7, "Anna")
    anna.says("When is Geneva 2011?")
    assert api.webhook is not None
    statuses = []
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {_SECRET: ""}, {_SECRET: "wrong"}, {_SECRET: f"{api.webhook.secret_token}x"}):
            async with session.post(api.webhook.url, json=api.updates[0], headers=headers) as response:
                statuses.append(response.status)
    code = await bot.end(SIGTERM)

    assert [403] * 4 == statuses
    assert 0 == rows(path, "SELECT 1 FROM received_update UNION SELECT 1 FROM person")
    assert [] == api.made("sendMessage")
    assert [""] == bot.logs
    assert 0 == code


async def test_what_is_delivered_again_has_no_second_effect(api: BotApi, path: Path, bot: Process) -> None:
    """An old update does not undo what was done since."""
    anna = api.person(7, "Anna")
    anna.says("/start geneva-2011")
    assert [200] == await api.deliver()
    await api.called("sendMessage")
    [card] = api.chats.messages.values()
    anna.presses("follow:m:geneva-2011", card)
    follow = api.updates[0]
    anna.presses("unfollow:m:geneva-2011", card)
    assert [200, 200] == await api.deliver()
    await api.called("editMessageText", 2)
    api.updates.append(follow)
    anna.says("/follow")
    assert [200, 200] == await api.deliver()
    answer = await api.called("sendMessage", 2)

    assert "Nothing is followed here" in answer["text"]
    assert 2 == len(api.made("editMessageText"))
    assert [] == api.refused


async def test_metrics_tell_what_waits_and_what_failed(api: BotApi, path: Path, bot: Process) -> None:
    """The deliveries of the store stand there by their state."""
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO chat (id, kind, title) VALUES (7, 'private', 'Anna')")
        connection.execute(
            "INSERT INTO cause (id, key, kind, body, created_by, created_at) VALUES (1, 'k', 'announcement', '{}', '', '')"
        )
        connection.execute(
            "INSERT INTO delivery (cause_id, chat_id, state, bulk, not_before) VALUES (1, 7, 'failed', 0, '')"
        )
    connection.close()
    assert api.webhook is not None
    async with (
        aiohttp.ClientSession() as session,
        session.get(api.webhook.url.replace("telegram", "metrics")) as answer,
    ):
        told = await answer.text()

    assert 'plenary_deliveries{state="failed"} 1.0' in told
