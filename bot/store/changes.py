"""The record of changes, and up to where each chat has looked at it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Change
from bot.store import instants


@dataclass(frozen=True, slots=True)
class Look:
    """When (UTC) a chat last looked, and the newest change that there was then."""

    change_id: int
    at: datetime


def changes_of(connection: sqlite3.Connection, meeting_ids: Iterable[str]) -> list[tuple[int, Change]]:
    """All changes of some meetings with their ids, in the order in which they were made.

    What was entered with a meeting is left out of its first.
    """
    rows = connection.execute(
        """
        SELECT id, meeting_id, path, old, CASE WHEN path = '' THEN NULL ELSE new END AS new, changed_by, changed_at
        FROM change WHERE meeting_id IN (SELECT value FROM json_each(:meetings)) ORDER BY id
        """,
        {"meetings": json.dumps(list(meeting_ids))},
    )
    return [
        (
            row["id"],
            Change(
                meeting_id=row["meeting_id"],
                path=row["path"],
                old=row["old"],
                new=row["new"],
                by=row["changed_by"],
                at=instants.as_instant(row["changed_at"]),
            ),
        )
        for row in rows
    ]


def newest_change(connection: sqlite3.Connection) -> int:
    """The id of the newest change of all; 0 where there is none."""
    number: int = connection.execute("SELECT COALESCE(MAX(id), 0) FROM change").fetchone()[0]
    return number


def last_look(connection: sqlite3.Connection, chat_id: int) -> Look | None:
    """How far a chat has looked; None when it never did."""
    row = connection.execute("SELECT change_id, at FROM look WHERE chat_id = :chat", {"chat": chat_id}).fetchone()
    return None if row is None else Look(row["change_id"], instants.as_instant(row["at"]))


def put_looks(connection: sqlite3.Connection, looks: Sequence[tuple[int, int, datetime]]) -> None:
    """Note how far chats have looked: each with the id of a change, and when."""
    connection.executemany(
        """
        INSERT INTO look (chat_id, change_id, at) VALUES (:chat, :change, :at)
        ON CONFLICT (chat_id) DO UPDATE SET change_id = MAX(change_id, excluded.change_id), at = excluded.at
        """,
        [{"chat": chat, "change": change, "at": instants.as_text(at)} for chat, change, at in looks],
    )
