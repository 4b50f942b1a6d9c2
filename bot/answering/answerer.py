"""From a question to an answer: understood in what was said before, put together from facts and passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import facts
from bot.answering import (
    attributing,
    claims,
    comparing,
    detailing,
    due,
    followed,
    grounding,
    holding,
    judging,
    lasting,
    matters,
    of_several,
    own_words,
    parts,
    passages,
    people,
    reaching,
    remembering,
    search_terms,
    unnamed,
)
from bot.answering.kept import KeptAnswers
from bot.answering.language import answer_language
from bot.answering.mention import TELLING
from bot.answering.names import Names, index
from bot.answering.parts import Answer, Part
from bot.answering.passages import Finder
from bot.answering.question import Question, Understood
from bot.answering.quoting import Quoting
from bot.answering.said_once import registration_once, together, unstated_once, without_doubles
from bot.answering.subjects import BY_CLOCK, OF_NO_MEETING, SMALL_TALK, Ask, Subject
from bot.answering.talking import TOLD
from bot.answering.texts import initials, short_facts_of
from bot.answering.typed import typed
from bot.answering.understanding import understand
from bot.answering.words import words
from bot.model import Catalogue, Contact, Meeting
from bot.when import first_day

_MOST_PARTS = 6
_MOST_PARTS_OF_SEVERAL = 5  # each comes with its meeting's name
_MERE_TALK = OF_NO_MEETING - {Subject.MEETINGS, Subject.AGENDA}
_PLAINLY = (Ask(Subject.DATES), Ask(Subject.VENUE))
_HOTELS = "practical.hotels"
_TASKS = {"hotels": "hotel", "badges": "badge", "fees": "fee"}  # of contacts, by practical matters
_ASKING = frozenset({"how_many", "when", "who", "where", "which", "why"})
_OF_PEOPLE = frozenset({"who", "spoke"})  # concepts: what is said of a meeting at large is no answer
_TWO = 2
_OF_A_MEETING = (parts.Fact, parts.Coming, parts.Unreachable, parts.Unanswered)


class Answerer:
    """Answers questions about one catalogue; build a new one when the store's revision has moved."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lexicon = words()
        self._names: Names = index(catalogue, self._lexicon)
        self._quoting = Quoting(catalogue, self._lexicon)
        self._kept = KeptAnswers(catalogue, self._lexicon, self._names)

    def answer(self, question: Question, find: Finder) -> Answer:
        """The answer to a question. `find` gives the passages that are wanted, at most so many, the best first."""
        understood = understand(question, self._lexicon, self._names)
        if understood.looks_back:
            return self._looked_back(understood, find)
        return self._finished(understood, self._shown(understood, find))

    def _shown(self, understood: Understood, find: Finder) -> list[Part]:
        shown: list[Part]
        if understood.strange_symbol:
            shown = [parts.NoSuchDocument(ask=Ask(Subject.DOCUMENTS), words=understood.strange_symbol)]
        elif understood.asks == (TOLD,):
            shown = self._of_the_day_told(understood)
        elif (on := followed.part_for(understood, self.catalogue) or followed.of_her_own(understood)) is not None:
            shown = [on]
        else:
            shown = self._judged(understood) if understood.claims else self._parts(understood, find)
        return self._kept.put_in(unnamed.with_the_unnamed(shown, understood), understood)

    def _looked_back(self, understood: Understood, find: Finder) -> Answer:
        """The last answer once more, what it rests on, or what was asked; all as what was said last left it."""
        question, before, wanted = understood.question, understood.question.conversation, understood.looks_back
        last = before.last
        language = understood.speaks or self._language(understood)
        if wanted == "asked" or last is None:
            recalled = parts.Recalled(ask=Ask(Subject.ACKNOWLEDGED), said=before.said)
            return Answer((recalled,), language, (), (), (), replace(before, language=language))
        asked = understand(
            replace(
                question,
                text=last.text,
                given=last.given,
                is_resumed=last.is_resumed,
                is_correction=last.is_correction,
                conversation=last.before,
            ),
            self._lexicon,
            self._names,
        )
        shown = self._shown(asked, find)
        answer = self._finished(asked, shown)
        if wanted == "source" and (grounds := grounding.grounds(shown, self.catalogue)):
            answer = replace(answer, parts=grounds)
        elif wanted == "sure":
            answer = replace(answer, parts=(parts.Again(ask=shown[0].ask), *shown))
        kept = replace(answer.conversation, last=last, said=before.said, language=language)
        if wanted == "source" and (person := remembering.person_shown(answer.parts)):
            kept = replace(kept, person=person)
        return replace(answer, language=language, conversation=kept)

    def typed(self, question: Question) -> tuple[Meeting, ...]:
        """The meetings that a few words call to mind while they are being typed."""
        return self._meetings(typed(question, self._lexicon, self._names))

    def _parts(self, understood: Understood, find: Finder) -> list[Part]:
        asked, resolution = understood.asks, understood.resolution
        if asked and all(ask.subject in _MERE_TALK for ask in asked):
            return self._talk(understood, find)
        if understood.day is None and (across := of_several.part_for(understood, self._names)) is not None:
            return [across]
        if resolution.unknown and not resolution.meetings:
            named_by_the_way = understood._replace(resolution=resolution._replace(named=False))
            quoted = self._quoting.counted(named_by_the_way, find, passages.ENOUGH)
            quoted = quoted or self._quoting.dated(named_by_the_way, find)
            if not quoted and (of := self._quoting.matters(understood)):
                quoted = self._quoting.on_matters(of, named_by_the_way, (), find)
            return quoted or self._not_in_store(understood)
        if self._wants_a_definition(understood):
            return [parts.Unanswered(ask=Ask(Subject.OTHER))]
        if not asked:
            return self._unasked(understood, find)
        if not resolution.meetings and (quoted := self._quoting.said_better(understood, (), find)):
            return quoted
        if not resolution.meetings:
            which = parts.Which(ask=asked[0], candidates=self._meetings(resolution.candidates))
            return self._reached_alike(understood) or [which]
        return self._facts(understood, find)

    def _reached_alike(self, understood: Understood) -> list[Part]:
        """How to reach somebody who is named, where all the meetings that may be meant say the same of her."""
        near = self._meetings(understood.resolution.candidates)
        people = any(hit.value.kind == "person" for hit in understood.reading.names)
        if not people or any(ask.subject not in (Subject.CONTACTS, Subject.PERSON) for ask in understood.asks):
            return []
        told = [[self._part(ask, meeting, understood) for ask in understood.asks] for meeting in near]
        said = {tuple(map(_whom_it_reaches, shown)) for shown in told}
        return told[0] if len(said) == 1 and None not in next(iter(said)) else []

    def _wants_a_definition(self, understood: Understood) -> bool:
        """Whether nothing is asked but what something is that many meetings are about ("what is a cluster munition?")."""
        if understood.resolution.meetings or any(ask.subject is not Subject.OVERVIEW for ask in understood.asks):
            return False
        if "definition" not in understood.reading.concepts:
            at_large = all(mention.kind in ("word", "inside") for mention in understood.mentions)
            if not (understood.asks and at_large and "open" in understood.reading.forms):
                return False
        return not own_words.unspent(understood, self._quoting.terms(understood))

    def _talk(self, understood: Understood, find: Finder) -> list[Part]:
        """Small talk and what is of no meeting, unless the question has words of what documents speak of."""
        talk = parts.Talk(ask=understood.asks[0])
        if talk.ask.subject not in SMALL_TALK | {Subject.OUT_OF_SCOPE}:
            return [talk]
        of = [] if self._quoting.is_an_attack(understood) else self._quoting.matters(understood)
        asks = understood.reading.concepts & _ASKING
        if not of or (talk.ask.subject in SMALL_TALK and len(of) < _TWO and not asks):
            return [talk]
        unasked = understood._replace(asks=())
        if quoted := self._quoting.on_matters(of, unasked, (), find):
            return quoted
        is_of_a_meeting = talk.ask.subject in SMALL_TALK or "comfort" in understood.reading.concepts
        return self._beyond(unasked, known=True) if is_of_a_meeting else [talk]

    def _judged(self, understood: Understood) -> list[Part]:
        """What the question claims of a meeting, held against the facts; then what it asks besides."""
        meeting = self._meetings(understood.resolution.meetings)[0]
        by_claim = [
            (claim, *judging.judged(claim, meeting, understood, lambda ask: self._part(ask, meeting, understood)))
            for claim in understood.claims
        ]
        wrong = [judged for judged in by_claim if judged[2] is not True]
        verdicts = [holds for _, _, holds in wrong]
        told = dict.fromkeys(claim.ask for claim, _, _ in wrong or by_claim)
        holds = True if not verdicts else False if False in verdicts else None
        rest = [ask for ask in understood.asks if ask.subject not in {claim.subject for claim in told}]
        idle = {*BY_CLOCK, Subject.OVERVIEW, *OF_NO_MEETING}
        if "given" not in understood.reading.forms:
            idle |= {Subject.STATUS, Subject.PROGRAMME}
        rest = [ask for ask in rest if ask.subject not in idle]
        told_so = without_doubles([part for _, part, _ in wrong or by_claim])
        shown = [self._part(ask, meeting, understood) for ask in rest]
        if rest and holds and "claim" not in understood.reading.forms:
            return shown
        shown = without_doubles([*told_so, *shown])
        if holds is not False and any(judging.is_called_off(part) for part in told_so):
            return shown
        if claims.is_denied(understood.reading):
            return shown
        return [parts.Verdict(ask=next(iter(told)), meeting=meeting, holds=holds), *shown]

    def _not_in_store(self, understood: Understood) -> list[Part]:
        """The store does not have the meeting; where just one comes near, what was asked is said of that one.

        Into a calendar goes none but the one meant.
        """
        near = self._meetings(understood.resolution.candidates)
        asked = understood.asks or (Ask(Subject.DATES),)
        said = parts.NotInStore(ask=asked[0], words=understood.resolution.unknown, near=near)
        if len(near) != 1:
            return [said]
        of_that = understood._replace(asks=asked, resolution=understood.resolution._replace(meetings=(near[0].id,)))
        told = [ask for ask in asked if ask.subject not in OF_NO_MEETING | {Subject.CALENDAR}]
        return [said, *(self._part(ask, near[0], of_that) for ask in told)]

    # -- of meetings ---------------------------------------------------------------------------------------------------

    def _unasked(self, understood: Understood, find: Finder) -> list[Part]:
        """No subject is known: what the documents say in the words of the question, else what there is to the meeting."""
        resolution = understood.resolution
        wanted = self._quoting.terms(understood)
        own = own_words.unspent(understood, wanted)
        meetings = self._meetings(resolution.meetings)
        asks_of_anyone = "who" in understood.reading.concepts and not resolution.named
        of = self._quoting.matters(understood)
        quoted = self._quoting.on_matters(of, understood, (), find) if of else []
        if quoted := quoted or self._quoting.counted(understood, find):
            return quoted
        for said in (own_words.without_names(understood, wanted), own):
            asked_of = (*meetings, *self._quoting.speaking_of(said)) if asks_of_anyone else meetings
            if told := [part for meeting in asked_of for part in self._entitled(meeting, said, understood)]:
                return told[:1]
        if len(meetings) == 1 and resolution.named and attributing.is_at_a_house(understood.reading):
            return [self._part(Ask(Subject.VENUE), meetings[0], understood)]
        searched = [own or wanted] if own or not resolution.named else []
        searched += (
            [wanted] if own and understood.reading.concepts & {"seats", "how_many"} else []
        )  # "how many places for the visit?"
        if found := next(filter(None, (self._found(understood, words, find) for words in searched)), None):
            return found
        if touched := [part for meeting in meetings for part in self._touched(meeting, own, understood)]:
            return touched
        if resolution.named and not meetings and resolution.candidates:
            return [parts.Which(ask=Ask(Subject.OVERVIEW), candidates=self._meetings(resolution.candidates))]
        unread = own_words.has_unread_signs(understood) or not understood.reading.concepts.isdisjoint(_OF_PEOPLE)
        if not own and (at_large := self._at_large(meetings, understood, unread=unread)):
            return at_large
        if len(meetings) == 1 and (placed := self._placed(meetings[0], understood)):
            return placed
        if meetings and (resolution.named or understood.question.conversation.meetings) and (wanted or unread):
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meetings[0])]
        return self._beyond(understood, known=bool(wanted))

    def _at_large(self, meetings: Sequence[Meeting], understood: Understood, *, unread: bool) -> list[Part]:
        """What there is to the meetings that a question only names; more than two are listed, in order."""
        if len(meetings) > _TWO and not unread:
            listed = self._meetings(self._names.timeline.in_order(meeting.id for meeting in meetings))
            return [parts.Listed(ask=Ask(Subject.MEETINGS), meetings=listed, count=len(listed), complete=False)]
        named = meetings if understood.resolution.named and not unread else ()
        if meetings and understood.names("word"):
            named = named or meetings[:1]
        return [self._part(Ask(Subject.OVERVIEW), meeting, understood) for meeting in named]

    def _beyond(self, understood: Understood, *, known: bool) -> list[Part]:
        """That the documents do not say what no field holds; else that the question is of no meeting."""
        if self._quoting.matters(understood):
            near = self._meetings((*understood.resolution.meetings, *understood.resolution.candidates))
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=near[0] if near else None)]
        inside = {
            meeting for mention in understood.mentions if mention.kind == "inside" for meeting in mention.meetings
        }
        if about := [each for each in understood.resolution.meetings if known and each in inside]:
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=self._meetings(about)[0])]
        if "who" in understood.reading.concepts and known:
            return [parts.Unanswered(ask=Ask(Subject.OTHER))]
        return [parts.Talk(ask=Ask(Subject.OUT_OF_SCOPE))]

    def _found(self, understood: Understood, wanted: Sequence[search_terms.Term], find: Finder) -> list[Part]:
        """What the documents say in these words; where only a time names a meeting ("in 2032"), of any meeting."""
        found = self._quoting.found(understood, wanted, find)
        if found or not understood.names("time") or understood.names(*TELLING, "short", "kind", "country"):
            return found
        unnamed = understood._replace(resolution=understood.resolution._replace(named=False))
        return self._quoting.found(unnamed, wanted, find)

    def _of_the_day_told(self, understood: Understood) -> list[Part]:
        """Which day of the week the day is that was told, or the meeting's first, and whether it is the one that is named."""
        meeting, before = self._meetings(understood.resolution.meetings)[0], understood.question.conversation
        day = understood.day or (first_day(meeting.start) if facts.days_of(meeting) and meeting.start else None)
        if day is None:
            return [self._part(Ask(Subject.DATES), meeting, understood)]
        shown = parts.Day(ask=TOLD, meeting=meeting, day=day, event=before.event if understood.day else "")
        named = [time.relative for time in understood.reading.times]
        if not named:
            return [shown]
        return [parts.Verdict(ask=TOLD, meeting=meeting, holds=named == [f"weekday.{day.isoweekday()}"]), shown]

    def _placed(self, meeting: Meeting, understood: Understood) -> list[Part]:
        """Where a meeting is, if the question has it somewhere; and that it is not there, where that is sure."""
        ask, sure = Ask(Subject.VENUE), attributing.elsewhere(understood, meeting)
        if not sure and not attributing.is_of_a_place(understood.reading):
            return []
        wrong = [parts.Verdict(ask=ask, meeting=meeting, holds=False)] if sure else []
        return [*wrong, self._part(ask, meeting, understood)]

    def _touched(self, meeting: Meeting, own: Sequence[search_terms.Term], understood: Understood) -> list[Part]:
        """The subject of which a fact holds words of the question, as in "is it at the WMO?"."""
        if not own:
            return []
        for subject, text in short_facts_of(meeting):
            if passages.share(f"{text} {initials(text)}", own) >= passages.ENOUGH:
                return [self._part(Ask(subject), meeting, understood)]
        return []

    def _entitled(self, meeting: Meeting, own: Sequence[search_terms.Term], understood: Understood) -> list[Part]:
        """The documents whose titles a question says, or whoever has the office that it asks for."""
        if "who" in understood.reading.concepts and (path := holding.in_office(meeting, own)):
            details = matters.Details(people=people.at(meeting, path))
            ask, now = Ask(Subject.PERSON), understood.question.now
            return [matters.part_for(ask, meeting, details, understood.reading, self.catalogue, now)]
        return [self._part(Ask(Subject.DOCUMENTS), meeting, understood)] if holding.entitled(meeting, own) else []

    def _facts(self, understood: Understood, find: Finder) -> list[Part]:
        """What was asked, of each meeting that is meant; a passage where it says more."""
        asked = [ask for ask in understood.asks if ask.subject not in OF_NO_MEETING]
        beside = [ask for ask in asked if ask.subject in BY_CLOCK]
        goes_on = any(ask.focus for ask in beside) or understood.reading.concepts & {"after", "before"}
        if beside and len(asked) > 1 and goes_on:
            asked = [ask for ask in asked if ask in beside or ask not in _PLAINLY]  # "when is the next one after Lima?"
        elif len(asked) > 1:
            asked = [ask for ask in asked if ask.subject not in BY_CLOCK or ask.focus]
        meetings = self._meetings(understood.resolution.meetings)
        shown = [self._part(ask, meeting, understood) for meeting in meetings for ask in asked]
        shown = unstated_once(registration_once(without_doubles(together(shown)), understood.question.now))
        if any(part.ask.subject is Subject.PRACTICAL for part in shown):  # "until when are rooms held?"
            shown = [
                part for part in shown if part.ask.subject is not Subject.DEADLINES or isinstance(part, parts.Deadlines)
            ]
        shown = [part for part in shown if not _is_only_touched(part, shown)]
        if (ranked := comparing.compared(meetings, understood)) is not None:
            return [ranked, *shown][:_MOST_PARTS_OF_SEVERAL]
        if len(meetings) == 1 and (counted := lasting.verdict(shown, meetings[0], understood)) is not None:
            return [counted, *shown]
        if (
            len(meetings) == 1
            and attributing.is_a_claim(understood.reading)
            and (held := self._held_against(shown, understood))
        ):
            return held
        aside = bool(understood.reading.symbols) or understood.in_passing
        quoted = [] if aside else self._quoting.said_better(understood, shown, find)
        if quoted:
            shown = quoted
        if understood.resolution.unknown:
            shown.append(parts.NotInStore(ask=asked[0], words=understood.resolution.unknown, near=()))
        if understood.resolution.others and not quoted:
            shown.append(parts.Also(ask=asked[0], meetings=self._meetings(understood.resolution.others)))
        return shown[: _MOST_PARTS if len(meetings) < 2 else _MOST_PARTS_OF_SEVERAL]

    def _held_against(self, shown: list[Part], understood: Understood) -> list[Part]:
        """The parts with the verdict on what the question says by name of one of them; nothing where it says nothing."""
        meeting = self._meetings(understood.resolution.meetings)[0]
        asked = {str(part.ask) for part in shown}
        if asked == {_HOTELS} and (placed := self._placed(meeting, understood)):
            return placed
        named = detailing.sessions_named(meeting, understood)
        if _HOTELS in asked and named:
            shown = [self._part(Ask(Subject.VENUE, "room"), meeting, understood)]
        elif any(part.ask.subject not in attributing.SUBJECTS for part in shown) and asked != {_HOTELS, "venue"}:
            return []
        for part in shown:
            if not isinstance(part, parts.Fact) or str(part.ask) == _HOTELS:
                continue
            verdict = attributing.verdict(part, understood, named)
            if verdict is not None:
                unsaid = (verdict.holds and judging.is_called_off(part)) or claims.is_denied(understood.reading)
                return [part] if unsaid else [verdict, part]
            if isinstance(part, parts.Chairings) and meeting.chairs and understood.names(*TELLING):
                return [part, parts.Fact(ask=Ask(Subject.CHAIRS), meeting=meeting, paths=("chairs",))]
        return []

    def _part(self, ask: Ask, meeting: Meeting, understood: Understood) -> Part:
        if (awaited := due.part_for(ask, meeting, understood)) is not None:
            return awaited
        details = detailing.details(meeting, understood, ask)
        return matters.part_for(ask, meeting, details, understood.reading, self.catalogue, understood.question.now)

    # -- finishing -----------------------------------------------------------------------------------------------------

    def _meetings(self, ids: Iterable[str]) -> tuple[Meeting, ...]:
        meetings = self.catalogue.meetings
        return tuple([meetings[each] for each in ids if each in meetings])

    def _language(self, understood: Understood) -> str:
        question, before = understood.question, understood.question.conversation
        return answer_language(question.chosen, understood.reading.language, before.language, question.hint)

    def _finished(self, understood: Understood, shown: list[Part]) -> Answer:
        language = self._language(understood)
        about = dict.fromkeys(part.meeting.id for part in shown if isinstance(part, _OF_A_MEETING) and part.meeting)
        what = (part.what for part in shown if isinstance(part, parts.Following))
        about.update((each.id, None) for each in what if isinstance(each, Meeting))
        choices: dict[str, None] = {}
        for part in shown:
            match part:
                case parts.Which(candidates=meetings) | parts.NotInStore(near=meetings) | parts.Also(meetings=meetings):
                    choices.update(dict.fromkeys(meeting.id for meeting in meetings if meeting.id not in about))
        asked = understood.asks or tuple(dict.fromkeys(part.ask for part in shown if isinstance(part, parts.Fact)))
        remembered = remembering.remembered(understood, shown, tuple(about), tuple(choices))
        return Answer(tuple(shown), language, asked, self._meetings(about), self._meetings(choices), remembered)


