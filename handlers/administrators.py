"""In a group or channel its administrators decide what the bot does there."""

from __future__ import annotations

from telegram import ChatMember

from bot.context import BotContext
from bot.errors import NotForThem


async def must_administer(context: BotContext, template: str) -> None:
    """Raise NotForThem with the template unless the person administers the chat (Bot API, getChatMember).

    In a private chat there is nobody else; only administrators post in a channel, and write in the name of a group.
    """
    if context.in_private or context.received.channel_post is not None:
        return
    written = context.received.message
    if written is not None and written.sender_chat is not None and written.sender_chat.id == context.chat.id:
        return
    member = await context.bot.get_chat_member(context.chat.id, context.person.id)
    if member.status not in (ChatMember.OWNER, ChatMember.ADMINISTRATOR):
        raise NotForThem(template)
