"""Whether places and addresses of a meeting are any: countries, coordinates, web and e-mail addresses, numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import urlsplit

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process, utils

from bot.importing.located import Objection, Steps
from bot.importing.problems import shown
from bot.model import Meeting

_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d ()./-]{4,30}(?:\s?(?:ext|x|#)\.?\s?\d{1,6})?", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
_ALPHA_2 = re.compile("[A-Z]{2}")
# What Unicode calls a territory and ISO 3166-1 does not.
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def place(meeting: Meeting) -> Iterator[Objection]:
    """Countries that there are none of, and coordinates of no place on earth."""
    yield from _country(meeting.country, ("country",))
    if meeting.host:
        yield from _country(meeting.host.country, ("host", "country"))
    if meeting.venue and meeting.venue.geo:
        latitude, longitude = meeting.venue.geo
        if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
            yield (
                ("venue", "geo"),
                "this is no place on earth",
                "write latitude (-90 to 90) and longitude (-180 to 180) in degrees",
            )


def links(meeting: Meeting) -> Iterator[Objection]:
    """What `link` finds, wherever the meeting has one."""
    yield from link(meeting.website, ("website",))
    if meeting.registration:
        yield from link(meeting.registration.url, ("registration", "url"))
    for place, document in enumerate(meeting.documents):
        yield from link(document.url, ("documents", place, "url"))


def link(url: str | None, steps: Steps) -> Iterator[Objection]:
    """What is no web address."""
    if url is None:
        return
    try:
        parts = urlsplit(url)
        is_plausible = (
            parts.scheme in ("http", "https")
            and _HOST.fullmatch(parts.hostname or "") is not None
            and parts.username is None
            and (parts.port is None or parts.port > 0)
            and not re.search(r"[\s<>\"\\^`{|}]", url)
        )
    except ValueError:
        is_plausible = False
    if not is_plausible:
        right = "write an address that begins with https://"
        if _HOST.fullmatch(url.split("/")[0]):
            right = f"write {shown('https://' + url)}"
        yield steps, f"{shown(url)} is no web address", right


def contacts(meeting: Meeting) -> Iterator[Objection]:
    """What is no e-mail address, and no number to call."""
    for place, contact in enumerate(meeting.contacts):
        email = contact.email
        if email is not None and (len(email) > 254 or not _EMAIL.fullmatch(email)):
            yield (
                ("contacts", place, "email"),
                f"{shown(email)} is no e-mail address",
                "write one such as name@ministry.example",
            )
        for name, number in (("phone", contact.phone), ("fax", contact.fax)):
            if number is not None and not (_PHONE.fullmatch(number) and sum(map(str.isdecimal, number)) >= 3):
                yield (
                    ("contacts", place, name),
                    f"{shown(number)} is no telephone number",
                    "write one number such as +41 22 000 00 00, and words about it in `role`",
                )


def _country(code: str | None, steps: Steps) -> Iterator[Objection]:
    countries = _countries()
    if code is None or code in countries:
        return
    # CLDR knows the codes that people write instead: UK, CHE, 756.
    replacement = get_global("territory_aliases").get(code.upper(), [code.upper()])[0]
    named = process.extractOne(code, countries, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70)
    right = "write the two capital letters of ISO 3166-1, such as CH"
    if replacement in countries:
        right = f"write {replacement}"
    elif named and len(code) > 2:
        right = f"write {named[2]} for {named[0]}, or another two letters of ISO 3166-1"
    yield steps, f"{shown(code)} is no country code", right


@cache
def _countries() -> dict[str, str]:
    """The ISO 3166-1 alpha-2 codes with their English names."""
    territories: Mapping[str, str] = Locale("en").territories
    return {code: territories[code] for code in territories if _ALPHA_2.fullmatch(code) and code not in _NO_COUNTRIES}
