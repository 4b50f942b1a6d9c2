"""A meeting for the calendar app."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from handlers.buttons import back_row
from handlers.meetings import pressed_meeting


async def show_calendar(update: Update, context: BotContext) -> None:
    """Show what goes into the calendar, and send it as a file where there are days to enter."""
    view = await pressed_meeting(context)
    await context.reply("facts/calendar.html", view=view, keyboard=[back_row(context, view.meeting)])
    if view.length is not None:
        await send_entry(context, view.meeting.id)


async def send_entry(context: BotContext, meeting_id: str) -> None:
    """Send the meeting's entry as an .ics file."""
    entry = await context.services.entries.of_meeting(meeting_id, context.language)
    await context.send_file(entry.name, entry.content, "calendar_caption.html", view=entry.view)
