"""What was received, as the objects of python-telegram-bot.

Its message looks for each of a hundred fields in the JSON, and asks at each whether it may still be set. Most messages have
five: these are given the five, and look the others up in an empty message, in a fifth of the time. Nor does anything ask at
each field of its chat and its author.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Chat, Message, Update, User

from bot.store.updates import Raw

_PLAIN_MESSAGE = {"message_id", "date", "chat", "from", "text"}


_EMPTY = Message(0, datetime.fromtimestamp(0, UTC), Chat(0, Chat.PRIVATE))


class _Chat(Chat):
    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]  # its parameters have other names


class _User(User):
    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]


class _Message(Message):
    """Nothing but text, and whose it is; every other field is as in an empty message."""

    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]

    def __init__(self, raw: dict[str, Any], bot: Bot) -> None:
        self.message_id = raw["message_id"]
        self.date = datetime.fromtimestamp(raw["date"], UTC)
        self.chat = _Chat.de_json(raw["chat"], bot)
        self.from_user = _User.de_json(raw["from"], bot)
        self.text = raw["text"]
        self._id_attrs = (self.message_id, self.chat)
        self._bot = bot

    def __getattr__(self, name: str) -> Any:
        """Called for what has not been set."""
        return getattr(_EMPTY, name)


class _Update(Update):
    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]


def as_update(raw: Raw, bot: Bot) -> Update:
    """Build the update whose JSON was received (Bot API, `Update`); its shortcuts use `bot`.

    Raises what `Update.de_json` raises for what is no update.
    """
    message = raw.get("message")
    if not isinstance(message, dict) or message.keys() != _PLAIN_MESSAGE or len(raw) > 2:
        return Update.de_json(raw, bot)
    update = _Update(raw["update_id"], message=_Message(message, bot))
    update.set_bot(bot)
    return update
