"""Which addresses Telegram takes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:", re.IGNORECASE)


def checked_url(url: str) -> str | None:
    """The address as Telegram keeps it, with a scheme; None for what it takes for no address.

    http, https and tg only, and a host with a dot in it: no `localhost`, no `mailto:`, `tel:` or `webcal:`.
    """
    url = url.strip()
    if any(character.isspace() for character in url):
        return None
    try:
        parts = urlsplit(url if _SCHEME.match(url) else f"http://{url}")
    except ValueError:
        return None
    if parts.scheme == "tg":
        return url
    host = parts.hostname or ""
    reachable = "." in host.strip(".") or ":" in host
    return parts.geturl() if parts.scheme in {"http", "https"} and reachable else None
