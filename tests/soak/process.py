"""`plenary run` as a process of its own, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.botapi.server import TOKEN


class Process:
    """The bot on one store, one life after the other. `logs` has what each life has written."""

    def __init__(self, api_url: str, path: Path, **settings: str) -> None:
        """`settings` are those of the environment, without `PLENARY_`."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
        given = {"TOKEN": TOKEN, "API_URL": api_url, "DATABASE": str(path), "LISTEN": "127.0.0.1:0"} | settings
        self._environment = environment | {f"PLENARY_{name}": value for name, value in given.items()}
        self._logs: list[Path] = []
        self._folder = path.parent
        self._process: asyncio.subprocess.Process | None = None

    @property
    def logs(self) -> list[str]:
        return [log.read_text() for log in self._logs]

    async def start(self) -> None:
        """Begin a life."""
        self._logs.append(self._folder / f"life-{len(self._logs)}.log")
        with self._logs[-1].open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self._environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    def tell(self, number: signal.Signals) -> None:
        """Send a signal; it may have ended already."""
        assert self._process is not None, "it was never started"
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; give the exit code."""
        assert self._process is not None, "it was never started"
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()

    async def __aenter__(self) -> Process:
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._process is not None:
            await self.end(signal.SIGKILL)
