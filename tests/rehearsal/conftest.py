"""A rehearsal whose clock stands at 10 May 2011, and a bot so small that what is tested is Telegram in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.clock import Clock
from bot.rehearsal import TOKEN, Rehearsal

Handler = Callable[[Update, Bot], Awaitable[Any]]


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the next python-telegram-bot has them; the old way warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def clock() -> Clock:
    return Clock.started_at(datetime(2011, 5, 10, 8, tzinfo=UTC))


@pytest.fixture
def room(clock: Clock) -> Rehearsal:
    return Rehearsal(clock)


@pytest.fixture
async def bot(room: Rehearsal) -> AsyncIterator[Bot]:
    """python-telegram-bot's Bot on chats in memory."""
    async with Bot(TOKEN, request=room.request, get_updates_request=room.request) as bot:
        yield bot


class Handled:
    """What the small application does with an update: a test gives it a function."""

    def __init__(self) -> None:
        self.updates: list[Update] = []
        self.by: Handler | None = None

    def __call__(self, handler: Handler) -> Handler:
        self.by = handler
        return handler


@pytest.fixture
async def handled(room: Rehearsal) -> AsyncIterator[Handled]:
    """An application on the rehearsal that keeps its updates and handles them as the test says."""
    handled = Handled()

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        handled.updates.append(update)
        if handled.by:
            await handled.by(update, context.bot)

    application = (
        Application.builder()
        .token(TOKEN)
        .request(room.request)
        .get_updates_request(room.request)
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handler(TypeHandler(Update, handle))

    async def take(updates: Any) -> None:
        for update in updates:
            await application.process_update(Update.de_json(update, application.bot))

    async with application:
        room.connect(take)
        yield handled
