"""The stores that tests begin with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store import instants
from tests.conftest import BEFORE_GENEVA, Stores


async def test_they_are_as_of_the_hour_at_which_a_test_begins(stores: Stores, tmp_path: Path) -> None:
    """However long the import took: what stood in it later than that would be news to whoever follows from the first minute."""
    await stores.copy(BEFORE_GENEVA, tmp_path / "plenary.db")

    with closing(sqlite3.connect(tmp_path / "plenary.db")) as connection:
        stamps = connection.execute("SELECT DISTINCT changed_at FROM change").fetchall()

    assert [(instants.as_text(BEFORE_GENEVA),)] == stamps
