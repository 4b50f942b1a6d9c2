"""Every call to the Bot API is counted, whatever becomes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.counted_transport import CountedRequest
from bot.observing import Metrics
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.spec import Refused


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        api.person(7, "Anna")
        yield api


def bot_at(url: str, metrics: Metrics) -> Bot:
    request = CountedRequest(url, metrics)
    return Bot(TOKEN, f"{url}/bot", f"{url}/file/bot", request=request, get_updates_request=request)


def calls(metrics: Metrics) -> list[str]:
    lines = metrics.exposition(None).decode().splitlines()
    return sorted(line for line in lines if line.startswith("plenary_bot_api_calls_total{"))


async def test_calls_are_counted_by_method_and_status(api: BotApi) -> None:
    """An answer and a 429 are two outcomes of one method."""
    metrics = Metrics()
    async with bot_at(api.url, metrics) as bot:
        api.answer("sendMessage", Refused(429, "Too Many Requests: retry after 3", retry_after=3))
        with pytest.raises(RetryAfter):
            await bot.send_message(7, "Hello")
        await bot.send_message(7, "Hello")

    assert [
        'plenary_bot_api_calls_total{method="getMe",outcome="200"} 1.0',
        'plenary_bot_api_calls_total{method="sendMessage",outcome="200"} 1.0',
        'plenary_bot_api_calls_total{method="sendMessage",outcome="429"} 1.0',
    ] == calls(metrics)


async def test_a_download_is_counted_as_file_and_a_call_that_failed_by_its_error(api: BotApi) -> None:
    """Neither the file's name nor the token becomes a label."""
    metrics = Metrics()
    request = CountedRequest(api.url, metrics)
    async with request:
        with pytest.raises(InvalidToken):  # as python-telegram-bot reads a 404
            await request.retrieve(f"{api.url}/file/bot{TOKEN}/documents/private.pdf")
        with pytest.raises(NetworkError):
            await request.retrieve(f"http://127.0.0.1:1/bot{TOKEN}/sendMessage")

    assert [
        'plenary_bot_api_calls_total{method="file",outcome="404"} 1.0',
        'plenary_bot_api_calls_total{method="sendMessage",outcome="NotSent"} 1.0',
    ] == calls(metrics)
    assert TOKEN.encode() not in metrics.exposition(None)
