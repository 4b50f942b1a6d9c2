"""In which language a page is shown: as its address says, else as the browser asks."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web
from aiohttp.hdrs import ACCEPT_LANGUAGE

Supported = Callable[[str | None], str | None]


def language_of(request: web.Request, supported: Supported, fallback: str) -> str:
    """The language of `?lang=`, else the first of Accept-Language by weight (RFC 9110 section 12.5.4), else the fallback."""
    if chosen := supported(request.query.get("lang")):
        return chosen
    asked = [_weighted(part) for part in request.headers.get(ACCEPT_LANGUAGE, "").split(",")]
    wanted = (language for weight, language in sorted(asked, key=lambda one: -one[0]) if weight > 0)
    return next((known for language in wanted if (known := supported(language))), fallback)


def _weighted(part: str) -> tuple[float, str]:
    language, _, parameter = part.partition(";")
    name, _, weight = parameter.strip().partition("=")
    try:
        return (float(weight) if name.strip() == "q" else 1.0), language.strip()
    except ValueError:
        return 0.0, language.strip()
