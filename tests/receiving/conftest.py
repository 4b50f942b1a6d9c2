"""A small real application behind the door, on a real store, with a Bot API server on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.clock import Clock
from bot.receiving.door import Door
from bot.store.database import Database
from bot.transport import AiohttpRequest
from tests.botapi.server import TOKEN, BotApi

Echo = Callable[[Update, Any], Awaitable[None]]


class Everything(BaseHandler[Update, Any, None]):
    """Takes every update."""

    def check_update(self, update: object) -> bool:
        return isinstance(update, Update)


def application_for(api: BotApi, handler: Echo) -> Application[Any, Any, Any, Any, Any, Any]:
    request = AiohttpRequest(api.url)
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{api.url}/bot")
        .base_file_url(f"{api.url}/file/bot")
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handler(Everything(handler))
    return application


async def echo(update: Update, context: Any) -> None:
    """Answer a message with its own text."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plenary.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    database = await Database.open(path, Clock())
    yield database
    await database.close()


@pytest.fixture
async def door(api: BotApi, database: Database) -> AsyncIterator[Door]:
    """A door to an application that echoes."""
    async with application_for(api, echo) as application:
        door = Door(application, database, Clock())
        yield door
        await door.stop()
