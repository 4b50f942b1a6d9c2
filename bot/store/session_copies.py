"""The sessions that people have in their calendars as files, besides those that they starred."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.store.stars import Star


def note_copies(connection: sqlite3.Connection, person_id: int, sessions: Iterable[Star]) -> None:
    """Note that a person of the store has taken sessions of it as files; what is gone meanwhile is left out."""
    connection.executemany(
        """
        INSERT INTO session_copy (person_id, meeting_id, session_id)
        SELECT :person, meeting_id, id FROM session WHERE meeting_id = :meeting AND id = :session
        ON CONFLICT DO NOTHING
        """,
        [{"person": person_id, "meeting": each.meeting_id, "session": each.session_id} for each in sessions],
    )


def sessions_held(connection: sqlite3.Connection, person_id: int, meeting_id: str) -> frozenset[str]:
    """The ids of the sessions of a meeting that a person starred or has as files."""
    rows = connection.execute(
        """
        SELECT session_id FROM star WHERE person_id = :person AND meeting_id = :meeting
        UNION SELECT session_id FROM session_copy WHERE person_id = :person AND meeting_id = :meeting
        """,
        {"person": person_id, "meeting": meeting_id},
    )
    return frozenset(row["session_id"] for row in rows)
