"""Whether a meeting agrees with itself: its dates, its zone and country, its addresses, the paths that it names.

Each check gives objections: where (the steps from the meeting), what is wrong, what would be right.
"""

from __future__ import annotations

import math
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process, utils

from bot.importing.located import Steps
from bot.importing.paths import UnknownPath, value_at
from bot.importing.problems import shown, write_one_of
from bot.model import Meeting, Process, Revision, Session, Source
from bot.when import Month, When, first_day, format_when, last_day

Objection = tuple[Steps, str, str]

_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d ()./-]{4,30}(?:\s?(?:ext|x|#)\.?\s?\d{1,6})?", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
_ALPHA_2 = re.compile("[A-Z]{2}")
# What calendars would have to escape is read in several ways.
_UID = re.compile(r"[!-+\-.-:<-\[\]-~]{1,255}")
_YEARS = range(1900, 2200)
# What Unicode calls a territory and ISO 3166-1 does not.
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def objections(meeting: Meeting, unread: frozenset[str] = frozenset()) -> Iterator[Objection]:
    """Everything in which the meeting contradicts itself, or what can be known of the world.

    `unread` names the fields that could not be read (`programme.start`): what rests on one of them is not judged.
    """
    for relies_on, found in (
        ((), _years(meeting)),
        (("start", "end"), _span(meeting.start, meeting.end, ())),
        (("registration",), _registration(meeting)),
        (("timezone",), _zone_is_needed(meeting)),
        (("timezone",), _skipped(meeting)),
        ((), _sessions(meeting)),
        (("programme.start", "programme.end"), _spans_of_sessions(meeting)),
        (("start", "end", "programme.start", "programme.end"), _days_of_sessions(meeting)),
        ((), _place(meeting)),
        ((), _links(meeting)),
        ((), _contacts(meeting)),
        ((), _paths(meeting, unread)),
        ((), _sources(meeting)),
        (("revision",), _identity(meeting, ())),
    ):
        if not any(_concerns(name, unread) for name in relies_on):
            yield from found


def _concerns(name: str, unread: frozenset[str]) -> bool:
    """Whether the field, or what it is part of, could not be read."""
    return any(name == each or name.startswith(f"{each}.") for each in unread)


def process_objections(one: Process) -> Iterator[Objection]:
    """Everything that is wrong with a process by itself."""
    yield from _link(one.website, ("website",))
    for place, term in enumerate(one.glossary):
        if isinstance(term, str) or len(term) < 2:
            right = "write {en: …, fr: …}, or take it out"
            yield ("glossary", place), "a term in one language brings no two together", right


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


def _years(meeting: Meeting) -> Iterator[Objection]:
    issued = ((("documents", place, "issued"), each.issued) for place, each in enumerate(meeting.documents))
    kept = ((("answers", place, "on"), each.on) for place, each in enumerate(meeting.answers))
    for steps, value in (*_whens(meeting), *issued, *kept):
        if value is not None and first_day(value).year not in _YEARS:
            yield steps, f"the year {first_day(value).year} is hardly meant", "write a year from 1900 to 2199"


def _registration(meeting: Meeting) -> Iterator[Objection]:
    opens, closes = (meeting.registration.opens, meeting.registration.closes) if meeting.registration else (None, None)
    if opens and closes and _end(closes) <= _begin(opens):
        yield (
            ("registration", "closes"),
            f"registration closes ({format_when(closes)}) before it opens ({format_when(opens)})",
            "exchange the two, or correct one",
        )


def _zone_is_needed(meeting: Meeting) -> Iterator[Objection]:
    local = next((steps for steps, value in _whens(meeting) if not isinstance(value, Month)), None)
    if meeting.timezone is None and local:
        yield (
            local,
            "a day or an hour is given, and the meeting has no timezone",
            "add one such as `timezone: Europe/Zurich`",
        )


def _skipped(meeting: Meeting) -> Iterator[Objection]:
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


def _span(start: When | None, end: When | None, steps: Steps) -> Iterator[Objection]:
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


def _begin(value: When) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(first_day(value), datetime.min.time())


def _end(value: When) -> datetime:
    """The moment at which the value is over."""
    if isinstance(value, datetime):
        return value
    day = last_day(value)
    return datetime.combine(day, datetime.min.time()) + timedelta(days=1 if day.year < _YEARS.stop else 0)


def _sessions(meeting: Meeting) -> Iterator[Objection]:
    seen: set[str] = set()
    for place, session in enumerate(meeting.programme):
        if session.id in seen:
            yield ("programme", place, "id"), f"another session has the id {shown(session.id)}", "give this one another"
        seen.add(session.id)
        yield from _identity(session, ("programme", place))


def _spans_of_sessions(meeting: Meeting) -> Iterator[Objection]:
    for place, session in enumerate(meeting.programme):
        yield from _span(session.start, session.end, ("programme", place))


def _days_of_sessions(meeting: Meeting) -> Iterator[Objection]:
    if meeting.start is None:
        return
    first, last = first_day(meeting.start), last_day(meeting.end or meeting.start)
    for place, session in enumerate(meeting.programme):
        outside = (
            name
            for name, value in (("start", session.start), ("end", session.end))
            if session.status != "cancelled"  # it may have been called off before the meeting was moved
            and value is not None
            and not (first <= first_day(value) and last_day(value) <= last)
        )
        name = next(outside, None)
        if name and first <= last:
            yield (
                ("programme", place, name),
                f"the session is outside the days of the meeting ({first} to {last})",
                "correct the session or the meeting",
            )


@cache
def _countries() -> dict[str, str]:
    """The ISO 3166-1 alpha-2 codes with their English names."""
    territories: Mapping[str, str] = Locale("en").territories
    return {code: territories[code] for code in territories if _ALPHA_2.fullmatch(code) and code not in _NO_COUNTRIES}


@cache
def _zones() -> tuple[str, ...]:
    """What IANA has names for; what the files of a machine hold besides differs from machine to machine."""
    return tuple(sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}))


