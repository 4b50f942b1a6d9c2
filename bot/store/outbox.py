"""The outbox: what is to be sent, to whom, and how far each of it is. `bot/delivery` draws the states."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.store import followers, instants

State = Literal["pending", "sending", "sent", "unreachable", "failed", "uncertain", "withdrawn"]

AT_MOST_SHORT = 1000
"""How many recipients a cause has at most that goes before those with more: half a minute at Telegram's usual rate."""

INTERRUPTED = "interrupted"
"""The reason of a delivery whose call was under way when the process died."""


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
class Original:
    """The messages that a correction edits or a withdrawal deletes, and when they were sent (UTC)."""

    message_ids: tuple[int, ...]
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One cause for one chat, claimed: its call may be made now.

    `message_ids` are the messages of it that were sent already, where it takes several. `language` is that of the
    chat or its person, None where neither is known. `server_failures` counts how often Telegram answered 500.
    """

    id: int
    cause_id: int
    kind: str
    body: dict[str, Any]
    chat_id: int
    topic: int | None
    language: str | None
    attempts: int
    server_failures: int
    message_ids: tuple[int, ...]
    original: Original | None

    @property
    def can_be_repeated(self) -> bool:
        """Whether doing it twice is the same as doing it once: an edit and a deletion are, a message is not."""
        return self.original is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a call, and what follows from it. `reason` says why it is not sent.

    Pending again: `not_before` an instant (UTC), None where nothing has to be waited for. `hold` is how long Telegram
    wants nothing more from us. `chat_lost` means that the chat cannot be written to at all.
    """

    state: State
    reason: str | None = None
    not_before: datetime | None = None
    hold: timedelta | None = None
    server_failed: bool = False
    chat_lost: bool = False
    topic_gone: bool = False
    migrated_to: int | None = None


def queue_for_meeting(
    connection: sqlite3.Connection, cause: Cause, meeting_id: str, now: datetime, not_before: datetime | None = None
) -> tuple[int, bool]:
    """Queue a cause for everyone who follows the meeting or its process; give its id, and whether it is new.

    Chats that are known to be unreachable are listed as such at once. `not_before` is when it may go out, now by default.
    """
    cause_id, is_new = _put_cause(connection, cause, now)
    if is_new:
        (recipients,) = connection.execute(
            "SELECT COUNT(*) FROM (SELECT 1 FROM meeting_audience WHERE meeting_id = :meeting LIMIT :some)",
            {"meeting": meeting_id, "some": AT_MOST_SHORT + 1},
        ).fetchone()
        connection.execute(
            """
            INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
            SELECT
                :cause, chat.id, audience.topic,
                CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END, chat.unreachable,
                :bulk, :not_before
            FROM meeting_audience AS audience JOIN chat ON chat.id = audience.chat_id
            WHERE audience.meeting_id = :meeting
            """,
            {
                "cause": cause_id,
                "meeting": meeting_id,
                "bulk": recipients > AT_MOST_SHORT,
                "not_before": instants.as_text(not_before or now),
            },
        )
    return cause_id, is_new


def queue_for_chats(
    connection: sqlite3.Connection,
    cause: Cause,
    chats: Iterable[tuple[int, int | None]],
    now: datetime,
    not_before: datetime | None = None,
) -> tuple[int, bool]:
    """Queue a cause for chats that the store knows, each with the topic; else like `queue_for_meeting`."""
    cause_id, is_new = _put_cause(connection, cause, now)
    if is_new:
        recipients = list(dict(chats).items())
        connection.execute(
            """
            INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
            SELECT
                :cause, chat.id, recipient.value ->> 1,
                CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END, chat.unreachable,
                :bulk, :not_before
            FROM json_each(:recipients) AS recipient JOIN chat ON chat.id = recipient.value ->> 0
            """,
            {
                "cause": cause_id,
                "recipients": json.dumps(recipients),
                "bulk": len(recipients) > AT_MOST_SHORT,
                "not_before": instants.as_text(not_before or now),
            },
        )
    return cause_id, is_new


