"""Deliveries on their way: claimed in the instant before the call, settled after it. `bot/delivery` has the states."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.store import followers, instants

State = Literal["pending", "sending", "sent", "unreachable", "failed", "uncertain", "withdrawn"]

INTERRUPTED = "interrupted"
"""The reason of a delivery whose call was under way when the process died."""

PARTLY = "partly"
"""The reason of a delivery that was stopped when some of its messages had been sent."""

WITHDRAWAL = "withdrawal"
"""The kind of a cause that takes back what another one has sent."""

_SHORT_CAUSES_FIRST = (0, 1)


@dataclass(frozen=True, slots=True)
class Original:
    """The messages that a correction edits or a withdrawal deletes, when they were sent (UTC), and by which cause."""

    message_ids: tuple[int, ...]
    sent_at: datetime | None
    cause_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One cause for one chat, claimed: its call may be made now.

    `message_ids` are the messages of it that were sent already, where it takes several. `language` is that in which
    some of it, or what it amends, was sent, else that of the chat or its person, None where neither is known. `answer`
    is what the chat has answered to it. `server_failures` counts how often Telegram answered 500.
    """

    id: int
    cause_id: int
    kind: str
    body: dict[str, Any]
    chat_id: int
    topic: int | None = None
    language: str | None = None
    answer: str | None = None
    attempts: int = 1
    server_failures: int = 0
    message_ids: tuple[int, ...] = ()
    original: Original | None = None

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


def claim(connection: sqlite3.Connection, now: datetime, busy: Sequence[int] = ()) -> Delivery | None:
    """Take the next due delivery, for a call that is made at once; None when there is none.

    A chat that is `busy`, or to which a call is under way, is passed over. Short causes go before long ones.
    """
    for bulk in _SHORT_CAUSES_FIRST:
        claimed = connection.execute(
            """
            UPDATE delivery SET state = 'sending', attempts = attempts + 1 WHERE id = (
                SELECT id FROM delivery_ready
                WHERE bulk = :bulk AND not_before <= :now AND chat_id NOT IN (SELECT value FROM json_each(:busy))
                ORDER BY not_before, id LIMIT 1
            ) RETURNING id
            """,
            {"bulk": bulk, "now": instants.as_text(now), "busy": json.dumps(busy)},
        ).fetchone()
        if claimed is not None:
            return _delivery(connection, claimed["id"])
    return None


def _delivery(connection: sqlite3.Connection, delivery_id: int) -> Delivery:
    row = connection.execute(
        """
        SELECT
            delivery.id, delivery.cause_id, cause.kind, cause.body, delivery.chat_id, delivery.topic,
            COALESCE(delivery.language, original.language, chat.language, person.language, person.hint) AS language,
            answer.answer, delivery.attempts, delivery.server_failures, delivery.message_ids,
            cause.amends, original.message_ids AS original_ids, original.sent_at AS original_sent_at
        FROM delivery
        JOIN cause ON cause.id = delivery.cause_id
        JOIN chat ON chat.id = delivery.chat_id
        LEFT JOIN person ON person.id = delivery.chat_id
        LEFT JOIN delivery AS original ON original.cause_id = cause.amends AND original.chat_id = delivery.chat_id
        LEFT JOIN answer
            ON answer.cause_id = COALESCE(cause.amends, cause.id) AND answer.chat_id = delivery.chat_id
        WHERE delivery.id = :id
        """,
        {"id": delivery_id},
    ).fetchone()
    values = dict(row)
    amends, original_ids, sent_at = (values.pop(name) for name in ("amends", "original_ids", "original_sent_at"))
    original = Original(_ids(original_ids), instants.as_instant(sent_at) if sent_at else None, amends or 0)
    return Delivery(
        **values
        | {
            "body": json.loads(values["body"]),
            "message_ids": _ids(values["message_ids"]),
            "original": original if amends else None,
        }
    )


def _ids(text: str | None) -> tuple[int, ...]:
    return tuple(json.loads(text or "[]"))


