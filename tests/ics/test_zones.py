"""VTIMEZONE against zoneinfo: the offsets are the same at every change of clocks, an hour before and an hour after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from zlib import crc32
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import icalendar
import pytest
import pytz
from dateutil.rrule import rrulestr
from dateutil.tz import tzical

from bot.ics.zones import timezone_bytes, tzid_of
from bot.when import parse_when as at

FIRST, LAST = 1990, 2040
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ZONES = sorted(available_timezones())
# Half hours, a minute past midnight, a day that never was, New Year's Eve, Ramadan, new rules, none.
ODD = [
    ("Africa/Cairo", 2014, 2014),
    ("Africa/Casablanca", 2012, 2012),
    ("Africa/Casablanca", 2023, 2025),
    ("Africa/Windhoek", 2010, 2018),
    ("America/Caracas", 2007, 2016),
    ("America/Lima", 1990, 1994),
    ("America/Managua", 1996, 1997),
    ("America/New_York", 2006, 2008),
    ("America/Nuuk", 2011, 2024),
    ("America/St_Johns", 2011, 2012),
    ("Antarctica/Troll", 2012, 2013),
    ("Asia/Beirut", 2011, 2023),
    ("Asia/Dhaka", 2009, 2010),
    ("Asia/Gaza", 2011, 2012),
    ("Asia/Kathmandu", 2012, 2012),
    ("Asia/Pyongyang", 2015, 2018),
    ("Asia/Tehran", 2021, 2023),
    ("Asia/Vientiane", 2010, 2010),
    ("Australia/Lord_Howe", 2012, 2013),
    ("Europe/Dublin", 2008, 2009),
    ("Europe/Istanbul", 2014, 2017),
    ("Europe/Moscow", 2010, 2015),
    ("Europe/Oslo", 2007, 2013),
    ("Europe/Zurich", 2011, 2011),
    ("Pacific/Apia", 2010, 2013),
    ("Pacific/Kiritimati", 1994, 1995),
    ("Pacific/Kwajalein", 1993, 1993),
    ("Etc/UTC", 2020, 2020),
]


def _onsets(tzid: str, first: int, last: int) -> list[tuple[datetime, timedelta]]:
    """The instants at which each offset begins, as RFC 5545 section 3.6.5 has them read from our VTIMEZONE."""
    onsets = []
    for observance in icalendar.Timezone.from_ical(timezone_bytes(tzid, first, last)).subcomponents:
        start = observance["DTSTART"].dt
        locals_ = [start]
        if "RRULE" in observance:
            rule = rrulestr(observance["RRULE"].to_ical().decode(), dtstart=start)
            locals_ = rule.between(start, at(f"{last + 2}-01-01T00:00"), inc=True)
            assert start == locals_[0], "DTSTART is an instance of its rule"
        onsets += [(local - observance["TZOFFSETFROM"].td, observance["TZOFFSETTO"].td) for local in locals_]
    return sorted(onsets)


def _instants(tzid: str, first: int, last: int) -> Iterator[datetime]:
    """Around every change that pytz knows of, and every month besides, as far as they lie in the local years."""
    zone = ZoneInfo(tzid)
    changes = getattr(pytz.timezone(tzid), "_utc_transition_times", []) if tzid in pytz.all_timezones_set else []
    known = [change.replace(tzinfo=UTC) for change in changes if first - 1 <= change.year <= last + 1]
    months = [datetime(year, month, 1, tzinfo=zone) for year in range(first, last + 1) for month in range(1, 13)]
    new_years_eve = datetime(last, 12, 31, 23, 59, 59, tzinfo=zone)
    near = [change + step for change in known for step in (-HOUR, -SECOND, timedelta(), HOUR)]
    for instant in (*near, *months, new_years_eve):
        if first <= instant.astimezone(zone).year <= last:
            yield instant.astimezone(UTC)


def _differences(tzid: str, first: int, last: int) -> list[tuple[str, datetime]]:
    """Where our offsets differ from zoneinfo's."""
    zone, onsets = ZoneInfo(tzid), _onsets(tzid, first, last)
    return [
        (tzid, instant)
        for instant in _instants(tzid, first, last)
        if instant.astimezone(zone).utcoffset()
        != [offset for onset, offset in onsets if onset <= instant.replace(tzinfo=None)][-1]
    ]


