"""The simplest way of a cause: a plain text, in several messages where it is long."""

from __future__ import annotations

from html import escape

from telegram import Bot
from telegram.constants import ParseMode

from bot.delivery.loop import Sent
from bot.messages import split
from bot.model import in_language
from bot.store.outbox import Delivery


async def send_text(bot: Bot, delivery: Delivery, language: str) -> Sent:
    """Send a plain text, `{"text": Text}`, or of a long one the part that is next."""
    parts = split(escape(in_language(delivery.body["text"], language), quote=False))
    position = len(delivery.message_ids)
    message = await bot.send_message(
        delivery.chat_id, parts[position], parse_mode=ParseMode.HTML, message_thread_id=delivery.topic
    )
    return Sent(message.message_id, is_complete=position + 1 == len(parts))
