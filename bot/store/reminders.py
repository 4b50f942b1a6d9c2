"""Reminders as rows: what is pending and what became of it, written as differences and claimed when due.

The rows are what `bot.reminding.derive` gives; this module knows only their texts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from bot.store import instants
from bot.store.causes import AT_MOST_SHORT

REMINDER = "reminder"
"""The kind of the causes that reminders become; the body names meeting, event, lead and anchor."""

State = Literal["pending", "queued", "late", "overtaken"]

AT_A_TIME = 500
"""So many reminders at most are handed over in one transaction."""


class Row(NamedTuple):
    """A reminder: of an event at its wall-clock `anchor`, so long before (`lead`); instants as the store writes them."""

    chat_id: int
    event: str
    lead: str
    anchor: str
    due_at: str
    until: str

    @property
    def key(self) -> tuple[int, str, str, str]:
        """What it is known by within its meeting."""
        return self[:4]


@dataclass(frozen=True, slots=True)
class Stored:
    """A reminder of the store."""

    id: int
    meeting_id: str
    row: Row
    state: State


@dataclass(frozen=True, slots=True)
class Overdue:
    """A pending reminder that is late, and its reader's quiet hours (as text) in the zone of her clocks."""

    id: int
    until: datetime
    quiet: str
    timezone: str


def of_meeting(connection: sqlite3.Connection, meeting_id: str, chat_id: int | None = None) -> list[Stored]:
    """All reminders of a meeting, of one chat where given, whatever became of them."""
    rows = connection.execute(
        """
        SELECT id, meeting_id, chat_id, event, lead, anchor, due_at, until, state FROM reminder
        WHERE meeting_id = :meeting
        """
        if chat_id is None
        else """
        SELECT id, meeting_id, chat_id, event, lead, anchor, due_at, until, state FROM reminder
        WHERE meeting_id = :meeting AND chat_id = :chat
        """,
        {"meeting": meeting_id, "chat": chat_id},
    )
    return [_stored(row) for row in rows]


def _stored(row: sqlite3.Row) -> Stored:
    return Stored(row[0], row[1], Row(*row[2:8]), row[8])


def pending_of(connection: sqlite3.Connection, chat_id: int) -> list[Stored]:
    """The reminders of a chat that are to come, the next first."""
    rows = connection.execute(
        """
        SELECT id, meeting_id, chat_id, event, lead, anchor, due_at, until, state FROM reminder
        WHERE chat_id = :chat AND state = 'pending' ORDER BY due_at, id
        """,
        {"chat": chat_id},
    )
    return [_stored(row) for row in rows]


def find(
    connection: sqlite3.Connection, chat_id: int, meeting_id: str, event: str, lead: str, anchor: str
) -> Stored | None:
    """The reminder of that key, or None."""
    row = connection.execute(
        """
        SELECT id, meeting_id, chat_id, event, lead, anchor, due_at, until, state FROM reminder
        WHERE meeting_id = :meeting AND chat_id = :chat AND event = :event AND anchor = :anchor AND lead = :lead
        """,
        {"chat": chat_id, "meeting": meeting_id, "event": event, "lead": lead, "anchor": anchor},
    ).fetchone()
    return None if row is None else _stored(row)


def add(connection: sqlite3.Connection, meeting_id: str, rows: Iterable[Row]) -> None:
    """Write new reminders of a meeting, pending."""
    connection.executemany(
        """
        INSERT INTO reminder (meeting_id, chat_id, event, lead, anchor, due_at, ring_at, until, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')
        """,
        [(meeting_id, *row.key, row.due_at, row.due_at, row.until) for row in rows],
    )


def move(connection: sqlite3.Connection, moved: Iterable[tuple[int, Row]]) -> None:
    """Let pending reminders, by their ids, be due at other instants or of another wall-clock."""
    connection.executemany(
        """
        UPDATE reminder SET anchor = ?, due_at = ?, ring_at = ?, until = ? WHERE id = ? AND state = 'pending'
        """,
        [(row.anchor, row.due_at, row.due_at, row.until, number) for number, row in moved],
    )


