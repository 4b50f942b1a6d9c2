"""Plain questions: what was said before, the answer, and what is remembered of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.answering.answerer import Answerer
from bot.answering.conversation import NOTHING_YET, Conversation, expires_at
from bot.answering.knowledge import Knowledge, counted_as, knowledge_of
from bot.answering.parts import Answer, Part, Quotation
from bot.answering.subjects import Ask, Subject
from bot.answering.understanding import Question, chosen
from bot.answering.words import words
from bot.model import Catalogue, Document, Meeting, Person
from bot.services.heard import Heard, Said, and_heard, heard_in
from bot.services.meetings import Meetings, MeetingView
from bot.services.sight import sight
from bot.store import Connection, followers, unanswered
from bot.store import conversations as store
from bot.store import documents as store_documents
from bot.store.database import Database
from bot.when import Month, first_day

_FEW = 2  # parts that may be told at length
_MOST_ANSWERERS = 4  # kept: one for the public, and for those let in to the same meetings one each


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

    def month_of(self, meeting: Meeting) -> Month | None:
        """The month in which a meeting begins."""
        if meeting.start is None:
            return None
        day = first_day(meeting.start)
        return Month(day.year, day.month)


class Answers:
    """Answers questions from the store, and keeps up each conversation."""

    def __init__(self, database: Database, meetings: Meetings) -> None:
        self._database = database
        self._meetings = meetings
        self._answerers: list[Answerer] = []
        self._reading = asyncio.Lock()
        self._has_words = False
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
        following: tuple[str, ...] = (),
        said: Said | None = None,
    ) -> AnswerView:
        """Answer what a person writes in a chat at `now` (aware UTC).

        `subject` is asked whatever the words say, as by a command: the words only say of which meeting. `following` are the
        ids of the meetings that she follows. The message that is given as `said` can be passed on to organisers for a while.
        """
        question = _question(person, text, now, following)
        given = () if subject is None else (Ask(subject),)
        return await self._answer(person, chat_id, replace(question, given=given), said=said)

    async def find(self, person: Person, text: str, now: datetime) -> tuple[MeetingView, ...]:
        """The meetings that a few words call to mind, as somebody types them anywhere; nothing of it is remembered."""
        if not self._has_words:
            await self.prepare()
        seen_by, question = sight.get(), _question(person, text, now, ())

        def look(connection: Connection) -> tuple[MeetingView, ...]:
            answerer = self._answerer_of(self._meetings.seen(connection, seen_by))
            return tuple(MeetingView(meeting, answerer.catalogue, now) for meeting in answerer.typed(question))

        return await self._database.read(look)

    async def choose(self, person: Person, chat_id: int, meeting_id: str, now: datetime) -> AnswerView:
        """Answer the question that waits for a meeting to be chosen; the overview of it where none waits any more."""
        return await self._answer(
            person, chat_id, _question(person, "", now, ()), partial(chosen, meeting_id=meeting_id), waits=True
        )

    async def _answer(
        self,
        person: Person,
        chat_id: int,
        question: Question,
        changed: Callable[[Question], Question] = lambda asked: asked,
        said: Said | None = None,
        waits: bool = False,
    ) -> AnswerView:
        if not self._has_words:
            await self.prepare()
        seen_by = sight.get()

        def look(connection: Connection) -> tuple[Answerer, Answer, Conversation, tuple[Heard, ...]]:
            answerer = self._answerer_of(self._meetings.seen(connection, seen_by))
            kept = store.conversation(connection, chat_id, person.id, question.now)
            before = _conversation(kept) if kept else NOTHING_YET
            following = question.following or _followed(connection, chat_id)
            asked = changed(replace(question, conversation=before, following=following))
            answer = answerer.answer(asked, partial(store_documents.passages, connection))
            return answerer, answer, before, heard_in(kept)

        answerer, answer, before, earlier = await self._database.read(look)
        if waits and earlier:
            said = Said(earlier[-1].message_id, earlier[-1].text)
        heard = _heard(answer, said) if said else None
        if answer.conversation != before or heard is not None:
            body = _body(answer.conversation) | {"heard": and_heard(earlier, heard)}
            expiry = expires_at(question.now)
            await self._database.at_close(store.put_conversation, chat_id, person.id, body, question.now, expiry)
        if heard is not None and heard.knowledge.is_lacking and (words := counted_as(heard.text)):
            await self._database.at_close(unanswered.count, heard.meeting_id, words, question.now)
        view = AnswerView(answer, answerer, question.now, question.zone, heard)
        if self.watch is not None:
            self.watch(view)
        return view

    def _answerer_of(self, catalogue: Catalogue) -> Answerer:
        """The one that answers from a catalogue. Called in the database's reading thread alone."""
        found = next((each for each in self._answerers if each.catalogue is catalogue), None)
        if found is None:
            current = [each for each in self._answerers if each.catalogue.revision == catalogue.revision]
            found = Answerer(catalogue)
            self._answerers = [found, *current[: _MOST_ANSWERERS - 1]]
        return found


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


def _question(person: Person, text: str, now: datetime, following: tuple[str, ...]) -> Question:
    zone = ZoneInfo(person.timezone) if person.timezone else None
    return Question(text=text, now=now, zone=zone, chosen=person.language, hint=person.hint, following=following)


def _body(conversation: Conversation) -> dict[str, Any]:
    return {**asdict(conversation), "asks": [str(ask) for ask in conversation.asks]}


def _conversation(body: dict[str, Any]) -> Conversation:
    return Conversation(
        meetings=tuple(body["meetings"]),
        asks=tuple(Ask.parse(ask) for ask in body["asks"]),
        person=body["person"],
        session=body["session"],
        language=body["language"],
        candidates=tuple(body["candidates"]),
    )
