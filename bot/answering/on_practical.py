"""What documents say on practical matters of which no field says anything: hotels, badges, travel and what is due of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot import facts
from bot.answering import letters, own_words, parts, passages, search_terms
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.searching import Searching
from bot.answering.subjects import Ask, Subject
from bot.model import Meeting

_BADGES = "practical.badges"
_HOTELS, _TRANSPORT = "practical.hotels", "practical.transport"
_PRICES = frozenset({"price", "fee"})  # concepts
_ROOT = 5  # letters by which forms of a word are known
_DUE_AS = {"credentials_of": "credentials", "financial_support": "sponsorship"}  # of the glossary
# By concepts.
_DUE_OF = {
    "sponsorship": "practical.sponsorship",
    "visa": "practical.visa",
    "hotel": _HOTELS,
    "credentials": _BADGES,
}


def told(searching: Searching, part: parts.Fact, understood: Understood, find: Finder) -> list[Part]:
    """The passage on a practical matter, where the field says nothing of it."""
    meeting, matter = part.meeting, letters.practical(str(part.ask))
    if matter is None or facts.state(meeting, str(part.ask)) is not facts.State.UNKNOWN:
        return []
    own = own_words.unspent(understood, searching.terms(understood))
    for quote in _ordered(matter, str(part.ask), own, searching, meeting, understood, find):
        if shown := searching.shown(quote, [meeting]):
            return [shown]
    return []


def _ordered(
    matter: search_terms.Term,
    path: str,
    own: Sequence[search_terms.Term],
    searching: Searching,
    meeting: Meeting,
    understood: Understood,
    find: Finder,
) -> list[passages.Quote]:
    """What the documents of a meeting say on a matter, what tells the most first."""
    fits = partial(searching.fits, meetings=[meeting])
    found = [passages.quote(quote.passage, [matter, *own]) for quote in passages.quotes([matter], find, fits, fits)]
    if path == _BADGES:
        found.sort(key=partial(_says_less_of_badges, matter=matter, understood=understood))
    if path == _HOTELS:
        found = [each for quote in found for each in (quote, *_sentence_by_sentence(quote, matter))]
        found.sort(key=partial(_says_less_of_hotels, priced=not understood.reading.concepts.isdisjoint(_PRICES)))
    return found


def _sentence_by_sentence(quote: passages.Quote, matter: search_terms.Term) -> Iterator[passages.Quote]:
    """The sentences of a passage that speak of a matter."""
    said = passages.sentences_of(quote.passage.text)
    return (replace(quote, text=sentence) for sentence in said if matter.is_said(sentence))


def _says_less_of_badges(
    quote: passages.Quote, *, matter: search_terms.Term, understood: Understood
) -> tuple[bool, int]:
    """In what order what is said of badges is looked at: in the question's own word first, last of what else lets in."""
    reading, said = understood.reading, search_terms.as_said(quote.text)
    own = [reading.tokens[hit.start].text for hit in reading.of("concepts") if hit.value.name == "badge"]
    ways = [place for place, way in enumerate(matter.ways) if f" {way[0]}" in said]
    return not any(f" {word[:_ROOT]}" in said for word in own), min(ways, default=len(matter.ways))


def _says_less_of_hotels(quote: passages.Quote, *, priced: bool) -> tuple[bool, bool]:
    """In what order what is said of hotels is looked at: prices first, where these are asked for, and last how to get there."""
    rides = letters.practical(_TRANSPORT)
    return priced and not passages.tells_amount(quote.text), rides is not None and rides.is_said(quote.text)


def matter_due(part: parts.Fact, understood: Understood) -> str:
    """The path of the practical matter of which a question asks what is due, where no field says anything of it; else ""."""
    reading = understood.reading
    told = reading.concepts | {_DUE_AS[hit.value.name] for hit in reading.of("glossary") if hit.value.name in _DUE_AS}
    for concept, path in _DUE_OF.items():
        if concept in told:
            return path if facts.state(part.meeting, path) is facts.State.UNKNOWN else ""
    return ""


def due(searching: Searching, meeting: Meeting, path: str, understood: Understood, find: Finder) -> list[Part]:
    """What a document says on the day by which something is to be done on a practical matter, else that none says it."""
    matter = letters.practical(path)
    for quote in _ordered(matter, path, (), searching, meeting, understood, find) if matter else ():
        dated = passages.with_a_date(quote)
        if passages.tells_when(dated.text) and (shown := searching.shown(dated, [meeting])):
            return [shown]
    return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meeting)]
