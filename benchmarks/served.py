"""What the Bot API servers of the benchmarks have in common: each runs in a process of its own, driven from outside."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.request import urlopen

from aiohttp import web

from benchmarks.programs import ROOT

BOT = {"id": 123456, "is_bot": True, "first_name": "Plenary", "username": "plenary_bot"}
ME = BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

_PATIENCE = 90.0


class Driver:
    """The running server, from the benchmark's side. Its calls wait for what they ask for, for so many seconds at most."""

    def __init__(self, url: str) -> None:
        self.url = url

    def talk(self, path: str, body: bytes | None = None) -> Any:
        """Ask the server for something that no bot asks for. Raises TimeoutError."""
        with urlopen(f"{self.url}/benchmark/{path}", body, timeout=_PATIENCE) as response:
            return json.load(response)


Driving = TypeVar("Driving", bound=Driver)


@contextmanager
def driven(module: str, driver: type[Driving]) -> Iterator[Driving]:
    """Run a module that serves until it is stopped."""
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None, "it was asked for"
        try:
            yield driver(process.stdout.readline().strip())
        finally:
            process.terminate()


async def serve(handle: Callable[[web.BaseRequest], Awaitable[web.Response]]) -> None:
    """Print the address, and answer there until the process is stopped."""
    server = web.Server(handle, access_log=None)
    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


def as_json(value: Any, status: int = 200) -> web.Response:
    """An answer as the Bot API gives them."""
    return web.Response(status=status, body=json.dumps(value).encode(), content_type="application/json")
