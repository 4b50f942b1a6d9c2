"""Announcements: drafts, what is scheduled, what was sent; the cards that show them; what their readers answer."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.announcement import Addressees, Announcement, Answer
from bot.deferred import adapter
from bot.model import Person
from bot.store import instants

_COLUMNS = frozenset({"id", "author", "changed_at", "revision", "send_at", "cause_id"})


@dataclass(frozen=True, slots=True)
class Card:
    """The message in an organiser's chat that shows an announcement."""

    announcement_id: int
    chat_id: int
    message_id: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A reader's answer: of which chat, who pressed it there, and when (UTC)."""

    chat_id: int
    name: str
    answer: Answer
    by: str
    at: datetime


def create(
    connection: sqlite3.Connection, key: str, selection: Addressees, author: str, now: datetime, *, zone: str = "UTC"
) -> tuple[int, bool]:
    """Begin a draft; give its id, and whether it is new: the same key makes one."""
    draft = Announcement(id=0, selection=selection, author=author, changed_at=now, zone=zone)
    inserted = connection.execute(
        """
        INSERT INTO announcement (key, process_id, body, author, changed_at)
        VALUES (:key, :process, :body, :author, :now) ON CONFLICT (key) DO NOTHING RETURNING id
        """,
        {
            "key": key,
            "process": selection.process,
            "body": _body(draft),
            "author": author,
            "now": instants.as_text(now),
        },
    ).fetchone()
    if inserted is not None:
        return inserted["id"], True
    known = connection.execute("SELECT id FROM announcement WHERE key = :key", {"key": key}).fetchone()
    return known["id"], False


def save(connection: sqlite3.Connection, announcement: Announcement) -> None:
    """Write an announcement in the place of what stood there."""
    connection.execute(
        """
        UPDATE announcement SET
            body = :body, revision = :revision, changed_at = :changed_at, send_at = :send_at, cause_id = :cause_id
        WHERE id = :id
        """,
        {
            "id": announcement.id,
            "body": _body(announcement),
            "revision": announcement.revision,
            "changed_at": instants.as_text(announcement.changed_at),
            "send_at": instants.as_text(announcement.send_at) if announcement.send_at else None,
            "cause_id": announcement.cause_id,
        },
    )


def announcement_by_id(connection: sqlite3.Connection, announcement_id: int) -> Announcement | None:
    """The announcement, or None when there is none, or no more."""
    row = connection.execute("SELECT * FROM announcement WHERE id = :id", {"id": announcement_id}).fetchone()
    return None if row is None else _announcement(row)


