"""The transport with every call counted: by method, and by how it ended."""

from __future__ import annotations

from typing import Any

from bot.observing import Metrics
from bot.transport import AiohttpRequest


class CountedRequest(AiohttpRequest):
    """Makes the calls of one bot and counts them."""

    __slots__ = ("_metrics",)

    def __init__(self, api_url: str | None, metrics: Metrics) -> None:
        """`api_url` is the Bot API server, without the token; None is Telegram's own."""
        super().__init__(api_url)
        self._metrics = metrics

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make one call. The outcome counted is its HTTP status, or the name of the error that it raised."""
        outcome = ""
        try:
            status, body = await super().do_request(url, method, *args, **kwargs)
            outcome = str(status)
        except BaseException as error:
            outcome = type(error).__name__
            raise
        finally:
            # A file's address ends with its name, any other with the method (Bot API, "Making requests", `File`).
            self._metrics.called("file" if "/file/bot" in url else url.rpartition("/")[2], outcome)
        return status, body
