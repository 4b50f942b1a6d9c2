"""Passages of the documents of one catalogue, and facts in sentences, for questions: by which words they are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from itertools import chain

from bot.answering import attributing, beyond, holding, letters, own_words, parts, passages, search_terms, whose
from bot.answering.names import glossary_of
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.subjects import Ask, Subject
from bot.answering.texts import in_all_languages
from bot.answering.words import Words
from bot.model import Catalogue, Document, Meeting, Passage

_ENGLISH = frozenset({"en"})
_TELLING_WORDS = 3
_PAPERS = frozenset({"letter", "document", "say"})  # concepts
_FEW = 2
_HALF = 0.5
_CERTAIN = 0.8  # of a question's weight
_MANY = 8  # passages
_MOST_BESIDE_ONE = 3  # words
_SHARE = "share"  # of the glossary
_CURRENCIES = frozenset({"dollars", "euros"})  # of the glossary
_OF_EVERY_MEETING = frozenset({"rules", "rules_of_procedure"})  # kinds of documents
# In the kinds of documents that tell of the meeting under which they are filed.
_OF_WHAT_WAS = ("report", "summary", "minutes", "record")


class Searching:
    """Finds passages, and facts in sentences, for questions about one catalogue."""

    def __init__(self, catalogue: Catalogue, lexicon: Words) -> None:
        self.catalogue = catalogue
        self.lexicon = lexicon
        self._glossary = glossary_of(catalogue)
        languages = ((document.language or "en").split("-")[0] for _, document in catalogue.documents())
        self.languages = frozenset(languages) or _ENGLISH
        self.needed_to_register: dict[str, list[Part]] = {}  # by meeting: it is the same whoever asks how to register

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
        return beyond.matters(understood, self.lexicon, self.languages)

    def is_an_attack(self, understood: Understood) -> bool:
        """Whether a question wants what is not the bot's to say; a password alone is asked for at a meeting that is named."""
        return beyond.is_an_attack(understood, self.lexicon)

    def terms(
        self, understood: Understood, *, unasked: bool = False, translated: bool = False
    ) -> list[search_terms.Term]:
        """The words of a question by which documents are searched; `unasked`: whatever it asks besides; `translated`: only
        those that other languages have too."""
        return own_words.terms(
            understood, self.lexicon, self._glossary, self.languages, unasked=unasked, translated=translated
        )

    def counted(self, understood: Understood, find: Finder, enough: float = 1.0) -> list[Part]:
        """The passage that counts what "how many" asks for, with the words of the question, those of country and year too."""
        asks = "how_many" in understood.reading.concepts
        if not asks and not _may_claim_a_count(understood):
            return []
        today = [at for time in understood.reading.times if time.relative for at in range(time.start, time.end)]
        wanted = search_terms.terms(understood.reading, self.lexicon, self._glossary, self.languages, today)
        if not asks:
            if understood.asks:  # "the letter of 18 April speaks of 60 States Parties, right?"
                wanted = self.terms(understood, unasked=True)
            counted = [term for term in wanted if not term.is_bare_number]  # "are there 60 States Parties?"
            if len(counted) != len(wanted) - 1:
                return []
            wanted = counted
        if understood.reading.concepts & _PAPERS and not asks:
            wanted = own_words.without_sayers(understood, wanted)
        elif understood.reading.concepts & _PAPERS:  # "how many States are named in the letter of Peru?"
            wanted = own_words.unspent(understood, wanted) or wanted
        alone = len(wanted) == 1 and wanted[0].is_rare  # "how many States Parties are there?"
        if len(wanted) < (2 if enough >= 1 else _TELLING_WORDS + 1) and not alone:
            return []
        resolution = understood.resolution
        meant = self._of(resolution.meetings or resolution.candidates) if resolution.named else ()
        if meant and not resolution.meetings:
            wanted = own_words.without_names(understood, wanted) or wanted  # "Oslo" is said of several
        fits = partial(self.fits, meetings=meant)
        likely = partial(self.fits, meetings=self.meetings_of(understood))
        for quote in passages.quotes(wanted, find, fits, likely, counting=True):
            counts = not alone or passages.counts(quote.text, wanted)
            if quote.score >= enough and counts and (shown := self.shown(quote, meant)):
                return (self._fact_counting(meant, wanted) if asks else []) or [shown]
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
        when = [term for time in understood.reading.times for term in search_terms.terms_of_time(time, self.lexicon)]
        enough = _HALF if own else 1.0  # what is only asked in so many words must all be said
        for quote in passages.quotes([*(own or wanted), *when], find, _any_passage, _any_passage):
            says_when = all(term.is_said(quote.text) for term in when)
            if (
                says_when
                and passages.share_of_any(quote.text, own or wanted) >= enough
                and (shown := self.shown(quote, ()))
            ):
                return [shown]
        return []

    def on_another_event(self, understood: Understood, find: Finder) -> list[Part]:
        """The passage that speaks of an event which is no meeting of the store's ("the civil society forum")."""
        strange = [mention for mention in understood.mentions if not mention.meetings]
        if not strange or any(mention.kind != "kind" for mention in strange):
            return []
        words = {(mention.key, understood.reading.words_between(mention.start, mention.end)) for mention in strange}
        events = [search_terms.term_of_words(key, said) for key, said in sorted(words)]
        wanted = [*events, *search_terms.terms_of_groups(understood.reading, self.lexicon, self.languages)]
        own = own_words.unspent(understood, self.terms(understood, unasked=True))
        if len(wanted) + len(own) < _FEW:
            return []
        when = "when" in understood.reading.concepts
        for quote in passages.quotes([*wanted, *own], find, _any_passage, _any_passage):
            said = all(term.is_said(quote.text) for term in wanted) and (not when or passages.tells_when(quote.text))
            if (
                said
                and passages.share_of_any(quote.text, [*wanted, *own]) >= _HALF
                and (shown := self.shown(quote, ()))
            ):
                return [shown]
        return []

    def naming(self, name: Sequence[str], find: Finder) -> list[parts.Quotation]:
        """The passage that has every word of somebody's name."""
        wanted = [search_terms.term_of_words(word) for word in name]
        for quote in passages.quotes(wanted, find, _any_passage, _any_passage, enough=1.0):
            if all(term.is_said(quote.text) for term in wanted) and (shown := self.shown(quote, ())):
                return [shown]
        return []

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
        of_a_share = "how_many" in understood.reading.concepts and asks_for_a_share(understood)
        if all(term.is_bare_number for term in wanted) or (
            len(wanted) == 1 and not pointed and not of_a_share and not tells_alone(wanted[0], find)
        ):
            return []
        meetings = self.meetings_of(understood)
        if resolution.named and meetings:
            wanted = own_words.without_names(understood, wanted) or wanted
        stays = (
            bool(understood.question.conversation.meetings) and len(wanted) == 1
        )  # one word takes a talk nowhere else
        of_those = meetings if resolution.named or stays else ()
        fits = partial(self.fits, meetings=of_those)
        likely = partial(self.fits, meetings=meetings)
        has_number = any(term.ways[0][0].isdigit() for term in wanted)  # "10 percent of what?" asks for none
        counting = "how_many" in understood.reading.concepts and not has_number
        of_a_share = of_a_share and counting
        if of_a_share:  # which a document says by its number: "of which 60% is for ..."
            share = search_terms.term_of(_SHARE, self.lexicon, self.languages)
            wanted = [term for term in wanted if term.ways[-1] not in share.ways] or wanted
        for quote in passages.quotes(wanted, find, fits, likely, counting=counting):
            holds = not of or passages.share(quote.passage.text, of) >= passages.ENOUGH
            holds = holds and (not of_a_share or passages.tells_share(quote.text))
            holds = holds and all(unit.is_said(quote.text) for unit in self.units(understood))
            holds = holds and (
                counting or quote.score >= _CERTAIN or not self._says_nowhere(understood, wanted, quote.text, find)
            )
            said = passages.with_a_reason(quote) if "why" in understood.reading.concepts else quote
            if quote.score >= enough and holds and (shown := self.shown(said, of_those)):
                return (
                    self._fact_naming(meetings, wanted, quote.score, understood)
                    or (self._fact_counting(of_those, wanted) if counting else [])
                    or [shown]
                )
        held = [found for meeting in meetings if (found := holding.facts_found(meeting, wanted, enough))][:1]
        if held and enough < _CERTAIN and self._says_nowhere(understood, wanted, "", find):
            return [found for meeting in meetings if (found := holding.facts_found(meeting, wanted, _CERTAIN))][:1]
        return held

    def _says_nowhere(
        self, understood: Understood, wanted: Sequence[search_terms.Term], text: str, find: Finder
    ) -> bool:
        """Whether no document has a telling word of a question that a text lacks ("recommended"): then it is not answered.

        Of a question in a language that not all documents are in, words that are said in all of theirs are telling.
        """
        if any(term.is_percentage and term.is_said(text) for term in wanted):
            return False
        lacking = [term for term in wanted if not term.is_acronym and not term.is_said(text)]
        if self.languages == {understood.reading.language}:
            telling = [term for term in lacking if term.is_heavy]
        else:
            known = {term.ways for term in self.terms(understood, unasked=True, translated=True)}
            telling = [term for term in lacking if term.ways in known]
        return any(not find(passages.match([term]), 1) for term in telling)

    def units(self, understood: Understood) -> list[search_terms.Term]:
        """The currencies that a question names: an amount is given in them, or not at all."""
        return [
            search_terms.term_of(hit.value.name, self.lexicon, self.languages)
            for hit in understood.reading.of("glossary")
            if hit.value.name in _CURRENCIES
        ]

    def in_other_languages(
        self, understood: Understood, wanted: Sequence[search_terms.Term], find: Finder
    ) -> list[Part]:
        """The passage in another language than the question's that holds those of the words which other languages have too.

        One such word must be of the meeting that is named, and of few of its passages.
        """
        known = {term.ways for term in self.terms(understood, unasked=True, translated=True)}
        rest = [term for term in wanted if term.ways in known and not term.is_bare_number]
        meetings = self.meetings_of(understood) if understood.resolution.named else ()
        if meetings:
            rest = own_words.without_names(understood, rest)
        if not rest or len(rest) == len(wanted):
            return []
        fits = partial(self.fits, meetings=meetings)
        if len(rest) == 1:
            among = [each for each in find(passages.match(rest), _MANY) if fits(each)] if meetings else []
            if not rest[0].is_rare or len(wanted) > _MOST_BESIDE_ONE or not 1 <= len(among) <= _FEW:
                return []
        counting = "how_many" in understood.reading.concepts
        for quote in passages.quotes(rest, find, fits, fits, counting=counting):
            foreign = not self.is_in_language(quote.passage, understood.reading.language)
            holds = all(unit.is_said(quote.text) for unit in self.units(understood))
            if foreign and holds and quote.score >= _CERTAIN and (shown := self.shown(quote, meetings)):
                return [shown]
        return []

    def otherwise_named(self, understood: Understood, own: Sequence[search_terms.Term], find: Finder) -> list[Part]:
        """What documents say where a question for yes or no names somebody else ("does the letter quote Mr Ban's appeal?")."""
        reading = understood.reading
        if not attributing.is_a_claim(reading):
            return []
        named = {token.text for at, token in enumerate(reading.tokens) if token.capital and at}
        rest = [term for term in own if not any(text.startswith(way[0]) for way in term.ways[:1] for text in named)]
        if not rest or len(rest) == len(own):
            return []
        return [part for part in self.found(understood, rest, find, _CERTAIN) if isinstance(part, parts.Quotation)]

    def _fact_naming(
        self, meetings: Sequence[Meeting], wanted: Sequence[search_terms.Term], enough: float, understood: Understood
    ) -> list[Part]:
        """The fact of a meeting that names somebody, where a question asks who, and it meets as much as a passage does."""
        if "who" not in understood.reading.concepts:
            return []
        held = (holding.facts_found(meeting, wanted, enough) for meeting in meetings)
        return [part for part in held if part is not None and names_somebody(part)][:1]

    @staticmethod
    def _fact_counting(meetings: Sequence[Meeting], wanted: Sequence[search_terms.Term]) -> list[Part]:
        """The fact of a meeting that is named which counts what is asked, in all the words of the question: "46 States approved
        the Oslo Declaration", and not "25 countries declared", which a letter says too."""
        if len(wanted) < _FEW:
            return []
        held = (holding.facts_found(meeting, wanted, 1.0) for meeting in meetings)
        for part in held:
            if isinstance(part, parts.Found) and any(
                passages.counts(version, wanted) for text in part.texts for version in in_all_languages(text)
            ):
                return [part]
        return []

    def fits(self, passage: Passage, meetings: Sequence[Meeting]) -> bool:
        """Whether a passage is of a meeting that is meant: of a document filed under it, or on which facts of it rest,."""
        return not meetings or any(
            passage.meeting_id == meeting.id
            or any(source.document == passage.document_id for source in meeting.sources.values())
            for meeting in meetings
        )

    def rules(self, passage: Passage, meetings: Sequence[Meeting]) -> bool:
        """Whether a passage is of the rules by which meetings of the same process go."""
        document = self.catalogue.document(passage.document_id)
        filed = self.catalogue.meetings.get(passage.meeting_id)
        if document is None or filed is None or document.kind not in _OF_EVERY_MEETING:
            return False
        return any(filed.process == meeting.process for meeting in meetings)

    def shown(self, quote: passages.Quote, meant: Sequence[Meeting]) -> parts.Quotation | None:
        """A quotation, under the first of the meetings that are meant of which it is, else under that of its document."""
        document = self.catalogue.document(quote.passage.document_id)
        filed = self.catalogue.meetings.get(quote.passage.meeting_id)
        if document is None or filed is None:
            return None
        about = next((meeting for meeting in meant if self.fits(quote.passage, [meeting])), filed)
        text = quote.text if about is filed else self._on(about, quote, document)
        return parts.Quotation(ask=Ask(Subject.OTHER), meeting=about, document=document, text=text) if text else None

    def _on(self, about: Meeting, quote: passages.Quote, document: Document) -> str:
        """Of what is quoted of a letter that is filed under another meeting, the sentences that speak of this one."""
        if "\n" in quote.text:  # of a timetable
            return quote.text
        tells = any(kind in (document.kind or "") for kind in _OF_WHAT_WAS)
        filed = quote.passage.meeting_id if tells else ""
        own = whose.speaking_of(passages.sentences_of(quote.passage.text), about.id, self._named, filed)
        quoted = passages.sentences_of(quote.text)
        return " ".join(sentence for sentence in quoted if sentence in own)

    @cached_property
    def _named(self) -> whose.Named:
        return whose.names_of(self.catalogue.meetings.values())

    def is_in_language(self, passage: Passage, language: str | None) -> bool:
        """Whether a passage is of a document in a language."""
        document = self.catalogue.document(passage.document_id)
        return document is not None and (document.language or "en").split("-")[0] == language

    def meetings_of(self, understood: Understood) -> tuple[Meeting, ...]:
        """The meetings that a question means."""
        return self._of(understood.resolution.meetings)

    def _of(self, ids: Iterable[str]) -> tuple[Meeting, ...]:
        return tuple(self.catalogue.meetings[meeting] for meeting in ids if meeting in self.catalogue.meetings)


def _may_claim_a_count(understood: Understood) -> bool:
    """Whether a question for yes or no that asks nothing else speaks of what the field has a term for."""
    reading = understood.reading
    if not reading.of("glossary") or (understood.asks and understood.asks != (Ask(Subject.DOCUMENTS),)):
        return False
    return attributing.is_a_claim(reading) or reading.ends_in_a_mark


def asks_for_a_share(understood: Understood) -> bool:
    """Whether a question asks which part of a whole something is."""
    return _SHARE in understood.reading.terms


def _any_passage(_: Passage) -> bool:
    return True


def tells_alone(term: search_terms.Term, find: Finder) -> bool:
    """Whether a word by itself may be looked for: a term of several words, an acronym, or one that few passages have."""
    return term.is_telling or (term.is_rare and len(find(passages.match([term]), _FEW + 1)) <= _FEW)


def names_somebody(part: Part) -> bool:
    """Whether a part has the name of a person, with how she is addressed."""
    if isinstance(part, parts.Quotation):
        return letters.person().search(part.text) is not None
    return isinstance(part, parts.Found) and any(
        letters.person().search(version) for text in part.texts for version in in_all_languages(text)
    )
