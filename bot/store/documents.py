"""What documents contain: the file itself, its text, and its passages, which `bot.store.passages` finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import PurePosixPath


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
