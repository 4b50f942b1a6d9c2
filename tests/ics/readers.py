"""Other people's programs, each asked for the same facts of a calendar.

A reader takes the bytes of a calendar and gives one `Fact` an event. Seven of the programs parse on their own (ical,
icalendar, icalendar-light, ics, jicson, pyICSParser, vobject), the others build on one of these and see times and days
in their own way. What a program leaves to its user (zones, escapes, folded lines) its function here does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import icalendar_light.toolbox
import icalevents.icalparser
import ics
import jicson
import khal.icalendar
import khal.khalendar.event
import pytz
import radicale.item
import recurring_ical_events
import vobject
import x_wr_timezone
from ical.calendar_stream import IcsCalendarStream
from pyICSParser import pyiCalendar

icalendar.use_zoneinfo()  # khal and icalevents have turned the whole process over to pytz

KHAL_LOCALE = {
    "default_timezone": pytz.UTC,
    "local_timezone": pytz.UTC,
    "longdateformat": "%Y-%m-%d",
    "datetimeformat": "%Y-%m-%d %H:%M",
    "longdatetimeformat": "%Y-%m-%d %H:%M",
    "dateformat": "%Y-%m-%d",
    "timeformat": "%H:%M",
    "unicode_symbols": True,
}


class Fact(NamedTuple):
    """What a delegate sees of an event: days as `2011-06-27`, the end exclusive; instants as `20110627T080000Z`."""

    uid: str
    start: str
    end: str
    all_day: bool
    summary: str
    location: str
    status: str
    sequence: int


def _moment(value: date) -> str:
    if isinstance(value, datetime):
        assert value.tzinfo is not None, "a floating time"
        return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return value.isoformat()


def _fact(
    uid: Any,
    start: date,
    end: date,
    summary: Any,
    location: Any,
    status: Any,
    sequence: Any,
    *,
    all_day: bool | None = None,
) -> Fact:
    all_day = not isinstance(start, datetime) if all_day is None else all_day
    return Fact(
        str(uid),
        _moment(start),
        _moment(end),
        all_day,
        str(summary or ""),
        str(location or ""),
        str(status),
        int(sequence),
    )


def _of_component(event: Any) -> Fact:
    return _fact(
        event["UID"],
        event["DTSTART"].dt,
        event["DTEND"].dt,
        event.get("SUMMARY"),
        event.get("LOCATION"),
        event["STATUS"],
        event["SEQUENCE"],
    )


def read_icalendar(data: bytes) -> Iterable[Fact]:
    """icalendar, with which the calendars are written."""
    return [_of_component(event) for event in icalendar.Calendar.from_ical(data).walk("VEVENT")]


def read_ical(data: bytes) -> Iterable[Fact]:
    """ical, Home Assistant's."""
    for event in IcsCalendarStream.calendar_from_ics(data.decode()).events:
        yield _fact(
            event.uid,
            event.dtstart,
            event.dtend,
            event.summary,
            event.location,
            event.status.value,
            event.sequence,
        )


def read_ics(data: bytes) -> Iterable[Fact]:
    """ics.py. An all-day event's times are midnights to it."""
    for event in ics.Calendar(data.decode()).events:
        start, end = event.begin.datetime, event.end.datetime
        extra = {line.name: line.value for line in event.extra}
        yield _fact(
            event.uid,
            start.date() if event.all_day else start,
            end.date() if event.all_day else end,
            event.name,
            event.location,
            event.status,
            extra["SEQUENCE"],
        )


def read_vobject(data: bytes) -> Iterable[Fact]:
    """vobject, Radicale's parser."""
    return [_of_vobject(event) for event in vobject.readOne(data.decode()).vevent_list]


def _of_vobject(event: Any) -> Fact:
    return _fact(
        event.uid.value,
        event.dtstart.value,
        event.dtend.value,
        event.summary.value if "summary" in event.contents else "",
        event.location.value if "location" in event.contents else "",
        event.status.value,
        event.sequence.value,
    )


def read_radicale(data: bytes) -> Iterable[Fact]:
    """Radicale: split into items and checked as for an upload, read again from what it would store."""
    items = radicale.item.read_components(data.decode())
    radicale.item.check_and_sanitize_items(items, 100, is_collection=True, tag="VCALENDAR")
    stored = [radicale.item.Item(collection_path="", vobject_item=item).serialize() for item in items]
    return [_of_vobject(event) for text in stored for event in vobject.readOne(text).vevent_list]


def read_khal(data: bytes) -> Iterable[Fact]:
    """khal: split by UID as for `khal import`; the last day of an all-day event is inclusive to it."""
    icalendar.use_pytz()
    try:
        for text in khal.icalendar.split_ics(data.decode()):
            event = khal.khalendar.event.Event.fromString(text, locale=KHAL_LOCALE)
            sequence = icalendar.Calendar.from_ical(event.raw).walk("VEVENT")[0]["SEQUENCE"]
            yield _fact(
                event.uid,
                event.start,
                event.end + timedelta(days=1) if event.allday else event.end,
                event.summary,
                event.location,
                event.status,
                sequence,
                all_day=event.allday,
            )
    finally:
        icalendar.use_zoneinfo()


