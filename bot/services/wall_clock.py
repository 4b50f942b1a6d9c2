"""A time that an organiser writes, as the clocks of a place show it: read strictly, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.errors import UserError

# What may stand between a day and its hour, in the languages that texts exist in.
_AT = r"(?:\s*,)?\s*(?:(?:at|à|a las|a la|в|الساعة|في الساعة|t)\s*)?"
_TIME = r"(?P<hour>[01]?\d|2[0-3])(?:\s*(?:[:.]|h|ч|点|時|时)\s*(?P<minute>[0-5]\d)|\s*(?:h|ч|点|時|时))?"
_HALF = r"(?:\s*(?P<half>[ap]\.?m\.?))?"
_DATED = re.compile(rf"(?P<year>\d{{4}})(?:-|年)(?P<month>\d\d?)(?:-|月)(?P<day>\d\d?)日?(?!\d){_AT}{_TIME}{_HALF}")
_POINTED = re.compile(rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}})(?!\d){_AT}{_TIME}{_HALF}")
_NAMED = re.compile(
    rf"(?:(?P<day>\d\d?)(?:er|\.)?\s+(?:de\s+)?(?P<name>\D+?)|(?P<month>\d\d?)月(?P<date>\d\d?)日?)"
    rf"(?:\s+(?:de\s+)?(?P<year>\d{{4}}))?(?!\d){_AT}{_TIME}{_HALF}"
)
_WORDED = re.compile(rf"(?P<word>\D+?){_AT}{_TIME}{_HALF}")
_NOON = 12


def at_wall_clock(
    text: str, zone: ZoneInfo, now: datetime, words: Mapping[str, int], months: Mapping[str, int]
) -> datetime:
    """The instant (UTC) of "2011-06-20 09:00", "20 June 9:00" or "tomorrow 9:00" on the clocks of a zone.

    `words` say how many days after today they mean, `months` which month; without a year it is the next such day. Raises
    UserError for anything else, and for a time that the clocks of the zone leave out; of one that they show twice the first is
    meant.
    """
    text = " ".join(text.split())
    said, today = _folded(text), now.astimezone(zone).date()
    try:
        for pattern, day_of in (
            (_DATED, _written),
            (_POINTED, _written),
            (_WORDED, partial(_after, today, _by_folded(words))),
            (_NAMED, partial(_in_month, today, _by_folded(months))),
        ):
            if (found := pattern.fullmatch(said)) and (day := day_of(found)) is not None:
                return _instant(datetime.combine(day, _hour(found), zone), zone)
    except ValueError:
        pass  # there is no such day or hour
    raise UserError("announcements/no_time.html", text=text[:60])


def _written(found: re.Match[str]) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _after(today: date, words: Mapping[str, int], found: re.Match[str]) -> date | None:
    days = words.get(found["word"].strip())
    return None if days is None else today + timedelta(days=days)


def _in_month(today: date, months: Mapping[str, int], found: re.Match[str]) -> date | None:
    """The day; without a year this year's, or the next one's where that is over."""
    month = int(found["month"]) if found["month"] else months.get(found["name"].strip())
    if month is None:
        return None
    day = int(found["day"] or found["date"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _hour(found: re.Match[str]) -> time:
    """The hour. Raises ValueError for one that there is not, such as 13 pm."""
    hour, half = int(found["hour"]), (found["half"] or "")[:1]
    if half:
        if not 0 < hour <= _NOON:
            raise ValueError(f"there is no hour {found[0]!r}")
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return time(hour, int(found["minute"] or 0))


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC). Raises ValueError for a time that the clocks leave out."""
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"the clocks leave out {local}")
    return instant


def _by_folded(words: Mapping[str, int]) -> dict[str, int]:
    return {_folded(word): number for word, number in words.items()}


def _folded(text: str) -> str:
    """The text as it is compared: digits and colons of any script, apostrophes and vowel marks alike."""
    plain = unicodedata.normalize("NFKC", text.lower().replace("'", "’"))
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in plain)
    return re.sub("[\u064b-\u0652]", "", digits)
