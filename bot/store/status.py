"""How much there is of everything, what waits, and what failed: for the organisers and the operator."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.store import instants, outbox, reminders


@dataclass(frozen=True, slots=True)
class Failure:
    """An update whose handler raised: the reference that the person and the log were given, and when it came (UTC)."""

    reference: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many people have written, chats follow something, meetings there are; the updates kept and the reminders, by
    their state."""

    people: int
    following: int
    meetings: int
    updates: dict[str, int]
    reminders: dict[str, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many updates are not answered yet, how many deliveries are in each state, and since when (UTC) the first of
    them has been or will be due; None when none is pending."""

    updates: int
    deliveries: dict[str, int]
    due: datetime | None


def counts(connection: sqlite3.Connection) -> Counts:
    """How much there is."""
    row = connection.execute(
        """
        SELECT
            (SELECT COUNT(*) FROM person) AS people,
            (SELECT COUNT(DISTINCT chat_id) FROM follower) AS following,
            (SELECT COUNT(*) FROM meeting) AS meetings
        """
    ).fetchone()
    states = connection.execute("SELECT state, COUNT(*) AS number FROM received_update GROUP BY state")
    return Counts(
        people=row["people"],
        following=row["following"],
        meetings=row["meetings"],
        updates={state["state"]: state["number"] for state in states},
        reminders={str(state): number for state, number in reminders.counts(connection).items()},
    )


def last_failures(connection: sqlite3.Connection, most: int) -> list[Failure]:
    """The newest of the failures that are kept, for as long as updates are."""
    rows = connection.execute(
        """
        SELECT reference, received_at FROM received_update
        WHERE state = 'failed' ORDER BY update_id DESC LIMIT :most
        """,
        {"most": most},
    )
    return [Failure(row["reference"], instants.as_instant(row["received_at"])) for row in rows]


def waiting(connection: sqlite3.Connection) -> Waiting:
    """What waits at this moment."""
    updates: int = connection.execute(
        "SELECT COUNT(*) FROM received_update WHERE state IN ('waiting', 'effect')"
    ).fetchone()[0]
    states = connection.execute("SELECT state, COUNT(*) AS number FROM delivery GROUP BY state")
    return Waiting(updates, {state["state"]: state["number"] for state in states}, outbox.earliest(connection))