def test_every_zone_in_a_year_of_its_own():
    """All zones, each in one year between 1990 and 2040; `make soak` takes all years."""
    years = {zone: FIRST + crc32(zone.encode()) % (LAST - FIRST + 1) for zone in ZONES}

    assert [] == [found for zone, year in years.items() for found in _differences(zone, year, year)]


@pytest.mark.parametrize(("zone", "first", "last"), ODD)
def test_odd_zones(zone, first, last):
    """Those that have caught others out, over all their years and in each."""
    assert [] == _differences(zone, first, last)
    assert [] == [found for year in range(first, last + 1) for found in _differences(zone, year, year)]


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_in_every_year(zone):
    """Year by year, and the whole of 1990 to 2040 in one component."""
    assert [] == _differences(zone, FIRST, LAST)
    assert [] == [found for year in range(FIRST, LAST + 1) for found in _differences(zone, year, year)]


@pytest.mark.parametrize(("zone", "first", "last"), ODD)
def test_other_programs_make_the_same_of_it(zone, first, last):
    """dateutil and icalendar give the same local times, but where clocks show an hour twice or never."""
    data, known = timezone_bytes(zone, first, last), ZoneInfo(zone)
    of_dateutil = tzical(StringIO(data.decode())).get()
    of_icalendar = icalendar.Timezone.from_ical(data).to_tz(lookup_tzid=False)
    for instant in _instants(zone, first, last):
        local = instant.astimezone(known).replace(tzinfo=None)
        offsets = {local.replace(tzinfo=known, fold=fold).utcoffset() for fold in (0, 1)}
        if len(offsets) == 1:
            assert offsets == {local.replace(tzinfo=of_dateutil).utcoffset()}
            assert offsets == {local.replace(tzinfo=of_icalendar).utcoffset()}


def _lines(*span) -> list[str]:
    return timezone_bytes(*span).decode().split("\r\n")


def test_a_yearly_rule_is_one_standard_and_one_daylight():
    """With RRULE and TZNAME, the onset in local time by TZOFFSETFROM."""
    assert (
        """\
BEGIN:VTIMEZONE
TZID:Europe/Zurich
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".splitlines()
        == _lines("Europe/Zurich", 2011, 2011)[:-1]
    )


def test_a_zone_without_changes_is_one_standard_without_rule():
    """Kathmandu is a quarter to, all year."""
    assert [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kathmandu",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:+0545",
        "TZOFFSETFROM:+0545",
        "TZOFFSETTO:+0545",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ] == _lines("Asia/Kathmandu", 2012, 2012)


@pytest.mark.parametrize(
    ("zone", "first", "last", "onsets"),
    [
        ("Africa/Casablanca", 2012, 2012, ["20110731", "20120429", "20120720", "20120820", "20120930"]),
        ("Pacific/Apia", 2011, 2011, ["20100926", "20110402", "20110924", "20111230"]),
        ("Europe/Moscow", 2014, 2014, ["19700101", "20141026"]),
    ],
)
def test_years_without_a_rule_are_one_component_a_change(zone, first, last, onsets):
    """And one before them for what was in force, so that January is covered."""
    lines = _lines(zone, first, last)

    assert onsets == [line[8:16] for line in lines if line.startswith("DTSTART:")]
    assert not [line for line in lines if line.startswith(("RRULE", "RDATE", "COMMENT"))]


def test_two_changes_in_a_year_are_not_yet_a_rule():
    """Ramadan 2023 says nothing of 2024."""
    assert not [line for line in _lines("Africa/Casablanca", 2023, 2023) if line.startswith("RRULE")]


def test_the_summer_of_ireland_is_daylight():
    """Its law calls the winter the exception; calendars do not."""
    lines = _lines("Europe/Dublin", 2008, 2008)

    assert "TZNAME:IST" in lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]


def test_utc_is_named_in_full():
    """icalendar writes TZID=UTC as a bare UTC time, which is not how the other zones are written."""
    assert ("Etc/UTC", "Europe/Oslo") == (tzid_of("UTC"), tzid_of("Europe/Oslo"))


def test_a_zone_that_does_not_exist_is_refused():
    """The name comes from a checked file; a wrong one is a mistake of ours."""
    with pytest.raises(ZoneInfoNotFoundError):
        timezone_bytes("Europe/Atlantis", 2011, 2011)
