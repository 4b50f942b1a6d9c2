"""The rehearsal room: the same bot, a store for a while, and a page to be several people on."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from bot.app import ready
from bot.clock import Clock
from bot.commandline.temporary import temporary_store
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.cast import CHIEF_ORGANISER, gather
from bot.rehearsal.room import create_room
from bot.settings import Settings
from bot.web.server import listening

# Registration for the June intersessionals of the example opened the day before.
_BEGINS = datetime(2011, 5, 10, 8, tzinfo=UTC)


async def open_room(settings: Settings) -> None:
    """Serve the room until the task is cancelled. Nothing leaves the machine, nothing is kept."""
    clock = Clock.started_at(settings.now or _BEGINS)
    rehearsal = Rehearsal(clock)
    cast = gather(rehearsal)
    settings = settings.model_copy(update={"organisers": (*settings.organisers, CHIEF_ORGANISER)})
    async with (
        temporary_store(clock) as database,
        ready(settings, clock, database, rehearsal.request, TOKEN) as plenary,
    ):
        await plenary.start()
        rehearsal.connect(plenary.door.take, plenary.door.idle)
        async with listening(
            create_room(rehearsal, cast, plenary.wake, plenary.services.upcoming.next), settings.listen
        ) as address:
            print(f"The rehearsal room is open: http://{address.host}:{address.port}/ (Ctrl+C closes it)")
            sys.stdout.flush()
            await asyncio.Event().wait()
