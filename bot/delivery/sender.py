"""How a claimed delivery becomes a Bot API call: by the kind of its cause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from html import escape

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.delivery.loop import Sent
from bot.messages import split
from bot.model import in_language
from bot.store.outbox import Delivery

Way = Callable[[Bot, Delivery, str], Awaitable[Sent]]
"""Makes the one call of a delivery, in a language. Raises the error of the call."""


class Sender:
    """Sends deliveries; `ways` has one for each kind of cause."""

    def __init__(self, bot: Bot, ways: Mapping[str, Way], language_for: Callable[[str | None], str]) -> None:
        """`language_for` gives one of the bot's languages for what is known of a chat's, or for nothing."""
        self._bot = bot
        self._ways = ways
        self._language_for = language_for

    async def __call__(self, delivery: Delivery) -> Sent:
        """Make the call. Raises its error, and KeyError for a kind that nobody can send."""
        return await self._ways[delivery.kind](self._bot, delivery, self._language_for(delivery.language))


async def send_text(bot: Bot, delivery: Delivery, language: str) -> Sent:
    """Send a plain text, `{"text": Text}`, or of a long one the part that is next. Implements sendMessage."""
    parts = split(escape(in_language(delivery.body["text"], language), quote=False))
    position = len(delivery.message_ids)
    message = await bot.send_message(
        delivery.chat_id,
        parts[position],
        parse_mode=ParseMode.HTML,
        message_thread_id=delivery.topic,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return Sent(message.message_id, is_complete=position + 1 == len(parts))
