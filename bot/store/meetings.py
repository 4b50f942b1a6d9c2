"""Processes, meetings and their sessions: read whole, written whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from bot.deferred import adapter
from bot.model import Catalogue, Change, Document, Meeting, Process, Session
from bot.store import instants

_NOTHING = Catalogue(-1, {}, {})


def revision(connection: sqlite3.Connection) -> int:
    """The number that rises with every change of processes, meetings, sessions and documents."""
    number: int = connection.execute("SELECT number FROM revision").fetchone()["number"]
    return number


def catalogue(connection: sqlite3.Connection, known: Catalogue = _NOTHING) -> Catalogue:
    """Everything in the store that answers are made of; meetings by their start, those without a date first.

    What has not changed since `known` is taken from there.
    """
    processes = connection.execute("SELECT body FROM process ORDER BY id")
    bodies = _bodies(connection)
    return Catalogue(
        revision(connection),
        {process.id: process for process in (adapter(Process).validate_json(row["body"]) for row in processes)},
        {
            id_: known.meetings[id_] if known.bodies.get(id_) == body else adapter(Meeting).validate_json(body)
            for id_, body in bodies.items()
        },
        bodies,
    )


def meeting_by_id(connection: sqlite3.Connection, meeting_id: str) -> Meeting | None:
    """One meeting, or None when the store has it not."""
    body = _bodies(connection, meeting_id).get(meeting_id)
    return None if body is None else adapter(Meeting).validate_json(body)


def _bodies(connection: sqlite3.Connection, meeting_id: str | None = None) -> dict[str, str]:
    """All meetings, or the one of an id, each with its sessions and documents as JSON."""
    rows = connection.execute(
        """
        SELECT id, json_set(
            body,
            '$.programme', (
                SELECT json_group_array(json(body))
                FROM (SELECT body FROM session WHERE meeting_id = meeting.id ORDER BY position)
            ),
            '$.documents', (
                SELECT json_group_array(json(body))
                FROM (SELECT body FROM document WHERE meeting_id = meeting.id ORDER BY position)
            )
        ) AS whole
        FROM meeting WHERE :id IS NULL OR id = :id ORDER BY start, id
        """,
        {"id": meeting_id},
    )
    return {row["id"]: row["whole"] for row in rows}


def catalogue_since(connection: sqlite3.Connection, known: Catalogue) -> Catalogue:
    """The catalogue as it stands: `known` itself where nothing has changed since."""
    return known if revision(connection) == known.revision else catalogue(connection, known)


def put_process(connection: sqlite3.Connection, process: Process) -> None:
    """Write a process, new or in place of the one with its id."""
    connection.execute(
        "INSERT INTO process (id, body) VALUES (:id, :body) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        {"id": process.id, "body": adapter(Process).dump_json(process, exclude_defaults=True).decode()},
    )


def put_meeting(connection: sqlite3.Connection, meeting: Meeting) -> None:
    """Write a meeting with its sessions and documents, new or in place of the one with its id.

    Its process must be in the store; it and each of its sessions must have a uid. What the documents contain is kept
    (`bot.store.documents.put_content` writes it); a session or document that the meeting no longer has is removed.
    """
    body = adapter(Meeting).dump_json(replace(meeting, programme=(), documents=()), exclude_defaults=True).decode()
    connection.execute(
        "INSERT INTO meeting (id, body) VALUES (:id, :body) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        {"id": meeting.id, "body": body},
    )
    _put_sessions(connection, meeting)
    _put_documents(connection, meeting)


def _put_sessions(connection: sqlite3.Connection, meeting: Meeting) -> None:
    kept = {session.id for session in meeting.programme}
    stored = connection.execute("SELECT id FROM session WHERE meeting_id = :meeting", {"meeting": meeting.id})
    connection.executemany(
        "DELETE FROM session WHERE meeting_id = :meeting AND id = :id",
        [{"meeting": meeting.id, "id": row["id"]} for row in stored.fetchall() if row["id"] not in kept],
    )
    connection.executemany(
        """
        INSERT INTO session (meeting_id, id, position, body) VALUES (:meeting, :id, :position, :body)
        ON CONFLICT (meeting_id, id) DO UPDATE SET position = excluded.position, body = excluded.body
        """,
        [
            {
                "meeting": meeting.id,
                "id": session.id,
                "position": position,
                "body": adapter(Session).dump_json(session, exclude_defaults=True).decode(),
            }
            for position, session in enumerate(meeting.programme)
        ],
    )


def _put_documents(connection: sqlite3.Connection, meeting: Meeting) -> None:
    kept = {document.id for document in meeting.documents}
    stored = connection.execute("SELECT id FROM document WHERE meeting_id = :meeting", {"meeting": meeting.id})
    connection.executemany(
        "DELETE FROM document WHERE id = :id",
        [{"id": row["id"]} for row in stored.fetchall() if row["id"] not in kept],
    )
    connection.executemany(
        """
        INSERT INTO document (id, meeting_id, position, body) VALUES (:id, :meeting, :position, :body)
        ON CONFLICT (id) DO UPDATE SET
            meeting_id = excluded.meeting_id, position = excluded.position, body = excluded.body
        """,
        [
            {
                "id": document.id,
                "meeting": meeting.id,
                "position": position,
                "body": adapter(Document).dump_json(document, exclude_defaults=True).decode(),
            }
            for position, document in enumerate(meeting.documents)
        ],
    )


def put_changes(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Record what was edited; the meetings must be in the store."""
    connection.executemany(
        """
        INSERT INTO change (meeting_id, path, old, new, changed_by, changed_at)
        VALUES (:meeting, :path, :old, :new, :by, :at)
        """,
        [
            {
                "meeting": change.meeting_id,
                "path": change.path,
                "old": change.old,
                "new": change.new,
                "by": change.by,
                "at": instants.as_text(change.at),
            }
            for change in changes
        ],
    )
