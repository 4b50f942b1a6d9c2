"""Telegram's date entity (Bot API 9.5): a time in a text that each reader sees on her own clock when she touches it.

It is refused for times that are too far ahead, and nobody says how far: what is refused is sent once more without it.
"""

from __future__ import annotations

from typing import Any

from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.messages import without_dates

_WORDS = ("text", "caption")
_NOT_CHANGED = "message is not modified"


class DatedBot(ExtBot[None]):
    """Makes a call whose date entities are refused once more, without them."""

    # Every call goes through here, those of handlers as those of the outbox; each try takes a place of its own.
    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Any:
        try:
            return await super()._do_post(endpoint, data, **timeouts)
        except BadRequest as error:
            bare = data | {name: without_dates(data[name]) for name in _WORDS if isinstance(data.get(name), str)}
            if bare == data or _NOT_CHANGED in str(error).lower():
                raise
            return await super()._do_post(endpoint, bare, **timeouts)
