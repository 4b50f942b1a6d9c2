"""From a question to an answer: understood in what was said before, put together from facts and passages."""

from __future__ import annotations

from dataclasses import replace

from bot.answering import (
    beyond,
    claims,
    confirming,
    followed,
    grounding,
    judging,
    of_several,
    own_words,
    parts,
    passages,
    reasons,
    remembering,
    shares,
    strangers,
    unnamed,
)
from bot.answering.kept import KeptAnswers
from bot.answering.language import answer_language
from bot.answering.mention import TELLING
from bot.answering.names import Names, index
from bot.answering.on_meetings import OnMeetings
from bot.answering.parts import Answer, Part
from bot.answering.passages import Finder
from bot.answering.question import Question, Understood
from bot.answering.quoting import Quoting
from bot.answering.said_once import without_doubles
from bot.answering.subjects import BY_CLOCK, OF_NO_MEETING, SMALL_TALK, Ask, Subject
from bot.answering.talking import TOLD
from bot.answering.typed import typed
from bot.answering.understanding import understand
from bot.answering.words import words
from bot.model import Catalogue, Contact, Meeting

_MERE_TALK = OF_NO_MEETING - {Subject.MEETINGS, Subject.AGENDA}
_ASKING = frozenset({"how_many", "when", "who", "where", "which", "why"})
_OF_A_TREATY = frozenset({"entry_into_force", "ratification"})  # of the glossary
_TWO = 2
_OF_A_MEETING = (parts.Fact, parts.Coming, parts.Unreachable, parts.Unanswered)


