"""The bot as people meet it: the real application on a real file, with Telegram in memory."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Plenary, ready
from bot.clock import Clock
from bot.commandline.prepare import prepare
from bot.commandline.run import keep_what_is_loaded
from bot.rehearsal import TOKEN, Rehearsal
from bot.rendering import Rendering
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store.database import Database

EXAMPLE = Path(__file__).parent.parent / "examples" / "oslo-process" / "meetings.yaml"
BEFORE_GENEVA = datetime(2011, 5, 6, 8, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """Read words and templates before the first test: where one of them has changed, that takes longer than a test may.

    Then nothing of them is looked through again and again, as in the bot in service: the tests take a sixth less time.
    """
    prepare()
    keep_what_is_loaded()


class Stage:
    """A bot, its clock, and whoever is asked in: `ana = stage.person("Ana")`, then `await ana.says("venue?")`."""

    def __init__(self, rehearsal: Rehearsal, clock: Clock, plenary: Plenary) -> None:
        self.rehearsal = rehearsal
        self.clock = clock
        self.plenary = plenary
        self.person = rehearsal.person
        self.group = rehearsal.group

    @property
    def refusals(self) -> list[str]:
        """What the Bot API would have refused."""
        return [f"{call.method}: {call.refused}" for call in self.rehearsal.calls if call.refused]


Open = Callable[..., Awaitable[Stage]]


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, time: datetime) -> None:
        super().__init__()
        self.time = time

    def now(self) -> datetime:
        return self.time


class Stores:
    """Stores of the example as they are after the import at an hour: each is made once, and copied for every test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[datetime, Path] = {}

    async def copy(self, now: datetime, path: Path) -> None:
        """Put one, imported at that instant, where a test wants it."""
        if now not in self._made:
            made = self._folder / f"{len(self._made)}.db"
            clock = FixedClock(now)
            database = await Database.open(made, clock)
            await import_files(database, clock, (EXAMPLE,))
            await database.close()
            self._made[now] = made
        shutil.copy(self._made[now], path)


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """What tests begin with."""
    return Stores(tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="session")
def rendering() -> Rendering:
    """The templates, opened once for all tests."""
    return Rendering()


@pytest.fixture
async def open_stage(tmp_path: Path, stores: Stores, rendering: Rendering) -> AsyncIterator[Open]:
    """Open the bot: on the example before the June meeting, or at another hour, or on other files."""
    async with AsyncExitStack() as stack:

        async def open_at(
            now: datetime = BEFORE_GENEVA,
            files: tuple[Path, ...] = (EXAMPLE,),
            organisers: tuple[int, ...] = (),
            public_url: str | None = None,
        ) -> Stage:
            clock, path = Clock.started_at(now), tmp_path / "plenary.db"
            is_made = files == (EXAMPLE,) and not path.exists()
            if is_made:
                await stores.copy(now, path)
            database = await Database.open(path, clock)
            stack.push_async_callback(database.close)
            if not is_made:
                await import_files(database, clock, files)
            rehearsal = Rehearsal(clock)
            settings = Settings(_env_file=None, organisers=organisers, public_url=public_url)
            plenary = await stack.enter_async_context(
                ready(settings, clock, database, rehearsal.request, TOKEN, rendering=rendering, pace=0)
            )
            rehearsal.connect(plenary.door.take, plenary.door.idle)
            return Stage(rehearsal, clock, plenary)

        yield open_at


@pytest.fixture
async def stage(open_stage: Open) -> Stage:
    """The bot on the example, three days before registration for the June meeting opens."""
    return await open_stage()
