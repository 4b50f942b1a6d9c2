"""What differs between a meeting as it was and as it is, as far as somebody would act on it.

Told are: whether it takes place, when, in which zone and where; how and when to register; whom to ask; who is invited
and what is asked of them; practical matters; sessions that come, go, move, or change room, title or chairs; documents
that are new or replaced. Not told are sources, aliases, what the letters leave open, objectives and background, and what
stands beside a document (its language, signatories, addressees): nobody does anything otherwise for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot import facts
from bot.facts import Phase
from bot.model import Deadline, Document, Meeting, Practical, Registration, Request, Session, Text
from bot.when import When


class What(StrEnum):
    """What differs; templates have the words for each, and an entry's revision keeps them."""

    ENTERED = "entered"
    STATUS = "status"
    DATES = "dates"
    ZONE = "zone"
    PLACE = "place"
    VENUE = "venue"
    OPENS = "opens"
    CLOSES = "closes"
    REGISTRATION = "registration"
    NAME = "name"
    SESSION_ADDED = "session_added"
    SESSION_STATUS = "session_status"
    SESSION_MOVED = "session_moved"
    ROOM = "room"
    TITLE = "title"
    CHAIRS = "chairs"
    DOCUMENT = "document"
    DOCUMENT_REPLACED = "document_replaced"
    CONTACTS = "contacts"
    WEBSITE = "website"
    REQUESTS = "requests"
    DEADLINES = "deadlines"
    INVITED = "invited"
    LEVEL = "level"
    PRACTICAL = "practical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs: there stood `old`, now stands `new`; None where there is nothing.

    They are whole meetings for DATES, ZONE and PLACE, whole sessions for what is of one, else the value itself. `name` is
    the matter of PRACTICAL.
    """

    what: What
    old: Any
    new: Any
    name: str | None = None

    @property
    def pairs(self) -> tuple[tuple[Due | None, Due | None], ...]:
        """Of DEADLINES and REQUESTS each that differs, as it was and as it is: known by its words, else by its day.

        None where it was not, or is no more.
        """
        was, now = tuple(map(_due, self.old)), tuple(map(_due, self.new))
        left, come = [due for due in was if due not in now], [due for due in now if due not in was]
        pairs: list[tuple[Due | None, Due | None]] = []
        for due in left:
            same = [each for each in come if each.what == due.what] or [each for each in come if each.day == due.day]
            pairs.append((due, same[0] if same else None))
            come = [each for each in come if each not in same[:1]]
        return (*pairs, *((None, due) for due in come))


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done, and by when."""

    what: Text
    day: When | None


def _due(entry: Deadline | Request) -> Due:
    return Due(entry.what, entry.date) if isinstance(entry, Deadline) else Due(entry.text, entry.by)


SESSION = frozenset({What.SESSION_ADDED, What.SESSION_STATUS, What.SESSION_MOVED, What.ROOM, What.TITLE, What.CHAIRS})
"""What differs in a session."""

SHARED = frozenset({What.STATUS, What.DATES, What.ZONE, What.PLACE, What.VENUE, What.NAME, What.CONTACTS, What.WEBSITE})
"""What of a meeting stands in the entry of each of its sessions too."""

_Table = tuple[tuple[What, tuple[str, ...]], ...]
_OF_MEETING: _Table = (
    (What.STATUS, ("status",)),
    (What.DATES, ("start", "end")),
    (What.ZONE, ("timezone",)),
    (What.PLACE, ("city", "country")),
    (What.VENUE, ("venue",)),
    (What.NAME, ("name",)),
    (What.CONTACTS, ("contacts",)),
    (What.WEBSITE, ("website",)),
    (What.REQUESTS, ("requests",)),
    (What.DEADLINES, ("deadlines",)),
    (What.INVITED, ("invited",)),
    (What.LEVEL, ("level",)),
)
_SHARED: _Table = tuple(row for row in _OF_MEETING if row[0] in SHARED)
_OF_SESSION: _Table = (
    (What.SESSION_STATUS, ("status",)),
    (What.SESSION_MOVED, ("start", "end")),
    (What.ROOM, ("room",)),
    (What.TITLE, ("title",)),
    (What.CHAIRS, ("chairs",)),
)
_IN_ORDER = tuple(What)