def queue_amendment(
    connection: sqlite3.Connection, cause: Cause, amended_id: int, now: datetime
) -> tuple[int, bool]:
    """Queue a cause that edits or deletes what another one has sent; an earlier amendment of that one is overtaken."""
    cause_id, is_new = _put_cause(connection, cause, now, amends=amended_id)
    if is_new:
        earlier = connection.execute(
            "SELECT id FROM cause WHERE amends = :amended AND id <> :cause", {"amended": amended_id, "cause": cause_id}
        ).fetchall()
        for row in earlier:
            stop(connection, row["id"])
        connection.execute(
            """
            INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
            SELECT
                :cause, chat.id, delivery.topic,
                CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END, chat.unreachable,
                delivery.bulk, :now
            FROM delivery JOIN chat ON chat.id = delivery.chat_id
            WHERE delivery.cause_id = :amended AND delivery.state <> 'withdrawn'
                AND (delivery.message_ids <> '[]' OR delivery.state = 'sending')
            """,
            {"cause": cause_id, "amended": amended_id, "now": instants.as_text(now)},
        )
    return cause_id, is_new


def put_body(connection: sqlite3.Connection, cause_id: int, body: dict[str, Any]) -> None:
    """Change what a cause says to those to whom it has not been sent yet."""
    connection.execute(
        "UPDATE cause SET body = :body WHERE id = :cause",
        {"body": json.dumps(body, ensure_ascii=False), "cause": cause_id},
    )


def _put_cause(
    connection: sqlite3.Connection, cause: Cause, now: datetime, amends: int | None = None
) -> tuple[int, bool]:
    inserted = connection.execute(
        """
        INSERT INTO cause (key, kind, body, amends, created_by, created_at)
        VALUES (:key, :kind, :body, :amends, :by, :now) ON CONFLICT (key) DO NOTHING RETURNING id
        """,
        {
            "key": cause.key,
            "kind": cause.kind,
            "body": json.dumps(cause.body, ensure_ascii=False),
            "amends": amends,
            "by": cause.by,
            "now": instants.as_text(now),
        },
    ).fetchone()
    row = inserted or connection.execute("SELECT id FROM cause WHERE key = :key", {"key": cause.key}).fetchone()
    return row["id"], inserted is not None


def claim(connection: sqlite3.Connection, now: datetime, busy: Sequence[int] = ()) -> Delivery | None:
    """Take the next due delivery, for a call that is made at once; None when there is none.

    A chat that is `busy`, or to which a call is under way, is passed over. Short causes go before long ones.
    """
    for bulk in (0, 1):
        claimed = connection.execute(
            """
            UPDATE delivery SET state = 'sending', attempts = attempts + 1 WHERE id = (
                SELECT id FROM delivery AS due
                WHERE state = 'pending' AND held = 0 AND bulk = :bulk AND not_before <= :now
                    AND chat_id NOT IN (SELECT value FROM json_each(:busy))
                    AND NOT EXISTS (
                        SELECT 1 FROM delivery AS other WHERE other.state = 'sending' AND other.chat_id = due.chat_id
                    )
                ORDER BY not_before, id LIMIT 1
            ) RETURNING id
            """,
            {"bulk": bulk, "now": instants.as_text(now), "busy": json.dumps(list(busy))},
        ).fetchone()
        if claimed is not None:
            return _delivery(connection, claimed["id"])
    return None


