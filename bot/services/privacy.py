"""What the store holds about a person: shown to her, given to her as a file, and forgotten when she says so."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Person
from bot.services.organisers import Organisers, give_up
from bot.services.relay import CLOSING, key_of
from bot.services.replies import REPLY
from bot.store import Connection, amending, causes, instants
from bot.store import privacy as store
from bot.store import questions as questions_store
from bot.store.database import Database

_AS_JSON = frozenset({"body", "data", "about", "processes", "raw", "message_ids"})
"""Columns that hold JSON, and are given as what they say."""

# Where the rows of the store stand in the list that she is shown; what is not here is said once for all.
_SHOWN = {
    "following": ("following",),
    "stars": ("stars",),
    "reminders": ("reminders", "reminders_asked_for", "lead_times", "muted"),
    "calendars": ("live_calendars",),
    "let_in": ("let_in_to",),
    "questions": ("questions",),
    "sent": ("sent_to_you",),
    "answers": ("answers_to_announcements",),
    "files": ("files_to_import",),
    "acts": ("organiser_log", "organiser_replies", "organiser_links"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """What is held about a person: since when (UTC), and how many entries of each kind, by the kinds of `_SHOWN`."""

    person: Person
    since: datetime
    counts: Mapping[str, int]
    is_organiser: bool
    open_questions: int


class Privacy:
    """Shows, gives and forgets what is held about a person."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        organisers: Organisers,
        in_memory: Iterable[Callable[[int], None]],
        wake: Callable[[], None],
    ) -> None:
        """`in_memory` are those who keep something of people in memory, and drop it; `wake` tells the outbox."""
        self._database = database
        self._clock = clock
        self._organisers = organisers
        self._in_memory = tuple(in_memory)
        self._wake = wake

    async def held(self, person: Person) -> HeldView:
        """What is held about her."""
        rows = await self._database.read(store.held, person.id)
        return HeldView(
            person=person,
            since=instants.as_instant(rows["person"][0]["first_seen"]) if rows["person"] else self._clock.now(),
            counts={kind: sum(len(rows[heading]) for heading in headings) for kind, headings in _SHOWN.items()},
            is_organiser=await self._organisers.of(person.id) is not None,
            open_questions=sum(question["state"] == "open" for question in rows["questions"]),
        )

    async def data(self, person: Person) -> bytes:
        """Everything that is stored about her, as JSON."""
        rows = await self._database.read(store.held, person.id)
        found = {heading: [_readable(row) for row in found] for heading, found in rows.items() if found}
        about = {"given_at": instants.as_text(self._clock.now()), "telegram_id": person.id, "name": person.name}
        return json.dumps(about | found, ensure_ascii=False, indent=2).encode()

    async def can_be_forgotten(self, person: Person) -> HeldView:
        """What would be forgotten. Raises UserError for the last chief organiser, who needs a successor first."""
        if await self._organisers.of(person.id) is not None and (await self._organisers.view(person)).is_last_chief:
            raise UserError("organisers/last_chief.html")
        return await self.held(person)

    async def forget(self, person: Person) -> bool:
        """Forget her now, and end what she organises; whether she did. Raises UserError for the last chief organiser."""
        was_organiser = await self._database.write(_forget, person, self._clock.now())
        for drop in self._in_memory:
            drop(person.id)
        if was_organiser:
            await self._organisers.read_again()
        self._wake()
        return was_organiser


def _forget(connection: Connection, person: Person, now: datetime) -> bool:
    was_organiser = give_up(connection, person, now)
    for question in questions_store.questions_of(connection, person.id):
        # Where organisers have it in their chats, its words go too.
        body = {"id": question.id, "closed": "forgotten", "otherwise": []}
        amending.blank(connection, key_of(question.id), CLOSING, body, now)
        causes.forget(connection, REPLY, question.id)
    store.forget(connection, person.id, now)
    return was_organiser


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items() if value is not None}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return json.loads(value) if name in _AS_JSON else value
