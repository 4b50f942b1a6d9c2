"""Questions to the organisers, as these see them: replied to, dismissed with a reason, listed; and where they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Catalogue, Meeting, Person
from bot.services.meetings import Meetings
from bot.services.organisers import Doing, Organisers
from bot.services.relay import QUESTION, QuestionView, close, private_chat
from bot.store import Connection, causes, followers, places, reporting, unanswered
from bot.store import questions as store
from bot.store.acts import What
from bot.store.causes import Cause
from bot.store.database import Database
from bot.store.followers import Chat
from bot.store.questions import Question, Reply
from bot.store.unanswered import Unanswered

REPLY = "reply"
"""The kind of the causes that bring a reply, or the reason of a dismissal, to who asked; `_told` makes the body."""

LONGEST = 3000  # characters of a reply
_PAGE = 5


@dataclass(frozen=True, slots=True)
class RepliedView:
    """A reply of an organiser. `first` is the one that came before it, where it waits to be sent as an addition.

    `is_unreachable` tells that nobody can be written to who would get it.
    """

    view: QuestionView
    reply: Reply
    first: Reply | None = None
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class OpenView:
    """A page of the open questions that are an organiser's to answer, the oldest first, of `number` in all.

    `earlier` and `later` are the places from which the pages beside it begin, None where there is none.
    """

    questions: tuple[QuestionView, ...]
    number: int
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True, slots=True)
class UnansweredView:
    """A page of what is asked most and not answered, with the meetings; `earlier` and `later` as in `OpenView`."""

    asked: tuple[tuple[Unanswered, Meeting | None], ...]
    earlier: int | None = None
    later: int | None = None


class _TooLate(Exception):
    """Somebody else has replied first."""


class Replies:
    """Takes what organisers reply; the outbox brings it to who asked."""

    def __init__(
        self, database: Database, clock: Clock, meetings: Meetings, organisers: Organisers, wake: Callable[[], None]
    ) -> None:
        """`wake` tells the outbox that there is something to do."""
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._organisers = organisers
        self._wake = wake

    async def question_of(self, chat_id: int, message_id: int) -> int | None:
        """The number of the question that a message of the bot's asks, None for any other message."""
        return await self._database.read(store.question_of_message, chat_id, message_id, QUESTION)

    # Replying

    async def answer(self, by: Person, question_id: int, text: str) -> RepliedView:
        """Send an organiser's reply to who asked; where there is one already, keep it until she says that it shall go too.

        Raises UserError when the question was withdrawn or dismissed, or is not hers to answer.
        """
        if len(text) > LONGEST:
            raise UserError("errors/too_long.html", limit=LONGEST)
        view = await self.one(question_id)
        now = self._clock.now()
        try:
            doing = self._doing(by, What.ANSWERED_QUESTION, view)
            reply, reached = await self._organisers.act(doing, _answer, view, by, text, now)
        except _TooLate:
            said = (by.id, by.name)
            reply = await self._database.write(store.put_reply, question_id, said, text, now, is_sent=False)
            first = (await self.one(question_id)).replies[0]
            return RepliedView(view, reply, first)
        self._wake()
        return RepliedView(view, reply, is_unreachable=not reached)

    async def add(self, by: Person, reply_id: int) -> RepliedView:
        """Send a reply that came second as an addition. Raises UserError when it was sent, or is not hers."""
        reply = await self._database.read(store.reply_by_id, reply_id)
        if reply is None or reply.person_id != by.id:
            raise UserError("errors/stale.html")
        view = await self.one(reply.question_id)
        doing = self._doing(by, What.ADDED_TO_ANSWER, view)
        reached = await self._organisers.act(doing, _add, view, reply, by, self._clock.now())
        self._wake()
        return RepliedView(view, reply, is_unreachable=not reached)

    async def dismiss(self, by: Person, question_id: int, reason: str) -> QuestionView:
        """Let a question go without an answer; who asked is told why. Raises UserError when it is open no more."""
        if len(reason) > LONGEST:
            raise UserError("errors/too_long.html", limit=LONGEST)
        view = await self.one(question_id)
        doing = self._doing(by, What.DISMISSED_QUESTION, view, reason=reason)
        await self._organisers.act(doing, _dismiss, view, by, reason, self._clock.now())
        self._wake()
        return view

    def _doing(self, by: Person, what: What, view: QuestionView, **about: Any) -> Doing:
        return Doing(by=by, what=what, about={"question": view.question.id, **about}, process=view.process)

    # Looking

    async def one(self, question_id: int) -> QuestionView:
        """A question with what was replied. Raises UserError when there is none of that number."""
        catalogue = await self._meetings.catalogue()

        def look(connection: Connection) -> QuestionView | None:
            question = store.question_by_id(connection, question_id)
            return None if question is None else _view(connection, question, catalogue)

        found = await self._database.read(look)
        if found is None or found.question.state == "draft":
            raise UserError("errors/stale.html")
        return found

    async def for_organiser(self, by: Person, question_id: int) -> QuestionView:
        """The same for an organiser who wants to end it. Raises UserError when it is open no more, or not hers to answer."""
        view = await self.one(question_id)
        organiser = await self._organisers.of(by.id)
        if organiser is None or not (view.process is None or organiser.mandate.covers(view.process)):
            raise UserError("organisers/other_process.html")
        if view.question.state != "open":
            raise UserError("relay/not_open.html")
        return view

    async def open(self, person: Person, start: int = 0) -> OpenView:
        """What is open and an organiser's to answer, a page from a place on."""
        organiser = await self._organisers.of(person.id)
        if organiser is None:
            raise UserError("organisers/not_any_more.html")
        catalogue = await self._meetings.catalogue()

        def look(connection: Connection) -> OpenView:
            found = store.open_questions(connection, organiser.mandate.processes)
            page = tuple(_view(connection, one, catalogue) for one in found[start : start + _PAGE])
            return OpenView(page, len(found), *_pages(start, len(found) > start + _PAGE))

        return await self._database.read(look)

    async def unanswered(self, person: Person, start: int = 0) -> UnansweredView:
        """What is asked most of her meetings and not answered, a page from a place on."""
        organiser = await self._organisers.of(person.id)
        if organiser is None:
            raise UserError("organisers/not_any_more.html")
        catalogue = await self._meetings.catalogue()
        processes = organiser.mandate.processes
        found = await self._database.read(unanswered.most_asked, processes, start, _PAGE + 1)
        page = tuple((one, catalogue.meetings.get(one.meeting_id or "")) for one in found[:_PAGE])
        return UnansweredView(page, *_pages(start, len(found) > _PAGE))

    # Where they come

    async def bring_here(self, by: Person, chat: Chat, topic: int | None) -> None:
        """Let the questions that are an organiser's to answer come to a group from now on, in a topic of it."""
        organiser = await self._organisers.of(by.id)
        processes = organiser.mandate.processes if organiser else None
        doing = Doing(by=by, what=What.CHOSE_QUESTIONS_PLACE, about={"chat": chat.title})
        await self._organisers.act(doing, _bring_here, processes, chat, topic)

    async def bring_elsewhere(self, by: Person, chat: Chat) -> bool:
        """Let no questions come to a group any more, but to each organiser; False when none came there."""
        doing = Doing(by=by, what=What.LEFT_QUESTIONS_PLACE, about={"chat": chat.title})
        return await self._organisers.act(doing, places.drop_places, chat.id)


