"""People who write to the bot, and where a dialogue with each of them stands."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from bot.model import Person
from bot.store import instants


def person_by_id(connection: sqlite3.Connection, person_id: int) -> Person | None:
    """The person, or None when she has never written."""
    row = connection.execute(
        "SELECT id, name, language, hint, timezone FROM person WHERE id = :id", {"id": person_id}
    ).fetchone()
    return None if row is None else Person(**dict(row))


def put_person(connection: sqlite3.Connection, person: Person, now: datetime) -> None:
    """Write what is known of a person; the first time also when."""
    connection.execute(
        """
        INSERT INTO person (id, name, language, hint, timezone, first_seen)
        VALUES (:id, :name, :language, :hint, :timezone, :now)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, language = excluded.language, hint = excluded.hint, timezone = excluded.timezone
        """,
        {
            "id": person.id,
            "name": person.name,
            "language": person.language,
            "hint": person.hint,
            "timezone": person.timezone,
            "now": instants.as_text(now),
        },
    )


def dialogue(
    connection: sqlite3.Connection, chat_id: int, person_id: int, now: datetime
) -> tuple[str, dict[str, Any]] | None:
    """The name and the data of the dialogue under way, or None when there is none or it has expired."""
    row = connection.execute(
        """
        SELECT name, data FROM dialogue
        WHERE chat_id = :chat_id AND person_id = :person_id AND expires_at > :now
        """,
        {"chat_id": chat_id, "person_id": person_id, "now": instants.as_text(now)},
    ).fetchone()
    return None if row is None else (row["name"], json.loads(row["data"]))


def put_dialogue(
    connection: sqlite3.Connection,
    chat_id: int,
    person_id: int,
    name: str,
    data: dict[str, Any],
    expires_at: datetime,
) -> None:
    """Begin a dialogue, or move it on; a person has one in a chat."""
    connection.execute(
        """
        INSERT INTO dialogue (chat_id, person_id, name, data, expires_at)
        VALUES (:chat_id, :person_id, :name, :data, :expires_at)
        ON CONFLICT (chat_id, person_id) DO UPDATE SET
            name = excluded.name, data = excluded.data, expires_at = excluded.expires_at
        """,
        {
            "chat_id": chat_id,
            "person_id": person_id,
            "name": name,
            "data": json.dumps(data, ensure_ascii=False),
            "expires_at": instants.as_text(expires_at),
        },
    )


def end_dialogue(connection: sqlite3.Connection, chat_id: int, person_id: int) -> bool:
    """Leave the dialogue; False when there was none."""
    deleted = connection.execute(
        "DELETE FROM dialogue WHERE chat_id = :chat_id AND person_id = :person_id",
        {"chat_id": chat_id, "person_id": person_id},
    )
    return deleted.rowcount > 0
