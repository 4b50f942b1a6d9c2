"""The connections to the SQLite file: one that writes, one that reads. Nothing else touches aiosqlite.

Functions run in the connection's thread by aiosqlite's `Connection._execute`, on which its public methods are
built: it is the only way to run a whole function there in one hop, and a hop costs more than most queries.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import aiosqlite

from bot.clock import Clock
from bot.errors import StoreError
from bot.store import migrate
from bot.store.problems import as_store_error, plain_errors
from bot.store.updates import Effect, being_handled, store_effect

P = ParamSpec("P")
T = TypeVar("T")

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class Database:
    """The open store. Built by `Database.open`; `close()` it, or its threads keep the process alive."""

    def __init__(self, path: Path, lock: int | None) -> None:
        self.path = path
        self._lock = lock
        self._writer = _connection(path, "rwc")
        self._reader = _connection(path, "ro")
        self._waiting: _Group = []
        self._committing: asyncio.Task[None] | None = None
        self._is_closed = False
        self.commits = 0  # rises after each, so that what is kept in memory knows when to look again

    @classmethod
    async def open(cls, path: Path, clock: Clock, *, alone: bool = False, migrations: Path = MIGRATIONS) -> Database:
        """Open the file at `path`, made if it is not there, and bring its schema up to date.

        `alone` is for the running bot: a second one on the same file is refused. Raises StoreError, with the
        file untouched, when it is damaged, newer than the program, locked or cannot be written.
        """
        with plain_errors(path):
            if await asyncio.to_thread(path.is_dir):
                raise StoreError(f"{path} is a folder; name a file in PLENARY_DATABASE.")
            lock = _claim(path) if alone else None
            try:
                in_use = (lambda: False) if alone else partial(_is_claimed, path)
                await asyncio.to_thread(migrate.migrate, path, migrations, clock, in_use=in_use)
                database = cls(path, lock)
                await database._connect()
            except BaseException:
                _release(lock)
                raise
        return database

    async def _connect(self) -> None:
        await self._writer
        try:
            await _execute(self._writer, _prepare_writer)
            await self._reader
            await _execute(self._reader, _prepare_reader)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Finish what was begun and close both connections; the file is then whole by itself."""
        self._is_closed = True
        if self._committing is not None:
            await asyncio.wait({self._committing})
        await self._reader.close()
        await self._writer.close()
        _release(self._lock)
        self._lock = None

    async def read(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `query(connection, …)` on one unchanging state of the store, and give what it gives."""
        return await _execute(self._reader, _look, lambda connection: query(connection, *args, **kwargs))

    async def write(
        self, effect: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `effect(connection, …)` all or nothing, and give what it gives once it is committed.

        While an update is being handled it is marked, in the same transaction, as having its effect stored,
        and is then never handled again. Raises what the effect raises, and StoreError when the file or its
        disk fails.
        """
        handling = being_handled.get()
        if handling is None or handling.effect_stored or handling.over:
            return await self.note(effect, *args, **kwargs)

        def with_mark(connection: sqlite3.Connection) -> T:
            result = effect(connection, *args, **kwargs)
            store_effect(connection, handling.update_id)
            return result

        result = await self.note(with_mark)
        handling.effect_stored = True
        return result

    async def note(
        self, effect: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write like `write` what may happen again without harm: it does not count as an update's effect.

        Writes that queue up while others are being committed are committed together, each in a savepoint.
        """
        return cast(T, await self._commit(_Write(lambda connection: effect(connection, *args, **kwargs))))

    async def join(self, effect: Effect[T], item: T) -> None:
        """Write like `note`; items that wait for the same effect are given to it together, after other writes."""
        await self._commit(_Write(lambda connection: effect(connection, [item]), effect, item))

    async def _commit(self, write: _Write) -> object:
        if self._is_closed:
            raise StoreError("The store is closed.")
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, over))
        self._see_to_it()
        try:
            await over
        except asyncio.CancelledError:
            if (write, over) in self._waiting:  # else the thread goes on with it
                self._waiting.remove((write, over))
            raise
        if write.error is not None:
            plain = as_store_error(write.error, self.path)
            raise plain from (None if plain is write.error else write.error)
        return write.result

    def _see_to_it(self, ended: asyncio.Task[None] | None = None) -> None:
        """Have what waits committed, also where the task that did it has `ended`, as at the end of the loop."""
        if ended is not None:
            self._committing = None
        if self._committing is None and self._waiting:
            self._committing = asyncio.create_task(self._commit_what_waits())
            self._committing.add_done_callback(self._see_to_it)

    async def _commit_what_waits(self) -> None:
        """Commit until nothing waits, each time all that does. Those who wait go on together, not one after the other."""
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await self._commit_group(group)
            except asyncio.CancelledError:
                for _, over in group:
                    over.cancel()
                raise
            await asyncio.sleep(0)  # whoever goes on and writes again need not wait for another's commit

    async def _commit_group(self, group: _Group) -> None:
        writes = [write for write, _ in group]
        try:
            await _execute(self._writer, _commit_together, writes)
            self.commits += 1
        except Exception as error:  # the connection is closed
            for write in writes:
                write.error = write.error or error
        for _, over in group:
            if not over.done():  # its writer was cancelled
                over.set_result(None)

    async def at_close(self, effect: Effect[T], item: T) -> None:
        """Write like `join`, in the transaction that marks the update being handled as answered; at once where none is."""
        handling = being_handled.get()
        if handling is None or handling.over:
            await self.join(effect, item)
        else:
            handling.at_close(effect, item)

    async def backup(self, target: Path) -> None:
        """Copy the store to a file that is whole by itself. Raises StoreError, also if that one exists."""
        with plain_errors(target):
            await asyncio.to_thread(migrate.copy, self.path, target)


class _Write:
    """An effect that waits for its transaction, and what came of it; `joined` is the effect that takes several items."""

    def __init__(
        self, effect: Callable[[sqlite3.Connection], object], joined: Effect[Any] | None = None, item: object = None
    ) -> None:
        self.effect = effect
        self.joined = joined
        self.item = item
        self.result: object = None
        self.error: BaseException | None = None


_Group = list[tuple[_Write, "asyncio.Future[None]"]]


def _commit_together(connection: sqlite3.Connection, group: list[_Write]) -> None:
    """Run the effects in one transaction; one that raises takes back its own, a failed commit fails all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        joined: dict[Effect[Any], list[_Write]] = {}
        for write in group:
            if write.joined is None:
                _in_savepoint(connection, write)
            else:
                joined.setdefault(write.joined, []).append(write)
        for effect, writes in joined.items():
            _in_one_savepoint(connection, effect, writes)
        connection.execute("COMMIT")
    except BaseException as error:
        for write in group:
            write.error = write.error or error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _in_savepoint(connection: sqlite3.Connection, write: _Write) -> None:
    connection.execute("SAVEPOINT one")
    try:
        write.result = write.effect(connection)
    except Exception as error:
        write.error = error
        if not connection.in_transaction:  # SQLite rolled the whole back by itself: a full disk does that
            raise
        connection.execute("ROLLBACK TO one")
    connection.execute("RELEASE one")


def _in_one_savepoint(connection: sqlite3.Connection, effect: Effect[Any], writes: list[_Write]) -> None:
    """Write many items at once; where that raises, one after the other, so that the one at fault fails alone."""
    together = _Write(lambda connection: effect(connection, [write.item for write in writes]))
    _in_savepoint(connection, together)
    if together.error is not None:
        for write in writes:
            _in_savepoint(connection, write)


def _look(connection: sqlite3.Connection, query: Callable[[sqlite3.Connection], T]) -> T:
    connection.execute("BEGIN")
    try:
        return query(connection)
    finally:
        connection.execute("COMMIT")


async def _execute(
    connection: aiosqlite.Connection,
    function: Callable[Concatenate[sqlite3.Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run the function in the connection's thread (see the module's docstring)."""
    in_thread = cast(Callable[..., Awaitable[T]], connection._execute)
    return await in_thread(function, connection._conn, *args, **kwargs)


def _connection(path: Path, mode: str) -> aiosqlite.Connection:
    return aiosqlite.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, cached_statements=512
    )


def _prepare_writer(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    # What it writes it seldom reads again: a cache of its own would be the reader's, once more, in memory.
    pragmas = (
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "cache_size = -512",
        "temp_store = MEMORY",  # what a savepoint may take back: a file for it would be made at most commits
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in ("busy_timeout = 5000", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _claim(path: Path) -> int:
    """Take the store for this process and give the open lock file; the kernel frees it when we die."""
    lock = os.open(_lock_file(path), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise StoreError(
            f"Another bot is running on {path}; stop that one, or name another file in PLENARY_DATABASE."
        ) from None
    return lock


def _release(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _is_claimed(path: Path) -> bool:
    if not _lock_file(path).exists():
        return False
    try:
        _release(_claim(path))
    except StoreError:
        return True
    return False
