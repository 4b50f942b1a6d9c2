"""Plain questions: what was said before, the answer, and what is remembered of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, NoReturn
from zoneinfo import ZoneInfo

from bot import quick_json
from bot.answering.answerer import Answerer
from bot.answering.conversation import NOTHING_YET, Conversation, Last, expires_at
from bot.answering.knowledge import Knowledge, counted_as, knowledge_of
from bot.answering.parts import Answer, Part, Quotation
from bot.answering.question import Question, chosen
from bot.answering.subjects import Ask, Subject
from bot.answering.words import words
from bot.model import Catalogue, Document, Meeting, Person
from bot.services.heard import Heard, Said, and_heard, as_json, heard_in
from bot.services.meetings import Meetings, MeetingView
from bot.services.sight import sight
from bot.store import Connection, followers, unanswered
from bot.store import conversations as store
from bot.store.database import Database
from bot.store.passages import NotInMemory, Passages
from bot.store.updates import being_handled

Change = Callable[[Question], Question]
"""What becomes of a question once the conversation is known that it belongs to."""

_FEW = 2  # parts that may be told at length
_MOST_ANSWERERS = 4  # kept: one for the public, and for those let in to the same meetings one each
_REMEMBERED = 10_000  # conversations
_FIELDS = tuple(name for name in Conversation._fields if name != "last")


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it is shown: its parts with everything that their templates ask of a meeting.

    `language` is one of those understood; `choices` are the meetings to choose from, each a button whose press is answered by
    `Answers.choose`; `meetings` those that it is about; `asks` what was asked. `heard` is the question where it can be
    passed on to the organisers.
    """

    answer: Answer
    answerer: Answerer
    now: datetime
    reader_zone: ZoneInfo | None = None
    heard: Heard | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it is made of, in order."""
        return self.answer.parts

    @property
    def brief(self) -> bool:
        """Whether so much is answered at once that each part must be short."""
        return len(self.parts) > _FEW

    @property
    def quotes(self) -> int:
        """How many phrases of the documents each part may show."""
        return 3 if len(self.parts) == 1 else 1 if len(self.parts) <= 2 * _FEW else 0

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.answer.language

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What was asked."""
        return self.answer.asks

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings that the answer is about."""
        return self.answer.meetings

    @property
    def choices(self) -> tuple[Meeting, ...]:
        """The meetings to choose from."""
        return self.answer.choices

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the answer rests on, each once."""
        found: dict[str, Document] = {}
        for part in self.parts:
            meeting = getattr(part, "meeting", None)
            rests_on = self.of(meeting).evidence(*part.paths) if meeting else ()
            quoted = [part.document] if isinstance(part, Quotation) else []
            for document in (*quoted, *(one.document for one in rests_on)):
                if document is not None:
                    found.setdefault(document.id, document)
        return tuple(found.values())

    def of(self, meeting: Meeting) -> MeetingView:
        """A meeting as it stands now."""
        return MeetingView(meeting, self.answerer.catalogue, self.now, self.reader_zone)


