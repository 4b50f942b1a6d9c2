"""Links by which organisers let chats see a meeting that is for invited people only, and the chats let in."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store import instants


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLink:
    """A link to an invited meeting: made by whom (Telegram's id, her name) and when (UTC), and how many chats came by it."""

    id: int
    meeting_id: str
    made_by: int
    maker: str | None
    made_at: datetime
    opened: int


def put_link(connection: sqlite3.Connection, token_hash: str, meeting_id: str, made_by: int, now: datetime) -> None:
    """Keep a link, of whose token only the hash is known; the meeting must be in the store."""
    connection.execute(
        """
        INSERT INTO meeting_link (token_hash, meeting_id, made_by, made_at)
        VALUES (:token_hash, :meeting, :made_by, :made_at)
        """,
        {"token_hash": token_hash, "meeting": meeting_id, "made_by": made_by, "made_at": instants.as_text(now)},
    )


def links_to(connection: sqlite3.Connection, meeting_id: str) -> list[MeetingLink]:
    """The links that work, the oldest first."""
    rows = connection.execute(
        """
        SELECT
            meeting_link.id, meeting_link.meeting_id, meeting_link.made_by, meeting_link.made_at, person.name AS maker,
            (SELECT COUNT(*) FROM admission WHERE admission.link_id = meeting_link.id) AS opened
        FROM meeting_link LEFT JOIN person ON person.id = meeting_link.made_by
        WHERE meeting_link.meeting_id = :meeting ORDER BY meeting_link.id
        """,
        {"meeting": meeting_id},
    )
    return [MeetingLink(**{**dict(row), "made_at": instants.as_instant(row["made_at"])}) for row in rows]


def meeting_behind(connection: sqlite3.Connection, token_hash: str) -> str | None:
    """The id of the meeting that a link leads to, or None when there is no such link, or none any more."""
    row = connection.execute(
        "SELECT meeting_id FROM meeting_link WHERE token_hash = :token_hash", {"token_hash": token_hash}
    ).fetchone()
    return None if row is None else row["meeting_id"]


def revoke_link(connection: sqlite3.Connection, link_id: int, meeting_id: str) -> bool:
    """Make a link to a meeting void; False when there is no such. Who came by it stays let in."""
    deleted = connection.execute(
        "DELETE FROM meeting_link WHERE id = :id AND meeting_id = :meeting", {"id": link_id, "meeting": meeting_id}
    )
    return deleted.rowcount > 0


def let_in(connection: sqlite3.Connection, chat_id: int, token_hash: str, now: datetime) -> str | None:
    """Let a chat see the meeting behind a link from now on; its id, or None when the link does not work."""
    meeting_id = meeting_behind(connection, token_hash)
    if meeting_id is not None:
        connection.execute(
            """
            INSERT INTO admission (chat_id, meeting_id, link_id, since)
            SELECT :chat, meeting_id, id, :now FROM meeting_link WHERE token_hash = :token_hash
            ON CONFLICT (chat_id, meeting_id) DO NOTHING
            """,
            {"chat": chat_id, "token_hash": token_hash, "now": instants.as_text(now)},
        )
    return meeting_id


def admissions(connection: sqlite3.Connection) -> dict[int, frozenset[str]]:
    """The ids of the meetings that each chat was let in to."""
    found: dict[int, set[str]] = {}
    for row in connection.execute("SELECT chat_id, meeting_id FROM admission"):
        found.setdefault(row["chat_id"], set()).add(row["meeting_id"])
    return {chat: frozenset(meetings) for chat, meetings in found.items()}
