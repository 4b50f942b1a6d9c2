"""The webhook: secret checked, stored before 200, redelivery without effect."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.errors import StartError, StoreError, TokenRejected
from bot.receiving.door import Door
from bot.receiving.patience import Patience
from bot.receiving.webhook import Webhook
from bot.store.database import Database
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.spec import Refused
from tests.receiving.conftest import application_for, echo

ALLOWED = ["message", "callback_query", "my_chat_member"]
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def webhook(api: BotApi, door: Door) -> AsyncIterator[str]:
    """The webhook on an HTTP server and registered at Telegram; gives its address."""

    async def handle(request: web.Request) -> web.Response:
        return await webhook.handle(request)

    http = web.Application(client_max_size=100)  # what the server takes elsewhere does not matter here
    http.router.add_post("/telegram", handle)
    async with TestServer(http) as server, application_for(api, echo) as application:
        webhook = Webhook(door, str(server.make_url("/telegram")), TOKEN)
        await webhook.register(application.bot, ALLOWED)
        yield str(server.make_url("/telegram"))


def ids(connection: sqlite3.Connection) -> list[int]:
    return [row["update_id"] for row in connection.execute("SELECT update_id FROM received_update")]


async def post(url: str, body: bytes, secret: str | None) -> int:
    async with (
        ClientSession(headers={HEADER: secret} if secret is not None else {}) as session,
        session.post(url, data=BytesIO(body)) as response,
    ):
        assert b"" == await response.read()
        return response.status


def secret_of(api: BotApi) -> str:
    assert api.webhook is not None
    assert api.webhook.secret_token is not None
    return api.webhook.secret_token


async def test_telegram_is_told_the_address_and_what_to_send(webhook: str, api: BotApi) -> None:
    """Address, secret token and kinds of updates are registered; what waits is kept; the token stays secret."""
    call = await api.called("setWebhook")

    assert (webhook, ALLOWED, False) == (call["url"], call["allowed_updates"], call["drop_pending_updates"])
    assert len(secret_of(api)) >= 32
    assert TOKEN not in secret_of(api)
    assert "/telegram" == Webhook(None, webhook, TOKEN).path  # type: ignore[arg-type]  # only the address is asked


async def test_what_telegram_delivers_is_answered(webhook: str, api: BotApi, door: Door) -> None:
    """A message is stored, confirmed with 200 and answered; delivered again it has no second effect."""
    anna = api.person(7, "Anna")
    anna.says("hello")
    update = api.updates[0]

    assert [200] == await api.deliver()
    await door.idle()
    api.updates.append(update)
    assert [200] == await api.deliver()
    await door.idle()

    assert ["hello"] == [call["text"] for call in api.made("sendMessage")]


@pytest.mark.parametrize("secret", [None, "", "wrong", "é" * 64, "x" * 4000])
async def test_a_wrong_or_missing_secret_leaves_no_trace(
    webhook: str, api: BotApi, door: Door, database: Database, caplog: pytest.LogCaptureFixture, secret: str | None
) -> None:
    """403, nothing stored, nothing handled, nothing logged."""
    api.person(7, "Anna").says("hello")
    with caplog.at_level(logging.DEBUG, "bot"):
        status = await post(webhook, json.dumps(api.updates[0]).encode(), secret)
    await door.idle()

    assert 403 == status
    assert [] == await database.read(ids)
    assert [] == api.made("sendMessage")
    assert [] == [record for record in caplog.records if record.name.startswith("bot")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"no json", 400),
        (b"[1]", 400),
        (b"\xff\xfe", 400),
        (b'{"message": {}}', 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": 1, "text": "' + b"x" * 1_100_000 + b'"}', 413),
    ],
)
async def test_what_is_no_update_is_refused(
    webhook: str, api: BotApi, database: Database, body: bytes, status: int
) -> None:
    """Even with the right secret, junk and what is too long are not stored."""
    assert status == await post(webhook, body, secret_of(api))
    assert [] == await database.read(ids)


async def test_what_cannot_be_stored_comes_again(
    webhook: str, api: BotApi, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a full disk Telegram is told to deliver the update again later."""
    api.person(7, "Anna").says("hello")

    async def full(self: Door, received: object) -> None:
        raise StoreError("The disk that holds plenary.db is full; make room there and try again.")

    with monkeypatch.context() as patch:
        patch.setattr(Door, "take", full)
        assert [503] == await api.deliver()
    assert [200] == await api.deliver()
    await door.idle()

    assert ["hello"] == [call["text"] for call in api.made("sendMessage")]


