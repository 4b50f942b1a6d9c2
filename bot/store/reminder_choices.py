"""What people and organisers decided about reminders, and whom a meeting's reminders are for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.store import instants

Leads = Mapping[str, Sequence[str]]
"""By kind the leads, as texts."""


class Wanting(NamedTuple):
    """A chat that a meeting's reminders may be for, and all that decides which; everything as the store has it."""

    chat_id: int
    timezone: str | None
    quiet: str | None
    leads: str | None  # JSON
    follows: bool
    is_muted: bool
    stars: str  # JSON: ids of sessions
    wishes: str  # JSON: pairs of event and lead


@dataclass(frozen=True, slots=True)
class StoredWish:
    """A reminder that somebody asked for in words."""

    id: int
    chat_id: int
    meeting_id: str
    event: str
    lead: str


def meet_chat(connection: sqlite3.Connection, person_id: int) -> None:
    """Know the private chat of a person: reminders go there whether or not she follows anything."""
    connection.execute(
        """
        INSERT INTO chat (id, kind, title) SELECT id, 'private', name FROM person WHERE id = :person
        ON CONFLICT (id) DO NOTHING
        """,
        {"person": person_id},
    )


def wanting(connection: sqlite3.Connection, meeting_id: str, chat_id: int | None = None) -> list[Wanting]:
    """The chats that follow a meeting or its process, starred a session of it or asked for a reminder of it, and may see it.

    Of one chat where given; it is then there even if it wants nothing.
    """
    rows = connection.execute(
        """
        WITH
        interested (chat_id, follows) AS (
            SELECT chat_id, 1 FROM meeting_audience WHERE meeting_id = :meeting AND (:chat IS NULL OR chat_id = :chat)
            UNION ALL SELECT :chat, 0 WHERE :chat IS NOT NULL
            UNION ALL SELECT person_id, 0 FROM star WHERE meeting_id = :meeting AND :chat IS NULL
            UNION ALL SELECT chat_id, 0 FROM reminder_wish WHERE meeting_id = :meeting AND :chat IS NULL
        ),
        wanting (chat_id, follows) AS (SELECT chat_id, MAX(follows) FROM interested GROUP BY chat_id),
        starred (chat_id, sessions) AS (
            SELECT person_id, json_group_array(session_id)
            FROM (
                SELECT person_id, session_id FROM star
                WHERE meeting_id = :meeting AND (:chat IS NULL OR person_id = :chat) ORDER BY session_id
            )
            GROUP BY person_id
        ),
        wished (chat_id, wishes) AS (
            SELECT chat_id, json_group_array(json_array(event, lead))
            FROM (
                SELECT chat_id, event, lead FROM reminder_wish
                WHERE meeting_id = :meeting AND (:chat IS NULL OR chat_id = :chat) ORDER BY id
            )
            GROUP BY chat_id
        )
        SELECT
            chat.id, person.timezone, person.quiet, reminder_leads.body,
            wanting.follows,
            reminder_mute.chat_id IS NOT NULL,
            COALESCE(starred.sessions, '[]'), COALESCE(wished.wishes, '[]')
        FROM wanting
        JOIN chat ON chat.id = wanting.chat_id
        LEFT JOIN person ON person.id = chat.id
        LEFT JOIN reminder_leads ON reminder_leads.chat_id = chat.id
        LEFT JOIN reminder_mute ON reminder_mute.chat_id = chat.id AND reminder_mute.meeting_id = :meeting
        LEFT JOIN starred ON starred.chat_id = chat.id
        LEFT JOIN wished ON wished.chat_id = chat.id
        WHERE :meeting NOT IN (SELECT id FROM invited_meeting) OR EXISTS (
            SELECT 1 FROM invited_sight AS sees WHERE sees.meeting_id = :meeting AND sees.chat_id = chat.id
        )
        """,
        {"meeting": meeting_id, "chat": chat_id},
    )
    return [Wanting(*row) for row in rows]


