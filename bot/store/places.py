"""Where the organisers of a process want its questions: a group, in one of its topics."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A group in which organisers read questions; `title` is its name, `is_reachable` whether the bot can write there."""

    chat_id: int
    topic: int | None
    title: str
    is_reachable: bool


def put_places(
    connection: sqlite3.Connection, processes: Iterable[str] | None, chat_id: int, topic: int | None
) -> None:
    """Let the questions of some processes, or with None of all, come to a group, which the store must know."""
    if processes is None:
        connection.execute("DELETE FROM question_place")
    for process in [None] if processes is None else sorted(processes):
        connection.execute(
            """
            INSERT INTO question_place (process_id, chat_id, topic) VALUES (:process, :chat, :topic)
            ON CONFLICT (COALESCE(process_id, '')) DO UPDATE SET chat_id = excluded.chat_id, topic = excluded.topic
            """,
            {"process": process, "chat": chat_id, "topic": topic},
        )


def drop_places(connection: sqlite3.Connection, chat_id: int) -> bool:
    """Let no questions come to a group any more; False when none did."""
    deleted = connection.execute("DELETE FROM question_place WHERE chat_id = :chat", {"chat": chat_id})
    return deleted.rowcount > 0


def place_of(connection: sqlite3.Connection, process_id: str | None) -> Place | None:
    """Where the questions of a process, or of none, shall come; None where to each organiser."""
    row = connection.execute(
        """
        SELECT chat.id, chat.title, chat.unreachable, question_place.topic
        FROM question_place JOIN chat ON chat.id = question_place.chat_id
        WHERE question_place.process_id IS :process OR question_place.process_id IS NULL
        ORDER BY question_place.process_id IS NULL LIMIT 1
        """,
        {"process": process_id},
    ).fetchone()
    return None if row is None else Place(row["id"], row["topic"], row["title"], row["unreachable"] is None)
