"""When a reminder is due: wall-clocks and zones, nights, and what is not reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.model import Deadline, Meeting, Registration, Session
from bot.reminding.derive import Interest, Settings, Wish, derive
from bot.reminding.leads import Lead
from bot.reminding.quiet import parse_quiet
from bot.when import Month

GENEVA = Meeting(
    id="geneva",
    name="Meeting",
    start=date(2011, 6, 27),
    end=date(2011, 6, 30),
    timezone="Europe/Zurich",
    registration=Registration(opens=date(2011, 5, 9), closes=date(2011, 6, 20)),
    deadlines=(Deadline(what="Papers", date=datetime(2011, 6, 10, 18)),),
    programme=(
        Session(id="opening", title="Opening", start=datetime(2011, 6, 27, 10), end=datetime(2011, 6, 27, 13)),
        Session(id="visit", title="Visit", start=date(2011, 6, 28)),
        Session(id="views", title="Views"),
    ),
)
FOLLOWS = Interest(follows=True)
LIMA = ZoneInfo("America/Lima")


def dues(meeting=GENEVA, interest=FOLLOWS, settings=None, rules=None, zone="Europe/Zurich"):
    """Each as event, lead and wall-clock in a zone."""
    found = derive(meeting, rules or {}, interest, settings or Settings())
    return [f"{due.event.split('.')[0]} {due.lead} {due.at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for due in found]


def test_who_follows_is_reminded_by_the_usual_rules():
    """At nine, on the first morning at half past seven; of sessions only who starred them."""
    assert [
        "opens 0d 05-09 09:00",
        "deadline 7d 06-03 09:00",
        "deadline 1d 06-09 09:00",
        "closes 7d 06-13 09:00",
        "meeting 14d 06-13 09:00",
        "closes 1d 06-19 09:00",
        "meeting 3d 06-24 09:00",
        "meeting 1d 06-26 09:00",
        "meeting 0d 06-27 07:30",
    ] == dues()


def test_a_starred_session_is_announced_a_quarter_of_an_hour_before():
    """One that has no hour in the morning of its day, and one that has no day not at all."""
    starred = Interest(stars=frozenset({"opening", "visit", "views"}))

    assert ["session 15m 06-27 09:45", "session 15m 06-28 07:30"] == dues(interest=starred)


def test_her_own_clocks_show_the_hour_but_never_after_the_event():
    """In Lima nine in the morning is the afternoon in Geneva; the first morning is that of the venue."""
    found = dues(settings=Settings(zone=LIMA))

    assert "closes 1d 06-19 16:00" in found
    assert "meeting 0d 06-27 07:30" in found


def test_registration_is_not_said_to_be_open_before_it_is():
    """Nine in the morning in Auckland is the evening before in Geneva."""
    found = dues(settings=Settings(zone=ZoneInfo("Pacific/Auckland")))

    assert "opens 0d 05-09 00:00" in found


def test_what_falls_into_quiet_hours_comes_after_them_or_where_that_is_too_late_before():
    """The first morning in Geneva is half past midnight in Lima: it comes in the evening before."""
    quiet = Settings(zone=LIMA, quiet=parse_quiet("21:00-10:00"))

    found = dues(settings=quiet, zone="America/Lima")

    assert "closes 1d 06-19 10:00" in found
    assert "meeting 0d 06-26 20:45" in found
    assert "session 15m 06-26 20:45" in dues(
        interest=Interest(stars=frozenset({"opening"})), settings=quiet, zone="America/Lima"
    )


def test_her_own_lead_times_and_what_she_asked_for_come_besides():
    """Muted, only what she asked for in words."""
    own = Settings(leads={"meeting": (Lead(2),), "closes": ()})
    asked = replace(FOLLOWS, wishes=(Wish("session.opening", Lead(minutes=120)), Wish("meeting", Lead(1, time(18)))))

    assert ["opens 0d", "deadline 7d", "deadline 1d", "meeting 2d"] == [
        due.rsplit(" ", 2)[0] for due in dues(settings=own)
    ]
    assert {"session 120m 06-27 08:00", "meeting 1d18:00 06-26 18:00"} <= set(dues(interest=asked))
    assert ["meeting 1d18:00 06-26 18:00", "session 120m 06-27 08:00"] == dues(interest=replace(asked, is_muted=True))


def test_two_that_fall_together_are_one():
    """The usual nine o'clock, asked for by its name."""
    asked = replace(FOLLOWS, wishes=(Wish("meeting", Lead(1, time(9))),))

    assert dues() == dues(interest=asked)


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_is_called_off_is_not_reminded_of(status):
    """A meeting with everything in it; a session alone."""
    opening = replace(GENEVA.programme[0], status=status)
    starred = Interest(stars=frozenset({"opening"}))

    assert [] == dues(replace(GENEVA, status=status))
    assert [] == dues(replace(GENEVA, programme=(opening,)), starred)


