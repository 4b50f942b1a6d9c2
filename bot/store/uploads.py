"""Files that organisers have sent to be imported and have not decided on yet, and such that take an import back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store import instants


@dataclass(frozen=True, slots=True)
class Upload:
    """A file by its name, and the revision of the store that its sender was shown.

    With `is_undo` it is what an import of hers has changed, as it was; the revision is that after the import.
    """

    name: str
    content: bytes
    revision: int
    is_undo: bool = False


def put_upload(
    connection: sqlite3.Connection, person_id: int, upload: Upload, now: datetime, expires_at: datetime
) -> int:
    """Keep a file in place of the one before (one to decide on, one to undo); give its id. What has expired is dropped."""
    connection.execute(
        "DELETE FROM upload WHERE (person_id = :person AND is_undo = :is_undo) OR expires_at <= :now",
        {"person": person_id, "is_undo": int(upload.is_undo), "now": instants.as_text(now)},
    )
    row = connection.execute(
        """
        INSERT INTO upload (person_id, name, content, revision, is_undo, expires_at)
        VALUES (:person, :name, :content, :revision, :is_undo, :expires_at) RETURNING id
        """,
        {
            "person": person_id,
            "name": upload.name,
            "content": upload.content,
            "revision": upload.revision,
            "is_undo": int(upload.is_undo),
            "expires_at": instants.as_text(expires_at),
        },
    ).fetchone()
    number: int = row["id"]
    return number


def upload_of(connection: sqlite3.Connection, upload_id: int, person_id: int, now: datetime) -> Upload | None:
    """What a person has sent; None when it is another's, has expired or was decided on."""
    row = connection.execute(
        """
        SELECT name, content, revision, is_undo FROM upload
        WHERE id = :id AND person_id = :person AND expires_at > :now
        """,
        {"id": upload_id, "person": person_id, "now": instants.as_text(now)},
    ).fetchone()
    return None if row is None else Upload(**{**dict(row), "is_undo": bool(row["is_undo"])})


def drop_upload(connection: sqlite3.Connection, upload_id: int, person_id: int) -> bool:
    """Drop what a person has sent; False when there is no such file of hers."""
    dropped = connection.execute(
        "DELETE FROM upload WHERE id = :id AND person_id = :person", {"id": upload_id, "person": person_id}
    )
    return dropped.rowcount > 0
