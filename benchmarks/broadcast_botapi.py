"""A Bot API server that enforces Telegram's limits: `python -m benchmarks.broadcast_botapi` prints its address.

30 messages in any trailing second, one a second in a chat, 20 a minute in a group; each call takes 50 ms. What comes
faster gets 429 with `retry_after`, and so does whatever comes before that time is over. The benchmark drives it from a
process of its own, through `Server`:

    POST /benchmark/ask       let these updates happen, so many seconds apart
    GET  /benchmark/calls     the messages sent since the start, once `?accepted=` of them were not refused
    GET  /benchmark/asked     when the updates happened, by chat

All times are seconds of the machine's monotonic clock, which its processes share.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import time
from collections import deque
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from benchmarks.served import BOT, ME, Driver, as_json, driven, serve

RATE = 30

_CALL_SECONDS = 0.05


@dataclass
class Limit:
    """So many calls in any trailing span of seconds."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def free_in(self, now: float) -> float:
        """The seconds until one more is allowed, 0 when it is."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return self.times[0] + self.seconds - now if len(self.times) >= self.most else 0.0


class Limits:
    """Telegram's limits on one bot; what is refused does not count, and is the end of its patience for a while."""

    def __init__(self) -> None:
        self._everything = Limit(RATE, 1.0)
        self._chats: dict[int, list[Limit]] = {}
        self._held_until = -math.inf

    def retry_after(self, chat: int, now: float) -> int:
        """Take a message for a chat (a group has a negative id): 0, or the whole seconds for which it is refused."""
        if chat not in self._chats:
            self._chats[chat] = [Limit(1, 1.0), *([Limit(20, 60.0)] if chat < 0 else [])]
        limits = [self._everything, *self._chats[chat]]
        if now >= self._held_until:
            free_in = max(limit.free_in(now) for limit in limits)
            if not free_in:
                for limit in limits:
                    limit.times.append(now)
                return 0
            self._held_until = now + math.ceil(free_in)
        return math.ceil(self._held_until - now)


@dataclass(frozen=True)
class Call:
    """A message that the bot sent, or was refused: to which chat, and when it came in."""

    chat: int
    at: float
    accepted: bool


class BotApi:
    """What the server knows."""

    def __init__(self) -> None:
        self._limits = Limits()
        self._calls: list[Call] = []
        self._accepted = 0
        self._asked: dict[int, float] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._message_ids = itertools.count(1_000_000)
        self._changed = asyncio.Condition()
        self._asking: asyncio.Task[None] | None = None

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer one request, of the bot or of the benchmark."""
        name = request.path.rpartition("/")[2]
        if request.path.startswith("/benchmark/"):
            return as_json(await getattr(self, name)(request))
        given = await _parameters(request)
        if name.lower() == "getupdates":
            return _said(await self._get_updates(int(given.get("offset", 0)), float(given.get("timeout", 0))))
        answer = _said(ME if name == "getMe" else True)
        if name == "sendMessage":
            answer = await self._send(int(given["chat_id"]), {"text": given["text"]})
        if name == "sendPhoto":
            photo = {"file_id": given["photo"], "file_unique_id": given["photo"], "width": 800, "height": 600}
            answer = await self._send(int(given["chat_id"]), {"photo": [photo], "caption": given["caption"]})
        await asyncio.sleep(_CALL_SECONDS)
        return answer

    async def ask(self, request: web.BaseRequest) -> None:
        given = json.loads(await request.read())

        async def happen() -> None:
            for update in given["updates"]:
                self._updates.append(update)
                self._asked[update["message"]["chat"]["id"]] = time.monotonic()
                await self._notify()
                await asyncio.sleep(given["seconds_apart"])

        self._asking = asyncio.create_task(happen())

    async def asked(self, request: web.BaseRequest) -> list[tuple[int, float]]:
        return list(self._asked.items())

    async def calls(self, request: web.BaseRequest) -> list[dict[str, Any]]:
        async with self._changed:
            await self._changed.wait_for(lambda: self._accepted >= int(request.query["accepted"]))
        return [asdict(call) for call in self._calls]

    async def _send(self, chat: int, content: dict[str, Any]) -> web.Response:
        now = time.monotonic()
        retry_after = self._limits.retry_after(chat, now)
        self._calls.append(Call(chat, now, accepted=not retry_after))
        if retry_after:
            return as_json(
                {
                    "ok": False,
                    "error_code": 429,
                    "description": f"Too Many Requests: retry after {retry_after}",
                    "parameters": {"retry_after": retry_after},
                },
                status=429,
            )
        self._accepted += 1
        await self._notify()
        kind = {"type": "private", "first_name": "Anna"} if chat > 0 else {"type": "supergroup", "title": "Delegates"}
        message = {"message_id": next(self._message_ids), "from": BOT, "chat": {"id": chat} | kind} | content
        return _said(message | {"date": int(time.time())})  # noqa: TID251 - Telegram's clock, not ours

    async def _get_updates(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: self._updates)
        except TimeoutError:
            return []
        return list(itertools.islice(self._updates, 100))

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _parameters(request: web.BaseRequest) -> dict[str, Any]:
    """The parameters of a call: JSON, or one of the two kinds of form (Bot API, "Making requests")."""
    if request.content_type == "application/json":
        return dict(json.loads(await request.read()))
    if request.content_type == "multipart/form-data":
        return dict(await request.post())
    return dict(parse_qsl((await request.read()).decode()))


def _said(result: Any) -> web.Response:
    return as_json({"ok": True, "result": result})


class Server(Driver):
    """The running server, from the benchmark's side."""

    def ask(self, updates: list[dict[str, Any]], seconds_apart: float) -> None:
        """Let messages come in, one after the other; returns at once."""
        self.talk("ask", json.dumps({"updates": updates, "seconds_apart": seconds_apart}).encode())

    def asked(self) -> dict[int, float]:
        """When each chat asked."""
        return dict(self.talk("asked"))

    def calls(self, accepted: int = 0) -> list[Call]:
        """Wait until so many messages were accepted; give all calls. Raises TimeoutError after a minute or so."""
        return [Call(**call) for call in self.talk(f"calls?accepted={accepted}")]


def bot_api() -> AbstractContextManager[Server]:
    """Run a server in a process of its own."""
    return driven("benchmarks.broadcast_botapi", Server)


if __name__ == "__main__":
    asyncio.run(serve(BotApi().handle))
