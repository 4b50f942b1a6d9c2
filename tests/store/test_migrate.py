"""Migrations: named, numbered, forward only, each with its record, after a copy."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.errors import StoreError
from bot.store.database import MIGRATIONS
from bot.store.migrate import migrate, read_migrations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT;")
    return folder


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_our_migrations_are_named_and_numbered() -> None:
    """The folder polices itself: 0001_what.sql, no number left out or doubled."""
    migrations = read_migrations(MIGRATIONS)

    assert list(range(1, len(migrations) + 1)) == [migration.number for migration in migrations]


def test_our_migrations_make_an_empty_database_and_strict_tables(tmp_path: Path) -> None:
    """All migrations run on an empty file; every table that is not a virtual one is STRICT."""
    path = tmp_path / "plenary.db"

    migrate(path, MIGRATIONS, Clock())

    lax = rows(
        path,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT LIKE 'sqlite%'",
    )
    assert [] == lax


def test_each_migration_leaves_its_record(tmp_path: Path, folder: Path) -> None:
    """The record says which, and when by our clock; a second start changes nothing."""
    path = tmp_path / "plenary.db"
    clock = Clock()

    migrate(path, folder, clock)
    before = path.read_bytes()
    migrate(path, folder, clock)

    ((number, name, applied_at),) = rows(path, "SELECT number, name, applied_at FROM migration")
    assert (1, "notes") == (number, name)
    assert str(applied_at)[:10] == clock.now().date().isoformat()
    assert before == path.read_bytes()


def test_yesterdays_database_is_copied_then_brought_up_to_date(tmp_path: Path, folder: Path) -> None:
    """Only what is missing is applied, the rows stay, and the copy is the database as it was."""
    path = tmp_path / "plenary.db"
    migrate(path, folder, Clock())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO note (text) VALUES ('kept')")
    (folder / "0002_more.sql").write_text(
        "ALTER TABLE note ADD COLUMN more TEXT;\nCREATE INDEX by_text ON note (text);"
    )

    migrate(path, folder, Clock())

    assert [("kept", None)] == rows(path, "SELECT text, more FROM note")
    assert [(1,), (2,)] == rows(path, "SELECT number FROM migration ORDER BY number")
    copy = tmp_path / "plenary.db.before-0002"
    assert [(1, "kept")] == rows(copy, "SELECT * FROM note")
    assert [(1,)] == rows(copy, "SELECT number FROM migration")


def test_a_new_database_is_not_copied(tmp_path: Path, folder: Path) -> None:
    """There is nothing to keep."""
    migrate(tmp_path / "plenary.db", folder, Clock())

    assert ["plenary.db"] == [path.name for path in tmp_path.glob("plenary.db*")]


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path, folder: Path) -> None:
    """Those before it stay applied, it itself leaves neither table nor record, and the next start tries again."""
    path = tmp_path / "plenary.db"
    broken = folder / "0002_broken.sql"
    broken.write_text("CREATE TABLE half (id INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(path, folder, Clock())
    left = rows(path, "SELECT name FROM sqlite_schema WHERE name IN ('note', 'half') ORDER BY name")
    broken.write_text("CREATE TABLE whole (id INTEGER) STRICT;")
    migrate(path, folder, Clock())

    assert [("note",)] == left
    assert [("note",), ("whole",)] == rows(
        path, "SELECT name FROM sqlite_schema WHERE name IN ('note', 'half', 'whole') ORDER BY name"
    )


def test_a_migration_that_loses_rows_others_refer_to_is_taken_back(tmp_path: Path, folder: Path) -> None:
    """A table may be rebuilt while others refer to it, but no reference may be left dangling."""
    path = tmp_path / "plenary.db"
    (folder / "0002_reply.sql").write_text(
        "CREATE TABLE reply (note INTEGER NOT NULL REFERENCES note) STRICT;\n"
        "INSERT INTO note (id, text) VALUES (7, 'kept');\nINSERT INTO reply (note) VALUES (7);"
    )
    migrate(path, folder, Clock())
    rebuild = folder / "0003_rebuild.sql"
    rebuild.write_text("DROP TABLE note;\nCREATE TABLE note (id INTEGER PRIMARY KEY) STRICT;")

    with pytest.raises(sqlite3.IntegrityError, match="references"):
        migrate(path, folder, Clock())
    rebuild.write_text(
        "CREATE TABLE fresh (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO fresh SELECT id FROM note;\n"
        "DROP TABLE note;\nALTER TABLE fresh RENAME TO note;"
    )
    migrate(path, folder, Clock())

    assert [(7,)] == rows(path, "SELECT id FROM note")


def test_triggers_comments_and_a_missing_last_semicolon_are_understood(tmp_path: Path, folder: Path) -> None:
    """A script is split at its statements, not at every semicolon."""
    (folder / "0002_trigger.sql").write_text(
        "-- first; a comment\nCREATE TRIGGER shout AFTER INSERT ON note BEGIN\n"
        "  UPDATE note SET text = upper(new.text) WHERE id = new.id;\n  SELECT 'a;b';\nEND;\n"
        "INSERT INTO note (text) VALUES ('a;b')\n-- the end"
    )

    migrate(tmp_path / "plenary.db", folder, Clock())

    assert [("A;B",)] == rows(tmp_path / "plenary.db", "SELECT text FROM note")


@pytest.mark.parametrize("name", ["0003_gap.sql", "2_short.sql", "0002-dash.sql", "0001_twice.sql"])
def test_a_misnamed_migration_is_not_run(tmp_path: Path, folder: Path, name: str) -> None:
    """Names and numbers are checked before anything is opened."""
    (folder / name).write_text("SELECT 1;")

    with pytest.raises(ValueError, match=r"not (named|numbered)"):
        migrate(tmp_path / "plenary.db", folder, Clock())

    assert not (tmp_path / "plenary.db").exists()


def test_an_older_copy_is_replaced_only_by_a_whole_one(tmp_path: Path, folder: Path) -> None:
    """A copy that was left by an earlier attempt is replaced; no half copy is ever left."""
    path = tmp_path / "plenary.db"
    migrate(path, folder, Clock())
    (folder / "0002_more.sql").write_text("CREATE TABLE more (id INTEGER) STRICT;")
    copy = tmp_path / "plenary.db.before-0002"
    copy.write_bytes(b"left by an earlier attempt")

    migrate(path, folder, Clock())

    assert [(1,)] == rows(copy, "SELECT number FROM migration")
    assert not (tmp_path / "plenary.db.before-0002.part").exists()


def test_a_database_in_use_is_not_migrated(tmp_path: Path, folder: Path) -> None:
    """One sentence says who must stop first."""
    path = tmp_path / "plenary.db"
    migrate(path, folder, Clock())
    (folder / "0002_more.sql").write_text("CREATE TABLE more (id INTEGER) STRICT;")

    with pytest.raises(StoreError, match="stop that one first"):
        migrate(path, folder, Clock(), in_use=lambda: True)