def meetings_of_chat(connection: sqlite3.Connection, chat_id: int) -> list[str]:
    """The meetings of which a chat has, or may want, reminders."""
    rows = connection.execute(
        """
        SELECT meeting_id FROM meeting_audience WHERE chat_id = :chat
        UNION SELECT meeting_id FROM star WHERE person_id = :chat
        UNION SELECT meeting_id FROM reminder_wish WHERE chat_id = :chat
        UNION SELECT meeting_id FROM reminder WHERE chat_id = :chat AND state = 'pending'
        """,
        {"chat": chat_id},
    )
    return [row[0] for row in rows]


def leads_of(connection: sqlite3.Connection, chat_id: int) -> Leads:
    """The lead times that a person set; empty where she left them as they are."""
    return _body(connection.execute("SELECT body FROM reminder_leads WHERE chat_id = :id", {"id": chat_id}))


def put_leads(connection: sqlite3.Connection, chat_id: int, leads: Leads) -> None:
    """Set a person's lead times."""
    connection.execute(
        """
        INSERT INTO reminder_leads (chat_id, body) VALUES (:id, :body)
        ON CONFLICT (chat_id) DO UPDATE SET body = excluded.body
        """,
        {"id": chat_id, "body": json.dumps(leads)},
    )


def _body(found: sqlite3.Cursor) -> Leads:
    row = found.fetchone()
    body: Leads = json.loads(row[0]) if row else {}
    return body


def mute(connection: sqlite3.Connection, chat_id: int, meeting_id: str) -> None:
    """Send a chat no reminders of a meeting."""
    connection.execute(
        "INSERT INTO reminder_mute (chat_id, meeting_id) VALUES (:chat, :meeting) ON CONFLICT DO NOTHING",
        {"chat": chat_id, "meeting": meeting_id},
    )


def unmute(connection: sqlite3.Connection, chat_id: int, meeting_id: str) -> None:
    """Send them again."""
    connection.execute(
        "DELETE FROM reminder_mute WHERE chat_id = :chat AND meeting_id = :meeting",
        {"chat": chat_id, "meeting": meeting_id},
    )


def muted_by(connection: sqlite3.Connection, chat_id: int) -> list[str]:
    """The meetings of which a chat wants no reminders."""
    rows = connection.execute("SELECT meeting_id FROM reminder_mute WHERE chat_id = :chat", {"chat": chat_id})
    return [row[0] for row in rows]


def add_wish(
    connection: sqlite3.Connection, chat_id: int, meeting_id: str, event: str, lead: str, now: datetime
) -> StoredWish:
    """Note what somebody asked for; the same is noted once."""
    values = {"chat": chat_id, "meeting": meeting_id, "event": event, "lead": lead, "now": instants.as_text(now)}
    connection.execute(
        """
        INSERT INTO reminder_wish (chat_id, meeting_id, event, lead, since)
        VALUES (:chat, :meeting, :event, :lead, :now) ON CONFLICT DO NOTHING
        """,
        values,
    )
    row = connection.execute(
        """
        SELECT id, chat_id, meeting_id, event, lead FROM reminder_wish
        WHERE chat_id = :chat AND meeting_id = :meeting AND event = :event AND lead = :lead
        """,
        values,
    ).fetchone()
    return StoredWish(**dict(row))


def remove_wish(connection: sqlite3.Connection, chat_id: int, wish_id: int) -> StoredWish | None:
    """Take back what a chat asked for; None when there is nothing of that id."""
    row = connection.execute(
        """
        DELETE FROM reminder_wish WHERE id = :id AND chat_id = :chat
        RETURNING id, chat_id, meeting_id, event, lead
        """,
        {"id": wish_id, "chat": chat_id},
    ).fetchone()
    return None if row is None else StoredWish(**dict(row))


def wishes_of(connection: sqlite3.Connection, chat_id: int, meeting_id: str) -> list[StoredWish]:
    """What a chat asked for of a meeting, in the order of asking."""
    rows = connection.execute(
        """
        SELECT id, chat_id, meeting_id, event, lead FROM reminder_wish
        WHERE chat_id = :chat AND meeting_id = :meeting ORDER BY id
        """,
        {"chat": chat_id, "meeting": meeting_id},
    )
    return [StoredWish(**dict(row)) for row in rows]
