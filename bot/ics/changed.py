"""The files that go with a change: what brings calendars from the entries that they have to those that are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.changes import SESSION, Difference, What
from bot.ics.events import block
from bot.ics.feed import calendar_file, cancellation_file
from bot.ics.files import WordsFor, meeting_calendar
from bot.ics.items import Item, NoEntry, meeting_items, session_items
from bot.model import Meeting, Session

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
    meeting: Meeting, old: Meeting | None, differences: Iterable[Difference], words_for: WordsFor, mail: str
) -> tuple[File, ...]:
    """The file of the meeting where its entry differs, and one of the sessions that differ.

    A cancelled meeting's is a cancellation; its sessions need none of their own. Where nothing has a day there is none.
    """
    found = tuple(differences)
    files: list[File] = []
    if any(each.what not in _NOT_IN_ENTRY for each in found):
        files += _of_meeting(meeting, old, words_for, mail)
    if meeting.status != "cancelled":
        files += _of_sessions(meeting, found, words_for, mail)
    return tuple(files)


def _of_meeting(meeting: Meeting, old: Meeting | None, words_for: WordsFor, mail: str) -> Iterator[File]:
    name = f"{meeting.id}.ics"
    try:
        yield File(name, meeting_calendar(meeting, words_for, mail))
    except NoEntry:
        try:
            item = meeting_items(replace(meeting, start=old.start, end=old.end) if old else meeting)[0]
        except NoEntry:
            return
        yield File(name, cancellation_file(item, words_for(item), mail))


def _of_sessions(meeting: Meeting, differences: Iterable[Difference], words_for: WordsFor, mail: str) -> Iterator[File]:
    """One file: a cancellation names one entry, and among several what is called off stands as CANCELLED."""
    sessions = {each.new.id: each for each in differences if each.what in SESSION}
    items = [item for each in sessions.values() for item in _items_of(meeting, each.new, each.old)]
    if not items:
        return
    name = f"{meeting.id}-{next(iter(sessions))}.ics" if len(sessions) == 1 else f"{meeting.id}-sessions.ics"
    if len(items) == 1 and items[0].status == "cancelled":
        yield File(name, cancellation_file(items[0], words_for(items[0]), mail))
    else:
        yield File(name, calendar_file([block(item, words_for(item), mail) for item in items]))


def _items_of(meeting: Meeting, session: Session, old: Session | None) -> tuple[Item, ...]:
    stored = meeting.session(session.id) or session
    try:
        return session_items(meeting, stored)
    except NoEntry:
        if old is None or old.start is None:
            return ()
    try:
        return session_items(meeting, replace(stored, start=old.start, end=old.end, status="cancelled"))
    except NoEntry:
        return ()
