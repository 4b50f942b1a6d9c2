"""Broadcasting under Telegram's limits: alone beside what is usual, with questions in between, and the queueing.

Ours is `plenary run` with followers in its store, for whom an announcement is queued from outside, as `plenary announce`
does; beside it python-telegram-bot's AIORateLimiter as it comes, and aiogram's usual loop. Each is a process of its
own, on a server that enforces the limits.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from sqlite3 import Connection
from statistics import median, quantiles
from typing import Any

from benchmarks.botapi import TOKEN
from benchmarks.broadcast_botapi import RATE, Call, Server, bot_api
from benchmarks.crowd import QUESTIONS
from benchmarks.programs import Program, carry_out, running
from benchmarks.receiving import EXAMPLE
from benchmarks.table import Bound, Row, Table
from bot.announcement import Addressees, Attachment, Content, Version
from bot.clock import Clock
from bot.composition import build_services
from bot.languages import LANGUAGES
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store import followers
from bot.store.database import Database
from bot.store.followers import Chat, ChatKind, Subject

MEETING = "geneva-2011"
PLAIN = Content(versions={"en": Version(text="The venue has changed.")})
RICH = Content(
    versions={
        language: Version(text=text, attachments=(Attachment(kind="photo", file_id="venue"),))
        for language, text in {
            "ar": "<b>تغيّر مكان الانعقاد.</b> القاعة <code>XVII</code>، <i>قصر الأمم</i>.",
            "en": "<b>The venue has changed.</b> Room <code>XVII</code>, <i>Palais des Nations</i>.",
            "es": "<b>La sede ha cambiado.</b> Sala <code>XVII</code>, <i>Palais des Nations</i>.",
            "fr": "<b>Le lieu a changé.</b> Salle <code>XVII</code>, <i>Palais des Nations</i>.",
            "ru": "<b>Место проведения изменилось.</b> Зал <code>XVII</code>, <i>Дворец Наций</i>.",
            "zh": "<b>会场已更改。</b><code>XVII</code> 号会议室，<i>万国宫</i>。",
        }.items()
    },
    asks="yes_no",
)
"""Formatted, in six languages, with buttons and a photo."""


@dataclass(frozen=True)
class Size:
    """How much is measured: `queued` recipients are only queued."""

    recipients: int
    questions: int
    seconds_apart: float
    queued: int
    queueings: int


FULL = Size(recipients=600, questions=200, seconds_apart=0.1, queued=100_000, queueings=5)
SHORT = Size(recipients=30, questions=10, seconds_apart=0.1, queued=2_000, queueings=1)


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
        """Of the messages that the limit allows in this time, a second at least: in percent."""
        accepted = self.accepted
        return 100 * (len(accepted) - 1) / RATE / max(1.0, accepted[-1].at - accepted[0].at)

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


@dataclass(frozen=True)
class Waits:
    """How long people waited for an answer, at the 95th percentile: milliseconds from writing until it was sent."""

    quiet: float
    broadcasting: float


@dataclass(frozen=True)
class Queueing:
    """How long it takes to queue an announcement to so many recipients."""

    recipients: int
    seconds: float


def run(short: bool) -> Table:
    """Measure, and compare."""
    size = SHORT if short else FULL
    with ThreadPoolExecutor() as threads:  # the usual ones wait most of the time: they do not disturb each other
        usual = [threads.submit(_usual, size, name) for name in ("broadcast_ptb", "broadcast_aiogram")]
        if not short:
            wait(usual)
        alone, rich, mixed, waits = _ours(size)
    ptb, aiogram = (one.result() for one in usual)
    return compare(alone, rich, ptb, aiogram, mixed, waits, _queueing(size))


def compare(
    alone: Broadcast,
    rich: Broadcast,
    ptb: Broadcast,
    aiogram: Broadcast,
    mixed: Broadcast,
    waits: Waits,
    queueing: Queueing,
) -> Table:
    """Ours beside the others, and the bounds that ours keeps."""
    side_by_side = {
        "Plenary": alone,
        "Plenary, photo, buttons, 6 languages": rich,
        "python-telegram-bot, AIORateLimiter": ptb,
        "aiogram, loop with sleep(0.05)": aiogram,
        "Plenary, questions in between": mixed,
    }
    lines = [f"{'':36}{'of the rate':>12}{'429s':>8}{'lost':>8}{'twice':>8}"]
    for name, broadcast in side_by_side.items():
        figures = (broadcast.refused, broadcast.never_reached, broadcast.reached_twice)
        lines.append(f"{name:36}{broadcast.share:10.1f} %" + "".join(f"{figure:8}" for figure in figures))
    title = f"Broadcasting to {len(alone.recipients)} chats: {RATE} a second allowed, 50 ms a call"
    ours = (alone, rich, mixed)
    return Table(
        "\n".join([title, *lines, ""]),
        "no broadcast",
        [
            Row("of the rate, alone", alone.share, None, Bound(97.5, at_least=True), "{:.1f} %".format),
            Row("of the rate, with photo and all", rich.share, None, Bound(97.5, at_least=True), "{:.1f} %".format),
            Row("of the rate, with the answers", mixed.share, None, Bound(88, at_least=True), "{:.1f} %".format),
            Row("429s", sum(broadcast.refused for broadcast in ours), None, Bound(0)),
            Row("lost", sum(broadcast.never_reached for broadcast in ours), None, Bound(0)),
            Row("twice", sum(broadcast.reached_twice for broadcast in ours), None, Bound(0)),
            Row("an answer, 95th percentile", waits.broadcasting, waits.quiet, None, "{:.1f} ms".format),
            Row("  more than without", waits.broadcasting - waits.quiet, None, Bound(20), "{:.1f} ms".format),
            Row(f"queueing {queueing.recipients:,} recipients", queueing.seconds, None, Bound(0.3), "{:.2f} s".format),
        ],
    )


def _usual(size: Size, program: str) -> Broadcast:
    with tempfile.TemporaryDirectory() as folder, bot_api() as server:
        recipients, file = _recipients(size), Path(folder) / "chats.json"
        file.write_text(json.dumps(recipients))
        carry_out([sys.executable, "-m", f"benchmarks.{program}", server.url, TOKEN, str(file)])
        return Broadcast(recipients, server.calls())


def _ours(size: Size) -> tuple[Broadcast, Broadcast, Broadcast, Waits]:
    """One process: questions alone, a broadcast alone, a rich one, then both; other people ask each time."""
    recipients, crowd = _recipients(size), Crowd()
    with _plenary(recipients) as plenary, plenary.running():
        server = plenary.server
        server.ask(crowd.asks(len(QUESTIONS["en"])), 0.0)  # what is loaded with the first of each is then loaded
        started = server.calls(accepted=len(QUESTIONS["en"]))
        quiet = crowd.asks(size.questions)
        server.ask(quiet, size.seconds_apart)
        before = server.calls(accepted=accepted(started) + size.questions)
        plenary.announce(PLAIN)
        plain = server.calls(accepted=accepted(before) + size.recipients)
        plenary.announce(RICH)
        between = server.calls(accepted=accepted(plain) + size.recipients)
        plenary.announce(PLAIN)
        server.calls(accepted=accepted(between) + 1)
        busy = crowd.asks(size.questions)
        server.ask(busy, size.seconds_apart)
        calls = server.calls(accepted=accepted(between) + size.recipients + size.questions)
        asked = server.asked()
    return (
        Broadcast(recipients, plain[len(before) :]),
        Broadcast(recipients, between[len(plain) :]),
        Broadcast(recipients, calls[len(between) :]),
        Waits(_percentile_95(quiet, asked, calls), _percentile_95(busy, asked, calls)),
    )


def accepted(calls: Sequence[Call]) -> int:
    """How many of the calls the server took: one that it refused comes again, and is not waited for twice."""
    return sum(call.accepted for call in calls)


def _percentile_95(updates: list[dict[str, Any]], asked: dict[int, float], calls: list[Call]) -> float:
    """Of the milliseconds that people waited who asked these questions; each of them asked one."""
    answered = {call.chat: call.at for call in reversed(calls) if call.accepted}
    people = [update["message"]["chat"]["id"] for update in updates]
    return 1000 * quantiles([answered[person] - asked[person] for person in people], n=20)[18]


def _queueing(size: Size) -> Queueing:
    """Each time in a store that has nothing queued; the median."""
    with tempfile.TemporaryDirectory() as folder:
        filled, path = Path(folder) / "filled.db", Path(folder) / "plenary.db"
        asyncio.run(_fill(filled, range(1, size.queued + 1)))
        took = []
        for _ in range(size.queueings):
            shutil.copy(filled, path)
            took.append(asyncio.run(_queue(path, RICH)))
        return Queueing(size.queued, median(took))


async def _queue(path: Path, content: Content) -> float:
    clock = Clock()
    database = await Database.open(path, clock)
    services = build_services(Settings(_env_file=None), clock, database)
    began = time.monotonic()
    await services.announcements.announce(Addressees(process="ccm", meeting=MEETING), content, "the benchmark")
    took = time.monotonic() - began
    await database.close()
    return took


def _recipients(size: Size) -> list[int]:
    """Chats that follow, every twentieth of them a group."""
    return [-number if number % 20 == 0 else number for number in range(1, size.recipients + 1)]


class Crowd:
    """People who have not written before."""

    def __init__(self) -> None:
        self._ids = count(1_000_000)
        self._questions = cycle(QUESTIONS["en"])

    def asks(self, people: int) -> list[dict[str, Any]]:
        """So many people ask one question each; the updates as Telegram has them."""
        return [self._update(next(self._ids), next(self._questions).question) for _ in range(people)]

    def _update(self, number: int, text: str) -> dict[str, Any]:
        person = {"id": number, "first_name": f"Delegate {number}"}
        return {
            "update_id": number,
            "message": {
                "message_id": number,
                "from": person | {"is_bot": False, "language_code": "en"},
                "chat": person | {"type": "private"},
                "date": 1304668800,
                "text": text,
            },
        }


@dataclass(frozen=True)
class Plenary:
    """Our bot, on a server and in a folder of its own."""

    server: Server
    folder: Path

    @property
    def path(self) -> Path:
        """Its store."""
        return self.folder / "plenary.db"

    def announce(self, content: Content) -> None:
        """Queue an announcement to all who follow; the running bot notices."""
        asyncio.run(_queue(self.path, content))

    def running(self) -> AbstractContextManager[Program]:
        """Let it run."""
        settings = {
            "PLENARY_TOKEN": TOKEN,
            "PLENARY_API_URL": self.server.url,
            "PLENARY_DATABASE": str(self.path),
            "PLENARY_LISTEN": "127.0.0.1:0",
        }
        return running([str(Path(sys.executable).with_name("plenary")), "run"], self.folder, **settings)


@contextmanager
def _plenary(recipients: Iterable[int]) -> Iterator[Plenary]:
    with tempfile.TemporaryDirectory() as folder, bot_api() as server:
        plenary = Plenary(server, Path(folder))
        asyncio.run(_fill(plenary.path, recipients))
        yield plenary


async def _fill(path: Path, chats: Iterable[int]) -> None:
    """Put the example into a store, and chats that follow its process."""
    clock = Clock()

    def follow(connection: Connection) -> None:
        for chat in chats:
            kind: ChatKind = "private" if chat > 0 else "supergroup"
            subject = Subject("process", "ccm")
            language = LANGUAGES[chat % len(LANGUAGES)]
            followers.follow(connection, Chat(chat, kind, f"Chat {chat}", language), subject, None, chat, clock.now())

    database = await Database.open(path, clock)
    await import_files(database, clock, [EXAMPLE])
    await database.write(follow)
    await database.close()
