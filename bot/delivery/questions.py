"""How questions reach the organisers, and replies who asked: messages from templates, in the reader's language."""

from __future__ import annotations

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.delivery.loop import Sent
from bot.messages import split
from bot.rendering import Rendering
from bot.store.outbox import Delivery


class Questions:
    """The ways of their kinds of causes."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering

    async def send_question(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Ask organisers; they reply to this very message, or dismiss the question. Implements sendMessage."""
        label = self._rendering.label(language, "Dismiss")
        button = InlineKeyboardButton(f"✖ {label}", callback_data=f"dismissing:{delivery.body['id']}")
        return await self._send(bot, delivery, language, "asked.html", InlineKeyboardMarkup([[button]]))

    async def close_question(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Say under the question how it ended, and take its buttons. Implements editMessageText."""
        if delivery.original is not None and delivery.original.message_ids:
            parts = self._parts(delivery, language, "asked.html")
            await bot.edit_message_text(
                parts[-1],
                delivery.chat_id,
                delivery.original.message_ids[-1],
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        return Sent()

    async def send_reply(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Bring what an organiser replied, in the language in which the question was answered. Implements sendMessage."""
        language = self._rendering.supported(delivery.body["language"]) or language
        return await self._send(bot, delivery, language, "replied.html")

    async def _send(
        self, bot: Bot, delivery: Delivery, language: str, template: str, markup: InlineKeyboardMarkup | None = None
    ) -> Sent:
        """Send the part of the message that is next; the buttons stand under the last."""
        parts = self._parts(delivery, language, template)
        position = len(delivery.message_ids)
        is_last = position + 1 == len(parts)
        message = await bot.send_message(
            delivery.chat_id,
            parts[position],
            parse_mode=ParseMode.HTML,
            message_thread_id=delivery.topic,
            reply_markup=markup if is_last else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return Sent(message.message_id, is_complete=is_last)

    def _parts(self, delivery: Delivery, language: str, template: str) -> list[str]:
        in_private = delivery.chat_id == delivery.body.get("to")
        return split(
            self._rendering.render(f"chat/relay/{template}", language, told=delivery.body, in_private=in_private)
        )
