"""The sessions that people starred."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store import instants


@dataclass(frozen=True, slots=True)
class Star:
    """A session that a person means to attend, by its ids."""

    meeting_id: str
    session_id: str


def add_star(connection: sqlite3.Connection, person_id: int, star: Star, now: datetime) -> None:
    """Star a session of the store for a person of the store; a second time changes nothing."""
    connection.execute(
        """
        INSERT INTO star (person_id, meeting_id, session_id, since) VALUES (:person, :meeting, :session, :since)
        ON CONFLICT DO NOTHING
        """,
        _key(person_id, star) | {"since": instants.as_text(now)},
    )


def remove_star(connection: sqlite3.Connection, person_id: int, star: Star) -> None:
    """Take a star off."""
    connection.execute(
        "DELETE FROM star WHERE person_id = :person AND meeting_id = :meeting AND session_id = :session",
        _key(person_id, star),
    )


def stars_of(connection: sqlite3.Connection, person_id: int) -> frozenset[Star]:
    """What a person starred."""
    rows = connection.execute(
        "SELECT meeting_id, session_id FROM star WHERE person_id = :person", {"person": person_id}
    )
    return frozenset(Star(row["meeting_id"], row["session_id"]) for row in rows)


def _key(person_id: int, star: Star) -> dict[str, str | int]:
    return {"person": person_id, "meeting": star.meeting_id, "session": star.session_id}