def earliest(connection: sqlite3.Connection, busy: Sequence[int] = ()) -> datetime | None:
    """When the next delivery is due that `claim` would then find; None when none is pending."""
    found = []
    for bulk in _SHORT_CAUSES_FIRST:
        row = connection.execute(
            """
            SELECT not_before FROM delivery_ready
            WHERE bulk = :bulk AND chat_id NOT IN (SELECT value FROM json_each(:busy))
            ORDER BY not_before LIMIT 1
            """,
            {"bulk": bulk, "busy": json.dumps(busy)},
        ).fetchone()
        if row is not None:
            found.append(instants.as_instant(row["not_before"]))
    return min(found, default=None)


def settle(
    connection: sqlite3.Connection,
    delivery: Delivery,
    outcome: Outcome,
    now: datetime,
    message_ids: Sequence[int] = (),
    language: str | None = None,
) -> None:
    """Write what became of a claimed delivery, with what follows for its chat.

    `message_ids` were sent by this call, in this `language`.
    """
    cause = connection.execute("SELECT state FROM cause WHERE id = :id", {"id": delivery.cause_id}).fetchone()
    if cause is None:
        return
    called_off = outcome.state == "pending" and cause["state"] == "stopped"
    connection.execute(
        """
        UPDATE delivery SET
            state = :state, reason = :reason, held = :held,
            not_before = COALESCE(:not_before, not_before),
            server_failures = server_failures + :server_failed,
            message_ids = :message_ids,
            language = COALESCE(:language, language),
            sent_at = CASE WHEN :state = 'sent' THEN :now ELSE sent_at END
        WHERE id = :id AND state = 'sending'
        """,
        {
            "id": delivery.id,
            "state": "withdrawn" if called_off else outcome.state,
            "reason": PARTLY if called_off and (delivery.message_ids or message_ids) else outcome.reason,
            "held": cause["state"] == "paused",
            "not_before": instants.as_text(outcome.not_before) if outcome.not_before else None,
            "server_failed": outcome.server_failed,
            "message_ids": json.dumps([*delivery.message_ids, *message_ids]),
            "language": language,
            "now": instants.as_text(now),
        },
    )
    if delivery.kind == WITHDRAWAL and outcome.state == "sent":
        _mark_as_withdrawn(connection, delivery)
    elif not delivery.message_ids and not message_ids:
        _drop_amendments(connection, delivery)
    if outcome.topic_gone and delivery.topic is not None:
        followers.drop_topic(connection, delivery.chat_id, delivery.topic)
    if outcome.chat_lost:
        followers.set_unreachable(connection, delivery.chat_id, outcome.reason or "", now)
    if outcome.migrated_to is not None:
        followers.migrate_chat(connection, delivery.chat_id, outcome.migrated_to)


def _mark_as_withdrawn(connection: sqlite3.Connection, delivery: Delivery) -> None:
    """All that the chat got is gone; of a message in doubt nobody knows that."""
    connection.execute(
        """
        UPDATE delivery SET state = 'withdrawn', reason = NULL
        WHERE chat_id = :chat AND state <> 'uncertain' AND cause_id = (SELECT amends FROM cause WHERE id = :cause)
        """,
        {"cause": delivery.cause_id, "chat": delivery.chat_id},
    )


def _drop_amendments(connection: sqlite3.Connection, delivery: Delivery) -> None:
    """What was queued while the call was under way, to edit or delete its message, is moot without one."""
    connection.execute(
        """
        UPDATE delivery SET state = 'withdrawn'
        WHERE chat_id = :chat AND state = 'pending' AND cause_id IN (SELECT id FROM cause WHERE amends = :cause)
        """,
        {"cause": delivery.cause_id, "chat": delivery.chat_id},
    )


def recover(connection: sqlite3.Connection) -> int:
    """At start: what was being sent when the process died may have been; give how many of these are in doubt.

    An edit and a deletion are simply made again.
    """
    connection.execute(
        """
        UPDATE delivery SET state = 'pending'
        WHERE state = 'sending' AND cause_id IN (SELECT id FROM cause WHERE amends IS NOT NULL)
        """
    )
    doubtful = connection.execute(
        "UPDATE delivery SET state = 'uncertain', reason = :reason WHERE state = 'sending'", {"reason": INTERRUPTED}
    )
    return doubtful.rowcount


def waiting(connection: sqlite3.Connection) -> int:
    """How many deliveries are pending, held ones not counted."""
    number: int = connection.execute("SELECT COUNT(*) FROM delivery WHERE state = 'pending' AND held = 0").fetchone()[0]
    return number
