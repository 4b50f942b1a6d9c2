"""What documents say that no field holds: when a passage is quoted, in place of a fact or where there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from bot import facts
from bot.answering import beyond, holding, on_facts, own_words, parts, passages, search_terms
from bot.answering.mention import TELLING
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.said_once import without_doubles
from bot.answering.searching import Searching, asks_for_a_share, names_somebody, tells_alone
from bot.answering.subjects import BY_CLOCK, Ask, Subject
from bot.answering.texts import in_all_languages
from bot.model import Meeting, Passage, in_language

_CERTAIN = 0.8  # of a question's weight: a passage that meets so much answers better than a subject it also touches
_TELLING_WORDS = 3
_COMFORTS = frozenset({"comfort"})  # concepts
_FEW = 2
_ROOM = Ask(Subject.VENUE, "room")
_HALF = 0.5
_MATTERS = (Subject.PRACTICAL, Subject.LEVEL, Subject.REGISTRATION)
_OF_COMFORT = frozenset({"comfort", "online"})  # concepts
_COMFORT = Ask(Subject.PRACTICAL, "other")
_WHICH_STATES = Ask(Subject.OTHER, "states")
_HOW_MANY_CAME = Ask(Subject.OTHER, "attendance")
_HOW_MANY_MAY_COME = Ask(Subject.OTHER, "size")
_OFFICES = frozenset({"rapporteur", "vice_chair", "executive_secretary", "bureau_members"})  # of the glossary
_PAPERS, _PROGRAMME = Ask(Subject.DOCUMENTS), Ask(Subject.PROGRAMME)
_HOURS = Ask(Subject.DATES, "hours")
_FEES, _HOST = Ask(Subject.PRACTICAL, "fees"), Ask(Subject.HOST)
_MONEY = frozenset({"fund", "financial_support"})  # of the glossary
_GIVING = frozenset({"how_many"})  # concepts
_OFFERED = "host_offer"  # of the glossary
_MEANS = frozenset({"phone", "fax", "email"})
_EVENTS = frozenset({"reception", "dinner", "field_visit", "excursion", "exhibition"})  # of the glossary
_LETTERS = frozenset({"letter", "document"})  # concepts
# Who or what says something, and what may be touched beside that ("which treaty does the letter mention?").
_SAYING = frozenset({_PAPERS, Ask(Subject.CHAIRS), Ask(Subject.HOST)})
_OF_WHAT_IS_SAID = _SAYING | {Ask(Subject.PROCESS), Ask(Subject.OBJECTIVES), Ask(Subject.OUTCOME)}
_OF_TOPICS = frozenset({Subject.OBJECTIVES, Subject.OVERVIEW})
# What is asked so plainly that no passage takes its place.
_PLAIN = frozenset(
    {Subject.DATES, Subject.VENUE, Subject.REGISTRATION, Subject.CALENDAR, Subject.REMINDER, Subject.DEADLINES}
)


class Quoting(Searching):
    """Tells when documents are quoted, and what of them."""

    def said_better(self, understood: Understood, shown: Sequence[Part], find: Finder) -> list[Part]:
        """A passage, where a subject is not stated or is only touched by a question that has words of its own."""
        if understood.question.given:
            return []
        if (of := self.matters(understood)) and (not shown or self._beside(shown, of, understood)):
            return self.on_matters(of, understood, shown, find)
        comfort = any(part.ask == _COMFORT for part in shown) or _asks_what_is_offered(understood, shown)
        if quoted := self.on_an_offer(understood, find) or (
            self._on_comfort(understood, find) if comfort else self._of_where_it_was_to_be(understood, find)
        ):
            return quoted
        of_people = {_HOW_MANY_MAY_COME: on_facts.limits, _HOW_MANY_CAME: on_facts.attendance}
        for ask in of_people.keys() & set(understood.asks):
            if told := of_people[ask](self, understood, find):
                return [*(part for part in shown if not _is_beside_people(part)), *told]
        if _HOW_MANY_MAY_COME in understood.asks or (
            _HOW_MANY_CAME in understood.asks and shown and on_facts.asks_only_who_came(self, understood)
        ):
            return []
        for part in shown:
            if isinstance(part, parts.Invited) and part.leaves_out:
                return on_facts.of_those_left_out(self, part, understood, find)
        if counted := self.counted(understood, find):
            return counted
        asked = [part for part in shown if part.ask.subject not in BY_CLOCK]
        if said := self._on_one_matter(asked, understood, find):
            return said
        if len(asked) > 1 and any(map(_is_unstated_matter, asked)):
            on = {
                id(part): on_facts.on_its_matter(self, part, understood, find)
                for part in asked
                if isinstance(part, parts.Fact) and _is_unstated_matter(part)
            }
            if any(on.values()):
                return without_doubles(
                    [
                        each
                        for part in shown
                        for each in on.get(id(part)) or (_unless_beside(part) if id(part) in on else [part])
                    ]
                )
        quoted = self._at_a_session(understood, shown, find) or self._in_own_words(understood, shown, find)
        return quoted if any(_tells_how(part, understood) for part in quoted) else []

    def on_an_offer(self, understood: Understood, find: Finder) -> list[Part]:
        """What documents say on who offers to host a meeting, whichever it will be: the next has its host."""
        if _OFFERED not in understood.reading.terms:
            return []
        offered = search_terms.term_of(_OFFERED, self.lexicon, self.languages)
        of_any = understood._replace(resolution=understood.resolution._replace(named=False))
        return self.found(of_any, [offered], find)

    def _on_one_matter(self, asked: Sequence[Part], understood: Understood, find: Finder) -> list[Part]:
        """A passage on the one thing that is asked, where no field of the meeting says it."""
        if asked and all(map(_is_of_unknown_chairs, asked)) and (told := on_facts.on_co_chairs(self, understood, find)):
            return told
        but_programme = [part for part in asked if not _is_of_no_programme(part)]
        if [part.ask for part in but_programme] == [_HOURS]:  # "what time does the afternoon session start?"
            asked = but_programme
        if len(asked) != 1 or not isinstance(asked[0], parts.Fact) or "say" in understood.reading.concepts:
            return []
        return on_facts.on_its_matter(self, asked[0], understood, find)

    def _of_where_it_was_to_be(self, understood: Understood, find: Finder) -> list[Part]:
        """What a document says of rooms and the like in a place from which the meeting was moved."""
        former = [mention for mention in understood.mentions if mention.is_former]
        of_rooms = any(ask.subject is Subject.PRACTICAL or ask == _ROOM for ask in understood.asks)
        if not former or not of_rooms:
            return []
        said = {understood.reading.tokens[at].text for mention in former for at in range(mention.start, mention.end)}
        wanted = self.terms(understood, unasked=True)
        of = [term for term in wanted if any(text.startswith(way[0]) for way in term.ways for text in said)]
        return self.found(understood, wanted, find, _HALF, of) if of else []

    def _at_a_session(self, understood: Understood, shown: Sequence[Part], find: Finder) -> list[Part]:
        """What is said in the words of a question of a session that has no objectives: "must we bring shoes to the visit?"."""
        aimless = any(
            isinstance(part, parts.Sessions)
            and part.focus == "session.objectives"
            and not any(session.objectives for session in part.sessions)
            for part in shown
        )
        own = own_words.unspent(understood, self.terms(understood)) if aimless else []
        own = own_words.without_titles(understood, own) or own
        return self.found(understood, own, find) if len(own) >= _FEW else []

    def _on_comfort(self, understood: Understood, find: Finder) -> list[Part]:
        """A passage on what no field holds and few letters speak of, in the words of the question ("coffee", "childcare")."""
        reading = understood.reading
        said = {
            reading.tokens[at].text
            for hit in reading.of("concepts")
            if hit.value.name in _OF_COMFORT
            for at in range(hit.start, hit.end)
        }
        of = [
            term
            for term in self.terms(understood)
            if any(text.startswith(way[0]) for way in term.ways for text in said)
        ]
        wanted = self.terms(understood)
        found = (self.found(understood, wanted, find, of=of) or self.found(understood, of, find, of=of)) if of else []
        for name in (
            () if found else sorted(understood.reading.terms & _EVENTS)
        ):  # "an excursion" may be "a visit to ..."
            event = search_terms.term_of(name, self.lexicon, self.languages)
            found = found or (self.found(understood, [event], find) if event.ways else [])
        return [part for part in found if isinstance(part, parts.Quotation)]

    def _in_own_words(self, understood: Understood, shown: Sequence[Part], find: Finder) -> list[Part]:
        """A passage that holds what a question says besides what it asks, where the parts say nothing of that."""
        wanted = self.terms(understood) if own_words.has_own_words(understood) else []
        own = own_words.unspent(understood, wanted)
        if any(isinstance(part, parts.Documents) for part in shown):
            own = own_words.without_titles(understood, own)
        if "say" in understood.reading.concepts:
            own, wanted = (own_words.without_sayers(understood, each) or each for each in (own, wanted))
        of = (Subject.OUTCOME,) if understood.reading.speaks_of_a_treaty else ()
        if not own or any(_is_particular(part) or _holds(part, own, of) for part in shown):
            return []
        if (told := self._in_own_words_alone(own, understood, shown, find)) is not None:
            return told
        if understood.asks == (_PAPERS,) and "open" in understood.reading.forms and _tell_enough(own, find):
            return self.found(understood, own, find, _CERTAIN)  # "what does the letter call inhumane?"
        if understood.asks == (_PROGRAMME,) and any(isinstance(part, parts.Unanswered) for part in shown):
            return []  # "the titles of the first five sessions"
        if any(isinstance(part, parts.Unanswered) for part in shown):
            return self.found(understood, wanted if _WHICH_STATES in understood.asks else own, find)
        if _is_of_a_topic_beside(understood, shown, own) and (quoted := self.found(understood, wanted, find, of=own)):
            return quoted
        plain = any(ask.subject in _PLAIN for ask in understood.asks)
        unstated = bool(shown) and not any(on_facts.is_stated(part) for part in shown)
        least = 2 if unstated and not plain else _TELLING_WORDS
        enough_own = least - (not shown)
        kinds = {hit.value.name for hit in understood.reading.of("kinds")}
        if plain and not understood.resolution.named and kinds <= {"ceremony"}:
            least, enough_own = 2, 1  # it may be of something else: "when should the instrument be concluded?"
        is_due = any(ask.subject is Subject.DEADLINES for ask in understood.asks)
        if is_due and not understood.resolution.named and len(own) >= _FEW:
            wanted = own  # "the deadline for the designs of the stamp" is not said to be one
        if len(wanted) < least or (plain and len(own) < enough_own):
            return []
        enough = passages.ENOUGH if unstated else _CERTAIN
        return [part for part in self.found(understood, wanted, find, enough, own) if isinstance(part, parts.Quotation)]

    def _in_own_words_alone(
        self, own: Sequence[search_terms.Term], understood: Understood, shown: Sequence[Part], find: Finder
    ) -> list[Part] | None:
        """What is said in those words, of a question that asks nothing else; None for others."""
        if percentages := [term for term in own if term.is_percentage]:  # "10% of which year?"
            return self.found(understood, own, find) or self.found(understood, percentages, find)
        if _is_of_words_in_a_document(understood):
            told = self._told_of(own, understood, find) or self.otherwise_named(understood, own, find)
            return told or self._unsaid(understood, shown)
        if understood.asks == (_PAPERS,) and "which_states" in understood.reading.concepts:  # "which States replied?"
            return self.found(understood, own, find) or self._unanswered(shown)
        if _is_of_other_money(understood):  # "how much is in the fund?"
            return self._amount(own, understood, find) or self._unanswered(shown)
        if understood.asks == (_HOST,) and _is_of_an_event(understood):  # "who gives the reception?"
            return self._told_of(own, understood, find)
        if "say" in understood.reading.concepts and len(own) >= _FEW:  # "how long is it, according to the letter?"
            return self._told_of(own, understood, find) or None
        return None

    def _amount(self, own: Sequence[search_terms.Term], understood: Understood, find: Finder) -> list[Part]:
        """The passage that says how much money something is, or costs."""
        cost = search_terms.term_of("cost_of", self.lexicon, self.languages)
        told = self._told_of([*own, cost], understood, find) or self._told_of(own, understood, find)
        return [part for part in told if isinstance(part, parts.Quotation) and passages.tells_amount(part.text)]

    def _told_of(self, own: Sequence[search_terms.Term], understood: Understood, find: Finder) -> list[Part]:
        """The passage that holds those words, be it in another language than the question's."""
        return self.found(understood, own, find) or self.in_other_languages(understood, own, find)

    @staticmethod
    def _unanswered(shown: Sequence[Part]) -> list[Part]:
        """That the documents do not say, in place of what is shown of a meeting."""
        about = [part.meeting for part in shown[:1] if isinstance(part, parts.Fact)]
        return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meeting) for meeting in about]

    def _unsaid(self, understood: Understood, shown: Sequence[Part]) -> list[Part]:
        """That documents do not say what a question for yes or no looks for in one, in a language that some are in."""
        reading = understood.reading
        counts = "how_many" in reading.concepts
        if (
            (reading.language not in self.languages and not counts)
            or ("open" in reading.forms and not counts)
            or any(part.ask != _PAPERS for part in shown)
        ):
            return []
        return self._unanswered(shown)

    def _beside(self, shown: Sequence[Part], of: Sequence[search_terms.Term], understood: Understood) -> list[Part]:
        """The parts that say nothing of any of the terms."""
        asked, but_comfort = (beyond.asks_besides(understood, self.lexicon, but) for but in (frozenset(), _COMFORTS))
        asked = asked and "say" not in understood.reading.concepts
        return [part for part in shown if beyond.is_beside(part, of, asked=asked, asked_but_comfort=but_comfort)]

    def on_matters(
        self, of: Sequence[search_terms.Term], understood: Understood, shown: Sequence[Part], find: Finder
    ) -> list[Part]:
        """The passage on what no field holds, else the parts that say something of it, else that nothing does."""
        resolution = understood.resolution
        meant = self.meetings_of(understood) if resolution.named else ()
        if not meant and understood.names(*TELLING):
            meant = self._of(resolution.candidates)
        first: Sequence[Sequence[Meeting]] = ((), meant) if meant and beyond.only_dated(understood) else (meant,)
        if meant and beyond.only_of_a_country(understood):  # it may have acted elsewhere: "whom did Norway thank?"
            first = (meant, ())
        for meetings in reversed(first) if understood.reading.concepts & _LETTERS else first:  # "your letter of April"
            if quoted := self._said_of_matters(of, understood, meetings, find):
                named = "who" in understood.reading.concepts and self._naming(of, understood, meetings, quoted, find)
                return named or quoted
        beside = self._beside(shown, of, understood)
        told = [part for part in shown if part not in beside or part.ask == _COMFORT]
        if told or not shown:
            return told
        meeting = next(part.meeting for part in shown if isinstance(part, parts.Fact))
        return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meeting)]

    def _naming(
        self,
        of: Sequence[search_terms.Term],
        understood: Understood,
        meetings: Sequence[Meeting],
        quoted: list[Part],
        find: Finder,
    ) -> list[Part]:
        """What names somebody, where a question asks who and the passage found does not: a fact, else another passage."""
        if any(names_somebody(part) for part in quoted):
            return quoted
        wanted = self.terms(understood, unasked=True)
        held = (holding.facts_found(meeting, own, passages.ENOUGH) for meeting in meetings for own in (wanted, of))
        office = not understood.reading.terms.isdisjoint(_OFFICES)
        elsewhere = self._said_of_matters(of, understood, (), find, named=True) if meetings and office else []
        return [part for part in (*held, *elsewhere) if part is not None and names_somebody(part)][:1]

    def _said_of_matters(
        self,
        of: Sequence[search_terms.Term],
        understood: Understood,
        meetings: Sequence[Meeting],
        find: Finder,
        *,
        named: bool = False,
    ) -> list[Part]:
        """The passage that says one of the terms, in the words of the question; then, in another language, in its terms."""
        concepts = understood.reading.concepts
        times = understood.reading.times if not meetings and beyond.only_dated(understood) else ()
        when = [term for time in times for term in search_terms.terms_of_time(time, self.lexicon)]
        acting = [search_terms.term_of_country(hit.value.name) for hit in understood.reading.of("countries")]
        when += acting
        if meetings or not beyond.only_of_a_country(understood):
            acting = []

        years = [term for time in times if not time.month for term in search_terms.terms_of_time(time, self.lexicon)]

        def fits(passage: Passage) -> bool:
            return self.fits(passage, meetings) or self.rules(passage, meetings)

        likely = partial(self.fits, meetings=self.meetings_of(understood))
        counting = "how_many" in concepts
        of_a_share = counting and asks_for_a_share(understood)
        units = self.units(understood)

        def told(quotes: Iterable[passages.Quote], *, foreign: bool) -> Part | None:
            for quote in quotes:
                said = passages.with_a_date(quote) if "when" in concepts else quote
                if (
                    any(term.is_said(said.text) for term in of)
                    and all(passages.says_year(said.text, term) for term in years)
                    and ("when" not in concepts or passages.tells_when(said.text))
                    and not (foreign and self.is_in_language(quote.passage, understood.reading.language))
                    and (shown := self.shown(said, meetings))
                    and (not named or names_somebody(shown))
                    and (not of_a_share or passages.tells_share(said.text))
                    and all(each.is_said(said.text) for each in (*units, *acting))
                ):
                    return shown
            return None

        search = partial(passages.quotes, find=find, fits=fits, likely=likely, counting=counting, enough=_HALF)
        wanted = [*self.terms(understood, unasked=True), *when]
        wanted = own_words.without_names(understood, wanted) or wanted
        shown = told(search(wanted), foreign=False)
        if shown is None:
            translated = [*self.terms(understood, unasked=True, translated=True), *when]
            translated = own_words.without_names(understood, translated) or translated
            if set(translated) != set(wanted):
                shown = told(search(translated), foreign=True)
        if shown is None and "when" in concepts and understood.reading.of("countries"):
            return []  # of what that country did, and of nothing else
        if shown is None and tells_alone(of[0], find):
            alone = (replace(each, text=passages.quote(each.passage, [of[0], *wanted]).text) for each in search(of[:1]))
            shown = told(alone, foreign=False)
        return [] if shown is None else [shown]


