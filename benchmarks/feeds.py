"""Live calendars of 1,000 entries: how many answers a second, and what a change costs.

Answers come over HTTP from one process, to apps that each keep a connection. A change is one meeting moved in the store; beside
it stands building the whole calendar through icalendar, as is usual. Of other changes a task notes for how long it was kept
waiting meanwhile, in processor time of the whole process: what else the machine does is not the bot's.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import icalendar

from benchmarks.feed_store import Store, opened
from benchmarks.programs import ROOT, running
from benchmarks.table import Bound, Row, Table
from bot.ics.events import Words, event
from bot.ics.items import Item
from bot.services.blocks import Blocks

ENTRIES = 1_000
_CONNECTIONS = 16
_MAIL = "noreply@plenary.invalid"


@dataclass(frozen=True)
class Size:
    """How long answers are counted, and how many changes are made."""

    seconds: float
    rounds: int
    changes: int


FULL = Size(seconds=3, rounds=3, changes=30)
SHORT = Size(seconds=0.2, rounds=1, changes=2)


@dataclass(frozen=True)
class Answers:
    """Answers a second: that nothing has changed, the calendar by gzip, and as it is."""

    unchanged: float
    compressed: float
    plain: float


@dataclass(frozen=True)
class Changes:
    """Seconds: until the calendar was ready (the median), and the longest that the loop was held meanwhile."""

    ready: float
    held: float


def run(short: bool = False) -> Table:
    """Measure."""
    size = SHORT if short else FULL
    with tempfile.TemporaryDirectory() as folder:
        answers = _answers(Path(folder), size)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = asyncio.run(_changes(Path(folder), size))
    return compare(answers, ours, theirs)


def compare(answers: Answers, ours: Changes, theirs: Changes) -> Table:
    """Hold the figures against their bounds."""
    table = Table(f"A live calendar of {ENTRIES:,} entries", "icalendar each time")
    milliseconds = "{:,.1f} ms".format
    table.rows += [
        Row("answers a second: unchanged (304)", answers.unchanged, bound=Bound(10_000, at_least=True)),
        Row("answers a second: the calendar by gzip", answers.compressed, bound=Bound(4_000, at_least=True)),
        Row("answers a second: the calendar as it is", answers.plain),
        Row("one meeting changed: ready after", ours.ready * 1000, bound=Bound(15), show=milliseconds),
        Row("beside icalendar", ours.ready * 1000, theirs.ready * 1000, Bound(0.1), milliseconds),
        Row("the loop held for at most", ours.held * 1000, bound=Bound(5), show=milliseconds),
        Row("beside icalendar", ours.held * 1000, theirs.held * 1000, Bound(0.1), milliseconds),
    ]
    return table


def _answers(folder: Path, size: Size) -> Answers:
    command = [sys.executable, "-m", "benchmarks.feed_server", str(folder), str(ENTRIES)]
    with running(command, folder, PYTHONPATH=str(ROOT)) as server:
        while "\n" not in server.output():
            time.sleep(0.05)
        port, path = server.output().split()
        tag = _tag(int(port), path)
        asked = {
            "unchanged": f"If-None-Match: {tag}\r\n",
            "compressed": "Accept-Encoding: gzip\r\n",
            "plain": "",
        }
        figures = {
            name: median(_rate(int(port), _request(path, headers), size.seconds) for _ in range(size.rounds))
            for name, headers in asked.items()
        }
    return Answers(**figures)


def _request(path: str, headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: plenary.example.org\r\n{headers}\r\n".encode()


def _tag(port: int, path: str) -> str:
    with closing(socket.create_connection(("127.0.0.1", port))) as connection:
        connection.sendall(_request(path, "Connection: close\r\n"))
        head = connection.recv(65536).decode(errors="replace")
    return next(line.partition(": ")[2] for line in head.split("\r\n") if line.lower().startswith("etag: "))


def _rate(port: int, request: bytes, seconds: float) -> float:
    """Answers a second to so many connections, each of which asks again once it has its answer."""
    selector = selectors.DefaultSelector()
    left: dict[socket.socket, int] = {}
    for _ in range(_CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
        left[connection] = 0
        selector.register(connection, selectors.EVENT_READ)
    buffer, answered, began = bytearray(1 << 20), 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in selector.select(1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            count = connection.recv_into(buffer)
            if count == 0:
                raise ConnectionError("the server has closed a connection")
            if left[connection] == 0:
                left[connection] = _length(buffer)
            left[connection] -= count
            if left[connection] == 0:
                answered += 1
                connection.sendall(request)
    took = time.perf_counter() - began
    for connection in left:
        connection.close()
    return answered / took


def _length(buffer: bytearray) -> int:
    """How long an answer is, from its head."""
    end = buffer.index(b"\r\n\r\n") + 4
    at = buffer.find(b"Content-Length: ", 0, end)
    return end + int(buffer[at + 16 : buffer.index(b"\r\n", at)]) if at >= 0 else end


async def _changes(folder: Path, size: Size) -> tuple[Changes, Changes]:
    async with opened(folder, ENTRIES) as store:
        feed = await store.services.feeds.of(store.token)
        assert feed is not None, "it was just made"
        entries = feed.content.body.count(b"BEGIN:VEVENT")
        assert entries == ENTRIES, f"{entries} entries"
        ours = await _measured(store, partial(store.services.feeds.of, store.token), size.changes)
        items, blocks = feed.content.collected.items, Blocks(store.services.rendering, _MAIL)
        words = {item.uid: blocks.words(item, feed.content.catalogue, "en") for item in items}
        theirs = await _measured(store, partial(_built, items, words), min(size.changes, 3))
    return ours, theirs


_Make = Callable[[], Awaitable[object]]


async def _measured(store: Store, make: _Make, changes: int) -> Changes:
    """So many changes until the calendar is there, and as many others while the loop is watched.

    Not both at once: whoever watches takes all the time that there is, and a machine that is busy otherwise then gives
    the next of it to others first.
    """
    ready = [await _ready(store, number, make) for number in range(changes)]
    held = [await _held(store, changes + number, make) for number in range(changes)]
    return Changes(median(ready), max(held))


async def _ready(store: Store, number: int, make: _Make) -> float:
    """How long it takes from a change until the calendar is there."""
    await store.change(number)
    began = time.perf_counter()
    await make()
    return time.perf_counter() - began


async def _held(store: Store, number: int, make: _Make) -> float:
    """How long the loop is held at most from a change until the calendar is there."""
    await store.change(number)
    longest, last, done = 0.0, time.process_time(), False

    async def watch() -> None:
        nonlocal longest, last
        last = time.process_time()
        while not done:
            await asyncio.sleep(0)
            now = time.process_time()
            longest, last = max(longest, now - last), now

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    await make()
    done = True
    await watching
    return longest


async def _built(items: Sequence[Item], words: Mapping[str, Words]) -> bytes:
    """The whole calendar through icalendar, with words that are there already."""
    calendar = icalendar.Calendar()
    for item in items:
        calendar.add_component(event(item, words[item.uid], _MAIL))
    return bytes(calendar.to_ical())
