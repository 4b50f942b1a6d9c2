"""Where the calls of handlers and of the outbox meet the pacer: python-telegram-bot asks here before each of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

from bot.delivery.decide import named_time
from bot.delivery.lanes import Lanes, current_place
from bot.store.updates import being_handled

log = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]

REPLY_TRIES = 5
"""How often a reply is tried that meets one 429 or one cut after the other."""

_AGAIN_AFTER = 0.1  # seconds after a cut, twice as long each time

_COUNTED = ("send", "editMessage", "copyMessage", "forwardMessage", "deleteMessage", "stopPoll")
_NOT_COUNTED = ("sendChatAction",)


class PacedCalls(BaseRateLimiter[None]):
    """Lets whatever sends, edits or deletes a message wait for its place; other calls pass, and hold nobody.

    A 429 holds both lanes for the time that Telegram names. A reply is then made again, also when it was cut or Telegram
    failed; a delivery goes back to its row.
    """

    __slots__ = ("_lanes",)

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make the call when it may leave. Raises RetryAfter for a delivery, and a reply tried too often."""
        if not endpoint.startswith(_COUNTED) or endpoint in _NOT_COUNTED:
            return await callback(*args, **kwargs)
        place, chat = current_place(), data.get("chat_id")
        if place is not None:
            held_for = self._lanes.held_for()
            if place.is_open and held_for:  # since it was granted: not this call, and no waiting with a claimed row
                raise RetryAfter(timedelta(seconds=held_for))
            left_at = await place.leave(chat)
            return await self._made(callback(*args, **kwargs), left_at)
        for tries in range(REPLY_TRIES - 1):
            left_at = await self._lanes.reply(chat)
            try:
                return await self._made(callback(*args, **kwargs), left_at)
            except RetryAfter:  # the lanes hold for as long as it names
                continue
            except NetworkError as error:
                handling = being_handled.get()
                if isinstance(error, BadRequest | TimedOut) or handling is None:
                    raise
                log.warning("Update %d: a reply did not get through (%s); it is made again.", handling.update_id, error)
                await asyncio.sleep(_AGAIN_AFTER * 2**tries)
        left_at = await self._lanes.reply(chat)
        return await self._made(callback(*args, **kwargs), left_at)

    async def _made(self, call: Coroutine[Any, Any, Result], left_at: float) -> Result:
        """The answer of a call that left so; what it says about the pace is noted."""
        try:
            result = await call
        except RetryAfter as error:
            self._lanes.hold(named_time(error).total_seconds())
            raise
        self._lanes.landed(left_at)
        return result
