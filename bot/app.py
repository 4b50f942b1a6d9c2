"""The composition root: everything is built here, and here alone handlers meet the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

from bot.clock import Clock
from bot.context import BotContext, Services
from bot.receiving.door import Door
from bot.rendering import Rendering
from bot.services.answers import Answers
from bot.services.entries import Entries
from bot.services.limits import Limits
from bot.services.meetings import Meetings
from bot.services.people import People
from bot.settings import Settings
from bot.store.database import Database
from bot.transport import TELEGRAM
from handlers import ALLOWED_UPDATES, add_handlers, restarts
from handlers.commands import publish_commands

Bot = Application[Any, BotContext, Any, Any, Any, None]
Handler = Callable[[Update, BotContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plenary:
    """The bot, ready for updates, which come in by the door."""

    application: Bot
    services: Services
    database: Database
    door: Door
    allowed_updates: Sequence[str] = ALLOWED_UPDATES


def build_services(settings: Settings, clock: Clock, database: Database) -> Services:
    """What the bot can do, on an open store. Every template is compiled, so that a broken one stops the start."""
    rendering = Rendering()
    rendering.load_all()
    meetings = Meetings(database, clock)
    return Services(
        settings=settings,
        clock=clock,
        rendering=rendering,
        meetings=meetings,
        people=People(database, clock),
        answers=Answers(database, meetings),
        entries=Entries(meetings, rendering, settings.mail),
        limits=Limits(clock),
    )


async def _answer(application: Bot, handler: Handler, update: Update) -> None:
    """Have a handler answer an update outside the routing table."""
    context = BotContext.from_update(update, application)
    if await context.meet():
        await handler(update, context)


@asynccontextmanager
async def ready(
    settings: Settings, clock: Clock, database: Database, request: BaseRequest, token: str
) -> AsyncIterator[Plenary]:
    """The bot on an open store and a transport, until the block is left: what is being handled is then finished."""
    services = build_services(settings, clock, database)
    url = settings.api_url or TELEGRAM
    application: Bot = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=BotContext, bot_data=lambda: services))
        .build()
    )
    add_handlers(application)
    async with application:
        door = Door(
            application,
            database,
            clock,
            present_state=partial(_answer, application, restarts.show_present_state),
            give_up=partial(_answer, application, restarts.apologise),
        )
        await publish_commands(application.bot, services.rendering)
        try:
            yield Plenary(application, services, database, door)
        finally:
            await door.stop()
