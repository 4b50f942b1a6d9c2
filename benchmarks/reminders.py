"""Reminders with 100,000 of them pending: finding the earliest, claiming what is due, moving a meeting, and doing nothing."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from statistics import median

from benchmarks.table import Bound, Row, Table
from bot.clock import Clock
from bot.delivery.alarm import Alarm
from bot.delivery.rest import Rest
from bot.model import Deadline, Meeting, Process, Registration
from bot.services import consequences, reminder_plan
from bot.services.consequences import Written
from bot.services.meetings import Meetings
from bot.services.reminders import Reminders
from bot.store import followers, meetings
from bot.store import reminders as store
from bot.store.database import Database
from bot.store.followers import Chat, Subject

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
_EACH = 9  # reminders that a follower has of each meeting


@dataclass(frozen=True)
class Size:
    """How much is measured: `moved` reminders of one meeting, `due` at once, `pending` of others besides."""

    pending: int
    moved: int
    due: int
    times: int
    idle_seconds: float


FULL = Size(pending=100_000, moved=1_000, due=100, times=9, idle_seconds=10)
SHORT = Size(pending=2_000, moved=80, due=10, times=1, idle_seconds=0.2)


def meeting(name: str, start: date) -> Meeting:
    """A meeting with nine reminders for each follower."""
    return Meeting(
        id=name,
        uid=name,
        process="ccm",
        name=name,
        start=start,
        timezone="Europe/Zurich",
        registration=Registration(opens=start - timedelta(days=90), closes=start - timedelta(days=30)),
        deadlines=(Deadline(what="Papers", date=datetime.combine(start, datetime.min.time()) - timedelta(hours=300)),),
    )


def fill(connection: Connection, size: Size) -> None:
    """Meetings and who follows them; all reminders are planned."""
    meetings.put_process(connection, Process(id="ccm", name="Convention"))
    known = {name: meeting(name, date(2026, 10, 5)) for name in ("many", "moved")}
    numbers: Iterator[int] = iter(range(1, size.pending + size.moved))
    for name, reminders in (("many", size.pending), ("moved", size.moved)):
        meetings.put_meeting(connection, known[name])
        for _ in range(reminders // _EACH):
            number = next(numbers)
            chat = Chat(number, "private", f"Delegate {number}")
            followers.follow(connection, chat, Subject("meeting", name), None, number, NOW)
    reminder_plan.plan_meetings(connection, known.values(), NOW)


def make_due(connection: Connection, size: Size, turn: int) -> None:
    """Let so many chats have a reminder due now."""
    rows = [
        store.Row(
            number, "meeting", f"{turn}m", "2026-10-05", "2026-01-10T12:00:00.000000Z", "2027-01-01T00:00:00.000000Z"
        )
        for number in range(1, size.due + 1)
    ]
    store.add(connection, "many", rows)


async def seconds(do: Callable[[], Awaitable[object]]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    await do()
    return time.perf_counter() - begun


async def find_earliest(database: Database, times: int) -> float:
    """How long the query takes in the thread of its connection, in microseconds."""

    def look(connection: Connection) -> float:
        begun = time.perf_counter()
        for _ in range(times):
            store.earliest(connection)
        return (time.perf_counter() - begun) / times

    return 1e6 * await database.read(look)


async def move(database: Database, days: int) -> float:
    """Move the meeting, through the door of all consequences; in milliseconds."""
    before = meeting("moved", date(2026, 10, 5) + timedelta(days=days - 1))
    after = replace(meeting("moved", date(2026, 10, 5) + timedelta(days=days)))

    def effect(connection: Connection) -> None:
        meetings.put_meeting(connection, after)
        consequences.follow(connection, Written({"moved": before}, {"moved": after}, ()), NOW)

    return 1e3 * await seconds(lambda: database.write(effect))


async def claim(database: Database, reminders: Reminders, size: Size, turn: int) -> float:
    """Hand over what is due; in milliseconds."""
    await database.write(make_due, size, turn)
    return 1e3 * await seconds(reminders.ring)


async def idle_queries(database: Database, clock: Clock, reminders: Reminders, seconds: float) -> int:
    """How many statements an alarm runs in so many seconds in which nothing is due."""
    statements: list[str] = []
    alarm = Alarm(reminders, Rest(database.path, clock), lambda: None)
    alarm.start()
    await asyncio.sleep(0.2)  # the first look, at the start
    for trace in (database.read, database.write):
        await trace(lambda connection: connection.set_trace_callback(statements.append))
    statements.clear()
    await asyncio.sleep(seconds)
    found = len(statements)
    await alarm.stop()
    return found


async def measure(size: Size) -> list[Row]:
    """All figures, on a store of a moment."""
    clock = Clock.started_at(NOW)
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "plenary.db", clock)
        try:
            await database.write(fill, size)
            reminders = Reminders(database, clock, Meetings(database, clock))
            earliest = median([await find_earliest(database, 1000) for _ in range(size.times)])
            moved = median([await move(database, turn) for turn in range(1, size.times + 1)])
            claimed = median([await claim(database, reminders, size, turn) for turn in range(size.times)])
            pending = (await database.read(store.counts))["pending"]
            idle = await idle_queries(database, clock, reminders, size.idle_seconds)
        finally:
            await database.close()
    return [
        Row(f"{pending:,} pending: the earliest found, µs", earliest, bound=Bound(10), show="{:,.1f}".format),
        Row(f"{size.due} due: claimed and committed, ms", claimed, bound=Bound(3), show="{:,.2f}".format),
        Row(f"a meeting with {size.moved:,} reminders moved, ms", moved, bound=Bound(60), show="{:,.1f}".format),
        Row(f"statements in {size.idle_seconds:g} s with nothing due", idle, bound=Bound(0)),
    ]


def run(short: bool) -> Table:
    """Measure, and give the figures."""
    return Table("Reminders", "", asyncio.run(measure(SHORT if short else FULL)))
