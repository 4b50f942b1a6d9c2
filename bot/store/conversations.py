"""What was last talked about with each person in each chat."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot import quick_json
from bot.store import instants


def conversation(
    connection: sqlite3.Connection, chat_id: int, person_id: int, now: datetime
) -> tuple[dict[str, Any], datetime] | None:
    """What was put, and when it is forgotten (UTC); None when nothing was or it has expired."""
    row = connection.execute(
        """
        SELECT body, expires_at FROM conversation
        WHERE chat_id = :chat_id AND person_id = :person_id AND expires_at > :now
        """,
        {"chat_id": chat_id, "person_id": person_id, "now": instants.as_text(now)},
    ).fetchone()
    return None if row is None else (quick_json.parsed(row["body"]), instants.as_instant(row["expires_at"]))


class Talk(NamedTuple):
    """What a person talks about in a chat, as JSON, until it is forgotten; `at` and `expires_at` are UTC."""

    chat_id: int
    person_id: int
    body: str
    at: datetime
    expires_at: datetime


def put_conversations(connection: sqlite3.Connection, talks: Sequence[Talk]) -> None:
    """Keep what is talked about now in place of what was, and forget every conversation that has expired."""
    connection.execute(
        "DELETE FROM conversation WHERE expires_at <= :now", {"now": instants.as_text(max(talk.at for talk in talks))}
    )
    connection.execute(
        """
        INSERT INTO conversation (chat_id, person_id, body, expires_at)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(:talks) WHERE TRUE
        ON CONFLICT (chat_id, person_id) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at
        """,
        {
            "talks": quick_json.as_text(
                [(talk.chat_id, talk.person_id, talk.body, instants.as_text(talk.expires_at)) for talk in talks]
            )
        },
    )