def _asks_what_is_offered(understood: Understood, shown: Sequence[Part]) -> bool:
    """Whether a question asks for food and the like at a session ("is coffee served at the side event?"), not whether that
    takes place."""
    of_a_session = _COMFORT in understood.asks and any(isinstance(part, parts.Sessions) for part in shown)
    return of_a_session and all(ask.subject is not Subject.STATUS for ask in understood.asks)


def _tell_enough(own: Sequence[search_terms.Term], find: Finder) -> bool:
    """Whether a passage may be looked for by these words: there are some, or the one tells it alone."""
    return len(own) >= _FEW or tells_alone(own[0], find)


def _is_of_words_in_a_document(understood: Understood) -> bool:
    """Whether not the document is asked for but what it says about something."""
    asked = set(understood.asks)
    return "say" in understood.reading.concepts and asked <= _OF_WHAT_IS_SAID and not asked.isdisjoint(_SAYING)


def _is_of_other_money(understood: Understood) -> bool:
    """Whether how much money is asked that is no fee: in a fund, or given by those who are named."""
    reading = understood.reading
    if understood.asks != (_FEES,) or "price" not in reading.concepts:
        return False
    if _names_a_house(understood):
        return True
    named = sum(token.capital and at > 0 for at, token in enumerate(reading.tokens))
    gives = not reading.terms.isdisjoint(_MONEY)
    gives = gives or "term" in reading.named  # "what does a cold box cost?"
    return gives or (named > _FEW and not reading.concepts.isdisjoint(_GIVING) and not understood.names(*TELLING))


