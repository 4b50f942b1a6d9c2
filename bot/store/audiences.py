"""Whom an announcement is for: counted by what can be chosen, and as rows for the outbox."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.announcement import Addressees
from bot.store import instants

Languages = Sequence[str | None] | None
"""What the chosen languages may be known by in the store; None where all are meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Chats of one audience that are alike: how many there are, and how many of them cannot be reached.

    `language` is what is known of theirs, `country` and `category` are a dash (NOT_SAID) where
    none is known.
    """

    language: str | None
    country: str
    category: str
    is_private: bool
    chats: int
    unreachable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A chat of an audience, by its name, with its category and whether organisers set that."""

    chat_id: int
    name: str
    country: str
    category: str
    is_set: bool
    unreachable: str | None


def groups(connection: sqlite3.Connection, selection: Addressees) -> list[Group]:
    """Everybody who follows what the selection names, whatever else is chosen, in groups of those who are alike."""
    rows = connection.execute(
        """
        SELECT language, country, category, is_private, COUNT(*) AS chats, COUNT(unreachable) AS unreachable
        FROM audience WHERE meeting_id = :meeting AND process_id = :process GROUP BY 1, 2, 3, 4
        """,
        _subject(selection),
    )
    return [Group(**{**dict(row), "is_private": bool(row["is_private"])}) for row in rows]


def members(
    connection: sqlite3.Connection, selection: Addressees, languages: Languages, skip: int, most: int
) -> list[Member]:
    """Some of those whom the selection is for, by name."""
    rows = connection.execute(
        """
        SELECT chat_id, title AS name, country, category, is_set, unreachable FROM audience
        WHERE meeting_id = :meeting AND process_id = :process
            AND (:languages IS NULL OR EXISTS (SELECT 1 FROM json_each(:languages) WHERE value IS language))
            AND (:countries IS NULL OR country IN (SELECT value FROM json_each(:countries)))
            AND (:categories IS NULL OR category IN (SELECT value FROM json_each(:categories)))
        ORDER BY title, chat_id LIMIT :most OFFSET :skip
        """,
        _subject(selection) | _chosen(selection, languages) | {"skip": skip, "most": most},
    )
    return [Member(**{**dict(row), "is_set": bool(row["is_set"])}) for row in rows]


def put_deliveries(
    connection: sqlite3.Connection,
    cause_id: int,
    selection: Addressees,
    languages: Languages,
    not_before: datetime,
    most_short: int,
) -> None:
    """Write a delivery of a cause for everyone whom the selection is for; who cannot be reached is listed as such.

    More than `most_short` go behind those of shorter causes.
    """
    # Not from `audience`, and not sorted: what follows comes in the order of the deliveries' index, which saves a quarter.
    written = connection.execute(
        """
        INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
        SELECT
            :cause, recipient.chat_id, topic,
            CASE WHEN unreachable IS NULL THEN 'pending' ELSE 'unreachable' END, unreachable, 1, :not_before
        FROM (
            SELECT chat_id, topic FROM meeting_audience WHERE meeting_id = :meeting
            UNION ALL
            SELECT chat_id, topic FROM process_audience WHERE process_id = :process
        ) AS found
        JOIN recipient ON recipient.chat_id = found.chat_id
        WHERE (:languages IS NULL OR EXISTS (SELECT 1 FROM json_each(:languages) WHERE value IS language))
            AND (:countries IS NULL OR country IN (SELECT value FROM json_each(:countries)))
            AND (:categories IS NULL OR category IN (SELECT value FROM json_each(:categories)))
        """,
        _subject(selection)
        | _chosen(selection, languages)
        | {"cause": cause_id, "not_before": instants.as_text(not_before)},
    ).rowcount
    if written <= most_short:  # to count 100,000 beforehand would take as long as half of them
        connection.execute("UPDATE delivery SET bulk = 0 WHERE cause_id = :cause", {"cause": cause_id})


def came_since(connection: sqlite3.Connection, cause_id: int, selection: Addressees, since: datetime) -> int:
    """How many of a cause's recipients have followed what the selection names only since then."""
    number: int = connection.execute(
        """
        SELECT COUNT(*) FROM delivery WHERE cause_id = :cause AND NOT EXISTS (
            SELECT 1 FROM follower LEFT JOIN meeting ON meeting.id = follower.meeting_id
            WHERE follower.chat_id = delivery.chat_id AND follower.since <= :since AND (
                follower.process_id = :process OR follower.meeting_id = :meeting
                OR (:meeting IS NULL AND meeting.process_id = :process)
            )
        )
        """,
        {
            "cause": cause_id,
            "meeting": selection.meeting,
            "process": selection.process,
            "since": instants.as_text(since),
        },
    ).fetchone()[0]
    return number


def lost_since(connection: sqlite3.Connection, cause_id: int, since: datetime) -> int:
    """How many of a cause's recipients cannot be reached only since then."""
    number: int = connection.execute(
        """
        SELECT COUNT(*) FROM delivery JOIN chat ON chat.id = delivery.chat_id
        WHERE delivery.cause_id = :cause AND delivery.state = 'unreachable' AND chat.unreachable_since > :since
        """,
        {"cause": cause_id, "since": instants.as_text(since)},
    ).fetchone()[0]
    return number


def set_category(connection: sqlite3.Connection, chat_id: int, category: str | None) -> None:
    """Set what a recipient is, over what a person says of herself; None lets that stand again."""
    connection.execute("UPDATE chat SET category = :category WHERE id = :id", {"id": chat_id, "category": category})


def _subject(selection: Addressees) -> dict[str, str | int | None]:
    return {"meeting": selection.meeting or "", "process": "" if selection.meeting else selection.process}


def _chosen(selection: Addressees, languages: Languages) -> dict[str, str | int | None]:
    return {
        "languages": None if languages is None else json.dumps(languages),
        "countries": json.dumps(selection.countries) if selection.countries else None,
        "categories": json.dumps(selection.categories) if selection.categories else None,
    }
