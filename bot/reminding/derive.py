"""The one function that says when a chat is to be reminded of a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import Meeting
from bot.reminding.events import DEFAULTS, Event, Rules, events_of, session_event
from bot.reminding.leads import Lead
from bot.reminding.quiet import Quiet
from bot.when import first_day

USUAL_HOUR = time(9)
MORNING = time(7, 30)
"""The hour of a reminder on the first morning of a meeting, or of the day of a session that has no hour."""

_FIRST_OF_THE_DAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a chat chose: its zone (None: the venue's), quiet hours, and leads in the place of the meetings' own."""

    zone: ZoneInfo | None = None
    quiet: Quiet | None = None
    leads: Rules = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """A reminder that was asked for in words: of an event, by its id, so long before."""

    event: str
    lead: Lead


@dataclass(frozen=True, slots=True)
class Interest:
    """Why a chat is reminded of a meeting: it follows it, starred sessions of it, asked for it. `is_muted` silences
    all but what was asked for."""

    follows: bool = False
    is_muted: bool = False
    stars: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder of an event at its wall-clock `anchor`, due at `at` (UTC), of use until `until`."""

    event: str
    lead: Lead
    anchor: str
    at: datetime
    until: datetime


def derive(meeting: Meeting, rules: Rules, interest: Interest, settings: Settings) -> tuple[Due, ...]:
    """All reminders of a meeting that are for a chat, past ones too, by the instant at which they are due."""
    found: dict[tuple[str, datetime], Due] = {}
    for event, lead in _wanted(meeting, rules, interest, settings):
        due = due_of(event, lead, settings)
        found.setdefault((due.event, due.at), due)
    return tuple(sorted(found.values(), key=lambda due: (due.at, due.event)))


def _wanted(meeting: Meeting, rules: Rules, interest: Interest, settings: Settings) -> Iterator[tuple[Event, Lead]]:
    events = events_of(meeting)
    starred = {session_event(session) for session in interest.stars}
    for event in events:
        by_rule = event.id in starred if event.kind == "session" else interest.follows
        if by_rule and not interest.is_muted:
            leads = settings.leads.get(event.kind, rules.get(event.kind, DEFAULTS[event.kind]))
            yield from ((event, lead) for lead in leads)
    by_id = {event.id: event for event in events}
    yield from ((by_id[wish.event], wish.lead) for wish in interest.wishes if wish.event in by_id)


def due_of(event: Event, lead: Lead, settings: Settings) -> Due:
    """When a reminder is due: never in quiet hours, and after them rather than before, if that is not too late."""
    until = _of_use_until(event, lead)
    at = _planned(event, lead, settings.zone, until)
    zone = settings.zone or event.zone
    if settings.quiet and settings.quiet.covers(at, zone):
        after = settings.quiet.end_after(at, zone)
        at = after if after < min(until, _early_enough(event, lead)) else settings.quiet.before(at, zone)
    return Due(event.id, lead, event.anchor, at, until)


def _of_use_until(event: Event, lead: Lead) -> datetime:
    """What announces something is of use until that begins; what is said on its day, or of an end, until that is over."""
    if event.kind in ("closes", "deadline") or not lead.is_ahead or _has_no_hour_for(event, lead):
        return event.of_use_until
    return event.begins


def _early_enough(event: Event, lead: Lead) -> datetime:
    """Until when that which is said on the morning of a day is said in time: noon."""
    if event.kind in ("meeting", "session") and (_has_no_hour_for(event, lead) or not lead.is_ahead):
        return _instant(first_day(event.at), time(12), event.zone)
    return event.of_use_until


def _has_no_hour_for(event: Event, lead: Lead) -> bool:
    """Whether minutes are counted from an hour that nobody knows: the reminder then comes in the morning of the day."""
    return lead.minutes is not None and lead.minutes < 24 * 60 and not event.is_timed


def _planned(event: Event, lead: Lead, zone: ZoneInfo | None, until: datetime) -> datetime:
    """When it is due by the rule, whoever sleeps then.

    An hour is that of the reader's own clocks; on the day itself, and where hers would be too late, of the venue's.
    """
    if lead.minutes is not None and event.is_timed:
        return event.begins - timedelta(minutes=lead.minutes)
    days = lead.days if lead.minutes is None else lead.minutes // (24 * 60)
    day = first_day(event.at) - timedelta(days=days)
    hour = lead.at or (MORNING if days == 0 and event.kind in ("meeting", "session") else USUAL_HOUR)
    if event.kind == "opens" and days == 0:
        return event.begins if event.is_timed else _once_open(event, hour, zone or event.zone)
    if days == 0:
        at = _instant(day, hour, event.zone)
        return at if not event.is_timed or at < event.begins else event.begins - _FIRST_OF_THE_DAY
    at = _instant(day, hour, zone or event.zone)
    return at if at < until else _instant(day, hour, event.zone)


def _once_open(event: Event, hour: time, zone: ZoneInfo) -> datetime:
    day = first_day(event.at)
    at = max(event.begins, _instant(day, hour, zone))
    return at if at < event.of_use_until else _instant(day, hour, event.zone)


def _instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
