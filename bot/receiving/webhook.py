"""Updates by webhook: Telegram posts each to an address of ours, with a secret token that only it knows."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.errors import StartError, StoreError, TokenRejected
from bot.receiving.door import Door, is_update
from bot.receiving.patience import Patience

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LONGEST_BODY = 1_000_000
_CONNECTIONS = 40

log = logging.getLogger(__name__)


class Webhook:
    """Takes the requests of Telegram and hands what they bring to the door."""

    def __init__(self, door: Door, url: str, token: str) -> None:
        """`url` is where Telegram delivers, `token` the bot's, from which the secret token is derived."""
        self._door = door
        self._url = url
        self.path = urlsplit(url).path or "/"
        # Derived, not drawn: what Telegram sends while the bot restarts carries the same one.
        self._is_open = False
        self._secret = hmac.new(token.encode(), url.encode(), hashlib.sha256).hexdigest()

    async def register(self, bot: Bot, allowed_updates: Sequence[str], patience: Patience | None = None) -> None:
        """Tell Telegram the address (Bot API, setWebhook); what waits is kept.

        Tries until Telegram is reached. Raises TokenRejected, and StartError when it refuses the address.
        """
        patience = patience or Patience()
        self._is_open = True
        while True:
            try:
                await bot.set_webhook(
                    self._url,
                    secret_token=self._secret,
                    allowed_updates=list(allowed_updates),
                    max_connections=_CONNECTIONS,
                    drop_pending_updates=False,
                )
            except InvalidToken:
                raise TokenRejected from None
            except BadRequest as error:
                raise StartError(f"Telegram refuses PLENARY_WEBHOOK_URL: {error.message}.") from None
            except TelegramError as error:
                await patience.failed(error)
            else:
                patience.succeeded()
                return

    async def handle(self, request: web.Request) -> web.Response:
        """Answer POST: 200 once the update is stored, so that Telegram sends again whatever is not.

        A wrong or missing secret is 403 and leaves no trace; what is too long or no update is refused, and so is everything
        before the bot has begun to receive.
        """
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if not self._is_open:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            body = await _body(request)
        except (web.RequestPayloadError, ConnectionError):  # cut, or not as it says it is
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if body is None:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if not is_update(update):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._door.take([update])
        except StoreError as error:
            log.error("Update %d is not stored, Telegram sends it again: %s", update["update_id"], error)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()


async def _body(request: web.Request) -> bytes | None:
    """Read the body, or give None as soon as it is too long."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _LONGEST_BODY:
            return None
    return bytes(body)
