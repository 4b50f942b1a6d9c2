"""From a question to an answer: read, understood in what was said before, and put together from facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot import facts
from bot.answering import agenda, intents, matters, parts, passages, sessions
from bot.answering.conversation import NOTHING_YET, Conversation
from bot.answering.language import answer_language
from bot.answering.matters import Details
from bot.answering.meetings import Resolution, Surroundings, by_clock, last_by_clock, resolve
from bot.answering.mentions import Mention, mentions
from bot.answering.names import Names, index
from bot.answering.parts import Answer, Part
from bot.answering.passages import Finder
from bot.answering.reading import Reading, read
from bot.answering.subjects import OF_NO_MEETING, SMALL_TALK, Ask, Subject
from bot.answering.texts import texts_of
from bot.answering.words import words
from bot.model import Catalogue, Meeting, Passage, Session, in_language

_MOST_PARTS = 6
_MOST_LISTED = 20
_OF_PEOPLE = frozenset(
    {
        Subject.CONTACTS,
        Subject.PERSON,
        Subject.INVITED,
        Subject.HOST,
        Subject.SUPPORT,
        Subject.CHAIRS,
        Subject.REQUESTS,
        Subject.LEVEL,
    }
)
_OF_TIME = frozenset(
    {Subject.PROGRAMME, Subject.MEETINGS, Subject.NEXT, Subject.DATES, Subject.AGENDA, Subject.CALENDAR}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person wrote, and what it is understood in.

    `now` is aware UTC, `zone` the one in which her days are counted; `chosen` and `hint` are codes of languages;
    `following` are ids of the meetings she follows; `given` is what is asked whatever the words say, as by a command or a button.
    """

    text: str
    now: datetime
    zone: ZoneInfo | None = None
    chosen: str | None = None
    hint: str | None = None
    conversation: Conversation = NOTHING_YET
    following: tuple[str, ...] = ()
    given: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class _Understood:
    """A question with everything that was found in it."""

    question: Question
    reading: Reading
    mentions: tuple[Mention, ...]
    asks: tuple[Ask, ...]
    resolution: Resolution
    terms: tuple[passages.Term, ...]


