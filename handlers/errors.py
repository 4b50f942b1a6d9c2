"""When something goes wrong: the person gets one sentence, the log the rest."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError, TimedOut

from bot.clock import new_uid
from bot.context import BotContext
from bot.delivery.decide import is_closed, may_be_repeated
from bot.errors import NotForThem, UserError

log = logging.getLogger(__name__)


async def answer_error(update: object, context: BotContext) -> None:
    """Answer what a handler raised: a UserError names its template, a mistake of ours gets a reference that the log has.

    What Telegram did not take is no mistake: it is sent again, or has nobody any more to be sent to.
    """
    error = context.error
    if isinstance(update, Update) and update.inline_query is not None and isinstance(error, TelegramError):
        log.info("Update %d: nobody waits for the results any more (%s).", update.update_id, error)
    elif not isinstance(update, Update) or update.effective_chat is None or not await context.meet():
        log.error("What is no update of a chat failed.", exc_info=error)
    else:
        if not isinstance(error, TelegramError) or (isinstance(error, BadRequest) and not is_closed(error)):
            error = await _explain(update, context, error)
        if error is not None:
            await _bear(update, context, error)


async def _explain(update: Update, context: BotContext, error: Exception | None) -> TelegramError | None:
    """Say what is wrong; give the error of that call, if it did not get through either."""
    try:
        if isinstance(error, NotForThem) and update.callback_query is not None:
            await context.answer_button(error.template, alert=True)
        elif isinstance(error, UserError):
            await context.reply(error.template, edit=False, **dict[str, Any](error.values))
        else:
            reference = new_uid()[:8]
            context.fail(reference)
            log.error("Update %d failed; reference %s.", update.update_id, reference, exc_info=error)
            await context.reply("errors/unexpected.html", reference=reference, edit=False)
    except TelegramError as problem:
        return problem
    return None


async def _bear(update: Update, context: BotContext, error: TelegramError) -> None:
    """Go on from an answer that Telegram did not take."""
    if isinstance(error, Forbidden):  # whoever blocked the bot, or removed it, hears no excuse
        await context.services.following.lost(context.chat.id, "blocked" if context.in_private else "removed")
    elif isinstance(error, ChatMigrated):
        await context.services.following.moved(context.chat.id, error.new_chat_id)
        context.move(error.new_chat_id)
    elif may_be_repeated(error):
        context.lose_touch(in_doubt=isinstance(error, TimedOut))
    else:
        log.warning("Update %d: the chat takes no answer (%s).", update.update_id, error)


async def answer_stale_button(update: Update, context: BotContext) -> None:
    """Answer a button that no route knows any more."""
    await context.answer_button("errors/stale.html", alert=True)


async def answer_unreadable(update: Update, context: BotContext) -> None:
    """Answer a sticker, a voice message, a picture: only words can be read."""
    await context.reply("errors/only_text.html")


async def answer_unknown_command(update: Update, context: BotContext) -> None:
    """Answer a command that does not exist."""
    await context.reply("errors/unknown_command.html")
