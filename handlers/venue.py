"""Where a meeting is, with a pin on the map where the place is known."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from bot.formatting import place
from bot.model import in_language
from handlers.buttons import back_row
from handlers.meetings import pressed_meeting


async def show_venue(update: Update, context: BotContext) -> None:
    """Show the venue, and its pin below."""
    view = await pressed_meeting(context)
    await context.reply("facts/venue.html", view=view, keyboard=[back_row(context, view.meeting)])
    venue = view.meeting.venue
    if venue is not None and venue.geo is not None:
        address = (
            in_language(venue.address, context.language) if venue.address else place(view.meeting, context.language)
        )
        await context.send_pin(*venue.geo, in_language(venue.name, context.language), address)