class Answerer:
    """Answers questions about one catalogue; build a new one when the store's revision has moved."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lexicon = words()
        self._names: Names = index(catalogue, self._lexicon)

    def answer(self, question: Question, find: Finder) -> Answer:
        """The answer to a question. `find` gives passages for an FTS5 expression, at most so many, the best first."""
        understood = self._understand(question)
        answered = self._parts(understood, find)
        return self._finished(understood, answered)

    # -- understanding -------------------------------------------------------------------------------------------------

    def _understand(self, question: Question) -> _Understood:
        today = question.now.astimezone(question.zone or UTC).date()
        likely = [
            code.split("-")[0] for code in (question.chosen, question.conversation.language, question.hint) if code
        ]
        reading = read(question.text, self._lexicon, self._names, today, likely)
        found = mentions(reading, self._names)
        asked = self._asks(question, reading, found)
        found = [mention for mention in found if not self._is_aside(mention, found, asked, question)]
        surroundings = Surroundings(question.now, question.conversation.meetings, question.following)
        resolution = self._resolve(reading, found, asked, surroundings)
        spent = [
            at for mention in found if mention.kind in ("time", "country") for at in range(mention.start, mention.end)
        ]
        terms = passages.terms(reading, self._lexicon, spent)
        return _Understood(question, reading, tuple(found), tuple(asked), resolution, tuple(terms))

    def _asks(self, question: Question, reading: Reading, found: Sequence[Mention]) -> list[Ask]:
        """What the question asks, or what the last one did where it only names another meeting."""
        if question.given:
            return list(question.given)
        asked = intents.asks(reading)
        before = question.conversation
        names_one = any(mention.kind not in ("process", "inside", "word") for mention in found)
        follows_up = before.candidates or "and_what" in reading.concepts
        if names_one and follows_up and before.asks and not [ask for ask in asked if ask.subject not in SMALL_TALK]:
            return list(before.asks)
        if not asked and any(hit.value.kind == "person" for hit in reading.names):
            return [Ask(Subject.PERSON)]
        if not asked and "compare" in reading.concepts:
            return [Ask(Subject.DATES)]
        if not asked and "overview" in reading.concepts and names_one:
            return [Ask(Subject.OVERVIEW)]
        return asked

    def _is_aside(self, mention: Mention, found: Sequence[Mention], asked: Sequence[Ask], question: Question) -> bool:
        """Whether a place in which there is no meeting is named for another reason than to say which one."""
        if mention.meetings or mention.kind not in ("country", "place"):
            return False
        if mention.kind == "country" and any(ask.subject in _OF_PEOPLE for ask in asked):
            return True
        return any(other.meetings and other.kind in ("alias", "series", "nth", "city", "time") for other in found)

    def _resolve(
        self, reading: Reading, found: Sequence[Mention], asked: Sequence[Ask], surroundings: Surroundings
    ) -> Resolution:
        def states(meeting: Meeting) -> bool:
            return any(matters.states(meeting, ask) for ask in asked)

        resolution = resolve(reading, found, self._names, surroundings, states)
        by_time = next(
            (ask for ask in asked if ask.subject in (Subject.NEXT, Subject.PREVIOUS) and not ask.focus), None
        )
        if by_time is None or any(mention.kind in ("alias", "series", "nth", "city") for mention in found):
            return resolution
        pool = self._fitting(found)
        choose = by_clock if by_time.subject is Subject.NEXT else last_by_clock
        return Resolution(tuple(meeting.id for meeting in choose(pool, surroundings.now)), named=True)

    def _fitting(self, found: Sequence[Mention]) -> list[Meeting]:
        """The meetings that fit everything that is named."""
        ids = set(self.catalogue.meetings)
        for mention in found:
            if mention.kind not in ("process", "inside"):
                ids &= mention.meetings
        return facts.in_order(self.catalogue.meetings[meeting] for meeting in ids)

    # -- answering -----------------------------------------------------------------------------------------------------

    def _parts(self, understood: _Understood, find: Finder) -> list[Part]:
        asked, resolution = understood.asks, understood.resolution
        if asked and all(ask.subject in OF_NO_MEETING - {Subject.MEETINGS, Subject.AGENDA} for ask in asked):
            return self._talk(understood)
        if (on := self._agenda(understood)) is not None:
            return [on]
        if any(ask.subject is Subject.MEETINGS for ask in asked):
            return [self._listed(understood)]
        if by_time := [ask for ask in asked if ask.subject in (Subject.NEXT, Subject.PREVIOUS) and not ask.focus]:
            only = len(asked) == len(by_time) or not resolution.meetings
            if only and not any(mention.kind in ("alias", "series", "nth", "city") for mention in understood.mentions):
                return [self._by_clock(by_time[0], understood)]
        if resolution.unknown and not resolution.meetings:
            return self._not_in_store(understood)
        if not asked:
            return self._unasked(understood, find)
        if not resolution.meetings:
            return [parts.Which(ask=asked[0], candidates=self._meetings(resolution.candidates))]
        return self._facts(understood, find)

    def _talk(self, understood: _Understood) -> list[Part]:
        return [parts.Talk(ask=understood.asks[0])]

    def _agenda(self, understood: _Understood) -> Part | None:
        """What is on in a stretch of days, where the question names one and no meeting."""
        stretch = next((time for time in understood.reading.times if time.first and time.last), None)
        if stretch is None or stretch.first is None or stretch.last is None:
            return None
        if any(ask.subject not in _OF_TIME for ask in understood.asks):
            return None
        if any(mention.kind in ("alias", "series", "nth", "city", "short", "time") for mention in understood.mentions):
            return None
        talked = [self.catalogue.meetings[meeting] for meeting in understood.resolution.meetings[:1]]
        if stretch.relative.startswith("weekday.") and understood.question.conversation.meetings and talked:
            if sessions.day_meant(talked[0], [stretch]) is not None:
                return None
        entries = agenda.entries(self._names, stretch.first, stretch.last)
        coming = by_clock(self.catalogue.meetings.values(), understood.question.now)
        ask = Ask(Subject.AGENDA)
        return parts.Agenda(
            ask=ask,
            first=stretch.first,
            last=stretch.last,
            entries=entries[:_MOST_LISTED],
            next=coming[0] if coming else None,
        )

    def _listed(self, understood: _Understood) -> Part:
        ask = Ask(Subject.MEETINGS)
        telling = [mention for mention in understood.mentions if mention.kind not in ("process", "inside")]
        if any(not mention.meetings for mention in telling):
            return parts.NotInStore(
                ask=ask, words=understood.resolution.unknown, near=self._meetings(understood.resolution.candidates)
            )
        shown = self._fitting(telling)
        if any(a.subject is Subject.NEXT for a in understood.asks) or "next" in understood.reading.concepts:
            shown = [
                meeting for meeting in shown if facts.phase(meeting, understood.question.now) is not facts.Phase.OVER
            ]
        return parts.Listed(ask=ask, meetings=tuple(shown[:_MOST_LISTED]), complete=not telling)

    def _by_clock(self, ask: Ask, understood: _Understood) -> Part:
        chosen = self._meetings(understood.resolution.meetings)
        pool = self._fitting(understood.mentions)
        last = last_by_clock(pool or self.catalogue.meetings.values(), understood.question.now)
        shown = chosen[0] if chosen else None
        return parts.Coming(
            ask=ask, meeting=shown, last=last[0] if last else None, paths=("name", "start", "city") if shown else ()
        )

    def _not_in_store(self, understood: _Understood) -> list[Part]:
        near = self._meetings(understood.resolution.candidates)
        ask = understood.asks[0] if understood.asks else Ask(Subject.OVERVIEW)
        said: Part = parts.NotInStore(ask=ask, words=understood.resolution.unknown, near=near)
        if len(near) == 1 and understood.asks:
            only = replace(understood.resolution, meetings=(near[0].id,))
            return [said, *self._facts(replace(understood, resolution=only), lambda match, limit: ())]
        return [said]

    def _unasked(self, understood: _Understood, find: Finder) -> list[Part]:
        """No subject is known: what the documents say in the words of the question, else what there is to the meeting."""
        resolution = understood.resolution
        if quoted := self._found(understood, find):
            return quoted
        meetings = self._meetings(resolution.meetings)
        if resolution.named and not meetings and resolution.candidates:
            return [parts.Which(ask=Ask(Subject.OVERVIEW), candidates=self._meetings(resolution.candidates))]
        bare = not [term for term in understood.terms if not self._is_said(term, understood)]
        if meetings and resolution.named and bare:
            return [self._part(Ask(Subject.OVERVIEW), meeting, understood) for meeting in meetings]
        if meetings and (resolution.named or understood.question.conversation.meetings) and understood.terms:
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meetings[0])]
        return [parts.Talk(ask=Ask(Subject.OUT_OF_SCOPE))]

    def _is_said(self, term: passages.Term, understood: _Understood) -> bool:
        """Whether a word of the question is part of how it names the meeting."""
        named = {
            understood.reading.tokens[at].text
            for mention in understood.mentions
            for at in range(mention.start, mention.end)
        } | {understood.reading.tokens[hit.start].text for hit in understood.reading.of("kinds")}
        return any(text.startswith(stem) for stem in term.stems for text in named)

    def _found(self, understood: _Understood, find: Finder) -> list[Part]:
        """Facts and passages that hold the words of the question."""
        wanted = [term for term in understood.terms if not self._is_said(term, understood)] or list(understood.terms)
        if not wanted or (
            len(wanted) == 1 and not understood.resolution.named and not understood.question.conversation.meetings
        ):
            return []
        meetings = self._meetings(understood.resolution.meetings)
        best = passages.quotes(
            wanted, find, partial(self._fits, meetings=meetings if understood.resolution.named else ())
        )
        if best:
            document = self.catalogue.document(best[0].passage.document_id)
            filed = self.catalogue.meetings.get(best[0].passage.meeting_id)
            if document and filed:
                return [parts.Quotation(ask=Ask(Subject.OTHER), meeting=filed, document=document, text=best[0].text)]
        for meeting in meetings:
            texts = [(passages.share(in_language(text, "en"), wanted), path, text) for path, text in texts_of(meeting)]
            good = sorted((each for each in texts if each[0] >= passages.ENOUGH), key=lambda each: -each[0])[:2]
            if good:
                return [
                    parts.Found(
                        ask=Ask(Subject.OTHER),
                        meeting=meeting,
                        texts=tuple(text for _, _, text in good),
                        paths=tuple(path for _, path, _ in good),
                    )
                ]
        return []

    def _fits(self, passage: Passage, meetings: Sequence[Meeting]) -> bool:
        """Whether a passage is of a meeting that is meant: of a document filed under it, or on which facts of it rest."""
        return not meetings or any(
            passage.meeting_id == meeting.id
            or any(source.document == passage.document_id for source in meeting.sources.values())
            for meeting in meetings
        )

    def _facts(self, understood: _Understood, find: Finder) -> list[Part]:
        shown: list[Part] = []
        for meeting in self._meetings(understood.resolution.meetings):
            for ask in understood.asks:
                if ask.subject in (Subject.NEXT, Subject.PREVIOUS) and not ask.focus and len(understood.asks) > 1:
                    continue
                if ask.subject in OF_NO_MEETING:
                    continue
                shown.append(self._part(ask, meeting, understood))
        unstated = [part for part in shown if isinstance(part, parts.Unanswered)]
        if unstated and (quoted := self._found(understood, find)):
            shown = [*(part for part in shown if part not in unstated), *quoted]
        if understood.resolution.unknown:
            shown.append(parts.NotInStore(ask=understood.asks[0], words=understood.resolution.unknown, near=()))
        if understood.resolution.others:
            shown.append(parts.Also(ask=understood.asks[0], meetings=self._meetings(understood.resolution.others)))
        return shown[:_MOST_PARTS]

    def _part(self, ask: Ask, meeting: Meeting, understood: _Understood) -> Part:
        details = self._details(meeting, understood)
        return matters.part_for(ask, meeting, details, understood.reading, self.catalogue, understood.question.now)

    def _details(self, meeting: Meeting, understood: _Understood) -> Details:
        reading, before = understood.reading, understood.question.conversation
        named = sessions.named(meeting, reading)
        if not named and before.session and before.meetings[:1] == (meeting.id,) and not understood.resolution.named:
            named = self._session_talked_about(meeting, understood)
        step = 1 if "after" in reading.concepts else -1 if "before" in reading.concepts else 0
        person = next(
            (hit.value.key for hit in reading.names if hit.value.kind == "person" and hit.value.meeting == meeting.id),
            "",
        )
        if not person and before.meetings[:1] == (meeting.id,):
            person = self._person_meant(meeting, understood)
        return Details(named, person, sessions.day_meant(meeting, reading.times), step if named else 0)

    def _session_talked_about(self, meeting: Meeting, understood: _Understood) -> tuple[Session, ...]:
        of_one = {Subject.CHAIRS, Subject.OBJECTIVES, Subject.NEXT, Subject.PREVIOUS}
        fine = all(ask.subject in of_one or str(ask) in ("dates.hours", "venue.room") for ask in understood.asks)
        session = meeting.session(understood.question.conversation.session)
        return (session,) if session and fine and understood.asks else ()

    def _person_meant(self, meeting: Meeting, understood: _Understood) -> str:
        """The path of the person whom "her" or "his" means."""
        concepts, before = understood.reading.concepts, understood.question.conversation
        if not concepts & {"her", "his"}:
            return ""
        if before.person:
            return before.person
        titles = ("Ms", "Mrs", "Mme", "Sra", "Miss") if "her" in concepts else ("Mr", "M.", "Sr")
        fitting = [
            place
            for place, contact in enumerate(meeting.contacts)
            if contact.name and in_language(contact.name, "en").startswith(titles)
        ]
        return f"contacts.{fitting[0]}" if len(fitting) == 1 else ""

    # -- finishing -----------------------------------------------------------------------------------------------------

    def _meetings(self, ids: Iterable[str]) -> tuple[Meeting, ...]:
        return tuple(self.catalogue.meetings[meeting] for meeting in ids if meeting in self.catalogue.meetings)

    def _finished(self, understood: _Understood, shown: list[Part]) -> Answer:
        question, before = understood.question, understood.question.conversation
        language = answer_language(question.chosen, understood.reading.language, before.language, question.hint)
        about = tuple(
            dict.fromkeys(
                part.meeting.id for part in shown if isinstance(part, parts.Fact | parts.Coming) and part.meeting
            )
        )
        choices: tuple[Meeting, ...] = ()
        for part in shown:
            match part:
                case parts.Which(candidates=meetings) | parts.NotInStore(near=meetings) | parts.Also(meetings=meetings):
                    choices = (*choices, *meetings)
        asked = understood.asks or tuple(dict.fromkeys(part.ask for part in shown if isinstance(part, parts.Fact)))
        return Answer(
            tuple(shown),
            language,
            asked,
            self._meetings(about),
            self._meetings(dict.fromkeys(meeting.id for meeting in choices)),
            self._remembered(understood, shown, about, choices),
        )

    def _remembered(
        self, understood: _Understood, shown: Sequence[Part], about: tuple[str, ...], choices: Sequence[Meeting]
    ) -> Conversation:
        before = understood.question.conversation
        language = understood.reading.language or before.language
        waits = any(isinstance(part, parts.Which | parts.NotInStore) for part in shown)
        if waits:
            candidates = tuple(meeting.id for meeting in choices)
            return Conversation(before.meetings, understood.asks, language=language, candidates=candidates)
        if not about:
            return replace(before, language=language, candidates=())
        person = next((path for path in map(_person_shown, shown) if path), "")
        session = next(
            (part.sessions[0].id for part in shown if isinstance(part, parts.Sessions) and len(part.sessions) == 1), ""
        )
        kept = tuple(ask for ask in understood.asks if ask.subject not in OF_NO_MEETING)
        person = person or (before.person if before.meetings[:1] == about[:1] else "")
        return Conversation(about, kept or before.asks, person, session, language)


def _person_shown(part: Part) -> str:
    """The path of the one person that a part shows."""
    alone = isinstance(part, parts.Named) or (isinstance(part, parts.Contacts) and len(part.contacts) == 1)
    return part.paths[0] if alone and part.paths else ""


def chosen(question: Question, meeting_id: str) -> Question:
    """The question that waits for a meeting to be chosen, with the one chosen."""
    before = question.conversation
    return replace(
        question,
        given=before.asks or (Ask(Subject.OVERVIEW),),
        conversation=replace(before, meetings=(meeting_id,), candidates=()),
    )
