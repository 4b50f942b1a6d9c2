"""`import`, `export`, `calendar` and `backup`: one service call each."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from bot.clock import Clock
from bot.composition import build_services
from bot.errors import StartError, UserError
from bot.model import Catalogue, Selection
from bot.services.meetings_file import export_folder, import_files
from bot.services.sight import Sight, sight
from bot.settings import Settings
from bot.store.database import Database


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[Database]:
    """The store of the settings, closed when the block is left."""
    database = await Database.open(settings.database, clock)
    try:
        yield database
    finally:
        await database.close()


async def import_meetings(settings: Settings, given: Namespace) -> None:
    """Take meetings from files and say what became of each."""
    clock = Clock.started_at(settings.now)
    async with opened(settings, clock) as database:
        report = await import_files(database, clock, given.files)
    for done in ("created", "changed", "unchanged"):
        for meeting_id in getattr(report, done):
            print(f"{done}: {meeting_id}")


async def export(settings: Settings, given: Namespace) -> None:
    """Write all meetings and their documents into a folder."""
    must_exist(settings)
    async with opened(settings, Clock.started_at(settings.now)) as database:
        print(await export_folder(database, given.folder))


async def calendar(settings: Settings, given: Namespace) -> None:
    """Print a meeting's .ics file."""
    must_exist(settings)
    clock = Clock.started_at(settings.now)
    async with opened(settings, clock) as database:
        services = build_services(settings, clock, database)
        if given.process:  # of meetings for invited people none but the one that is named: the file may be published
            sight.set(Sight(let_in_to=frozenset({given.meeting})))
        try:
            selection = _selection(given, await services.meetings.catalogue())
            entry = await services.entries.of(selection, given.language or settings.language)
        except UserError as error:
            raise StartError(_why_no_entry(given, await services.meetings.catalogue())) from error
    sys.stdout.buffer.write(entry.content)


def _selection(given: Namespace, catalogue: Catalogue) -> Selection:
    """What of the meeting is asked for. Raises StartError for a session that it has not, or a process of no meeting."""
    meeting = catalogue.meetings.get(given.meeting)
    if meeting is None:
        return Selection("meeting", meeting=given.meeting)
    if given.process:
        if meeting.process is None:
            raise StartError(f"The meeting {meeting.id!r} belongs to no process.")
        return Selection("process", process=meeting.process)
    if given.session is not None and meeting.session(given.session) is None:
        known = ", ".join(session.id for session in meeting.programme) or "none"
        raise StartError(f"There is no session {given.session!r} at {meeting.id!r}; those on its programme: {known}.")
    kind: Literal["session", "programme", "meeting"] = (
        "session" if given.session is not None else "programme" if given.programme else "meeting"
    )
    return Selection(kind, meeting=meeting.id, session=given.session)


def _why_no_entry(given: Namespace, catalogue: Catalogue) -> str:
    if given.meeting not in catalogue.meetings:
        known = ", ".join(catalogue.meetings) or "none"
        return f"There is no meeting {given.meeting!r}; those in the store: {known}."
    if given.session is not None:
        return (
            f"There is no calendar entry for the session {given.session!r}, because the documents name no day for it."
        )
    if given.programme:
        return f"There is no calendar of the programme of {given.meeting!r}: the documents name no day of a session."
    return f"There is no calendar entry for {given.meeting!r}, because the documents name no days."


async def backup(settings: Settings, given: Namespace) -> None:
    """Copy the store to a file that is whole by itself."""
    must_exist(settings)
    async with opened(settings, Clock.started_at(settings.now)) as database:
        await database.backup(given.file)
    print(given.file)


def must_exist(settings: Settings) -> None:
    """Raise StartError where there is no store: a mistyped path is not an empty database."""
    if not settings.database.exists():
        raise StartError(
            f"There is no database {settings.database}; name one in PLENARY_DATABASE, or import into it first."
        )
