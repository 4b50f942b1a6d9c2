"""For the operator alone: /health, /health/live and /metrics.

They answer direct requests from this machine or a private network. What came through a proxy, or from anywhere else,
gets the same 404 as an unknown page, so that a proxy which passes on too much gives nothing away.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from ipaddress import ip_address

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.observing import Backlog, Metrics
from bot.web.health import Health

log = logging.getLogger(__name__)

_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


class Operation:
    """The pages of the operator. `backlog` reads what waits from the store."""

    def __init__(self, health: Health, metrics: Metrics, backlog: Callable[[], Awaitable[Backlog]]) -> None:
        self._health = health
        self._metrics = metrics
        self._backlog = backlog

    def routes(self) -> list[web.RouteDef]:
        """Give what the server adds."""
        return [
            web.get("/health", self.show_health),
            web.get("/health/live", self.show_life),
            web.get("/metrics", self.show_metrics),
        ]

    async def show_health(self, request: web.Request) -> web.Response:
        """Answer 200 when the bot is ready to serve, else 503, with what is wrong."""
        must_be_direct(request)
        report = await self._health.report()
        status = HTTPStatus.OK if report.ready else HTTPStatus.SERVICE_UNAVAILABLE
        content = {"ready": report.ready, "store": report.store or "ok", "updates": report.updates or "ok"}
        return web.json_response(content, status=status)

    async def show_life(self, request: web.Request) -> web.Response:
        """Answer 200: the process runs and its loop turns."""
        must_be_direct(request)
        return web.json_response({"live": True})

    async def show_metrics(self, request: web.Request) -> web.Response:
        """Give the counts; what waits is missing while the store does not answer."""
        must_be_direct(request)
        try:
            backlog = await self._backlog()
        except Exception:  # the rest is then needed most
            log.exception("What waits could not be read from the store.")
            backlog = None
        return web.Response(body=self._metrics.exposition(backlog), headers={"Content-Type": CONTENT_TYPE_LATEST})


def must_be_direct(request: web.Request) -> None:
    """Raise HTTPNotFound for a request that a proxy passed on, or that comes from outside the private networks."""
    if not _is_private(request.remote) or any(name in request.headers for name in _FORWARDED):
        raise web.HTTPNotFound


def _is_private(remote: str | None) -> bool:
    try:
        address = ip_address(remote or "")
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_private
