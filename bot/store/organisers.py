"""Who organises and what for, and the links by which they invite others."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.store import instants


class Role(StrEnum):
    """A chief organiser invites and removes organisers; all else every organiser may."""

    CHIEF = "chief"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Mandate:
    """What somebody is organiser for: the processes by their ids; None is all of them, those to come included."""

    role: Role
    processes: frozenset[str] | None = None

    def covers(self, process_id: str) -> bool:
        """Whether a process and its meetings are hers to organise."""
        return self.processes is None or process_id in self.processes

    def and_also(self, other: Mandate) -> Mandate:
        """Both together."""
        if Role.CHIEF in (self.role, other.role):
            return Mandate(Role.CHIEF)
        if self.processes is None or other.processes is None:
            return Mandate(Role.ORGANISER)
        return Mandate(Role.ORGANISER, self.processes | other.processes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser:
    """An organiser, since when (UTC). `name` and `language`, which her app reports or she chose, are None for who has
    never written to the bot."""

    person_id: int
    mandate: Mandate
    since: datetime
    name: str | None
    language: str | None

    @property
    def called(self) -> str:
        """Her name, or her Telegram id where that is all that is known of her."""
        return self.name or str(self.person_id)

    @property
    def is_chief(self) -> bool:
        """Whether she may invite and remove others."""
        return self.mandate.role is Role.CHIEF


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that makes whoever opens it an organiser, once, until it expires (UTC).

    `invited_by` is the id of the chief who made it, None for the link of the first start, and `inviter` her name.
    """

    id: int
    mandate: Mandate
    invited_by: int | None
    inviter: str | None
    expires_at: datetime
    accepted_by: int | None


def organisers(connection: sqlite3.Connection) -> list[Organiser]:
    """Everyone who organises now, chiefs first, then in the order in which they came."""
    rows = connection.execute(
        """
        SELECT
            organiser.person_id, organiser.role, organiser.processes, organiser.since,
            person.name, COALESCE(person.language, person.hint) AS language
        FROM organiser LEFT JOIN person ON person.id = organiser.person_id
        WHERE organiser.until IS NULL
        ORDER BY organiser.role = 'organiser', organiser.since, organiser.person_id
        """
    )
    return [
        Organiser(
            person_id=row["person_id"],
            mandate=_mandate(row),
            since=instants.as_instant(row["since"]),
            name=row["name"],
            language=row["language"],
        )
        for row in rows
    ]


def organiser_by_id(connection: sqlite3.Connection, person_id: int) -> Organiser | None:
    """The organiser, or None when the person is none now."""
    return next((one for one in organisers(connection) if one.person_id == person_id), None)


def former_organisers(connection: sqlite3.Connection) -> list[int]:
    """The ids of those who organise no more."""
    rows = connection.execute("SELECT person_id FROM organiser WHERE until IS NOT NULL ORDER BY person_id")
    return [row["person_id"] for row in rows]


def put_organiser(connection: sqlite3.Connection, person_id: int, mandate: Mandate, now: datetime) -> None:
    """Make a person an organiser, or give one another mandate: she stays organiser since when she is one."""
    connection.execute(
        """
        INSERT INTO organiser (person_id, role, processes, since) VALUES (:person, :role, :processes, :now)
        ON CONFLICT (person_id) DO UPDATE SET
            role = excluded.role, processes = excluded.processes,
            since = CASE WHEN until IS NULL THEN since ELSE excluded.since END, until = NULL
        """,
        {"person": person_id, "now": instants.as_text(now)} | _columns(mandate),
    )


def end(connection: sqlite3.Connection, person_id: int, now: datetime) -> None:
    """Let a person be organiser no more; the invitations that she made and nobody accepted are void."""
    values = {"person": person_id, "now": instants.as_text(now)}
    connection.execute("UPDATE organiser SET until = :now WHERE person_id = :person AND until IS NULL", values)
    connection.execute("DELETE FROM invitation WHERE invited_by = :person AND accepted_by IS NULL", values)


