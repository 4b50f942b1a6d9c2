"""Whether the times of a meeting agree with each other, and with the clocks where it takes place."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from bot.importing.located import Objection, Steps
from bot.importing.problems import shown, write_one_of
from bot.model import Meeting, Revision
from bot.when import Month, When, closing_day, first_day, format_when, last_day

_YEARS = range(1900, 2200)


def years(meeting: Meeting) -> Iterator[Objection]:
    """Years that nobody means."""
    issued = ((("documents", place, "issued"), each.issued) for place, each in enumerate(meeting.documents))
    kept = ((("answers", place, "on"), each.on) for place, each in enumerate(meeting.answers))
    for steps, value in (*_whens(meeting), *issued, *kept):
        if value is not None and first_day(value).year not in _YEARS:
            yield steps, f"the year {first_day(value).year} is hardly meant", "write a year from 1900 to 2199"


def known_zone(meeting: Meeting) -> Iterator[Objection]:
    """A zone that IANA has no name for."""
    if meeting.timezone is not None and meeting.timezone not in _zones():
        yield (
            ("timezone",),
            f"{shown(meeting.timezone)} is no time zone",
            write_one_of(meeting.timezone, _zones(), "write an IANA name such as Europe/Zurich"),
        )


def zone_is_needed(meeting: Meeting) -> Iterator[Objection]:
    """A day or an hour without the zone in which it is one."""
    local = next((steps for steps, value in _whens(meeting) if not isinstance(value, Month)), None)
    if meeting.timezone is None and local:
        yield (
            local,
            "a day or an hour is given, and the meeting has no timezone",
            "add one such as `timezone: Europe/Zurich`",
        )


def skipped_hours(meeting: Meeting) -> Iterator[Objection]:
    """Hours that the clocks there never show, since they are put on over them."""
    if meeting.timezone not in _zones():
        return
    zone = zoneinfo.ZoneInfo(meeting.timezone)
    for steps, value in _whens(meeting):
        if isinstance(value, datetime) and value.tzinfo is None and value.year in _YEARS:
            shown_then = value.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
            if shown_then != value:
                yield (
                    steps,
                    f"the clocks of {meeting.timezone} are put on over {format_when(value)}, and never show it",
                    f"write an hour that they show, such as {format_when(shown_then)}",
                )


def span(start: When | None, end: When | None, steps: Steps) -> Iterator[Objection]:
    """An end without a start, of another form, or before it."""
    if end is None:
        return
    if start is None:
        yield (*steps, "end"), "there is an end and no start", "add the start"
    elif type(start) is not type(end):
        kinds = {datetime: "a time", Month: "a month"}
        yield (
            (*steps, "end"),
            f"the start is {kinds.get(type(start), 'a day')} and the end is {kinds.get(type(end), 'a day')}",
            "write both alike",
        )
    elif _end(end) <= _begin(start):
        yield (
            (*steps, "end"),
            f"the end ({format_when(end)}) is before the start ({format_when(start)})",
            "exchange the two, or correct one",
        )


def registration(meeting: Meeting) -> Iterator[Objection]:
    """A closing before the opening."""
    opens, closes = (meeting.registration.opens, meeting.registration.closes) if meeting.registration else (None, None)
    if opens and closes and _end(closes) <= _begin(opens):
        yield (
            ("registration", "closes"),
            f"registration closes ({format_when(closes)}) before it opens ({format_when(opens)})",
            "exchange the two, or correct one",
        )


def spans_of_sessions(meeting: Meeting) -> Iterator[Objection]:
    """What `span` finds, for each session."""
    for place, session in enumerate(meeting.programme):
        yield from span(session.start, session.end, ("programme", place))


def days_of_sessions(meeting: Meeting) -> Iterator[Objection]:
    """Sessions outside the days of the meeting; what ends at midnight does not touch the next day."""
    if meeting.start is None:
        return
    first, last = first_day(meeting.start), closing_day(meeting.start, meeting.end)
    for place, session in enumerate(meeting.programme):
        if session.start is None or session.status == "cancelled":  # it may have been before the meeting was moved
            continue
        begins = first_day(session.start), last_day(session.start)
        ends = first_day(session.end or session.start), closing_day(session.start, session.end)
        days = {"start": begins, "end": ends}
        name = next((name for name, (one, other) in days.items() if not (first <= one and other <= last)), None)
        if name and first <= last:
            yield (
                ("programme", place, name),
                f"the session is outside the days of the meeting ({first} to {last})",
                "correct the session or the meeting",
            )


def sound_revision(revision: Revision, steps: Steps) -> Iterator[Objection]:
    """A sequence, instants or days that calendars cannot have been told."""
    instants = [
        *sound_instant(revision.created, (*steps, "created")),
        *sound_instant(revision.changed, (*steps, "changed")),
    ]
    yield from instants
    if not 0 <= revision.sequence < 2**31:  # RFC 5545, section 3.3.8
        yield (*steps, "sequence"), "the sequence is out of range", "write a whole number from 0 on"
    if not instants and revision.changed < revision.created:
        yield (*steps, "changed"), "it was changed before it was created", "exchange the two, or correct one"
    for place, each in enumerate(revision.left_out):
        days = (("start", each.start), ("end", each.end))
        if name := next((name for name, day in days if day and first_day(day).year not in _YEARS), None):
            yield (*steps, "left_out", place, name), "the year is hardly meant", "write a year from 1900 to 2199"
        yield from span(each.start, each.end, (*steps, "left_out", place))


def sound_instant(instant: datetime | None, steps: Steps) -> Iterator[Objection]:
    """An instant without a zone, or in a year that nobody means."""
    if instant is None:
        return
    if instant.tzinfo is None:
        yield steps, "the instant has no zone", "write it in UTC, such as 2011-05-10T08:00:00Z"
    elif instant.year not in _YEARS:
        yield steps, f"the year {instant.year} is hardly meant", "write a year from 1900 to 2199"


def _whens(meeting: Meeting) -> Iterator[tuple[Steps, When]]:
    """Every date of the meeting that is local to it."""
    found: list[tuple[Steps, When | None]] = [(("start",), meeting.start), (("end",), meeting.end)]
    if meeting.registration:
        found.append((("registration", "opens"), meeting.registration.opens))
        found.append((("registration", "closes"), meeting.registration.closes))
    found.extend((("requests", place, "by"), request.by) for place, request in enumerate(meeting.requests))
    found.extend((("deadlines", place, "date"), deadline.date) for place, deadline in enumerate(meeting.deadlines))
    for place, session in enumerate(meeting.programme):
        found.append((("programme", place, "start"), session.start))
        found.append((("programme", place, "end"), session.end))
    for steps, value in found:
        if value is not None:
            yield steps, value


def _begin(value: When) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(first_day(value), datetime.min.time())


def _end(value: When) -> datetime:
    """The moment at which the value is over."""
    if isinstance(value, datetime):
        return value
    day = last_day(value)
    return datetime.combine(day, datetime.min.time()) + timedelta(days=1 if day.year < _YEARS.stop else 0)


@cache
def _zones() -> tuple[str, ...]:
    """What IANA has names for; what the files of a machine hold besides differs from machine to machine."""
    return tuple(sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}))
