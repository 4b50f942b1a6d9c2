"""How and when to register for a meeting."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext, Keyboard
from bot.model import Meeting
from handlers.buttons import back_row, copy_button
from handlers.meetings import pressed_meeting


async def show_registration(update: Update, context: BotContext) -> None:
    """Show how registration stands, with the page to do it on."""
    view = await pressed_meeting(context)
    keyboard = [*page_rows(context, view.meeting), back_row(context, view.meeting)]
    await context.reply("facts/registration.html", view=view, keyboard=keyboard)


def page_rows(context: BotContext, meeting: Meeting) -> Keyboard:
    """The registration page to open, and its address to copy for those who may not open it on this phone."""
    if meeting.registration is None or meeting.registration.url is None:
        return []
    url = meeting.registration.url
    return [
        [InlineKeyboardButton("🔗 " + context.label("Registration page"), url=url)],
        [copy_button("📋", url)],
    ]
