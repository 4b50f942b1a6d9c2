"""Photos and files of announcements that come from a script, until Telegram has them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncedFile:
    """A file by its name; `file_id` is Telegram's, None before it was sent for the first time."""

    name: str
    content: bytes
    file_id: str | None


def put(connection: sqlite3.Connection, name: str, content: bytes) -> int:
    """Keep a file; give its number."""
    number = connection.execute(
        "INSERT INTO announced_file (name, content) VALUES (:name, :content)", {"name": name, "content": content}
    ).lastrowid
    assert number is not None, "a row was written"
    return number


def file_by_number(connection: sqlite3.Connection, number: int) -> AnnouncedFile | None:
    """The file, or None when there is none of that number."""
    row = connection.execute(
        "SELECT name, content, file_id FROM announced_file WHERE id = :id", {"id": number}
    ).fetchone()
    return None if row is None else AnnouncedFile(**dict(row))


def set_file_id(connection: sqlite3.Connection, number: int, file_id: str) -> None:
    """Note that Telegram has it."""
    connection.execute(
        "UPDATE announced_file SET file_id = :file_id WHERE id = :id", {"id": number, "file_id": file_id}
    )
