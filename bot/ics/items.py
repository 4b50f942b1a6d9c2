"""What of a meeting gets a calendar entry, and when: one `Item` for each, without a word of text.

- A meeting of one day is that day, or its hours. A meeting of several days is an all-day span, and where its hours are
  known an entry a day besides: never one block of 82 hours. The same goes for a session.
- Registration opening and closing, deadlines and sessions are entries of their own.
- The file of a meeting holds the meeting, its days, and the opening and closing of registration, since whoever enters
  the meeting must know when to register. Sessions and other deadlines are asked for by themselves: a delegate who wants
  the meeting in her calendar does not want forty sittings there.
- What has no day (a month only, or nothing) has no entry; the file of a meeting without one holds registration's days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.model import BY_URGENCY, Deadline, Meeting, Request, Revision, Session, Status, Text, in_language
from bot.when import Month, closing_day, first_day, last_day

# How long an entry is shown that has a beginning and no stated end: an opening, a deadline, a sitting "at ten o'clock".
SHOWN = timedelta(minutes=30)

_DAY = timedelta(days=1)
_LONGEST_SITTING = timedelta(hours=12)


class NoEntry(BotError):
    """There is no calendar entry, because the day is not known yet."""


class Kind(StrEnum):
    """What an entry is of."""

    MEETING = "meeting"
    SESSION = "session"
    DAY = "day"
    REGISTRATION_OPENS = "registration_opens"
    REGISTRATION_CLOSES = "registration_closes"
    DEADLINE = "deadline"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When: two dates, or two naive times local to `timezone`; `end` is exclusive in both (RFC 5545 section 3.8.2.2).

    `end_stated` is False where a timed entry has no end in the letters and is shown for `SHOWN`.
    """

    start: date | datetime
    end: date | datetime
    timezone: str | None = None
    end_stated: bool = True

    @property
    def all_day(self) -> bool:
        """Whether it is days rather than hours."""
        return not isinstance(self.start, datetime)

    @property
    def last_day(self) -> date:
        """The last day that it covers."""
        return self.end.date() if isinstance(self.end, datetime) else self.end - _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry: what it is of and when.

    `session`, `deadline` and `request` are what it is about, where that is not the meeting itself; `day` and `days` say
    which of how many days it is.
    """

    kind: Kind
    uid: str
    meeting: Meeting
    span: Span
    status: Status
    revision: Revision
    session: Session | None = None
    deadline: Deadline | None = None
    request: Request | None = None
    day: int | None = None
    days: int | None = None


def meeting_items(meeting: Meeting) -> tuple[Item, ...]:
    """What the file of a meeting holds, the meeting first. Raises NoEntry where neither it nor registration has a day.

    One that has lost its day stays where it was, as postponed.
    """
    start, end, status = _place(meeting)
    span = _span(start, end, meeting.timezone)
    registration = registration_items(meeting)
    if span is None:
        if not registration:
            raise NoEntry
        return registration
    item = replace(_item(meeting, Kind.MEETING, _uid(meeting), span), status=status)
    return (item, *_days(item, start, end), *registration)


def has_entries(meeting: Meeting) -> bool:
    """Whether the file of a meeting holds anything."""
    try:
        return bool(meeting_items(meeting))
    except NoEntry:
        return False


def session_items(meeting: Meeting, session: Session) -> tuple[Item, ...]:
    """The entry of a session, and one a day where it has several. Raises NoEntry for one that has never had a day.

    A session cannot be surer than its meeting: when the meeting is cancelled, so are its sessions. One that has lost its
    day stays where it was, as postponed.
    """
    start, end, status = _place(session)
    span = _span(start, end, meeting.timezone)
    if span is None:
        raise NoEntry
    item = replace(
        _item(meeting, Kind.SESSION, _uid(session), span),
        session=session,
        status=max(meeting.status, status, key=BY_URGENCY.index),
        revision=session.revision or _revision(meeting),
    )
    return (item, *_days(item, start, end))


def programme_items(meeting: Meeting) -> tuple[Item, ...]:
    """Every session that has a day, in time order. Raises NoEntry where there is none."""
    dated = [session for session in meeting.programme if _span(*_place(session)[:2], meeting.timezone)]
    items = [item for session in dated for item in session_items(meeting, session)]
    if not items:
        raise NoEntry
    return tuple(
        sorted(items, key=lambda item: (first_day(item.span.start), not item.span.all_day, str(item.span.start)))
    )


def registration_items(meeting: Meeting) -> tuple[Item, ...]:
    """The opening and the closing of registration, as far as their days are known."""
    registration = meeting.registration
    if registration is None:
        return ()
    moments = ((Kind.REGISTRATION_OPENS, registration.opens), (Kind.REGISTRATION_CLOSES, registration.closes))
    items = (entry(meeting, kind, _derived(_uid(meeting), kind), moment) for kind, moment in moments)
    return tuple(item for item in items if item)


def deadline_items(meeting: Meeting) -> tuple[Item, ...]:
    """The deadlines, and what invitees are asked to do by a day; their words are their identity, so that each may move."""
    return tuple(_deadlines(meeting))


def _deadlines(meeting: Meeting) -> Iterator[Item]:
    known: Counter[str] = Counter()

    def uid(kind: Kind, words: Text) -> str:
        part = f"{kind}-{in_language(words, 'en')}"
        known[part] += 1
        return _derived(_uid(meeting), part if known[part] == 1 else f"{part}-{known[part]}")

    for deadline in meeting.deadlines:
        if span := _span(deadline.date, None, meeting.timezone):
            item = _item(meeting, Kind.DEADLINE, uid(Kind.DEADLINE, deadline.what), span)
            yield replace(item, deadline=deadline)
    for request in meeting.requests:
        if span := _span(request.by, None, meeting.timezone):
            yield replace(_item(meeting, Kind.REQUEST, uid(Kind.REQUEST, request.text), span), request=request)


def entry(
    meeting: Meeting, kind: Kind, uid: str, start: date | Month | None, end: date | Month | None = None
) -> Item | None:
    """An entry of a meeting on the days that are stated of it; None where none is."""
    span = _span(start, end, meeting.timezone)
    return _item(meeting, kind, uid, span) if span else None


def _item(meeting: Meeting, kind: Kind, uid: str, span: Span) -> Item:
    return Item(kind=kind, uid=uid, meeting=meeting, span=span, status=meeting.status, revision=_revision(meeting))


def _place(record: Meeting | Session) -> tuple[date | Month | None, date | Month | None, Status]:
    """The days of a record's entry, and its status: where it has lost its day, those that it had, and no surer than
    postponed."""
    had = record.revision
    if had is None or had.start is None or not (record.start is None or isinstance(record.start, Month)):
        return record.start, record.end, record.status
    return had.start, had.end, max(record.status, "postponed", key=BY_URGENCY.index)


def _span(start: date | Month | None, end: date | Month | None, timezone: str | None) -> Span | None:
    """When an entry is, from what the letters say; None without a day. An hour counts only in a known zone."""
    if start is None or isinstance(start, Month):
        return None
    if isinstance(start, datetime) and timezone is not None:
        if isinstance(end, datetime) and _is_one_sitting(start, end, timezone):
            return Span(start=start, end=end, timezone=timezone)
        if end is None or last_day(end) <= start.date():
            return Span(start=start, end=start + SHOWN, timezone=timezone, end_stated=False)
    last = first_day(start) if end is None or isinstance(end, Month) else closing_day(start, end)
    return Span(start=first_day(start), end=max(last, first_day(start)) + _DAY)


def _is_one_sitting(start: datetime, end: datetime, timezone: str) -> bool:
    """Whether the two are one block of hours: on one day, or over midnight and no longer than a night. From midnight to
    midnight it is days."""
    if start >= end or start.time() == end.time() == time.min:
        return False
    return closing_day(start, end) == start.date() or _elapsed(start, end, ZoneInfo(timezone)) <= _LONGEST_SITTING


def _elapsed(start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    """How long it takes from one local time to another: a zone may leave out a day."""
    return end.replace(tzinfo=zone).astimezone(UTC) - start.replace(tzinfo=zone).astimezone(UTC)


def _days(item: Item, start: date | Month | None, end: date | Month | None) -> Iterator[Item]:
    """The hours of each day of a span: from when the first day begins to when the last one ends."""
    if not (item.span.all_day and isinstance(start, datetime) and isinstance(end, datetime) and item.meeting.timezone):
        return
    days = (end.date() - start.date()).days + 1
    if days < 2 or start.time() >= end.time():
        return
    for day in range(days):
        hours = Span(
            start=start + day * _DAY,
            end=end - (days - 1 - day) * _DAY,
            timezone=item.meeting.timezone,
        )
        yield replace(item, kind=Kind.DAY, uid=_derived(item.uid, f"day-{day + 1}"), span=hours, day=day + 1, days=days)


def _uid(record: Meeting | Session) -> str:
    if record.uid is None:
        raise ValueError(f"{record.id} has no uid: it gets one when it is stored")
    return record.uid


def _revision(meeting: Meeting) -> Revision:
    if meeting.revision is None:
        raise ValueError(f"{meeting.id} has no revision: it gets one when it is stored")
    return meeting.revision


def _derived(uid: str, part: str) -> str:
    """The UID of a part: as lasting as the stored one, and without a date in it, so that the part may move."""
    return str(uuid5(NAMESPACE_OID, f"{uid}/{part}"))
