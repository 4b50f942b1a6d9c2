"""Plain questions, and the commands that are questions with their subject known."""

from __future__ import annotations

from telegram import Update
from telegram.constants import MessageEntityType
from telegram.ext.filters import MessageFilter
from telegram import Message

from bot.answering.subjects import Subject
from bot.context import BotContext
from handlers import settings
from handlers.meetings import Handler

LONGEST_QUESTION = 4000


class _Addressed(MessageFilter):
    """What in a group is meant for the bot: a mention of its name, or a reply to a message of its own."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
            return True
        mentions = message.parse_entities([MessageEntityType.MENTION]).values()
        return f"@{bot.username}".lower() in (mention.lower() for mention in mentions)


ADDRESSED = _Addressed()
