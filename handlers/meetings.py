"""Meetings: the list, the next one, and the card of one."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from bot.services.meetings import MeetingView
from handlers.buttons import back_row, button, card_keyboard, meeting_buttons


async def show_meetings(update: Update, context: BotContext) -> None:
    """Show all meetings, each with a button to its card."""
    view = await context.services.meetings.all()
    await context.reply("meetings.html", view=view, keyboard=meeting_buttons(context, view.meetings))


async def show_next(update: Update, context: BotContext) -> None:
    """Show the card of the meeting under way or next."""
    view = await context.services.meetings.next(context.reader_zone)
    if view is None:
        await context.reply("no_next.html", keyboard=[[button("🗓", context.label("All meetings"), "meetings")]])
    else:
        await reply_with_card(context, view)


async def show_card(update: Update, context: BotContext) -> None:
    """Show the card of the meeting whose button was pressed."""
    await reply_with_card(context, await pressed_meeting(context))


async def show_about(update: Update, context: BotContext) -> None:
    """Show what the meeting is for, who is invited, and what it comes after."""
    view = await pressed_meeting(context)
    neighbours = [meeting for meeting in (view.previous, view.next) if meeting]
    keyboard = [*meeting_buttons(context, neighbours), back_row(context, view.meeting)]
    await context.reply("facts/about.html", view=view, keyboard=keyboard)


async def reply_with_card(context: BotContext, view: MeetingView) -> None:
    """Reply with a meeting's card."""
    await context.reply("card.html", view=view, keyboard=card_keyboard(context, view.meeting))


async def pressed_meeting(context: BotContext) -> MeetingView:
    """The meeting that stands in the pressed button's data."""
    return await context.services.meetings.view(context.pressed["meeting"], context.reader_zone)