def differences(old: Meeting | None, new: Meeting, replaced: Collection[str] = ()) -> tuple[Difference, ...]:
    """What differs, the weightiest first; `replaced` are the ids of documents whose file is another one.

    A meeting that is new differs in being there.
    """
    if old is None:
        return (Difference(what=What.ENTERED, old=None, new=new),)
    found = [
        *_of_fields(_OF_MEETING, old, new),
        *_of_registration(old.registration or Registration(), new.registration or Registration()),
        *_of_programme(old, new),
        *_of_documents(old, new, replaced),
        *_of_practical(old.practical or Practical(), new.practical or Practical()),
    ]
    return tuple(sorted(found, key=lambda each: _IN_ORDER.index(each.what)))


def worth_telling(old: Meeting | None, new: Meeting, now: datetime, replaced: Collection[str] = ()) -> bool:
    """Whether followers are told at `now`: not of corrections to a meeting that is over, or was and stays called off."""
    states = [meeting for meeting in (old, new) if meeting is not None]
    if all(facts.phase(meeting, now) is Phase.OVER for meeting in states):
        return False
    return any(meeting.status != "cancelled" for meeting in states) and differences(old, new, replaced) != ()


def sessions_touched(found: Iterable[Difference], meeting: Meeting) -> tuple[str, ...]:
    """The ids of the sessions of a meeting whose entries differ: their own, or of what they have of their meeting all."""
    differing = tuple(found)
    if any(each.what in SHARED for each in differing):
        return tuple(session.id for session in meeting.programme)
    return tuple(dict.fromkeys(each.new.id for each in differing if each.what in SESSION))


def in_entry(old: Meeting, new: Meeting, replaced: Collection[str] = ()) -> tuple[What, ...]:
    """What the entry of the meeting says has changed."""
    return _named(each for each in differences(old, new, replaced) if each.what not in SESSION)


def in_session_entry(old: Session, old_meeting: Meeting, new: Session, new_meeting: Meeting) -> tuple[What, ...]:
    """What the entry of a session says has changed, its own things first."""
    own = _of_fields(_OF_SESSION, old, new)
    return _named([*own, *_of_fields(_SHARED, old_meeting, new_meeting)])


def _named(found: Iterable[Difference]) -> tuple[What, ...]:
    return tuple(dict.fromkeys(each.what for each in found))


def _of_fields(table: _Table, old: Meeting | Session, new: Meeting | Session) -> Iterator[Difference]:
    for what, names in table:
        if any(getattr(old, name) != getattr(new, name) for name in names):
            whole = len(names) > 1 or what is What.ZONE or isinstance(new, Session)
            values = (old, new) if whole else (getattr(old, names[0]), getattr(new, names[0]))
            yield Difference(what=what, old=values[0], new=values[1])


def _of_registration(old: Registration, new: Registration) -> Iterator[Difference]:
    if old.opens != new.opens:
        yield Difference(what=What.OPENS, old=old.opens, new=new.opens)
    if old.closes != new.closes:
        yield Difference(what=What.CLOSES, old=old.closes, new=new.closes)
    if (old.url, old.how) != (new.url, new.how):
        yield Difference(what=What.REGISTRATION, old=old, new=new)


def _of_programme(old: Meeting, new: Meeting) -> Iterator[Difference]:
    for session in facts.in_time_order(new.programme):
        before = same_session(session, old)
        if before is not None:
            yield from _of_fields(_OF_SESSION, before, session)
        elif session.status != "cancelled":
            yield Difference(what=What.SESSION_ADDED, old=None, new=session)


def same_session(session: Session, other: Meeting) -> Session | None:
    """The session as it stands in the meeting as it was: the one of its id, or of its uid where its id changed."""
    by_uid = (each for each in other.programme if session.uid is not None and each.uid == session.uid)
    return other.session(session.id) or next(by_uid, None)


def _of_documents(old: Meeting, new: Meeting, replaced: Collection[str]) -> Iterator[Difference]:
    known: dict[str, Document] = {document.id: document for document in old.documents}
    for document in new.documents:
        if document.id not in known:
            yield Difference(what=What.DOCUMENT, old=None, new=document)
        elif document.id in replaced or document.url != known[document.id].url:
            yield Difference(what=What.DOCUMENT_REPLACED, old=known[document.id], new=document)


def _of_practical(old: Practical, new: Practical) -> Iterator[Difference]:
    for name in dict.fromkeys((*facts.stated_fields(old), *facts.stated_fields(new))):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference(what=What.PRACTICAL, old=before, new=after, name=name)
