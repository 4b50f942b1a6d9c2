"""A store for a while: the example's meetings, or a copy of the operator's, gone when it is left."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import Clock
from bot.commandline.simple import opened
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store import updates
from bot.store.database import Database

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"


@asynccontextmanager
async def temporary_store(clock: Clock, *, copied_from: Settings | None = None) -> AsyncIterator[Database]:
    """An open store in a folder of its own: a copy of the settings' database, or the example."""
    with tempfile.TemporaryDirectory(prefix="plenary-") as folder:
        path = Path(folder) / "plenary.db"
        if copied_from is not None:
            async with opened(copied_from, clock) as original:
                await original.backup(path)
        database = await Database.open(path, clock)
        try:
            if copied_from is None:
                await import_files(database, clock, [EXAMPLE])
            else:  # what is asked here is numbered from 1, and must not be taken for what Telegram has delivered
                await database.write(updates.forget_all)
            yield database
        finally:
            await database.close()
