"""Live calendars for calendar apps: /calendars/TOKEN.ics (RFC 9110: ETag, Last-Modified, 304, HEAD, gzip on request)."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web
from aiohttp.hdrs import ACCEPT_ENCODING, IF_NONE_MATCH, METH_HEAD
from multidict import CIMultiDict

from bot.ics.items import NoEntry
from bot.services.feeds import Content, Feeds

TOKEN = "{token:[A-Za-z0-9_-]{22,86}}"


class FeedPages:
    """Serves live calendars to whoever knows their token; to all others there is no such page."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds

    def routes(self) -> list[web.RouteDef]:
        """Give what the server adds; GET brings HEAD along."""
        return [web.get(f"/calendars/{TOKEN}.ics", self.show)]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Answer with the calendar, or that it has not changed. Raises HTTPNotFound for a token of no calendar."""
        try:
            feed = await self._feeds.of(request.match_info["token"])
        except NoEntry:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "3600"})
        if feed is None:
            raise web.HTTPNotFound
        await self._feeds.use(feed)
        content = feed.content
        headers = _headers(content)
        if _is_known(request, content):
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        headers["Content-Type"] = "text/calendar; charset=utf-8"
        if _takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=await content.compressed(), headers=headers)
        return await _sent(request, content.body, headers)


async def _sent(request: web.Request, body: bytes, headers: CIMultiDict[str]) -> web.StreamResponse:
    """Answer with a large body. Behind its head and as a view it is not copied on its way to the socket."""
    headers["Content-Length"] = str(len(body))
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    if request.method != METH_HEAD:
        await response.write(memoryview(body))
    await response.write_eof()
    return response


def _headers(content: Content) -> CIMultiDict[str]:
    """What comes with a 200 and with a 304. The tag is weak: it is the same for the body as it is and by gzip."""
    return CIMultiDict(
        {
            "Cache-Control": "private, no-cache",
            "ETag": f'W/"{content.etag}"',
            "Last-Modified": content.last_modified,
            "Vary": "Accept-Encoding",
        }
    )


def _is_known(request: web.Request, content: Content) -> bool:
    """Whether the app has this state; a tag that it sends rules over a date (RFC 9110 section 13.2.2)."""
    tags = request.headers.get(IF_NONE_MATCH)
    if tags is not None:
        return content.etag in tags or tags.strip() == "*"
    since = request.if_modified_since
    return since is not None and content.since <= since


def _takes_gzip(request: web.Request) -> bool:
    """Whether the app asks for gzip: named, and not with weight zero."""
    for part in request.headers.get(ACCEPT_ENCODING, "").split(","):
        coding, _, weight = part.partition(";")
        if coding.strip().lower() in ("gzip", "x-gzip"):
            return weight.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