def test_of_a_month_there_is_no_reminder():
    """Beirut, September 2011."""
    assert [] == dues(Meeting(id="beirut", name="2MSP", start=Month(2011, 9), timezone="Asia/Beirut"))


@pytest.mark.parametrize(
    ("start", "lead", "expected"),
    [
        (datetime(2026, 3, 29, 10), "1d", datetime(2026, 3, 28, 8, tzinfo=UTC)),  # nine in winter ...
        (datetime(2026, 3, 29, 10), "0d", datetime(2026, 3, 29, 5, 30, tzinfo=UTC)),  # ... half past seven in summer
        (datetime(2026, 10, 25, 10), "1d", datetime(2026, 10, 24, 7, tzinfo=UTC)),
        (datetime(2026, 10, 25, 10), "0d", datetime(2026, 10, 25, 6, 30, tzinfo=UTC)),
    ],
)
def test_on_both_sundays_the_wall_clock_rules(start, lead, expected):
    """The clocks in Geneva are put on in March and back in October."""
    meeting = Meeting(id="geneva", name="Meeting", start=start, timezone="Europe/Zurich")

    found = {str(due.lead): due.at for due in derive(meeting, {}, FOLLOWS, Settings())}

    assert expected == found[lead]


def test_minutes_are_counted_as_they_pass():
    """Three hours before ten on the Sunday in March is six by the clock, for there is an hour less."""
    meeting = Meeting(id="geneva", name="Meeting", start=datetime(2026, 3, 29, 5), timezone="Europe/Zurich")
    asked = Interest(wishes=(Wish("meeting", Lead(minutes=240)),))

    assert ["meeting 240m 03-29 00:00"] == dues(meeting, asked)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Pacific/Apia", date(2012, 1, 9), datetime(2012, 1, 7, 19, tzinfo=UTC)),  # on the other side of the date line
        ("Pacific/Apia", date(2011, 12, 12), datetime(2011, 12, 11, 19, tzinfo=UTC)),  # since Friday 30 December 2011
        (
            "Europe/Moscow",
            date(2014, 11, 10),
            datetime(2014, 11, 9, 6, tzinfo=UTC),
        ),  # since 26 October 2014 winter time
        ("Europe/Moscow", date(2014, 6, 10), datetime(2014, 6, 9, 5, tzinfo=UTC)),
    ],
)
def test_a_zone_whose_rules_changed_has_those_of_the_day(zone, day, expected):
    """Nine in the morning of the day before."""
    meeting = Meeting(id="there", name="Meeting", start=day, timezone=zone)
    found = {str(due.lead): due.at for due in derive(meeting, {}, FOLLOWS, Settings())}

    assert expected == found["1d"]


def test_a_change_of_zone_keeps_the_wall_clock():
    """And the same reminder at the same wall-clock is known as the same."""
    moved = replace(GENEVA, timezone="Asia/Tokyo")

    assert dues() == dues(moved, zone="Asia/Tokyo")
    assert [due.anchor for due in derive(GENEVA, {}, FOLLOWS, Settings())] == [
        due.anchor for due in derive(moved, {}, FOLLOWS, Settings())
    ]
