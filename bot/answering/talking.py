"""What a question says of the talk itself: it wants the last answer again, doubts it, puts the last question right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from bot import facts
from bot.answering import particles, people
from bot.answering.conversation import Conversation
from bot.answering.counting import ASKING_ON, numbers
from bot.answering.meetings import Resolution
from bot.answering.phrases import Hit, longest_first
from bot.answering.question import Question, Understood
from bot.answering.reading import Reading
from bot.answering.subjects import SMALL_TALK, Ask, Subject
from bot.answering.texts import people_of
from bot.answering.words import Meaning, Words
from bot.model import Meeting

TOLD = Ask(Subject.DATES, "told")
_SHORT = {"zh": 24, "lo": 60}  # words or signs: who speaks of the talk says no more ...
_FEW = {"zh": 12, "lo": 40}  # ... and behind "no" no more than these, by which another meeting is named
_WORDS, _FEW_WORDS = 12, 7
_MOST = 4  # meetings that are shown at once
_FOCI = ("again", "sure", "source", "asked")
_CARRY_NOTHING = frozenset(
    [
        *(
            "and_what",
            "aside",
            "asked",
            "before",
            "contact",
            "date",
            "document",
            "greet",
            "help",
            "her",
            "his",
            "letter",
        ),
        *("link", "now", "ok", "overview", "salutation", "say", "takes_place", "thanks", "when", "where", "who"),
    ]
)
_OF_SOMEBODY = frozenset(
    {Subject.VENUE, Subject.HOST, Subject.OVERVIEW, Subject.OTHER, Subject.PERSON, Subject.DATES, Subject.OUT_OF_SCOPE}
)
_ASKING = frozenset(["who", "when", "where", "why", "how", "how_many", "deadline", "end", "begin", "length", "left"])
_ABOUT_SOMEBODY = (Subject.CHAIRS, Subject.PERSON, Subject.CONTACTS)
_BRIEF = 3  # words in which somebody is asked about without being called "he" or "she": "¿es peruano?"
_PROGRAMME = Ask(Subject.PROGRAMME)
_PROCESS = Ask(Subject.PROCESS)
_AFTER, _ROOM = Ask(Subject.NEXT, "after"), Ask(Subject.VENUE, "room")
_CONTACTS = (Ask(Subject.CONTACTS),)
_WHETHER_TO_COME = ((Ask(Subject.NEXT),), (Ask(Subject.INVITED),))
_SIGNED_BY = Ask(Subject.DOCUMENTS, "signed_by")
_OF_THE_MEETING = frozenset({Subject.DATES, Subject.NEXT, Subject.PREVIOUS, Subject.MEETINGS})
_IN_WORDS = frozenset({Subject.OTHER, Subject.OUTCOME, Subject.PROCESS})  # told as documents write it
_WITH_A_DAY = particles.said("goes_with_a_day")


class Talked:
    """A question with what it says of the talk that it stands in."""

    def __init__(self, understood: Understood, lexicon: Words, meetings: Mapping[str, Meeting]) -> None:
        """Look for what is said of the talk; nothing is where none was held, or the question is long."""
        self._understood = understood
        self._meetings = meetings
        self._question: Question = understood.question
        self._before: Conversation = understood.question.conversation
        self._reading: Reading = understood.reading
        self._hits = self._said(lexicon)
        self._names = frozenset(hit.value.name for hit in self._hits)

    def put_right(self) -> Question | None:
        """The last question put right: what stands behind "no, I meant", asked as the last one was."""
        if self._question.is_correction or not (self._before.asks or self._before.meetings):
            return None
        end = max((hit.end for hit in self._hits if hit.value.name == "corrects"), default=0)
        begin = min((hit.start for hit in self._hits if hit.value.name == "corrects"), default=0)
        asks_before = any(
            hit.start < begin and hit.value.group == "concepts" and hit.value.name not in _CARRY_NOTHING
            for hit in self._reading.hits
        )
        if not end or (end < len(self._reading.tokens) and asks_before):
            return None
        rest = self._words_from(end) or self._words_before(end)
        return self._question._replace(text=rest, is_correction=True, written=self._question.text) if rest else None

    def denied(self) -> Question | None:
        """The same where no more than "no" or "sorry" says so: to be taken if the rest asks nothing and names another."""
        if self._question.is_correction or "no" not in self._names or not (self._before.asks or self._before.meetings):
            return None
        end = 0
        for hit in self._hits:
            if hit.value.name == "no" and hit.start <= end:
                end = max(end, hit.end)
        most = _FEW.get(self._reading.language or "", _FEW_WORDS)
        if not end or not 0 < len(self._reading.tokens) - end <= most:
            return None
        return self._question._replace(text=self._words_from(end), is_correction=True, written=self._question.text)

    def turned(self) -> Understood | None:
        """The question as what it says of the talk makes it; None where it says nothing of it."""
        if self._names and (looked_back := self._looked_back()) is not None:
            return looked_back
        if self._names and (chosen := self._chosen()) is not None:
            return chosen
        if not self._before.meetings:
            return None
        if (beside := self._beside_the_former() or self._of_what_was_counted() or self._of_the_one_told()) is not None:
            return beside
        if self._is_of_its_place():
            return self._asking(_PROCESS)
        if (day_after := self._of_the_day_after()) is not None:
            return day_after
        told = self._of_registration_or_a_letter() if self._names else None
        told = told or (self._of_a_day() if self._names or self._reading.times else None)
        return told or self._of_a_day_of_it() or self._of_somebody()

    # -- the last answer -----------------------------------------------------------------------------------------------

    def _looked_back(self) -> Understood | None:
        understood, last = self._understood, self._before.last
        if "asked" in self._names and self._before.said:
            return understood._replace(looks_back="asked", claims=())
        if last is None:
            return None
        speaks = next((hit.value.name[3:] for hit in self._hits if hit.value.name.startswith("in_")), "")
        if speaks and self._wants_a_language():
            focus = next((focus for focus in _FOCI if focus in self._names), "again")
            return understood._replace(looks_back=focus, speaks=speaks, claims=())
        focus = next((focus for focus in _FOCI if focus in self._names), "")
        if not focus or not (self._says_no_more(also=("group",)) if focus == "sure" else self._says_no_more()):
            return understood._replace(looks_back=focus, claims=()) if focus == "sure" and self._only_doubts() else None
        if focus == "sure" and len(self._reading.tokens) == 1 and not self._asks():
            return None  # "Sure."
        return understood._replace(looks_back=focus, claims=())

    def _only_doubts(self) -> bool:
        """Whether a question asks nothing of its own, and names no meeting, but says of what it is unsure: "sure it's 10%?"."""
        reading, asks = self._reading, self._understood.asks
        if reading.names or reading.of("kinds") or reading.times or self._understood.claims or not self._asks():
            return False
        return all(ask.subject in SMALL_TALK for ask in asks)

    def _wants_a_language(self) -> bool:
        """Whether a language is wanted for the answer, rather than asked after: "is it in English?"."""
        reading = self._reading
        if reading.forms & {"claim", "future", "past"} or reading.names or reading.times or reading.of("kinds"):
            return False
        if any(str(ask) in ("practical.interpretation", "documents.language") for ask in self._before.asks):
            return False
        return not reading.concepts - _CARRY_NOTHING - {"interpretation"}

    # -- choosing ------------------------------------------------------------------------------------------------------

    def _chosen(self) -> Understood | None:
        """Both of the meetings that were offered, or the other one; asked what waits, or what the last question asked."""
        before = self._before
        if not before.asks or not self._says_no_more(also=("and_what",)):
            return None
        if "both" in self._names:
            meant = before.candidates if not before.meetings else (*before.meetings[:1], *before.candidates)
            meant = (
                meant
                if len(meant) > 1
                else before.offered or ((before.former, *before.meetings) if before.former else ())
            )
        elif "other" in self._names:
            meant = self._others()
        else:
            return None
        if not meant:
            return self._other_person() if "other" in self._names else None
        resolution = Resolution(tuple(dict.fromkeys(meant))[:_MOST], named=True)
        return self._understood._replace(asks=before.asks, resolution=resolution, mentions=(), claims=())

    def _other_person(self) -> Understood | None:
        """The other of the two people who signed, chair or are to be asked, after one of them: "and the other one?"."""
        before = self._before
        meeting = self._meetings.get(before.meetings[0]) if before.meetings else None
        kind = before.person.rpartition(".")[0]
        if meeting is None or not kind:
            return None
        paths = [path for path, _ in people_of(meeting) if path.rpartition(".")[0] == kind]
        others = [path for path in paths if path != before.person]
        if len(others) != 1 or any(ask.subject not in _ABOUT_SOMEBODY for ask in before.asks):
            return None
        of_other = self._question._replace(conversation=before._replace(person=others[0]))
        resolution = Resolution(before.meetings[:1])
        return self._understood._replace(
            question=of_other, asks=before.asks, in_passing=True, claims=(), mentions=(), resolution=resolution
        )

    def _others(self) -> tuple[str, ...]:
        """The one meeting that is not talked about, of those offered; else the one that was talked about before."""
        before = self._before
        for offered in (before.candidates, before.offered):
            others = tuple(each for each in offered if each not in before.meetings)
            if len(others) == 1:
                return others
        return (before.former,) if before.former else ()

    def _beside_the_former(self) -> Understood | None:
        """The meeting talked about beside the one before it, where a question compares: "and which comes first?"."""
        understood, before = self._understood, self._before
        if "compare" not in self._reading.concepts or len(before.meetings) > 1 or not before.former:
            return None
        if understood.resolution.named or understood.mentions or self._reading.names:
            return None
        resolution = Resolution((before.former, *before.meetings), named=True)
        return understood._replace(asks=(Ask(Subject.DATES),), resolution=resolution, claims=())

    # -- what was told -------------------------------------------------------------------------------------------------

    def _is_of_its_place(self) -> bool:
        """Whether it is asked which in the process the meeting talked about is: "is it the first one of the process?"."""
        understood = self._understood
        return (
            "that" in self._names
            and understood.asks == (_PROCESS,)
            and bool(self._reading.of("ordinals"))
            and all(mention.kind in ("nth", "process", "kind") for mention in understood.mentions)
        )

    def _of_registration_or_a_letter(self) -> Understood | None:
        """Since when registration is open, or where one does that; of when the letter is that was told, or what it says."""
        asks = self._before.asks
        of_registration = any(ask.subject is Subject.REGISTRATION for ask in asks)
        if "since" in self._names and self._says_no_more(also=("open", "begin", "register")):
            if of_registration:
                return self._asking(Ask(Subject.REGISTRATION, "opens"))
            of_a_text = self._before.last is not None and all(ask.subject in _IN_WORDS for ask in asks)
            return self._understood._replace(looks_back="source", claims=()) if of_a_text else None
        if "do_it" in self._names and of_registration and self._says_no_more(also=("how", "link")):
            return self._asking(Ask(Subject.REGISTRATION, "how"))
        if "dated" in self._names and asks[:1] == (_SIGNED_BY,) and self._says_no_more(also=("sign", "issued")):
            return self._asking(Ask(Subject.DOCUMENTS, "issued"))
        return None

    def _of_a_day(self) -> Understood | None:
        """What is asked of the day that was told: which of the week, how far away, since when, what is on the day after."""
        before = self._before
        told = date.fromisoformat(before.day) if before.day else None
        today = self._question.now.date()
        if "weekday" in self._names and self._says_no_more():
            return self._asking(TOLD, told) if told else self._asking(Ask(Subject.DATES, "start"))
        if ("from_now" in self._names or "left" in self._reading.concepts) and self._says_no_more(also=("left",)):
            ahead = told is not None and told >= today
            return self._asking(TOLD, told) if ahead else self._asking(Ask(Subject.DATES, "countdown"))
        if "next_day" in self._names and told and self._says_no_more(also=("programme", "session", "after", "next")):
            return self._asking(_PROGRAMME, told + timedelta(days=1))
        if "more" in self._names and self._says_no_more():
            return self._asking(Ask(Subject.OVERVIEW))
        only = self._reading.times[0] if len(self._reading.times) == 1 else None
        if only is None or not only.relative.startswith("weekday.") or not ({"that"} & self._names and self._asks()):
            return None
        if any(ask.subject is Subject.PROGRAMME for ask in before.asks) and not told:
            return None  # "is it Tuesday?", of a session whose day nobody told
        return self._asking(TOLD, told) if self._says_no_more(beside=range(only.start, only.end)) else None

    def _of_what_was_counted(self) -> Understood | None:
        """Which ones they are that the last answer counted: what is asked of no subject, which documents may say."""
        if "which" not in self._names or self._before.candidates or not self._says_no_more(also=("list", "group")):
            return None
        if any(ask.subject not in _IN_WORDS for ask in self._before.asks):
            return None
        return self._asking(Ask(Subject.OTHER))

    def _of_the_one_told(self) -> Understood | None:
        """The meeting that was told itself: "which one?", after its dates."""
        before = self._before
        if "which_one" not in self._names or before.candidates or len(before.meetings) > 1:
            return None
        if self._understood.asks or not self._says_no_more():
            return None  # "which days?"
        asks_itself = all(ask.subject in _OF_THE_MEETING for ask in before.asks)
        return self._asking(Ask(Subject.OVERVIEW)) if asks_itself else None

    def _of_the_day_after(self) -> Understood | None:
        """What is on on the day after one whose sessions were told: "and after that?", of a day with several."""
        before = self._before
        if self._understood.asks != (_AFTER,) or not before.day or before.session or not self._says_no_more(("after",)):
            return None
        of_sessions = any(ask.subject in (Subject.PROGRAMME, Subject.CHAIRS) or ask == _ROOM for ask in before.asks)
        meeting = self._meetings.get(before.meetings[0])
        day = date.fromisoformat(before.day) + timedelta(days=1)
        return self._asking(_PROGRAMME, day) if of_sessions and meeting and day in facts.days_of(meeting) else None

    def _of_a_day_of_it(self) -> Understood | None:
        """What is on on the day of the meeting talked about to which a question goes on: "and the 16th?"."""
        understood = self._understood
        if understood.resolution.named or not {*understood.asks} <= {*self._before.asks, Ask(Subject.DATES)}:
            return None
        said = list(numbers(self._reading))
        meeting = self._meetings.get(self._before.meetings[0])
        if len(said) != 1 or meeting is None or not {"and_what", "programme"} & self._reading.concepts:
            return None
        at, number, end = said[0]
        end += end < len(self._reading.tokens) and self._reading.tokens[end].text in _WITH_A_DAY
        day = next((day for day in facts.days_of(meeting) if day.day == number), None)
        no_more = day is not None and self._says_no_more(also=("programme",), beside=range(at, end))
        return self._asking(_PROGRAMME, day) if no_more else None

    def _of_somebody(self) -> Understood | None:
        """What is asked of the one person talked about, which her name and office may say: "is he from Peru?"."""
        before, reading = self._before, self._reading
        meant = self._whom_it_means() if before.person or before.asks[:1] == _CONTACTS else ""
        if not meant or reading.of("kinds") or reading.times:
            return None
        if meant != before.person and all(ask.subject is Subject.CONTACTS for ask in self._understood.asks):
            return None  # "and her number?", after his
        if self._understood.asks in _WHETHER_TO_COME and reading.concepts & {"her", "his"}:
            return self._asking(Ask(Subject.OTHER))  # "is he coming?"
        if reading.concepts & _ASKING - {"where"} and not self._asks_who_that_is():
            return None
        asked = [ask for ask in self._understood.asks if ask.subject not in _OF_SOMEBODY and ask not in before.asks]
        if asked and not self._only_in_countries() and not self._asks_who_that_is():
            return None
        if any(hit.value.kind not in ("city", "term") for hit in reading.names):
            return None
        last_of_somebody = any(
            ask.subject in _ABOUT_SOMEBODY or str(ask) == "documents.signed_by" for ask in before.asks
        )
        spoken_of = bool(reading.concepts & {"her", "his"}) or (last_of_somebody and "person" in self._names)
        if "and_what" in reading.concepts and not spoken_of and reading.of("countries"):
            return None  # "and from Sweden?" asks for another
        of_a_country = bool(reading.of("countries")) or "country" in reading.concepts
        is_brief = len(reading.tokens) <= _BRIEF and self._asks() and self._is_new() and not reading.names
        goes_on = "and_what" in reading.concepts  # "and the one of Sweden?"
        if not spoken_of and (goes_on or not last_of_somebody or not (of_a_country or is_brief)):
            return None
        return self._asking(Ask(Subject.PERSON))

    def _whom_it_means(self) -> str:
        """The path of whom "he" or "she" means; of the one person talked about, where a question says neither."""
        before, concepts = self._before, self._reading.concepts
        meeting = self._meetings.get(before.meetings[0])
        if meeting is None or concepts.isdisjoint(("her", "his")):
            return before.person
        return people.meant_by_pronoun(meeting, before.person, concepts)

    def _asks_who_that_is(self) -> bool:
        """Whether a question is no more than "who is she?"."""
        spoken_of = self._names & {"person", "people"} or self._reading.concepts & {"her", "his"}
        return "who" in self._reading.concepts and bool(spoken_of) and self._says_no_more()

    def _only_in_countries(self) -> bool:
        """Whether all that a question asks is in the name of a country, as "comes" is in Arabic in that of Fiji."""
        named = {at for hit in self._reading.of("countries") for at in range(hit.start, hit.end)}
        asking = [hit for hit in self._reading.of("concepts") if hit.value.name not in _CARRY_NOTHING]
        return bool(named) and all(named.issuperset(hit.places) for hit in asking)

    def _is_new(self) -> bool:
        """Whether a question has a word, and asks nothing that is known."""
        return not self._understood.asks and not self._reading.concepts

    def _asking(self, ask: Ask, day: date | None = None) -> Understood:
        resolution = Resolution(self._before.meetings[:1])
        in_passing = ask == TOLD or ask.subject is Subject.PERSON
        return self._understood._replace(
            asks=(ask,), day=day, in_passing=in_passing, claims=(), mentions=(), resolution=resolution
        )

    # -- words ---------------------------------------------------------------------------------------------------------

    def _said(self, lexicon: Words) -> list[Hit[Meaning]]:
        before, reading = self._before, self._reading
        script = next((each.script for each in reading.tokens if each.kind == "sign"), "")
        if self._question.given or len(reading.tokens) > _SHORT.get(script, _WORDS):
            return []
        hits = longest_first(lexicon.talk.find(reading.tokens))
        likely = {reading.language, before.language}
        whole = len(reading.tokens)
        return [hit for hit in hits if hit.value.language in likely or hit.length == whole or reading.language is None]

    def _says_no_more(self, also: Iterable[str] = (), beside: Collection[int] = ()) -> bool:
        """Whether besides what is said of the talk a question has only words that carry nothing, and the concepts `also`."""
        spent = {at for hit in self._hits for at in hit.places} | set(beside)
        allowed = _CARRY_NOTHING | frozenset(also)
        for hit in self._reading.hits:
            places = set(hit.places)
            if places <= spent:
                continue
            if hit.value.group == "concepts" and hit.value.name in allowed:
                spent |= places
            elif not all(at in spent or at in self._reading.stop for at in places):
                return False
        if any(not set(range(name.start, name.end)) <= spent for name in self._reading.names):
            return False
        idle = spent | self._reading.stop | self._reading.shaping
        rest = "".join(token.text for at, token in enumerate(self._reading.tokens) if at not in idle)
        return not rest or rest in ASKING_ON

    def _asks(self) -> bool:
        return self._reading.has_a_mark

    def _words_from(self, at: int) -> str:
        tokens = self._reading.tokens
        return self._reading.text[tokens[at].start :] if at < len(tokens) else ""

    def _words_before(self, end: int) -> str:
        """What stands before the phrase that ends at a token: "Oslo, I meant"."""
        first = min(hit.start for hit in self._hits if hit.end <= end and hit.value.name in ("corrects",))
        begins = 0
        for hit in self._hits:
            if hit.value.name == "no" and hit.start <= begins:
                begins = hit.end
        tokens = self._reading.tokens
        return self._reading.text[tokens[begins].start : tokens[first].start].strip(" ,،，、") if begins < first else ""
