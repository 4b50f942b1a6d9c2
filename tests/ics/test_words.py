"""The words of an entry, from the templates, in English."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.ics.items import deadline_items, meeting_items, programme_items, registration_items
from bot.model import Deadline, Host, Registration, Request, Revision, Venue
from bot.when import parse_when as at
from tests.ics.kinds import english, meeting, session

_NOW = datetime(2011, 5, 3, 8, tzinfo=UTC)


def _words(**fields):
    return english(meeting_items(meeting(**fields))[0])


@pytest.mark.parametrize(
    ("status", "summary"),
    [
        ("confirmed", "Intersessional Meeting"),
        ("tentative", "Intersessional Meeting"),
        ("postponed", "Postponed: Intersessional Meeting"),
        ("cancelled", "Cancelled: Intersessional Meeting"),
    ],
)
def test_the_title_says_what_changed(status, summary):
    """Apps that drop STATUS show the title."""
    assert summary == _words(status=status).summary


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("tentative", "The meeting is not confirmed yet."),
        ("postponed", "The meeting is postponed; the dates are not certain."),
        ("cancelled", "The meeting is cancelled."),
    ],
)
def test_the_description_begins_with_how_it_stands(status, sentence):
    """In one sentence; a confirmed meeting needs none."""
    assert _words(status=status).description.startswith(sentence)
    assert _words().description.startswith("27–30 June 2011")


def test_the_description_says_what_changed_last_and_when():
    """Some apps make a second entry of a change: this tells the newer one."""
    changed = datetime(2011, 5, 3, 8, tzinfo=UTC)
    revision = Revision(sequence=2, created=changed, changed=changed, what=("venue", "dates", "objectives"))

    assert "Updated 3 May 2011: dates, venue" == _words(revision=revision).description.splitlines()[0]
    assert "Updated" not in _words(revision=replace(revision, what=("objectives",))).description


def test_a_session_that_is_called_off_alone_says_so_of_itself():
    """The meeting is not."""
    (item,) = programme_items(meeting(programme=(session(1, date(2011, 6, 27), status="cancelled"),)))

    assert english(item).description.startswith("The session is cancelled.")


def test_a_meeting_that_has_lost_its_day_says_so_of_itself():
    """It stays where it was, as postponed, whatever its status; nobody spoke of a session."""
    had = Revision(sequence=1, created=_NOW, changed=_NOW, start=date(2011, 6, 27), end=date(2011, 6, 28))

    lost = _words(start=None, end=None, revision=had)

    assert lost.description.startswith("The meeting is postponed; the dates are not certain.")


def test_each_kind_of_entry_has_its_title():
    """Also without the meeting's calendar beside it, one knows what it is."""
    known = meeting(
        start=at("2011-06-27T10:00"),
        end=at("2011-06-28T18:00"),
        registration=Registration(opens=date(2011, 5, 9), closes=date(2011, 6, 20)),
        deadlines=(Deadline(what="Credentials", date=date(2011, 6, 1)),),
        requests=(Request(text="Contribute to the report", by=date(2011, 6, 2)),),
        programme=(session(1, at("2011-06-27T10:00"), title="Technical workshop"),),
    )
    items = (*meeting_items(known), *deadline_items(known), *programme_items(known))

    assert [
        "Intersessional Meeting",
        "Intersessional Meeting, day 1 of 2",
        "Intersessional Meeting, day 2 of 2",
        "Registration opens: Intersessional Meeting",
        "Registration closes: Intersessional Meeting",
        "Deadline: Credentials",
        "Deadline: Contribute to the report",
        "Technical workshop",
    ] == [english(item).summary for item in items]


def test_the_location_is_room_building_address_and_place():
    """As people say it, the city once."""
    venue = Venue(name="WMO building", address="7 bis, avenue de la Paix, 1211 Geneva")
    known = meeting(venue=venue, programme=(session(1, date(2011, 6, 27), room="Room C1"),))
    (item,) = programme_items(known)

    assert "Room C1, WMO building, 7 bis, avenue de la Paix, 1211 Geneva, Switzerland" == english(item).location
    assert "Geneva, Switzerland" == _words().location
    assert "" == _words(city=None, country=None).location


def test_registration_happens_nowhere():
    """Its entry has no location: it would be shown on a map, and travel time to it counted."""
    (item,) = registration_items(meeting(registration=Registration(opens=date(2011, 5, 9))))

    assert "" == english(item).location


def test_what_is_not_stated_is_said():
    """The venue: not stated, to follow, or nothing."""
    assert "Venue: not stated" in _words(not_stated=("venue",)).description
    assert "Venue: to follow" in _words(to_follow=("venue",)).description
    assert "Venue" not in _words().description


def test_an_end_that_is_not_stated_is_said():
    """The half hour is ours, not the letter's."""
    words = _words(start=at("2011-06-27T10:00"), end=None)

    assert "No end is stated; the entry is shown as half an hour." in words.description
    assert "Local time: 10:00 (Zurich)" in words.description


def test_hours_are_said_in_local_time():
    """An app may show its own."""
    first, second, _ = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-28T18:00")))

    assert "From Monday" in english(first).description
    assert "Local time: 10:00–18:00 (Zurich)" in english(second).description


def test_texts_are_plain():
    """No HTML, so nothing is escaped for it."""
    words = _words(name="Clearance & <b>risk</b> education")

    assert "Clearance & <b>risk</b> education" == words.summary


def test_the_host_invites():
    """By its name, else by its country, else nobody."""
    known = meeting()
    named = replace(known, host=Host(name="Ministry of Foreign Affairs", country="NO"))
    country = replace(known, host=Host(country="NO"))
    nobody = replace(known, host=None)

    assert ["Ministry of Foreign Affairs", "Norway", ""] == [
        english(meeting_items(each)[0]).organizer for each in (named, country, nobody)
    ]


def test_categories_are_the_kind_and_the_process():
    """So that an app can colour or hide them."""
    known = meeting(registration=Registration(opens=date(2011, 5, 9)))

    assert [
        ("Meeting", "ccm"),
        ("Registration", "ccm"),
    ] == [english(item).categories for item in meeting_items(known)]


def test_what_lasts_several_days_says_from_when_to_when():
    """A session as well as a meeting, and each of the days that follow from it."""
    long = session(1, at("2011-06-27T18:00"), at("2011-06-29T09:00"))
    known = meeting(start=at("2011-06-27T10:00"), end=at("2011-06-28T18:00"), programme=(long,))
    span, first, _ = meeting_items(known)
    (sitting,) = programme_items(known)

    meeting_hours = "From Monday, 27 June 2011, 10:00 to Tuesday, 28 June 2011, 18:00, local time"
    assert [meeting_hours, meeting_hours] == [_hours(english(item).description) for item in (span, first)]
    assert "From Monday, 27 June 2011, 18:00 to Wednesday, 29 June 2011, 09:00, local time" == _hours(
        english(sitting).description
    )


def _hours(description):
    return next(line for line in description.splitlines() if line.startswith("From "))
