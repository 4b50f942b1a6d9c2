"""People who write to the bot, and where a dialogue with each of them stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from bot.model import Dialogue, Person
from bot.store import instants


def person_by_id(connection: sqlite3.Connection, person_id: int) -> Person | None:
    """The person, or None when she has never written."""
    row = connection.execute(
        """
        SELECT id, name, language, hint, timezone, quiet, country, organisation, category, introduced
        FROM person WHERE id = :id
        """,
        {"id": person_id},
    ).fetchone()
    return None if row is None else Person(**{**dict(row), "introduced": bool(row["introduced"])})


def put_person(connection: sqlite3.Connection, person: Person, now: datetime) -> None:
    """Write what is known of a person; the first time also when."""
    connection.execute(
        """
        INSERT INTO person
            (id, name, language, hint, timezone, quiet, country, organisation, category, introduced, first_seen)
        VALUES (:id, :name, :language, :hint, :timezone, :quiet, :country, :organisation, :category, :introduced, :now)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, language = excluded.language, hint = excluded.hint, timezone = excluded.timezone,
            quiet = excluded.quiet, country = excluded.country, organisation = excluded.organisation,
            category = excluded.category, introduced = excluded.introduced
        """,
        {
            "id": person.id,
            "name": person.name,
            "language": person.language,
            "hint": person.hint,
            "timezone": person.timezone,
            "quiet": person.quiet,
            "country": person.country,
            "organisation": person.organisation,
            "category": person.category,
            "introduced": int(person.introduced),
            "now": instants.as_text(now),
        },
    )


def dialogues(connection: sqlite3.Connection, now: datetime) -> list[Dialogue]:
    """The dialogues under way; those that have expired are not."""
    rows = connection.execute(
        "SELECT chat_id, person_id, name, data, expires_at, heard FROM dialogue WHERE expires_at > :now",
        {"now": instants.as_text(now)},
    )
    return [
        Dialogue(
            row["chat_id"],
            row["person_id"],
            row["name"],
            json.loads(row["data"]),
            instants.as_instant(row["expires_at"]),
            row["heard"],
        )
        for row in rows
    ]


def put_dialogue(connection: sqlite3.Connection, dialogue: Dialogue) -> None:
    """Begin a dialogue, or move it on; a person has one in a chat."""
    connection.execute(
        """
        INSERT INTO dialogue (chat_id, person_id, name, data, expires_at)
        VALUES (:chat_id, :person_id, :name, :data, :expires_at)
        ON CONFLICT (chat_id, person_id) DO UPDATE SET
            name = excluded.name, data = excluded.data, expires_at = excluded.expires_at, heard = NULL
        """,
        {
            "chat_id": dialogue.chat_id,
            "person_id": dialogue.person_id,
            "name": dialogue.name,
            "data": json.dumps(dialogue.data, ensure_ascii=False),
            "expires_at": instants.as_text(dialogue.expires_at),
        },
    )


def put_heard(connection: sqlite3.Connection, dialogues: Sequence[Dialogue]) -> None:
    """Keep which message each dialogue has heard, as long as it is under way."""
    connection.executemany(
        "UPDATE dialogue SET heard = :heard WHERE chat_id = :chat_id AND person_id = :person_id AND name = :name",
        [
            {"heard": one.heard, "chat_id": one.chat_id, "person_id": one.person_id, "name": one.name}
            for one in dialogues
        ],
    )


def end_dialogue(connection: sqlite3.Connection, chat_id: int, person_id: int) -> None:
    """Leave the dialogue, if there is one."""
    connection.execute(
        "DELETE FROM dialogue WHERE chat_id = :chat_id AND person_id = :person_id",
        {"chat_id": chat_id, "person_id": person_id},
    )
