"""Received updates: stored as they came, marked when their effect is stored and when they are answered.

    waiting ──► effect ──► answered        a write was made while handling, then the reply was sent
       │           └─────► failed
       ├─────────────────► answered        a question: no write but the closing one
       ├─────────────────► failed          the handler raised; the person got a reference
       └─────────────────► aside           it took the process down time and again

What is `waiting` at start is handled again. What is `effect` is not: its effect would happen twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from bot.store.instants import as_text

P = ParamSpec("P")

Raw = dict[str, Any]
"""An update as Telegram sends it (Bot API, `Update`)."""


@dataclass(slots=True)
class Handling:
    """The update that is being handled in this task, and what its handler says about it.

    `attempts` counts how often its handling was begun after a restart, `taken_at` is the loop's time when it came in.
    """

    update_id: int
    raw: Raw
    effect_stored: bool = False
    attempts: int = 0
    resumed: bool = False
    reference: str | None = None
    over: bool = False
    taken_at: float = 0.0
    _closing: list[Callable[[sqlite3.Connection], object]] = field(default_factory=list)

    def at_close(
        self, effect: Callable[Concatenate[sqlite3.Connection, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Run `effect` in the transaction that marks the update as answered: it costs no write of its own."""
        self._closing.append(lambda connection: effect(connection, *args, **kwargs))

    def fail(self, reference: str) -> None:
        """Say that the handler raised, and which reference the person got for it; nothing else is closed."""
        self.reference = reference
        self._closing.clear()

    def close(self, connection: sqlite3.Connection) -> None:
        """Run the closing effects and mark the update as answered or failed."""
        for effect in self._closing:
            effect(connection)
        connection.execute(
            "UPDATE received_update SET state = :state, reference = :reference, raw = NULL"
            " WHERE update_id = :update_id",
            {
                "state": "failed" if self.reference else "answered",
                "reference": self.reference,
                "update_id": self.update_id,
            },
        )


being_handled: ContextVar[Handling | None] = ContextVar("being_handled", default=None)


def store_effect(connection: sqlite3.Connection, update_id: int) -> None:
    """Mark the update as having its effect stored; it commits with the effect itself."""
    connection.execute(
        "UPDATE received_update SET state = 'effect' WHERE update_id = :update_id AND state = 'waiting'",
        {"update_id": update_id},
    )


def take(
    connection: sqlite3.Connection, updates: Iterable[tuple[int, Raw]], received_at: datetime
) -> list[tuple[int, Raw]]:
    """Store updates, each with its chat; give those that were not there before, in their order."""
    new = []
    for chat, raw in updates:
        inserted = connection.execute(
            "INSERT INTO received_update (update_id, chat, received_at, raw)"
            " VALUES (:update_id, :chat, :received_at, :raw) ON CONFLICT DO NOTHING",
            {
                "update_id": raw["update_id"],
                "chat": chat,
                "received_at": as_text(received_at),
                "raw": json.dumps(raw, ensure_ascii=False, separators=(",", ":")),
            },
        )
        if inserted.rowcount:
            new.append((chat, raw))
    return new


def unanswered(connection: sqlite3.Connection) -> list[tuple[int, Handling]]:
    """Give what the last run left, each with its chat, in the order of the updates."""
    rows = connection.execute(
        "SELECT update_id, chat, raw, state, attempts FROM received_update"
        " WHERE state IN ('waiting', 'effect') ORDER BY update_id"
    )
    return [
        (
            row["chat"],
            Handling(
                row["update_id"],
                json.loads(row["raw"]),
                effect_stored=row["state"] == "effect",
                attempts=row["attempts"],
                resumed=True,
            ),
        )
        for row in rows
    ]


def begin_again(connection: sqlite3.Connection, update_id: int) -> None:
    """Count that the handling of an update is begun once more after a restart."""
    connection.execute(
        "UPDATE received_update SET attempts = attempts + 1 WHERE update_id = :update_id",
        {"update_id": update_id},
    )


def set_aside(connection: sqlite3.Connection, update_id: int) -> None:
    """Give up on an update that takes the process down."""
    connection.execute(
        "UPDATE received_update SET state = 'aside' WHERE update_id = :update_id", {"update_id": update_id}
    )


def purge(connection: sqlite3.Connection, received_before: datetime) -> None:
    """Forget the updates that are done with and were received before an instant."""
    connection.execute(
        "DELETE FROM received_update WHERE received_at < :before AND state NOT IN ('waiting', 'effect')",
        {"before": as_text(received_before)},
    )
