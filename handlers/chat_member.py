"""What becomes of the bot in a chat: blocked, removed, brought back; and a group that becomes a supergroup."""

from __future__ import annotations

from telegram import Chat, ChatMember, Update

from bot.context import BotContext

_AWAY = {ChatMember.BANNED, ChatMember.LEFT}


async def note_membership(update: Update, context: BotContext) -> None:
    """Keep whether the chat can be written to (Bot API, my_chat_member)."""
    change = update.my_chat_member
    assert change is not None, "the route is for my_chat_member"
    if change.new_chat_member.status in _AWAY:
        reason = "blocked" if change.chat.type == Chat.PRIVATE else "removed"
        await context.services.following.lost(change.chat.id, reason)
    else:
        await context.services.following.found(change.chat.id)


async def note_migration(update: Update, context: BotContext) -> None:
    """Give a group its new id, wherever the old one stands (Bot API, Message.migrate_to_chat_id, migrate_from_chat_id)."""
    message = update.effective_message
    assert message is not None, "the route is for messages"
    if message.migrate_to_chat_id is not None:
        await context.services.following.moved(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await context.services.following.moved(message.migrate_from_chat_id, message.chat.id)
