"""Bring the schema up to date: numbered SQL files, forward only, each committed together with its record."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.errors import StoreError
from bot.store import instants
from bot.store.problems import damaged

_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of the migrations folder, `NNNN_what.sql`."""

    number: int
    name: str
    script: str


def read_migrations(folder: Path) -> list[Migration]:
    """Read the migrations in order. Raises ValueError for a wrong name and a doubled or missing number."""
    migrations = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise ValueError(f"{path.name} is not named like 0001_what.sql")
        migrations.append(Migration(int(match[1]), match[2], path.read_text(encoding="utf-8")))
    if [migration.number for migration in migrations] != list(range(1, len(migrations) + 1)):
        raise ValueError(f"the migrations in {folder} are not numbered 1, 2, 3 …")
    return migrations


def migrate(path: Path, folder: Path, clock: Clock, *, in_use: Callable[[], bool] = lambda: False) -> None:
    """Apply what the database at `path` lacks, after a copy of it beside itself; make it if there is none.

    Raises StoreError, with the file as it was, when it is damaged, another program's, newer than this program,
    or lacks something while `in_use` by a running bot.
    """
    migrations = read_migrations(folder)
    is_new = not path.exists() or path.stat().st_size == 0
    version = 0 if is_new else _checked_version(path, newest=len(migrations))
    if version == len(migrations):
        return
    if not is_new:
        if in_use():
            raise StoreError(f"{path} is in use by a running bot of an older version; stop that one first.")
        copy(path, path.with_name(f"{path.name}.before-{version + 1:04}"), overwrite=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("PRAGMA synchronous = full")
        for migration in migrations[version:]:
            _apply(connection, migration, instants.as_text(clock.now()))


def copy(source: Path, target: Path, *, overwrite: bool = False) -> None:
    """Copy a database, in use or not, to a file that is whole by itself. Raises StoreError if that exists."""
    if target.exists() and not overwrite:
        raise StoreError(f"{target} exists already; name a file that does not.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(connect_read_only(source)) as original, closing(sqlite3.connect(part)) as fresh:
            original.backup(fresh)
            fresh.execute("PRAGMA journal_mode = DELETE")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open the database at `path` so that nothing can write to it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _checked_version(path: Path, newest: int) -> int:
    with closing(connect_read_only(path)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(path)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if "migration" not in tables and tables:
            raise StoreError(f"{path} is the database of another program; name another file in PLENARY_DATABASE.")
        version = _version(connection) if tables else 0
    if version > newest:
        raise StoreError(
            f"{path} was written by a newer version of Plenary (its schema is {version}, ours is {newest}); "
            "start that version, or restore an older backup."
        )
    return version


def _version(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT COALESCE(MAX(number), 0) FROM migration").fetchone()[0]
    return number


def _apply(connection: sqlite3.Connection, migration: Migration, applied_at: str) -> None:
    """Apply one migration and its record, both or neither; nothing when another process did so meanwhile."""
    connection.execute("PRAGMA foreign_keys = off")  # a table that is rebuilt is dropped while others refer to it
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migration"
            " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"
        )
        if _version(connection) < migration.number:
            for statement in _statements(migration.script):
                connection.execute(statement)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"migration {migration.number} leaves references to rows that are gone")
            connection.execute(
                "INSERT INTO migration (number, name, applied_at) VALUES (:number, :name, :applied_at)",
                {"number": migration.number, "name": migration.name, "applied_at": applied_at},
            )
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _statements(script: str) -> Iterator[str]:
    """Split a script at its statements: `executescript` would commit before the first one."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