def _place(meeting: Meeting) -> Iterator[Objection]:
    if meeting.timezone is not None and meeting.timezone not in _zones():
        yield (
            ("timezone",),
            f"{shown(meeting.timezone)} is no time zone",
            write_one_of(meeting.timezone, _zones(), "write an IANA name such as Europe/Zurich"),
        )
    yield from _country(meeting.country, ("country",))
    if meeting.host:
        yield from _country(meeting.host.country, ("host", "country"))
    if meeting.venue and meeting.venue.geo:
        latitude, longitude = meeting.venue.geo
        if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
            yield (
                ("venue", "geo"),
                "this is no place on earth",
                "write latitude (-90 to 90) and longitude (-180 to 180) in degrees",
            )


def _country(code: str | None, steps: Steps) -> Iterator[Objection]:
    countries = _countries()
    if code is None or code in countries:
        return
    # CLDR knows the codes that people write instead: UK, CHE, 756.
    replacement = get_global("territory_aliases").get(code.upper(), [code.upper()])[0]
    named = process.extractOne(code, countries, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70)
    right = "write the two capital letters of ISO 3166-1, such as CH"
    if replacement in countries:
        right = f"write {replacement}"
    elif named and len(code) > 2:
        right = f"write {named[2]} for {named[0]}, or another two letters of ISO 3166-1"
    yield steps, f"{shown(code)} is no country code", right


def _links(meeting: Meeting) -> Iterator[Objection]:
    yield from _link(meeting.website, ("website",))
    if meeting.registration:
        yield from _link(meeting.registration.url, ("registration", "url"))
    for place, document in enumerate(meeting.documents):
        yield from _link(document.url, ("documents", place, "url"))


def _link(url: str | None, steps: Steps) -> Iterator[Objection]:
    if url is None:
        return
    try:
        parts = urlsplit(url)
        is_plausible = (
            parts.scheme in ("http", "https")
            and _HOST.fullmatch(parts.hostname or "") is not None
            and parts.username is None
            and (parts.port is None or parts.port > 0)
            and not re.search(r"[\s<>\"\\^`{|}]", url)
        )
    except ValueError:
        is_plausible = False
    if not is_plausible:
        right = "write an address that begins with https://"
        if _HOST.fullmatch(url.split("/")[0]):
            right = f"write {shown('https://' + url)}"
        yield steps, f"{shown(url)} is no web address", right


