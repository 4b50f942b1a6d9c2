"""Updates by long polling: one call of getUpdates after the other, each confirming what the one before brought.

This is our own loop because PTB's Updater confirms an update before it is stored anywhere (Bot API, getUpdates).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar, cast

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import StoreError, TokenRejected, UpdatesTaken
from bot.receiving.door import Door, is_update
from bot.receiving.patience import Patience
from bot.store.updates import Raw

T = TypeVar("T")

_POLL_SECONDS = 30
_READ_SECONDS = 10.0
_CONFLICT_SECONDS = 30.0

log = logging.getLogger(__name__)


class Polling:
    """Fetches updates for the door, until it is cancelled."""

    def __init__(
        self,
        bot: Bot,
        door: Door,
        allowed_updates: Sequence[str],
        *,
        patience: Patience | None = None,
        conflict_seconds: float = _CONFLICT_SECONDS,
        heard: Callable[[], object] = lambda: None,
    ) -> None:
        """`allowed_updates` names every kind of update that has a handler; others are not sent. `heard` is called
        whenever Telegram has answered."""
        self._bot = bot
        self._door = door
        self._allowed_updates = list(allowed_updates)
        self._patience = patience or Patience()
        self._conflict_seconds = conflict_seconds
        self._heard = heard
        self._offset: int | None = None
        self._first_conflict: float | None = None
        self._last_conflict = 0.0

    async def run(self) -> None:
        """Poll for ever. Raises TokenRejected, and UpdatesTaken when another program polls for 30 seconds.

        What people wrote during a restart is kept: a webhook is removed, what waits for it is not.
        """
        await self._patiently(partial(self._bot.delete_webhook, drop_pending_updates=False))
        self._heard()
        while True:
            updates = await self._patiently(self._fetch)
            if updates:
                await self._patiently(partial(self._door.take, updates))
                self._offset = updates[-1]["update_id"] + 1

    async def _fetch(self) -> list[Raw]:
        # Bot.get_updates would parse the updates, and what is stored is what came.
        updates = await self._bot._post(
            "getUpdates",
            {"offset": self._offset, "timeout": _POLL_SECONDS, "allowed_updates": self._allowed_updates},
            read_timeout=_POLL_SECONDS + _READ_SECONDS,
        )
        if not isinstance(updates, list) or not all(map(is_update, updates)):
            raise TelegramError("The answer holds no updates.")
        self._heard()
        return cast(list[Raw], updates)

    async def _patiently(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do it, as often as it takes: whatever fails here is not confirmed and comes again."""
        while True:
            try:
                result = await act()
            except InvalidToken:
                raise TokenRejected from None
            except Conflict as conflict:
                self._bear(conflict)
                await self._patience.failed(conflict)
            except (TelegramError, StoreError) as error:
                await self._patience.failed(error)
            else:
                self._patience.succeeded()
                self._forget_conflict()
                return result

    def _bear(self, conflict: Conflict) -> None:
        """A restart conflicts with its own last poll for a moment; another program does for as long as it runs."""
        now = asyncio.get_running_loop().time()
        if self._first_conflict is None:
            self._first_conflict = now
        self._last_conflict = now
        if now - self._first_conflict >= self._conflict_seconds:
            raise UpdatesTaken from None

    def _forget_conflict(self) -> None:
        """One poll that goes through proves little: two programs take turns in breaking each other's."""
        if asyncio.get_running_loop().time() - self._last_conflict > self._conflict_seconds:
            self._first_conflict = None
