"""Calendar entries of meetings, as files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.errors import UserError
from bot.ics.events import Words
from bot.ics.files import meeting_calendar
from bot.ics.items import Item, NoEntry
from bot.model import Catalogue
from bot.rendering import Rendering
from bot.services.meetings import Meetings, MeetingView


@dataclass(frozen=True, slots=True)
class Entry:
    """A file for the calendar app, and the meeting it is of."""

    name: str
    content: bytes
    view: MeetingView


class Entries:
    """Makes .ics files with the words of a language. `mail` is the address that stands as ORGANIZER."""

    def __init__(self, meetings: Meetings, rendering: Rendering, mail: str) -> None:
        self._meetings = meetings
        self._rendering = rendering
        self._mail = mail

    async def of_meeting(self, meeting_id: str, language: str) -> Entry:
        """A meeting's entry. Raises UserError where there is no such meeting, or no day of it is known."""
        view = await self._meetings.view(meeting_id)
        try:
            content = meeting_calendar(
                view.meeting, partial(self._words, view.catalogue, self._rendering.nearest(language)), self._mail
            )
        except NoEntry as error:
            raise UserError("errors/no_entry.html", view=view) from error
        return Entry(f"{meeting_id}.ics", content, view)

    def _words(self, catalogue: Catalogue, language: str, item: Item) -> Words:
        return Words.rendered(partial(self._rendering.render, language=language, item=item, catalogue=catalogue))
