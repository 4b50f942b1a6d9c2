"""The files that can be had: a meeting, a session, a programme.

`words_for` gives the texts of an item in the reader's language (`Words.rendered`); `mail` is the address that stands as
ORGANIZER. Each function raises NoEntry where no day is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.ics.events import Words, block
from bot.ics.feed import calendar_file, cancellation_file
from bot.ics.items import Item, meeting_items, programme_items, session_items
from bot.model import Meeting, Session

WordsFor = Callable[[Item], Words]


def meeting_calendar(meeting: Meeting, words_for: WordsFor, mail: str) -> bytes:
    """The file of a meeting: itself, its days, registration's opening and closing. Cancelled, its CANCEL."""
    return _file(meeting_items(meeting), words_for, mail)


def session_calendar(meeting: Meeting, session: Session, words_for: WordsFor, mail: str) -> bytes:
    """The file of one session of a meeting. Cancelled, its CANCEL."""
    return _file(session_items(meeting, session), words_for, mail)


def programme_calendar(meeting: Meeting, words_for: WordsFor, mail: str) -> bytes:
    """The file of all sessions that have a day; what is cancelled among them stands there as CANCELLED."""
    return calendar_file([block(item, words_for(item), mail) for item in programme_items(meeting)])


def cancellations(items: Iterable[Item], words_for: WordsFor, mail: str) -> tuple[bytes, ...]:
    """A CANCEL for each entry that is cancelled, each a file of its own (RFC 5546 section 3.2.5: one UID a file)."""
    return tuple(cancellation_file(item, words_for(item), mail) for item in items if item.status == "cancelled")


def _file(items: tuple[Item, ...], words_for: WordsFor, mail: str) -> bytes:
    """The items as one file; of a cancelled thing only the first, since a cancellation names one UID."""
    if items[0].status == "cancelled":
        return cancellation_file(items[0], words_for(items[0]), mail)
    return calendar_file([block(item, words_for(item), mail) for item in items])