def _names_a_house(understood: Understood) -> bool:
    """Whether a word with a capital that is none of a meeting's stands in a question ("how much is the Hilton?")."""
    reading = understood.reading
    aside = reading.covered | reading.stop
    free = [token for at, token in enumerate(reading.tokens) if at and at not in aside and token.kind == "word"]
    return any(token.capital for token in free) and not understood.mentions


def _tells_how(part: Part, understood: Understood) -> bool:
    """Whether what is quoted has an address or a number, where one is asked for: an office by its name is none."""
    if not isinstance(part, parts.Quotation) or all(ask.focus not in _MEANS for ask in understood.asks):
        return True
    return on_facts.REACHES.search(part.text) is not None


def _is_of_an_event(understood: Understood) -> bool:
    return not understood.reading.terms.isdisjoint(_EVENTS)


def _is_of_a_topic_beside(understood: Understood, shown: Sequence[Part], own: Sequence[search_terms.Term]) -> bool:
    """Whether a term of the field is asked about of which the aims of the meeting say nothing ("what is said on mines?")."""
    if not understood.reading.of("glossary") or any(ask.subject not in _OF_TOPICS for ask in understood.asks):
        return False
    aims = [aim for part in shown if isinstance(part, parts.Fact) for aim in part.meeting.objectives]
    return not any(passages.share_of_any(in_language(aim, "en"), own) for aim in aims)


