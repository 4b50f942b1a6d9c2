"""A walk through announcements, notices and reminders that notes each template with the values that it was shown with."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Plenary, ready
from bot.clock import Clock
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.people import Person
from bot.rendering import Rendering
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store.database import Database

FILE = Path(__file__).parent / "meetings.yaml"
FOLDERS = ("announcements", "notices", "reminders")
_BEGIN = datetime(2030, 5, 20, 8, tzinfo=UTC)
_OVER = datetime(2030, 9, 13, tzinfo=UTC)
_CHIEF = 4_000_000_001

Shown = dict[str, list[Mapping[str, Any]]]


async def walk() -> tuple[Rendering, Shown]:
    """The templates, and the values that each of those of the folders was shown with; the walk is taken in English."""
    shown: Shown = {}
    async with _opened() as (rehearsal, clock, plenary):
        rendering = plenary.services.rendering
        with _noting(rendering, shown):
            await _people_do_everything(rehearsal, clock, plenary)
    return rendering, shown


@contextmanager
def _noting(rendering: Rendering, shown: Shown) -> Iterator[None]:
    render = rendering.render

    def note(template: str, language: str, **values: Any) -> str:
        if template.startswith(tuple(f"chat/{folder}/" for folder in FOLDERS)):
            shown.setdefault(template, []).append(values)
        return render(template, language, **values)

    rendering.render = note  # type: ignore[method-assign]
    try:
        yield
    finally:
        rendering.render = render  # type: ignore[method-assign]


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[Rehearsal, Clock, Plenary]]:
    clock = Clock.started_at(_BEGIN)
    rehearsal = Rehearsal(clock)
    settings = Settings(_env_file=None, organisers=(_CHIEF,))
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "plenary.db", clock)
        try:
            await import_files(database, clock, [FILE])
            async with ready(settings, clock, database, rehearsal.request, TOKEN, limited=False) as plenary:
                rehearsal.connect(plenary.door.take, plenary.door.idle)
                await plenary.start()
                yield rehearsal, clock, plenary
        finally:
            await database.close()


# What people write and, after a ">", press; what is not on offer is passed over. After a "!" stands what a button carries.
_DELEGATE = """
/follow valletta 2030
/reminders
>How long before
>The meeting
>▫️ 30 days
>As usual
/reminders
!mute:valletta-2030
!unmute:valletta-2030
/settings
>Quiet hours
never
22:00-07:00
/settings
>Quiet hours
>No quiet hours
remind me two hours before the visit
>Undo
remind me 60 days before the meeting and at noon the day before
remind me 200 days before the meeting
remind me a day before registration closes
!star:valletta-2030:{opening}
!star:valletta-2030:{visit}
/reminders
"""
_ORGANISER = """
/reminders
>Reminders of a meeting
>Valletta, September 2030 – Fourth Meeting of States Parties
>Registration closes
>▫️ 3 days
/announcements
/announce
>Valletta, September 2030 – Fourth Meeting of States Parties
>Preview
>Texts
>English
The venue has changed.
>Done
>Texts
>French
Le lieu a changé.
>Done
>Texts
>Back
>Buttons for readers
>Yes / No / Not yet
>Recipients
>Languages
>Back
>Countries
>Back
>Categories
>Back
>Back
>Preview
>Test to me
>Schedule
soon
1999-01-01 09:00
2030-05-25 09:00
>Do not send it
>Preview
>Send now
"""
_AFTERWARDS = """
>Refresh
>Recipients by name
>Correct
>English
The venue has changed: see below.
>Preview
>Correct it
/announcements
>Withdraw
>Withdraw it
/announce
>Valletta, September 2030 – Fourth Meeting of States Parties
>Discard
>Discard it
/announcements
"""


async def _people_do_everything(rehearsal: Rehearsal, clock: Clock, plenary: Plenary) -> None:
    ana = rehearsal.person("Ana")
    ingrid = rehearsal.person("Ingrid", id=_CHIEF)
    keys = {name: f"{zlib.crc32(name.encode()):08x}" for name in ("opening", "visit")}
    await _does(ana, _DELEGATE.format(**keys))
    await _does(ingrid, _ORGANISER)
    await _settles(clock, plenary, clock.now() + timedelta(minutes=1))
    await _does(ana, ">Not yet\n>Yes")
    await _does(ingrid, _AFTERWARDS)
    await _settles(clock, plenary, clock.now() + timedelta(minutes=1))
    await _changes(plenary, clock)
    await _time_passes(clock, plenary)


async def _does(person: Person, script: str) -> None:
    for line in script.strip().splitlines():
        if line.startswith("!"):
            await person.presses_data(person.shown()[-1], line[1:])
        elif line.startswith(">"):
            with suppress(LookupError):
                await person.presses(line[1:])
        else:
            await person.says(line)


async def _changes(plenary: Plenary, clock: Clock) -> None:
    """Move the meeting and its sessions, call it off, and let it take place after all: each is told."""
    text = FILE.read_text("utf-8")
    moved = text.replace("2030-09-10T10:00", "2030-09-10T11:00").replace("Conference Centre", "Exhibition Centre")
    for changed in (moved, moved.replace("    start:", "    status: cancelled\n    start:", 1), moved):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "meetings.yaml"
            file.write_text(changed, "utf-8")
            await import_files(plenary.database, clock, [file])
        await _settles(clock, plenary, clock.now() + timedelta(minutes=2))


async def _time_passes(clock: Clock, plenary: Plenary) -> None:
    """Jump from event to event, and once be away for a while."""
    while (at := await plenary.services.upcoming.next(clock.now())) is not None and at < _OVER:
        away = timedelta(hours=2) if at.month == 8 else timedelta()
        await _settles(clock, plenary, at + away)


async def _settles(clock: Clock, plenary: Plenary, at: datetime) -> None:
    clock.set(at)
    plenary.wake()
    await plenary.alarm.ring()
    await plenary.outbox.idle()
