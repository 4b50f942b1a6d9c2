"""Files that organisers have sent to be imported and have not decided on yet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store import instants


@dataclass(frozen=True, slots=True)
class Upload:
    """A file by its name, and the revision of the store that its sender was shown."""

    name: str
    content: bytes
    revision: int


def put_upload(
    connection: sqlite3.Connection, person_id: int, upload: Upload, now: datetime, expires_at: datetime
) -> int:
    """Keep a file, in place of what the person has sent before; give its id. What has expired is dropped."""
    connection.execute(
        "DELETE FROM upload WHERE person_id = :person OR expires_at <= :now",
        {"person": person_id, "now": instants.as_text(now)},
    )
    row = connection.execute(
        """
        INSERT INTO upload (person_id, name, content, revision, expires_at)
        VALUES (:person, :name, :content, :revision, :expires_at) RETURNING id
        """,
        {
            "person": person_id,
            "name": upload.name,
            "content": upload.content,
            "revision": upload.revision,
            "expires_at": instants.as_text(expires_at),
        },
    ).fetchone()
    number: int = row["id"]
    return number


def upload_of(connection: sqlite3.Connection, upload_id: int, person_id: int, now: datetime) -> Upload | None:
    """What a person has sent; None when it is another's, has expired or was decided on."""
    row = connection.execute(
        """
        SELECT name, content, revision FROM upload
        WHERE id = :id AND person_id = :person AND expires_at > :now
        """,
        {"id": upload_id, "person": person_id, "now": instants.as_text(now)},
    ).fetchone()
    return None if row is None else Upload(**dict(row))


def drop_upload(connection: sqlite3.Connection, upload_id: int, person_id: int) -> bool:
    """Drop what a person has sent; False when there is no such file of hers."""
    dropped = connection.execute(
        "DELETE FROM upload WHERE id = :id AND person_id = :person", {"id": upload_id, "person": person_id}
    )
    return dropped.rowcount > 0