def _delivery(connection: sqlite3.Connection, delivery_id: int) -> Delivery:
    row = connection.execute(
        """
        SELECT
            delivery.id, delivery.cause_id, cause.kind, cause.body, cause.amends, delivery.chat_id, delivery.topic,
            COALESCE(chat.language, person.language, person.hint) AS language, delivery.attempts,
            delivery.server_failures, delivery.message_ids,
            original.message_ids AS original_ids, original.sent_at AS original_sent_at
        FROM delivery
        JOIN cause ON cause.id = delivery.cause_id
        JOIN chat ON chat.id = delivery.chat_id
        LEFT JOIN person ON person.id = delivery.chat_id
        LEFT JOIN delivery AS original
            ON original.cause_id = cause.amends AND original.chat_id = delivery.chat_id
        WHERE delivery.id = :id
        """,
        {"id": delivery_id},
    ).fetchone()
    sent_at = row["original_sent_at"]
    return Delivery(
        id=row["id"],
        cause_id=row["cause_id"],
        kind=row["kind"],
        body=json.loads(row["body"]),
        chat_id=row["chat_id"],
        topic=row["topic"],
        language=row["language"],
        attempts=row["attempts"],
        server_failures=row["server_failures"],
        message_ids=tuple(json.loads(row["message_ids"])),
        original=None
        if row["amends"] is None
        else Original(
            tuple(json.loads(row["original_ids"] or "[]")), instants.as_instant(sent_at) if sent_at else None
        ),
    )


def earliest(connection: sqlite3.Connection, busy: Sequence[int] = ()) -> datetime | None:
    """When the next delivery is due that `claim` would then find; None when none is pending."""
    row = connection.execute(
        """
        SELECT MIN(not_before) AS not_before FROM (
            SELECT not_before FROM (
                SELECT not_before FROM delivery AS due
                WHERE state = 'pending' AND held = 0 AND bulk = 0
                    AND chat_id NOT IN (SELECT value FROM json_each(:busy))
                    AND NOT EXISTS (
                        SELECT 1 FROM delivery AS other WHERE other.state = 'sending' AND other.chat_id = due.chat_id
                    )
                ORDER BY not_before LIMIT 1
            )
            UNION ALL
            SELECT not_before FROM (
                SELECT not_before FROM delivery AS due
                WHERE state = 'pending' AND held = 0 AND bulk = 1
                    AND chat_id NOT IN (SELECT value FROM json_each(:busy))
                    AND NOT EXISTS (
                        SELECT 1 FROM delivery AS other WHERE other.state = 'sending' AND other.chat_id = due.chat_id
                    )
                ORDER BY not_before LIMIT 1
            )
        )
        """,
        {"busy": json.dumps(list(busy))},
    ).fetchone()
    return instants.as_instant(row["not_before"]) if row["not_before"] else None


def settle(
    connection: sqlite3.Connection,
    delivery: Delivery,
    outcome: Outcome,
    now: datetime,
    message_ids: Sequence[int] = (),
) -> None:
    """Write what became of a claimed delivery, with what follows for its chat; `message_ids` were sent by this call."""
    (cause_state,) = connection.execute(
        "SELECT state FROM cause WHERE id = :cause", {"cause": delivery.cause_id}
    ).fetchone() or ("stopped",)
    is_called_off = outcome.state == "pending" and cause_state == "stopped"
    connection.execute(
        """
        UPDATE delivery SET
            state = :state, reason = :reason, held = :held,
            not_before = COALESCE(:not_before, not_before),
            server_failures = server_failures + :server_failed,
            message_ids = :message_ids,
            sent_at = CASE WHEN :state = 'sent' THEN :now ELSE sent_at END
        WHERE id = :id AND state = 'sending'
        """,
        {
            "id": delivery.id,
            "state": "withdrawn" if is_called_off else outcome.state,
            "reason": outcome.reason,
            "held": cause_state == "paused",
            "not_before": instants.as_text(outcome.not_before) if outcome.not_before else None,
            "server_failed": outcome.server_failed,
            "message_ids": json.dumps([*delivery.message_ids, *message_ids]),
            "now": instants.as_text(now),
        },
    )
    if outcome.topic_gone and delivery.topic is not None:
        followers.drop_topic(connection, delivery.chat_id, delivery.topic)
    if outcome.chat_lost:
        followers.set_unreachable(connection, delivery.chat_id, outcome.reason or "", now)
    if outcome.migrated_to is not None:
        followers.migrate_chat(connection, delivery.chat_id, outcome.migrated_to)
    _settle_amendments(connection, delivery, outcome, has_messages=bool(delivery.message_ids or message_ids))


