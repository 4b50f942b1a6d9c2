"""Change notices that wait for their minute to pass: until one is sent, it can be replaced by one that says more."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store import instants

NOTICE = "notice"
"""The kind of a cause that tells followers what has changed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice of which nothing has been sent yet, and when it is to go out (UTC)."""

    cause_id: int
    body: dict[str, Any]
    not_before: datetime


def waiting(connection: sqlite3.Connection, meeting_id: str) -> Waiting | None:
    """The notice of a meeting that waits; None when there is none, or the first of it is under way."""
    row = connection.execute(
        """
        SELECT cause.id, cause.body, MIN(delivery.not_before) AS not_before
        FROM cause JOIN delivery ON delivery.cause_id = cause.id
        WHERE cause.kind = 'notice' AND json_extract(cause.body, '$.meeting') = :meeting AND cause.state <> 'stopped'
        GROUP BY cause.id
        HAVING SUM(delivery.attempts) = 0 AND SUM(delivery.state = 'pending') > 0
        """,
        {"meeting": meeting_id},
    ).fetchone()
    return None if row is None else Waiting(row["id"], json.loads(row["body"]), instants.as_instant(row["not_before"]))
