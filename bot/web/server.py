"""The HTTP server on PLENARY_LISTEN: routes from the parts that have pages, strict headers, no access log.

TLS is the work of a reverse proxy in front of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.hdrs import CONTENT_LENGTH
from aiohttp.http import RawRequestMessage
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import ERROR

from bot.errors import StartError, StoreError
from bot.settings import Address

_SHUTDOWN_SECONDS = 1.0

# A page that needs more says so itself. Addresses may hold tokens: none is told to another site, none is kept.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

log = logging.getLogger(__name__)

_Make = Callable[..., web.BaseRequest]


def _is_of_ours(record: logging.LogRecord) -> bool:
    """Whether the server has a mistake to tell of: what a client sends that is no request is none."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | ConnectionError)


_SERVER = logging.getLogger(f"{__name__}.aiohttp")
_SERVER.addFilter(_is_of_ours)


def create_web(routes: Iterable[web.AbstractRouteDef]) -> web.Application:
    """Build the application of `routes`, for instance `web.get("/calendars/{token}.ics", show_feed)`.

    An unknown page is 404, a method that a page does not take 405, a store that fails 503, any other error 500 and a
    line in the log; each in plain text.
    """
    application = web.Application(middlewares=[_plain_errors])
    application.add_routes(routes)
    application.on_response_prepare.append(_strict_headers)
    return application


class _NoRequest(web.BaseRequest):
    """What a client sent that is no request. aiohttp answers it itself: no route, no middleware and no signal sees it."""

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        """Make the answer as plain and as strict as all others; its own text tells back what came."""
        if isinstance(response, web.Response):
            response.body = body = _sentence(HTTPStatus(response.status)).encode()
            response.headers[CONTENT_LENGTH] = str(len(body))
            self.writer.length = len(body)
        await _strict_headers(self, response)


def _made_by(make: _Make) -> _Make:
    """What makes requests as `make` does, and what there is in place of one."""

    def made(
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        if message is ERROR:
            return _NoRequest(message, payload, protocol, writer, task, asyncio.get_running_loop())
        return make(message, payload, protocol, writer, task)

    return made


@asynccontextmanager
async def listening(application: web.Application, listen: Address) -> AsyncIterator[Address]:
    """Serve until the block is left, and give where: with port 0 it is one that was free.

    Raises StartError when nothing can be served there.
    """
    runner = web.AppRunner(
        application,
        access_log=None,
        logger=_SERVER,
        shutdown_timeout=_SHUTDOWN_SECONDS,
        auto_decompress=False,  # nobody has to send us anything packed, and little packed can be much
    )
    await runner.setup()
    server = runner.server
    assert server is not None, "it was set up"
    server.request_factory = _made_by(server.request_factory)
    try:
        try:
            await web.TCPSite(runner, listen.host, listen.port).start()
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise StartError(
                f"Nothing can be served on {listen.host}:{listen.port} ({reason}); see PLENARY_LISTEN."
            ) from None
        host, port = runner.addresses[0][:2]
        yield Address(host, port)
    finally:
        await runner.cleanup()


@web.middleware
async def _plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except StoreError as error:
        log.error("A page failed: %s", error, extra={"route": _route(request)})
        return _plain(HTTPStatus.SERVICE_UNAVAILABLE)
    except Exception:
        log.exception("A page failed.", extra={"route": _route(request)})
        return _plain(HTTPStatus.INTERNAL_SERVER_ERROR)


def _plain(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=_sentence(status))


def _sentence(status: HTTPStatus) -> str:
    return f"{status.value}: {status.phrase}"


def _route(request: web.Request) -> str:
    """The pattern that was asked for, since the address itself may hold a token."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


async def _strict_headers(request: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    del response.headers["Server"]
