"""Live calendars: whose, of what, by which token; and what stands in a person's agenda."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.model import Selection
from bot.store import followers, instants, stars
from bot.store.followers import Subject
from bot.store.meetings import revision
from bot.store.stars import Star


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A live calendar; `last_used_at` (UTC, to the minute) is None until an app has fetched it."""

    id: int
    person_id: int
    selection: Selection
    language: str
    alarms: bool
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a person chose: the meetings and processes that she follows, the sessions that she starred."""

    followed: frozenset[Subject] = frozenset()
    stars: frozenset[Star] = frozenset()


@dataclass(frozen=True, slots=True)
class Revisions:
    """What a live calendar is made from, each a number that rises with every change."""

    catalogue: int
    choices: int


def add_calendar(
    connection: sqlite3.Connection,
    token_hash: str,
    person_id: int,
    selection: Selection,
    language: str,
    alarms: bool,
    now: datetime,
) -> None:
    """Write a new live calendar of a person of the store; what it is of must be there too."""
    connection.execute(
        """
        INSERT INTO calendar (
            token_hash, person_id, kind, meeting_id, session_id, process_id, language, alarms, created_at
        ) VALUES (:hash, :person, :kind, :meeting, :session, :process, :language, :alarms, :now)
        """,
        {
            "hash": token_hash,
            "person": person_id,
            "kind": selection.kind,
            "meeting": selection.meeting,
            "session": selection.session,
            "process": selection.process,
            "language": language,
            "alarms": int(alarms),
            "now": instants.as_text(now),
        },
    )


def calendar_of_token(connection: sqlite3.Connection, token_hash: str) -> Calendar | None:
    """The live calendar of a token, or None where there is none, or none any more."""
    row = connection.execute("SELECT * FROM calendar WHERE token_hash = :hash", {"hash": token_hash}).fetchone()
    return None if row is None else _calendar(row)


def calendars_of(connection: sqlite3.Connection, person_id: int) -> list[Calendar]:
    """A person's live calendars, the oldest first."""
    rows = connection.execute("SELECT * FROM calendar WHERE person_id = :person ORDER BY id", {"person": person_id})
    return [_calendar(row) for row in rows]


def revoke(connection: sqlite3.Connection, person_id: int, calendar_id: int) -> bool:
    """Remove a live calendar of a person; False where she has no such one."""
    deleted = connection.execute(
        "DELETE FROM calendar WHERE id = :id AND person_id = :person", {"id": calendar_id, "person": person_id}
    )
    return deleted.rowcount > 0


def note_use(connection: sqlite3.Connection, calendar_id: int, now: datetime) -> None:
    """Write when an app last fetched a live calendar."""
    connection.execute(
        "UPDATE calendar SET last_used_at = :now WHERE id = :id",
        {"id": calendar_id, "now": instants.as_text(now.replace(second=0, microsecond=0))},
    )


def agenda_of(connection: sqlite3.Connection, person_id: int) -> Agenda:
    """What a person chose; her private chat has her id."""
    followed = followers.followed_by(connection, person_id)
    return Agenda(frozenset(each.subject for each in followed), stars.stars_of(connection, person_id))


def revisions(connection: sqlite3.Connection) -> Revisions:
    """How far the catalogue and people's choices are."""
    choices = connection.execute("SELECT number FROM choice_revision").fetchone()
    return Revisions(revision(connection), choices["number"])


def _calendar(row: sqlite3.Row) -> Calendar:
    return Calendar(
        id=row["id"],
        person_id=row["person_id"],
        selection=Selection(row["kind"], row["meeting_id"], row["session_id"], row["process_id"]),
        language=row["language"],
        alarms=bool(row["alarms"]),
        created_at=instants.as_instant(row["created_at"]),
        last_used_at=instants.as_instant(row["last_used_at"]) if row["last_used_at"] else None,
    )
