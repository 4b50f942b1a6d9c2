"""How a claimed delivery becomes a Bot API call: by the kind of its cause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Bot

from bot.delivery.loop import Sent
from bot.store.outbox import Delivery

Way = Callable[[Bot, Delivery, str], Awaitable[Sent]]
"""Makes the one call of a delivery, in a language. Raises the error of the call."""


class Sender:
    """Sends deliveries; `ways` has one for each kind of cause."""

    def __init__(self, bot: Bot, ways: Mapping[str, Way], language_for: Callable[[str | None], str]) -> None:
        """`language_for` gives one of the bot's languages for what is known of a chat's, or for nothing."""
        self._bot = bot
        self._ways = ways
        self._language_for = language_for

    async def __call__(self, delivery: Delivery) -> Sent:
        """Make the call. Raises its error, and KeyError for a kind that nobody can send."""
        return await self._ways[delivery.kind](self._bot, delivery, self._language_for(delivery.language))
