"""Received updates in the store: known by their id, taken up in order, forgotten when done with."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.store import updates
from bot.store.database import Database
from bot.store.updates import Handling

NOW = datetime(2011, 5, 10, 8, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "plenary.db", Clock())
    yield database
    await database.close()


def rows(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute("SELECT update_id, state, raw FROM received_update")]


async def test_only_what_is_new_is_given_back_in_its_order(database: Database) -> None:
    """What is there already, or comes twice in one batch, is left out."""
    await database.write(updates.take, [(7, {"update_id": 2})], NOW)

    taken = await database.write(
        updates.take, [(7, {"update_id": number}) for number in (1, 2, 3, 3)] + [(8, {"update_id": 4})], NOW
    )

    assert [(7, {"update_id": 1}), (7, {"update_id": 3}), (8, {"update_id": 4})] == taken.new


async def test_what_is_unanswered_is_taken_up_in_order_as_it_came(database: Database) -> None:
    """By update id, with chat, content in any script, whether its effect is stored, and how often it was tried."""
    await database.write(updates.take, [(8, {"update_id": 3, "text": "أين؟"}), (7, {"update_id": 1})], NOW)
    await database.write(updates.take, [(7, {"update_id": 2}), (7, {"update_id": 4})], NOW)
    await database.write(updates.store_effect, 1)
    await database.write(updates.begin_again, 3)
    await database.join(updates.close, Handling(2, {"update_id": 2}))
    await database.write(updates.set_aside, 4)

    assert [
        (7, Handling(1, {"update_id": 1}, effect_stored=True, resumed=True)),
        (8, Handling(3, {"update_id": 3, "text": "أين؟"}, attempts=1, resumed=True)),
    ] == await database.read(updates.unanswered)


async def test_what_is_answered_keeps_its_id_but_not_its_content(database: Database) -> None:
    """The words of a person are not kept longer than they are needed."""
    await database.write(updates.take, [(7, {"update_id": 1, "text": "private"})], NOW)

    await database.join(updates.close, Handling(1, {}))

    assert [(1, "answered", None)] == await database.read(rows)


async def test_what_is_done_with_is_forgotten_what_is_not_never(database: Database) -> None:
    """Only what was received before the instant and needs nothing more goes."""
    await database.write(updates.take, [(7, {"update_id": number}) for number in (1, 2, 3)], NOW)
    await database.write(updates.take, [(7, {"update_id": 4})], NOW + timedelta(hours=1))
    for number in (1, 4):
        await database.join(updates.close, Handling(number, {}))
    await database.write(updates.store_effect, 2)

    await database.write(updates.purge, NOW)
    assert 4 == len(await database.read(rows))
    await database.write(updates.purge, NOW + timedelta(minutes=1))

    assert [2, 3, 4] == [row[0] for row in await database.read(rows)]


async def test_a_mark_does_not_take_back_an_end(database: Database) -> None:
    """An update that was answered stays answered, whatever is written late in its name."""
    await database.write(updates.take, [(7, {"update_id": 1})], NOW)
    await database.join(updates.close, Handling(1, {}))

    await database.write(updates.store_effect, 1)

    assert [(1, "answered", None)] == await database.read(rows)
