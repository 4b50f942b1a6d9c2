"""What was received, as the objects of python-telegram-bot.

Its message looks for each of a hundred fields in the JSON, and asks at each whether it may still be set. Most messages have
five: these are put together from the five, in a third of the time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Chat, Message, Update, User

from bot.store.updates import Raw

_PLAIN_MESSAGE = {"message_id", "date", "chat", "from", "text"}


class _Message(Message):
    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]  # its parameters have other names


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
    update = _Update(raw["update_id"], message=_plain_message(message, bot))
    update.set_bot(bot)
    return update


def _plain_message(raw: dict[str, Any], bot: Bot) -> Message:
    """Nothing but text, and whose it is."""
    message = _Message(
        message_id=raw["message_id"],
        date=datetime.fromtimestamp(raw["date"], UTC),
        chat=Chat.de_json(raw["chat"], bot),
        from_user=User.de_json(raw["from"], bot),
        text=raw["text"],
    )
    message.set_bot(bot)
    return message
