"""Chats that the bot can write to, what they follow, and why one of them cannot be reached."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.store import instants

ChatKind = Literal["private", "group", "supergroup", "channel"]

# From the furthest to the least: of two deliveries of one cause to what turns out to be one chat, the furthest is kept.
_FURTHEST_FIRST = "sent withdrawn sending uncertain pending failed unreachable"


@dataclass(frozen=True, slots=True)
class Chat:
    """A person's private chat (its title is her name), a group or a channel; `language` where a group chose one."""

    id: int
    kind: ChatKind
    title: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be followed: a meeting or a process, by its id."""

    kind: Literal["meeting", "process"]
    id: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that a chat follows, in which topic it wants the news, and since when (UTC)."""

    subject: Subject
    topic: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """How many chats news would be for, and how many of these cannot be reached."""

    chats: int
    unreachable: int


def put_chat(connection: sqlite3.Connection, chat: Chat) -> None:
    """Write a chat, new or in place of the one with its id; a language that was chosen stays unless another is."""
    connection.execute(
        """
        INSERT INTO chat (id, kind, title, language) VALUES (:id, :kind, :title, :language)
        ON CONFLICT (id) DO UPDATE SET
            kind = excluded.kind, title = excluded.title, language = COALESCE(excluded.language, language)
        """,
        {"id": chat.id, "kind": chat.kind, "title": chat.title, "language": chat.language},
    )


def chat_by_id(connection: sqlite3.Connection, chat_id: int) -> Chat | None:
    """The chat, or None when the bot does not know it."""
    row = connection.execute("SELECT id, kind, title, language FROM chat WHERE id = :id", {"id": chat_id}).fetchone()
    return None if row is None else Chat(**dict(row))


def follow(
    connection: sqlite3.Connection, chat: Chat, subject: Subject, topic: int | None, person_id: int, now: datetime
) -> bool:
    """Let a chat follow; False when it did so already, and now does in this topic. It can be reached: it asked."""
    put_chat(connection, chat)
    set_reachable(connection, chat.id)
    values = _key(chat.id, subject) | {"topic": topic, "person": person_id, "since": instants.as_text(now)}
    followed = connection.execute(
        """
        UPDATE follower SET topic = :topic
        WHERE chat_id = :chat AND meeting_id IS :meeting AND process_id IS :process
        """,
        values,
    )
    if followed.rowcount:
        return False
    connection.execute(
        """
        INSERT INTO follower (chat_id, meeting_id, process_id, topic, person_id, since)
        VALUES (:chat, :meeting, :process, :topic, :person, :since)
        """,
        values,
    )
    return True


def unfollow(connection: sqlite3.Connection, chat_id: int, subject: Subject) -> bool:
    """Let a chat follow no more; False when it did not."""
    deleted = connection.execute(
        "DELETE FROM follower WHERE chat_id = :chat AND meeting_id IS :meeting AND process_id IS :process",
        _key(chat_id, subject),
    )
    return deleted.rowcount > 0


def _key(chat_id: int, subject: Subject) -> dict[str, str | int | None]:
    return {
        "chat": chat_id,
        "meeting": subject.id if subject.kind == "meeting" else None,
        "process": subject.id if subject.kind == "process" else None,
    }


def followed_by(connection: sqlite3.Connection, chat_id: int) -> list[Followed]:
    """What a chat follows, processes first."""
    rows = connection.execute(
        """
        SELECT meeting_id, process_id, topic, since FROM follower WHERE chat_id = :chat
        ORDER BY meeting_id IS NOT NULL, since, meeting_id, process_id
        """,
        {"chat": chat_id},
    )
    return [
        Followed(
            Subject("process", row["process_id"]) if row["process_id"] else Subject("meeting", row["meeting_id"]),
            row["topic"],
            instants.as_instant(row["since"]),
        )
        for row in rows
    ]


