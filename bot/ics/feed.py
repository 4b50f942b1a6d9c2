"""VCALENDAR (RFC 5545 section 3.4): serialised entries joined to a file, a cancellation or a live feed.

Entries and zones come as bytes and are only joined, so that a feed in which one entry has changed costs one entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.deferred import Deferred
from bot.ics.events import Block, Words, block
from bot.ics.items import Item
from bot.ics.text import one_line
from bot.ics.zones import timezone_bytes

if TYPE_CHECKING:
    import icalendar

    from bot.ics import values
else:
    icalendar = Deferred("icalendar")
    values = Deferred("bot.ics.values")

PRODID = "-//Plenary//International meetings//EN"
REFRESH = timedelta(hours=1)

_END = b"END:VCALENDAR\r\n"


def calendar_file(blocks: Sequence[Block]) -> bytes:
    """The entries as a file to import, METHOD:PUBLISH. Raises ValueError for none: several apps refuse such a file."""
    return _joined(_calendar("PUBLISH"), blocks)


def cancellation_file(item: Item, words: Words, mail: str) -> bytes:
    """What takes one entry out of a calendar, METHOD:CANCEL (RFC 5546 section 3.2.5).

    SEQUENCE is above 0, also for what was cancelled when first stored: apps take a CANCEL of sequence 0 for stale.
    """
    revision = replace(item.revision, sequence=max(item.revision.sequence, 1))
    return _joined(_calendar("CANCEL"), [block(replace(item, status="cancelled", revision=revision), words, mail)])


def feed(name: str, blocks: Sequence[Block]) -> bytes:
    """The entries as a live feed under a name (RFC 7986 sections 5.1 and 5.7), to be fetched again after `REFRESH`.

    Raises ValueError for no entries: several apps refuse such a calendar.
    """
    calendar = _calendar("PUBLISH")
    for name_property in ("name", "x-wr-calname"):
        calendar.add(name_property, values.Text(one_line(name)))
    interval = icalendar.vDuration(REFRESH)
    interval.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", interval)
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    return _joined(calendar, blocks)


def tag(body: bytes, blocks: Sequence[Block]) -> str:
    """What tells a feed's body from every other: its entries, of which it is made, are not read again."""
    head = len(body) - sum(len(block.data) for block in blocks) - len(_END)
    return hashlib.sha256(b"".join((body[:head], *(block.digest for block in blocks)))).hexdigest()[:32]


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _joined(calendar: icalendar.Calendar, blocks: Sequence[Block]) -> bytes:
    if not blocks:
        raise ValueError("a calendar without entries")
    head = calendar.to_ical().removesuffix(_END)
    return b"".join(
        (head, *(timezone_bytes(*zone) for zone in zones_of(blocks)), *(block.data for block in blocks), _END)
    )


def zones_of(blocks: Iterable[Block]) -> list[tuple[str, int, int]]:
    """Each zone that a calendar of these entries has a VTIMEZONE of, with the first and the last year in which they lie."""
    years: dict[str, tuple[int, int]] = {}
    for entry in blocks:
        if entry.tzid is not None:
            first, last = years.get(entry.tzid, (entry.first_year, entry.last_year))
            years[entry.tzid] = min(first, entry.first_year), max(last, entry.last_year)
    return [(tzid, first, last) for tzid, (first, last) in sorted(years.items())]
