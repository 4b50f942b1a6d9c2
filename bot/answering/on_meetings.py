"""What is told of the meetings that a question means: facts, passages, and that something is not said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import facts
from bot.answering import (
    attributing,
    claims,
    comparing,
    detailing,
    due,
    holding,
    judging,
    lasting,
    matters,
    own_words,
    parts,
    passages,
    people,
    reaching,
    search_terms,
)
from bot.answering.mention import TELLING
from bot.answering.names import Names
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.quoting import Quoting
from bot.answering.said_once import registration_once, together, unstated_once, without_doubles
from bot.answering.subjects import BY_CLOCK, OF_NO_MEETING, Ask, Subject
from bot.answering.talking import TOLD
from bot.answering.texts import in_all_languages, initials, short_facts_of
from bot.model import Catalogue, Meeting
from bot.when import first_day

_MOST_PARTS = 6
_MOST_PARTS_OF_SEVERAL = 5  # each comes with its meeting's name
_PLAINLY = frozenset({Subject.DATES, Subject.VENUE, Subject.HOST})
_HOTELS = "practical.hotels"
_OF_PEOPLE = frozenset({"who", "spoke"})  # concepts: what is said of a meeting at large is no answer
_SAID = frozenset({"say", "aside"})  # concepts
_TWO = 2
_LETTERS = 3  # of an acronym that tells
_REASON = "reason"  # of the glossary: said as "why" is in some languages
_MEMBERS = "bureau_members"  # of the glossary


class OnMeetings:
    """Puts together what is told of meetings of one catalogue."""

    def __init__(self, catalogue: Catalogue, names: Names, quoting: Quoting) -> None:
        self._catalogue = catalogue
        self._names = names
        self._quoting = quoting

    def unasked(self, understood: Understood, find: Finder) -> list[Part]:
        """No subject is known: what the documents say in the words of the question, else what there is to the meeting."""
        resolution = understood.resolution
        wanted = self._quoting.terms(understood)
        own = self._own(understood, wanted)
        meetings = self.meetings(resolution.meetings)
        asks_of_anyone = "who" in understood.reading.concepts and not resolution.named
        of = self._quoting.matters(understood)
        quoted = self._members(meetings, understood) or (
            self._quoting.on_matters(of, understood, (), find) if of else []
        )
        if quoted := quoted or self._quoting.counted(understood, find):
            return quoted
        for said in (own_words.without_names(understood, wanted), own):
            asked_of = (*meetings, *self._quoting.speaking_of(said)) if asks_of_anyone else meetings
            if told := [part for meeting in asked_of for part in self._entitled(meeting, said, understood)]:
                return told[:1]
        if len(meetings) == 1 and resolution.named and attributing.is_at_a_house(understood.reading):
            return [self.part(Ask(Subject.VENUE), meetings[0], understood)]
        searched = [own or wanted] if own or not resolution.named else []
        if attributing.is_a_claim(understood.reading) and own_words.are_offices(understood, own):
            searched = []  # that somebody holds it is said, not whether she comes
        searched += (
            [wanted] if own and understood.reading.concepts & {"seats", "how_many"} else []
        )  # "how many places for the visit?"
        found = next(filter(None, (self._found(understood, words, find) for words in searched)), None)
        if found and of and not any(_says_one(part, of) for part in found):
            found = None
        if found := found or self._found_otherwise(understood, own, find):
            return found
        if touched := [part for meeting in meetings for part in self._touched(meeting, own, understood)]:
            return touched
        if resolution.named and not meetings and resolution.candidates:
            return [parts.Which(ask=Ask(Subject.OVERVIEW), candidates=self.meetings(resolution.candidates))]
        unread = own_words.has_unread_signs(understood) or not understood.reading.concepts.isdisjoint(_OF_PEOPLE)
        asks_of_a_matter = bool(of) and not understood.names("word")
        if not own and not asks_of_a_matter and (at_large := self._at_large(meetings, understood, unread=unread)):
            return at_large
        if len(meetings) == 1 and (placed := self._placed(meetings[0], understood)):
            return placed
        if meetings and (resolution.named or understood.question.conversation.meetings) and (wanted or unread):
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meetings[0])]
        return self.beyond(understood, known=bool(wanted))

    def _members(self, meetings: Sequence[Meeting], understood: Understood) -> list[Part]:
        """Who is invited to the meeting of a body, where a question asks who its members are."""
        asked = [Ask(Subject.INVITED)] if understood.reading.concepts & {"who", "which_states"} else []
        return [
            self.part(ask, each, understood) for ask in asked for each in meetings if _has_members(each, understood)
        ]

    def _at_large(self, meetings: Sequence[Meeting], understood: Understood, *, unread: bool) -> list[Part]:
        """What there is to the meetings that a question only names; more than two are listed, in order."""
        if len(meetings) > _TWO and not unread:
            listed = self.meetings(self._names.timeline.in_order(meeting.id for meeting in meetings))
            return [parts.Listed(ask=Ask(Subject.MEETINGS), meetings=listed, count=len(listed), complete=False)]
        named = meetings if understood.resolution.named and not unread else ()
        if meetings and understood.names("word"):
            named = named or meetings[:1]
        return [self.part(Ask(Subject.OVERVIEW), meeting, understood) for meeting in named]

    def beyond(self, understood: Understood, *, known: bool) -> list[Part]:
        """That the documents do not say what no field holds; else that the question is of no meeting."""
        if self._quoting.matters(understood) or _is_of_the_field(understood):
            near = self.meetings((*understood.resolution.meetings, *understood.resolution.candidates))
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=near[0] if near else None)]
        inside = {
            meeting for mention in understood.mentions if mention.kind == "inside" for meeting in mention.meetings
        }
        if about := [each for each in understood.resolution.meetings if known and each in inside]:
            return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=self.meetings(about)[0])]
        if "who" in understood.reading.concepts and known:
            return [parts.Unanswered(ask=Ask(Subject.OTHER))]
        return [parts.Talk(ask=Ask(Subject.OUT_OF_SCOPE))]

    @staticmethod
    def _own(understood: Understood, wanted: Sequence[search_terms.Term]) -> Sequence[search_terms.Term]:
        """Those of the words of a question that neither ask nor name a meeting, nor say who or what says something."""
        own = own_words.unspent(understood, wanted)
        return (own_words.without_sayers(understood, own) or own) if understood.reading.concepts & _SAID else own

    def _found_otherwise(self, understood: Understood, own: Sequence[search_terms.Term], find: Finder) -> list[Part]:
        """What documents say in another language, or where a question for yes or no names somebody else."""
        named = understood.resolution.named
        otherwise = self._quoting.otherwise_named(understood, own, find) if named else []
        return otherwise or self._quoting.in_other_languages(understood, own, find)

    def _found(self, understood: Understood, wanted: Sequence[search_terms.Term], find: Finder) -> list[Part]:
        """What the documents say in these words; where only a time names a meeting ("in 2032"), of any meeting."""
        found = self._quoting.found(understood, wanted, find)
        if found or not understood.names("time") or understood.names(*TELLING, "short", "kind", "country"):
            return found
        unnamed = understood._replace(resolution=understood.resolution._replace(named=False))
        return self._quoting.found(unnamed, wanted, find)

    def of_the_day_told(self, understood: Understood) -> list[Part]:
        """Which day of the week the day is that was told, or the meeting's first, and whether it is the one that is named."""
        meeting, before = self.meetings(understood.resolution.meetings)[0], understood.question.conversation
        day = understood.day or (first_day(meeting.start) if facts.days_of(meeting) and meeting.start else None)
        if day is None:
            return [self.part(Ask(Subject.DATES), meeting, understood)]
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
        return [*wrong, self.part(ask, meeting, understood)]

    def _touched(self, meeting: Meeting, own: Sequence[search_terms.Term], understood: Understood) -> list[Part]:
        """The subject of which a fact holds words of the question, as in "is it at the WMO?"."""
        if not own:
            return []
        for subject, text in short_facts_of(meeting):
            acronym = initials(text).casefold()
            if len(acronym) >= _LETTERS and any((acronym,) in term.ways for term in own):  # "what does GICHD do there?"
                return [self.part(Ask(subject), meeting, understood)]
            if passages.share(f"{text} {initials(text)}", own) >= passages.ENOUGH:
                return [self.part(Ask(subject), meeting, understood)]
        return []

    def _entitled(self, meeting: Meeting, own: Sequence[search_terms.Term], understood: Understood) -> list[Part]:
        """The documents whose titles a question says, or whoever has the office that it asks for."""
        if "who" in understood.reading.concepts and (path := holding.in_office(meeting, own)):
            details = matters.Details(people=people.at(meeting, path))
            ask, now = Ask(Subject.PERSON), understood.question.now
            return [matters.part_for(ask, meeting, details, understood.reading, self._catalogue, now)]
        return [self.part(Ask(Subject.DOCUMENTS), meeting, understood)] if holding.entitled(meeting, own) else []

    def facts(self, understood: Understood, find: Finder) -> list[Part]:
        """What was asked, of each meeting that is meant; a passage where it says more."""
        asked = [ask for ask in understood.asks if ask.subject not in OF_NO_MEETING]
        beside = [ask for ask in asked if ask.subject in BY_CLOCK]
        goes_on = any(ask.focus for ask in beside) or understood.reading.concepts & {"after", "before"}
        if beside and len(asked) > 1 and goes_on:
            asked = [
                ask for ask in asked if ask in beside or ask.subject not in _PLAINLY
            ]  # "when is the next one after Lima?"
        elif len(asked) > 1:
            asked = [ask for ask in asked if ask.subject not in BY_CLOCK or ask.focus]
        meetings = self.meetings(understood.resolution.meetings)
        shown = [self.part(ask, meeting, understood) for meeting in meetings for ask in asked]
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
            shown.append(parts.Also(ask=asked[0], meetings=self.meetings(understood.resolution.others)))
        return shown[: _MOST_PARTS if len(meetings) < 2 else _MOST_PARTS_OF_SEVERAL]

    def _held_against(self, shown: list[Part], understood: Understood) -> list[Part]:
        """The parts with the verdict on what the question says by name of one of them; nothing where it says nothing."""
        meeting = self.meetings(understood.resolution.meetings)[0]
        asked = {str(part.ask) for part in shown}
        if asked == {_HOTELS} and (placed := self._placed(meeting, understood)):
            return placed
        named = detailing.sessions_named(meeting, understood)
        if _HOTELS in asked and named:
            shown = [self.part(Ask(Subject.VENUE, "room"), meeting, understood)]
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

    def part(self, ask: Ask, meeting: Meeting, understood: Understood) -> Part:
        """What a meeting's facts say of what was asked, or that they do not."""
        if (awaited := due.part_for(ask, meeting, understood)) is not None:
            return awaited
        details = detailing.details(meeting, understood, ask)
        return matters.part_for(ask, meeting, details, understood.reading, self._catalogue, understood.question.now)

    def meetings(self, ids: Iterable[str]) -> tuple[Meeting, ...]:
        """Those that the catalogue has, by their ids."""
        meetings = self._catalogue.meetings
        return tuple([meetings[each] for each in ids if each in meetings])


