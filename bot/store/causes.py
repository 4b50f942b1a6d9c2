"""Causes of sending: queued with all their deliveries in one transaction, paused, stopped, sent again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.announcement import Addressees
from bot.store import audiences, instants
from bot.store.audiences import Languages
from bot.store.outbox import PARTLY

AT_MOST_SHORT = 1000
"""With so many recipients at most, half a minute's worth, a cause goes before those that take longer."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is sent, and what.

    `key` says what it was made from, a draft or a rule: the same key is queued once. `kind` says how `body`, a JSON
    object, becomes a message. `by` is who sends, as the log names her.
    """

    key: str
    kind: str
    body: dict[str, Any]
    by: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A cause that is in the store; `is_new` is False when it had been queued before, and nothing was done now."""

    id: int
    is_new: bool


def queue_for_meeting(
    connection: sqlite3.Connection,
    cause: Cause,
    meeting_id: str,
    now: datetime,
    not_before: datetime | None = None,
    sessions: Collection[str] = (),
) -> Queued:
    """Queue a cause for everyone who follows the meeting or its process, to go out now or from `not_before` (UTC) on.

    Besides for who starred one of the `sessions` of it. Chats that are known to be unreachable are listed as such at once.
    """
    queued = put(connection, cause, now)
    if queued.is_new:
        recipients = connection.execute(
            "SELECT 1 FROM meeting_audience WHERE meeting_id = :meeting LIMIT :some",
            {"meeting": meeting_id, "some": AT_MOST_SHORT + 1},
        ).fetchall()
        connection.execute(
            """
            INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
            SELECT
                :cause, chat.id, audience.topic,
                CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END,
                chat.unreachable, :bulk, :not_before
            FROM (
                SELECT chat_id, topic FROM meeting_audience WHERE meeting_id = :meeting
                UNION ALL
                SELECT DISTINCT chat_id, NULL FROM session_audience
                WHERE meeting_id = :meeting AND session_id IN (SELECT value FROM json_each(:sessions))
            ) AS audience JOIN chat ON chat.id = audience.chat_id
            ORDER BY chat.id -- the order of the index: twice as fast
            """,
            {
                "cause": queued.id,
                "meeting": meeting_id,
                "sessions": json.dumps(list(sessions)),
                "bulk": len(recipients) > AT_MOST_SHORT,
                "not_before": instants.as_text(not_before or now),
            },
        )
    return queued


def queue_for_audience(
    connection: sqlite3.Connection,
    cause: Cause,
    selection: Addressees,
    languages: Languages,
    now: datetime,
    not_before: datetime | None = None,
) -> Queued:
    """Queue a cause for everyone whom the selection is for; `languages` says by what the chosen ones may be known."""
    queued = put(connection, cause, now)
    if queued.is_new:
        audiences.put_deliveries(connection, queued.id, selection, languages, not_before or now, AT_MOST_SHORT)
    return queued


def queue_for_chats(
    connection: sqlite3.Connection,
    cause: Cause,
    chats: Iterable[tuple[int, int | None]],
    now: datetime,
    not_before: datetime | None = None,
) -> Queued:
    """Queue a cause for chats, each with a topic or None; those that the store does not know get nothing."""
    queued = put(connection, cause, now)
    if queued.is_new:
        recipients = list(dict(chats).items())
        connection.execute(
            """
            INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
            SELECT
                :cause, chat.id, recipient.value ->> 1,
                CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END,
                chat.unreachable, :bulk, :not_before
            FROM json_each(:recipients) AS recipient JOIN chat ON chat.id = recipient.value ->> 0
            ORDER BY chat.id
            """,
            {
                "cause": queued.id,
                "recipients": json.dumps(recipients),
                "bulk": len(recipients) > AT_MOST_SHORT,
                "not_before": instants.as_text(not_before or now),
            },
        )
        if "otherwise" in cause.body:
            _redirect(connection, queued.id)
    return queued


