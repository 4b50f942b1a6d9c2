"""A Bot API server that costs little: `python -m benchmarks.botapi` prints its address and serves until it is stopped.

It hands out the updates that it is given and answers each call as Telegram does, with a whole message. What is measured
is the bot, so it checks nothing. The benchmark drives it from a process of its own, through `Server`:

    GET  /benchmark/polled    when the first getUpdates came, once it has
    POST /benchmark/updates   the updates to hand out, and how many seconds each call shall take from now on
    GET  /benchmark/replies   the messages sent since, once there are `?count=` of them

All times are seconds of the machine's monotonic clock, which its processes share.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import re
import time
from collections import deque
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

import uvloop
from aiohttp import web

from benchmarks.served import BOT, ME, Driver, as_json, driven, serve

TOKEN = "123456:benchmark"

_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")
_ENTITIES = {"b": "bold", "i": "italic", "code": "code"}
_AT_ONCE = 100  # updates in one answer (Bot API, getUpdates)


class BotApi:
    """What the server knows."""

    def __init__(self) -> None:
        self._updates: deque[dict[str, Any]] = deque()
        self._chats: dict[int, dict[str, Any]] = {}
        self._replies: list[dict[str, Any]] = []
        self._call_seconds = 0.0
        self._polled_at = self._handed_out_at = 0.0
        self._message_ids = itertools.count(1_000_000)
        self._arrived, self._polled, self._replied = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer one request, of the bot or of the benchmark."""
        name = request.path.rpartition("/")[2]
        if request.path.startswith("/benchmark/"):
            return as_json(await getattr(self, name)(request))
        given = _parameters(request.content_type, await request.read())
        await asyncio.sleep(self._call_seconds)
        if name == "getUpdates":
            result: Any = await self._get_updates(int(given.get("offset", 0)), float(given.get("timeout", 0)))
        else:
            result = self._send(given) if name == "sendMessage" else ME if name == "getMe" else True
        return as_json({"ok": True, "result": result})

    async def polled(self, request: web.BaseRequest) -> float:
        await self._polled.wait()
        return self._polled_at

    async def updates(self, request: web.BaseRequest) -> None:
        given = json.loads(await request.read())
        self._replies, self._handed_out_at, self._call_seconds = [], 0.0, given["call_seconds"]
        self._chats = {chat["id"]: chat for chat in (update["message"]["chat"] for update in given["updates"])}
        self._updates.extend(given["updates"])
        self._arrived.set()

    async def replies(self, request: web.BaseRequest) -> dict[str, Any]:
        while len(self._replies) < int(request.query["count"]):
            self._replied.clear()
            await self._replied.wait()
        return {"handed_out_at": self._handed_out_at, "replies": self._replies}

    async def _get_updates(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        if not self._polled_at:
            self._polled_at = time.monotonic()
            self._polled.set()
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates:
            self._arrived.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._arrived.wait()
            except TimeoutError:
                return []
        self._handed_out_at = self._handed_out_at or time.monotonic()
        return list(islice(self._updates, _AT_ONCE))

    def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        """The message as Telegram gives it back: the text without its tags, what they meant beside it."""
        message = {
            "message_id": next(self._message_ids),
            "from": BOT,
            "chat": self._chats[int(given["chat_id"])],
            "date": int(time.time()),  # noqa: TID251 - Telegram's clock, not ours
            "text": given["text"],
        }
        if given.get("parse_mode") == "HTML":
            message["text"], message["entities"] = _read_html(given["text"])
        message |= {name: given[name] for name in ("link_preview_options", "reply_markup") if name in given}
        self._replies.append({"at": time.monotonic(), "message": message})
        self._replied.set()
        return message


def _parameters(content_type: str, body: bytes) -> dict[str, Any]:
    """The parameters of a call: JSON, or a form in which objects are JSON (Bot API, "Making requests")."""
    if content_type == "application/json":
        return json.loads(body)
    given: dict[str, Any] = dict(parse_qsl(body.decode()))
    return given | {name: json.loads(value) for name, value in given.items() if value.startswith("{")}


def _read_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without tags, and the entities that they stand for, in UTF-16 units (Bot API, MessageEntity)."""
    seen, length, position = [], 0, 0
    opened: list[tuple[int, str, str]] = []
    entities = []
    for tag in _TAG.finditer(text):
        plain = html.unescape(text[position : tag.start()])
        seen.append(plain)
        length += len(plain.encode("utf-16-le")) // 2
        position = tag.end()
        if not tag[1]:
            opened.append((length, tag[2], tag[3]))
            continue
        offset, name, attributes = opened.pop()
        entity = {"offset": offset, "length": length - offset, "type": _ENTITIES.get(name, name)}
        if name == "a":
            entity |= {"type": "text_link", "url": html.unescape(attributes.partition('"')[2].rstrip('"'))}
        elif name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        entities.append(entity)
    seen.append(html.unescape(text[position:]))
    return "".join(seen), entities


@dataclass(frozen=True)
class Reply:
    """A message of the bot's: when it came in, and the message as Telegram gives it back."""

    at: float
    message: dict[str, Any]


class Server(Driver):
    """The running server, from the benchmark's side. Its calls wait for what they ask for, a minute at most."""

    def polled_at(self) -> float:
        """When the bot first asked for updates."""
        polled_at: float = self.talk("polled")
        return polled_at

    def hand_out(self, updates: list[dict[str, Any]], call_seconds: float = 0.0) -> tuple[float, list[Reply]]:
        """Let updates wait for the bot; give when the first were fetched, and a reply for each."""
        self.talk("updates", json.dumps({"updates": updates, "call_seconds": call_seconds}).encode())
        answer = self.talk(f"replies?count={len(updates)}")
        return answer["handed_out_at"], [Reply(**reply) for reply in answer["replies"]]


def bot_api() -> AbstractContextManager[Server]:
    """Run a server in a process of its own."""
    return driven("benchmarks.botapi", Server)


if __name__ == "__main__":
    uvloop.run(serve(BotApi().handle))  # as cheap as can be: it shares the machine with what is measured
