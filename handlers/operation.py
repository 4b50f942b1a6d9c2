"""How the bot is run: what organisers did, and how it is doing."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from handlers.buttons import button


async def show_log(update: Update, context: BotContext) -> None:
    """Show who did what and when, a page at a time, the newest first."""
    before = context.pressed.get("before") if update.callback_query else None
    view = await context.services.organisers.log(int(before) if before else None)
    row = [button("⏮", context.label("Newest"), "log")] if before else []
    row += [button("›", context.label("Older"), f"log:{view.older}")] if view.older else []
    await context.reply("organisers/log.html", view=view, zone=context.reader_zone, keyboard=[row])


async def show_status(update: Update, context: BotContext) -> None:
    """Show how the bot is doing."""
    view = await context.services.status.view()
    keyboard = [[button("🔄", context.label("Refresh"), "status")]]
    await context.reply("organisers/status.html", view=view, zone=context.reader_zone, keyboard=keyboard)
