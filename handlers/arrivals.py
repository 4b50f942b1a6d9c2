"""What comes before every handler: who writes, whether anything new, and whether too much."""

from __future__ import annotations

import re

from telegram import Chat, Update
from telegram.constants import ChatID
from telegram.ext import ApplicationHandlerStop

from bot.context import BotContext
from bot.services.limits import Verdict
from handlers.inline import ASK

_ACCOUNTS_OF_MANY = frozenset(ChatID)  # of whoever writes as a group or a channel, wherever
_FOR_A_CHANNEL = re.compile(r"(?:un)?follow:|reply:|withdrawn$")
_TO_A_MEETING = re.compile(r"meeting:([a-z0-9-]{1,32})")


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
    if not context.is_news:
        raise ApplicationHandlerStop
    who = context.chat.id if context.person.id in _ACCOUNTS_OF_MANY else context.person.id
    verdict = context.services.limits.take(who)
    if verdict is Verdict.FINE:
        return
    if update.callback_query is not None:  # it waits for an answer as long as it gets none
        await context.answer_button("errors/too_many.html")
    elif verdict is Verdict.TOO_MANY:
        await context.reply("errors/too_many.html", edit=False)
    raise ApplicationHandlerStop


async def lead_out_of_channel(update: Update, context: BotContext) -> None:
    """Whoever presses a button in a channel is shown what it leads to in the private chat: all its subscribers may press,
    and none of them changes what the others read there."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None or chat.type != Chat.CHANNEL or _FOR_A_CHANNEL.match(query.data or ""):
        return
    meeting = _TO_A_MEETING.fullmatch(query.data or "")
    await context.open_chat(meeting[1] if meeting else ASK)
    raise ApplicationHandlerStop


async def leave_dialogue(update: Update, context: BotContext) -> None:
    """Any command leaves the dialogue under way; `/cancel` leaves it by itself, and says so."""
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
