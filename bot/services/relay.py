"""Questions to the organisers, as delegates see them: looked at first, then passed on, seen again, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.answering.knowledge import Knowledge
from bot.clock import Clock
from bot.errors import UserError
from bot.model import Catalogue, Meeting, Person
from bot.services.heard import heard_in
from bot.services.meetings import Meetings
from bot.services.organisers import Organisers
from bot.store import Connection, amending, causes, conversations, followers, places
from bot.store import organisers as organisers_store
from bot.store import questions as store
from bot.store.causes import Cause
from bot.store.database import Database
from bot.store.followers import Chat
from bot.store.questions import Question, Reply, State

QUESTION = "question"
"""The kind of the causes that ask organisers; `_asked` makes the body, in which `otherwise` names who else may get it."""

CLOSING = "question_closed"
"""The kind of the causes that edit what was asked once it is no more to be answered."""

LONGEST = 1000  # characters of a question, of what is wrong
_LONGEST_SHOWN = 700
_DRAFT_LASTS = timedelta(hours=12)
_MOST_OPEN = 10
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with the meeting that it is about, where the chat may see that, and what was replied."""

    question: Question
    meeting: Meeting | None
    replies: tuple[Reply, ...] = ()
    process: str | None = None


class Relay:
    """Takes questions on their way to the organisers; the outbox carries them."""

    def __init__(
        self, database: Database, clock: Clock, meetings: Meetings, organisers: Organisers, wake: Callable[[], None]
    ) -> None:
        """`wake` tells the outbox that there is something to do."""
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._organisers = organisers
        self._wake = wake

    async def has_organisers(self, meeting: Meeting | None) -> bool:
        """Whether there is somebody to ask about a meeting, or about none in particular; costs no query."""
        process = meeting.process if meeting else None
        everyone = (await self._organisers.everyone()).values()
        return any(process is None or one.mandate.covers(process) for one in everyone)

    async def draft(self, person: Person, chat: Chat, topic: int | None, message_id: int, shown: str) -> QuestionView:
        """Take up a question that was asked in a chat a while ago; `shown` is what the bot answered.

        Raises UserError when it is too long ago, or was somebody else's.
        """
        now = self._clock.now()
        view = await self._database.write(_draft, person, chat, topic, message_id, shown[:_LONGEST_SHOWN], now)
        return await self._view(view)

    async def reword(self, person: Person, question_id: int, text: str) -> QuestionView:
        """Write a draft anew. Raises UserError when there is no such draft, or it is too long."""
        return await self._reword(person, question_id, text=text)

    async def remark(self, person: Person, question_id: int, remark: str) -> QuestionView:
        """Say what is wrong with what the bot answered. Raises the same."""
        return await self._reword(person, question_id, remark=remark)

    async def _reword(
        self, person: Person, question_id: int, text: str | None = None, remark: str | None = None
    ) -> QuestionView:
        if len(text or remark or "") > LONGEST:
            raise UserError("errors/too_long.html", limit=LONGEST)
        found = await self._database.write(store.reword, question_id, person.id, text, remark)
        return await self._view(_there(found))

    async def drop(self, person: Person, question_id: int) -> None:
        """Leave a draft. Raises UserError when it was passed on meanwhile."""
        if not await self._database.write(store.drop_draft, question_id, person.id):
            raise UserError("relay/gone.html")

    async def pass_on(self, person: Person, question_id: int) -> QuestionView:
        """Send a draft to the organisers. Raises UserError when it is no draft any more, or too many are open."""
        catalogue = await self._meetings.catalogue()
        question = await self._database.write(_pass_on, question_id, person, catalogue, self._clock.now())
        self._wake()
        return await self._view(question)

    async def of(self, person: Person) -> tuple[QuestionView, ...]:
        """What she passed on, the newest first, with what was replied."""
        catalogue = await self._meetings.catalogue()

        def look(connection: Connection) -> tuple[QuestionView, ...]:
            return tuple(
                QuestionView(one, catalogue.meetings.get(one.meeting_id or ""), _replies(connection, one))
                for one in store.questions_of(connection, person.id, _MOST_SHOWN)
            )

        return await self._database.read(look)

    async def withdraw(self, person: Person, question_id: int) -> tuple[QuestionView, ...]:
        """Take an open question back; gives what she passed on. Raises UserError when it is open no more."""
        await self._database.write(_withdraw, question_id, person, self._clock.now())
        self._wake()
        return await self.of(person)

    async def _view(self, question: Question) -> QuestionView:
        catalogue = await self._meetings.catalogue()
        return QuestionView(question, catalogue.meetings.get(question.meeting_id or ""))


