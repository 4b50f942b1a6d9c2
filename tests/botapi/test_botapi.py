"""The test server refuses what Telegram refuses; otherwise no test against it would prove anything."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.botapi.server import TOKEN, BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        api.person(7, "Anna")
        api.person(8, "Blocker")
        api.chats.blocked.add(8)
        yield api


async def call(api: BotApi, method: str, *, token: str = TOKEN, **parameters: Any) -> dict[str, Any]:
    async with ClientSession() as session, session.post(f"{api.url}/bot{token}/{method}", data=parameters) as response:
        answer = await response.json()
        assert answer.get("error_code", 200) == response.status
        assert isinstance(answer, dict)
        return answer


def button(**action: Any) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "Venue"} | action]]})


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendMesage", {}, "Not Found: method not found"),
        ("sendMessage", {"chat_id": "7"}, 'Bad Request: parameter "text" is required'),
        ("sendMessage", {"chat_id": "7", "text": "a", "colour": "red"}, "unknown parameter"),
        ("sendMessage", {"chat_id": "7", "text": " "}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": "7", "text": "x" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"chat_id": "7", "text": "🎉" * 2049}, "Bad Request: message is too long"),
        ("sendMessage", {"chat_id": "9", "text": "a"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "8", "text": "a"}, "Forbidden: bot was blocked by the user"),
        ("sendMessage", {"chat_id": "7", "text": "<b>a", "parse_mode": "HTML"}, "Can't find end tag"),
        ("sendMessage", {"chat_id": "7", "text": "<p>a</p>", "parse_mode": "HTML"}, 'Unsupported start tag "p"'),
        ("sendMessage", {"chat_id": "7", "text": "<b><i>a</b></i>", "parse_mode": "HTML"}, "Unmatched end tag"),
        ("sendMessage", {"chat_id": "7", "text": "a", "message_thread_id": "x"}, "Integer expected"),
        ("sendMessage", {"chat_id": "7", "text": "a", "disable_notification": "1"}, "Boolean expected"),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": "[]"}, "expected an Object"),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": '{"inline_keyboard": [[{}]]}'}, '"text"'),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": button()}, "exactly one action"),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": button(colour="red")}, "no field"),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": button(callback_data="é" * 33)}, "DATA_INVALID"),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": button(url="http://localhost/")}, "Wrong HTTP"),
        ("sendMessage", {"chat_id": "7", "text": "a", "reply_markup": button(url="webcal://a.org/")}, "Wrong HTTP"),
        ("sendDocument", {"chat_id": "7", "document": "unknown"}, "wrong remote file identifier"),
        ("sendDocument", {"chat_id": "7", "document": "attach://nothing"}, "wrong file document"),
        ("editMessageText", {"chat_id": "7", "message_id": "99", "text": "a"}, "message to edit not found"),
        ("deleteMessage", {"chat_id": "7", "message_id": "99"}, "message to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "0-200 characters"),
        ("setWebhook", {"url": "http://example.org/"}, "An HTTPS URL must be provided"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    api: BotApi, method: str, parameters: dict[str, str], description: str
) -> None:
    """Unknown methods and parameters, wrong types and lengths, bad HTML, bad buttons, unknown chats."""
    answer = await call(api, method, **parameters)

    assert description in answer["description"]
    assert [method] == [refused.method for refused in api.refused]


async def test_a_wrong_token_is_unauthorised(api: BotApi) -> None:
    """No other token works."""
    assert 401 == (await call(api, "getMe", token="1:other"))["error_code"]


async def test_what_is_right_is_carried_out_in_each_encoding(api: BotApi) -> None:
    """A form, a multipart form, JSON with objects in it, and the case of the method's name do not matter."""
    markup = {"inline_keyboard": [[{"text": "Venue", "callback_data": "v"}]]}
    form = FormData({"chat_id": "7", "caption": "a"})
    form.add_field("document", b"BEGIN", filename="a.ics")
    async with ClientSession(f"{api.url}/bot{TOKEN}/") as session:
        assert (await session.post("sendmessage", json={"chat_id": 7, "text": "a", "reply_markup": markup})).ok
        assert (await session.post("sendDocument", data=form)).ok
    assert (await call(api, "sendMessage", chat_id="7", text="a", reply_markup=json.dumps(markup)))["ok"]

    assert markup == api.made("sendMessage")[0]["reply_markup"] == api.made("sendMessage")[1]["reply_markup"]
    assert {"document": ("a.ics", b"BEGIN")} == api.made("sendDocument")[0].files


async def test_edits_keep_telegrams_rules(api: BotApi) -> None:
    """An edit that changes nothing is refused; an edit without a keyboard removes it."""
    sent = (await call(api, "sendMessage", chat_id="7", text="a", reply_markup=button(callback_data="v")))["result"]
    where = {"chat_id": "7", "message_id": str(sent["message_id"])}

    same = await call(api, "editMessageText", **where, text="a", reply_markup=button(callback_data="v"))
    edited = (await call(api, "editMessageText", **where, text="b"))["result"]

    assert "message is not modified" in same["description"]
    assert "reply_markup" not in edited


async def test_a_button_is_answered_once(api: BotApi) -> None:
    """The second answer to a callback query comes too late."""
    anna = api.person(7, "Anna")
    sent = (await call(api, "sendMessage", chat_id="7", text="a", reply_markup=button(callback_data="v")))["result"]
    anna.presses("v", sent)
    query = api.updates[-1]["callback_query"]["id"]

    assert (await call(api, "answerCallbackQuery", callback_query_id=query))["ok"]
    assert not (await call(api, "answerCallbackQuery", callback_query_id=query))["ok"]


async def test_updates_are_confirmed_by_the_offset(api: BotApi) -> None:
    """What is not confirmed comes again; what is, never; only the kinds asked for; at most as many as asked for."""
    anna = api.person(7, "Anna")
    first, second = anna.says("one"), anna.says("two")
    anna.asks_inline("lima")

    async def fetch(**parameters: str) -> list[int]:
        return [update["update_id"] for update in (await call(api, "getUpdates", **parameters))["result"]]

    assert [first] == await fetch(limit="1")
    assert [first, second] == await fetch(allowed_updates='["message"]')
    assert [second, second + 1] == await fetch(offset=str(second))
    assert [] == await fetch(offset=str(second + 2))
    assert [] == await fetch()


async def test_polling_and_webhook_exclude_each_other(api: BotApi) -> None:
    """getUpdates conflicts with a webhook, and a webhook holds updates until it is removed."""
    await call(api, "setWebhook", url="https://plenary.example.org/telegram")
    api.person(7, "Anna").says("hello")

    assert 409 == (await call(api, "getUpdates"))["error_code"]
    assert 1 == (await call(api, "getWebhookInfo"))["result"]["pending_update_count"]
    await call(api, "deleteWebhook")
    assert 1 == len((await call(api, "getUpdates"))["result"])
