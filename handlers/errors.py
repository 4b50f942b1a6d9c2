"""When something goes wrong: the person gets one sentence, the log the rest."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.clock import new_uid
from bot.context import BotContext
from bot.errors import UserError

log = logging.getLogger(__name__)


async def answer_error(update: object, context: BotContext) -> None:
    """Answer what a handler raised: a UserError names its template, all else gets a reference that the log has."""
    error = context.error
    if not isinstance(update, Update) or update.effective_chat is None or not await context.meet():
        log.error("What is no update of a chat failed.", exc_info=error)
        return
    if isinstance(error, Forbidden):  # whoever blocked the bot, or removed it, hears no excuse
        await context.services.following.lost(context.chat.id, "blocked" if context.in_private else "removed")
        return
    if isinstance(error, UserError):
        await context.reply(error.template, edit=False, **dict[str, Any](error.values))
        return
    reference = new_uid()[:8]
    context.fail(reference)
    log.error("Update %d failed; reference %s.", update.update_id, reference, exc_info=error)
    try:
        await context.reply("errors/unexpected.html", reference=reference, edit=False)
    except BadRequest:
        raise
    except NetworkError:
        context.lose_touch()


async def answer_stale_button(update: Update, context: BotContext) -> None:
    """Answer a button that no route knows any more."""
    await context.answer_button("errors/stale.html", alert=True)


async def answer_unreadable(update: Update, context: BotContext) -> None:
    """Answer a sticker, a voice message, a picture: only words can be read."""
    await context.reply("errors/only_text.html")


async def answer_unknown_command(update: Update, context: BotContext) -> None:
    """Answer a command that does not exist."""
    await context.reply("errors/unknown_command.html")
