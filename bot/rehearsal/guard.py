"""Keeps the room to this machine and to its own page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what another site sends: a name that only pretends to be this machine, a form, a script from elsewhere."""
    if not _is_loopback(request.host):
        raise web.HTTPForbidden(text="The rehearsal room is open on this machine only.")
    if request.method == "POST":
        origin = request.headers.get("Origin")
        if request.content_type != "application/json" or origin not in {None, f"{request.scheme}://{request.host}"}:
            raise web.HTTPForbidden(text="The rehearsal room listens to its own page only.")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Nothing from elsewhere runs in the page, and nothing of it is kept."""
    response.headers.update(_HEADERS)


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
