"""What organisers have answered before: found again when the same is asked, in other words or another language too.

Two questions are compared by what they ask and by the telling words that nothing else explains; the terms of the glossary
count in every language. The answer to one is given to another where it covers `ENOUGH` of the weight of what is asked now, and
not much else was asked then (`NOT_MUCH_ELSE`). Only what no field of the store states is answered so, and always with the
question that it was an answer to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import facts
from bot.answering import own_words, parts
from bot.answering.knowledge import Knowledge, counted_as, knowledge_in
from bot.answering.names import Names, glossary_of
from bot.answering.parts import Part
from bot.answering.question import Question, Understood
from bot.answering.search_terms import Term
from bot.answering.subjects import OF_NO_MEETING, Subject
from bot.answering.understanding import understand
from bot.answering.words import LANGUAGES, Words
from bot.model import Catalogue, KeptAnswer, Meeting

ENOUGH = 0.7
NOT_MUCH_ELSE = 0.6
_ONE_THING = 2.0  # the weight of asking for one thing of a subject ("practical.hotels") ...
_SUBJECT = 1.0  # ... and of asking about the subject
_SHORTEST = 4  # letters of a beginning
_EVERY_LANGUAGE = frozenset(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Sense:
    """What two questions are compared by: their words (`said` one by one), what they ask, and the words that nothing else
    explains."""

    words: str
    said: tuple[str, ...]
    asks: frozenset[str]
    terms: tuple[Term, ...]

    @property
    def weight(self) -> float:
        """All that it says."""
        return sum(map(_weight, self.asks)) + sum(term.weight for term in self.terms)

    def covered_by(self, other: Sense) -> float:
        """How much of it the other says too (0 to 1)."""
        whole = self.weight
        if self.words == other.words or not whole:
            return float(self.words == other.words)
        terms = sum(term.weight for term in self.terms if _says(other.said, term) or term in other.terms)
        return (sum(map(_weight, self.asks & other.asks)) + terms) / whole


class KeptAnswers:
    """The kept answers of one catalogue; what their questions mean is made out once each."""

    def __init__(self, catalogue: Catalogue, lexicon: Words, names: Names) -> None:
        self._lexicon = lexicon
        self._names = names
        self._glossary = glossary_of(catalogue)
        self._meetings = catalogue.meetings
        self._has_some = any(meeting.answers for meeting in catalogue.meetings.values())
        self._senses: dict[str, Sense] = {}

    def put_in(self, shown: list[Part], understood: Understood) -> list[Part]:
        """The parts of an answer with what organisers have said in the place of what is not known, or beside it."""
        if not self._has_some or (understood.question.given and not understood.question.is_resumed):
            return shown
        found: list[Part] = []
        for part in shown:
            found += [each for each in self._with_kept(part, understood) if each not in found]
        return found

    def _with_kept(self, part: Part, understood: Understood) -> Iterator[Part]:
        knowledge = knowledge_in(part)
        meeting = self._meeting_of(part, understood) if knowledge not in (None, Knowledge.STATED) else None
        found = self._best(part, meeting, understood) if meeting is not None and meeting.answers else None
        if found is None or meeting is None:
            yield part
            return
        kept, is_same = found
        yield parts.Kept(ask=part.ask, meeting=meeting, kept=kept, is_same=is_same)
        if isinstance(part, parts.Fact) and knowledge is not Knowledge.QUOTED and _says_something(part):
            yield part

    def _meeting_of(self, part: Part, understood: Understood) -> Meeting | None:
        """The meeting that a part is about; of a question that names none the one that it most likely means."""
        if isinstance(part, parts.Fact | parts.Unanswered) and part.meeting is not None:
            return part.meeting
        if isinstance(part, parts.Unanswered | parts.Talk):
            likely = (*understood.resolution.meetings, *understood.question.conversation.meetings)
            return next((self._meetings[each] for each in likely if each in self._meetings), None)
        return None

    def _best(self, part: Part, meeting: Meeting, understood: Understood) -> tuple[KeptAnswer, bool] | None:
        asked = self._sense(understood, None if part.ask.subject in _OPEN else str(part.ask))
        best, best_score = None, 0.0
        for kept in meeting.answers:
            before = self._sense_of(kept.question, understood)
            score = asked.covered_by(before)
            if score >= ENOUGH and score > best_score and before.covered_by(asked) >= NOT_MUCH_ELSE:
                best, best_score = kept, score
        return (best, asked.words == counted_as(best.question)) if best else None

    def _sense_of(self, text: str, understood: Understood) -> Sense:
        if text not in self._senses:
            question = Question(text=text, now=understood.question.now)
            self._senses[text] = self._sense(understand(question, self._lexicon, self._names))
        return self._senses[text]

    def _sense(self, understood: Understood, ask: str | None = None) -> Sense:
        """What a question means; of one that asks several things, `ask` is the one that is to be answered."""
        asks = {str(each) for each in understood.asks if each.subject not in OF_NO_MEETING | _OPEN}
        wanted = own_words.terms(understood, self._lexicon, self._glossary, _EVERY_LANGUAGE)
        own = own_words.unspent(understood, wanted)
        said = tuple(token.text for token in understood.reading.tokens)
        return Sense(counted_as(understood.question.text), said, frozenset([ask] if ask else asks), tuple(own))


_OPEN = frozenset({Subject.OTHER, Subject.OUT_OF_SCOPE})


def _says_something(part: parts.Fact) -> bool:
    """Whether a part states something beside what it leaves open, as the city where the building is not known."""
    return any(facts.is_stated(part.meeting, path) for path in part.paths)


def _weight(ask: str) -> float:
    return _ONE_THING if "." in ask and not ask.endswith(".other") else _SUBJECT


def _says(said: Sequence[str], term: Term) -> bool:
    """Whether words say a term; the beginning of a word is enough on either side ("list", "lista")."""
    return any(all(any(_is_alike(word, stem) for word in said) for stem in way) for way in term.ways)


def _is_alike(word: str, stem: str) -> bool:
    return word.startswith(stem) or (len(word) >= _SHORTEST and stem.startswith(word))