def _whom_it_reaches(part: Part) -> tuple[Contact, ...] | None:
    """The contacts that a part shows; None where it shows none."""
    match part:
        case parts.Contacts(contacts=contacts):
            return contacts or None
        case parts.Named(contact=contact) if contact is not None:
            return (contact,)
    return None


def _is_only_touched(part: Part, shown: Sequence[Part]) -> bool:
    """Whether a part is on words by which another says who or what is meant ("the host country coordinator")."""
    if part.ask.subject is Subject.HOST:
        chosen = [other for other in shown if isinstance(other, parts.Contacts) and other.narrowed]
        return any(reaching.has_told_task(other.contacts, "concept:host") for other in chosen)
    if part.ask.subject is Subject.PRACTICAL and isinstance(part, parts.Fact):
        chosen = [other for other in shown if isinstance(other, parts.Contacts) and other.narrowed]
        task = f"concept:{_TASKS.get(part.focus, part.focus)}"
        unstated = not matters.states(part.meeting, part.ask)
        return unstated and any(reaching.has_told_task(other.contacts, task) for other in chosen)
    if part.ask == Ask(Subject.DOCUMENTS):
        return any(isinstance(other, parts.Deadlines) for other in shown)  # "until when do we submit documents?"
    if part.ask.subject is Subject.LEVEL and isinstance(part, parts.Fact):
        if part.meeting.level and any(str(other.ask) == "requests.nominate" for other in shown):
            return True  # whom to nominate is said with the level
        unstated = not matters.states(part.meeting, part.ask)
        return unstated and any(isinstance(other, parts.Deadlines) for other in shown)
    return False
