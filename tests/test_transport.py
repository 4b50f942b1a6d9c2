"""The transport: calls as the Bot API wants them, errors that say whether a call left, and never the token."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import AiohttpRequest, NotSent, ServerFailed
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.spec import Refused


def bot_at(url: str) -> Bot:
    request = AiohttpRequest(url)
    return Bot(
        TOKEN, f"{url}/bot", f"{url}/file/bot", request=request, get_updates_request=request
    )  # fmt: skip


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        api.person(7, "Anna")
        yield api


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with bot_at(api.url) as bot:
        yield bot


async def test_text_in_any_script_arrives_as_written(bot: Bot, api: BotApi) -> None:
    """Letters, signs that mean something in a URL, and buttons arrive unchanged."""
    text = "Où ? أين 哪里 & = + % ; \n <b>café</b> 🎉"
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Venue ▸", callback_data="v:geneva-2011")]])

    sent = await bot.send_message(7, text, reply_markup=keyboard)

    call = await api.called("sendMessage")
    assert text == call["text"] == sent.text
    assert {"inline_keyboard": [[{"text": "Venue ▸", "callback_data": "v:geneva-2011"}]]} == call["reply_markup"]


@pytest.mark.parametrize("name", ["geneva-2011.ics", "приглашение «Лима».pdf", 'a "quoted" name.txt'])
async def test_a_file_arrives_with_its_name_and_bytes(bot: Bot, api: BotApi, name: str) -> None:
    """Files go as a multipart form, beside the other parameters, with their names as they are."""
    content = bytes(range(256)) * 300

    sent = await bot.send_document(7, InputFile(content, filename=name), caption="Приглашение")

    call = await api.called("sendDocument")
    assert {"document": (name, content)} == call.files
    assert "Приглашение" == call["caption"]
    assert sent.document is not None
    file = await bot.get_file(sent.document.file_id)
    assert content == await file.download_as_bytearray()


async def test_one_instance_serves_calls_and_the_long_poll_at_once(bot: Bot, api: BotApi) -> None:
    """A long poll that waits does not keep a call from being made."""
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await bot.send_message(7, "meanwhile")

    api.person(7, "Anna").says("hello")

    assert "hello" == (await polling)[0].message.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (Refused(400, "Bad Request: chat not found"), BadRequest),
        (Refused(401, "Unauthorized"), InvalidToken),
        (Refused(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (Refused(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (Refused(429, "Too Many Requests: retry after 17", retry_after=17), RetryAfter),
        (Refused(400, "group chat was upgraded", migrate_to_chat_id=-100), ChatMigrated),
        (Refused(500, "Internal Server Error"), ServerFailed),
        (Refused(502, "Bad Gateway"), NetworkError),
        (web.Response(status=500, text="<html>"), NetworkError),
        (web.Response(status=503), NetworkError),
        (web.Response(status=302, headers={"Location": "https://example.org/"}), NetworkError),
        (web.Response(status=200, text="not json"), TelegramError),
        (web.Response(status=200, text="[1, 2]"), TelegramError),
        (web.Response(status=200, text='["result"]'), TelegramError),
        (web.Response(status=200, text='{"ok": true}'), TelegramError),
        (web.Response(status=200, text='{"ok": false, "description": "strange"}'), TelegramError),
        (web.Response(status=400, text="[1, 2]"), BadRequest),
    ],
)
async def test_each_answer_is_its_own_error(
    bot: Bot, api: BotApi, refusal: Refused | web.Response, error: type[Exception]
) -> None:
    """What Telegram answers becomes exactly one of PTB's errors; nothing of it is logged."""
    api.answer("sendMessage", refusal)

    with pytest.raises(error) as raised:
        await bot.send_message(7, "hello")

    assert error is type(raised.value)


async def test_telegram_names_the_time_to_wait(bot: Bot, api: BotApi) -> None:
    """A 429 carries its seconds."""
    api.answer("sendMessage", Refused(429, "Too Many Requests: retry after 17", retry_after=17))

    with pytest.raises(RetryAfter) as raised:
        await bot.send_message(7, "hello")

    assert timedelta(seconds=17) == raised.value.retry_after


