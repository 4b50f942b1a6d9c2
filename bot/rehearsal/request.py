"""The way to Telegram, for python-telegram-bot: calls go to chats in memory instead of a network."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.rehearsal.memory import Telegram
from bot.rehearsal.methods import answer
from bot.rehearsal.methods.base import Call
from bot.rehearsal.refused import Refused

# What a call can be made to get: an error of the Bot API, one of the transport, or a status and a body of any kind.
Trouble = Refused | TelegramError | tuple[int, bytes]


@dataclass(frozen=True)
class _Planned:
    trouble: Trouble
    chat_id: int | None
    delivered: bool


class RehearsalRequest(BaseRequest):
    """Answers each call from `telegram` and keeps it in `calls`."""

    _SOON: ClassVar[float] = 5.0  # seconds that nobody ever waits

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._planned: dict[str, deque[_Planned]] = defaultdict(deque)
        self.calls: list[Call] = []

    def plan(self, method: str, *troubles: Trouble, chat_id: int | None = None, delivered: bool = False) -> None:
        """Let the next calls of a method (in one chat, if given) meet these troubles, one each.

        `delivered`: the call has its effect all the same, as when only the answer was lost.
        """
        self._planned[method].extend(_Planned(trouble, chat_id, delivered) for trouble in troubles)

    @property
    def read_timeout(self) -> float:
        return self._SOON

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer as the Bot API server would: a status and a body. Raises what was planned for a transport."""
        path = unquote(urlsplit(url).path)
        if "/file/bot" in path:
            return self._download(path)
        call = _call(path.rsplit("/", 1)[1], request_data)
        planned = self._next(call)
        if planned and not planned.delivered:
            return self._trouble(call, planned.trouble)
        status, body = self._answer(call)
        return self._meet(planned.trouble) if planned else (status, body)

    def _next(self, call: Call) -> _Planned | None:
        waiting = self._planned[call.method]
        for planned in waiting:
            if planned.chat_id in {None, call.parameters.get("chat_id")}:
                waiting.remove(planned)
                return planned
        return None

    def _trouble(self, call: Call, trouble: Trouble) -> tuple[int, bytes]:
        self.calls.append(replace(call, refused=str(trouble)))
        return self._meet(trouble)

    def _meet(self, trouble: Trouble) -> tuple[int, bytes]:
        if isinstance(trouble, TelegramError):
            raise trouble
        if isinstance(trouble, Refused):
            return trouble.code, json.dumps(trouble.body).encode()
        return trouble

    def _answer(self, call: Call) -> tuple[int, bytes]:
        try:
            result = answer(self._telegram, call)
        except Refused as refusal:
            return self._trouble(call, refusal)
        self.calls.append(call)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _download(self, path: str) -> tuple[int, bytes]:
        for file in self._telegram.files.values():
            if path.endswith("/" + file.path):
                return 200, file.content
        return 404, json.dumps(Refused(404, "Not Found").body).encode()


def _call(method: str, data: RequestData | None) -> Call:
    """The call as a server would read it: everything through JSON once."""
    parameters = json.loads(json.dumps(data.parameters)) if data else {}
    files = {
        name: (str(part[0]), part[1] if isinstance(part[1], bytes) else part[1].read())
        for name, part in (data.multipart_data if data else {}).items()
    }
    return Call(method, parameters, files)
