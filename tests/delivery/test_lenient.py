"""Servers that stand in for Telegram's leave out what that always says."""

from __future__ import annotations

from aiohttp import web

from bot.delivery.lenient import LenientBot
from bot.transport import AiohttpRequest
from tests.botapi.server import TOKEN, BotApi


async def test_a_server_need_not_say_that_a_bot_is_one() -> None:
    async with BotApi() as api:
        who = {"id": 123456, "first_name": "Plenary", "username": "plenary_bot"}
        api.answer("getMe", *[web.json_response({"ok": True, "result": who}) for _ in range(2)])
        request = AiohttpRequest(api.url)
        bot = LenientBot(TOKEN, f"{api.url}/bot", request=request, get_updates_request=request)
        async with bot:
            assert (await bot.get_me()).is_bot
            assert bot.username == "plenary_bot"
