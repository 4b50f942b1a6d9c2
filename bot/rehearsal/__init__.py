"""The rehearsal room: Telegram in memory, and a page on it.

The application is the real one; only the way to Telegram is a `BaseRequest` that keeps chats in memory. Tests,
`plenary ask` and the room drive it alike:

    rehearsal = Rehearsal(clock)
    application = Application.builder().token(TOKEN).request(rehearsal.request) …
    rehearsal.connect(door.take, door.idle)
    ana = rehearsal.person("Ana", language_code="es")
    [card] = await ana.says("venue?")
    await ana.presses("Programme")
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from bot.clock import Clock
from bot.rehearsal.memory import Telegram
from bot.rehearsal.methods.base import Call
from bot.rehearsal.people import Group, Person
from bot.rehearsal.request import RehearsalRequest, Trouble

TOKEN = "7000000000:rehearsal"  # opens nothing
Take = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


async def _nothing() -> None:
    """Nothing is under way."""


class Rehearsal:
    """A bot's Telegram in memory.

    `request` is what the application is built with, `telegram` what there is, `settle` returns when the bot has handled
    everything that it was brought.
    """

    def __init__(self, clock: Clock, name: str = "Plenary", username: str = "PlenaryBot") -> None:
        self.telegram = Telegram(clock, name, username)
        self.request = RehearsalRequest(self.telegram)
        self.settle: Callable[[], Awaitable[None]] = _nothing
        self._take: Take | None = None
        self._allowed: Collection[str] | None = None
        self._updates = itertools.count(1)

    def connect(
        self,
        take: Take,
        settle: Callable[[], Awaitable[None]] = _nothing,
        allowed_updates: Collection[str] | None = None,
    ) -> None:
        """Say where updates go, how to wait until they are handled, and which kinds the bot asks for (None: all)."""
        self._take = take
        self.settle = settle
        self._allowed = allowed_updates

    @property
    def calls(self) -> list[Call]:
        """Every Bot API call, in order."""
        return self.request.calls

    def answers_next(
        self, method: str, *troubles: Trouble, chat: Person | Group | None = None, delivered: bool = False
    ) -> None:
        """Let the next calls of a method (in one chat, if given) meet these troubles, one each.

        A trouble is `Refused(429, "Too Many Requests: retry after 3", retry_after=3)`, `TimedOut()` or another error of
        python-telegram-bot, or a status and a body as `(502, b"<html>")`. `delivered`: the call has its effect all the
        same.
        """
        self.request.plan(method, *troubles, chat_id=chat.id if chat else None, delivered=delivered)

    def person(
        self,
        name: str,
        *,
        id: int | None = None,
        language_code: str | None = "en",
        last_name: str | None = None,
        username: str | None = None,
    ) -> Person:
        """Let somebody join. The bot cannot write to her before she has written to it."""
        about = {"first_name": name, "last_name": last_name, "username": username, "language_code": language_code}
        private = self.telegram.add_person({key: value for key, value in about.items() if value is not None}, id)
        return Person(self.telegram, self._bring, private)

    def group(self, title: str, topics: Mapping[int, str] | None = None) -> Group:
        """Found a group with the bot in it; `topics` names each by its thread id. Whoever writes in it is a member."""
        return Group(self.telegram.add_group(title, topics or {}))

    async def _bring(self, content: dict[str, Any]) -> None:
        if self._take is None:
            raise RuntimeError("the rehearsal is not connected to a bot: call connect()")
        if self._allowed is None or content.keys() <= set(self._allowed):
            await self._take([{"update_id": next(self._updates), **content}])
            await self.settle()
