"""What documents say that no field holds: when a passage is quoted, in place of a fact or where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from itertools import chain

from bot import facts
from bot.answering import beyond, holding, matters, own_words, parts, passages, search_terms
from bot.answering.names import glossary_of
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.subjects import BY_CLOCK, Ask, Subject
from bot.answering.texts import in_all_languages
from bot.answering.words import Words
from bot.model import Catalogue, Meeting, Passage, in_language

_ENGLISH = frozenset({"en"})
_CERTAIN = 0.8  # of a question's weight: a passage that meets so much answers better than a subject it also touches
_TELLING_WORDS = 3
_FEW = 2  # passages
_HALF = 0.5
_SHORT = 4  # letters of a word
_CO_CHAIRS = "co_chairs"  # of the glossary
# By which words documents say that a meeting does not take place, or not then.
_OFF = ("cancelled", "postponed")
_CALLED_OFF = search_terms.Term(
    tuple(
        (word,)
        for word in (
            "cancel",
            "postpone",
            "annule",
            "reportee",
            "ajourne",
            "aplazad",
            "pospuest",
            "suspendid",
            "отмен",
            "перенес",
            "отложен",
        )
    )
)
_REASON = re.compile(
    r"\b(?:owing|due to|because|regret|as a result|in view of|following|since|on account of|at the request|en raison|à cause"
    r"|à la suite|par suite|debido|a causa|por motivo|a raíz|por razones|devido|в связи|из-за|ввиду)\b",
    re.IGNORECASE,
)
# By which words documents say that a meeting begins and ends.
_BEGINNING = search_terms.Term(
    tuple(
        (word,) for word in ("begin", "start", "open", "commenc", "debut", "ouvr", "comienz", "inici", "empiez", "abr")
    )
)
_CLOSING = search_terms.Term(tuple((word,) for word in ("close", "conclud", "finish", "termin", "clotur", "clausur")))
# By which words documents say how many may come from each.
_LIMITS = ("at most", "up to", "limit", "maxim", "more than", "no more", "may have", "plus de", "hasta")
_MEMBERS = ("member", "delegat", "participant", "person", "representative", "membre", "miembro", "delegado")
_SIZE = tuple(search_terms.Term(tuple((word,) for word in words)) for words in (_LIMITS, _MEMBERS))
_PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|H\.E|M|Mme|Mlle|Sr|Sra|Dra|Ambassador|Minister|Ambassadeur|Embajador[a]?|Г-н|Г-жа|г-н|г-жа)\b\.?"
    r"\s+(?:[A-ZÀ-ÞА-Я][\w.’'-]*)"
)
# By which words documents say for how many something is paid.
_PAID = search_terms.Term(
    tuple(
        (word,)
        for word in (
            *("support", "sponsor", "funded", "funding", "pays", "paid", "travel cost", "reimburs"),
            *("prise en charge", "prend en charge", "finance", "apoyo", "financi", "costea"),
        )
    )
)
# By which words documents speak of practical matters.
_MATTERS = {
    "practical.visa": ("visa", "visado", "entry permit"),
    "practical.hotels": ("hotel", "accommodation", "hebergement", "alojamiento"),
    "practical.badges": ("badge", "accreditation", "gafete"),
    "practical.interpretation": ("interpret", "interpretation", "langues", "idiomas"),
    "practical.fees": ("fee", "fees", "frais", "cuota"),
    "practical.access": (
        "wheelchair",
        "ramp",
        "step free",
        "accessib",
        "elevator",
        "fauteuil roulant",
        "silla de ruedas",
    ),
    "practical.sponsorship": (
        "reimburs",
        "refund",
        "rembours",
        "reembols",
        "sponsor",
        "per diem",
        "financial support",
        "travel costs",
        "frais de voyage",
        "viaticos",
    ),
    "practical.transport": ("shuttle", "airport", "transport", "navette", "aeropuerto"),
}
_COMFORT = Ask(Subject.PRACTICAL, "other")
_HOW_MANY_CAME = Ask(Subject.OTHER, "attendance")
_ATTENDANCE = ("attended_by", "delegates_number")  # of the glossary
_REGISTERED = search_terms.Term((("registered",), ("had regist",), ("inscrit",), ("inscrito",), ("зарегистрир",)))
_HOW_MANY_MAY_COME = Ask(Subject.OTHER, "size")
_OFFICES = frozenset({"rapporteur", "vice_chair", "executive_secretary", "bureau_members"})  # of the glossary
_OF_EVERY_MEETING = frozenset({"rules", "rules_of_procedure"})  # kinds of documents
_OF_TOPICS = frozenset({Subject.OBJECTIVES, Subject.OVERVIEW})
# What is asked so plainly that no passage takes its place.
_PLAIN = frozenset(
    {Subject.DATES, Subject.VENUE, Subject.REGISTRATION, Subject.CALENDAR, Subject.REMINDER, Subject.DEADLINES}
)


class Quoting:
    """Finds passages, and facts in sentences, for questions about one catalogue."""

    def __init__(self, catalogue: Catalogue, lexicon: Words) -> None:
        self.catalogue = catalogue
        self._lexicon = lexicon
        self._glossary = glossary_of(catalogue)
        languages = ((document.language or "en").split("-")[0] for _, document in catalogue.documents())
        self._languages = frozenset(languages) or _ENGLISH

    @cached_property
    def _said_of(self) -> list[tuple[str, Meeting]]:
        """The words of all titles and offices of each meeting: looking through the meetings takes ten times as long."""
        return [
            (
                search_terms.spoken(
                    [*holding.titles(each), *chain.from_iterable(offices for _, offices in holding.offices_of(each))]
                ),
                each,
            )
            for each in self.catalogue.meetings.values()
        ]

    @cached_property
    def _said_of_any(self) -> str:
        """The same of all meetings: most words that people ask by are in none."""
        return "".join([said for said, _ in self._said_of])

    def speaking_of(self, own: Sequence[search_terms.Term]) -> list[Meeting]:
        """The meetings of which a title or an office may hold all the words."""
        if not own or not all(term.is_in(self._said_of_any) for term in own):
            return []
        return [meeting for said, meeting in self._said_of if all(term.is_in(said) for term in own)]

    def matters(self, understood: Understood) -> list[search_terms.Term]:
        """The terms of a question of which no field of a meeting says anything."""
        return beyond.matters(understood, self._lexicon, self._languages)

    def is_an_attack(self, understood: Understood) -> bool:
        """Whether a question wants what is not the bot's to say; a password alone is asked for at a meeting that is named."""
        return beyond.is_an_attack(understood, self._lexicon)

    def terms(
        self, understood: Understood, *, unasked: bool = False, translated: bool = False
    ) -> list[search_terms.Term]:
        """The words of a question by which documents are searched; `unasked`: whatever it asks besides; `translated`: only
        those that other languages have too."""
        return own_words.terms(
            understood, self._lexicon, self._glossary, self._languages, unasked=unasked, translated=translated
        )

    def counted(self, understood: Understood, find: Finder, enough: float = 1.0) -> list[Part]:
        """The passage that counts what "how many" asks for, with the words of the question, those of country and year too."""
        if "how_many" not in understood.reading.concepts:
            return []
        wanted = search_terms.terms(understood.reading, self._lexicon, self._glossary, self._languages)
        alone = len(wanted) == 1 and wanted[0].is_rare  # "how many States Parties are there?"
        if len(wanted) < (2 if enough >= 1 else _TELLING_WORDS + 1) and not alone:
            return []
        resolution = understood.resolution
        meant = self._of(resolution.meetings or resolution.candidates) if resolution.named else ()
        if meant and not resolution.meetings:
            wanted = own_words.without_names(understood, wanted) or wanted  # "Oslo" is said of several
        fits = partial(self._fits, meetings=meant)
        likely = partial(self._fits, meetings=self._meetings(understood))
        for quote in passages.quotes(wanted, find, fits, likely, counting=True):
            counts = not alone or passages.counts(quote.text, wanted)
            if quote.score >= enough and counts and (shown := self._shown(quote, meant)):
                return [shown]
        return []

    def dated(self, understood: Understood, find: Finder) -> list[Part]:
        """The passage that says, of a month or a year without a meeting, what a question asks ("visas requested in August")."""
        strange = [mention for mention in understood.mentions if not mention.meetings]
        if not strange or any(mention.kind != "time" for mention in strange):
            return []
        wanted = self.terms(understood, unasked=True)
        own = own_words.unspent(understood, wanted)
        if not own and len(wanted) < _FEW:
            return []
        when = [term for time in understood.reading.times for term in search_terms.terms_of_time(time, self._lexicon)]
        enough = _HALF if own else 1.0  # what is only asked in so many words must all be said
        for quote in passages.quotes([*(own or wanted), *when], find, _any_passage, _any_passage):
            says_when = all(term.is_said(quote.text) for term in when)
            if (
                says_when
                and passages.share_of_any(quote.text, own or wanted) >= enough
                and (shown := self._shown(quote, ()))
            ):
                return [shown]
        return []

    def said_better(self, understood: Understood, shown: Sequence[Part], find: Finder) -> list[Part]:
        """A passage, where a subject is not stated or is only touched by a question that has words of its own."""
        if understood.question.given:
            return []
        if (of := self.matters(understood)) and (not shown or self._beside(shown, of, understood)):
            return self.on_matters(of, understood, shown, find)
        if any(part.ask == _COMFORT for part in shown) and (quoted := self._on_comfort(understood, find)):
            return quoted
        of_people = {_HOW_MANY_MAY_COME: self._limits, _HOW_MANY_CAME: self._attendance}
        for ask in of_people.keys() & set(understood.asks):
            if told := of_people[ask](understood, find):
                return [*(part for part in shown if not _is_beside_people(part)), *told]
        if _HOW_MANY_MAY_COME in understood.asks or (
            _HOW_MANY_CAME in understood.asks and shown and self._asks_only_who_came(understood)
        ):
            return []
        if counted := self.counted(understood, find):
            return counted
        asked = [part for part in shown if part.ask.subject not in BY_CLOCK]
        if (
            len(asked) == 1
            and isinstance(asked[0], parts.Fact)
            and (said := self._on_its_matter(asked[0], understood, find))
        ):
            return said
        return self._in_own_words(understood, shown, find)

    def _on_comfort(self, understood: Understood, find: Finder) -> list[Part]:
        """A passage on what no field holds and few letters speak of, in the words of the question ("coffee", "childcare")."""
        reading = understood.reading
        said = {
            reading.tokens[at].text
            for hit in reading.of("concepts")
            if hit.value.name == "comfort"
            for at in range(hit.start, hit.end)
        }
        of = [
            term
            for term in self.terms(understood)
            if any(text.startswith(way[0]) for way in term.ways for text in said)
        ]
        wanted = self.terms(understood)
        found = (self.found(understood, wanted, find, of=of) or self.found(understood, of, find, of=of)) if of else []
        return [part for part in found if isinstance(part, parts.Quotation)]

    def _in_own_words(self, understood: Understood, shown: Sequence[Part], find: Finder) -> list[Part]:
        """A passage that holds what a question says besides what it asks, where the parts say nothing of that."""
        wanted = self.terms(understood) if own_words.has_own_words(understood) else []
        own = own_words.unspent(understood, wanted)
        if not own or any(_is_particular(part) or _holds(part, own) for part in shown):
            return []
        if any(isinstance(part, parts.Unanswered) for part in shown) or _is_of_words_in_a_document(understood):
            return self.found(understood, own, find)
        if _is_of_a_topic_beside(understood, shown, own) and (quoted := self.found(understood, wanted, find, of=own)):
            return quoted
        plain = any(ask.subject in _PLAIN for ask in understood.asks)
        unstated = bool(shown) and not any(_is_stated(part) for part in shown)
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

    def _beside(self, shown: Sequence[Part], of: Sequence[search_terms.Term], understood: Understood) -> list[Part]:
        """The parts that say nothing of any of the terms."""
        asked = beyond.asks_besides(understood, self._lexicon)
        return [part for part in shown if beyond.is_beside(part, of, asked=asked)]

    def on_matters(
        self, of: Sequence[search_terms.Term], understood: Understood, shown: Sequence[Part], find: Finder
    ) -> list[Part]:
        """The passage on what no field holds, else the parts that say something of it, else that nothing does."""
        resolution = understood.resolution
        meant = self._meetings(understood) if resolution.named else ()
        for meetings in ((), meant) if meant and beyond.only_dated(understood) else (meant,):
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
        if any(_names_somebody(part) for part in quoted):
            return quoted
        wanted = self.terms(understood, unasked=True)
        held = (holding.facts_found(meeting, own, passages.ENOUGH) for meeting in meetings for own in (wanted, of))
        office = any(hit.value.name in _OFFICES for hit in understood.reading.of("glossary"))
        elsewhere = self._said_of_matters(of, understood, (), find, named=True) if meetings and office else []
        return [part for part in (*held, *elsewhere) if part is not None and _names_somebody(part)][:1]

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
        when = [term for time in times for term in search_terms.terms_of_time(time, self._lexicon)]
        when += [search_terms.term_of_country(hit.value.name) for hit in understood.reading.of("countries")]

        years = [term for time in times if not time.month for term in search_terms.terms_of_time(time, self._lexicon)]

        def fits(passage: Passage) -> bool:
            return self._fits(passage, meetings) or self._rules(passage, meetings)

        likely = partial(self._fits, meetings=self._meetings(understood))
        counting = "how_many" in concepts

        def told(quotes: Iterable[passages.Quote], *, foreign: bool) -> Part | None:
            for quote in quotes:
                said = passages.with_a_date(quote) if "when" in concepts else quote
                if (
                    any(term.is_said(said.text) for term in of)
                    and all(passages.says_year(said.text, term) for term in years)
                    and ("when" not in concepts or passages.tells_when(said.text))
                    and not (foreign and self._is_in_language(quote.passage, understood.reading.language))
                    and (shown := self._shown(said, meetings))
                    and (not named or _names_somebody(shown))
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
        if shown is None and _tells_alone(of[0], find):
            alone = (replace(each, text=passages.quote(each.passage, [of[0], *wanted]).text) for each in search(of[:1]))
            shown = told(alone, foreign=False)
        return [] if shown is None else [shown]

    def _is_in_language(self, passage: Passage, language: str | None) -> bool:
        document = self.catalogue.document(passage.document_id)
        return document is not None and (document.language or "en").split("-")[0] == language

    def _on_its_matter(self, part: parts.Fact, understood: Understood, find: Finder) -> list[Part]:
        """What documents say on a matter of which no field of the meeting says anything: practical ones, and who co-chairs."""
        meeting, matter = part.meeting, _MATTERS.get(str(part.ask))
        if part.ask.subject is Subject.STATUS:
            return self._why(part, understood, find)
        if str(part.ask) == "dates.hours" and not isinstance(meeting.start, datetime):
            return self._at_what_hour(meeting, understood, find)
        if any(hit.value.name == _CO_CHAIRS for hit in understood.reading.of("glossary")) and not _is_stated(part):
            wanted = search_terms.term_of(_CO_CHAIRS, self._lexicon, self._languages)
            return self.found(understood, [wanted], find)
        if matter is None or facts.state(meeting, str(part.ask)) is not facts.State.UNKNOWN:
            return []
        fits = partial(self._fits, meetings=[meeting])
        said = search_terms.Term(tuple((word,) for word in matter))
        own = own_words.unspent(understood, self.terms(understood))
        for quote in passages.quotes([said], find, fits, fits):
            if shown := self._shown(passages.quote(quote.passage, [said, *own]), [meeting]):
                return [shown]
        return []

    def _at_what_hour(self, meeting: Meeting, understood: Understood, find: Finder) -> list[Part]:
        """What a document says on the hour at which a meeting begins or ends."""
        fits = partial(self._fits, meetings=[meeting])
        closes = understood.reading.concepts & {"end", "close"} and not understood.reading.concepts & {"begin", "open"}
        edge = _CLOSING if closes else _BEGINNING
        for quote in passages.quotes([edge], find, fits, fits):
            if passages.tells_hour(quote.text) and (shown := self._shown(quote, [meeting])):
                return [shown]
        return []

    def _why(self, part: parts.Fact, understood: Understood, find: Finder) -> list[Part]:
        """How a document says that a meeting is called off, behind that it is, where a question asks for the reason."""
        meeting = part.meeting
        if "why" not in understood.reading.concepts or meeting.status not in _OFF:
            return []
        fits = partial(self._fits, meetings=[meeting])
        others = [other for other in self.catalogue.meetings.values() if other is not meeting and other.status in _OFF]
        for quote in passages.quotes([_CALLED_OFF], find, fits, fits):
            of_others = any(self._fits(quote.passage, [other]) for other in others)
            if of_others and not any(city in quote.text for city in in_all_languages(meeting.city)):
                continue  # a letter that calls off several
            if meeting.background and not _REASON.search(quote.text) and not _speaks_of(meeting, quote.text):
                continue  # what is noted of it says more
            if shown := self._shown(quote, [meeting]):
                return [part, shown]
        return []

    def _limits(self, understood: Understood, find: Finder) -> list[Part]:
        """What a document or a fact of the meeting says on how many may come from each."""
        for meeting in self._meetings(understood)[:1]:
            fits = partial(self._fits, meetings=[meeting])
            for quote in passages.quotes(_SIZE, find, fits, fits, counting=True):
                if not _PAID.is_said(quote.text) and (shown := self._shown(quote, [meeting])):
                    return [shown]
            if stated := holding.facts_found(meeting, _SIZE, passages.ENOUGH):
                return [stated]
        return []

    def _asks_only_who_came(self, understood: Understood) -> bool:
        """Whether a question has no words of its own besides those of taking part."""
        reading = understood.reading
        taking_part = [hit for hit in reading.of("glossary") if hit.value.name in _ATTENDANCE]
        said = [reading.tokens[at].text for hit in taking_part for at in range(hit.start, hit.end)]
        own = own_words.unspent(understood, self.terms(understood))
        return all(any(text.startswith(way[0]) for way in term.ways for text in said) for term in own)

    def _attendance(self, understood: Understood, find: Finder) -> list[Part]:
        """What a document says on how many came to the meeting that a question means."""
        meetings = self._meetings(understood)[:1]
        came, who = (search_terms.term_of(name, self._lexicon, self._languages) for name in _ATTENDANCE)
        if "register" in understood.reading.concepts:
            came = _REGISTERED
        wanted = [came, who, *(term for term in self.terms(understood, translated=True) if not term.is_bare_number)]
        fits = partial(self._fits, meetings=meetings)
        for quote in passages.quotes([came, who], find, fits, fits, counting=True) if meetings else ():
            told = passages.quote(quote.passage, wanted, counting=True)
            if passages.counts(told.text, [who]) and came.is_said(told.text) and (shown := self._shown(told, meetings)):
                return [shown]
        return [found for meeting in meetings if (found := holding.facts_found(meeting, [came, who], 1.0))]

    def found(
        self,
        understood: Understood,
        wanted: Sequence[search_terms.Term],
        find: Finder,
        enough: float = passages.ENOUGH,
        of: Sequence[search_terms.Term] = (),
    ) -> list[Part]:
        """The passage, else the facts, that hold the words of the question; `of` are words that it must hold in any case."""
        resolution = understood.resolution
        pointed = resolution.named or bool(understood.question.conversation.meetings)
        if all(term.is_bare_number for term in wanted) or (
            len(wanted) == 1 and not pointed and not _tells_alone(wanted[0], find)
        ):
            return []
        meetings = self._meetings(understood)
        if resolution.named and meetings:
            wanted = own_words.without_names(understood, wanted) or wanted
        fits = partial(self._fits, meetings=meetings if resolution.named else ())
        likely = partial(self._fits, meetings=meetings)
        has_number = any(term.ways[0][0].isdigit() for term in wanted)  # "10 percent of what?" asks for none
        counting = "how_many" in understood.reading.concepts and not has_number
        for quote in passages.quotes(wanted, find, fits, likely, counting=counting):
            holds = not of or passages.share(quote.passage.text, of) >= passages.ENOUGH
            if quote.score >= enough and holds and (shown := self._shown(quote, meetings if resolution.named else ())):
                return self._fact_naming(meetings, wanted, quote.score, understood) or [shown]
        return [found for meeting in meetings if (found := holding.facts_found(meeting, wanted, enough))][:1]

    def _fact_naming(
        self, meetings: Sequence[Meeting], wanted: Sequence[search_terms.Term], enough: float, understood: Understood
    ) -> list[Part]:
        """The fact of a meeting that names somebody, where a question asks who, and it meets as much as a passage does."""
        if "who" not in understood.reading.concepts:
            return []
        held = (holding.facts_found(meeting, wanted, enough) for meeting in meetings)
        return [part for part in held if part is not None and _names_somebody(part)][:1]

    def _fits(self, passage: Passage, meetings: Sequence[Meeting]) -> bool:
        """Whether a passage is of a meeting that is meant: of a document filed under it, or on which facts of it rest,."""
        return not meetings or any(
            passage.meeting_id == meeting.id
            or any(source.document == passage.document_id for source in meeting.sources.values())
            for meeting in meetings
        )

    def _rules(self, passage: Passage, meetings: Sequence[Meeting]) -> bool:
        """Whether a passage is of the rules by which meetings of the same process go."""
        document = self.catalogue.document(passage.document_id)
        filed = self.catalogue.meetings.get(passage.meeting_id)
        if document is None or filed is None or document.kind not in _OF_EVERY_MEETING:
            return False
        return any(filed.process == meeting.process for meeting in meetings)

    def _shown(self, quote: passages.Quote, meant: Sequence[Meeting]) -> Part | None:
        """A quotation, under the first of the meetings that are meant of which it is, else under that of its document."""
        document = self.catalogue.document(quote.passage.document_id)
        filed = self.catalogue.meetings.get(quote.passage.meeting_id)
        if document is None or filed is None:
            return None
        about = next((meeting for meeting in meant if self._fits(quote.passage, [meeting])), filed)
        return parts.Quotation(ask=Ask(Subject.OTHER), meeting=about, document=document, text=quote.text)

    def _meetings(self, understood: Understood) -> tuple[Meeting, ...]:
        return self._of(understood.resolution.meetings)

    def _of(self, ids: Iterable[str]) -> tuple[Meeting, ...]:
        return tuple(self.catalogue.meetings[meeting] for meeting in ids if meeting in self.catalogue.meetings)


def _any_passage(_: Passage) -> bool:
    return True


def _is_of_words_in_a_document(understood: Understood) -> bool:
    """Whether not the document is asked for but what it says about something."""
    return "say" in understood.reading.concepts and all(ask == Ask(Subject.DOCUMENTS) for ask in understood.asks)


def _is_of_a_topic_beside(understood: Understood, shown: Sequence[Part], own: Sequence[search_terms.Term]) -> bool:
    """Whether a term of the field is asked about of which the aims of the meeting say nothing ("what is said on mines?")."""
    if not understood.reading.of("glossary") or any(ask.subject not in _OF_TOPICS for ask in understood.asks):
        return False
    aims = [aim for part in shown if isinstance(part, parts.Fact) for aim in part.meeting.objectives]
    return not any(passages.share_of_any(in_language(aim, "en"), own) for aim in aims)


def _tells_alone(term: search_terms.Term, find: Finder) -> bool:
    """Whether a word by itself may be looked for: a term of several words, an acronym, or one that few passages have."""
    return term.is_telling or (term.is_rare and len(find(passages.match([term]), _FEW + 1)) <= _FEW)


def _is_particular(part: Part) -> bool:
    """Whether a part is of a session or a person that the question names: no passage says that better."""
    if isinstance(part, parts.Named | parts.Deadlines | parts.Chairings | parts.Unreachable):
        return True
    return isinstance(part, parts.Sessions) and part.focus.startswith("session")


def _names_somebody(part: Part) -> bool:
    """Whether a part has the name of a person, with how she is addressed."""
    if isinstance(part, parts.Quotation):
        return _PERSON.search(part.text) is not None
    return isinstance(part, parts.Found) and any(
        _PERSON.search(version) for text in part.texts for version in in_all_languages(text)
    )


def _is_beside_people(part: Part) -> bool:
    """Whether a part says nothing where how many come is told: "how many have registered?" does not ask how to."""
    return isinstance(part, parts.Unanswered) or str(part.ask) == "registration.how"


def _speaks_of(meeting: Meeting, text: str) -> bool:
    """Whether a text has the city of a meeting, or a word of its name."""
    said = search_terms.as_said(text)
    texts = (*in_all_languages(meeting.name), *in_all_languages(meeting.city))
    return any(f" {word} " in said for word in search_terms.spoken(texts).split() if len(word) > _SHORT)


def _holds(part: Part, own: Sequence[search_terms.Term]) -> bool:
    """Whether a practical matter, as its field states it, has all the words of a question."""
    if not isinstance(part, parts.Fact) or part.ask.subject is not Subject.PRACTICAL:
        return False
    text = facts.value_at(part.meeting, str(part.ask))
    return text is not None and all(term.is_said(version) for version in in_all_languages(text)[:1] for term in own)


def _is_stated(part: Part) -> bool:
    """Whether the documents state what a part was asked for."""
    return not isinstance(part, parts.Fact) or matters.states(part.meeting, part.ask)
