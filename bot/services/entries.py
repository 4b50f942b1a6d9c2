"""Calendar entries of meetings, as files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.errors import UserError
from bot.ics.changed import File, changed_files
from bot.ics.events import Words
from bot.ics.files import meeting_calendar
from bot.ics.items import Item, NoEntry
from bot.model import Catalogue
from bot.rendering import Rendering
from bot.services.meetings import Meetings, MeetingView
from bot.services.notices import NoticeView


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

    def of_changes(self, told: NoticeView, language: str) -> tuple[File, ...]:
        """The entries that a change has changed, as they are now: the meeting's, and those of its sessions.

        What has lost its day is taken out of calendars by a cancellation on the day that it had.
        """
        meeting = told.view.catalogue.meetings[told.view.meeting.id]
        words_for = partial(self._words, told.view.catalogue, self._rendering.nearest(language))
        return changed_files(meeting, told.old, told.differences, words_for, self._mail)

    def _words(self, catalogue: Catalogue, language: str, item: Item) -> Words:
        return Words.rendered(partial(self._rendering.render, language=language, item=item, catalogue=catalogue))
