"""What people get whose update was being handled when the bot went down, or when Telegram took no answers."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext


async def show_present_state(update: Update, context: BotContext) -> None:
    """Say that what was asked for has happened, since the words that said so may be lost, and by what."""
    await context.reply("resumed.html", after_restart=context.after_restart, edit=False)


async def apologise(update: Update, context: BotContext) -> None:
    """Say that a message could not be handled, having been tried again and again."""
    await context.reply("errors/given_up.html", edit=False)
