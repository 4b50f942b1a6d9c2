"""The files that go with a change: what brings calendars from the entries that they have to those that are right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.changes import SESSION, SHARED, Difference, What
from bot.ics.events import Words, block
from bot.ics.feed import calendar_file, cancellation_file
from bot.ics.items import Item, Kind, NoEntry, deadline_items, meeting_items, session_items
from bot.model import Meeting

# What differs without the entry of the meeting saying it.
_NOT_IN_ENTRY = SESSION | {
    *(What.DOCUMENT, What.DOCUMENT_REPLACED, What.INVITED, What.LEVEL, What.REQUESTS, What.DEADLINES, What.PRACTICAL)
}

WordsFor = Callable[[Item], Words]
"""Gives the texts of an item in the reader's language."""

_MOST_CANCELLATIONS = 8


@dataclass(frozen=True, slots=True)
class File:
    """A file for the calendar app."""

    name: str
    content: bytes


def changed_files(
    meeting: Meeting,
    old: Meeting | None,
    differences: Iterable[Difference],
    held: Collection[str],
    words_for: WordsFor,
    mail: str,
) -> tuple[File, ...]:
    """The file of the meeting where its entry differs, one of its deadlines where theirs do, and one of the sessions that
    differ.

    With what of the meeting stands in the entries of sessions too those change that are `held`, by their ids. What the
    meeting as it was (`old`) has entries of, and has no more, leaves by cancellations. A cancelled meeting's is a
    cancellation, followed by what else was in its copy. Where nothing has a day there is none.
    """
    if meeting.status == "cancelled":
        named = _cancelled(meeting, held)
    else:
        named = chain(_differing(meeting, tuple(differences), held), _gone(meeting, old) if old else ())
    return tuple(file for name, items in named for file in _files(name, items, words_for, mail))


_Named = Iterable[tuple[str, Sequence[Item]]]


def _cancelled(meeting: Meeting, held: Collection[str]) -> _Named:
    first, *rest = _of_copy(meeting) or (None,)
    yield meeting.id, [first] if first else []
    yield f"{meeting.id}-entries", [*rest, *_of_sessions(meeting, _in_order(meeting, held)), *deadline_items(meeting)]


def _differing(meeting: Meeting, differences: Sequence[Difference], held: Collection[str]) -> _Named:
    what = {each.what for each in differences}
    ids = dict.fromkeys(each.new.id for each in differences if each.what in SESSION)
    if what & SHARED:
        ids |= dict.fromkeys(_in_order(meeting, held))
    if what - _NOT_IN_ENTRY:
        yield meeting.id, _of_copy(meeting)
    if what & {What.DEADLINES, What.REQUESTS, What.STATUS, What.ZONE}:
        yield f"{meeting.id}-deadlines", deadline_items(meeting)
    yield f"{meeting.id}-{next(iter(ids)) if len(ids) == 1 else 'sessions'}", _of_sessions(meeting, ids)


def _gone(meeting: Meeting, old: Meeting) -> _Named:
    """What of the meeting's own entries is left out now: days, registration's dates, deadlines."""
    now = {item.uid for item in (*_of_copy(meeting), *deadline_items(meeting))}
    was = replace(old, uid=meeting.uid, revision=meeting.revision)
    items = [item for item in (*_of_copy(was), *deadline_items(was)) if item.uid not in now]
    yield f"{meeting.id}-entries", [replace(item, status="cancelled") for item in items]


def _files(name: str, items: Sequence[Item], words_for: WordsFor, mail: str) -> Iterator[File]:
    """One file of the items; what is called off has a cancellation each, for such a file names one entry.

    Of more than anybody would open, all stand in the one file, these as CANCELLED.
    """
    off = [item for item in items if item.status == "cancelled"]
    off = off if len(off) <= _MOST_CANCELLATIONS else []
    if others := [item for item in items if item not in off]:
        yield File(f"{name}.ics", calendar_file([block(item, words_for(item), mail) for item in others]))
    for item in off:
        yield File(f"{_name(item)}.ics", cancellation_file(item, words_for(item), mail))


def _name(item: Item) -> str:
    """What the file of one entry is called."""
    of = f"{item.meeting.id}-{item.session.id}" if item.session else item.meeting.id
    if item.kind in (Kind.MEETING, Kind.SESSION):
        return of
    return f"{of}-day-{item.day}" if item.kind is Kind.DAY else f"{of}-{item.kind.replace('_', '-')}"


def _in_order(meeting: Meeting, session_ids: Collection[str]) -> list[str]:
    return [session.id for session in meeting.programme if session.id in session_ids]


def _of_copy(meeting: Meeting) -> tuple[Item, ...]:
    try:
        return meeting_items(meeting)
    except NoEntry:
        return ()


def _of_sessions(meeting: Meeting, session_ids: Iterable[str]) -> list[Item]:
    return [item for session_id in session_ids for item in _of_session(meeting, session_id)]


def _of_session(meeting: Meeting, session_id: str) -> tuple[Item, ...]:
    session = meeting.session(session_id)
    try:
        return session_items(meeting, session) if session else ()
    except NoEntry:
        return ()
