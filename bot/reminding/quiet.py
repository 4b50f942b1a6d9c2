"""Quiet hours: a stretch of every day, by her own clock, in which nothing comes that was planned."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LONGEST = timedelta(hours=18)
_NOON = 12
_JUST_BEFORE = timedelta(minutes=15)
# What may stand before or after an hour, and makes it one of the afternoon or not.
_LATE = "pm|晚上|晚间|夜里|下午|вечера|дня|du soir|de l'après-midi|de la noche|de la tarde|مساءً|مساء|ليلاً|ليلا"
_EARLY = "am|早上|早晨|凌晨|上午|утра|ночи|du matin|de la mañana|de la madrugada|صباحًا|صباحاً|صباحا"
_SAID = re.compile(
    rf"(?:(?P<before>{_LATE}|{_EARLY})\s*)?(?<!\d)(?P<hour>\d{{1,2}})"
    rf"(?:\s?(?:[:.hч点點时時]|heures?|horas?)(?:\s?(?P<minute>\d{{2}})(?!\d))?)?(?!\d)(?:\s*(?P<after>{_LATE}|{_EARLY}))?"
)
_NONE = frozenset(
    ["none", "off", "aucune", "ninguna", "ninguno", "нет", "никакие", "无", "没有", "لا", "لا شيء", "بدون"]
)
_WRITTEN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` until just before `end`, over midnight where the end is earlier; `str()` gives "22:00-07:00"."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def covers(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Whether the clocks of the zone show quiet hours then."""
        shown = instant.astimezone(zone).time()
        if self.start < self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end

    def end_after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """When (UTC) the quiet hours that cover the instant are over."""
        local = instant.astimezone(zone)
        next_day = self.start > self.end and local.time() >= self.start
        day = local.date() + timedelta(days=next_day)
        over = _instant(day, self.end, zone)
        # When clocks go back an hour is shown twice, and this may be its second time.
        return over if over > instant else _instant(day, self.end, zone, fold=1)

    def before(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """A quarter of an hour before the quiet hours that cover the instant begin (UTC)."""
        local = instant.astimezone(zone)
        last_day = self.start > self.end and local.time() < self.end
        return _instant(local.date() - timedelta(days=last_day), self.start, zone) - _JUST_BEFORE


def parse_quiet(text: str) -> Quiet:
    """Read "22:00-07:00". Raises ValueError for anything else, and for more than 18 hours of a day."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} are no hours")
    quiet = Quiet(time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4])))
    length = datetime.combine(date.min, quiet.end) - datetime.combine(date.min, quiet.start)
    if not timedelta() < length % timedelta(days=1) <= _LONGEST:
        raise ValueError(f"{text!r} leaves too little of the day")
    return quiet


def said_quiet(text: str) -> Quiet | None:
    """Read what a person writes: "22-7", "from 10 pm to 7:30 am", "с 22 до 7", "晚上10点到早上7点"; None where she wants none.

    Raises ValueError where that is no two hours.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("p.m.", "pm").replace("a.m.", "am").strip()
    if plain in _NONE:
        return None
    found = [_said(match) for match in _SAID.finditer(plain)]
    if len(found) != 2:
        raise ValueError(f"{text!r} are no hours")
    return parse_quiet("-".join(found))


def _said(match: re.Match[str]) -> str:
    """An hour of the day as "22:00"."""
    hour, part = int(match["hour"]), match["before"] or match["after"] or ""
    if part and re.fullmatch(_LATE, part) and hour < _NOON:
        hour += _NOON
    if hour == _NOON and part in ("am", "晚上", "夜里", "ночи", "ليلا"):
        hour = 0
    return f"{hour:02}:{int(match['minute'] or 0):02}"


def _instant(day: date, at: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    return datetime.combine(day, at, zone).replace(fold=fold).astimezone(UTC)