def appoint(connection: sqlite3.Connection, person_ids: Iterable[int], now: datetime) -> list[int]:
    """Make chiefs of those whom the settings name and did not name at the last start; give their ids.

    Who was removed since is thus not brought back by a restart.
    """
    values = {"listed": json.dumps(list(person_ids)), "now": instants.as_text(now)}
    connection.execute(
        "UPDATE organiser SET listed = 0 WHERE person_id NOT IN (SELECT value FROM json_each(:listed))", values
    )
    appointed = connection.execute(
        """
        INSERT INTO organiser (person_id, role, since, listed) SELECT value, 'chief', :now, 1 FROM json_each(:listed)
        WHERE TRUE
        ON CONFLICT (person_id) DO UPDATE SET
            role = 'chief', processes = NULL, listed = 1,
            since = CASE WHEN until IS NULL THEN since ELSE excluded.since END, until = NULL
        WHERE listed = 0
        RETURNING person_id
        """,
        values,
    )
    return [row["person_id"] for row in appointed.fetchall()]


def put_invitation(
    connection: sqlite3.Connection, token_hash: str, mandate: Mandate, invited_by: int | None, expires_at: datetime
) -> None:
    """Keep an invitation, of whose token only the hash is known."""
    connection.execute(
        """
        INSERT INTO invitation (token_hash, role, processes, invited_by, expires_at)
        VALUES (:token_hash, :role, :processes, :invited_by, :expires_at)
        """,
        {"token_hash": token_hash, "invited_by": invited_by, "expires_at": instants.as_text(expires_at)}
        | _columns(mandate),
    )


def invitation_by_hash(connection: sqlite3.Connection, token_hash: str) -> Invitation | None:
    """The invitation, accepted or expired ones too, or None when there is none or it was withdrawn."""
    row = connection.execute(
        """
        SELECT invitation.*, person.name AS inviter
        FROM invitation LEFT JOIN person ON person.id = invitation.invited_by
        WHERE invitation.token_hash = :token_hash
        """,
        {"token_hash": token_hash},
    ).fetchone()
    return None if row is None else _invitation(row)


def open_invitations(connection: sqlite3.Connection, now: datetime) -> list[Invitation]:
    """The invitations that can still be accepted, the first to expire first."""
    rows = connection.execute(
        """
        SELECT invitation.*, person.name AS inviter
        FROM invitation LEFT JOIN person ON person.id = invitation.invited_by
        WHERE invitation.accepted_by IS NULL AND invitation.expires_at > :now
        ORDER BY invitation.expires_at, invitation.id
        """,
        {"now": instants.as_text(now)},
    )
    return [_invitation(row) for row in rows]


def accept_invitation(connection: sqlite3.Connection, invitation_id: int, person_id: int) -> None:
    """Note who accepted an invitation; it then works no more."""
    connection.execute(
        "UPDATE invitation SET accepted_by = :person WHERE id = :id", {"id": invitation_id, "person": person_id}
    )


def withdraw_invitation(connection: sqlite3.Connection, invitation_id: int) -> bool:
    """Make an invitation void that nobody has accepted; False when there is no such."""
    deleted = connection.execute("DELETE FROM invitation WHERE id = :id AND accepted_by IS NULL", {"id": invitation_id})
    return deleted.rowcount > 0


def withdraw_first_invitations(connection: sqlite3.Connection) -> None:
    """Make every link of a first start void that nobody has opened."""
    connection.execute("DELETE FROM invitation WHERE invited_by IS NULL AND accepted_by IS NULL")


def _columns(mandate: Mandate) -> dict[str, str | None]:
    processes = None if mandate.processes is None else json.dumps(sorted(mandate.processes))
    return {"role": mandate.role, "processes": processes}


def _mandate(row: sqlite3.Row) -> Mandate:
    processes = None if row["processes"] is None else frozenset(json.loads(row["processes"]))
    return Mandate(Role(row["role"]), processes)


def _invitation(row: sqlite3.Row) -> Invitation:
    return Invitation(
        id=row["id"],
        mandate=_mandate(row),
        invited_by=row["invited_by"],
        inviter=row["inviter"],
        expires_at=instants.as_instant(row["expires_at"]),
        accepted_by=row["accepted_by"],
    )
