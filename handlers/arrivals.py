"""What comes before every handler: who writes, and whether she writes too much."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.context import BotContext
from bot.services.limits import Verdict


async def meet(update: Update, context: BotContext) -> None:
    """Set `context.person`; a person beyond her share is told once, then not heard until the minute is over."""
    # Who blocks the bot, having asked to be forgotten, is not noted anew by that.
    if not await context.meet(keep=update.my_chat_member is None):
        raise ApplicationHandlerStop
    if (
        update.inline_query is not None
    ):  # one comes with every few letters that she types, and nothing can be said to it
        if context.services.limits.take((context.person.id, "inline")) is not Verdict.FINE:
            raise ApplicationHandlerStop
        return
    verdict = context.services.limits.take(context.person.id)
    if verdict is Verdict.TOO_MANY:
        await context.reply("errors/too_many.html", edit=False)
    if verdict is not Verdict.FINE:
        raise ApplicationHandlerStop


async def leave_dialogue(update: Update, context: BotContext) -> None:
    """Any command leaves the dialogue under way; `/cancel` leaves it by itself, and says so."""
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
