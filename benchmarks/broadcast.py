"""Broadcasting under Telegram's limits: alone beside what is usual, with questions in between, and the queueing.

Ours is `plenary run` with followers in its store and `plenary announce`; beside it python-telegram-bot's AIORateLimiter
as it comes, and aiogram's usual loop. Each is a process of its own, on a server that enforces the limits.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from sqlite3 import Connection
from statistics import median, quantiles
from typing import Any

from benchmarks.botapi import TOKEN
from benchmarks.broadcast_botapi import RATE, Call, Server, bot_api
from benchmarks.programs import Program, carry_out, running
from benchmarks.receiving import EXAMPLE, QUESTIONS
from benchmarks.table import Bound, Row, Table
from bot.app import build_services
from bot.clock import Clock
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store import followers
from bot.store.database import Database

MEETING = "geneva-2011"
TEXT = "The venue has changed."

_PLENARY = str(Path(sys.executable).with_name("plenary"))
_WARMING_UP = len(QUESTIONS)


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    recipients: int
    questions: int
    seconds_apart: float
    queued: int
    queueings: int


FULL = Size(recipients=600, questions=200, seconds_apart=0.1, queued=100_000, queueings=5)
SHORT = Size(recipients=60, questions=20, seconds_apart=0.1, queued=2_000, queueings=1)


@dataclass(frozen=True)
class Broadcast:
    """What came of a broadcast: all calls of the time that it took, those for other chats included."""

    recipients: list[int]
    calls: list[Call]

    @property
    def accepted(self) -> list[Call]:
        """The calls that were not refused, the first recipient's first and the last one's last."""
        ours = set(self.recipients)
        times = [call.at for call in self.calls if call.accepted and call.chat in ours]
        return [call for call in self.calls if call.accepted and times[0] <= call.at <= times[-1]]

    @property
    def share(self) -> float:
        """Of the messages that the limit allows in this time, in percent."""
        accepted = self.accepted
        return 100 * (len(accepted) - 1) / RATE / (accepted[-1].at - accepted[0].at)

    @property
    def refused(self) -> int:
        """How many calls met a 429."""
        return sum(not call.accepted for call in self.calls)

    @property
    def never_reached(self) -> int:
        """How many recipients got nothing."""
        return len(set(self.recipients) - {call.chat for call in self.accepted})

    @property
    def reached_twice(self) -> int:
        """How many recipients got it more than once."""
        times = Counter(call.chat for call in self.accepted)
        return sum(times[chat] > 1 for chat in self.recipients)


def run(short: bool) -> Table:
    """Measure, and compare."""
    size = SHORT if short else FULL
    with ThreadPoolExecutor() as threads:  # these two wait most of the time: they do not disturb each other
        ptb, aiogram = threads.map(partial(_usual, size), ("broadcast_ptb", "broadcast_aiogram"))
    return compare(_alone(size), ptb, aiogram, *_with_questions(size), _queueing(size))


def compare(
    alone: Broadcast, ptb: Broadcast, aiogram: Broadcast, mixed: Broadcast, waits: Waits, queueing: float
) -> Table:
    """Ours beside the others, and the bounds that ours keeps."""
    side_by_side = {
        "Plenary": alone,
        "python-telegram-bot, AIORateLimiter": ptb,
        "aiogram, loop with sleep(0.05)": aiogram,
        "Plenary, questions in between": mixed,
    }
    lines = [f"{'':36}{'of the rate':>12}{'429s':>8}{'lost':>8}{'twice':>8}"]
    for name, broadcast in side_by_side.items():
        figures = (broadcast.refused, broadcast.never_reached, broadcast.reached_twice)
        lines.append(f"{name:36}{broadcast.share:10.1f} %" + "".join(f"{figure:8}" for figure in figures))
    title = f"Broadcasting to {len(alone.recipients)} chats: {RATE} a second allowed, 50 ms a call"
    ours = (alone, mixed)
    return Table(
        "\n".join([title, *lines, ""]),
        "no broadcast",
        [
            Row("of the rate, alone", alone.share, None, Bound(97.5, at_least=True), "{:.1f} %".format),
            Row("of the rate, with the answers", mixed.share, None, Bound(88, at_least=True), "{:.1f} %".format),
            Row("429s", sum(broadcast.refused for broadcast in ours), None, Bound(0)),
            Row("lost", sum(broadcast.never_reached for broadcast in ours), None, Bound(0)),
            Row("twice", sum(broadcast.reached_twice for broadcast in ours), None, Bound(0)),
            Row("an answer, 95th percentile", waits.broadcasting, waits.quiet, None, "{:.1f} ms".format),
            Row("  more than without a broadcast", waits.broadcasting - waits.quiet, None, Bound(20), "{:.1f} ms".format),
            Row("queueing 100,000 recipients", queueing, None, Bound(0.3), "{:.2f} s".format),
        ],
    )


@dataclass(frozen=True)
class Waits:
    """How long people waited for an answer, at the 95th percentile: milliseconds from writing until it was sent."""

    quiet: float
    broadcasting: float


def _usual(size: Size, program: str) -> Broadcast:
    with tempfile.TemporaryDirectory() as folder, bot_api() as server:
        recipients, file = _recipients(size), Path(folder) / "chats.json"
        file.write_text(json.dumps(recipients))
        carry_out([sys.executable, "-m", f"benchmarks.{program}", server.url, TOKEN, str(file)])
        return Broadcast(recipients, server.calls())


def _alone(size: Size) -> Broadcast:
    with tempfile.TemporaryDirectory() as folder, bot_api() as server:
        recipients = _recipients(size)
        plenary = Plenary(server, Path(folder), recipients)
        plenary.announce()
        with plenary.running():
            return Broadcast(recipients, server.calls(accepted=size.recipients))


def _with_questions(size: Size) -> tuple[Broadcast, Waits]:
    """The same questions twice, of other people each time: without a broadcast, and with one."""
    with tempfile.TemporaryDirectory() as folder, bot_api() as server:
        recipients, people = _recipients(size), count(1_000_000)
        plenary = Plenary(server, Path(folder), recipients)
        with plenary.running():
            warming_up = len(QUESTIONS)  # what is loaded with the first questions is then loaded
            server.ask(_questions(people, warming_up), 0.0)
            server.calls(accepted=warming_up)
            quiet_from = server.ask(_questions(people, size.questions), size.seconds_apart)
            before = server.calls(accepted=warming_up + size.questions)
            quiet = 
            plenary.announce()
            server.calls(accepted=len(before) + 1)
            asked = server.ask(_questions(people, size.questions), size.seconds_apart)
