"""VEVENT (RFC 5545 section 3.6.1): an `Item` and its words, checked and serialised.

icalendar accepts naive times, an end before the start, dates mixed with times and any scheme in a URL; none of that
leaves this module. DTSTAMP equals LAST-MODIFIED, since what is published is the stored record (section 3.8.7.2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from bot.deferred import Deferred
from bot.ics.items import Item, Kind, Span
from bot.ics.text import one_line, paragraphs
from bot.ics.zones import tzid_of
from bot.model import Revision, Status

if TYPE_CHECKING:
    import icalendar

    from bot.ics import values
else:
    icalendar = Deferred("icalendar")
    values = Deferred("bot.ics.values")

_STATUS: dict[Status, str] = {
    "confirmed": "CONFIRMED",
    "tentative": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
# CSS names (RFC 7986 section 5.9).
_COLOR = {
    Kind.MEETING: "royalblue",
    Kind.DAY: "royalblue",
    Kind.SESSION: "seagreen",
    Kind.REGISTRATION_OPENS: "darkorange",
    Kind.REGISTRATION_CLOSES: "firebrick",
    Kind.DEADLINE: "firebrick",
    Kind.REQUEST: "firebrick",
}
_SITTINGS = frozenset({Kind.MEETING, Kind.DAY, Kind.SESSION})
_MOST_ALARMS = 5
_IN_URL = "%:/?#[]@!$&'()*+,;="  # what else stands in an address as it is (RFC 3986)
_LONGEST_LINE = 74  # octets, without its CRLF: icalendar folds what is longer (RFC 5545 section 3.1 allows one more)
_LONGEST_UID = 255  # octets (RFC 7986 section 5.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts of one entry in one language: plain text, already translated. `organizer` is the host's name."""

    summary: str
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    organizer: str = ""

    @classmethod
    def rendered(cls, render: Callable[[str], str]) -> Self:
        """The words that `render` gives for the templates of `templates/ics/`; categories come one a line."""
        return cls(
            summary=render("ics/summary.txt"),
            description=render("ics/description.txt"),
            location=render("ics/location.txt"),
            categories=tuple(line for line in render("ics/categories.txt").splitlines() if line.strip()),
            organizer=render("ics/organizer.txt"),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A serialised VEVENT and what the calendar around it must know: the zone and the local years of a timed one.

    `digest` tells it from every other, so that whoever compares calendars need not read them.
    """

    data: bytes
    digest: bytes
    changed: datetime
    tzid: str | None
    first_year: int
    last_year: int


def block(item: Item, words: Words, mail: str, *, alarms: tuple[timedelta, ...] = ()) -> Block:
    """The serialised entry. `mail` is the address that stands as ORGANIZER; `alarms` are times before the start.

    Raises ValueError for what is not an entry: an end that is not after the start, dates mixed with times, a time
    without a zone's name beside it, a UID over 255 octets, more than five alarms, an address that is none.
    """
    data = serialised(event(item, words, mail, alarms=alarms))
    return Block(
        data=data,
        digest=hashlib.sha256(data).digest(),
        changed=item.revision.changed,
        tzid=tzid_of(item.span.timezone) if item.span.timezone else None,
        first_year=item.span.start.year,
        last_year=item.span.end.year,
    )


def serialised(component: icalendar.Component) -> bytes:
    """The component as it is written. Most lines need no folding, and icalendar looks at each of their characters for it."""
    return b"".join(_written(line) for line in component.content_lines() if line)


def _written(line: icalendar.parser.Contentline) -> bytes:
    octets: bytes = line.encode()
    if len(octets) > _LONGEST_LINE:
        octets = line.to_ical()  # type: ignore[no-untyped-call]  # icalendar's is not annotated
    return octets + b"\r\n"


def event(item: Item, words: Words, mail: str, *, alarms: tuple[timedelta, ...] = ()) -> icalendar.Event:
    """The entry as a component; arguments and errors are those of `block`."""
    component = icalendar.Event()
    _add_identity(component, item.uid, item.revision)
    _add_times(component, item)
    _add_words(component, words)
    _add_place(component, item, words)
    component.add("organizer", _organizer(mail, words.organizer))
    component.add("status", _STATUS[item.status])
    component.add("class", "PUBLIC" if item.meeting.visibility == "public" else "PRIVATE")
    component.add("color", "gray" if item.status == "cancelled" else _COLOR[item.kind])
    if url := _url(item):
        component.add("url", icalendar.vUri(url))
    if item.status != "cancelled":
        _add_alarms(component, words, alarms)
    return component


def _add_identity(component: icalendar.Event, uid: str, revision: Revision) -> None:
    if not 0 < len(uid.encode()) <= _LONGEST_UID or uid != one_line(uid):
        raise ValueError(f"not a UID of at most {_LONGEST_UID} octets: {uid!r}")
    component.add("uid", values.Text(uid))
    component.add("sequence", revision.sequence)
    component.add("created", _instant(revision.created))
    component.add("last-modified", _instant(revision.changed))
    component.add("dtstamp", _instant(revision.changed))


def _instant(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"an instant without a zone: {value}")
    return value.astimezone(UTC).replace(microsecond=0)


def _add_times(component: icalendar.Event, item: Item) -> None:
    """DTSTART and DTEND, and whether the hours count as taken: those of a sitting do, unless it is called off."""
    span = item.span
    _check(span)
    if isinstance(span.start, datetime) and isinstance(span.end, datetime) and span.timezone:
        zone = ZoneInfo(span.timezone)
        start, end = _on_the_clock(span.start, zone), _on_the_clock(span.end, zone)
        if end.astimezone(UTC) <= start.astimezone(UTC):  # it began in the hour that clocks skip
            end = _on_the_clock(start.replace(tzinfo=None) + (span.end - span.start), zone)
        _add_local(component, "dtstart", start, tzid_of(span.timezone))
        _add_local(component, "dtend", end, tzid_of(span.timezone))
    else:
        component.add("dtstart", span.start)
        component.add("dtend", span.end)
    busy = not span.all_day and item.kind in _SITTINGS and item.status != "cancelled"
    component.add("transp", "OPAQUE" if busy else "TRANSPARENT")


def _check(span: Span) -> None:
    """Refuse what is neither two dates in order nor two local times in order with a zone's name beside them."""
    moments = (span.start, span.end)
    timed = [moment for moment in moments if isinstance(moment, datetime)]
    if len(timed) == 1 or any(moment.tzinfo for moment in timed) or bool(timed) != bool(span.timezone):
        raise ValueError(f"not two dates, nor two local times in a named zone: {span}")
    if span.start >= span.end:
        raise ValueError(f"an entry that ends before it begins: {span}")


def _on_the_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time as clocks show it: one that they skip is so much later (RFC 5545 section 3.3.5)."""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _add_local(component: icalendar.Event, name: str, value: datetime, tzid: str) -> None:
    """A time with the zone's own name as TZID: left to itself icalendar may take another name of the zone."""
    written = icalendar.vDatetime(value.replace(tzinfo=None))
    written.params["TZID"] = tzid
    component.add(name, written)


def _add_words(component: icalendar.Event, words: Words) -> None:
    for name, text in (
        ("summary", one_line(words.summary)),
        ("description", paragraphs(words.description)),
        ("location", one_line(words.location)),
    ):
        if text:
            component.add(name, values.Text(text))
    if categories := [category for text in words.categories if (category := one_line(text))]:
        component.add("categories", _categories(categories))


def _categories(texts: list[str]) -> icalendar.vCategory:
    """The texts as they are: icalendar would make values of its own of them."""
    value = icalendar.vCategory([])
    value.cats = [values.Text(text) for text in texts]
    return value


def _add_place(component: icalendar.Event, item: Item, words: Words) -> None:
    """Coordinates, and for Apple's maps the same with a title that equals LOCATION.

    Readers differ on a quotation mark or a caret in a parameter (RFC 6868): a place with one has GEO alone.
    """
    venue = item.meeting.venue
    if venue is None or venue.geo is None or item.kind not in _SITTINGS:
        return
    latitude, longitude = (_degrees(value) for value in venue.geo)
    component.add("geo", (latitude, longitude))
    title = one_line(words.location)
    if title and not set(title) & set('"^'):
        place = icalendar.vUri(f"geo:{latitude},{longitude}")
        place.params.update({"VALUE": "URI", "X-APPLE-RADIUS": "100", "X-TITLE": title})
        component.add("x-apple-structured-location", place)


def _degrees(value: float) -> float:
    """Degrees to a tenth of a metre; next to the meridian or the equator plain zero, since `str` would write 1e-05."""
    return round(float(value), 6) if abs(value) >= 1e-4 else 0.0


def _organizer(mail: str, name: str) -> icalendar.vCalAddress:
    """The address as a mailto: URI, with the host's name (CN) free of what parameters cannot hold (RFC 6868)."""
    local, at, domain = mail.partition("@")
    if not (local and at and domain) or not mail.isascii() or set(mail) & set(' \t\r\n<>",;:'):
        raise ValueError(f"not a mail address: {mail!r}")
    address = icalendar.vCalAddress(f"mailto:{mail}")
    if common_name := " ".join(one_line(name).replace('"', "'").replace("^", "").split()):
        address.params["CN"] = common_name
    return address


def _url(item: Item) -> str | None:
    """The page to go to: for registration the registration's own. Only https is written, nothing that could run."""
    registration = item.meeting.registration
    url = registration.url if registration and item.kind not in _SITTINGS and registration.url else item.meeting.website
    if not url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or not parts.netloc.isascii():
        return None
    return quote(url, safe=_IN_URL)


def _add_alarms(component: icalendar.Event, words: Words, alarms: tuple[timedelta, ...]) -> None:
    if len(alarms) > _MOST_ALARMS:
        raise ValueError(f"more than {_MOST_ALARMS} alarms")
    for before in alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", values.Text(one_line(words.summary)))
        alarm.add("trigger", -before)
        component.add_component(alarm)
