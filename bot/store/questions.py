"""Questions that delegates pass on to the organisers, and what these reply.

draft ──► open ──► answered      the first reply; later ones are additions
            ├────► dismissed     by an organiser, with a reason
            └────► withdrawn     by who asked
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.store import instants

State = Literal["draft", "open", "answered", "dismissed", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the organisers; its id is the number that people are told.

    `name` is what its author was called then, `chat_id` and `topic` where she asked. `remark` is what she says is wrong with
    what the bot `shown` had answered, `knowledge` how much the bot knew, `language` that of the answer. `at` is when it was
    written, then when it was passed on (UTC).
    """

    id: int = 0
    person_id: int
    name: str
    chat_id: int
    topic: int | None
    meeting_id: str | None
    text: str
    remark: str | None = None
    shown: str
    knowledge: str
    language: str
    state: State = "draft"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an organiser replied; `is_sent` is False while she has not said that it shall go out as an addition."""

    id: int
    question_id: int
    person_id: int
    name: str
    text: str
    is_sent: bool
    at: datetime


def put_draft(connection: sqlite3.Connection, question: Question, forget_before: datetime) -> Question:
    """Keep a question that is not passed on yet, and forget such ones from before an instant; gives it with its id."""
    connection.execute(
        "DELETE FROM question WHERE state = 'draft' AND at < :before", {"before": instants.as_text(forget_before)}
    )
    row = connection.execute(
        """
        INSERT INTO question (
            person_id, name, chat_id, topic, meeting_id, text, remark, shown, knowledge, language, state, at
        ) VALUES (
            :person, :name, :chat, :topic, :meeting, :text, :remark, :shown, :knowledge, :language, 'draft', :at
        ) RETURNING *
        """,
        {
            "person": question.person_id,
            "name": question.name,
            "chat": question.chat_id,
            "topic": question.topic,
            "meeting": question.meeting_id,
            "text": question.text,
            "remark": question.remark,
            "shown": question.shown,
            "knowledge": question.knowledge,
            "language": question.language,
            "at": instants.as_text(question.at),
        },
    ).fetchone()
    return _question(row)


def question_by_id(connection: sqlite3.Connection, question_id: int) -> Question | None:
    """The question, or None when there is none."""
    row = connection.execute("SELECT * FROM question WHERE id = :id", {"id": question_id}).fetchone()
    return None if row is None else _question(row)


def process_of(connection: sqlite3.Connection, question: Question) -> str | None:
    """The process of the meeting that a question is about, None where it is about none."""
    row = connection.execute("SELECT process_id FROM meeting WHERE id = :id", {"id": question.meeting_id}).fetchone()
    return None if row is None else row["process_id"]


def reword(
    connection: sqlite3.Connection, question_id: int, person_id: int, text: str | None, remark: str | None
) -> Question | None:
    """Change the text or the remark of a person's draft, whichever is given; None when she has no such draft."""
    row = connection.execute(
        """
        UPDATE question SET text = COALESCE(:text, text), remark = COALESCE(:remark, remark)
        WHERE id = :id AND person_id = :person AND state = 'draft' RETURNING *
        """,
        {"id": question_id, "person": person_id, "text": text, "remark": remark},
    ).fetchone()
    return None if row is None else _question(row)


def drop_draft(connection: sqlite3.Connection, question_id: int, person_id: int) -> bool:
    """Forget a person's draft; False when she has no such."""
    deleted = connection.execute(
        "DELETE FROM question WHERE id = :id AND person_id = :person AND state = 'draft'",
        {"id": question_id, "person": person_id},
    )
    return deleted.rowcount > 0


def pass_on(connection: sqlite3.Connection, question_id: int, person_id: int, now: datetime) -> Question | None:
    """Make a person's draft an open question; None when she has no such draft any more."""
    row = connection.execute(
        """
        UPDATE question SET state = 'open', at = :now
        WHERE id = :id AND person_id = :person AND state = 'draft' RETURNING *
        """,
        {"id": question_id, "person": person_id, "now": instants.as_text(now)},
    ).fetchone()
    return None if row is None else _question(row)


