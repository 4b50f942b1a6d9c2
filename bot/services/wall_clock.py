"""A time that an organiser writes, as the clocks of a place show it: read strictly, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError

# What may stand between a day and its hour, in the languages that texts exist in.
_AT = r"(?:\s*,)?\s*(?:(?:at|à|a las|a la|в|الساعة|في الساعة|t)\s*)?"
_TIME = r"(?P<hour>[01]?\d|2[0-3])(?:\s*(?:[:.]|h|ч|点|時|时)\s*(?P<minute>[0-5]\d)|\s*(?:h|ч|点|時|时))?"
_DATED = re.compile(rf"(?P<year>\d{{4}})(?:-|年)(?P<month>\d\d?)(?:-|月)(?P<day>\d\d?)日?(?!\d){_AT}{_TIME}")
_POINTED = re.compile(rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}})(?!\d){_AT}{_TIME}")
_WORDED = re.compile(rf"(?P<word>\D+?){_AT}{_TIME}")


def at_wall_clock(text: str, zone: ZoneInfo, now: datetime, words: Mapping[str, int]) -> datetime:
    """The instant (UTC) of "2011-06-20 09:00" or "tomorrow 9:00" on the clocks of a zone.

    `words` say how many days after today they mean. Raises UserError for anything else, and for a time that the clocks
    of the zone leave out; of one that they show twice the first is meant.
    """
    text = " ".join(text.split())
    said, known = _folded(text), {_folded(word): days for word, days in words.items()}
    dated, worded = _DATED.fullmatch(said) or _POINTED.fullmatch(said), _WORDED.fullmatch(said)
    try:
        if dated:
            day = date(int(dated["year"]), int(dated["month"]), int(dated["day"]))
        elif worded and worded["word"].strip() in known:
            day = now.astimezone(zone).date() + timedelta(days=known[worded["word"].strip()])
        else:
            raise UserError("announcements/no_time.html", text=text[:60])
    except ValueError:
        raise UserError("announcements/no_time.html", text=text[:60]) from None
    found = dated or worded
    assert found is not None, "one of them has matched"
    local = datetime.combine(day, time(int(found["hour"]), int(found["minute"] or 0)), zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise UserError("announcements/no_time.html", text=text[:60])
    return instant


def _folded(text: str) -> str:
    """The text as it is compared: digits and colons of any script, apostrophes and vowel marks alike."""
    plain = unicodedata.normalize("NFKC", text.lower().replace("'", "’"))
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in plain)
    return re.sub("[\u064b-\u0652]", "", digits)
