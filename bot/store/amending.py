"""Changing what a cause has sent: corrected, taken back, closed or blanked, each by a cause of its own that amends it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.store import instants
from bot.store.causes import Cause, Queued, as_json, put, stop
from bot.store.outbox import WITHDRAWAL

CORRECTION = "correction"
"""The kind of a cause that edits what another one has sent."""


def correct(
    connection: sqlite3.Connection,
    cause_id: int,
    key: str,
    body: dict[str, Any],
    by: str,
    now: datetime,
    languages: Sequence[str] | None = None,
) -> Queued:
    """Change what a cause says: to whom it was not sent yet gets the new body, what was sent (in the languages) is edited."""
    connection.execute("UPDATE cause SET body = :body WHERE id = :id", {"body": as_json(body), "id": cause_id})
    return _queue_amendment(connection, Cause(key, CORRECTION, body, by), cause_id, now, languages)


def withdraw(
    connection: sqlite3.Connection, cause_id: int, key: str, body: dict[str, Any], by: str, now: datetime
) -> Queued:
    """Take a cause back: nothing more of it is sent, what was sent is deleted, or else replaced by the body."""
    stop(connection, cause_id)
    return _queue_amendment(connection, Cause(key, WITHDRAWAL, body, by), cause_id, now)


def close(
    connection: sqlite3.Connection, key: str, kind: str, changes: dict[str, Any], by: str, now: datetime
) -> Queued | None:
    """Send no more of the cause of a key, and edit what was sent to say how it ended; None when there is no such cause.

    The edit is of a kind of its own, its body that of the cause with the changes.
    """
    row = connection.execute("SELECT id, body FROM cause WHERE key = :key", {"key": key}).fetchone()
    if row is None:
        return None
    stop(connection, row["id"])
    body = json.loads(row["body"]) | changes
    return _queue_amendment(connection, Cause(f"{kind}:{key}", kind, body, by), row["id"], now)


def blank(connection: sqlite3.Connection, key: str, kind: str, body: dict[str, Any], now: datetime) -> Queued | None:
    """Put a body in the place of what a cause and its amendments say, send no more of it, and edit what was sent to say so.

    None when there is no cause of the key.
    """
    row = connection.execute("SELECT id FROM cause WHERE key = :key", {"key": key}).fetchone()
    if row is None:
        return None
    stop(connection, row["id"])
    connection.execute(
        "UPDATE cause SET body = :body, created_by = '' WHERE :cause IN (id, amends)",
        {"cause": row["id"], "body": json.dumps(body, ensure_ascii=False)},
    )
    return _queue_amendment(connection, Cause(f"{kind}:{key}:blank", kind, body, ""), row["id"], now)


def _queue_amendment(
    connection: sqlite3.Connection,
    cause: Cause,
    amended_id: int,
    now: datetime,
    languages: Sequence[str] | None = None,
) -> Queued:
    """Queue the editing or deleting of what another cause has sent or is just sending; it overtakes earlier ones.

    Where it is for some `languages` only, it is also for those whom the last amendment did not reach.
    """
    queued = put(connection, cause, now, amends=amended_id)
    if queued.is_new:
        values = {
            "cause": queued.id,
            "amended": amended_id,
            "now": instants.as_text(now),
            "languages": None if languages is None else json.dumps(languages),
        }
        for earlier in connection.execute(
            "SELECT id FROM cause WHERE amends = :amended AND id <> :cause", values
        ).fetchall():
            stop(connection, earlier["id"])
        connection.execute(
            """
            INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
            SELECT
                :cause, chat.id, original.topic,
                CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END,
                chat.unreachable, original.bulk, :now
            FROM delivery AS original JOIN chat ON chat.id = original.chat_id
            WHERE original.cause_id = :amended AND (original.message_ids <> '[]' OR original.state = 'sending')
                AND (
                    :languages IS NULL OR original.language IS NULL
                    OR original.language IN (SELECT value FROM json_each(:languages))
                    OR 'sent' <> (
                        SELECT earlier.state FROM delivery AS earlier JOIN cause ON cause.id = earlier.cause_id
                        WHERE cause.amends = :amended AND cause.id <> :cause AND earlier.chat_id = original.chat_id
                        ORDER BY cause.id DESC LIMIT 1
                    )
                )
            ORDER BY chat.id
            """,
            values,
        )
    return queued
