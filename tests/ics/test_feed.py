"""Files, cancellations and feeds: what stands around the entries."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import icalendar
import pytest

from bot.ics.changed import changed_files
from bot.ics.events import Words, block
from bot.ics.feed import calendar_file, cancellation_file, feed
from bot.ics.items import NoEntry, meeting_items, programme_items
from bot.model import Registration
from bot.when import parse_when as at
from tests.ics.kinds import (
    MAIL,
    english,
    examples,
    meeting,
    meeting_calendar,
    plain,
    programme_calendar,
    revision,
    session,
    session_calendar,
)


def _blocks(*meetings):
    return [block(item, plain(item), MAIL) for known in meetings for item in meeting_items(known)]


def _timed(day, **fields):
    return meeting(start=at(f"{day}T10:00"), end=at(f"{day}T13:00"), uid=f"{day}@plenary.example", **fields)


def _zones(data):
    return re.findall(rb"^TZID:(.*)\r$", data, re.MULTILINE)


def test_a_calendar_has_each_zone_once_and_before_its_entries():
    """In the order of their names, whatever the order of the entries; days alone need none."""
    lima = _timed("2007-05-23", timezone="America/Lima")
    data = calendar_file(_blocks(_timed("2011-06-27"), lima, _timed("2013-04-15"), meeting()))

    assert [b"America/Lima", b"Europe/Zurich"] == _zones(data)
    assert data.rindex(b"END:VTIMEZONE") < data.index(b"BEGIN:VEVENT")
    assert [] == _zones(calendar_file(_blocks(meeting())))


def test_a_zone_covers_all_the_years_of_its_entries():
    """New York's rule of 2007 is not that of 2006: together they are changes without a rule."""
    of_2006, of_2007 = (_timed(f"{year}-06-01", timezone="America/New_York") for year in (2006, 2007))

    assert b"RRULE" in calendar_file(_blocks(of_2007))
    assert b"RRULE" not in calendar_file(_blocks(of_2006, of_2007))


def test_entries_keep_their_bytes_and_their_order():
    """A calendar is its blocks joined, so that blocks can be kept."""
    blocks = _blocks(_timed("2011-06-27"), meeting())
    data = calendar_file(blocks)

    assert data.endswith(blocks[0].data + blocks[1].data + b"END:VCALENDAR\r\n")


def test_a_calendar_without_entries_is_refused():
    """Several apps refuse it too: the caller puts the next milestone in."""
    for make in (calendar_file, lambda blocks: feed("Agenda", blocks)):
        with pytest.raises(ValueError, match="without entries"):
            make([])


def test_a_feed_says_its_name_twice_and_how_soon_to_come_again():
    """NAME and X-WR-CALNAME are equal and escaped, REFRESH-INTERVAL is a DURATION and equals X-PUBLISHED-TTL."""
    lines = feed("Mine; yours,\r\nX-EVIL:1\u202e", _blocks(meeting())).decode().split("\r\n")

    assert [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Plenary//International meetings//EN",
        "METHOD:PUBLISH",
        r"NAME:Mine\; yours\, X-EVIL:1",
        r"X-WR-CALNAME:Mine\; yours\, X-EVIL:1",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
    ] == lines[:9]


def test_a_file_says_nothing_of_refreshing():
    """A file is a copy, a feed is live."""
    assert not re.search(rb"REFRESH|X-PUBLISHED|X-WR|^NAME", calendar_file(_blocks(meeting())), re.MULTILINE)


def test_a_cancelled_entry_stays_in_a_feed():
    """As CANCELLED, under PUBLISH."""
    data = feed("Agenda", _blocks(meeting(status="cancelled")))

    assert b"METHOD:PUBLISH" in data
    assert b"STATUS:CANCELLED" in data


def test_a_cancelled_meeting_is_a_file_that_cancels_it():
    """METHOD:CANCEL with the one UID, the same day, organizer and a higher sequence."""
    known = meeting(registration=Registration(opens=date(2011, 5, 9)))
    before = icalendar.Calendar.from_ical(meeting_calendar(known, plain, MAIL)).walk("VEVENT")[0]
    data = meeting_calendar(replace(known, status="cancelled", revision=revision(1)), plain, MAIL)
    (after,) = icalendar.Calendar.from_ical(data).walk("VEVENT")

    assert b"METHOD:CANCEL" in data
    assert ("CANCELLED", 1) == (after["STATUS"], after["SEQUENCE"])
    for name in ("UID", "DTSTART", "ORGANIZER", "CREATED"):
        assert before[name] == after[name]


def test_what_was_cancelled_when_first_stored_cancels_all_the_same():
    """A CANCEL of sequence 0 would be taken for stale."""
    (item,) = meeting_items(meeting(status="cancelled"))

    assert b"SEQUENCE:1\r\n" in cancellation_file(item, Words(summary="Cancelled"), MAIL)


def test_each_entry_of_a_cancelled_meeting_has_its_own_cancellation():
    """One UID a file: the span, its two days, and the opening of registration."""
    known = meeting(
        start=at("2011-06-27T10:00"),
        end=at("2011-06-28T18:00"),
        registration=Registration(opens=date(2011, 5, 9)),
        status="cancelled",
    )
    files = changed_files(known, None, (), (), plain, MAIL)

    assert 4 == len(files)
    assert all(1 == file.content.count(b"BEGIN:VEVENT") for file in files)
    assert all(b"METHOD:CANCEL" in file.content for file in files)


def test_a_programme_holds_what_is_cancelled_as_cancelled():
    """It is one calendar: the other sessions stay."""
    sessions = (session(1, at("2011-06-27T10:00"), status="cancelled"), session(2, at("2011-06-27T15:00")))
    data = programme_calendar(meeting(programme=sessions), plain, MAIL)

    assert (1, 1) == (data.count(b"STATUS:CANCELLED"), data.count(b"STATUS:CONFIRMED"))
    assert b"METHOD:PUBLISH" in data


def test_a_session_is_in_the_programme_as_in_its_own_file():
    """The same bytes, so that one replaces the other."""
    known = meeting(programme=(session(1, at("2011-06-27T10:00")), session(2, at("2011-06-27T15:00"))))
    alone = session_calendar(known, known.programme[1], plain, MAIL)
    entry = alone[alone.index(b"BEGIN:VEVENT") : -len(b"END:VCALENDAR\r\n")]

    assert entry in programme_calendar(known, plain, MAIL)
    assert [entry] == [block(item, plain(item), MAIL).data for item in programme_items(known)[1:]]


def test_the_same_state_gives_the_same_bytes():
    """Nothing comes from the moment of export."""
    known = meeting(registration=Registration(opens=date(2011, 5, 9)))

    assert meeting_calendar(known, english, MAIL) == meeting_calendar(replace(known), english, MAIL)


@pytest.mark.parametrize("meeting_id", ["ccw-2006", "beirut-2011", "oslo-2012"])
def test_a_meeting_without_a_day_has_no_file(meeting_id):
    """Of these the documents name the month; the caller says so in a sentence."""
    with pytest.raises(NoEntry):
        meeting_calendar(examples().meetings[meeting_id], plain, MAIL)
