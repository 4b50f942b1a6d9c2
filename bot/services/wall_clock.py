"""A time that an organiser writes, as the clocks of a place show it: read strictly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError

_TIME = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)"
_DATED = re.compile(rf"(?P<date>\d{{4}}-\d\d-\d\d)[ t]+{_TIME}")
_WORDED = re.compile(rf"(?P<word>\D+?)\s*,?\s+{_TIME}")


def at_wall_clock(text: str, zone: ZoneInfo, now: datetime, words: Mapping[str, int]) -> datetime:
    """The instant (UTC) of "2011-06-20 09:00" or "tomorrow 9:00" on the clocks of a zone.

    `words` say how many days after today they mean. Raises UserError for anything else, and for a time that the clocks
    of the zone leave out; of one that they show twice the first is meant.
    """
    text = " ".join(text.split()).lower()
    dated, worded = _DATED.fullmatch(text), _WORDED.fullmatch(text)
    try:
        if dated:
            day = datetime.strptime(dated["date"], "%Y-%m-%d").replace(tzinfo=UTC).date()
        elif worded and worded["word"] in words:
            day = now.astimezone(zone).date() + timedelta(days=words[worded["word"]])
        else:
            raise UserError("announcements/no_time.html", text=text[:60])
    except ValueError:
        raise UserError("announcements/no_time.html", text=text[:60]) from None
    found = dated or worded
    assert found is not None, "one of the two has matched"
    local = datetime.combine(day, time(int(found["hour"]), int(found["minute"])), zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise UserError("announcements/no_time.html", text=text[:60])
    return instant