class Answerer:
    """Answers questions about one catalogue; build a new one when the store's revision has moved."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lexicon = words()
        self._names: Names = index(catalogue, self._lexicon)
        self._quoting = Quoting(catalogue, self._lexicon)
        self._on = OnMeetings(catalogue, self._names, self._quoting)
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
            shown = self._on.of_the_day_told(understood)
        elif (on := followed.part_for(understood, self.catalogue) or followed.of_her_own(understood)) is not None:
            shown = [on]
        elif (who := strangers.stranger(understood, self._lexicon, self._names)) is not None:
            shown = self._of_a_stranger(who, understood, find)
        elif reasons.asks_why_there(understood, self._lexicon):
            [meeting] = self._on.meetings(understood.resolution.meetings)
            shown = [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meeting)]
        else:
            shown = self._judged(understood) if understood.claims else self._parts(understood, find)
        return self._kept.put_in(unnamed.with_the_unnamed(shown, understood), understood)

    def _of_a_stranger(self, who: strangers.Stranger, understood: Understood, find: Finder) -> list[Part]:
        """What a document says of somebody whom no field names, if not how to reach her; else that there is no such person."""
        ask = understood.asks[0] if understood.asks else Ask(Subject.PERSON)
        for said in self._quoting.naming(who.name, find):
            if ask.subject is not Subject.CONTACTS:
                return [said]
            return [parts.Unreachable(ask=ask, meeting=said.meeting, who=(who.called,)), said]
        near = self._on.meetings(understood.resolution.meetings)
        return [parts.Stranger(ask=ask, meeting=near[0] if near else None, words=who.called)]

    def _looked_back(self, understood: Understood, find: Finder) -> Answer:
        """The last answer once more, what it rests on, or what was asked; all as what was said last left it."""
        question, before, wanted = understood.question, understood.question.conversation, understood.looks_back
        last = before.last
        language = understood.speaks or self._language(understood)
        if wanted == "asked" or last is None:
            recalled = parts.Recalled(ask=Ask(Subject.ACKNOWLEDGED), said=before.said)
            return Answer((recalled,), language, (), (), (), before._replace(language=language))
        asked = understand(
            question._replace(
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
        kept = answer.conversation._replace(last=last, said=before.said, language=language)
        if wanted == "source" and (person := remembering.person_shown(answer.parts)):
            kept = kept._replace(person=person)
        return replace(answer, language=language, conversation=kept)

    def typed(self, question: Question) -> tuple[Meeting, ...]:
        """The meetings that a few words call to mind while they are being typed."""
        return self._on.meetings(typed(question, self._lexicon, self._names))

    def _parts(self, understood: Understood, find: Finder) -> list[Part]:
        asked, resolution = understood.asks, understood.resolution
        if asked and all(ask.subject in _MERE_TALK for ask in asked):
            return self._talk(understood, find)
        if beyond.is_decided(understood) and (of := self._quoting.matters(understood)):
            decided = understood._replace(asks=())
            return self._quoting.on_matters(of, decided, (), find) or self._on.beyond(decided, known=True)
        if understood.day is None and (across := of_several.part_for(understood, self._names)) is not None:
            return [across]
        if quoted := shares.of_a_whole(self._quoting, understood, find):
            return quoted
        if resolution.unknown and not resolution.meetings:
            named_by_the_way = understood._replace(resolution=resolution._replace(named=False))
            quoted = self._quoting.on_an_offer(named_by_the_way, find)
            quoted = quoted or self._quoting.counted(named_by_the_way, find, passages.ENOUGH)
            quoted = quoted or self._quoting.dated(named_by_the_way, find)
            quoted = quoted or self._quoting.on_another_event(named_by_the_way, find)
            if not quoted and (of := self._quoting.matters(understood)):
                quoted = self._quoting.on_matters(of, named_by_the_way, (), find)
            return quoted or self._not_in_store(understood)
        if self._wants_a_definition(understood):
            return [parts.Unanswered(ask=Ask(Subject.OTHER))]
        if not asked:
            return self._on.unasked(understood, find)
        if not resolution.meetings and (quoted := self._quoting.said_better(understood, (), find)):
            return quoted
        if not resolution.meetings:
            return self._reached_alike(understood) or [self._which(understood)]
        return self._on.facts(understood, find)

    def _which(self, understood: Understood) -> Part:
        """Which meeting is meant? Of none is when a treaty came to be."""
        if _is_of_a_treaty(understood):
            return parts.Unanswered(ask=Ask(Subject.OTHER))
        return parts.Which(ask=understood.asks[0], candidates=self._on.meetings(understood.resolution.candidates))

    def _reached_alike(self, understood: Understood) -> list[Part]:
        """How to reach somebody who is named, where all the meetings that may be meant say the same of her."""
        near = self._on.meetings(understood.resolution.candidates)
        people = "person" in understood.reading.named
        if not people or any(ask.subject not in (Subject.CONTACTS, Subject.PERSON) for ask in understood.asks):
            return []
        told = [[self._on.part(ask, meeting, understood) for ask in understood.asks] for meeting in near]
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
        attacks = self._quoting.is_an_attack(understood)
        of = [] if attacks and not beyond.is_of_a_network(understood) else self._quoting.matters(understood)
        asks = understood.reading.concepts & _ASKING
        if not of or (talk.ask.subject in SMALL_TALK and len(of) < _TWO and not asks):
            return [talk]
        unasked = understood._replace(asks=())
        if quoted := self._quoting.on_matters(of, unasked, (), find):
            return quoted
        is_of_a_meeting = not attacks and (talk.ask.subject in SMALL_TALK or "comfort" in understood.reading.concepts)
        return self._on.beyond(unasked, known=True) if is_of_a_meeting else [talk]

    def _judged(self, understood: Understood) -> list[Part]:
        """What the question claims of a meeting, held against the facts; then what it asks besides."""
        meeting = self._on.meetings(understood.resolution.meetings)[0]
        by_claim = [
            (claim, *judging.judged(claim, meeting, understood, lambda ask: self._on.part(ask, meeting, understood)))
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
        shown = [self._on.part(ask, meeting, understood) for ask in rest]
        if rest and holds and "claim" not in understood.reading.forms:
            return shown
        shown = without_doubles([*told_so, *shown])
        if holds and not confirming.is_all_so(understood, meeting, by_claim[0][0].ask.subject):
            of_places = {claim.ask.subject for claim, _, _ in by_claim} == {Subject.VENUE}
            return [self._on.part(Ask(Subject.VENUE), meeting, understood)] if of_places else shown
        if holds is not False and any(judging.is_called_off(part) for part in told_so):
            return shown
        if claims.is_denied(understood.reading):
            return shown
        return [parts.Verdict(ask=next(iter(told)), meeting=meeting, holds=holds), *shown]

    def _not_in_store(self, understood: Understood) -> list[Part]:
        """The store does not have the meeting; where just one comes near, what was asked is said of that one.

        Into a calendar goes none but the one meant.
        """
        near = self._on.meetings(understood.resolution.candidates)
        asked = understood.asks or (Ask(Subject.DATES),)
        said = parts.NotInStore(ask=asked[0], words=understood.resolution.unknown, near=near)
        if len(near) != 1:
            return [said]
        of_that = understood._replace(asks=asked, resolution=understood.resolution._replace(meetings=(near[0].id,)))
        told = [ask for ask in asked if ask.subject not in OF_NO_MEETING | {Subject.CALENDAR}]
        return [said, *(self._on.part(ask, near[0], of_that) for ask in told)]

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
        return Answer(tuple(shown), language, asked, self._on.meetings(about), self._on.meetings(choices), remembered)


def _is_of_a_treaty(understood: Understood) -> bool:
    """Whether a question asks when a treaty came to be, and names no meeting: "when did the Convention enter into force?"."""
    told = not understood.reading.terms.isdisjoint(_OF_A_TREATY)
    return told and not understood.names(*TELLING, "kind", "short", "time", "country")


def _whom_it_reaches(part: Part) -> tuple[Contact, ...] | None:
    """The contacts that a part shows; None where it shows none."""
    match part:
        case parts.Contacts(contacts=contacts):
            return contacts or None
        case parts.Named(contact=contact) if contact is not None:
            return (contact,)
    return None