async def error_of(bot: Bot, **timeouts: float) -> Exception:
    """Give the error of a call, after a look at everything of it that could be logged."""
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(7, "hello", **timeouts)

    assert TOKEN not in "".join(traceback.format_exception(raised.value))
    return raised.value


async def test_what_never_left_is_told_from_what_was_cut(unused_tcp_port: int) -> None:
    """No server, or no such host: the call can be made again without harm."""
    async with AiohttpRequest() as request:
        bot = Bot(TOKEN, f"http://127.0.0.1:{unused_tcp_port}/bot", request=request)

        assert NotSent is type(await error_of(bot))

        nowhere = Bot(TOKEN, "http://no-such-host.invalid/bot", request=request)
        assert NotSent is type(await error_of(nowhere))


async def test_a_closed_transport_sends_nothing(api: BotApi) -> None:
    """Before it is opened and after it is closed nothing leaves."""
    assert NotSent is type(await error_of(bot_at(api.url)))


async def test_a_connection_that_is_not_free_in_time_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for a free connection is part of connecting."""
    monkeypatch.setattr("bot.transport._CONNECTIONS", 1)
    async with BotApi(call_seconds=20) as api:
        api.person(7, "Anna")
        request = AiohttpRequest(api.url)
        async with request:
            bot = Bot(TOKEN, f"{api.url}/bot", request=request)
            busy = asyncio.create_task(bot.send_message(7, "slow", read_timeout=30))
            await asyncio.sleep(0)

            assert NotSent is type(await error_of(bot, connect_timeout=0.02))

            busy.cancel()
            await asyncio.gather(busy, return_exceptions=True)


async def test_an_answer_that_does_not_come_is_timed_out(api: BotApi, bot: Bot) -> None:
    """What left and was not answered may have been carried out."""
    api.call_seconds = 20

    assert TimedOut is type(await error_of(bot, read_timeout=0.02))


async def test_an_upload_that_does_not_end_is_timed_out() -> None:
    """A server that stops reading does not hold an upload for ever."""
    may_end = asyncio.Event()

    async def stop_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await may_end.wait()
        writer.close()

    server = await asyncio.start_server(stop_reading, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, AiohttpRequest(url) as request:
        with pytest.raises(TimedOut):
            await Bot(TOKEN, f"{url}/bot", request=request).send_document(
                7, b"x" * 20_000_000, write_timeout=0.02, read_timeout=0.02, connect_timeout=0.02
            )
        may_end.set()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", b"junk\r\n\r\n"])
async def test_what_was_cut_later_may_have_been_carried_out(answer: bytes) -> None:
    """A connection that ends before the whole answer is there: NetworkError, not NotSent."""

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, AiohttpRequest(url) as request:
        assert NetworkError is type(await error_of(Bot(TOKEN, f"{url}/bot", request=request)))


async def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    bot: Bot, api: BotApi, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    """A server on loopback is reached directly, Telegram through the proxy that the environment names."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{unused_tcp_port}")

    async with bot_at(api.url) as local:
        await local.send_message(7, "direct")
    async with AiohttpRequest() as request:
        error = await error_of(Bot(TOKEN, request=request))

    assert "direct" == (await api.called("sendMessage"))["text"]
    assert NotSent is type(error)
    assert str(unused_tcp_port) in str(error)


async def test_nothing_that_is_logged_holds_the_token(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """Also at the most talkative level; except PTB's own debugging, which is why the bot never turns it on."""
    with caplog.at_level(logging.DEBUG):
        async with bot_at(api.url) as bot:
            await bot.send_message(7, "hello")
            api.answer("sendMessage", web.Response(text="not json"), Refused(400, "Bad Request"))
            await error_of(bot)
            await error_of(bot)

    assert not [record for record in caplog.records if record.name != "telegram.Bot" and TOKEN in str(vars(record))]