def read_icalevents(data: bytes) -> Iterable[Fact]:
    """icalevents, which is asked for what lies in a span of time."""
    icalendar.use_pytz()
    try:
        span = {"start": datetime(1989, 1, 1, tzinfo=UTC), "end": datetime(2042, 1, 1, tzinfo=UTC)}
        for event in icalevents.icalparser.parse_events(data.decode(), strict=True, **span):
            yield _fact(
                event.uid,
                event.start,
                event.end,
                event.summary,
                event.location,
                event.status,
                event.sequence,
                all_day=event.all_day,
            )
    finally:
        icalendar.use_zoneinfo()


def read_recurring_ical_events(data: bytes) -> Iterable[Fact]:
    """recurring-ical-events, asked for all years, after x-wr-timezone has had its say on the zones."""
    calendar = x_wr_timezone.to_standard(icalendar.Calendar.from_ical(data))
    return [_of_component(event) for event in recurring_ical_events.of(calendar).between(1989, 2042)]


def _unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def unescaped(text: str) -> str:
    """The text that an escaped one stands for (RFC 5545 section 3.3.11)."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


def read_icalendar_light(data: bytes) -> Iterable[Fact]:
    """icalendar-light. Days are midnights in UTC to it, and of escapes it knows the comma's."""
    days = set(re.findall(rb"DTSTART;VALUE=DATE:(\d{8})", data))
    for event in icalendar_light.toolbox.Calendar.iter_events(_unfolded(data).splitlines()):
        all_day = event.dt_start.strftime("%Y%m%d").encode() in days and event.dt_start.tzname() == "UTC"
        yield _fact(
            event.uid,
            event.dt_start.date() if all_day else event.dt_start,
            event.dt_end.date() if all_day else event.dt_end,
            unescaped(event.summary or ""),
            unescaped(event.location or ""),
            event.status,
            event.sequence,
        )


def read_jicson(data: bytes) -> Iterable[Fact]:
    """jicson, which gives components as lists of what is written left and right of the colon."""
    for event in jicson.fromText(_unfolded(data))["VCALENDAR"][0]["VEVENT"]:
        moments = {
            name.partition(";")[0]: _written(name, value) for name, value in event.items() if name.startswith("DT")
        }
        yield _fact(
            event["UID"],
            moments["DTSTART"],
            moments["DTEND"],
            unescaped(event.get("SUMMARY", "")),
            unescaped(event.get("LOCATION", "")),
            event["STATUS"],
            event["SEQUENCE"],
        )


def _written(name: str, value: str) -> date:
    if name.endswith("VALUE=DATE"):
        return date.fromisoformat(value)
    zone = ZoneInfo(name.rpartition("TZID=")[2]) if "TZID=" in name else UTC
    return datetime.fromisoformat(value.rstrip("Z")).replace(tzinfo=zone)


def read_pyicsparser(data: bytes) -> Iterable[Fact]:
    """pyICSParser, which names the zone of a time and leaves its offset to others."""
    calendar = pyiCalendar.iCalendar()
    calendar.string_load(_unfolded(data))
    calendar.parse_loaded()
    for event in calendar.events:
        yield _fact(
            event["UID"]["val"],
            _zoned(event["DTSTART"]["val"]),
            _zoned(event["DTEND"]["val"]),
            event["SUMMARY"]["val"] if "SUMMARY" in event else "",
            event["LOCATION"]["val"] if "LOCATION" in event else "",
            event["STATUS"]["val"],
            event["SEQUENCE"]["val"],
        )


def _zoned(value: date) -> date:
    return value.replace(tzinfo=ZoneInfo(value.tzinfo.getID())) if isinstance(value, datetime) else value


Reader = Callable[[bytes], Iterable[Fact]]

READERS: dict[str, Reader] = {
    "ical": read_ical,
    "icalendar": read_icalendar,
    "icalendar-light": read_icalendar_light,
    "icalevents": read_icalevents,
    "ics": read_ics,
    "jicson": read_jicson,
    "khal": read_khal,
    "pyICSParser": read_pyicsparser,
    "radicale": read_radicale,
    "recurring-ical-events": read_recurring_ical_events,
    "vobject": read_vobject,
}


# Those that follow the VTIMEZONE of a zone of which they know nothing but that.
FOLLOW_VTIMEZONE = ("icalendar", "icalevents", "khal", "radicale", "recurring-ical-events", "vobject")

# Those that read a backslash before a letter as RFC 5545 has it, and not as the escape that it looks like. (khal reads
# rightly, and writes through icalendar before it shows.)
READ_BACKSLASHES = tuple(sorted(READERS.keys() - {"ics", "khal", "pyICSParser"}))


def read(reader: str, data: bytes) -> list[Fact]:
    """What a reader makes of a calendar, in the order of the UIDs."""
    return sorted(READERS[reader](data))
