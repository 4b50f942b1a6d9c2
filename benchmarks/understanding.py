"""Understanding a question: its language, the meeting, what is asked and the facts, passages looked up, all in CPU time.

The store holds 500 meetings and 20,000 passages: the example, the made-up process of the bank, and as many more of their kind.
Each question of the bank is asked once, by somebody who said nothing before. There is nothing to compare with but the bounds.
"""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import quantiles

import yaml

from benchmarks.table import Bound, Row, Table
from bot.answering.answerer import Answerer
from bot.answering.question import Question
from bot.clock import Clock
from bot.commandline.run import keep_what_is_loaded
from bot.model import Document, Meeting
from bot.services.meetings_file import import_files
from bot.store import Connection, documents, meetings
from bot.store.database import Database
from bot.store.passages import Passages
from tests.questions.scorer import STORES, banks

_KINDS = ("Annual Meeting", "Technical Workshop", "Expert Group", "Conference", "Preparatory Committee", "Forum")
_PLACES = (
    ("Nairobi", "KE", "Africa/Nairobi"), ("Bangkok", "TH", "Asia/Bangkok"), ("Vienna", "AT", "Europe/Vienna"),
    ("Santiago", "CL", "America/Santiago"), ("Accra", "GH", "Africa/Accra"), ("Suva", "FJ", "Pacific/Fiji"),
    ("Ottawa", "CA", "America/Toronto"), ("Amman", "JO", "Asia/Amman"), ("Dakar", "SN", "Africa/Dakar"),
)  # fmt: skip
_PROCESS = "nightsky"  # of the made-up process
_WORDS_OF_A_PASSAGE = 40


@dataclass(frozen=True)
class Size:
    """How many meetings and passages the store holds, and every how-many-th question of the bank is asked."""

    meetings: int
    passages: int
    every: int


FULL = Size(meetings=500, passages=20_000, every=1)
SHORT = Size(meetings=50, passages=500, every=25)


def run(short: bool) -> Table:
    """Make the store, ask the bank, and hold the figures against the bounds."""
    size = SHORT if short else FULL
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measured(size, Path(folder) / "plenary.db"))
    return told(figures, size)


def told(milliseconds: Sequence[float], size: Size) -> Table:
    """The figures beside their bounds."""
    cuts = quantiles(milliseconds, n=100)
    table = Table(
        f"Understanding: {len(milliseconds)} questions, {size.meetings} meetings and {size.passages:,} passages in the store",
        other="",
    )
    show = "{:.2f} ms".format
    table.rows.append(Row("CPU of a question, median", cuts[49], bound=Bound(0.45), show=show))
    table.rows.append(Row("CPU of a question, 99th percentile", cuts[98], bound=Bound(4), show=show))
    return table


async def measured(size: Size, path: Path) -> list[float]:
    """The CPU time in milliseconds of each question, asked on the thread of the database as `bot.services.answers` does."""
    database = await Database.open(path, Clock())
    try:
        report = await import_files(database, Clock(), STORES.values())
        await database.write(partial(_fill, size=size, there=len(report.created)))
        return await database.read(partial(_asked, size=size))
    finally:
        await database.close()


def _asked(connection: Connection, size: Size) -> list[float]:
    answerer = Answerer(meetings.catalogue(connection))
    find = partial(Passages().find, connection)
    taken: list[float] = []
    questions = list(islice(_questions(), 0, None, size.every))
    usual = gc.get_threshold()
    keep_what_is_loaded()
    for text, now, language in questions:
        question = Question(text=text, now=now, hint=language)
        began = time.thread_time_ns()
        answerer.answer(question, find)
        taken.append((time.thread_time_ns() - began) / 1e6)
    gc.unfreeze()
    gc.set_threshold(*usual)
    return taken


def _questions() -> Iterator[tuple[str, datetime, str]]:
    """Every question of the bank with its instant and its language."""
    for file in banks():
        bank = yaml.safe_load(file.read_text("utf-8"))
        for question in bank["questions"]:
            now = datetime.fromisoformat(str(question["now"]))
            yield question["text"], now if now.tzinfo else now.replace(hour=12, tzinfo=UTC), bank["language"]


def _fill(connection: Connection, size: Size, there: int) -> None:
    """Write made-up meetings with their passages besides those that are there, until there are enough."""
    chance = random.Random(1)
    texts = (file.read_text("utf-8", "replace") for store in STORES.values() for file in store.parent.rglob("*.txt"))
    vocabulary = [word for text in texts for word in text.split()]
    vocabulary += [f"word{number}" for number in range(len(vocabulary))]
    wanted = size.meetings - there
    for place, meeting in enumerate(_made_up(wanted, chance)):
        meetings.put_meeting(connection, meeting)
        share = size.passages * (place + 1) // wanted - size.passages * place // wanted
        said = [" ".join(chance.choices(vocabulary, k=_WORDS_OF_A_PASSAGE)) for _ in range(share)]
        documents.put_content(connection, meeting.documents[0].id, None, None, said)
    documents.tidy(connection)


def _made_up(wanted: int, chance: random.Random) -> Iterator[Meeting]:
    """Meetings of several kinds, topics, places and days."""
    topics = (
        "Rivers",
        "Glaciers",
        "Noise",
        "Pollinators",
        "Dunes",
        "Peat",
        "Reefs",
        "Steppes",
        "Caves",
        "Springs",
        "Estuaries",
    )
    for number in range(wanted):
        city, country, zone = chance.choice(_PLACES)
        start = date(2000, 1, 3) + timedelta(days=chance.randrange(365 * 30))
        kind, topic = chance.choice(_KINDS), chance.choice(topics)
        yield Meeting(
            id=f"made-{number}",
            uid=f"made-{number}",
            process=_PROCESS,
            name=f"{kind} on {topic} {start.year}, part {number}",
            start=start,
            end=start + timedelta(days=chance.randrange(5)),
            timezone=zone,
            city=city,
            country=country,
            documents=(Document(id=f"letter-{number}", title=f"Letter on {topic}"),),
        )
