"""What is asked and cannot be answered: counted by its words and its meeting, never by who asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.store import instants

_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Words that were asked, how often, and last when (UTC); without a meeting the store has none that they could mean."""

    id: int
    meeting_id: str | None
    words: str
    times: int
    last_at: datetime


class Asked(NamedTuple):
    """Words that were asked of a meeting, or of none that the store has, and when (UTC)."""

    meeting_id: str | None
    words: str
    at: datetime


def count(connection: sqlite3.Connection, asked: Sequence[Asked]) -> None:
    """Count that each was asked once more; what was not for a long time is forgotten."""
    oldest = max(each.at for each in asked) - _KEPT
    connection.execute("DELETE FROM unanswered WHERE last_at < :before", {"before": instants.as_text(oldest)})
    connection.executemany(
        """
        INSERT INTO unanswered (meeting_id, words, times, last_at) VALUES (:meeting, :words, 1, :now)
        ON CONFLICT (COALESCE(meeting_id, ''), words) DO UPDATE SET times = times + 1, last_at = excluded.last_at
        """,
        [{"meeting": each.meeting_id, "words": each.words, "now": instants.as_text(each.at)} for each in asked],
    )


def most_asked(
    connection: sqlite3.Connection, processes: Collection[str] | None, offset: int, most: int
) -> list[Unanswered]:
    """What is asked most of all meetings, or of those of some processes and of none, from a place in that order on."""
    rows = connection.execute(
        """
        SELECT unanswered.* FROM unanswered LEFT JOIN meeting ON meeting.id = unanswered.meeting_id
        WHERE :processes IS NULL OR meeting.process_id IS NULL
            OR meeting.process_id IN (SELECT value FROM json_each(:processes))
        ORDER BY times DESC, last_at DESC, unanswered.id LIMIT :most OFFSET :offset
        """,
        {
            "processes": None if processes is None else json.dumps(sorted(processes)),
            "most": most,
            "offset": offset,
        },
    )
    return [_unanswered(row) for row in rows]


def unanswered_by_id(connection: sqlite3.Connection, unanswered_id: int) -> Unanswered | None:
    """One of them, or None when it is there no more."""
    row = connection.execute("SELECT * FROM unanswered WHERE id = :id", {"id": unanswered_id}).fetchone()
    return None if row is None else _unanswered(row)


def forget(connection: sqlite3.Connection, meeting_id: str | None, words: str) -> None:
    """Count it no more: it is answered now."""
    connection.execute(
        "DELETE FROM unanswered WHERE meeting_id IS :meeting AND words = :words",
        {"meeting": meeting_id, "words": words},
    )


def _unanswered(row: sqlite3.Row) -> Unanswered:
    return Unanswered(**{**dict(row), "last_at": instants.as_instant(row["last_at"])})
