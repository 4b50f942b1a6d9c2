"""What was last talked about with each person in each chat."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.store import instants


def conversation(connection: sqlite3.Connection, chat_id: int, person_id: int, now: datetime) -> dict[str, Any] | None:
    """What was put, or None when nothing was or it has expired."""
    row = connection.execute(
        """
        SELECT body FROM conversation
        WHERE chat_id = :chat_id AND person_id = :person_id AND expires_at > :now
        """,
        {"chat_id": chat_id, "person_id": person_id, "now": instants.as_text(now)},
    ).fetchone()
    return None if row is None else json.loads(row["body"])


def put_conversation(
    connection: sqlite3.Connection,
    chat_id: int,
    person_id: int,
    body: Mapping[str, Any],
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep what is talked about now in place of what was, and forget every conversation that has expired."""
    connection.execute("DELETE FROM conversation WHERE expires_at <= :now", {"now": instants.as_text(now)})
    connection.execute(
        """
        INSERT INTO conversation (chat_id, person_id, body, expires_at)
        VALUES (:chat_id, :person_id, :body, :expires_at)
        ON CONFLICT (chat_id, person_id) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at
        """,
        {
            "chat_id": chat_id,
            "person_id": person_id,
            "body": json.dumps(body, ensure_ascii=False),
            "expires_at": instants.as_text(expires_at),
        },
    )