def announcement_by_key(connection: sqlite3.Connection, key: str) -> Announcement | None:
    """The announcement that was made from this, or None."""
    row = connection.execute("SELECT * FROM announcement WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else _announcement(row)


def newest(connection: sqlite3.Connection, processes: list[str] | None, most: int) -> list[Announcement]:
    """The announcements changed last, of some processes or (None) of all."""
    rows = connection.execute(
        """
        SELECT * FROM announcement
        WHERE :processes IS NULL OR process_id IN (SELECT value FROM json_each(:processes))
        ORDER BY cause_id IS NOT NULL, changed_at DESC, id DESC LIMIT :most
        """,
        {"processes": None if processes is None else json.dumps(processes), "most": most},
    )
    return [_announcement(row) for row in rows]


def delete(connection: sqlite3.Connection, announcement_id: int) -> None:
    """Remove a draft."""
    connection.execute("DELETE FROM announcement WHERE id = :id AND cause_id IS NULL", {"id": announcement_id})


def due(connection: sqlite3.Connection, now: datetime) -> list[Announcement]:
    """The scheduled announcements whose time has come, in its order."""
    rows = connection.execute(
        """
        SELECT * FROM announcement WHERE send_at IS NOT NULL AND cause_id IS NULL AND send_at <= :now ORDER BY send_at, id
        """,
        {"now": instants.as_text(now)},
    )
    return [_announcement(row) for row in rows]


def scheduled_of(connection: sqlite3.Connection, meeting_id: str) -> list[Announcement]:
    """What is scheduled for those who follow a meeting."""
    rows = connection.execute(
        """
        SELECT * FROM announcement
        WHERE send_at IS NOT NULL AND cause_id IS NULL AND body ->> '$.selection.meeting' = :meeting ORDER BY id
        """,
        {"meeting": meeting_id},
    )
    return [_announcement(row) for row in rows]


def next_due(connection: sqlite3.Connection) -> datetime | None:
    """When the next scheduled announcement is to be sent."""
    found = connection.execute(
        "SELECT MIN(send_at) FROM announcement WHERE send_at IS NOT NULL AND cause_id IS NULL"
    ).fetchone()[0]
    return instants.as_instant(found) if found else None


# Cards


def put_card(
    connection: sqlite3.Connection, announcement_id: int, chat_id: int, message_id: int, *, is_live: bool
) -> None:
    """Note which message shows an announcement in a chat from now on; a live one shows how far the sending is."""
    connection.execute(
        """
        INSERT INTO announcement_card (announcement_id, chat_id, message_id, is_live)
        SELECT id, :chat, :message, :is_live FROM announcement WHERE id = :id
        ON CONFLICT DO UPDATE SET message_id = excluded.message_id, is_live = excluded.is_live
        """,
        {"id": announcement_id, "chat": chat_id, "message": message_id, "is_live": is_live},
    )


def card_in(connection: sqlite3.Connection, announcement_id: int, chat_id: int) -> int | None:
    """The message that shows an announcement in a chat."""
    row = connection.execute(
        "SELECT message_id FROM announcement_card WHERE announcement_id = :id AND chat_id = :chat",
        {"id": announcement_id, "chat": chat_id},
    ).fetchone()
    return None if row is None else int(row["message_id"])


def cards_under_way(connection: sqlite3.Connection) -> list[Card]:
    """The cards of what is being sent, and of what has been while they do not say so yet."""
    rows = connection.execute(
        """
        SELECT card.announcement_id, card.chat_id, card.message_id, COALESCE(person.language, person.hint) AS language
        FROM announcement JOIN announcement_card AS card ON card.announcement_id = announcement.id
        LEFT JOIN person ON person.id = card.chat_id
        WHERE announcement.cause_id IS NOT NULL AND announcement.told = 0 AND card.is_live
        ORDER BY card.announcement_id, card.chat_id
        """
    )
    return [Card(**dict(row)) for row in rows]


def cards_missed(connection: sqlite3.Connection) -> list[Card]:
    """The cards of what was not sent at its time, while they do not say so yet."""
    rows = connection.execute(
        """
        SELECT card.announcement_id, card.chat_id, card.message_id, COALESCE(person.language, person.hint) AS language
        FROM announcement_card AS card JOIN announcement ON announcement.id = card.announcement_id
        LEFT JOIN person ON person.id = card.chat_id
        WHERE announcement.cause_id IS NULL AND card.is_live
        ORDER BY card.announcement_id, card.chat_id
        """
    )
    return [Card(**dict(row)) for row in rows]


def follow_with_cards(connection: sqlite3.Connection, announcement_id: int) -> bool:
    """Let all cards of an announcement show how it goes on; False where it has none."""
    live = "UPDATE announcement_card SET is_live = 1 WHERE announcement_id = :id"
    return connection.execute(live, {"id": announcement_id}).rowcount > 0


def set_told(connection: sqlite3.Connection, announcement_id: int, told: bool) -> None:
    """Note whether the cards of an announcement show how it ended."""
    connection.execute("UPDATE announcement SET told = :told WHERE id = :id", {"id": announcement_id, "told": told})


# Answers


def put_answer(
    connection: sqlite3.Connection, cause_id: int, chat_id: int, answer: Answer, by: Person, now: datetime
) -> bool:
    """Keep the answer of a chat that has got the announcement, in place of its last one; False for other chats."""
    put = connection.execute(
        """
        INSERT INTO answer (cause_id, chat_id, answer, by, person_id, at)
        SELECT cause_id, chat_id, :answer, :by, :person, :now FROM delivery
        WHERE cause_id = :cause AND chat_id = :chat AND (message_ids <> '[]' OR state IN ('sending', 'uncertain'))
        ON CONFLICT DO UPDATE SET
            answer = excluded.answer, by = excluded.by, person_id = excluded.person_id, at = excluded.at
        """,
        {
            "cause": cause_id,
            "chat": chat_id,
            "answer": answer,
            "by": by.name,
            "person": by.id,
            "now": instants.as_text(now),
        },
    )
    return put.rowcount > 0


def answers(connection: sqlite3.Connection, cause_id: int) -> list[Answered]:
    """What the readers of an announcement answered, by name."""
    rows = connection.execute(
        """
        SELECT chat.id, chat.title, answer.answer, answer.by, answer.at
        FROM answer JOIN chat ON chat.id = answer.chat_id WHERE answer.cause_id = :cause ORDER BY chat.title, chat.id
        """,
        {"cause": cause_id},
    )
    return [Answered(row["id"], row["title"], row["answer"], row["by"], instants.as_instant(row["at"])) for row in rows]


def answer_counts(connection: sqlite3.Connection, cause_id: int) -> Counter[Answer]:
    """How many readers gave each answer."""
    rows = connection.execute(
        "SELECT answer, COUNT(*) AS number FROM answer WHERE cause_id = :cause GROUP BY answer", {"cause": cause_id}
    )
    return Counter({row["answer"]: row["number"] for row in rows})


def _body(announcement: Announcement) -> str:
    return adapter(Announcement).dump_json(announcement, exclude=set(_COLUMNS), exclude_defaults=True).decode()


def _announcement(row: sqlite3.Row) -> Announcement:
    values = json.loads(row["body"]) | {
        "id": row["id"],
        "author": row["author"],
        "revision": row["revision"],
        "changed_at": row["changed_at"],
        "cause_id": row["cause_id"],
        "send_at": row["send_at"],
    }
    announcement: Announcement = adapter(Announcement).validate_python(values)
    return announcement
