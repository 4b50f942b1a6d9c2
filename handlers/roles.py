"""Who may: what stands around a handler in the routing table that is not for everybody."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext
from handlers import errors
from handlers.questions import Handler


def organisers_only(handler: Handler) -> Handler:
    """For organisers, in private. Whoever else types the command gets what an unknown command gets."""

    async def guarded(update: Update, context: BotContext) -> None:
        if await context.services.organisers.of(context.person.id) is None:
            await _refuse(update, context)
        elif context.in_private:
            await handler(update, context)
        else:
            link = InlineKeyboardButton(context.label("Open our chat"), url=f"https://t.me/{context.bot.username}")
            await context.reply("private_only.html", keyboard=[[link]])

    return guarded


def organisers_anywhere(handler: Handler) -> Handler:
    """For organisers, in a group of theirs too, where everybody sees the buttons."""

    async def guarded(update: Update, context: BotContext) -> None:
        if await context.services.organisers.of(context.person.id) is not None:
            await handler(update, context)
        else:
            await context.answer_button("organisers/organisers_only.html", alert=True)

    return guarded


def chiefs_only(handler: Handler) -> Handler:
    """For chief organisers, in private."""

    async def guarded(update: Update, context: BotContext) -> None:
        organiser = await context.services.organisers.of(context.person.id)
        if organiser is not None and not organiser.is_chief:
            await context.answer_button("organisers/chiefs_only.html", alert=True)
        else:
            await handler(update, context)

    return organisers_only(guarded)


async def _refuse(update: Update, context: BotContext) -> None:
    """Answer as if there were no such route; who has the button of an organiser has been one."""
    if update.callback_query is not None:
        await context.answer_button("organisers/not_any_more.html", alert=True)
    elif context.in_private and update.effective_message and update.effective_message.document:
        await errors.answer_unreadable(update, context)
    elif context.in_private:
        await errors.answer_unknown_command(update, context)
