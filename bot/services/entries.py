"""Calendar entries as files: a copy of what stands in the store now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from bot.clock import Clock
from bot.errors import UserError
from bot.ics.changed import File, changed_files
from bot.ics.feed import calendar_file, cancellation_file
from bot.ics.items import NoEntry
from bot.model import Selection
from bot.rendering import Rendering
from bot.services.blocks import Blocks
from bot.services.collecting import Collected, Collecting
from bot.services.meetings import Meetings
from bot.services.notices import NoticeView
from bot.store.calendars import Agenda, agenda_of
from bot.store.database import Database
from bot.store.session_copies import note_copies, sessions_held
from bot.store.stars import Star


@dataclass(frozen=True, slots=True)
class Entry:
    """A file for the calendar app, and what it is of."""

    name: str
    content: bytes
    collected: Collected


class Entries:
    """Makes .ics files with the words of a language. `mail` is the address that stands as ORGANIZER."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        meetings: Meetings,
        rendering: Rendering,
        collecting: Collecting,
        blocks: Blocks,
        mail: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._rendering = rendering
        self._collecting = collecting
        self._blocks = blocks
        self._mail = mail

    async def of(
        self,
        selection: Selection,
        language: str,
        *,
        person_id: int | None = None,
        alarms: bool = False,
    ) -> Entry:
        """The file of a selection; of a meeting or session that is called off, its CANCEL.

        `person_id` is whose agenda, and who has the sessions in it from now on; None where nobody alone has it. Raises
        UserError where the store has no such thing, or no day of it is known.
        """
        catalogue = await self._meetings.catalogue()
        agenda = await self._database.read(agenda_of, person_id) if person_id is not None else Agenda()
        try:
            collected = await self._collecting.of(catalogue, selection, agenda, self._clock.now())
        except NoEntry as error:
            meeting = catalogue.meetings.get(selection.meeting or "")
            raise UserError("errors/no_entry.html", meeting=meeting) from error
        if person_id is not None:
            await self._note(person_id, collected)
        language = self._rendering.nearest(language)
        first = collected.items[0]
        if selection.kind in ("meeting", "session") and first.status == "cancelled":
            words = self._blocks.words(first, catalogue, language)
            return Entry(_name(selection), cancellation_file(first, words, self._mail), collected)
        blocks = await self._blocks.of(collected.items, catalogue, language, alarms=alarms)
        return Entry(_name(selection), calendar_file(blocks), collected)

    async def _note(self, person_id: int, collected: Collected) -> None:
        sessions = {Star(item.meeting.id, item.session.id) for item in collected.items if item.session}
        if sessions:
            await self._database.note(note_copies, person_id, sessions)

    async def held(self, person_id: int, meeting_id: str) -> frozenset[str]:
        """The ids of the sessions of a meeting that somebody has in her calendar, as far as is known."""
        return await self._database.read(sessions_held, person_id, meeting_id)

    def of_changes(self, told: NoticeView, held: Collection[str], language: str) -> tuple[File, ...]:
        """The entries that a change has changed, as they are now: the meeting's, and those of its sessions; with it change
        the sessions that are `held`."""
        catalogue = told.view.catalogue
        meeting = catalogue.meetings[told.view.meeting.id]
        words_for = partial(self._blocks.words, catalogue=catalogue, language=self._rendering.nearest(language))
        return changed_files(meeting, told.old, told.differences, held, words_for, self._mail)


def _name(selection: Selection) -> str:
    """The file's name: `geneva-2011.ics`, `geneva-2011-programme.ics`, `ccm.ics`, `agenda.ics`."""
    parts = {
        "meeting": (selection.meeting,),
        "session": (selection.meeting, selection.session),
        "programme": (selection.meeting, "programme"),
        "process": (selection.process,),
        "agenda": ("agenda",),
    }[selection.kind]
    return "-".join(part for part in parts if part) + ".ics"
