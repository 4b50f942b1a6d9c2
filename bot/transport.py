"""PTB's transport on aiohttp: it costs a fraction of httpx's, and its errors say whether a call has left.

The token is part of every URL, so no error carries one, neither in its text nor as a cause that is shown.
"""

from __future__ import annotations

import asyncio
import io
import os
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.quick_json import as_bytes, parsed
from bot.settings import is_loopback

# PTB 22.8 warns at each 429 unless `RetryAfter.retry_after` may be the timedelta that its next version gives anyway.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TELEGRAM = "https://api.telegram.org"

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 5.0
_MEDIA_SECONDS = 20.0
_CONNECTIONS = 256
_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """The call never left this machine, so it can be made again without anything happening twice."""


class ServerFailed(NetworkError):
    """Telegram itself answered 500, with its own JSON: the call was not carried out."""


class AiohttpRequest(BaseRequest):
    """Makes the calls of one bot. One instance serves all of them, the long poll included."""

    __slots__ = ("_proxy", "_session")

    def __init__(self, api_url: str | None = None) -> None:
        """`api_url` is the Bot API server, without the token; None is Telegram's own."""
        self._proxy = _proxy_for(api_url or TELEGRAM)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The seconds to wait for an answer where the call names none."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the session: HTTP/1.1, one SSL context, connections kept for 15 seconds of silence."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read the JSON of an answer. Unlike PTB's it logs nothing of what it could not read."""
        try:
            answer = parsed(payload)
        except ValueError:
            raise TelegramError("The answer is no JSON.") from None
        if not isinstance(answer, dict):
            raise TelegramError("The answer is none of the Bot API's.")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; give the HTTP status and the body.

        Raises NotSent for what never left, also when no connection was free in time; ServerFailed for a 500 of
        Telegram's own; TimedOut and NetworkError for what was cut later, and TelegramError for what only somebody else can have
        answered: it may have been carried out.
        """
        if self._session is None:
            raise NotSent("The transport is not open.")
        files = request_data.multipart_data if request_data else {}
        default = _MEDIA_SECONDS if files else _READ_SECONDS
        waits = _waits(_given(connect_timeout, _CONNECT_SECONDS), _given(read_timeout, default))
        data, headers = _body(request_data, files)
        try:
            async with (
                asyncio.timeout(_upload_seconds(_given(write_timeout, default), waits) if files else None),
                self._session.request(
                    method, url, data=data, headers=headers, timeout=waits, allow_redirects=False
                ) as response,
            ):
                body = await response.read()
        except aiohttp.ClientConnectorError as error:
            raise NotSent(str(error)) from None
        except (aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"The connection was cut ({type(error).__name__}).") from None
        if response.status == 500 and _is_telegrams(body):
            raise ServerFailed(f"Telegram failed: {body.decode(errors='replace')}")
        if method == "POST" and response.status == 200 and b'"result"' not in body:
            raise TelegramError("The answer is none of the Bot API's.")
        return response.status, body


@lru_cache(maxsize=64)
def _waits(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    """Never `total`: the long poll and an upload take the time that they take."""
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


def _upload_seconds(write: float | None, waits: aiohttp.ClientTimeout) -> float | None:
    """aiohttp has no limit for an upload: its wait for the answer begins when everything is sent."""
    parts = (waits.connect, write, waits.sock_read)
    return None if None in parts else sum(part for part in parts if part)


def _given(seconds: Any, default: float) -> float | None:
    chosen: float | None = default if seconds is BaseRequest.DEFAULT_NONE else seconds
    return chosen


def _body(
    request_data: RequestData | None, files: dict[str, Any]
) -> tuple[aiohttp.FormData | bytes | None, dict[str, str] | None]:
    """Encode the parameters as JSON, with files as a multipart form (Bot API, "Making requests")."""
    if request_data is None:
        return None, None
    if not files:
        return as_bytes(request_data.parameters), _JSON
    form = aiohttp.FormData(quote_fields=False)  # Telegram takes file names as they are, not percent-encoded
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in files.items():
        # As a stream: aiohttp warns of plain bytes that are long.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=content_type)
    return form, None


def _is_telegrams(body: bytes) -> bool:
    try:
        return parsed(body).get("ok") is False
    except (ValueError, AttributeError):
        return False


def _proxy_for(url: str) -> str | None:
    """The proxy that the environment names for the server; aiohttp would look it up anew for each call."""
    server = urlsplit(url)
    host = server.hostname or ""
    if is_loopback(host) or proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get(server.scheme) or proxies.get("all")
