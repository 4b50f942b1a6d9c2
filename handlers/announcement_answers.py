"""What readers of an announcement answer by its buttons."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest

from bot.announcement import Answer
from bot.context import BotContext
from handlers.administrators import must_administer

_MARK = "✅ "


async def take_answer(update: Update, context: BotContext) -> None:
    """Keep an answer, one a chat, changeable; the button that was pressed last is marked.

    In a channel, whose subscribers nobody knows, its administrators answer.
    """
    if context.chat.type == Chat.CHANNEL:
        await must_administer(context, "announcements/administrators_only.html")
    cause_id, answer = int(context.pressed["cause"]), cast(Answer, context.pressed["answer"])
    taken = await context.services.sent_announcements.answer(cause_id, context.chat.id, answer, context.person)
    if not taken:
        await context.answer_button("announcements/only_shown.html", alert=True)
        return
    await context.answer_button("announcements/answered.html", answer=answer)
    query = update.callback_query
    if query is not None and isinstance(query.message, Message) and query.message.reply_markup is not None:
        shown = query.message.reply_markup
        marked = InlineKeyboardMarkup(
            [[_marked(button, button.callback_data == query.data) for button in row] for row in shown.inline_keyboard]
        )
        if marked == shown:
            return
        with suppress(BadRequest):  # it was withdrawn in this moment
            await query.edit_message_reply_markup(marked)


async def say_withdrawn(update: Update, context: BotContext) -> None:
    """Say of a place that stands still that it was taken back."""
    await context.answer_button("announcements/withdrawn.html", alert=True)


def _marked(button: InlineKeyboardButton, is_pressed: bool) -> InlineKeyboardButton:
    label = button.text.removeprefix(_MARK)
    return InlineKeyboardButton((_MARK if is_pressed else "") + label, callback_data=button.callback_data)
