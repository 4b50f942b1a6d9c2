"""What became of a cause: how many of its deliveries are in each state, and of each recipient what."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.store import instants
from bot.store.causes import Cause
from bot.store.outbox import State


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


def recipients(
    connection: sqlite3.Connection, cause_id: int, states: Sequence[State], most: int | None = None
) -> list[Recipient]:
    """The recipients of a cause whose delivery is in one of the states, by name; the first `most` of them."""
    rows = connection.execute(
        """
        SELECT
            chat.id, chat.title, delivery.state, delivery.reason, delivery.sent_at, delivery.language,
            person.country, COALESCE(chat.category, person.category) AS category
        FROM delivery JOIN chat ON chat.id = delivery.chat_id LEFT JOIN person ON person.id = chat.id
        WHERE delivery.cause_id = :cause AND delivery.state IN (SELECT value FROM json_each(:states))
        ORDER BY chat.title, chat.id LIMIT :most
        """,
        {"cause": cause_id, "states": json.dumps(states), "most": -1 if most is None else most},
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