def _is_unstated_matter(part: Part) -> bool:
    """Whether a part says that a practical matter, the level or how to register is not stated."""
    return isinstance(part, parts.Fact) and part.ask.subject in _MATTERS and not on_facts.is_stated(part)


def _unless_beside(part: Part) -> list[Part]:
    """The part, but what only says that no fee, support or level is stated, where a document speaks of the other matter."""
    return [] if part.focus in ("fees", "sponsorship") or part.ask.subject is not Subject.PRACTICAL else [part]


def _is_particular(part: Part) -> bool:
    """Whether a part is of a session or a person that the question names: no passage says that better."""
    if isinstance(part, parts.Named | parts.Deadlines | parts.Chairings | parts.Unreachable):
        return True
    return isinstance(part, parts.Sessions) and part.focus.startswith("session")


def _is_of_no_programme(part: Part) -> bool:
    """Whether a part would tell of the programme of a meeting that has none."""
    return isinstance(part, parts.Sessions) and not part.meeting.programme


def _is_of_unknown_chairs(part: Part) -> bool:
    """Whether a part says that no chair is stated."""
    return part.ask.subject is Subject.CHAIRS and (isinstance(part, parts.Unanswered) or not on_facts.is_stated(part))


def _is_beside_people(part: Part) -> bool:
    """Whether a part says nothing where how many come is told: "how many have registered?" does not ask how to."""
    return isinstance(part, parts.Unanswered) or str(part.ask) == "registration.how"


def _holds(part: Part, own: Sequence[search_terms.Term], of: Collection[Subject]) -> bool:
    """Whether a practical matter, as its field states it, has all the words of a question, or an outcome, of a treaty."""
    if not isinstance(part, parts.Fact) or part.ask.subject not in (Subject.PRACTICAL, *of):
        return False
    text = facts.value_at(part.meeting, str(part.ask))
    return text is not None and all(term.is_said(version) for version in in_all_languages(text)[:1] for term in own)