class Answers:
    """Answers questions from the store, and keeps up each conversation."""

    def __init__(self, database: Database, meetings: Meetings) -> None:
        self._database = database
        self._meetings = meetings
        self._answerers: list[Answerer] = []
        self._passages = Passages()
        self._reading = asyncio.Lock()
        self._has_words = False
        self._talks: OrderedDict[tuple[int, int], _Talk] = OrderedDict()
        # is shown every answer: `plenary ask` tells what was understood
        self.watch: Callable[[AnswerView], None] | None = None

    async def prepare(self) -> None:
        """Read what people say in all languages, in a thread: it takes a second or two, and the first question waits for it."""
        async with self._reading:
            if not self._has_words:
                await asyncio.to_thread(words)
                self._has_words = True

    async def ask(
        self,
        person: Person,
        chat_id: int,
        text: str,
        now: datetime,
        *,
        subject: Subject | None = None,
        said: Said | None = None,
        is_timed: bool = False,
    ) -> AnswerView:
        """Answer what a person writes in a chat at `now` (aware UTC).

        `subject` is asked whatever the words say, as by a command: the words only say of which meeting. The message that is
        given as `said` can be passed on to organisers for a while. A text that `is_timed` is left without the words that said
        when a reminder is wanted.
        """
        given = () if subject is None else (Ask(subject),)
        written = said.text if said else ""
        question = _question(person, text, now, given, is_timed=is_timed, written=written)
        return await self._answer(person, chat_id, question, said=said)

    async def find(self, person: Person, text: str, now: datetime) -> tuple[MeetingView, ...]:
        """The meetings that a few words call to mind, as somebody types them anywhere; nothing of it is remembered."""
        if not self._has_words:
            await self.prepare()
        seen_by, question = sight.get(), _question(person, text, now)

        def look(connection: Connection) -> tuple[MeetingView, ...]:
            answerer = self._answerer_of(self._meetings.seen(connection, seen_by))
            return tuple(MeetingView(meeting, answerer.catalogue, now) for meeting in answerer.typed(question))

        return await self._database.read(look)

    async def choose(self, person: Person, chat_id: int, meeting_id: str, now: datetime) -> AnswerView:
        """Answer the question that waits for a meeting to be chosen; the overview of it where none waits any more."""
        return await self._answer(
            person, chat_id, _question(person, "", now), partial(chosen, meeting_id=meeting_id), waits=True
        )

    async def _answer(
        self,
        person: Person,
        chat_id: int,
        question: Question,
        changed: Change = lambda asked: asked,
        said: Said | None = None,
        waits: bool = False,
    ) -> AnswerView:
        if not self._has_words:
            await self.prepare()
        asked = self._at_once(person, chat_id, question, changed) or await self._in_thread(
            person, chat_id, question, changed
        )
        earlier = asked.talk.heard
        if waits and earlier:
            said = Said(earlier[-1].message_id, earlier[-1].text)
        heard = _heard(asked.answer, said) if said else None
        await self._remember(person, chat_id, asked, heard, question.now)
        if heard is not None and heard.knowledge.is_lacking and (words := counted_as(heard.text)):
            await self._database.at_close(unanswered.count, unanswered.Asked(heard.meeting_id, words, question.now))
        view = AnswerView(asked.answer, asked.answerer, question.now, question.zone, heard)
        if self.watch is not None:
            self.watch(view)
        return view

    def _at_once(self, person: Person, chat_id: int, question: Question, changed: Change) -> _Asked | None:
        """The answer where memory has all that it takes, as of the instant at which the question came in."""
        handling = being_handled.get()
        talk = _NO_TALK if person.is_new else self._talks.get((chat_id, person.id))
        if talk is None or handling is None:
            return None
        catalogue = self._meetings.in_memory(handling.revision, sight.get())
        answerer = next((each for each in self._answerers if each.catalogue is catalogue), None)
        if answerer is None:
            return None
        before = talk if talk.until > question.now else _NO_TALK
        asked = changed(question._replace(conversation=before.conversation, following=_not_in_memory))
        try:
            find = partial(self._passages.find_in_memory, handling.revision)
            return _Asked(answerer, answerer.answer(asked, find), before)
        except NotInMemory:
            return None

    async def _in_thread(self, person: Person, chat_id: int, question: Question, changed: Change) -> _Asked:
        """The answer from the store, in one hop to the database's thread."""
        seen_by = sight.get()

        def look(connection: Connection) -> _Asked:
            answerer = self._answerer_of(self._meetings.seen(connection, seen_by))
            kept = store.conversation(connection, chat_id, person.id, question.now)
            before = _Talk(_conversation(kept[0]), heard_in(kept[0]), kept[1]) if kept else _NO_TALK
            following = partial(_followed, connection, chat_id)
            asked = changed(question._replace(conversation=before.conversation, following=following))
            answer = answerer.answer(asked, partial(self._passages.find, connection))
            return _Asked(answerer, answer, before)

        return await self._database.read(look)

    async def _remember(self, person: Person, chat_id: int, asked: _Asked, heard: Heard | None, now: datetime) -> None:
        """Keep what is talked about now, in memory too: this process alone writes conversations."""
        talk = asked.talk
        if asked.answer.conversation != talk.conversation or heard is not None:
            talk = _Talk(asked.answer.conversation, and_heard(talk.heard, heard), expires_at(now))
            kept = store.Talk(chat_id, person.id, _json(talk), now, talk.until)
            await self._database.at_close(store.put_conversations, kept)
        self._talks[chat_id, person.id] = talk
        self._talks.move_to_end((chat_id, person.id))
        if len(self._talks) > _REMEMBERED:
            self._talks.popitem(last=False)

    def drop(self, person_id: int) -> None:
        """Keep nothing of what is talked about with a person in memory: she was forgotten."""
        for key in [key for key in self._talks if person_id in key]:
            del self._talks[key]

    def _answerer_of(self, catalogue: Catalogue) -> Answerer:
        """The one that answers from a catalogue. Called in the database's reading thread alone."""
        found = next((each for each in self._answerers if each.catalogue is catalogue), None)
        if found is None:
            current = [each for each in self._answerers if each.catalogue.revision == catalogue.revision]
            found = Answerer(catalogue)
            self._answerers = [found, *current[: _MOST_ANSWERERS - 1]]
        return found


