"""Which part of a whole a document says something is, for questions that only a year tells of or that give a wrong number."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import beyond, own_words, parts, passages, search_terms
from bot.answering.mention import TELLING
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.searching import Searching, asks_for_a_share
from bot.answering.subjects import Ask, Subject

_TOUCHED = 0.25  # of a question's weight: a passage that speaks of the same whole in the same year
_FEW = 2


def of_a_whole(searching: Searching, understood: Understood, find: Finder) -> list[Part]:
    """The passage that says what part of a whole in a year goes to what a question names, whatever number it gives itself.

    Where one tells of that whole, but not of what is asked about: that documents do not say, and whom of its meeting to ask.
    """
    reading = understood.reading
    claimed, asked = _claims_a_share(reading), "how_many" in reading.concepts and asks_for_a_share(understood)
    if not claimed and not asked and not ("how_many" in reading.concepts and _speaks_of_funds(reading)):
        return []
    if understood.question.given or understood.names(*TELLING, "short") or understood.strange_symbol:
        return []
    of_a_year = beyond.only_dated(understood) and all(not time.month and not time.day for time in reading.times)
    if not of_a_year and not (claimed and not understood.resolution.named):
        return []
    wanted = _whole(searching, understood)
    if len(wanted) < _FEW:
        return []
    years = [term for time in reading.times for term in search_terms.terms_of_time(time, searching.lexicon)]
    for quote in passages.quotes([*wanted, *years], find, _any, _any, enough=_TOUCHED):
        if not passages.tells_share(quote.text) or not all(passages.says_year(quote.text, year) for year in years):
            continue
        shown = searching.shown(quote, ())
        if shown is None or passages.share(quote.text, wanted) >= passages.ENOUGH:
            return [shown] if shown is not None and (asked or claimed) else []
        return [parts.Unanswered(ask=Ask(Subject.OTHER), meeting=shown.meeting)] if years else []
    return [parts.Unanswered(ask=Ask(Subject.OTHER))] if claimed and understood.resolution.unknown else []


def _claims_a_share(reading: Reading) -> bool:
    """Whether a question for yes or no gives a number of hundredths."""
    if "claim" not in reading.forms and not reading.ends_in_a_mark:
        return False
    return any(
        token.kind == "number" and search_terms.is_percent(reading, at) for at, token in enumerate(reading.tokens)
    )


def _speaks_of_funds(reading: Reading) -> bool:
    return "funding" in reading.terms


def _whole(searching: Searching, understood: Understood) -> Sequence[search_terms.Term]:
    """The terms of a question without its numbers, and without the word for a share and the countries that it names."""
    countries = {
        understood.reading.tokens[at].text
        for hit in understood.reading.of("countries")
        for at in range(hit.start, hit.end)
    }
    share = search_terms.term_of("share", searching.lexicon, searching.languages)
    return [
        term
        for term in own_words.unspent(understood, searching.terms(understood, unasked=True))
        if not term.is_percentage
        and not term.is_bare_number
        and term.ways[-1] not in share.ways
        and not any(text.startswith(way[0]) for way in term.ways for text in countries)
    ]


def _any(_: object) -> bool:
    return True
