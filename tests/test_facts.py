"""What can be read off a meeting at an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot import facts
from bot.facts import Phase, RegistrationNow, State
from bot.model import Catalogue, Document, Host, Meeting, Registration, Session, Source, Venue
from bot.when import Month

GENEVA = Meeting(
    id="geneva",
    name="Geneva",
    process="p",
    start=date(2011, 6, 27),
    end=date(2011, 6, 30),
    timezone="Europe/Zurich",
    host=Host(name="President", country="LA"),
    registration=Registration(opens=date(2011, 5, 9), url="https://example.org"),
    documents=(Document(id="letter", title="Letter"),),
    not_stated=("venue", "practical.visa"),
    to_follow=("practical",),
    sources={
        "host": Source(document="letter", quote="the President"),
        "registration.opens": Source(document="letter", quote="opens on 9 May"),
        "registration.url": Source(document="letter", quote="opens on 9 May"),
        "programme": Source(document="letter", quote="will follow"),
    },
)
CATALOGUE = Catalogue(1, {}, {"geneva": GENEVA})


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2011, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("registration.opens", State.STATED),
        ("registration.closes", State.UNKNOWN),
        ("venue", State.NOT_STATED),
        ("venue.address", State.NOT_STATED),
        ("practical.hotels", State.TO_FOLLOW),
        ("practical.visa", State.NOT_STATED),
    ],
)
def test_there_are_three_ways_of_not_saying_it(path, state):
    """What stands nearest to a fact rules over what stands above it."""
    assert state is facts.state(GENEVA, path)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (at(6, 26, 21, 59), Phase.AHEAD),
        (at(6, 26, 22), Phase.NOW),
        (at(6, 30, 21, 59), Phase.NOW),
        (at(6, 30, 22), Phase.OVER),
    ],
)
def test_a_meeting_begins_and_ends_at_midnight_of_the_venue(now, phase):
    """Geneva is two hours ahead of UTC in June."""
    assert phase is facts.phase(GENEVA, now)


def test_a_month_is_over_when_its_last_day_is():
    """Nobody knows on which of its days."""
    meeting = Meeting(id="m", name="M", start=Month(2011, 9), timezone="Asia/Beirut")

    assert Phase.AHEAD is facts.phase(meeting, at(8, 31))
    assert Phase.NOW is facts.phase(meeting, at(9, 15))
    assert Phase.OVER is facts.phase(meeting, at(10, 1))


@pytest.mark.parametrize(
    ("registration", "now", "expected"),
    [
        (GENEVA.registration, at(5, 6), RegistrationNow(Phase.AHEAD, 3)),
        (GENEVA.registration, at(5, 9), RegistrationNow(Phase.NOW)),
        (GENEVA.registration, at(7, 1), RegistrationNow(Phase.OVER)),
        (Registration(closes=date(2011, 6, 10)), at(6, 9), RegistrationNow(Phase.NOW, 1)),
        (Registration(closes=date(2011, 6, 10)), at(6, 11), RegistrationNow(Phase.OVER)),
        (Registration(how="By letter"), at(5, 6), RegistrationNow(Phase.UNDATED)),
        (None, at(5, 6), RegistrationNow(Phase.UNDATED)),
    ],
)
def test_registration_is_ahead_open_closed_or_undated(registration, now, expected):
    """A meeting that is over takes no registrations."""
    meeting = Meeting(
        id="m",
        name="M",
        start=GENEVA.start,
        end=GENEVA.end,
        timezone=GENEVA.timezone,
        registration=registration,
    )

    assert expected == facts.registration_now(meeting, now)


def test_a_path_stands_for_all_below_it_and_a_phrase_is_shown_once():
    """Opening and page rest on the same sentence."""
    [found] = facts.evidence(GENEVA, CATALOGUE, "registration")

    assert ("Letter", "opens on 9 May") == (found.document.title, found.source.quote)


def test_a_fact_without_a_source_of_its_own_rests_on_what_stands_above_it():
    """The letter speaks of the host as a whole."""
    [found] = facts.evidence(GENEVA, CATALOGUE, "host.country")

    assert "the President" == found.source.quote


def test_what_is_not_stated_rests_on_nothing_above_it():
    """No source is shown for what the letters do not say."""
    assert () == facts.evidence(GENEVA, CATALOGUE, "registration.closes")


def test_values_are_found_by_place_and_by_id():
    """Paths name entries of lists either way."""
    meeting = Meeting(
        id="m", name="M", programme=(Session(id="a", title="A", room="1"),), venue=Venue(name="V", address="Street")
    )

    assert ("1", "1", "Street", None) == tuple(
        facts.value_at(meeting, path)
        for path in ("programme.a.room", "programme.0.room", "venue.address", "programme.b.room")
    )


def test_neighbours_are_the_stated_ones_else_those_by_date():
    """A letter's word rules over the calendar's order."""
    first = Meeting(id="first", name="1", process="p", start=date(2007, 2, 22))
    second = Meeting(id="second", name="2", process="p", start=date(2007, 5, 23), follows="first")
    third = Meeting(id="third", name="3", process="p", start=date(2008, 5, 23), follows="first")
    other = Meeting(id="other", name="4", process="q", start=date(2007, 3, 1))
    catalogue = Catalogue(1, {}, {meeting.id: meeting for meeting in (third, second, other, first)})

    assert first is facts.previous_of(third, catalogue)
    assert third is facts.next_of(second, catalogue)
    assert facts.next_of(other, catalogue) is None


def test_sessions_come_in_order_of_time():
    """A whole day before its hours; those without a day last."""
    sessions = [
        Session(id="none", title=""),
        Session(id="ten", title="", start=datetime(2011, 6, 27, 10)),
        Session(id="day", title="", start=date(2011, 6, 27)),
    ]

    assert ["day", "ten", "none"] == [session.id for session in facts.in_time_order(sessions)]