def _says_one(part: Part, of: Sequence[search_terms.Term]) -> bool:
    """Whether a part says one of some terms; what is no quotation says what it was looked for by."""
    return not isinstance(part, parts.Quotation) or any(term.is_said(part.text) for term in of)


def _is_of_the_field(understood: Understood) -> bool:
    """Whether how many is asked of what several terms of the field say, or why of one: no other field is spoken of."""
    terms = {hit.start for hit in understood.reading.of("glossary") if hit.value.name != _REASON}
    concepts = understood.reading.concepts
    return ("how_many" in concepts and len(terms) >= _TWO) or ("why" in concepts and bool(terms))


def _has_members(meeting: Meeting, understood: Understood) -> bool:
    """Whether a question speaks of the members of a body, and those are who is invited to its meeting."""
    if _MEMBERS not in understood.reading.terms:
        return False
    said = (version for each in meeting.invited for version in in_all_languages(each))
    return any(f"term:{_MEMBERS}" in reaching.meanings(version) for version in said)


def _is_only_touched(part: Part, shown: Sequence[Part]) -> bool:
    """Whether a part is on words by which another says who or what is meant ("the host country coordinator")."""
    if part.ask.subject is Subject.HOST:
        chosen = [other for other in shown if isinstance(other, parts.Contacts) and other.narrowed]
        return any(reaching.has_told_task(other.contacts, "concept:host") for other in chosen)
    if part.ask.subject is Subject.PRACTICAL and isinstance(part, parts.Fact):
        chosen = [other for other in shown if isinstance(other, parts.Contacts) and other.narrowed]
        task = f"concept:{reaching.TASKS.get(part.focus, part.focus)}"
        unstated = not matters.states(part.meeting, part.ask)
        return unstated and any(reaching.has_told_task(other.contacts, task) for other in chosen)
    if part.ask == Ask(Subject.DOCUMENTS):
        return any(isinstance(other, parts.Deadlines) for other in shown)  # "until when do we submit documents?"
    if part.ask.subject is Subject.OBJECTIVES and isinstance(part, parts.Fact) and not part.meeting.objectives:
        return any(other.ask.subject is Subject.PRACTICAL for other in shown)  # "what does sponsorship cover?"
    if part.ask.subject is Subject.LEVEL and isinstance(part, parts.Fact):
        if part.meeting.level and any(str(other.ask) == "requests.nominate" for other in shown):
            return True  # whom to nominate is said with the level
        unstated = not matters.states(part.meeting, part.ask)
        return unstated and any(isinstance(other, parts.Deadlines) for other in shown)
    return False
