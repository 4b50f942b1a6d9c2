"""Dates and places as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot import formatting
from bot.model import Host, Meeting
from bot.when import Month

JUNE = Meeting(id="a", name="A", start=date(2011, 6, 27), end=date(2011, 6, 30), city="Geneva", country="CH")


def with_plain_spaces(text: str) -> str:
    """CLDR sets thin and narrow spaces; it does not matter here which."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "27–30 يونيو 2011"),
        ("en", "27–30 June 2011"),
        ("es", "27–30 de junio de 2011"),
        ("fr", "27–30 juin 2011"),
        ("ru", "27–30 июня 2011 г."),
        ("zh", "2011年6月27日至30日"),
    ],
)
def test_the_days_of_a_meeting_in_each_language(language, written):
    """By CLDR's rules, with the month in full."""
    assert written == with_plain_spaces(formatting.dates(JUNE, language))


def test_days_across_a_month_and_a_year():
    """What the two days share is said once."""
    assert "30 June – 2 July 2011" == with_plain_spaces(formatting.interval(date(2011, 6, 30), date(2011, 7, 2), "en"))
    across = formatting.interval(date(2011, 12, 30), date(2012, 1, 2), "en")
    assert "30 December 2011 – 2 January 2012" == with_plain_spaces(across)


def test_the_first_of_a_month_is_counted_in_french():
    """And no other day of it."""
    written = [formatting.interval(date(2030, 6, first), date(2030, 7, 1), "fr") for first in (1, 11, 21)]

    assert ["1er juin – 1er juillet 2030", "11 juin – 1er juillet 2030", "21 juin – 1er juillet 2030"] == [
        with_plain_spaces(one) for one in written
    ]


def test_a_month_is_shown_as_such():
    """No day is made up for a letter that names none."""
    meeting = Meeting(id="a", name="A", start=Month(2011, 9))

    assert "September 2011" == formatting.dates(meeting, "en")


def test_a_meeting_without_a_date_has_none():
    """The template says so in words."""
    assert "" == formatting.dates(Meeting(id="a", name="A"), "en")


def test_a_day_a_time_and_a_letters_date():
    """A deadline has a weekday, a letter has not."""
    assert "Monday, 9 May 2011" == formatting.when(date(2011, 5, 9), "en")
    assert "Monday, 9 May 2011, 10:00" == formatting.when(datetime(2011, 5, 9, 10), "en")
    assert "18 April 2011" == formatting.dated(date(2011, 4, 18), "en")


def test_a_place_has_its_country_in_the_readers_language():
    """The city's name is the store's own."""
    assert "Geneva, Switzerland" == formatting.place(JUNE, "en")
    assert "Geneva, Suisse" == formatting.place(JUNE, "fr")


def test_a_zone_is_known_by_its_city():
    """As CLDR names it in each language."""
    assert ("Vientiane", "苏黎世") == (
        formatting.zone_name("Asia/Vientiane", "en"),
        formatting.zone_name("Europe/Zurich", "zh"),
    )


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(15, "in 15 minutes"), (60, "in 1 hour"), (90, "in 90 minutes"), (120, "in 2 hours"), (1440, "in 1 day")],
)
def test_how_far_ahead_something_is_is_told_in_whole_hours_where_it_can_be(minutes, written):
    """Nobody counts in 120 minutes."""
    assert written == formatting.from_now(timedelta(minutes=minutes), "en")


def test_a_moment_after_the_hour_is_the_hour():
    """A reminder leaves a little after it is due."""
    assert "in 2 hours" == formatting.from_now(timedelta(hours=2) - timedelta(milliseconds=300), "en")
    assert "in 15 minutes" == formatting.from_now(timedelta(minutes=15) - timedelta(seconds=2), "en")
    assert "in 1 minute" == formatting.from_now(timedelta(minutes=1), "en")


def test_what_is_ahead_is_after_in_arabic():
    """As in all other reminders: "within" would be a deadline."""
    assert "بعد 15 دقيقة" == formatting.from_now(timedelta(minutes=15), "ar")
    assert "بعد ساعتين" == formatting.from_now(timedelta(hours=2), "ar")


def test_a_host_that_is_a_country_is_named_once():
    """In the reader's language; a government comes with its country where its name does not have it."""
    assert ["Malaisie"] == formatting.hosted_by(Host(name="Malaysia", country="MY"), "fr")
    assert ["Government of Malaysia"] == formatting.hosted_by(Host(name="Government of Malaysia", country="MY"), "en")
    assert ["Norwegian Government", "Norvège"] == formatting.hosted_by(
        Host(name="Norwegian Government", country="NO"), "fr"
    )
