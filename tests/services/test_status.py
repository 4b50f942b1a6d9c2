"""How the bot says it is doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.observing import Backlog
from bot.rendering import Rendering
from bot.services.status import Status, read_backlog
from bot.store import followers
from bot.store.causes import Cause, queue_for_chats
from bot.store.database import Database

NOW = datetime(2011, 5, 6, 8, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path):
    database = await Database.open(tmp_path / "plenary.db", Clock.started_at(NOW))
    yield database
    await database.close()


async def backlog() -> Backlog:
    return Backlog(updates=2, deliveries={"pending": 12, "uncertain": 1}, oldest_seconds=420)


async def test_it_says_what_waits_and_for_how_long(database):
    """From the one place that knows."""
    hours = iter([0.0, 3 * 24 * 3600.0])
    status = Status(database, Clock.started_at(NOW), backlog, monotonic=lambda: next(hours))

    view = await status.view()
    text = Rendering().render("chat/organisers/status.html", "en", view=view, zone=None)

    assert timedelta(days=3) == view.uptime
    for words in ("Running for 3 days", "• waiting: 12", "• uncertain: 1", "has been due for 7 minutes"):
        assert words in text


async def test_what_waits_is_read_from_the_store(database):
    """Deliveries by their state, and since when the first is due."""
    clock = Clock.started_at(NOW)
    for number in (1, 2):
        await database.note(followers.put_chat, followers.Chat(number, "private", "Ana"))
    await database.note(queue_for_chats, Cause("one", "announcement", {}, "Ingrid"), [(1, None), (2, None)], NOW)

    clock.set(NOW + timedelta(minutes=5))
    waiting = await read_backlog(database, clock)

    assert (0, {"pending": 2}) == (waiting.updates, waiting.deliveries)
    assert 300 <= waiting.oldest_seconds < 310