def _redirect(connection: sqlite3.Connection, cause_id: int) -> None:
    """Send to others what is for a chat that is known to be unreachable; one that is found so later has a trigger for it."""
    connection.execute(
        """
        INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
        SELECT other.cause_id, other.chat_id, other.topic, other.state, other.reason, lost.bulk, lost.not_before
        FROM redirection AS other JOIN (
            SELECT bulk, not_before FROM delivery WHERE cause_id = :cause AND state = 'unreachable' LIMIT 1
        ) AS lost
        WHERE other.cause_id = :cause
        """,
        {"cause": cause_id},
    )


def forget(connection: sqlite3.Connection, kind: str, about_id: int) -> None:
    """Delete the causes of a kind whose body has this id, with their deliveries."""
    connection.execute(
        "DELETE FROM cause WHERE kind = :kind AND body ->> 'id' = :about", {"kind": kind, "about": about_id}
    )


def put(connection: sqlite3.Connection, cause: Cause, now: datetime, amends: int | None = None) -> Queued:
    """Write a cause without deliveries; `amends` is the id of the one whose messages it edits or deletes."""
    inserted = connection.execute(
        """
        INSERT INTO cause (key, kind, body, amends, created_by, created_at)
        VALUES (:key, :kind, :body, :amends, :by, :now) ON CONFLICT (key) DO NOTHING RETURNING id
        """,
        {
            "key": cause.key,
            "kind": cause.kind,
            "body": as_json(cause.body),
            "amends": amends,
            "by": cause.by,
            "now": instants.as_text(now),
        },
    ).fetchone()
    if inserted is not None:
        return Queued(inserted["id"], True)
    known = connection.execute("SELECT id FROM cause WHERE key = :key", {"key": cause.key}).fetchone()
    return Queued(known["id"], False)


def as_json(body: dict[str, Any]) -> str:
    """A body as it is stored."""
    return json.dumps(body, ensure_ascii=False)


def pause(connection: sqlite3.Connection, cause_id: int) -> bool:
    """Hold what is pending of a cause; False when it was not running."""
    return _turn(connection, cause_id, "running", "paused")


def resume(connection: sqlite3.Connection, cause_id: int) -> bool:
    """Let a paused cause go on; False when it was not paused."""
    return _turn(connection, cause_id, "paused", "running")


def _turn(connection: sqlite3.Connection, cause_id: int, old: str, new: str) -> bool:
    values = {"cause": cause_id, "old": old, "new": new, "held": new == "paused"}
    turned = connection.execute("UPDATE cause SET state = :new WHERE id = :cause AND state = :old", values)
    if turned.rowcount:
        connection.execute("UPDATE delivery SET held = :held WHERE cause_id = :cause AND state = 'pending'", values)
    return turned.rowcount > 0


def stop(connection: sqlite3.Connection, cause_id: int) -> int:
    """Send no more of a cause; give how many deliveries are withdrawn by that."""
    connection.execute("UPDATE cause SET state = 'stopped' WHERE id = :cause", {"cause": cause_id})
    withdrawn = connection.execute(
        """
        UPDATE delivery SET state = 'withdrawn', reason = CASE WHEN message_ids <> '[]' THEN :partly END
        WHERE cause_id = :cause AND state = 'pending'
        """,
        {"cause": cause_id, "partly": PARTLY},
    )
    return withdrawn.rowcount


def send_uncertain_again(connection: sqlite3.Connection, cause_id: int, now: datetime) -> int:
    """Send what is uncertain of a cause once more, as an organiser decided; give how many."""
    values = {"cause": cause_id, "now": instants.as_text(now)}
    again = connection.execute(
        """
        UPDATE delivery SET
            state = 'pending', reason = NULL, not_before = :now,
            held = (SELECT state = 'paused' FROM cause WHERE id = :cause)
        WHERE cause_id = :cause AND state = 'uncertain'
        """,
        values,
    )
    connection.execute("UPDATE cause SET state = 'running' WHERE id = :cause AND state = 'stopped'", values)
    return again.rowcount
