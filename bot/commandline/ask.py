"""`plenary ask`: the answer that a chat would get, from the same application over the rehearsal transport."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.app import Plenary, ready
from bot.clock import Clock
from bot.commandline.simple import must_exist
from bot.commandline.temporary import temporary_store
from bot.errors import StartError
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.people import Person
from bot.rehearsal.seen import Seen
from bot.services.answers import AnswerView
from bot.settings import Settings, parse_instant


class Asked(BaseModel):
    """One line of `--jsonl`: who asks what, in which client's language, and on which day or instant; people may be numbers."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: int | str
    user: str | None = None
    lang: str | None = None
    now: str | None = None
    text: str = Field(min_length=1)


class Desk:
    """Keeps a conversation for each user, and asks."""

    def __init__(self, rehearsal: Rehearsal, clock: Clock, plenary: Plenary) -> None:
        self._rehearsal = rehearsal
        self._clock = clock
        self._plenary = plenary
        self._people: dict[str, Person] = {}
        self.view: AnswerView | None = None
        plenary.services.answers.watch = self._note

    async def answer(self, asked: Asked) -> dict[str, Any]:
        """What the chat shows thereupon, as one line of `--jsonl`. Raises ValueError for a `now` that is no instant."""
        if asked.now:
            self._clock.set(_moment(asked.now))
        name, language = asked.user or "somebody", asked.lang or "en"
        person = self._people.get(name)
        if person is None:
            person = self._people[name] = self._rehearsal.person(name, language_code=language)
        person.user["language_code"] = language
        self.view = None
        seen = await person.says(asked.text)
        return {
            "id": asked.id,
            "text": "\n\n".join(filter(None, map(_text_of, seen))),
            "buttons": [label for one in seen for label in one.labels],
            **_understood(self.view),
        }

    def _note(self, view: AnswerView) -> None:
        self.view = view


def _understood(view: AnswerView | None) -> dict[str, Any]:
    """The meeting, what was asked, and the documents that the answer rests on; nothing for what is no question."""
    if view is None:
        return {"meeting": None, "intents": [], "sources": []}
    return {
        "meeting": view.meetings[0].id if view.meetings else None,
        "intents": [str(ask) for ask in view.asks],
        "sources": [document.id for document in view.documents],
    }


def _moment(text: str) -> datetime:
    """The instant that is meant; a day alone is 10:30 UTC of it, when it is that day from Honolulu to Apia."""
    instant = parse_instant(text)
    return instant.replace(hour=10, minute=30) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()) else instant


def _text_of(seen: Seen) -> str:
    return f"{seen.text}\n📎 {seen.document.name}" if seen.document else seen.text


async def ask(settings: Settings, given: Namespace) -> None:
    """Answer the question of the command line, or each line of standard input."""
    async with _desk(settings) as desk:
        if given.jsonl:
            for line in sys.stdin:
                if line.strip():
                    print(json.dumps(await _answer_line(desk, line), ensure_ascii=False), flush=True)
            return
        if not given.question:
            raise StartError('Give a question: plenary ask "When is the Lima conference?"')
        try:
            answer = await desk.answer(Asked(id="1", lang=given.language, now=given.now, text=given.question))
        except ValueError:
            raise StartError(
                f"{given.now!r} is no day or instant; give one like 2011-05-10 or 2011-05-10T08:00:00Z."
            ) from None
    print(json.dumps(answer, ensure_ascii=False) if given.json else answer["text"])


async def _answer_line(desk: Desk, line: str) -> dict[str, Any]:
    """The answer; for a line that is no question the reason, under its id if it has one, and the next line is read."""
    try:
        return await desk.answer(Asked.model_validate_json(line))
    except ValueError:
        reason = "This line is no question: it needs id and text, and now must be a day or an instant."
        return {"id": _id_of(line), "text": "", "buttons": [], "error": reason, **_understood(None)}


def _id_of(line: str) -> int | str | None:
    with suppress(ValueError, AttributeError):
        given = json.loads(line).get("id")
        return given if isinstance(given, int | str) else None
    return None


@asynccontextmanager
async def _desk(settings: Settings) -> AsyncIterator[Desk]:
    """The bot on a copy of the store, so that nothing asked here is kept; on the example where none is set or there."""
    if "database" in settings.model_fields_set:
        must_exist(settings)
    clock = Clock.started_at(settings.now)
    rehearsal = Rehearsal(clock)
    async with (
        temporary_store(clock, copied_from=settings if settings.database.exists() else None) as database,
        ready(settings, clock, database, rehearsal.request, TOKEN, limited=False) as plenary,
    ):
        rehearsal.connect(plenary.door.take, plenary.door.idle)
        yield Desk(rehearsal, clock, plenary)