async def test_the_secret_stays_the_same_over_restarts_and_differs_by_bot(api: BotApi) -> None:
    """What Telegram delivers while the bot restarts still fits."""
    secrets = []
    async with application_for(api, echo) as application:
        for url, token in [("/a", TOKEN), ("/a", TOKEN), ("/b", TOKEN), ("/a", "654321:other")]:
            webhook = Webhook(None, f"http://127.0.0.1{url}", token)  # type: ignore[arg-type]  # nothing is delivered
            await webhook.register(application.bot, ALLOWED)
            secrets.append(secret_of(api))

    assert secrets[0] == secrets[1]
    assert 3 == len(set(secrets))


async def test_registering_is_patient_with_the_network_and_plain_with_the_operator(api: BotApi, door: Door) -> None:
    """An outage is waited for; a refused address or token stops the start with one sentence."""
    webhook = Webhook(door, "http://127.0.0.1/telegram", TOKEN)
    api.answer("setWebhook", Refused(502, "Bad Gateway"), Refused(500, "Internal Server Error"))
    async with application_for(api, echo) as application:
        await webhook.register(application.bot, ALLOWED, Patience(shortest=0.001))
        api.answer("setWebhook", Refused(401, "Unauthorized"))
        with pytest.raises(TokenRejected):
            await webhook.register(application.bot, ALLOWED)
        api.answer("setWebhook", Refused(400, "Bad Request: bad webhook: failed to resolve host"))
        with pytest.raises(StartError) as raised:
            await webhook.register(application.bot, ALLOWED)

    assert "Telegram refuses PLENARY_WEBHOOK_URL: Bad webhook: failed to resolve host." == str(raised.value)


async def test_a_secret_of_other_bytes_is_a_wrong_one(
    webhook: str, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody without the secret gets more than 403, nor a line into the log."""
    host, port = webhook.removeprefix("http://").removesuffix("/telegram").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\n" + HEADER.encode() + b": \xe9\r\nContent-Length: 2\r\n\r\n{}")
    status = await reader.readline()
    writer.close()

    assert b"403" in status
    assert [] == caplog.records
    assert [] == await database.read(ids)


async def test_half_a_character_is_stored_like_any_text(webhook: str, api: BotApi, database: Database) -> None:
    """JSON may carry one; the update is taken, and what comes after it too."""
    anna = api.person(7, "Anna")
    anna.says("bad \ud800 text")
    anna.says("good text")

    assert [200, 200] == await api.deliver()
    assert 2 == len(await database.read(ids))


@pytest.mark.parametrize("update_id", [10**20, True, -1, 0])
async def test_a_number_that_is_none_of_telegrams_is_refused(
    webhook: str, api: BotApi, database: Database, update_id: int
) -> None:
    """The store takes 63 bits."""
    assert 400 == await post(webhook, json.dumps({"update_id": update_id}).encode(), secret_of(api))
    assert [] == await database.read(ids)


async def test_json_without_end_is_refused(webhook: str, api: BotApi) -> None:
    """However deep it is nested."""
    assert 400 == await post(webhook, b'{"update_id":' + b"[" * 100_000, secret_of(api))


async def test_a_body_that_is_cut_is_not_stored(
    webhook: str, api: BotApi, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram sends it again; there is nothing to log."""
    host, port = webhook.removeprefix("http://").removesuffix("/telegram").split(":")
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret_of(api)}\r\n"
    for rest in ("Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\nA\r\n{"):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write((head + rest).encode())
        writer.write_eof()
        await reader.read()
        writer.close()

    assert [] == [record for record in caplog.records if record.levelname == "ERROR"]
    assert [] == await database.read(ids)


async def test_a_chat_that_the_store_cannot_number_is_taken_once(webhook: str, api: BotApi, database: Database) -> None:
    """Else Telegram would send it again for a day."""
    update = {"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": 10**30, "type": "private"}}}

    assert 200 == await post(webhook, json.dumps(update).encode(), secret_of(api))
    assert [1] == await database.read(ids)