class _Talk(NamedTuple):
    """What is talked about with a person in a chat, what she asked last, and until when it counts (UTC)."""

    conversation: Conversation
    heard: tuple[Heard, ...]
    until: datetime


_NO_TALK = _Talk(NOTHING_YET, (), datetime.min.replace(tzinfo=UTC))


class _Asked(NamedTuple):
    """An answer, by whom it was given, and the talk that it was given in."""

    answerer: Answerer
    answer: Answer
    talk: _Talk


def _not_in_memory() -> NoReturn:
    """Whom she follows is asked of the store."""
    raise NotInMemory


def _followed(connection: Connection, chat_id: int) -> tuple[str, ...]:
    """The meetings that the chat follows."""
    return tuple(
        each.subject.id for each in followers.followed_by(connection, chat_id) if each.subject.kind == "meeting"
    )


def _heard(answer: Answer, said: Said) -> Heard | None:
    """The question as it is kept; None for small talk, and for what is no matter of a meeting."""
    knowledge = knowledge_of(answer.parts)
    about = [meeting.id for meeting in answer.meetings] or list(answer.conversation.meetings)
    meeting_id = about[0] if about and knowledge is not Knowledge.NOT_IN_STORE else None
    if knowledge is Knowledge.OUT_OF_SCOPE and meeting_id is None:
        return None
    if knowledge is None and not answer.choices:
        return None
    return Heard(said.message_id, said.text, meeting_id, answer.language, knowledge or Knowledge.STATED)


def _question(person: Person, text: str, now: datetime, given: tuple[Ask, ...] = (), **how: Any) -> Question:
    zone = ZoneInfo(person.timezone) if person.timezone else None
    return Question(text=text, now=now, zone=zone, chosen=person.language, hint=person.hint, given=given, **how)


def _json(talk: _Talk) -> str:
    last = talk.conversation.last
    body = _body(talk.conversation) | {"heard": as_json(talk.heard)}
    if last is not None:
        given = [str(ask) for ask in last.given]
        body["last"] = [last.text, given, last.is_resumed, last.is_correction, _body(last.before)]
    return quick_json.as_text(body)


def _body(conversation: Conversation) -> dict[str, Any]:
    body = {name: value for name in _FIELDS if (value := getattr(conversation, name))}
    if conversation.asks:
        body["asks"] = [str(ask) for ask in conversation.asks]
    return body


def _conversation(body: dict[str, Any]) -> Conversation:
    """A conversation as it was kept; what was not kept is empty."""
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in body.items() if name in _FIELDS
    }
    kept["asks"] = tuple(Ask.parse(ask) for ask in body.get("asks", ()))
    if body.get("last"):
        text, given, is_resumed, is_correction, before = body["last"]
        asked = tuple(Ask.parse(ask) for ask in given)
        kept["last"] = Last(text, asked, is_resumed, is_correction, _conversation(before))
    return Conversation(**kept)
