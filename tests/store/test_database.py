"""The connections: all or nothing, together where possible, one bot a file, every failure one plain sentence."""

import asyncio
import os
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.errors import StoreError
from bot.store.database import Database


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;\n"
        "CREATE TABLE reply (note INTEGER NOT NULL REFERENCES note) STRICT;\n"
    )
    return folder


@pytest.fixture
async def database(tmp_path: Path, migrations: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "plenary.db", Clock(), migrations=migrations)
    yield database
    await database.close()


def add(connection: sqlite3.Connection, text: str) -> int:
    note = connection.execute("INSERT INTO note (text) VALUES (:text) RETURNING id", {"text": text}).fetchone()["id"]
    assert isinstance(note, int)
    return note


def texts(connection: sqlite3.Connection) -> list[str]:
    return [row["text"] for row in connection.execute("SELECT text FROM note ORDER BY id")]


async def test_what_is_written_can_be_read_at_once(database: Database) -> None:
    """A write has been committed when it returns."""
    assert 1 == await database.write(add, "one")

    assert ["one"] == await database.read(texts)


async def test_an_effect_that_raises_leaves_nothing(database: Database) -> None:
    """All or nothing, and the error is the effect's own."""

    def add_and_raise(connection: sqlite3.Connection) -> None:
        add(connection, "half")
        raise LookupError("no such meeting")

    with pytest.raises(LookupError, match="no such meeting"):
        await database.write(add_and_raise)

    assert [] == await database.read(texts)


async def test_one_of_many_concurrent_writes_fails_alone(database: Database) -> None:
    """Writes that are committed together do not spoil each other, and each gets its own result."""
    await database.write(add, "taken")

    results = await asyncio.gather(
        *(database.write(add, text) for text in ("a", "taken", "b", "taken", "c")), return_exceptions=True
    )

    assert ["taken", "a", "b", "c"] == await database.read(texts)
    assert [int, sqlite3.IntegrityError, int, sqlite3.IntegrityError, int] == [type(result) for result in results]


async def test_writes_that_queue_up_share_one_commit(database: Database) -> None:
    """A hundred writes at once cost a few commits, not a hundred."""
    commits: list[str] = []

    def listen(connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)

    await database.write(listen)
    commits.clear()
    await asyncio.gather(*(database.write(add, str(number)) for number in range(100)))

    assert 100 == len(await database.read(texts))
    assert len(commits) <= 2


async def test_writes_that_share_a_commit_return_together(database: Database) -> None:
    """Not one after the other, each a turn of the loop later: whatever is written next would wait for all of them."""
    turn = 0
    returned = []

    async def count_turns() -> None:
        nonlocal turn
        while True:
            turn += 1
            await asyncio.sleep(0)

    async def write(text: str) -> None:
        await database.write(add, text)
        returned.append(turn)

    counting = asyncio.create_task(count_turns())
    await asyncio.gather(*(write(str(number)) for number in range(100)))
    counting.cancel()

    assert len(set(returned)) <= 4


async def test_who_writes_again_at_once_waits_for_one_commit(database: Database) -> None:
    """Fifty who write one after the other are committed together each time, not in two halves that wait for each other."""

    async def write(name: int) -> None:
        for number in range(10):
            await database.write(add, f"{name}.{number}")

    before = database.commits
    await asyncio.gather(*(write(name) for name in range(50)))

    assert 500 == len(await database.read(texts))
    assert database.commits - before <= 12


@pytest.mark.parametrize("turns", [1, 2])
async def test_a_cancelled_commit_leaves_nobody_waiting(database: Database, turns: int) -> None:
    """Not those whose writes it took, nor those who write later, whether it had begun or not."""
    writing = asyncio.create_task(database.write(add, "first"))
    for _ in range(turns):
        await asyncio.sleep(0)
    assert database._committing is not None

    database._committing.cancel()
    async with asyncio.timeout(5):
        await database.write(add, "later")
        await asyncio.gather(writing, return_exceptions=True)

    assert "later" in await database.read(texts)


