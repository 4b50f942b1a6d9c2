"""The one door for updates: they are stored, then handled, one chat in order, chats in parallel."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import TelegramError, TimedOut
from telegram.ext import Application

from bot.clock import Clock, new_uid
from bot.delivery.decide import may_be_repeated
from bot.errors import StoreError
from bot.observing import Metrics
from bot.receiving.reading import as_update
from bot.store import updates
from bot.store.database import Database
from bot.store.updates import Handling, Raw, being_handled

Answer = Callable[[Update], Awaitable[None]]

KEPT = timedelta(hours=25)
"""How long the id of an update is kept; Telegram delivers an update again for 24 hours at most."""

_PLACES = 100
_ROOM = 1000
_ATTEMPTS = 3
_LAST_ATTEMPTS_AFTER = 10.0
_PURGE_SECONDS = 3600.0
_TRIES = 20  # of a reply that Telegram does not take although it can be reached: for about seven minutes
_DOUBTS = 5  # how often a reply may have arrived and is made again all the same
_TRY_AFTER = 0.2  # seconds, twice as long each time
_TRY_AFTER_MOST = 30.0
_TOO_LARGE = 2**63  # for SQLite; Telegram's numbers have fewer bits
_WHO = ("from", "user", "voter_chat")

log = logging.getLogger(__name__)


async def _no_answer(update: Update) -> None:
    """Say nothing."""


class Door:
    """Takes updates in and has the application handle them; `places` chats are in work at a time."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        database: Database,
        clock: Clock,
        *,
        present_state: Answer = _no_answer,
        give_up: Answer = _no_answer,
        metrics: Metrics | None = None,
        places: int = _PLACES,
        last_attempts_after: float = _LAST_ATTEMPTS_AFTER,
    ) -> None:
        """`present_state` answers an update whose effect is stored but whose reply may be lost; `give_up` one that
        took the process down time and again. What comes and goes is counted in `metrics`.

        After a start everybody else is served for `last_attempts_after` seconds before what may take it down again.
        """
        self._application = application
        self._database = database
        self._clock = clock
        self._present_state = present_state
        self._give_up = give_up
        self._metrics = metrics or Metrics()
        self._places = places
        self._last_attempts_after = last_attempts_after
        self._last_attempts: list[int] = []
        self._chats: dict[int, deque[Handling]] = {}
        self._ready: deque[int] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._working = 0
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._room = asyncio.Event()
        self._room.set()
        self._stopping = False
        self._stops = asyncio.Event()
        self._purged_at = -_PURGE_SECONDS

    @property
    def waiting(self) -> int:
        """How many updates are waiting or being handled."""
        return self._waiting

    async def take(self, received: Sequence[Raw]) -> None:
        """Store what was received and have it handled; what was there before has no second effect.

        Returns once it is stored, and may then be confirmed to Telegram; while a thousand are waiting, not before
        there is room for more. Raises StoreError when it could not be stored.
        """
        now = self._clock.now()
        taken = await self._database.note(updates.take, [(chat_of(raw), raw) for raw in received], now)
        for chat, raw in taken.new:
            self._metrics.update_received(next((name for name in raw if name != "update_id"), "nothing"))
            self._enqueue(chat, Handling(raw["update_id"], raw, revision=taken.revision))
        if asyncio.get_running_loop().time() - self._purged_at >= _PURGE_SECONDS:
            self._purged_at = asyncio.get_running_loop().time()
            await self._database.note(updates.purge, now - KEPT)
        await self._room.wait()

    async def resume(self) -> None:
        """Take up what the last run left, before anything new is taken; every id is named in the log.

        What was in flight at so many deaths that one attempt is left has that one later, and alone: whatever was
        beside the cause by chance is answered, the cause itself is found.
        """
        chats = set()
        for chat, handling in await self._database.read(updates.unanswered):
            if handling.effect_stored:
                log.warning("Update %d: effect stored, answer unsure; shows the present state.", handling.update_id)
            elif chat in chats:
                log.info("Update %d was waiting at the last stop; it is handled now.", handling.update_id)
            else:  # the first of its chat: the only one that can have been begun
                log.warning("Update %d may have been in flight; it is handled again.", handling.update_id)
            chats.add(chat)
            self._enqueue(chat, handling)
        if self._last_attempts:
            asyncio.get_running_loop().call_later(self._last_attempts_after, self._begin_last_attempts)

    async def idle(self) -> None:
        """Wait until everything that was taken is handled."""
        await self._idle.wait()

    async def stop(self, seconds: float = 8.0) -> None:
        """Finish what is being handled and begin nothing new; the rest stays stored for the next start.

        What is not finished after `seconds` is broken off, and is handled again at the next start.
        """
        self._stopping = True
        self._stops.set()
        self._room.set()
        if not self._workers:
            return
        _, unfinished = await asyncio.wait(self._workers, timeout=seconds)
        for worker in unfinished:
            worker.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def _enqueue(self, chat: int, handling: Handling) -> None:
        self._waiting += 1
        handling.taken_at = asyncio.get_running_loop().time()
        if self._waiting >= _ROOM and not self._stopping:
            self._room.clear()
        if chat in self._chats:
            self._chats[chat].append(handling)
            return
        self._chats[chat] = deque([handling])
        self._idle.clear()
        if handling.attempts == _ATTEMPTS - 1:
            self._last_attempts.append(chat)
        else:
            self._make_ready(chat)

    def _make_ready(self, chat: int) -> None:
        self._ready.append(chat)
        if self._working < self._places and not self._stopping:
            self._working += 1
            self._start(self._work())

    def _begin_last_attempts(self) -> None:
        if not self._stopping:
            self._start(self._make_last_attempts())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        worker = asyncio.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        """Handle one update of one chat after the other, until no chat has any that nobody handles."""
        while self._ready and not self._stopping:
            chat = self._ready.popleft()
            if await self._handle_next_of(chat):
                self._ready.append(chat)  # to the end: a chat with much to say does not keep others waiting
        self._working -= 1

    async def _make_last_attempts(self) -> None:
        """Make them one after the other, so that a death is known to be by the one that was being made."""
        for chat in self._last_attempts:
            if self._stopping:
                return
            if await self._handle_next_of(chat):
                self._make_ready(chat)

    async def _handle_next_of(self, chat: int) -> bool:
        """Handle the next update of a chat; give whether it has more."""
        await self._handle(self._chats[chat][0])
        self._chats[chat].popleft()
        self._waiting -= 1
        if self._waiting < _ROOM:
            self._room.set()
        if self._chats[chat]:
            return True
        del self._chats[chat]
        if not self._chats:
            self._idle.set()
        return False

    async def _handle(self, handling: Handling) -> None:
        token = being_handled.set(handling)
        try:
            if handling.attempts >= _ATTEMPTS:
                await self._set_aside(handling)
                return
            if handling.resumed:
                await self._database.note(updates.begin_again, handling.update_id)
            await self._answer(handling)
            if handling.unreached and not await self._answer_again(handling):
                return
            await self._close(handling)
        except Exception:  # the disk, most likely: the update is then handled again at the next start
            log.exception("Update %d could not be marked as handled.", handling.update_id)
        finally:
            handling.over = True
            being_handled.reset(token)
            outcome = "failed" if handling.reference else "aside" if handling.attempts >= _ATTEMPTS else "answered"
            self._metrics.update_handled(outcome, asyncio.get_running_loop().time() - handling.taken_at)

    async def _answer(self, handling: Handling) -> None:
        """Let the application handle the update. It answers the errors of its handlers itself."""
        try:
            update = as_update(handling.raw, self._application.bot)
            if handling.effect_stored:
                await self._present_state(update)
            else:
                await self._application.process_update(update)
        except TelegramError as error:
            if may_be_repeated(error):
                handling.lose_touch(in_doubt=isinstance(error, TimedOut))
            else:
                log.warning("Update %d: the chat takes no answer (%s).", handling.update_id, error)
        except Exception:
            handling.fail(new_uid()[:8])
            log.exception("Update %d failed; reference %s.", handling.update_id, handling.reference)

    async def _answer_again(self, handling: Handling) -> bool:
        """Handle an update until Telegram takes the reply; give whether that is over before the next start.

        As long as Telegram cannot be reached it waits; when that can be and takes no reply all the same, or may have taken
        several, it is given up.
        """
        log.warning("Update %d: Telegram takes no reply; it is handled again once it does.", handling.update_id)
        waits, tries = 0, 0
        while handling.unreached:
            if tries == _TRIES or handling.doubts == _DOUBTS:
                handling.fail(new_uid()[:8])
                log.error("Update %d is given up; reference %s.", handling.update_id, handling.reference)
                return True
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_TRY_AFTER * 2**waits, _TRY_AFTER_MOST)):
                    await self._stops.wait()
            if self._stopping:
                return False
            waits = min(waits + 1, _TRIES)
            if await self._can_be_reached():
                tries += 1
                handling.begin_again()
                await self._answer(handling)
        return True

    async def _can_be_reached(self) -> bool:
        try:
            await self._application.bot.get_me()
        except TelegramError:
            return False
        return True

    async def _close(self, handling: Handling) -> None:
        """Mark the update as answered. A closing effect that raises does not make it be handled again."""
        try:
            await self._database.join(updates.close, handling)
        except StoreError:
            raise
        except Exception:
            handling.fail(new_uid()[:8])
            log.exception("Update %d failed at its end; reference %s.", handling.update_id, handling.reference)
            await self._database.join(updates.close, handling)

    async def _set_aside(self, handling: Handling) -> None:
        log.error(
            "Update %d is set aside: the process ended %d times while handling it.",
            handling.update_id,
            handling.attempts,
        )
        await self._database.note(updates.set_aside, handling.update_id)
        await self._give_up(as_update(handling.raw, self._application.bot))


def is_update(value: object) -> bool:
    """Whether Telegram could have sent it: an object with a number, a positive one that the store takes."""
    number = value.get("update_id") if isinstance(value, dict) else None
    return type(number) is int and 0 < number < _TOO_LARGE


def chat_of(update: Raw) -> int:
    """Give the chat in whose order an update is handled, or else the user: an inline query has no chat."""
    content = next((value for name, value in update.items() if name != "update_id"), None)
    message = content.get("message") if isinstance(content, dict) else None
    for holder, name in ((content, "chat"), (message, "chat"), *((content, name) for name in _WHO)):
        who = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(who, dict) and isinstance(who.get("id"), int) and abs(who["id"]) < _TOO_LARGE:
            return int(who["id"])
    return 0
