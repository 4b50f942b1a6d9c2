"""What the store holds about one person: read whole, and deleted or made nameless.

Every column of the schema that can name somebody is dealt with here, or is a trace of an organiser's act, which stays
(docs/privacy.md): `tests/handlers/test_privacy.py` walks the schema.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from bot.store import instants

FORGOTTEN = "forgotten"
"""Why a nameless chat cannot be written to."""

_NAMELESS_BELOW = -(2**53)  # Telegram's ids are above

_HELD = {
    "person": "SELECT * FROM person WHERE id = :id",
    "chat": "SELECT * FROM chat WHERE id = :id",
    "following": "SELECT * FROM follower WHERE chat_id = :id OR person_id = :id",
    "stars": "SELECT * FROM star WHERE person_id = :id",
    "session_files": "SELECT * FROM session_copy WHERE person_id = :id",
    "reminders": "SELECT * FROM reminder WHERE chat_id = :id",
    "reminders_asked_for": "SELECT * FROM reminder_wish WHERE chat_id = :id",
    "lead_times": "SELECT * FROM reminder_leads WHERE chat_id = :id",
    "muted": "SELECT * FROM reminder_mute WHERE chat_id = :id",
    "looks_at_changes": "SELECT * FROM look WHERE chat_id = :id",
    "live_calendars": "SELECT * FROM calendar WHERE person_id = :id",
    "let_in_to": "SELECT * FROM admission WHERE chat_id = :id",
    "questions": "SELECT * FROM question WHERE person_id = :id",
    "replies_to_them": """
        SELECT reply.* FROM reply JOIN question ON question.id = reply.question_id WHERE question.person_id = :id
    """,
    "answers_to_announcements": "SELECT * FROM answer WHERE chat_id = :id OR person_id = :id",
    "sent_to_you": """
        SELECT cause.kind, cause.key, CASE cause.kind WHEN 'reply' THEN cause.body END AS body, delivery.*
        FROM delivery JOIN cause ON cause.id = delivery.cause_id WHERE delivery.chat_id = :id
    """,
    "conversations": "SELECT * FROM conversation WHERE chat_id = :id OR person_id = :id",
    "dialogues": "SELECT * FROM dialogue WHERE chat_id = :id OR person_id = :id",
    "received": "SELECT * FROM received_update WHERE chat = :id",
    "files_to_import": "SELECT * FROM upload WHERE person_id = :id",
    "organiser": "SELECT * FROM organiser WHERE person_id = :id",
    "organiser_log": "SELECT * FROM act WHERE person_id = :id OR about ->> 'person_id' = :id OR about ->> 'chat_id' = :id",
    "organiser_replies": "SELECT * FROM reply WHERE person_id = :id",
    "organiser_invitations": "SELECT * FROM invitation WHERE invited_by = :id OR accepted_by = :id",
    "organiser_links": "SELECT * FROM meeting_link WHERE made_by = :id",
    "organiser_cards": "SELECT * FROM announcement_card WHERE chat_id = :id",
    "questions_come_to": "SELECT * FROM question_place WHERE chat_id = :id",
}

_FORGETTING = (
    # What is hers alone
    "DELETE FROM dialogue WHERE chat_id = :id OR person_id = :id",
    "DELETE FROM conversation WHERE chat_id = :id OR person_id = :id",
    "DELETE FROM look WHERE chat_id = :id",
    "DELETE FROM admission WHERE chat_id = :id",
    "DELETE FROM star WHERE person_id = :id",
    "DELETE FROM session_copy WHERE person_id = :id",
    "DELETE FROM calendar WHERE person_id = :id",
    "DELETE FROM upload WHERE person_id = :id",
    "DELETE FROM announcement_card WHERE chat_id = :id",
    "DELETE FROM question WHERE person_id = :id",
    "DELETE FROM question_place WHERE chat_id = :id",
    "DELETE FROM follower WHERE chat_id = :id",
    "DELETE FROM reminder WHERE chat_id = :id",
    "DELETE FROM reminder_wish WHERE chat_id = :id",
    "DELETE FROM reminder_leads WHERE chat_id = :id",
    "DELETE FROM reminder_mute WHERE chat_id = :id",
    "DELETE FROM person WHERE id = :id",
    # What others count on loses her
    "UPDATE follower SET person_id = NULL WHERE person_id = :id",
    "UPDATE answer SET by = '', person_id = NULL WHERE chat_id = :id OR person_id = :id",
    "UPDATE act SET about = json_remove(about, '$.chat_id') WHERE about ->> 'chat_id' = :id",
    """
    UPDATE cause SET body = json_set(body, '$.otherwise', (
        SELECT json_group_array(json(value)) FROM json_each(cause.body, '$.otherwise') WHERE value ->> 0 <> :id
    ))
    WHERE EXISTS (SELECT 1 FROM json_each(cause.body, '$.otherwise') WHERE value ->> 0 = :id)
    """,
    # Updates that are waiting, or not known to be answered, are still needed until they are
    """
    UPDATE received_update SET chat = 0, raw = CASE WHEN state IN ('waiting', 'effect') THEN raw END WHERE chat = :id
    """,
    # So that each announcement still adds up: what went to her went to a chat without a name or an address
    """
    UPDATE delivery SET state = 'withdrawn', reason = :forgotten
    WHERE chat_id = :id AND state = 'pending'
    """,
    "UPDATE delivery SET message_ids = '[]' WHERE chat_id = :id",
    "DELETE FROM chat WHERE id = :id AND NOT EXISTS (SELECT 1 FROM delivery WHERE chat_id = :id)",
    """
    UPDATE chat SET
        id = (SELECT MIN(MIN(id), :below) - 1 FROM chat), title = '', language = NULL, category = NULL,
        unreachable = :forgotten, unreachable_since = :now
    WHERE id = :id
    """,
)


def held(connection: sqlite3.Connection, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row in which a person stands, under a heading for each kind; her private chat has her id."""
    values = {"id": person_id}
    return {heading: [dict(row) for row in connection.execute(query, values)] for heading, query in _HELD.items()}


def forget(connection: sqlite3.Connection, person_id: int, now: datetime) -> None:
    """Delete what is held about a person, and take her out of what others count on.

    What she did as an organiser stays, and is to be ended before.
    """
    values = {
        "id": person_id,
        "now": instants.as_text(now),
        "forgotten": FORGOTTEN,
        "below": _NAMELESS_BELOW,
    }
    for statement in _FORGETTING:
        connection.execute(statement, values)