async def test_nothing_is_written_once_the_store_is_being_closed(database: Database) -> None:
    """Whoever goes on writing does not keep it open, and is told so in one sentence."""
    waiting = asyncio.create_task(database.write(add, "first"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)

    with pytest.raises(StoreError, match="The store is closed"):
        await database.write(add, "late")

    await closing
    assert 1 == await waiting


async def test_a_failed_commit_fails_all_writes_in_it(database: Database) -> None:
    """Nobody is told that a write succeeded when the transaction did not."""

    def dangle(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("INSERT INTO reply (note) VALUES (99)")

    results = await asyncio.gather(
        database.write(add, "a"), database.write(dangle), database.write(add, "b"), return_exceptions=True
    )

    assert [sqlite3.IntegrityError] * 3 == [type(result) for result in results]
    assert [] == await database.read(texts)


async def test_a_cancelled_write_does_not_hold_up_or_spoil_the_others(database: Database) -> None:
    """Whoever gives up while waiting has written nothing; the others go on."""
    first = asyncio.create_task(database.write(add, "first"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # it is being committed
    second = asyncio.create_task(database.write(add, "second"))
    third = asyncio.create_task(database.write(add, "third"))
    await asyncio.sleep(0)

    second.cancel()
    await asyncio.gather(first, second, third, return_exceptions=True)

    assert second.cancelled()
    assert ["first", "third"] == await database.read(texts)


async def test_the_one_that_commits_for_others_may_be_cancelled(database: Database) -> None:
    """Those whose writes it had taken along get their results all the same."""
    tasks = [asyncio.create_task(database.write(add, text)) for text in ("first", "second", "third")]
    await asyncio.sleep(0)

    tasks[0].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert [asyncio.CancelledError, int, int] == [type(result) for result in results]
    assert {"second", "third"} <= set(await database.read(texts))


async def test_the_reader_cannot_write(database: Database) -> None:
    """The read-only connection refuses what changes anything, with any SQL."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await database.read(add, "no")


async def test_a_read_sees_one_state_throughout(database: Database) -> None:
    """A query in several statements sees the store as it was when it began."""
    seen: list[int] = []

    def count_twice(connection: sqlite3.Connection) -> None:
        for _ in range(2):
            seen.append(len(texts(connection)))
            if len(seen) == 1:
                other = sqlite3.connect(database.path)
                other.execute("INSERT INTO note (text) VALUES ('meanwhile')")
                other.commit()
                other.close()

    await database.read(count_twice)

    assert [0, 0] == seen
    assert ["meanwhile"] == await database.read(texts)


async def test_references_are_held(database: Database) -> None:
    """Foreign keys are on, and a STRICT table takes no wrong type."""

    def dangle(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO reply (note) VALUES (1)")

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await database.write(dangle)


async def test_commits_reach_the_disk(database: Database) -> None:
    """WAL with full synchronisation: what was committed survives a power cut."""

    def modes(connection: sqlite3.Connection) -> tuple[str, int]:
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return journal, connection.execute("PRAGMA synchronous").fetchone()[0]

    assert ("wal", 2) == await database.write(modes)


async def test_a_closed_store_is_one_file(tmp_path: Path, migrations: Path) -> None:
    """After closing nothing is left beside the file, so it can be copied as it is."""
    database = await Database.open(tmp_path / "one.db", Clock(), migrations=migrations)
    await database.write(add, "kept")
    await database.close()

    assert ["one.db"] == [path.name for path in tmp_path.glob("one.db*")]


async def test_a_second_bot_on_the_same_file_is_refused(tmp_path: Path, migrations: Path) -> None:
    """One running bot a file; commands beside it may open the file, and after it ends another may run."""
    path = tmp_path / "plenary.db"
    running = await Database.open(path, Clock(), alone=True, migrations=migrations)

    with pytest.raises(StoreError) as raised:
        await Database.open(path, Clock(), alone=True, migrations=migrations)
    beside = await Database.open(path, Clock(), migrations=migrations)
    await beside.write(add, "beside")
    await beside.close()
    await running.close()
    again = await Database.open(path, Clock(), alone=True, migrations=migrations)

    assert f"Another bot is running on {path}; stop that one, or name another file in PLENARY_DATABASE." == str(
        raised.value
    )
    assert ["beside"] == await again.read(texts)
    await again.close()


async def test_a_schema_is_not_changed_under_a_running_bot(tmp_path: Path, migrations: Path) -> None:
    """A newer command beside an older running bot leaves the file alone."""
    path = tmp_path / "plenary.db"
    running = await Database.open(path, Clock(), alone=True, migrations=migrations)
    (migrations / "0002_more.sql").write_text("CREATE TABLE more (id INTEGER) STRICT;")

    with pytest.raises(StoreError, match="is in use by a running bot of an older version; stop that one first"):
        await Database.open(path, Clock(), migrations=migrations)
    await running.close()

    await (await Database.open(path, Clock(), migrations=migrations)).close()


async def refusal(path: Path, migrations: Path) -> str:
    """What opening the file says; it must not have changed a byte of it."""
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(StoreError) as raised:
        await Database.open(path, Clock(), alone=True, migrations=migrations)

    assert before == (path.read_bytes() if path.is_file() else None)
    return str(raised.value)


async def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path, migrations: Path) -> None:
    """One sentence with the next step."""
    path = tmp_path / "plenary.db"
    path.write_bytes(b"Dear colleagues, " * 1000)

    assert await refusal(path, migrations) == (
        f"{path} is damaged or no database; restore it from a backup, or name another file in PLENARY_DATABASE."
    )


async def test_a_damaged_database_is_refused_untouched(tmp_path: Path, migrations: Path) -> None:
    """A database with a torn page is not opened."""
    path = tmp_path / "plenary.db"
    database = await Database.open(path, Clock(), migrations=migrations)
    for number in range(500):
        await database.write(add, f"{number} " * 100)
    await database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + os.urandom(8192) + whole[16384:])

    assert (await refusal(path, migrations)).startswith(f"{path} is damaged")


async def test_a_truncated_database_is_refused_untouched(tmp_path: Path, migrations: Path) -> None:
    """A database of which the end is missing is not opened."""
    path = tmp_path / "plenary.db"
    await (await Database.open(path, Clock(), migrations=migrations)).close()
    path.write_bytes(path.read_bytes()[:5000])

    assert (await refusal(path, migrations)).startswith(f"{path} is damaged")


async def test_another_programs_database_is_refused_untouched(tmp_path: Path, migrations: Path) -> None:
    """A database that we did not make is left alone."""
    path = tmp_path / "plenary.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE song (title TEXT)")
    other.close()

    assert await refusal(path, migrations) == (
        f"{path} is the database of another program; name another file in PLENARY_DATABASE."
    )


async def test_a_newer_database_is_refused_untouched(tmp_path: Path, migrations: Path) -> None:
    """An older program does not touch what a newer one wrote."""
    path = tmp_path / "plenary.db"
    newer = migrations / "0002_more.sql"
    newer.write_text("CREATE TABLE more (id INTEGER) STRICT;")
    await (await Database.open(path, Clock(), migrations=migrations)).close()
    newer.unlink()

    assert await refusal(path, migrations) == (
        f"{path} was written by a newer version of Plenary (its schema is 2, ours is 1); "
        "start that version, or restore an older backup."
    )


@pytest.mark.parametrize("path", [Path("/proc/plenary.db"), Path("/no/such/folder/plenary.db")])
async def test_a_place_that_cannot_be_written_is_refused(path: Path, migrations: Path) -> None:
    """A folder that is not there or takes no files: one sentence."""
    expected = f"{path} cannot be written; see that its folder exists and that this user may write there."

    assert expected == await refusal(path, migrations)
    with pytest.raises(StoreError) as raised:
        await Database.open(path, Clock(), migrations=migrations)
    assert expected == str(raised.value)


async def test_a_folder_is_no_database(tmp_path: Path, migrations: Path) -> None:
    """The sentence says that it is one."""
    with pytest.raises(StoreError, match="is a folder; name a file"):
        await Database.open(tmp_path, Clock(), migrations=migrations)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Act without root's rights, which go over every permission; whoever has none stays who she is."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


async def test_a_folder_without_permission_is_refused(tmp_path: Path, migrations: Path) -> None:
    """Also an existing database in a folder that lost its permission is left as it is."""
    folder = tmp_path / "folder"
    folder.mkdir()
    await (await Database.open(folder / "plenary.db", Clock(), migrations=migrations)).close()
    before = (folder / "plenary.db").read_bytes()
    folder.chmod(0o555)
    try:
        with as_nobody(), pytest.raises(StoreError, match="cannot be written"):
            await Database.open(folder / "plenary.db", Clock(), alone=True, migrations=migrations)
    finally:
        folder.chmod(0o755)

    assert before == (folder / "plenary.db").read_bytes()


@contextmanager
def nothing_fits(size: int) -> Iterator[None]:
    """Let no file of this process grow above `size` bytes: what a full disk does, without root."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_without_room_for_the_migration_leaves_the_file_untouched(
    tmp_path: Path, migrations: Path
) -> None:
    """No room for the copy: no migration, no half copy, one sentence."""
    path = tmp_path / "plenary.db"
    database = await Database.open(path, Clock(), migrations=migrations)
    await database.write(add, "x" * 100_000)
    await database.close()
    (migrations / "0002_more.sql").write_text("CREATE TABLE more (id INTEGER) STRICT;")

    with nothing_fits(50_000):
        sentence = await refusal(path, migrations)

    assert f"{path} could not be read or written; see that the disk is neither full nor failing." == sentence
    assert [] == [file.name for file in tmp_path.glob("plenary.db.before*")]


async def test_a_full_disk_while_running_claims_nothing_and_loses_nothing(database: Database) -> None:
    """A write for which there is no room fails with one sentence; the store goes on when there is room again."""
    await database.write(add, "kept")

    def limit(connection: sqlite3.Connection, pages: int) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    await database.write(limit, 10)
    results = await asyncio.gather(
        database.write(add, "first"), database.write(add, "x" * 100_000), database.write(add, "third"),
        return_exceptions=True,
    )  # fmt: skip
    await database.write(limit, 10_000)
    await database.write(add, "again")

    assert f"The disk that holds {database.path} is full; make room there and try again." == str(results[1])
    told = [text for text, result in zip(["first", "third"], results[::2], strict=True) if isinstance(result, int)]
    assert ["kept", *told, "again"] == await database.read(texts)


async def test_a_locked_database_is_one_sentence(tmp_path: Path, migrations: Path) -> None:
    """Another program that holds the file is named as the reason."""
    path = tmp_path / "plenary.db"
    database = await Database.open(path, Clock(), migrations=migrations)

    def do_not_wait(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    await database.write(do_not_wait)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError) as raised:
        await database.write(add, "no")
    other.close()
    await database.close()

    assert f"{path} is locked by another program; stop that one and try again." == str(raised.value)


async def test_a_backup_is_whole_by_itself_and_overwrites_nothing(
    tmp_path: Path, database: Database, migrations: Path
) -> None:
    """The copy of a store in use opens on its own; an existing file is not replaced."""
    await database.write(add, "kept")
    target = tmp_path / "backup.db"

    await database.backup(target)
    with pytest.raises(StoreError) as raised:
        await database.backup(target)

    assert f"{target} exists already; name a file that does not." == str(raised.value)
    assert ["backup.db"] == [path.name for path in tmp_path.glob("backup.db*")]
    copy = await Database.open(target, Clock(), migrations=migrations)
    assert ["kept"] == await copy.read(texts)
    await copy.close()


async def test_a_backup_to_nowhere_is_one_sentence(tmp_path: Path, database: Database) -> None:
    """A folder that is not there is named, and nothing is made."""
    target = tmp_path / "nowhere" / "backup.db"

    with pytest.raises(StoreError, match="cannot be written"):
        await database.backup(target)
