"""The files that go with a change: what brings calendars from the entries that they have to those that are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.changes import SESSION, Difference, What
from bot.ics.events import block
from bot.ics.feed import calendar_file, cancellation_file
from bot.ics.files import WordsFor, meeting_calendar
from bot.ics.items import Item, NoEntry, session_items
from bot.model import Meeting

# What differs without the entry of the meeting saying it.
_NOT_IN_ENTRY = SESSION | {
    *(What.DOCUMENT, What.DOCUMENT_REPLACED, What.INVITED, What.LEVEL, What.REQUESTS, What.DEADLINES, What.PRACTICAL)
}


@dataclass(frozen=True, slots=True)
class File:
    """A file for the calendar app."""

    name: str
    content: bytes


def changed_files(
    meeting: Meeting, differences: Iterable[Difference], words_for: WordsFor, mail: str
) -> tuple[File, ...]:
    """The file of the meeting where its entry differs, and one of the sessions that differ.

    A cancelled meeting's is a cancellation; its sessions need none of their own. Where nothing has a day there is none.
    """
    found = tuple(differences)
    files: list[File] = []
    if any(each.what not in _NOT_IN_ENTRY for each in found):
        files += _of_meeting(meeting, words_for, mail)
    if meeting.status != "cancelled":
        files += _of_sessions(meeting, found, words_for, mail)
    return tuple(files)


def _of_meeting(meeting: Meeting, words_for: WordsFor, mail: str) -> Iterator[File]:
    with suppress(NoEntry):
        yield File(f"{meeting.id}.ics", meeting_calendar(meeting, words_for, mail))


def _of_sessions(meeting: Meeting, differences: Iterable[Difference], words_for: WordsFor, mail: str) -> Iterator[File]:
    """One file: a cancellation names one entry, and among several what is called off stands as CANCELLED."""
    ids = dict.fromkeys(each.new.id for each in differences if each.what in SESSION)
    items = [item for session_id in ids for item in _items_of(meeting, session_id)]
    if not items:
        return
    name = f"{meeting.id}-{next(iter(ids))}.ics" if len(ids) == 1 else f"{meeting.id}-sessions.ics"
    if len(items) == 1 and items[0].status == "cancelled":
        yield File(name, cancellation_file(items[0], words_for(items[0]), mail))
    else:
        yield File(name, calendar_file([block(item, words_for(item), mail) for item in items]))


def _items_of(meeting: Meeting, session_id: str) -> tuple[Item, ...]:
    session = meeting.session(session_id)
    try:
        return session_items(meeting, session) if session else ()
    except NoEntry:
        return ()
