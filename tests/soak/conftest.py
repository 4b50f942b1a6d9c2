"""The real process, on a store with the example in it, against a Bot API server on loopback that takes its time."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.services.meetings_file import import_files
from bot.store.database import Database
from tests.botapi.server import BotApi

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server that answers each call after 50 ms."""
    async with BotApi(call_seconds=0.05) as api:
        yield api


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store with the example in it."""
    path = tmp_path / "plenary.db"
    database = await Database.open(path, Clock())
    await import_files(database, Clock(), [EXAMPLE])
    await database.close()
    return path


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Chance, different each time in `make soak`; its seed is printed when the test fails, to be put here."""
    seed = random.SystemRandom().randrange(1_000_000) if request.node.get_closest_marker("soak") else 1
    print("seed:", seed)
    return random.Random(seed)
