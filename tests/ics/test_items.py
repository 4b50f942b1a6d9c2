"""What of a meeting gets an entry, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from bot.ics.items import (
    Kind,
    NoEntry,
    deadline_items,
    meeting_items,
    programme_items,
    registration_items,
    session_items,
)
from bot.model import Deadline, Registration, Request
from bot.when import Month
from bot.when import parse_when as at
from tests.ics.kinds import meeting, revision, session


def _when(item):
    return item.kind.value, item.span.start, item.span.end, item.span.timezone


def test_a_meeting_of_several_days_is_one_span_of_days():
    """Its end is exclusive: 27-30 June ends on 1 July."""
    (item,) = meeting_items(meeting())

    assert ("meeting", date(2011, 6, 27), date(2011, 7, 1), None) == _when(item)


def test_a_meeting_of_several_days_with_hours_is_a_span_and_an_entry_a_day():
    """Never one block of 82 hours."""
    span, *days = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-28T18:00")))

    assert ("meeting", date(2011, 6, 27), date(2011, 6, 29), None) == _when(span)
    assert [
        ("day", at("2011-06-27T10:00"), at("2011-06-27T18:00"), "Europe/Zurich"),
        ("day", at("2011-06-28T10:00"), at("2011-06-28T18:00"), "Europe/Zurich"),
    ] == [_when(day) for day in days]
    assert [(1, 2), (2, 2)] == [(day.day, day.days) for day in days]


def test_hours_that_do_not_make_days_give_the_span_alone():
    """From Monday afternoon to Thursday noon says nothing of the hours of each day."""
    items = meeting_items(meeting(start=at("2011-06-27T15:00"), end=at("2011-06-30T13:00")))

    assert ["meeting"] == [item.kind for item in items]


def test_a_meeting_of_some_hours_is_those_hours():
    """One day with its hours needs no span."""
    (item,) = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-27T13:00")))

    assert ("meeting", at("2011-06-27T10:00"), at("2011-06-27T13:00"), "Europe/Zurich") == _when(item)
    assert item.span.end_stated


def test_a_night_sitting_is_one_entry():
    """Over midnight, but still one sitting."""
    (item,) = meeting_items(meeting(start=at("2011-06-27T20:00"), end=at("2011-06-28T02:00")))

    assert at("2011-06-28T02:00") == item.span.end


def test_what_ends_at_midnight_does_not_touch_the_next_day():
    """An evening is hours; a day from midnight to midnight is that day, and so are several."""
    (evening,) = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-28T00:00")))
    (day,) = meeting_items(meeting(start=at("2011-06-27T00:00"), end=at("2011-06-28T00:00")))
    (days,) = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-30T00:00")))

    assert ("meeting", at("2011-06-27T10:00"), at("2011-06-28T00:00"), "Europe/Zurich") == _when(evening)
    assert ("meeting", date(2011, 6, 27), date(2011, 6, 28), None) == _when(day)
    assert ("meeting", date(2011, 6, 27), date(2011, 6, 30), None) == _when(days)


def test_an_hour_without_an_end_is_shown_for_half_an_hour_and_known_as_such():
    """The end is not invented: the text says that none is stated."""
    (item,) = meeting_items(meeting(start=at("2011-06-27T10:00"), end=None))

    assert at("2011-06-27T10:30") == item.span.end
    assert not item.span.end_stated


def test_an_hour_without_a_zone_is_its_day():
    """An hour in no known zone would be wrong for most readers."""
    items = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-28T18:00"), timezone=None))

    assert [("meeting", date(2011, 6, 27), date(2011, 6, 29), None)] == [_when(item) for item in items]


def test_a_block_of_hours_is_as_long_as_clocks_there_run():
    """Apia left out 30 December 2011: from the 29th at 23:00 to the 31st at 01:00 it took two hours."""
    known = session(1, at("2011-12-29T23:00"), at("2011-12-31T01:00"))
    (item,) = session_items(meeting(timezone="Pacific/Apia"), known)

    assert ("session", at("2011-12-29T23:00"), at("2011-12-31T01:00"), "Pacific/Apia") == _when(item)


@pytest.mark.parametrize("start", [None, Month(2011, 9)])
def test_a_meeting_without_a_day_has_the_days_of_its_registration(start):
    """They are all that a calendar can hold of it."""
    known = meeting(start=start, end=None, registration=Registration(opens=date(2011, 5, 9)))

    assert ["registration_opens"] == [item.kind for item in meeting_items(known)]


@pytest.mark.parametrize("start", [None, Month(2011, 9)])
def test_a_meeting_without_a_day_has_no_entry(start):
    """A month is shown as such in chat; a calendar has no place for it."""
    with pytest.raises(NoEntry, match="day is not known"):
        meeting_items(meeting(start=start, end=None))


def test_registration_opening_and_closing_are_entries_of_their_own():
    """A day is a day, an hour begins at that hour."""
    registration = Registration(opens=date(2011, 5, 9), closes=at("2011-06-20T18:00"))
    items = registration_items(meeting(registration=registration))

    assert [
        ("registration_opens", date(2011, 5, 9), date(2011, 5, 10), None),
        ("registration_closes", at("2011-06-20T18:00"), at("2011-06-20T18:30"), "Europe/Zurich"),
    ] == [_when(item) for item in items]


def test_registration_of_which_only_the_month_is_known_has_no_entry():
    """And its meeting still has one."""
    items = meeting_items(meeting(registration=Registration(opens=Month(2011, 5))))

    assert [Kind.MEETING] == [item.kind for item in items]


def test_deadlines_and_dated_requests_are_entries():
    """What has no date is not among them."""
    items = deadline_items(
        meeting(
            deadlines=(Deadline(what="Credentials", date=date(2011, 6, 1)),),
            requests=(Request(text="Take part"), Request(text="Contribute", by=date(2011, 6, 2))),
        )
    )

    assert [("deadline", "Credentials", None), ("request", None, "Contribute")] == [
        (item.kind, item.deadline and item.deadline.what, item.request and item.request.text) for item in items
    ]


def test_a_deadline_is_known_by_its_words():
    """Moved, and with others before it or after it, it is the same; of two alike the first is the first."""
    first, second = (Deadline(what=what, date=date(2011, 6, 1)) for what in ("First", "Second"))
    moved = replace(second, date=date(2011, 6, 20))
    [of_first, of_second] = deadline_items(meeting(deadlines=(first, second)))
    alike = deadline_items(meeting(deadlines=(first, first)))

    assert [of_second.uid, of_first.uid] == [item.uid for item in deadline_items(meeting(deadlines=(moved, first)))]
    assert 2 == len({item.uid for item in alike})


def test_the_programme_is_its_sessions_in_time_order():
    """A whole day before its hours; a session without a day is left out."""
    sessions = (
        session(1, at("2011-06-28T10:00")),
        session(2, date(2011, 6, 28)),
        session(3, at("2011-06-27T10:00")),
        session(4, None),
        session(5, Month(2011, 6)),
    )

    assert ["session-3", "session-2", "session-1"] == [
        item.session.id for item in programme_items(meeting(programme=sessions))
    ]


def test_a_programme_without_a_day_has_no_file():
    """There is nothing to enter."""
    with pytest.raises(NoEntry):
        programme_items(meeting(programme=(session(1, None),)))


def test_a_session_has_its_own_uid_and_revision():
    """It changes without its meeting, and its meeting without it."""
    known = session(1, at("2011-06-27T10:00"), revision=revision(4))
    (item,) = session_items(meeting(), known)

    assert (known.uid, 4) == (item.uid, item.revision.sequence)


@pytest.mark.parametrize(
    ("of_meeting", "of_session", "together"),
    [
        ("cancelled", "confirmed", "cancelled"),
        ("confirmed", "cancelled", "cancelled"),
        ("tentative", "confirmed", "tentative"),
        ("postponed", "tentative", "postponed"),
        ("confirmed", "confirmed", "confirmed"),
    ],
)
def test_a_session_is_no_surer_than_its_meeting(of_meeting, of_session, together):
    """When a meeting is called off, so are its sessions."""
    (item,) = session_items(meeting(status=of_meeting), session(1, date(2011, 6, 27), status=of_session))

    assert together == item.status


def test_uids_of_parts_last_and_move_with_the_meeting():
    """They rest on the stored UID alone: another day is the same entry moved."""
    known = meeting(
        start=at("2011-06-27T10:00"), end=at("2011-06-29T18:00"), registration=Registration(opens=date(2011, 5, 9))
    )
    moved = replace(
        known,
        start=at("2011-07-04T09:00"),
        end=at("2011-07-06T17:00"),
        registration=Registration(opens=date(2011, 5, 16)),
        revision=revision(1),
    )
    uids = [item.uid for item in meeting_items(known)]

    assert uids == [item.uid for item in meeting_items(moved)]
    assert 5 == len(set(uids))
    assert all(UUID(uid) for uid in uids)


def test_what_was_never_stored_has_no_entries():
    """UID and revision come from the store, never from the export."""
    for unstored in (meeting(uid=None), meeting(revision=None)):
        with pytest.raises(ValueError, match="when it is stored"):
            meeting_items(unstored)