def close(connection: sqlite3.Connection, question_id: int, state: State) -> Question | None:
    """Give an open question its end; None when it is open no more."""
    row = connection.execute(
        "UPDATE question SET state = :state WHERE id = :id AND state = 'open' RETURNING *",
        {"id": question_id, "state": state},
    ).fetchone()
    return None if row is None else _question(row)


def number_open(connection: sqlite3.Connection, person_id: int) -> int:
    """How many questions of a person are open."""
    number: int = connection.execute(
        "SELECT COUNT(*) FROM question WHERE person_id = :person AND state = 'open'", {"person": person_id}
    ).fetchone()[0]
    return number


def questions_of(connection: sqlite3.Connection, person_id: int, most: int = -1) -> list[Question]:
    """What a person passed on, the newest first; at most so many, or all."""
    rows = connection.execute(
        "SELECT * FROM question WHERE person_id = :person AND state <> 'draft' ORDER BY id DESC LIMIT :most",
        {"person": person_id, "most": most},
    )
    return [_question(row) for row in rows]


def open_questions(connection: sqlite3.Connection, processes: Collection[str] | None) -> list[Question]:
    """What is open, the oldest first: all, or of some processes and of no meeting in particular."""
    rows = connection.execute(
        """
        SELECT question.* FROM question LEFT JOIN meeting ON meeting.id = question.meeting_id
        WHERE question.state = 'open' AND (
            :processes IS NULL OR meeting.process_id IS NULL
            OR meeting.process_id IN (SELECT value FROM json_each(:processes))
        )
        ORDER BY question.id
        """,
        {"processes": None if processes is None else json.dumps(sorted(processes))},
    )
    return [_question(row) for row in rows]


def question_of_message(connection: sqlite3.Connection, chat_id: int, message_id: int, kind: str) -> int | None:
    """The id of the question that a message asks in an organisers' chat, None for any other message."""
    row = connection.execute(
        """
        SELECT cause.body ->> '$.id' AS question
        FROM delivery JOIN cause ON cause.id = delivery.cause_id
        WHERE delivery.chat_id = :chat AND cause.kind = :kind
            AND EXISTS (SELECT 1 FROM json_each(delivery.message_ids) WHERE value = :message)
        """,
        {"chat": chat_id, "message": message_id, "kind": kind},
    ).fetchone()
    return None if row is None else int(row["question"])


# Replies


def put_reply(
    connection: sqlite3.Connection, question_id: int, by: tuple[int, str], text: str, now: datetime, *, is_sent: bool
) -> Reply:
    """Keep what an organiser, given by id and name, replied; gives it with its id."""
    row = connection.execute(
        """
        INSERT INTO reply (question_id, person_id, name, text, is_sent, at)
        VALUES (:question, :person, :name, :text, :is_sent, :now) RETURNING *
        """,
        {
            "question": question_id,
            "person": by[0],
            "name": by[1],
            "text": text,
            "is_sent": int(is_sent),
            "now": instants.as_text(now),
        },
    ).fetchone()
    return _reply(row)


def reply_by_id(connection: sqlite3.Connection, reply_id: int) -> Reply | None:
    """The reply, or None when there is none."""
    row = connection.execute("SELECT * FROM reply WHERE id = :id", {"id": reply_id}).fetchone()
    return None if row is None else _reply(row)


def replies_to(connection: sqlite3.Connection, question_id: int) -> list[Reply]:
    """What was sent in answer to a question, in order."""
    rows = connection.execute(
        "SELECT * FROM reply WHERE question_id = :question AND is_sent = 1 ORDER BY id", {"question": question_id}
    )
    return [_reply(row) for row in rows]


def send_reply(connection: sqlite3.Connection, reply_id: int, person_id: int) -> Reply | None:
    """Let a reply that waits go out, as its author says; None when there is no such, or it went out already."""
    row = connection.execute(
        "UPDATE reply SET is_sent = 1 WHERE id = :id AND person_id = :person AND is_sent = 0 RETURNING *",
        {"id": reply_id, "person": person_id},
    ).fetchone()
    return None if row is None else _reply(row)


def _question(row: sqlite3.Row) -> Question:
    return Question(**{**dict(row), "at": instants.as_instant(row["at"])})


def _reply(row: sqlite3.Row) -> Reply:
    return Reply(**{**dict(row), "is_sent": bool(row["is_sent"]), "at": instants.as_instant(row["at"])})