def remove(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Take back pending reminders."""
    connection.executemany("DELETE FROM reminder WHERE id = ? AND state = 'pending'", [(number,) for number in ids])


def earliest(connection: sqlite3.Connection) -> datetime | None:
    """When the next reminder is due; None when none is pending."""
    row = connection.execute("SELECT ring_at FROM reminder WHERE state = 'pending' ORDER BY ring_at LIMIT 1").fetchone()
    return None if row is None else instants.as_instant(row[0])


def drop_useless(connection: sqlite3.Connection, now: datetime) -> None:
    """Of what is due, drop what is of no use any more, and of several for one event all but the last."""
    values = {"now": instants.as_text(now)}
    connection.execute(
        "UPDATE reminder SET state = 'late' WHERE state = 'pending' AND ring_at <= :now AND until <= :now", values
    )
    connection.execute(
        """
        UPDATE reminder SET state = 'overtaken'
        WHERE state = 'pending' AND ring_at <= :now AND EXISTS (
            SELECT 1 FROM reminder AS later
            WHERE later.meeting_id = reminder.meeting_id AND later.chat_id = reminder.chat_id
                AND later.event = reminder.event AND later.state = 'pending' AND later.ring_at <= :now
                AND (later.due_at, later.id) > (reminder.due_at, reminder.id)
        )
        """,
        values,
    )


def overdue(connection: sqlite3.Connection, due_before: datetime, now: datetime) -> list[Overdue]:
    """What should have gone out before, and comes now to somebody who has quiet hours."""
    rows = connection.execute(
        """
        SELECT
            reminder.id, reminder.until, person.quiet,
            COALESCE(person.timezone, meeting.body ->> '$.timezone', 'UTC')
        FROM reminder
        JOIN person ON person.id = reminder.chat_id
        JOIN meeting ON meeting.id = reminder.meeting_id
        WHERE reminder.state = 'pending' AND reminder.ring_at <= :now AND reminder.due_at < :before
            AND person.quiet IS NOT NULL
        """,
        {"now": instants.as_text(now), "before": instants.as_text(due_before)},
    )
    return [Overdue(row[0], instants.as_instant(row[1]), row[2], row[3]) for row in rows]


def put_off(connection: sqlite3.Connection, until: Iterable[tuple[int, datetime]]) -> None:
    """Let reminders, by their ids, wait."""
    connection.executemany(
        "UPDATE reminder SET ring_at = ? WHERE id = ?", [(instants.as_text(at), number) for number, at in until]
    )


def drop(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Note that reminders came too late to be of use."""
    connection.executemany("UPDATE reminder SET state = 'late' WHERE id = ?", [(number,) for number in ids])


def queue_due(connection: sqlite3.Connection, now: datetime) -> int:
    """Turn what is due into deliveries, one cause for each event, wall-clock and lead; give how many, `AT_A_TIME` at most.

    A chat gets what has the same cause once: the store does not take a second delivery of it.
    """
    due = connection.execute(
        """
        SELECT id, meeting_id, event, lead, anchor FROM reminder
        WHERE state = 'pending' AND ring_at <= :now ORDER BY ring_at LIMIT :most
        """,
        {"now": instants.as_text(now), "most": AT_A_TIME},
    ).fetchall()
    alike: dict[tuple[str, str, str, str], list[int]] = {}
    for row in due:
        alike.setdefault((row[1], row[2], row[3], row[4]), []).append(row[0])
    connection.executemany(
        """
        INSERT INTO cause (key, kind, body, created_by, created_at) VALUES (?, ?, ?, 'Plenary', ?)
        ON CONFLICT (key) DO NOTHING
        """,
        [(_cause(key), REMINDER, _body(key), instants.as_text(now)) for key in alike],
    )
    connection.executemany(
        """
        INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
        SELECT
            cause.id, chat.id,
            COALESCE(own.topic, through.topic),
            CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END,
            chat.unreachable, :bulk, :now
        FROM json_each(:ids) AS due
        JOIN reminder ON reminder.id = due.value
        JOIN chat ON chat.id = reminder.chat_id
        JOIN cause ON cause.key = :key
        JOIN meeting ON meeting.id = reminder.meeting_id
        LEFT JOIN follower AS own ON own.chat_id = chat.id AND own.meeting_id = meeting.id
        LEFT JOIN follower AS through ON through.chat_id = chat.id AND through.process_id = meeting.process_id
            AND own.chat_id IS NULL
        WHERE true ON CONFLICT (chat_id, cause_id) DO NOTHING
        """,
        [
            {
                "key": _cause(key),
                "ids": json.dumps(ids),
                "bulk": len(ids) > AT_MOST_SHORT,
                "now": instants.as_text(now),
            }
            for key, ids in alike.items()
        ],
    )
    connection.execute(
        "UPDATE reminder SET state = 'queued' WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps([row[0] for row in due])},
    )
    return len(due)


def _cause(key: tuple[str, str, str, str]) -> str:
    return f"{REMINDER}:{':'.join(key)}"


def _body(key: tuple[str, str, str, str]) -> str:
    meeting, event, lead, anchor = key
    return json.dumps({"meeting": meeting, "event": event, "lead": lead, "anchor": anchor})


def counts(connection: sqlite3.Connection) -> dict[State, int]:
    """How many reminders are in each state."""
    return dict(connection.execute("SELECT state, COUNT(*) FROM reminder GROUP BY state").fetchall())