def private_chat(person_id: int, name: str | None) -> Chat:
    """A person's private chat."""
    return Chat(person_id, "private", name or str(person_id))


def key_of(question_id: int) -> str:
    """The key of the cause by which a question reaches the organisers: one for each."""
    return f"question:{question_id}"


def _there(question: Question | None) -> Question:
    if question is None:
        raise UserError("relay/gone.html")
    return question


def _draft(
    connection: Connection,
    person: Person,
    chat: Chat,
    topic: int | None,
    message_id: int,
    shown: str,
    now: datetime,
) -> Question:
    kept = conversations.conversation(connection, chat.id, person.id, now)
    heard = heard_in(kept[0] if kept else None)
    asked = next((each for each in heard if each.message_id == message_id), None)
    if asked is None:
        raise UserError("relay/too_long_ago.html")
    followers.put_chat(connection, chat)
    if chat.kind == "private":
        followers.set_reachable(connection, chat.id)
    question = Question(
        person_id=person.id,
        name=person.name,
        chat_id=chat.id,
        topic=topic,
        meeting_id=asked.meeting_id,
        text=asked.text,
        shown=shown,
        knowledge=asked.knowledge.value,
        language=asked.language,
        at=now,
    )
    return store.put_draft(connection, question, now - _DRAFT_LASTS)


def _pass_on(connection: Connection, question_id: int, person: Person, catalogue: Catalogue, now: datetime) -> Question:
    question = _there(store.pass_on(connection, question_id, person.id, now))
    if store.number_open(connection, person.id) > _MOST_OPEN:
        raise UserError("relay/too_many_open.html", limit=_MOST_OPEN)
    meeting = catalogue.meetings.get(question.meeting_id or "")
    process = meeting.process if meeting else None
    organisers = _private_chats(connection, process)
    place = places.place_of(connection, process)
    to = [(place.chat_id, place.topic)] if place is not None and place.is_reachable else organisers
    body = _asked(question, person, meeting) | {"otherwise": [] if to is organisers else organisers}
    cause = Cause(key_of(question.id), QUESTION, body, by=person.name)
    causes.queue_for_chats(connection, cause, to, now)
    return question


def _private_chats(connection: Connection, process: str | None) -> list[tuple[int, int | None]]:
    """The chats of those who organise a process and have written to the bot."""
    chats: list[tuple[int, int | None]] = []
    for one in organisers_store.organisers(connection):
        if one.name is not None and (process is None or one.mandate.covers(process)):
            followers.put_chat(connection, private_chat(one.person_id, one.name))
            chats.append((one.person_id, None))
    return chats


def _asked(question: Question, person: Person, meeting: Meeting | None) -> dict[str, Any]:
    """What organisers are shown of a question (JSON)."""
    return {
        "id": question.id,
        "name": person.name,
        "country": person.country,
        "organisation": person.organisation,
        "text": question.text,
        "remark": question.remark,
        "shown": question.shown,
        "is_lacking": Knowledge(question.knowledge).is_lacking,
        "meeting": meeting.name if meeting else None,
        "city": meeting.city if meeting else None,
        "closed": None,
    }


def _withdraw(connection: Connection, question_id: int, person: Person, now: datetime) -> None:
    found = store.question_by_id(connection, question_id)
    if found is None or found.person_id != person.id or not close(connection, question_id, "withdrawn", person, now):
        raise UserError("relay/not_open.html")


def close(connection: Connection, question_id: int, state: State, by: Person, now: datetime) -> bool:
    """Give a question its end, and say so where it was asked; False when it had one."""
    if store.close(connection, question_id, state) is None:
        return False
    changes = {"closed": state, "closed_by": by.name, "otherwise": []}
    amending.close(connection, key_of(question_id), CLOSING, changes, by.name, now)
    return True


def _replies(connection: Connection, question: Question) -> tuple[Reply, ...]:
    return tuple(store.replies_to(connection, question.id))