def audience_of(connection: sqlite3.Connection, meeting_id: str, sessions: Collection[str] = ()) -> Audience:
    """How many chats follow a meeting or its process, or starred one of the `sessions` of it."""
    row = connection.execute(
        """
        SELECT COUNT(*) AS chats, COUNT(chat.unreachable) AS unreachable
        FROM (
            SELECT chat_id FROM meeting_audience WHERE meeting_id = :meeting
            UNION ALL
            SELECT DISTINCT chat_id FROM session_audience
            WHERE meeting_id = :meeting AND session_id IN (SELECT value FROM json_each(:sessions))
        ) AS audience JOIN chat ON chat.id = audience.chat_id
        """,
        {"meeting": meeting_id, "sessions": json.dumps(list(sessions))},
    ).fetchone()
    return Audience(row["chats"], row["unreachable"])


def set_unreachable(connection: sqlite3.Connection, chat_id: int, reason: str, now: datetime) -> None:
    """Note why a chat cannot be written to; what is pending for it is then never tried."""
    values = {"chat": chat_id, "reason": reason, "now": instants.as_text(now)}
    connection.execute(
        "UPDATE chat SET unreachable = :reason, unreachable_since = :now WHERE id = :chat AND unreachable IS NULL",
        values,
    )
    connection.execute(
        "UPDATE delivery SET state = 'unreachable', reason = :reason WHERE chat_id = :chat AND state = 'pending'",
        values,
    )


def set_reachable(connection: sqlite3.Connection, chat_id: int) -> bool:
    """Note that a chat can be written to again; what it missed stays missed, but what it has is corrected or withdrawn.

    False when it could be all along.
    """
    found = connection.execute(
        "UPDATE chat SET unreachable = NULL, unreachable_since = NULL WHERE id = :chat AND unreachable IS NOT NULL",
        {"chat": chat_id},
    )
    if found.rowcount:
        connection.execute(
            """
            UPDATE delivery SET state = 'pending', reason = NULL
            WHERE chat_id = :chat AND state = 'unreachable'
                AND cause_id IN (SELECT id FROM cause WHERE amends IS NOT NULL AND state <> 'stopped')
            """,
            {"chat": chat_id},
        )
    return found.rowcount > 0


def drop_topic(connection: sqlite3.Connection, chat_id: int, topic: int) -> None:
    """Send to a group at large what was wanted in a topic that is closed or gone."""
    values = {"chat": chat_id, "topic": topic}
    connection.execute("UPDATE follower SET topic = NULL WHERE chat_id = :chat AND topic = :topic", values)
    connection.execute(
        "UPDATE delivery SET topic = NULL WHERE chat_id = :chat AND topic = :topic AND state IN ('pending', 'sending')",
        values,
    )


def migrate_chat(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Give a group that became a supergroup its new id wherever it stands; a second time changes nothing.

    What refers to `chat (id)` with ON UPDATE CASCADE follows by itself. Where the new id is known already, both
    become one.
    """
    values = {"old": old, "new": new, "order": _FURTHEST_FIRST}
    connection.execute("UPDATE OR REPLACE look SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE OR REPLACE dialogue SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE OR REPLACE admission SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE OR REPLACE conversation SET chat_id = :new WHERE chat_id = :old", values)
    if chat_by_id(connection, new) is None:
        connection.execute("UPDATE chat SET id = :new, kind = 'supergroup' WHERE id = :old", values)
        return
    connection.execute(
        """
        DELETE FROM delivery WHERE chat_id = :new AND EXISTS (
            SELECT 1 FROM delivery AS other
            WHERE other.chat_id = :old AND other.cause_id = delivery.cause_id
                AND instr(:order, other.state) < instr(:order, delivery.state)
        )
        """,
        values,
    )
    connection.execute("UPDATE OR IGNORE delivery SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE OR IGNORE follower SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE OR IGNORE reminder SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE question SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE question_place SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("UPDATE OR IGNORE answer SET chat_id = :new WHERE chat_id = :old", values)
    connection.execute("DELETE FROM chat WHERE id = :old", values)