def _pages(start: int, has_more: bool) -> tuple[int | None, int | None]:
    return (max(0, start - _PAGE) if start else None), (start + _PAGE if has_more else None)


def _view(connection: Connection, question: Question, catalogue: Catalogue) -> QuestionView:
    replies = tuple(store.replies_to(connection, question.id))
    process = store.process_of(connection, question)
    return QuestionView(question, catalogue.meetings.get(question.meeting_id or ""), replies, process)


def _answer(connection: Connection, view: QuestionView, by: Person, text: str, now: datetime) -> tuple[Reply, bool]:
    question = view.question
    if not close(connection, question.id, "answered", by, now):
        found = store.question_by_id(connection, question.id)
        if found is None or found.state != "answered":
            raise UserError("relay/not_open.html")
        raise _TooLate
    reply = store.put_reply(connection, question.id, (by.id, by.name), text, now, is_sent=True)
    return reply, _tell(connection, f"reply:{reply.id}", _told(view, by, text), question, now)


def _add(connection: Connection, view: QuestionView, reply: Reply, by: Person, now: datetime) -> bool:
    if store.send_reply(connection, reply.id, by.id) is None:
        raise UserError("errors/stale.html")
    body = _told(view, by, reply.text) | {"is_addition": True}
    return _tell(connection, f"reply:{reply.id}", body, view.question, now)


def _dismiss(connection: Connection, view: QuestionView, by: Person, reason: str, now: datetime) -> None:
    if not close(connection, view.question.id, "dismissed", by, now):
        raise UserError("relay/not_open.html")
    body = _told(view, by, reason) | {"is_dismissal": True}
    _tell(connection, f"dismissal:{view.question.id}", body, view.question, now)


def _tell(connection: Connection, key: str, body: dict[str, Any], question: Question, now: datetime) -> bool:
    """Queue a message for who asked, or for the group where she did when she cannot be written to; whether it can arrive."""
    followers.put_chat(connection, private_chat(question.person_id, question.name))
    elsewhere = [] if question.chat_id == question.person_id else [[question.chat_id, question.topic]]
    cause = Cause(key, REPLY, body | {"otherwise": elsewhere}, by=body["by"])
    queued = causes.queue_for_chats(connection, cause, [(question.person_id, None)], now)
    progress = reporting.progress(connection, queued.id)
    return progress is not None and "pending" in progress.counts


def _told(view: QuestionView, by: Person, text: str) -> dict[str, Any]:
    """What who asked is told (JSON): her question, and an organiser's words as they are."""
    question = view.question
    return {
        "id": question.id,
        "to": question.person_id,
        "name": question.name,
        "text": question.text,
        "language": question.language,
        "meeting": view.meeting.name if view.meeting else None,
        "reply": text,
        "by": by.name,
        "is_addition": False,
        "is_dismissal": False,
    }


def _bring_here(connection: Connection, processes: frozenset[str] | None, chat: Chat, topic: int | None) -> None:
    followers.put_chat(connection, chat)
    followers.set_reachable(connection, chat.id)
    places.put_places(connection, processes, chat.id, topic)
