"""A store with a live calendar of 1,000 entries, for what is measured on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.composition import Services, build_services
from bot.model import Meeting, Person, Process, Registration, Revision, Selection, Venue
from bot.settings import Settings
from bot.store import Connection, meetings, people
from bot.store.database import Database

PUBLIC_URL = "https://plenary.example.org"
_NOW = datetime(2011, 5, 10, 8, tzinfo=UTC)
_PERSON = 1
_ZONES = ("Europe/Zurich", "America/Lima", "Asia/Vientiane", "Europe/Oslo", "Asia/Beirut")


@dataclass(frozen=True)
class Store:
    """An open store, and the path of the live calendar in it."""

    services: Services
    database: Database
    path: str

    @property
    def token(self) -> str:
        """What finds the live calendar."""
        return self.path.rpartition("/")[2].removesuffix(".ics")

    async def change(self, number: int) -> None:
        """Move one meeting to another building, as an import would."""
        moved = replace(
            meeting(number),
            venue=Venue(name=f"Building {number}", address="Another street"),
            revision=Revision(sequence=1, created=_NOW, changed=_NOW + timedelta(seconds=number)),
        )
        await self.database.write(meetings.put_meeting, moved)


@asynccontextmanager
async def opened(folder: Path, entries: int) -> AsyncIterator[Store]:
    """Fill a store: meetings of one process, each an entry for itself, its three days, and registration's two dates."""
    clock = Clock.started_at(_NOW)
    database = await Database.open(folder / "plenary.db", clock)
    try:
        await database.write(_fill, entries)
        services = build_services(Settings(_env_file=None, public_url=PUBLIC_URL), clock, database)
        made = await services.calendars.make(_PERSON, Selection("process", process="p"), "en", alarms=False)
        yield Store(services, database, made.address.removeprefix(PUBLIC_URL))
    finally:
        await database.close()


def _fill(connection: Connection, entries: int) -> None:
    people.put_person(connection, Person(id=_PERSON, name="Grace"), _NOW)
    meetings.put_process(connection, Process(id="p", name="Convention on Cluster Munitions"))
    for number in range(entries // 5):
        meetings.put_meeting(connection, meeting(number))


def meeting(number: int) -> Meeting:
    """One of the meetings: five entries."""
    first = date(2008, 1, 7) + timedelta(days=5 * number)
    start = datetime.combine(first, datetime.min.time()) + timedelta(hours=10)
    return Meeting(
        id=f"meeting-{number}",
        uid=f"6f3f2a52-9f0b-4f6e-8b1f-{number:012}",
        process="p",
        name=f"Meeting {number} of the Convention on Cluster Munitions",
        start=start,
        end=start + timedelta(days=1, hours=8),
        timezone=_ZONES[number % len(_ZONES)],
        city="Geneva",
        country="CH",
        venue=Venue(name="World Meteorological Organization building", address="7 bis, avenue de la Paix"),
        registration=Registration(
            opens=first - timedelta(days=60), closes=first - timedelta(days=10), url="https://www.ccm-registration.org"
        ),
        website="https://www.clusterconvention.org",
        revision=Revision(created=_NOW, changed=_NOW),
    )
