"""Starred sessions that are at the same time, by the clocks where each takes place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import facts
from bot.ics.items import NoEntry, session_items
from bot.model import Catalogue, Meeting, Session
from bot.store.stars import Star


@dataclass(frozen=True, slots=True)
class Clash:
    """A starred session that is at the same time as the one looked at."""

    meeting: Meeting
    session: Session


@dataclass(frozen=True, slots=True)
class NewClash:
    """A starred session of a meeting that has changed, and one that is at the same time only since then."""

    session: Session
    other: Clash


def clashes_with(this: Star, stars: Collection[Star], catalogue: Catalogue) -> tuple[Clash, ...]:
    """What of the starred sessions is at the same time as one session of the catalogue, the earliest first."""
    hours = [span for clash in _known((this,), catalogue) for span in _hours(clash)]
    others = _known((star for star in stars if star != this), catalogue)
    return tuple(sorted((other for other in others if _overlap(hours, _hours(other))), key=_begins))


def new_clashes(old: Meeting, stars: Collection[Star], catalogue: Catalogue) -> tuple[NewClash, ...]:
    """What of the starred sessions is at the same time as one of a meeting, and was not when the meeting was `old`.

    Of two sessions of the meeting, the earlier is told with the later one.
    """
    old = replace(
        old, revision=catalogue.meetings[old.id].revision
    )  # entries have one, and what a notice tells has none
    before = replace(catalogue, meetings={**catalogue.meetings, old.id: old})
    found: dict[frozenset[Star], NewClash] = {}
    for mine in sorted(_known((star for star in stars if star.meeting_id == old.id), catalogue), key=_begins):
        this = _star(mine)
        known = {_star(each) for each in clashes_with(this, stars, before)}
        for other in clashes_with(this, stars, catalogue):
            if _star(other) not in known:
                found.setdefault(frozenset({this, _star(other)}), NewClash(mine.session, other))
    return tuple(found.values())


def _known(stars: Iterable[Star], catalogue: Catalogue) -> Iterator[Clash]:
    for star in stars:
        meeting = catalogue.meetings.get(star.meeting_id)
        session = meeting.session(star.session_id) if meeting else None
        if meeting and session:
            yield Clash(meeting, session)


def _star(clash: Clash) -> Star:
    return Star(clash.meeting.id, clash.session.id)


def _begins(clash: Clash) -> datetime:
    """When it begins; what has no hours comes last."""
    return min((start for start, _ in _hours(clash)), default=datetime.max.replace(tzinfo=UTC))


def _hours(clash: Clash) -> list[tuple[datetime, datetime]]:
    """From when to when (UTC) a session sits, once for each of its days, or in one where its days have no hours of their
    own; nothing where no hours are known, or where it or its meeting is called off."""
    meeting, session = clash.meeting, clash.session
    try:
        items = session_items(meeting, session)
    except NoEntry:
        return []
    if meeting.timezone is None or facts.session_status(session, meeting) == "cancelled":
        return []
    hours = [(item.span.start, item.span.end) for item in items if item.span.timezone]
    if not hours and isinstance(session.start, datetime) and isinstance(session.end, datetime):
        hours = [(session.start, session.end)]
    return [(_instant(start, meeting.timezone), _instant(end, meeting.timezone)) for start, end in hours]


def _instant(local: object, timezone: str) -> datetime:
    assert isinstance(local, datetime), "an entry with a zone is timed"
    return local.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _overlap(hours: list[tuple[datetime, datetime]], others: list[tuple[datetime, datetime]]) -> bool:
    return any(start < other_end and other_start < end for start, end in hours for other_start, other_end in others)
