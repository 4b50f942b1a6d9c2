"""Receiving and replying: the full answer beside python-telegram-bot's plain echo as it comes.

Ours is `plenary run` on the imported example: each update is stored first, the question understood, the answer put
together from the store with its source and three buttons, in the order of its chat. Theirs sends back the text.
Both poll the same local Bot API server from a process of their own; runs alternate, the medians are compared.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.botapi import TOKEN, Reply, Server, bot_api
from benchmarks.programs import ROOT, Program, carry_out, running
from benchmarks.table import Bound, Row, Table

EXAMPLE = ROOT / "examples" / "oslo-process" / "meetings.yaml"


@dataclass(frozen=True)
class Asked:
    """A question, and the heading by which its answer is known."""

    question: str
    heading: str


# Each person asks these in this order. Neighbours have different headings, so an answer out of order shows.
QUESTIONS = (
    Asked("When is the Lima conference?", "Lima, May 2007"),
    Asked("Where is Geneva 2011?", "Geneva, June 2011"),
    Asked("Whom do I contact about Oslo 2007?", "Oslo, February 2007"),
    Asked("What is on the programme of Geneva 2013?", "Geneva, April 2013"),
    Asked("Who is invited to the Lima conference?", "Lima, May 2007"),
    Asked("How do I register for Geneva 2011?", "Geneva, June 2011"),
    Asked("When was the Oslo conference 2007?", "Oslo, February 2007"),
    Asked("When is Geneva 2013?", "Geneva, April 2013"),
)

_CALL_SECONDS = 0.05
_SETTLE_SECONDS = 0.3  # after the last reply a bot may still have something to write


@dataclass(frozen=True)
class Size:
    """How much is measured: how many people ask in a burst, and in one during which each call takes its time."""

    runs: int
    people: int
    slow_people: int
    slow_people_echo: int  # one call at a time takes long


FULL = Size(runs=5, people=250, slow_people=250, slow_people_echo=15)
SHORT = Size(runs=1, people=25, slow_people=50, slow_people_echo=3)


@dataclass(frozen=True)
class Run:
    """The figures of one run of a bot: seconds, replies a second, messages, bytes."""

    start: float
    first_reply: float
    cpu: float
    burst: float
    slow_burst: float
    out_of_order: int
    memory: int


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
    return asked.heading in message["text"]


def _run_echo(server: Server, folder: Path) -> AbstractContextManager[Program]:
    return running([sys.executable, "-m", "benchmarks.echo", server.url, TOKEN], folder)


def _is_echo(message: dict[str, Any], asked: Asked) -> bool:
    return bool(message["text"] == asked.question)


PLENARY = Bot(_run_plenary, _is_answer)
ECHO = Bot(_run_echo, _is_echo)


def run(short: bool) -> Table:
    """Measure both in turn, and compare."""
    size = SHORT if short else FULL
    ours, echoes = [], []
    for _ in range(size.runs):
        echoes.append(_measure(ECHO, size.people, size.slow_people_echo))
        ours.append(_measure(PLENARY, size.people, size.slow_people))
    return compare(ours, echoes)


def compare(ours: list[Run], echoes: list[Run]) -> Table:
    """The medians beside each other, with the bounds that we keep."""

    def row(what: str, figure: Callable[[Run], float], bound: Bound | None, show: str) -> Row:
        return Row(what, median(map(figure, ours)), median(map(figure, echoes)), bound, show.format)

    disorder = [sum(run.out_of_order for run in runs) for runs in (ours, echoes)]
    return Table(
        "Receiving and replying: the full answer beside python-telegram-bot's echo as it comes",
        "PTB echo",
        [
            row("CPU an answer", lambda run: run.cpu * 1e6, Bound(1.1), "{:,.0f} µs"),
            row("burst", lambda run: run.burst, Bound(1.1, at_least=True), "{:,.0f}/s"),
            row("burst, 50 ms a call", lambda run: run.slow_burst, Bound(40, at_least=True), "{:,.0f}/s"),
            Row("out of order within a chat", disorder[0], None, Bound(0)),
            row("start to the first getUpdates", lambda run: run.start, Bound(4), "{:.2f} s"),
            row("first reply", lambda run: run.first_reply * 1e3, None, "{:,.0f} ms"),
            row("memory after the run", lambda run: run.memory / 2**20, Bound(2.2), "{:,.0f} MiB"),
        ],
    )


def _measure(bot: Bot, people: int, slow_people: int) -> Run:
    crowd = Crowd()
    with tempfile.TemporaryDirectory() as folder, bot_api() as server, bot.run(server, Path(folder)) as program:
        start = server.polled_at() - program.started_at
        first_reply = 1 / _ask(bot, server, crowd.asks(1)[:1]).a_second
        _ask(bot, server, crowd.asks(20))  # so that what is loaded with the first questions is loaded
        time.sleep(_SETTLE_SECONDS)
        cpu_before = program.cpu_seconds()
        burst = _ask(bot, server, crowd.asks(people))
        time.sleep(_SETTLE_SECONDS)
        cpu = program.cpu_seconds() - cpu_before
        slow = _ask(bot, server, crowd.asks(slow_people), _CALL_SECONDS)
        memory = program.memory_bytes()
    return Run(
        start,
        first_reply,
        cpu / burst.replies,
        burst.a_second,
        slow.a_second,
        burst.out_of_order + slow.out_of_order,
        memory,
    )


@dataclass(frozen=True)
class Burst:
    """What came of questions that were waiting all at once."""

    replies: int
    a_second: float
    out_of_order: int


def _ask(bot: Bot, server: Server, updates: list[dict[str, Any]], call_seconds: float = 0.0) -> Burst:
    handed_out_at, replies = server.hand_out(updates, call_seconds)
    seconds = max(reply.at for reply in replies) - handed_out_at
    return Burst(len(replies), len(replies) / seconds, _out_of_order(bot, updates, replies))


def _out_of_order(bot: Bot, updates: list[dict[str, Any]], replies: list[Reply]) -> int:
    """How many replies are not the one to the question whose turn it was in their chat."""
    questions = {asked.question: asked for asked in QUESTIONS}
    turns: dict[int, deque[Asked]] = defaultdict(deque)
    for update in updates:
        turns[update["message"]["chat"]["id"]].append(questions[update["message"]["text"]])
    return sum(not bot.is_reply(reply.message, turns[reply.message["chat"]["id"]].popleft()) for reply in replies)


class Crowd:
    """People who have not written before; nobody asks more than the bot answers in a minute."""

    def __init__(self) -> None:
        self._ids = count(1000)
        self._random = random.Random(2011)

    def asks(self, people: int) -> list[dict[str, Any]]:
        """So many people ask each question, all at the same time; the updates as Telegram has them."""
        turns = [person for person in (self._person() for _ in range(people)) for _ in QUESTIONS]
        self._random.shuffle(turns)
        asked = Counter[int]()
        updates = []
        for person in turns:
            question = QUESTIONS[asked[person["id"]]].question
            asked[person["id"]] += 1
            updates.append(self._update(person, question))
        return updates

    def _person(self) -> dict[str, Any]:
        number = next(self._ids)
        return {
            "id": number,
            "first_name": f"Delegate {number}",
            "last_name": "García",
            "username": f"delegate{number}",
        }

    def _update(self, person: dict[str, Any], text: str) -> dict[str, Any]:
        number = next(self._ids)
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
