"""What calendars have of a meeting or a session and it has no more: in live ones it stays, as cancelled.

Apps that keep what they have would keep it for good else. It leaves long after, and at once when it is there again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.ics.items import Item, Kind, NoEntry, Span, deadline_items, entry, meeting_items, session_items
from bot.model import Deadline, LeftOut, LeftOutKind, Meeting, Request, Session
from bot.when import last_day

_LONG = timedelta(days=365)
# A meeting and a session themselves stay where they are, as postponed or cancelled.
_NAMES: dict[Kind, LeftOutKind] = {
    Kind.DAY: "day",
    Kind.REGISTRATION_OPENS: "registration_opens",
    Kind.REGISTRATION_CLOSES: "registration_closes",
    Kind.DEADLINE: "deadline",
    Kind.REQUEST: "request",
}


def left_out(
    before: Iterable[Item], known: Iterable[LeftOut], after: Iterable[Item], now: datetime
) -> tuple[LeftOut, ...]:
    """What is left out of the entries `after` a change: of those `before` it, and what was `known` to be so."""
    present = {item.uid for item in after}
    found = {each.uid: each for each in known}
    found |= {item.uid: _as_left_out(item) for item in before if item.kind in _NAMES}
    return tuple(
        each
        for uid, each in found.items()
        if uid not in present and last_day(each.end or each.start) >= now.date() - _LONG
    )


def parts_of_meeting(meeting: Meeting) -> Iterator[Item]:
    """Every entry of a meeting but those of its sessions."""
    with suppress(NoEntry):
        yield from meeting_items(meeting)
    yield from deadline_items(meeting)


def parts_of_session(meeting: Meeting, session: Session) -> Iterator[Item]:
    """Every entry of a session."""
    with suppress(NoEntry):
        yield from session_items(meeting, session)


def left_out_items(meeting: Meeting, *, with_deadlines: bool = False) -> Iterator[Item]:
    """What a meeting has no more, as cancelled; deadlines for who has these."""
    for each in meeting.revision.left_out if meeting.revision else ():
        if with_deadlines or each.kind not in ("deadline", "request"):
            yield from _items(meeting, each)


def left_out_of_session(meeting: Meeting, session: Session) -> Iterator[Item]:
    """The days that a session has no more, as cancelled."""
    if revision := session.revision:
        for each in revision.left_out:
            yield from (replace(item, session=session, revision=revision) for item in _items(meeting, each))


def _items(meeting: Meeting, each: LeftOut) -> Iterator[Item]:
    item = entry(meeting, Kind(each.kind), each.uid, each.start, each.end)
    what = each.what or ""
    if item is not None:
        yield replace(
            item,
            status="cancelled",
            deadline=Deadline(what=what, date=each.start) if each.kind == "deadline" else None,
            request=Request(text=what, by=each.start) if each.kind == "request" else None,
            day=each.day,
            days=each.days,
        )


def _as_left_out(item: Item) -> LeftOut:
    what = item.deadline.what if item.deadline else item.request.text if item.request else None
    start, end = _stated(item.span)
    return LeftOut(uid=item.uid, kind=_NAMES[item.kind], start=start, end=end, what=what, day=item.day, days=item.days)


def _stated(span: Span) -> tuple[date, date | None]:
    """What would be stated of a span; its end only where it tells more than the start."""
    if span.all_day:
        return span.start, None if span.last_day == span.start else span.last_day
    return span.start, span.end if span.end_stated else None
