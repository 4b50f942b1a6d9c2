"""Causes of sending: queued with all their deliveries in one transaction, paused, stopped, amended, reported on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.announcement import Addressees
from bot.store import audiences, instants
from bot.store.audiences import Languages
from bot.store.outbox import PARTLY, WITHDRAWAL, State

CORRECTION = "correction"
"""The kind of a cause that edits what another one has sent."""

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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a cause is: how many of its deliveries are in each state."""

    cause: Cause
    state: Literal["running", "paused", "stopped"]
    created_at: datetime
    counts: dict[State, int]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of the report: a chat by its name, what became of the delivery to it, and by what it is told from others.

    `language` is the one that it was sent in, country and category those of its person, each None where not known.
    """

    chat_id: int
    name: str
    state: State
    reason: str | None
    sent_at: datetime | None
    language: str | None = None
    country: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction or withdrawal (`kind`) of what a cause has sent: how many of its deliveries are in each state."""

    id: int
    kind: str
    created_at: datetime
    counts: dict[State, int]

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return self.counts.get("pending", 0) + self.counts.get("sending", 0)


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
    queued = _put(connection, cause, now)
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
    queued = _put(connection, cause, now)
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
    queued = _put(connection, cause, now)
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
    connection.execute("UPDATE cause SET body = :body WHERE id = :id", {"body": _json(body), "id": cause_id})
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


def forget(connection: sqlite3.Connection, kind: str, about_id: int) -> None:
    """Delete the causes of a kind whose body has this id, with their deliveries."""
    connection.execute(
        "DELETE FROM cause WHERE kind = :kind AND body ->> 'id' = :about", {"kind": kind, "about": about_id}
    )


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
    queued = _put(connection, cause, now, amends=amended_id)
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


def _put(connection: sqlite3.Connection, cause: Cause, now: datetime, amends: int | None = None) -> Queued:
    inserted = connection.execute(
        """
        INSERT INTO cause (key, kind, body, amends, created_by, created_at)
        VALUES (:key, :kind, :body, :amends, :by, :now) ON CONFLICT (key) DO NOTHING RETURNING id
        """,
        {
            "key": cause.key,
            "kind": cause.kind,
            "body": _json(cause.body),
            "amends": amends,
            "by": cause.by,
            "now": instants.as_text(now),
        },
    ).fetchone()
    if inserted is not None:
        return Queued(inserted["id"], True)
    known = connection.execute("SELECT id FROM cause WHERE key = :key", {"key": cause.key}).fetchone()
    return Queued(known["id"], False)


def _json(body: dict[str, Any]) -> str:
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


def progress(connection: sqlite3.Connection, cause_id: int) -> Progress | None:
    """How far a cause is, or None when there is no such cause."""
    row = connection.execute(
        "SELECT key, kind, body, created_by, state, created_at FROM cause WHERE id = :id", {"id": cause_id}
    ).fetchone()
    if row is None:
        return None
    counts = connection.execute(
        "SELECT state, COUNT(*) AS number FROM delivery WHERE cause_id = :id GROUP BY state", {"id": cause_id}
    )
    return Progress(
        Cause(row["key"], row["kind"], json.loads(row["body"]), row["created_by"]),
        row["state"],
        instants.as_instant(row["created_at"]),
        {count["state"]: count["number"] for count in counts},
    )


def sent_in(connection: sqlite3.Connection, cause_id: int) -> dict[str, int]:
    """How many chats got something of a cause in each language."""
    rows = connection.execute(
        """
        SELECT language, COUNT(*) AS number FROM delivery
        WHERE cause_id = :cause AND message_ids <> '[]' GROUP BY language
        """,
        {"cause": cause_id},
    )
    return {row["language"] or "": row["number"] for row in rows}


def sent_since(connection: sqlite3.Connection, cause_id: int, since: datetime) -> int:
    """How many deliveries of a cause were sent after an instant."""
    number: int = connection.execute(
        "SELECT COUNT(*) FROM delivery WHERE cause_id = :cause AND sent_at > :since",
        {"cause": cause_id, "since": instants.as_text(since)},
    ).fetchone()[0]
    return number


def last_amendment(connection: sqlite3.Connection, cause_id: int) -> Amendment | None:
    """The last correction or withdrawal of what a cause has sent, or None when there was none."""
    row = connection.execute(
        "SELECT id, kind, created_at FROM cause WHERE amends = :cause ORDER BY id DESC LIMIT 1", {"cause": cause_id}
    ).fetchone()
    if row is None:
        return None
    counts = connection.execute(
        "SELECT state, COUNT(*) AS number FROM delivery WHERE cause_id = :id GROUP BY state", {"id": row["id"]}
    )
    return Amendment(
        row["id"], row["kind"], instants.as_instant(row["created_at"]), {one["state"]: one["number"] for one in counts}
    )


def recipients(connection: sqlite3.Connection, cause_id: int, states: Sequence[State]) -> list[Recipient]:
    """The recipients of a cause whose delivery is in one of the states, by name."""
    rows = connection.execute(
        """
        SELECT
            chat.id, chat.title, delivery.state, delivery.reason, delivery.sent_at, delivery.language,
            person.country, COALESCE(chat.category, person.category) AS category
        FROM delivery JOIN chat ON chat.id = delivery.chat_id LEFT JOIN person ON person.id = chat.id
        WHERE delivery.cause_id = :cause AND delivery.state IN (SELECT value FROM json_each(:states))
        ORDER BY chat.title, chat.id
        """,
        {"cause": cause_id, "states": json.dumps(states)},
    )
    return [
        Recipient(
            row["id"],
            row["title"],
            row["state"],
            row["reason"],
            instants.as_instant(row["sent_at"]) if row["sent_at"] else None,
            row["language"],
            row["country"],
            row["category"],
        )
        for row in rows
    ]
