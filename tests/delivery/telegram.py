"""Telegram as a sender meets it: behind PTB's request interface, its limits enforced, trouble as ordered."""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.delivery.calls import PacedCalls
from bot.delivery.dated import DatedBot
from bot.delivery.lanes import Lanes
from bot.transport import NotSent, ServerFailed

ME = {"id": 1, "is_bot": True, "first_name": "Plenary", "username": "PlenaryBot"}


@dataclass
class Faults:
    """Shares of the calls that meet each trouble."""

    flood: float = 0.0
    server_error: float = 0.0
    never_leaves: float = 0.0
    cut_before: float = 0.0
    cut_after: float = 0.0
    blocked: frozenset[int] = frozenset()


@dataclass
class Message:
    """A message that a chat has."""

    id: int
    chat: int
    text: str
    at: float
    topic: int | None


@dataclass
class Allowed:
    """A limit: so many in any trailing span."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def refused_for(self, now: float) -> float:
        """Count a call; the seconds for which it is refused, 0 when it is fine."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) >= self.most:
            return self.times[0] + self.seconds - now
        self.times.append(now)
        return 0.0


class Telegram(BaseRequest):
    """30 messages in any trailing second, `burst` in as many in one chat, 20 a minute in a group."""

    def __init__(self, faults: Faults | None = None, *, call_seconds: float = 0.05, rate: int = 30, burst: int = 1):
        self.faults = faults or Faults()
        self.call_seconds = call_seconds
        self.messages: list[Message] = []
        self.deleted: set[int] = set()
        self.floods = 0
        self.calls: list[tuple[str, float]] = []
        self.answers: dict[str, deque[Exception | dict[str, Any]]] = {}
        self.is_down: Exception | None = None
        self._chance = random.Random(11)
        self._burst = burst
        self._everything = Allowed(rate, 1.0)
        self._chats: dict[int, list[Allowed]] = {}
        self._ids = itertools.count(1)
        self._held_until = 0.0

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    def answer(self, method: str, *answers: Exception | dict[str, Any]) -> None:
        """Give these answers to the next calls of a method: an error, or the body of a refusal."""
        self.answers.setdefault(method, deque()).extend(answers)

    def texts(self, chat: int) -> list[str]:
        """What a chat has got, in order."""
        return [message.text for message in self.messages if message.chat == chat]

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, *timeouts, **more):
        name = url.rsplit("/", 1)[-1]
        given = request_data.parameters if request_data else {}
        now = asyncio.get_running_loop().time()
        self.calls.append((name, now))
        if self.is_down:
            raise self.is_down
        if self.answers.get(name):
            answer = self.answers[name].popleft()
            if isinstance(answer, Exception):
                raise answer
            return self._refusal(**answer)
        if name == "getMe":
            return self._said(ME)
        refusal = self._limits(given["chat_id"], now) or self._trouble(given["chat_id"])
        if refusal:
            return self._refusal(**refusal)
        if self._happens(self.faults.cut_before):
            await asyncio.sleep(self.call_seconds)
            raise TimedOut
        result = self._carry_out(name, given, now)
        await asyncio.sleep(self.call_seconds)
        if self._happens(self.faults.cut_after):
            raise NetworkError("The connection was cut (ServerDisconnectedError).")
        return self._said(result)

    def _limits(self, chat: int, now: float) -> dict[str, Any] | None:
        if chat not in self._chats:
            limits = [Allowed(self._burst, float(self._burst))]
            self._chats[chat] = [*limits, Allowed(20, 60.0)] if chat < 0 else limits
        refused_for = max(
            self._held_until - now,
            *(limit.refused_for(now) for limit in self._chats[chat]),
            self._everything.refused_for(now),
        )
        if refused_for > 0:
            self.floods += 1
            return self._flood(math.ceil(refused_for), now)
        return None

    def _flood(self, seconds: int, now: float) -> dict[str, Any]:
        self._held_until = max(self._held_until, now + seconds)
        return {"code": 429, "description": f"Too Many Requests: retry after {seconds}", "retry_after": seconds}

    def _trouble(self, chat: int) -> dict[str, Any] | None:
        if self._happens(self.faults.never_leaves):
            raise NotSent("no route to host")
        if self._happens(self.faults.server_error):
            raise ServerFailed("Internal Server Error")
        if self._happens(self.faults.flood):
            return self._flood(3, asyncio.get_running_loop().time())
        if chat in self.faults.blocked:
            return {"code": 403, "description": "Forbidden: bot was blocked by the user"}
        return None

    def _happens(self, share: float) -> bool:
        return share > 0 and self._chance.random() < share

    def _carry_out(self, name: str, given: dict[str, Any], now: float) -> Any:
        if name == "deleteMessage":
            self.deleted.add(given["message_id"])
            return True
        message = Message(next(self._ids), given["chat_id"], given["text"], now, given.get("message_thread_id"))
        if name == "editMessageText":
            old = next(known for known in self.messages if known.id == given["message_id"])
            old.text = message.text
            message = old
        else:
            self.messages.append(message)
        chat = {"id": message.chat, "type": "private" if message.chat > 0 else "supergroup"}
        return {"message_id": message.id, "date": 0, "chat": chat, "text": message.text}

    @staticmethod
    def _said(result: Any) -> tuple[int, bytes]:
        return 200, json.dumps({"ok": True, "result": result}).encode()

    @staticmethod
    def _refusal(code: int, description: str, **parameters: int) -> tuple[int, bytes]:
        body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        return code, json.dumps(body).encode()


def bot_on(telegram: Telegram, lanes: Lanes) -> DatedBot:
    """A bot as the application builds it, its calls paced."""
    return DatedBot("1:TEST", request=telegram, get_updates_request=telegram, rate_limiter=PacedCalls(lanes))
