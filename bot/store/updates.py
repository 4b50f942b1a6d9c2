"""Received updates: stored as they came, marked when their effect is stored and when they are answered.

    waiting ──► effect ──► answered        a write was made while handling, then the reply was sent
       │           └─────► failed
       ├─────────────────► answered        a question: no write but the closing one
       ├─────────────────► failed          the handler raised; the person got a reference
       └─────────────────► aside           it took the process down time and again

What is `waiting` at start is handled again. What is `effect` is not: its effect would happen twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from bot import quick_json
from bot.store.instants import as_text
from bot.store.meetings import revision

T = TypeVar("T")
Effect = Callable[[sqlite3.Connection, Sequence[T]], object]
"""Writes items that were brought one by one, all in one statement."""

Raw = dict[str, Any]
"""An update as Telegram sends it (Bot API, `Update`)."""


@dataclass(slots=True)
class Handling:
    """The update that is being handled in this task, and what its handler says about it.

    `attempts` counts how often its handling was begun after a restart, `taken_at` is the loop's time when it came in,
    `revision` the content's when it was stored, as far as that is known. `unreached` says that Telegram did not take the reply,
    `doubts` how many times it may have.
    """

    update_id: int
    raw: Raw
    effect_stored: bool = False
    attempts: int = 0
    resumed: bool = False
    reference: str | None = None
    unreached: bool = False
    doubts: int = 0
    over: bool = False
    taken_at: float = 0.0
    revision: int | None = None
    closing: list[tuple[Effect[Any], Any]] = field(default_factory=list)

    def at_close(self, effect: Effect[T], item: T) -> None:
        """Run `effect` in the transaction that marks the update as answered: it costs no write of its own."""
        self.closing.append((effect, item))

    def fail(self, reference: str) -> None:
        """Say that the handler raised, and which reference the person got for it; nothing else is closed."""
        self.reference = reference
        self.closing.clear()

    def lose_touch(self, *, in_doubt: bool) -> None:
        """Say that Telegram did not take the reply, or (`in_doubt`) may have; it is handled again, and nothing closed."""
        self.unreached = True
        self.doubts += in_doubt
        self.closing.clear()

    def move(self, old: int, new: int) -> None:
        """Say that the group it came from has another id now, under which it is handled again."""
        self.raw = _moved(self.raw, old, new)
        self.lose_touch(in_doubt=False)

    def begin_again(self) -> None:
        """Forget what became of it: it is handled once more."""
        self.reference, self.unreached = None, False
        self.closing.clear()


class Taken(NamedTuple):
    """The updates that were not there before, each with its chat, in their order; and the content's revision."""

    new: list[tuple[int, Raw]]
    revision: int


being_handled: ContextVar[Handling | None] = ContextVar("being_handled", default=None)


def close(connection: sqlite3.Connection, handlings: Sequence[Handling]) -> None:
    """Run the closing effects of updates and mark these as answered or failed."""
    effects: dict[Effect[Any], list[Any]] = {}
    for handling in handlings:
        for effect, item in handling.closing:
            effects.setdefault(effect, []).append(item)
    for effect, items in effects.items():
        effect(connection, items)
    connection.execute(
        """
        UPDATE received_update SET
            state = CASE WHEN closed.value ->> 1 IS NULL THEN 'answered' ELSE 'failed' END,
            reference = closed.value ->> 1, raw = NULL
        FROM json_each(:closed) AS closed WHERE update_id = closed.value ->> 0
        """,
        {"closed": quick_json.as_text([(handling.update_id, handling.reference) for handling in handlings])},
    )


def store_effect(connection: sqlite3.Connection, update_id: int) -> None:
    """Mark the update as having its effect stored; it commits with the effect itself."""
    connection.execute(
        "UPDATE received_update SET state = 'effect' WHERE update_id = :update_id AND state = 'waiting'",
        {"update_id": update_id},
    )


def take(connection: sqlite3.Connection, updates: Iterable[tuple[int, Raw]], received_at: datetime) -> Taken:
    """Store updates, each with its chat."""
    rows = {raw["update_id"]: (chat, raw) for chat, raw in updates}
    inserted = connection.execute(
        """
        INSERT INTO received_update (update_id, chat, received_at, raw)
        SELECT value ->> 0, value ->> 1, :received_at, value ->> 2 FROM json_each(:rows) WHERE TRUE
        ON CONFLICT DO NOTHING RETURNING update_id
        """,
        {
            "received_at": as_text(received_at),
            "rows": quick_json.as_text(
                [(update_id, chat, quick_json.as_text(raw)) for update_id, (chat, raw) in rows.items()]
            ),
        },
    )
    new = {row["update_id"] for row in inserted}
    return Taken([row for update_id, row in rows.items() if update_id in new], revision(connection))


def _moved(value: Any, old: int, new: int) -> Any:
    if isinstance(value, dict):
        return {name: new if name == "id" and one == old else _moved(one, old, new) for name, one in value.items()}
    return [_moved(one, old, new) for one in value] if isinstance(value, list) else value


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
                quick_json.parsed(row["raw"]),
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


def forget_all(connection: sqlite3.Connection) -> None:
    """Forget every update: of a copy of the store, which no Telegram delivers to."""
    connection.execute("DELETE FROM received_update")
