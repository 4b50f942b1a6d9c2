"""`plenary run`: the bot on Telegram, or the rehearsal room where there is no token."""

from __future__ import annotations

import asyncio
import signal
from argparse import Namespace
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.app import Plenary, ready
from bot.clock import Clock
from bot.commandline.room import open_room
from bot.logs import set_up_logs
from bot.receiving.polling import Polling
from bot.receiving.webhook import Webhook
from bot.settings import Settings
from bot.store.database import Database
from bot.transport import AiohttpRequest
from bot.web.server import create_web, listening


async def run(settings: Settings, given: Namespace) -> None:
    """Run until SIGTERM or SIGINT; what is being handled then is finished."""
    set_up_logs(settings)
    token = settings.token
    await _until_signalled(open_room(settings) if token is None else _serve(settings, token.get_secret_value()))


async def _until_signalled(serving: Coroutine[Any, Any, None]) -> None:
    """Cancel what serves when a signal says so; raise what ends it before."""
    task = asyncio.create_task(serving)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


async def _serve(settings: Settings, token: str) -> None:
    clock = Clock.started_at(settings.now)
    database = await Database.open(settings.database, clock, alone=True)
    try:
        async with ready(settings, clock, database, AiohttpRequest(settings.api_url), token) as plenary:
            await _receive(plenary, settings, token)
    finally:
        await database.close()


async def _receive(plenary: Plenary, settings: Settings, token: str) -> None:
    """Fetch updates, or have Telegram deliver them where an address is set."""
    bot = plenary.application.bot
    if settings.webhook_url is None:
        await Polling(bot, plenary.door, plenary.allowed_updates).run()
        return
    webhook = Webhook(plenary.door, settings.webhook_url, token)
    async with listening(create_web([web.post(webhook.path, webhook.handle)]), settings.listen):
        await webhook.register(bot, plenary.allowed_updates)
        await asyncio.Event().wait()