def _contacts(meeting: Meeting) -> Iterator[Objection]:
    for place, contact in enumerate(meeting.contacts):
        email = contact.email
        if email is not None and (len(email) > 254 or not _EMAIL.fullmatch(email)):
            yield (
                ("contacts", place, "email"),
                f"{shown(email)} is no e-mail address",
                "write one such as name@ministry.example",
            )
        for name, number in (("phone", contact.phone), ("fax", contact.fax)):
            if number is not None and not (_PHONE.fullmatch(number) and sum(map(str.isdecimal, number)) >= 3):
                yield (
                    ("contacts", place, name),
                    f"{shown(number)} is no telephone number",
                    "write one number such as +41 22 000 00 00, and words about it in `role`",
                )


def _paths(meeting: Meeting, unread: frozenset[str]) -> Iterator[Objection]:
    """Paths that name no field, or a source where nothing is said, or as not stated what is given."""
    awaited = {*meeting.to_follow, *meeting.not_stated}
    touched = {each.split(".")[0] for each in unread}
    named: list[tuple[Steps, str]] = [(("sources", key), key) for key in meeting.sources]
    for name in ("to_follow", "not_stated"):
        if name not in touched:
            named.extend(((name, place), path) for place, path in enumerate(getattr(meeting, name)))
    for steps, path in named:
        if path.split(".")[0] in touched:
            continue
        try:
            value = value_at(meeting, path)
        except UnknownPath as error:
            yield steps, *error.args
            continue
        if steps[0] == "sources" and value in (None, ()) and path not in awaited:
            yield (
                steps,
                f"there is a source for {shown(path)}, and nothing is said there",
                "add the fact, or list it under `to_follow` or `not_stated`, or take the source out",
            )
        # A month without its days is stated in part.
        if steps[0] == "not_stated" and value not in (None, ()) and not isinstance(value, Month):
            yield steps, f"{shown(path)} is not stated, and yet it is given", "take one of the two out"


def _sources(meeting: Meeting) -> Iterator[Objection]:
    for key, source in meeting.sources.items():
        yield from _source(source, ("sources", key))


def _source(source: Source, steps: Steps) -> Iterator[Objection]:
    if source.document is None and source.entered_by is None:
        yield steps, "neither a document is named nor who entered the fact", "add `document: …` or `entered_by: …`"
    if source.quote is not None and source.document is None:
        yield (*steps, "quote"), "the quote is of no document", "add `document: …`"
    yield from _instant(source.entered_at, (*steps, "entered_at"))


def _identity(item: Meeting | Session, steps: Steps) -> Iterator[Objection]:
    if item.uid is not None and not _UID.fullmatch(item.uid):
        yield (*steps, "uid"), f"{shown(item.uid)} cannot be a uid", "leave it out, and one is made"
    revision = item.revision
    if revision is not None:
        yield from _revision(revision, (*steps, "revision"))


def _revision(revision: Revision, steps: Steps) -> Iterator[Objection]:
    instants = [*_instant(revision.created, (*steps, "created")), *_instant(revision.changed, (*steps, "changed"))]
    yield from instants
    if not 0 <= revision.sequence < 2**31:  # RFC 5545, section 3.3.8
        yield (*steps, "sequence"), "the sequence is out of range", "write a whole number from 0 on"
    if not instants and revision.changed < revision.created:
        yield (*steps, "changed"), "it was changed before it was created", "exchange the two, or correct one"


def _instant(instant: datetime | None, steps: Steps) -> Iterator[Objection]:
    if instant is None:
        return
    if instant.tzinfo is None:
        yield steps, "the instant has no zone", "write it in UTC, such as 2011-05-10T08:00:00Z"
    elif instant.year not in _YEARS:
        yield steps, f"the year {instant.year} is hardly meant", "write a year from 1900 to 2199"
