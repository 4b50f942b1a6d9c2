"""Receiving and replying: the full answer beside python-telegram-bot's plain echo as it comes.

Ours is `plenary run` on the imported example: each update is stored first, the question understood, the answer put
together from the store with its source and three buttons, in the order of its chat. Theirs sends back the text.
Both poll the same local Bot API server from a process of their own; runs alternate, the medians are compared.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.botapi import TOKEN, Reply, Server, bot_api
from benchmarks.crowd import QUESTIONS, Asked, Crowd
from benchmarks.programs import ROOT, Program, carry_out, running
from benchmarks.table import Bound, Row, Table

EXAMPLE = ROOT / "examples" / "oslo-process" / "meetings.yaml"


_CALL_SECONDS = 0.05
_SETTLE_SECONDS = 0.3  # after the last reply a bot may still have something to write


@dataclass(frozen=True)
class Size:
    """How often both are started, how often each then gets a burst, and how many people ask in one.

    `slow_people` ask while each call takes its time: of the echo fewer, because it makes one call after the other.
    """

    starts: int
    bursts: int
    people: int
    slow_people: int
    slow_people_echo: int


FULL = Size(starts=3, bursts=2, people=250, slow_people=250, slow_people_echo=15)
SHORT = Size(starts=1, bursts=1, people=25, slow_people=50, slow_people_echo=2)


@dataclass
class Figures:
    """What was measured of a bot: seconds, seconds an answer, answers a second, messages, bytes."""

    start: list[float] = field(default_factory=list)
    first_reply: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    burst: list[float] = field(default_factory=list)
    slow_burst: list[float] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Bot:
    """A bot to measure: how to run it in a folder, and whether a message is the reply to a question.

    `is_reply` raises ValueError for a message that is no reply at all.
    """

    run: Callable[[Server, Path], AbstractContextManager[Program]]
    is_reply: Callable[[dict[str, Any], Asked], bool]


def _run_plenary(server: Server, folder: Path) -> AbstractContextManager[Program]:
    settings = {
        "PLENARY_TOKEN": TOKEN,
        "PLENARY_API_URL": server.url,
        "PLENARY_DATABASE": str(folder / "plenary.db"),
        "PLENARY_LISTEN": "127.0.0.1:0",
        "PLENARY_NOW": "2011-05-06T08:00:00Z",
        "PLENARY_RATE": "1000",  # the most that can be set: Telegram's limit is not what is measured
    }
    program = str(Path(sys.executable).with_name("plenary"))
    carry_out([program, "import", str(EXAMPLE)], **settings)
    return running([program, "run"], folder, **settings)


def _is_answer(message: dict[str, Any], asked: Asked) -> bool:
    """Whether it is about the meeting; whatever it is about, it has its source folded in it, and three buttons."""
    kinds = {entity["type"] for entity in message.get("entities", [])}
    buttons = sum(map(len, message.get("reply_markup", {}).get("inline_keyboard", [])))
    if "expandable_blockquote" not in kinds or buttons < 3:
        raise ValueError(f"This is no full answer: {message}")
    return all(word in message["text"] for word in asked.about)


def _run_echo(server: Server, folder: Path) -> AbstractContextManager[Program]:
    return running([sys.executable, "-m", "benchmarks.echo", server.url, TOKEN], folder)


def _is_echo(message: dict[str, Any], asked: Asked) -> bool:
    return bool(message["text"] == asked.question)


PLENARY = Bot(_run_plenary, _is_answer)
ECHO = Bot(_run_echo, _is_echo)


def run(short: bool) -> Table:
    """Measure both in turn, and compare."""
    size = SHORT if short else FULL
    ours, theirs = Figures(), Figures()
    for _ in range(size.starts):
        with started(ECHO, theirs) as echo, started(PLENARY, ours) as plenary:
            for _ in range(size.bursts):
                echo.burst(size.people)
                plenary.burst(size.people)
            echo.slow_burst(size.slow_people_echo)
            plenary.slow_burst(size.slow_people)
            echo.weigh()
            plenary.weigh()
    return compare(ours, theirs)


def compare(ours: Figures, theirs: Figures) -> Table:
    """The medians beside each other, with the bounds that we keep."""

    def row(
        what: str, figures: Callable[[Figures], list[float]], bound: Bound | None, show: str, unit: float = 1
    ) -> Row:
        return Row(what, median(figures(ours)) * unit, median(figures(theirs)) * unit, bound, show.format)

    return Table(
        "Receiving and replying: the full answer beside python-telegram-bot's echo as it comes",
        "PTB echo",
        [
            row("CPU an answer", lambda of: of.cpu, Bound(1.1), "{:,.0f} µs", 1e6),
            row("burst", lambda of: of.burst, Bound(1.1, at_least=True), "{:,.0f}/s"),
            row("burst, 50 ms a call", lambda of: of.slow_burst, Bound(40, at_least=True), "{:,.0f}/s"),
            Row("out of order within a chat", sum(ours.out_of_order), None, Bound(0)),
            row("start to the first getUpdates", lambda of: of.start, Bound(4), "{:.2f} s"),
            row("first reply", lambda of: of.first_reply, None, "{:,.0f} ms", 1e3),
            row("memory after the run", lambda of: of.memory, Bound(2.2), "{:,.0f} MiB", 1 / 2**20),
        ],
    )


class Side:
    """A running bot with a server of its own; what is measured of it goes into its figures."""

    def __init__(self, bot: Bot, server: Server, program: Program, figures: Figures) -> None:
        self._bot = bot
        self._server = server
        self._program = program
        self._figures = figures
        self._crowd = Crowd()
        self._language = "en"

    def turn_to(self, language: str, figures: Figures) -> None:
        """From now on people ask in that language, and what is measured goes into these figures."""
        self._language = language
        self._figures = figures

    def start(self) -> None:
        """Wait until it asks for updates, see how soon it replies, and warm it up."""
        self._figures.start.append(self._server.polled_at() - self._program.started_at)
        self._figures.first_reply.append(1 / self._ask(self._asks(1)[:1]))
        self.warm_up(20)

    def warm_up(self, people: int) -> None:
        """Let it load what it loads with the first questions of a language."""
        self._ask(self._asks(people))

    def burst(self, people: int) -> None:
        """Let people ask all at once; what their answers cost is known when nothing more happens."""
        updates = self._asks(people)
        time.sleep(_SETTLE_SECONDS)
        before = self._program.cpu_seconds()
        self._figures.burst.append(self._ask(updates))
        time.sleep(_SETTLE_SECONDS)
        self._figures.cpu.append((self._program.cpu_seconds() - before) / len(updates))

    def slow_burst(self, people: int) -> None:
        """Let people ask all at once while each call takes 50 ms."""
        self._figures.slow_burst.append(self._ask(self._asks(people), _CALL_SECONDS))

    def weigh(self) -> None:
        """See what it holds in memory."""
        self._figures.memory.append(float(self._program.memory_bytes()))

    def _asks(self, people: int) -> list[dict[str, Any]]:
        return self._crowd.asks(people, self._language)

    def _ask(self, updates: list[dict[str, Any]], call_seconds: float = 0.0) -> float:
        """Hand out updates, check the replies, and give how many came a second."""
        handed_out_at, replies = self._server.hand_out(updates, call_seconds)
        self._figures.out_of_order.append(out_of_order(self._bot, updates, replies))
        return len(replies) / (max(reply.at for reply in replies) - handed_out_at)


@contextmanager
def started(bot: Bot, figures: Figures) -> Iterator[Side]:
    """Run a bot in a folder and on a server of its own until the end of the block."""
    with tempfile.TemporaryDirectory() as folder, bot_api() as server, bot.run(server, Path(folder)) as program:
        side = Side(bot, server, program, figures)
        side.start()
        yield side


def out_of_order(bot: Bot, updates: list[dict[str, Any]], replies: list[Reply]) -> int:
    """How many replies are not the one to the question whose turn it was in their chat."""
    questions = {asked.question: asked for of_language in QUESTIONS.values() for asked in of_language}
    turns: dict[int, deque[Asked]] = defaultdict(deque)
    for update in updates:
        turns[update["message"]["chat"]["id"]].append(questions[update["message"]["text"]])
    return sum(not bot.is_reply(reply.message, turns[reply.message["chat"]["id"]].popleft()) for reply in replies)
