"""A Bot API server on loopback: it delivers updates, takes calls, and refuses what Telegram would refuse.

async with BotApi() as api:
    anna = api.person(7, "Anna")
    anna.says("/start")
    call = await api.called("sendMessage")
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.botapi import spec
from tests.botapi.chats import BOT, Chats, Person
from tests.botapi.spec import Refused, bad_request

TOKEN = "123456:TEST-token_of_the_test_server"

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A call as it came; `refused` is Telegram's description when it was not carried out."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, tuple[str, bytes]]
    refused: str | None = None

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]


@dataclass(frozen=True)
class Webhook:
    """Where updates are delivered, as set with setWebhook."""

    url: str
    secret_token: str | None
    allowed_updates: list[str]
    max_connections: int


class BotApi:
    """The server. `calls` is what the bot did, `updates` what it has not confirmed, `chats` who is there."""

    def __init__(self, *, poll_seconds: float = 30.0, call_seconds: float = 0.0) -> None:
        self.calls: list[Call] = []
        self.updates: list[dict[str, Any]] = []
        self.chats = Chats()
        self.webhook: Webhook | None = None
        self.poll_seconds = poll_seconds
        self.call_seconds = call_seconds
        self.longest_call = call_seconds  # seconds; more than was asked for where the machine has other work
        self._answers: dict[str, deque[Refused | web.Response]] = {}
        self._update_ids = itertools.count(1000)
        self._changed = asyncio.Condition()
        self._arrived = asyncio.Event()
        self._poll: asyncio.Task[Any] | None = None
        self._own = {
            "getMe": lambda _: BOT | {"can_join_groups": True, "supports_inline_queries": True},
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=50_000_000)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._runner.cleanup()

    def person(self, person_id: int, first_name: str, language_code: str | None = "en") -> Person:
        """Let someone open the chat with the bot."""
        person = Person(person_id, first_name, language_code, push=self.push, chats=self.chats)
        self.chats.known[person_id] = person.chat
        return person

    def push(self, **content: Any) -> int:
        """Let an update happen; give its id."""
        update_id = next(self._update_ids)
        self.updates.append({"update_id": update_id, **content})
        self._arrived.set()
        return update_id

    def answer(self, method: str, *answers: Refused | web.Response) -> None:
        """Give these answers to the next calls of a method, one each, whatever the calls carry."""
        self._answers.setdefault(method, deque()).extend(answers)

    def made(self, method: str) -> list[Call]:
        """Give the calls of a method that were carried out."""
        return [call for call in self.calls if call.method == method and call.refused is None]

    @property
    def refused(self) -> list[Call]:
        """Give the calls that Telegram would have refused."""
        return [call for call in self.calls if call.refused is not None]

    async def called(self, method: str, times: int = 1) -> Call:
        """Wait until a method was called so often and carried out; give the last of these calls."""
        return (await self.wait_for(lambda: self.made(method)[times - 1 : times]))[0]

    async def wait_for(self, condition: Callable[[], T]) -> T:
        """Wait until something is so, looked at after each call and confirmation; give what it is."""
        async with asyncio.timeout(20), self._changed:
            return await self._changed.wait_for(condition)

    async def deliver(self) -> list[int]:
        """Send what is not confirmed to the webhook, once each; give the statuses. A 2xx confirms."""
        webhook = self.webhook
        assert webhook is not None, "no webhook is set"
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token} if webhook.secret_token else {}
        statuses = []
        async with aiohttp.ClientSession(headers=headers) as session:
            for update in list(self.updates):
                async with session.post(webhook.url, json=update) as response:
                    statuses.append(response.status)
                if response.ok:
                    self.updates.remove(update)
        return statuses

    async def _handle(self, request: web.Request) -> web.Response:
        given, files = await _parameters(request)
        method, refused = request.match_info["method"], None
        try:
            if request.match_info["token"] != TOKEN:
                raise Refused(401, "Unauthorized")
            method = spec.method_named(method)
            if self._answers.get(method):
                answer = self._answers[method].popleft()
                if isinstance(answer, web.Response):
                    refused = f"HTTP {answer.status}"
                    return answer
                raise answer
            given = spec.check(method, given, set(files))
            if method in self._own:
                result = self._own[method](given)
            else:
                began = asyncio.get_running_loop().time()
                result = self.chats.carry_out(method, given, files)
                await asyncio.sleep(self.call_seconds)
                self.longest_call = max(self.longest_call, asyncio.get_running_loop().time() - began)
            if asyncio.iscoroutine(result):
                result = await result
            return web.json_response({"ok": True, "result": result})
        except Refused as error:
            refused = error.description
            body = {"ok": False, "error_code": error.code, "description": refused}
            return web.json_response(
                body | ({"parameters": error.parameters} if error.parameters else {}), status=error.code
            )
        finally:
            self.calls.append(Call(method, given, files, refused))
            await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN or request.match_info["path"] not in self.chats.files:
            raise web.HTTPNotFound
        return web.Response(body=self.chats.files[request.match_info["path"]][1])

    async def _get_updates(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook is not None:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poll is not None:
            self._poll.cancel("conflict")
        offset = given.get("offset", 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        await self._notify()
        self._poll = poll = asyncio.create_task(self._wait_for_updates(min(given.get("timeout", 0), self.poll_seconds)))
        try:
            await poll
        except asyncio.CancelledError:
            if not poll.cancelled():
                poll.cancel()
                raise
            raise Refused(409, "Conflict: terminated by other getUpdates request") from None
        finally:
            if self._poll is poll:
                self._poll = None
        allowed = given.get("allowed_updates") or []
        wanted = [update for update in self.updates if not allowed or set(update) & set(allowed)]
        return wanted[: given.get("limit", 100)]

    async def _wait_for_updates(self, seconds: float) -> None:
        while not self.updates and seconds:
            self._arrived.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._arrived.wait()
            except TimeoutError:
                return

    def _set_webhook(self, given: dict[str, Any]) -> bool:
        self.webhook = None
        if given["url"]:
            if not given["url"].startswith(("https://", "http://127.0.0.1")):
                raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
            self.webhook = Webhook(
                given["url"],
                given.get("secret_token"),
                given.get("allowed_updates", []),
                given.get("max_connections", 40),
            )
        return True

    def _delete_webhook(self, given: dict[str, Any]) -> bool:
        self.webhook = None
        if given.get("drop_pending_updates"):
            self.updates.clear()
        return True

    def _webhook_info(self, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": self.webhook.url if self.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }


async def _parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """Read the parameters from the URL, a form, a multipart form or JSON (Bot API, "Making requests")."""
    if request.content_type == "application/json":
        return dict(request.query) | json.loads(await request.read() or b"{}"), {}
    fields = await request.post()
    files = {}
    for name, value in fields.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                files[name] = (value.filename, file.read())
    return dict(request.query) | {name: value for name, value in fields.items() if isinstance(value, str)}, files
