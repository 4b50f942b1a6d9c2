"""Dates, times, places and numbers as people of each language write them (Unicode CLDR, through Babel)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list

from bot.facts import length_in_days
from bot.model import Host, Meeting, in_language
from bot.when import Month, closing_day, first_day

# English as international meetings write it: "27–30 June 2011".
_LOCALES = {"en": "en_GB"}

_FIRST = re.compile(r"\b1(?=[ \u2009]*[–a-zéû])")


@cache
def locale_of(language: str) -> Locale:
    """The CLDR locale in which texts of a language are formatted."""
    return Locale.parse(_LOCALES.get(language, language))


def _wide(pattern: str) -> str:
    """The pattern with months and weekdays in full: CLDR lets a field be widened (UTS 35, "Matching Skeletons")."""
    pattern = re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern)
    return re.sub(r"(?<!E)E{1,3}(?!E)", "EEEE", pattern)


@lru_cache(maxsize=4096)
def interval(first: date, last: date, language: str) -> str:
    """Two days as one expression: "27–30 June 2011", "30 June – 2 July 2011"."""
    locale = locale_of(language)
    if first == last:
        return day(first, language)
    patterns = locale.interval_formats.get("yMMMMd") or locale.interval_formats["yMMMd"]
    difference = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    halves = patterns[difference]
    return "".join(
        _formatted(half, _wide(pattern), language) for half, pattern in zip((first, last), halves, strict=True)
    )


def _skeleton(name: str, value: date, language: str) -> str:
    """The date in CLDR's own pattern for the full month where a language has one, else in the widened short one."""
    locale = locale_of(language)
    skeletons = locale.datetime_skeletons
    pattern = skeletons.get(name.replace("MMM", "MMMM")) or skeletons[name]
    return _formatted(value, _wide(pattern.pattern), language)


def _formatted(value: date, pattern: str, language: str) -> str:
    """The date in CLDR's pattern; Babel does not read that French counts the first of a month: "1er juin 2030"."""
    text = format_date(value, pattern, locale=locale_of(language))
    return _FIRST.sub("1er", text) if language == "fr" else text


@lru_cache(maxsize=4096)
def day(value: date, language: str) -> str:
    """A day with its weekday and year: "Monday 9 May 2011"."""
    return _skeleton("yMMMEd", value, language)


@lru_cache(maxsize=4096)
def day_of_year(value: date, language: str) -> str:
    """A day with its weekday, where the year is plain: "Monday 9 May"."""
    return _skeleton("MMMEd", value, language)


@lru_cache(maxsize=4096)
def short_day(value: date, language: str) -> str:
    """A day as a label on a button: "Mon 9 May"."""
    locale = locale_of(language)
    return _formatted(value, locale.datetime_skeletons["MMMEd"].pattern, language)


@lru_cache(maxsize=1024)
def month(value: Month, language: str) -> str:
    """A month: "September 2011"."""
    return _skeleton("yMMM", date(value.year, value.month, 1), language)


@cache
def months(language: str) -> dict[str, int]:
    """The months by the names that a date has them in, and by their own: "июня" and "июнь"."""
    named = locale_of(language).months
    return {name: number for context in ("format", "stand-alone") for number, name in named[context]["wide"].items()}


def clock_time(value: time | datetime, language: str) -> str:
    """The time of day, on the 24-hour clock: "10:00"."""
    locale = locale_of(language)
    return format_time(value, locale.datetime_skeletons["Hm"].pattern, locale=locale)


def when(value: date | datetime | Month, language: str) -> str:
    """A day, a day with its hour, or a month, in full."""
    if isinstance(value, Month):
        return month(value, language)
    if isinstance(value, datetime):
        locale = locale_of(language)
        joined: str = locale.datetime_formats["medium"]
        return joined.replace("{1}", day(value.date(), language)).replace("{0}", clock_time(value, language))
    return day(value, language)


@lru_cache(maxsize=4096)
def dated(value: date | datetime | Month, language: str) -> str:
    """The date of a letter: "18 April 2011", "December 2006"."""
    return month(value, language) if isinstance(value, Month) else _skeleton("yMMMd", value, language)


def dates(meeting: Meeting, language: str) -> str:
    """The days of a meeting as people write them; "" where none are known."""
    if meeting.start is None:
        return ""
    if length_in_days(meeting) is None:
        return when(meeting.start, language)
    return interval(first_day(meeting.start), closing_day(meeting.start, meeting.end), language)


def instant(value: datetime, zone: ZoneInfo, language: str) -> str:
    """An instant as the clocks of a zone show it: "Monday 9 May 2011, 10:00"."""
    return when(value.astimezone(zone).replace(tzinfo=None), language)


def country(code: str | None, language: str) -> str:
    """The country's name in the language; "" for none."""
    return locale_of(language).territories.get(code, code) if code else ""


def hosted_by(host: Host, language: str) -> list[str]:
    """Who hosts, and of which country, where the name does not say it: "Norwegian Government", "Norway"; "Peru" alone."""
    name, land = in_language(host.name, language) if host.name else "", country(host.country, language)
    if name in (land, country(host.country, "en")):
        return [land or name]
    return [name] if land and land in name else [name, land]


def place(meeting: Meeting, language: str) -> str:
    """City and country: "Geneva, Switzerland"; "" where neither is known."""
    parts = [in_language(meeting.city, language) if meeting.city else "", country(meeting.country, language)]
    return listed(parts, language)


def listed(parts: Iterable[str], language: str) -> str:
    """What there is of several parts, with the comma of the language: "Geneva, Switzerland"."""
    comma = "، " if language == "ar" else "，" if language == "zh" else ", "
    return comma.join(part for part in parts if part)


def zone_name(zone: str, language: str) -> str:
    """A zone by the city that CLDR names it after: "Zurich", "苏黎世"."""
    named = locale_of(language).time_zones.get(zone, {}).get("city")
    return named or zone.rpartition("/")[2].replace("_", " ")


def own_name(code: str) -> str:
    """A language by the name that it gives itself: "Français", "中文"."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()


def language_name(code: str, language: str) -> str:
    """A language by its name: "French", "法语"."""
    name: str = locale_of(language).languages.get(code, code)
    return name


def enumeration(items: list[str], language: str) -> str:
    """Several names as a sentence lists them: "Peru, Norway and Sweden"."""
    return format_list(items, locale=locale_of(language))


def duration(value: timedelta, language: str) -> str:
    """A length of time in its largest unit: "3 days", "40 minutes"."""
    return format_timedelta(value, threshold=2, locale=locale_of(language))


def exactly(value: timedelta, language: str) -> str:
    """A length of time in the unit in which it is whole: "14 days", "2 hours", "15 minutes"."""
    unit: Literal["day", "hour", "minute"] = "minute"
    if not value % timedelta(hours=1):
        unit = "hour" if value % timedelta(days=1) else "day"
    return format_timedelta(value, granularity=unit, threshold=math.inf, locale=locale_of(language))


def from_now(value: timedelta, language: str) -> str:
    """How far ahead something is: "in 15 minutes", "через 1 минуту", "in 2 hours" rather than in 120 minutes."""
    whole = timedelta(minutes=round(value / timedelta(minutes=1)))  # a reminder leaves a moment after it is due
    threshold = 2 if whole % timedelta(hours=1) and whole >= timedelta(minutes=2) else 1
    told: str = format_timedelta(whole, threshold=threshold, add_direction=True, locale=locale_of(language))
    return told.replace("خلال", "بعد") if language == "ar" else told  # CLDR's word means "within"
