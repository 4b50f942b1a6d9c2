"""What has changed since somebody last looked."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from bot.services.changes import ChangesView
from handlers.buttons import back_row, button


async def show_changes(context: BotContext, meeting_id: str | None) -> None:
    """Show what has changed of a meeting, or, with none named, of what this chat follows since it last looked."""
    changes = context.services.changes
    if meeting_id is not None:
        await _reply(context, await changes.of_meeting(meeting_id, None, context.reader_zone))
    else:
        await _reply(context, await changes.since_last_look(context.chat.id, context.reader_zone))


async def show_changes_of_meeting(update: Update, context: BotContext) -> None:
    """Show a page of what has changed of the meeting of the pressed button."""
    before = context.pressed.get("before")
    view = await context.services.changes.of_meeting(
        context.pressed["meeting"], int(before) if before else None, context.reader_zone
    )
    await _reply(context, view)


async def show_earlier_changes(update: Update, context: BotContext) -> None:
    """Show what came before on what this chat follows."""
    before = int(context.pressed["before"])
    await _reply(context, await context.services.changes.earlier(context.chat.id, before, context.reader_zone))


async def _reply(context: BotContext, view: ChangesView) -> None:
    about = f"changes:{view.meeting.id}" if view.meeting else "earlier"
    older = [button("›", context.label("Earlier changes"), f"{about}:{view.older}")] if view.older else []
    back = back_row(context, view.meeting) if view.meeting else []
    all_meetings = [] if view.follows else [button("🗓", context.label("All meetings"), "meetings")]
    await context.reply("changes.html", view=view, zone=context.reader_zone, keyboard=[older, back, all_meetings])
