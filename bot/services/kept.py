"""Answers that organisers keep: a meeting's own from then on, given at once to whoever asks the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2s

from bot.answering.knowledge import Knowledge, counted_as
from bot.clock import Clock
from bot.errors import UserError
from bot.history import dumped
from bot.importing.cleaning import cleaned
from bot.model import Change, KeptAnswer, Meeting, Person
from bot.services import consequences
from bot.services.consequences import Written
from bot.services.meetings import Meetings
from bot.services.organisers import Doing, Organisers
from bot.services.replies import LONGEST
from bot.store import Connection, meetings, questions, unanswered
from bot.store.acts import What
from bot.store.database import Database
from bot.store.questions import Question
from bot.store.unanswered import Unanswered

_PAGE = 5
_MOST = 200  # of a meeting


@dataclass(frozen=True, slots=True)
class KeptView:
    """An answer of a meeting. `key` names it among them; `replaced` is what stood there before."""

    meeting: Meeting
    kept: KeptAnswer
    replaced: KeptAnswer | None = None

    @property
    def key(self) -> str:
        """Eight hexadecimal digits."""
        return key_of(self.kept)


@dataclass(frozen=True, slots=True)
class KeptListView:
    """A page of what is kept; `earlier` and `later` are the places from which the pages beside it begin, or None."""

    answers: tuple[KeptView, ...]
    number: int
    earlier: int | None = None
    later: int | None = None


class Kept:
    """Keeps answers as facts of a meeting, takes them back and replaces them."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, organisers: Organisers) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._organisers = organisers

    async def keep(self, by: Person, reply_id: int) -> KeptView:
        """Keep a reply as the answer to its question. Raises UserError where that cannot be."""
        reply, question = await self._database.read(_reply_with_question, reply_id)
        if not can_be_kept(question):
            raise UserError("errors/stale.html")
        return await self._keep(by, question.meeting_id or "", question.text, reply.text, reply.name, reply.at)

    async def replace(self, by: Person, meeting_id: str, key: str, text: str) -> KeptView:
        """Give a kept question another answer. Raises UserError when it is kept no more, or the text is too long."""
        view = await self.one(meeting_id, key)
        return await self._keep(by, meeting_id, view.kept.question, text, by.name, self._clock.now())

    async def answer(self, by: Person, unanswered_id: int, text: str) -> KeptView:
        """Answer what was asked in vain, for whoever asks it again. Raises UserError when it is not listed any more."""
        asked = await self.asked(unanswered_id)
        return await self._keep(by, asked.meeting_id or "", asked.words, text, by.name, self._clock.now())

    async def take_back(self, by: Person, meeting_id: str, key: str) -> KeptView:
        """Keep an answer no more. Raises UserError when it is not kept."""
        view = await self.one(meeting_id, key)
        await self._write(by, What.TOOK_ANSWER_BACK, view.meeting, view.kept.question, lambda answers: answers)
        return view

    async def asked(self, unanswered_id: int) -> Unanswered:
        """What was asked in vain, of a meeting. Raises UserError when there is no such."""
        found = await self._database.read(unanswered.unanswered_by_id, unanswered_id)
        if found is None or found.meeting_id is None:
            raise UserError("errors/stale.html")
        return found

    async def one(self, meeting_id: str, key: str) -> KeptView:
        """A kept answer. Raises UserError when there is no such."""
        meeting = (await self._meetings.view(meeting_id)).meeting
        found = next((kept for kept in meeting.answers if key_of(kept) == key), None)
        if found is None:
            raise UserError("relay/not_kept.html")
        return KeptView(meeting, found)

    async def all(self, person: Person, start: int = 0) -> KeptListView:
        """What is kept of the meetings that an organiser organises, a page from a place on."""
        organiser = await self._organisers.of(person.id)
        if organiser is None:
            raise UserError("organisers/not_any_more.html")
        found = [
            KeptView(meeting, kept)
            for meeting in (await self._meetings.catalogue()).meetings.values()
            if organiser.mandate.covers(meeting.process or "")
            for kept in meeting.answers
        ]
        earlier = max(0, start - _PAGE) if start else None
        later = start + _PAGE if len(found) > start + _PAGE else None
        return KeptListView(tuple(found[start : start + _PAGE]), len(found), earlier, later)

    async def _keep(
        self, by: Person, meeting_id: str, question: str, text: str, said_by: str, at: datetime
    ) -> KeptView:
        if len(text) > LONGEST:
            raise UserError("errors/too_long.html", limit=LONGEST)
        meeting = (await self._meetings.view(meeting_id)).meeting
        kept = KeptAnswer(question=_line(question), answer=_line(text), by=_line(said_by) or None, on=at.date())
        if not kept.question or not kept.answer:
            raise UserError("relay/only_words.html")
        if len(meeting.answers) >= _MOST:
            raise UserError("relay/too_many_kept.html", limit=_MOST)
        replaced = await self._write(by, What.KEPT_ANSWER, meeting, kept.question, lambda answers: (*answers, kept))
        return KeptView(meeting, kept, replaced)

    async def _write(
        self, by: Person, what: What, meeting: Meeting, question: str, change: Callable[[_Answers], _Answers]
    ) -> KeptAnswer | None:
        about = {"question": question, "meeting": meeting.id}
        doing = Doing(by=by, what=what, about=about, process=meeting.process)
        now = self._clock.now().replace(microsecond=0)
        return await self._organisers.act(doing, _put, meeting.id, question, change, by, now)


_Answers = tuple[KeptAnswer, ...]


def can_be_kept(question: Question) -> bool:
    """Whether an answer may become a fact: of a meeting, and in the place of nothing that a field states."""
    return question.meeting_id is not None and question.knowledge != Knowledge.STATED


def key_of(kept: KeptAnswer) -> str:
    """Eight hexadecimal digits for an answer among those of its meeting: there is one for a question."""
    return blake2s(counted_as(kept.question).encode(), digest_size=4).hexdigest()


def _line(text: str) -> str:
    """A text as a meetings file would give it back."""
    return cleaned(text).strip()


def _reply_with_question(connection: Connection, reply_id: int) -> tuple[questions.Reply, Question]:
    reply = questions.reply_by_id(connection, reply_id)
    question = questions.question_by_id(connection, reply.question_id) if reply else None
    if reply is None or question is None:
        raise UserError("errors/stale.html")
    return reply, question


def _put(
    connection: Connection,
    meeting_id: str,
    question: str,
    change: Callable[[_Answers], _Answers],
    by: Person,
    now: datetime,
) -> KeptAnswer | None:
    """Write the answers of a meeting without the one to this question, changed; gives that one."""
    before = meetings.meeting_by_id(connection, meeting_id)
    if before is None:
        raise UserError("errors/no_such_meeting.html")
    words = counted_as(question)
    old = next((kept for kept in before.answers if counted_as(kept.question) == words), None)
    others = tuple(kept for kept in before.answers if kept is not old)
    after = replace(before, answers=change(others))
    meetings.put_meeting(connection, after)
    edit = Change(meeting_id=meeting_id, path="answers", old=_json(before), new=_json(after), by=by.name, at=now)
    consequences.follow(connection, Written({meeting_id: before}, {meeting_id: after}, [edit]), now)
    unanswered.forget(connection, meeting_id, words)
    return old


def _json(meeting: Meeting) -> str | None:
    answers = dumped(meeting).get("answers")
    return None if answers is None else json.dumps(answers, ensure_ascii=False)
