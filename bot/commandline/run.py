"""`plenary run`: the bot on Telegram, or the rehearsal room where there is no token."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.app import Plenary, built, connected
from bot.clock import Clock
from bot.counted_transport import CountedRequest
from bot.logs import set_up_logs
from bot.observing import Backlog, Metrics
from bot.receiving.polling import Polling
from bot.receiving.webhook import Webhook
from bot.settings import Settings
from bot.store.database import Database
from bot.web.health import Health
from bot.web.operation import Operation
from bot.web.public import public_pages
from bot.web.server import create_web, listening

_TURN_SECONDS = 0.0005  # the database's threads have little to do at a time: of Python's 5 ms they would wait out each
_YOUNG_OBJECTS = 20_000  # between two collections: an answer makes some hundreds, nearly all gone when it is sent


async def run(settings: Settings, given: Namespace) -> None:
    """Run until SIGTERM or SIGINT; what is being handled then is finished."""
    set_up_logs(settings)
    token = settings.token
    if token is None:
        from bot.commandline.room import open_room  # noqa: PLC0415  # the bot in service does without the room

        await _until_signalled(open_room(settings))
    else:
        await _until_signalled(_serve(settings, token.get_secret_value()))


async def _until_signalled(serving: Coroutine[Any, Any, None]) -> None:
    """Cancel what serves when a signal says so, once however often; raise what ends it before."""
    task = asyncio.create_task(serving)

    def stop() -> None:
        if not task.cancelling():
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await task


async def _serve(settings: Settings, token: str) -> None:
    clock = Clock.started_at(settings.now)
    metrics = Metrics()
    database = await Database.open(settings.database, clock, alone=True)
    try:
        request = CountedRequest(settings.api_url, metrics)
        plenary = await built(settings, clock, database, request, token, metrics=metrics)
        routes, receive = _receiving(plenary, settings, token, metrics)
        # Pages, live calendars and /health/live need no Telegram, which may be away for hours.
        async with listening(create_web(routes), settings.listen), connected(plenary):
            await plenary.start()
            await plenary.services.answers.prepare()
            keep_what_is_loaded()
            sys.setswitchinterval(_TURN_SECONDS)
            await offer_first_link(plenary)
            await receive()
    finally:
        await database.close()


def keep_what_is_loaded() -> None:
    """Spare the garbage collector looking through words, templates and all else that is there, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)


async def offer_first_link(plenary: Plenary) -> None:
    """Where nobody organises yet, print the link that makes a chief organiser of whoever opens it first."""
    invitation = await plenary.services.organisers.first_invitation()
    if invitation is not None:
        print(
            f"Nobody organises yet. Open this link to become the chief organiser; it works once, until "
            f"{invitation.expires_at:%Y-%m-%d %H:%M} UTC:\n"
            f"https://t.me/{plenary.application.bot.username}?start={invitation.payload}",
            flush=True,
        )


def _receiving(
    plenary: Plenary, settings: Settings, token: str, metrics: Metrics
) -> tuple[list[web.RouteDef], Callable[[], Awaitable[None]]]:
    """What is served over HTTP, and how updates are received until cancelled: fetched, or delivered where an address is set."""

    async def backlog() -> Backlog:
        return replace(await plenary.services.status.backlog(), updates=plenary.door.waiting)

    bot, pages = plenary.application.bot, public_pages(settings, plenary.services)
    if settings.webhook_url is None:
        health = Health(plenary.database)
        polling = Polling(bot, plenary.door, plenary.allowed_updates, heard=health.heard)
        return [*Operation(health, metrics, backlog).routes(), *pages], polling.run
    webhook = Webhook(plenary.door, settings.webhook_url, token)
    health = Health(plenary.database, longest_silence=None)

    async def take_deliveries() -> None:
        await webhook.register(bot, plenary.allowed_updates)
        health.heard()
        await asyncio.Event().wait()

    routes = [web.post(webhook.path, webhook.handle), *Operation(health, metrics, backlog).routes(), *pages]
    return routes, take_deliveries