def _settle_amendments(
    connection: sqlite3.Connection, delivery: Delivery, outcome: Outcome, *, has_messages: bool
) -> None:
    """What was withdrawn is marked as such; an amendment of what turns out not to be there is moot."""
    values = {"cause": delivery.cause_id, "chat": outcome.migrated_to or delivery.chat_id}
    if delivery.kind == WITHDRAWAL and outcome.state == "sent":
        connection.execute(
            """
            UPDATE delivery SET state = 'withdrawn' WHERE chat_id = :chat
                AND cause_id = (SELECT amends FROM cause WHERE id = :cause)
            """,
            values,
        )
    elif not has_messages:
        connection.execute(
            """
            UPDATE delivery SET state = 'withdrawn' WHERE chat_id = :chat AND state = 'pending'
                AND cause_id IN (SELECT id FROM cause WHERE amends = :cause)
            """,
            values,
        )


CORRECTION = "correction"
WITHDRAWAL = "withdrawal"


def recover(connection: sqlite3.Connection) -> int:
    """At start: what was being sent when the process died may have been; give how many of these are in doubt.

    An edit and a deletion are simply made again.
    """
    connection.execute(
        """
        UPDATE delivery SET state = 'pending' WHERE state = 'sending'
            AND cause_id IN (SELECT id FROM cause WHERE amends IS NOT NULL)
        """
    )
    doubtful = connection.execute(
        "UPDATE delivery SET state = 'uncertain', reason = :reason WHERE state = 'sending'", {"reason": INTERRUPTED}
    )
    return doubtful.rowcount


def pause(connection: sqlite3.Connection, cause_id: int) -> bool:
    """Hold what is pending of a cause; False when it was not running."""
    return _turn(connection, cause_id, "running", "paused")


def resume(connection: sqlite3.Connection, cause_id: int) -> bool:
    """Let a paused cause go on; False when it was not paused."""
    return _turn(connection, cause_id, "paused", "running")


def _turn(connection: sqlite3.Connection, cause_id: int, old: str, new: str) -> bool:
    turned = connection.execute(
        "UPDATE cause SET state = :new WHERE id = :cause AND state = :old", {"cause": cause_id, "old": old, "new": new}
    )
    if turned.rowcount:
        connection.execute(
            "UPDATE delivery SET held = :held WHERE cause_id = :cause AND state = 'pending'",
            {"cause": cause_id, "held": new == "paused"},
        )
    return turned.rowcount > 0


def stop(connection: sqlite3.Connection, cause_id: int) -> int:
    """Send no more of a cause; give how many deliveries are withdrawn by that."""
    connection.execute("UPDATE cause SET state = 'stopped' WHERE id = :cause", {"cause": cause_id})
    withdrawn = connection.execute(
        "UPDATE delivery SET state = 'withdrawn' WHERE cause_id = :cause AND state = 'pending'", {"cause": cause_id}
    )
    return withdrawn.rowcount


def send_uncertain_again(connection: sqlite3.Connection, cause_id: int, now: datetime) -> int:
    """Send what is uncertain of a cause once more, as an organiser decided; give how many."""
    again = connection.execute(
        """
        UPDATE delivery SET state = 'pending', held = 0, reason = NULL, not_before = :now
        WHERE cause_id = :cause AND state = 'uncertain'
        """,
        {"cause": cause_id, "now": instants.as_text(now)},
    )
    connection.execute("UPDATE cause SET state = 'running' WHERE id = :cause AND state = 'stopped'", {"cause": cause_id})
    return again.rowcount
