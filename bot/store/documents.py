"""What documents contain: the file itself, its text, and its passages for full-text search."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import PurePosixPath

from bot.model import Passage

_WORD = re.compile(r"\w+")
_WEIGHED = 1000  # passages: to weigh one takes far longer than to find it


def put_content(
    connection: sqlite3.Connection,
    document_id: str,
    content: bytes | None,
    text: str | None,
    passages: Sequence[str],
) -> None:
    """Write what the document contains, in place of what it contained; the document must be in the store."""
    connection.execute(
        "UPDATE document SET content = :content, text = :text WHERE id = :id",
        {"id": document_id, "content": content, "text": text},
    )
    connection.execute("DELETE FROM passage WHERE document_id = :id", {"id": document_id})
    connection.executemany(
        "INSERT INTO passage (document_id, position, text) VALUES (:id, :position, :text)",
        [{"id": document_id, "position": position, "text": text} for position, text in enumerate(passages)],
    )


def tidy(connection: sqlite3.Connection) -> None:
    """Put the index of the passages in order after many were written: they are then found in a third of the time."""
    connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")


def document_content(connection: sqlite3.Connection, document_id: str) -> tuple[str, bytes] | None:
    """The document's file name and bytes, or None when it is a link or not in the store."""
    row = connection.execute(
        """
        SELECT json_extract(body, '$.file') AS file, content FROM document
        WHERE id = :id AND content IS NOT NULL
        """,
        {"id": document_id},
    ).fetchone()
    return None if row is None else (PurePosixPath(row["file"]).name, row["content"])


def document_text(connection: sqlite3.Connection, document_id: str) -> str | None:
    """The document's text, or None where its file is no plain text, or it is not in the store."""
    row = connection.execute("SELECT text FROM document WHERE id = :id", {"id": document_id}).fetchone()
    return None if row is None else row["text"]


def any_word_of(question: str) -> str:
    """An FTS5 expression that matches passages with any word of `question`, whatever people type; "" for no word."""
    return " OR ".join(f'"{word}"' for word in _WORD.findall(question))


def passages(connection: sqlite3.Connection, match: str, limit: int) -> tuple[Passage, ...]:
    """The passages that the FTS5 expression matches, at most `limit`, the best by bm25 first.

    An expression of a person's words is made by `any_word_of`; an empty one matches nothing. Of more than can be weighed the
    newest are. The weight is ordered by here: the `rank` of FTS5 orders all that it matches, with all the places of their
    words, for the few that are wanted.
    """
    if not match:
        return ()
    rows = connection.execute(
        """
        SELECT passage.document_id, document.meeting_id, passage.position, passage.text, best.weight
        FROM (
            SELECT rowid, weight FROM (
                SELECT rowid, -bm25(passage_words) AS weight FROM passage_words
                WHERE passage_words MATCH :match ORDER BY rowid DESC LIMIT :weighed
            ) ORDER BY weight DESC, rowid LIMIT :limit
        ) AS best
        JOIN passage ON passage.id = best.rowid
        JOIN document ON document.id = passage.document_id
        ORDER BY best.weight DESC, best.rowid
        """,
        {"match": match, "limit": limit, "weighed": _WEIGHED},
    )
    return tuple(
        Passage(
            document_id=row["document_id"],
            meeting_id=row["meeting_id"],
            position=row["position"],
            text=row["text"],
            score=row["weight"] / (1 + row["weight"]),
        )
        for row in rows
    )
