"""The log: what each organiser did, written in the transaction that does it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.store import instants


class What(StrEnum):
    """What is done; `templates/chat/organisers/acts.html` has the words for each."""

    APPOINTED = "appointed"
    INVITED = "invited"
    WITHDREW_INVITATION = "withdrew_invitation"
    JOINED = "joined"
    REMOVED = "removed"
    LEFT = "left"
    MADE_LINK = "made_link"
    REVOKED_LINK = "revoked_link"
    ANSWERED_QUESTION = "answered_question"
    ADDED_TO_ANSWER = "added_to_answer"
    DISMISSED_QUESTION = "dismissed_question"
    KEPT_ANSWER = "kept_answer"
    TOOK_ANSWER_BACK = "took_answer_back"
    CHOSE_QUESTIONS_PLACE = "chose_questions_place"
    LEFT_QUESTIONS_PLACE = "left_questions_place"
    IMPORTED = "imported"
    UNDID = "undid"
    EXPORTED = "exported"
    ANNOUNCED = "announced"
    SCHEDULED = "scheduled"
    CALLED_OFF = "called_off"
    MISSED = "missed"
    DISCARDED = "discarded"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"
    SENT_AGAIN = "sent_again"
    LEFT_UNCERTAIN = "left_uncertain"
    CORRECTED = "corrected"
    WITHDREW = "withdrew"
    SET_CATEGORY = "set_category"
    SET_REMINDERS = "set_reminders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A line of the log: who did what to what, and when (UTC).

    `name` is what the person was called then; without a `person_id` it was the bot itself, by its settings. `about` is
    a JSON object with what the words for `what` need.
    """

    person_id: int | None
    name: str | None
    what: str
    about: Mapping[str, Any]
    at: datetime
    id: int = 0


def put_act(connection: sqlite3.Connection, act: Act) -> None:
    """Add a line; its id is given by the store."""
    connection.execute(
        "INSERT INTO act (person_id, name, what, about, at) VALUES (:person, :name, :what, :about, :at)",
        {
            "person": act.person_id,
            "name": act.name,
            "what": act.what,
            "about": json.dumps(dict(act.about), ensure_ascii=False),
            "at": instants.as_text(act.at),
        },
    )


def acts(connection: sqlite3.Connection, before: int | None, most: int) -> list[Act]:
    """The newest lines, of those before the line with an id where one is given."""
    rows = connection.execute(
        """
        SELECT id, person_id, name, what, about, at FROM act
        WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :most
        """,
        {"before": before, "most": most},
    )
    return [
        Act(
            id=row["id"],
            person_id=row["person_id"],
            name=row["name"],
            what=row["what"],
            about=json.loads(row["about"]),
            at=instants.as_instant(row["at"]),
        )
        for row in rows
    ]
