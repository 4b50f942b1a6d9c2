"""What a question gives to choose from ("in May or in June?"): it claims neither, and asks which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.answering import particles
from bot.answering.mention import TELLING, Mention
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject

_SIGNS = frozenset({"zh", "lo"})  # languages without blanks between words
_OR = {
    language: re.compile("|".join(words) if language in _SIGNS else rf"\b(?:{'|'.join(words)})\b")
    for language, words in particles.written("or").items()
}
_PLACES = frozenset({"city", "country", "place"})
_NAMING = (*TELLING, "short")
_ASKS_NOTHING_ELSE = frozenset({Subject.OVERVIEW, Subject.DATES, Subject.VENUE})


def gives_a_choice(reading: Reading, start: int = 0, end: int | None = None) -> bool:
    """Whether "or" stands in a question, or between the tokens `start` and `end` of it."""
    pattern = _OR.get(reading.language or "")
    if pattern is None or not reading.tokens:
        return False
    until = len(reading.text) if end is None else reading.tokens[end].start
    return pattern.search(reading.text.casefold(), reading.tokens[start].start, until) is not None


def alternatives(reading: Reading, found: Sequence[Mention], talks: bool) -> list[Mention]:
    """The times, or places, of which a question asks which is that of the meeting that it names, or that it `talks` about."""
    pairs = [
        (one, other)
        for one, other in pairwise(found)
        if _are_alike(one, other) and one.end <= other.start and gives_a_choice(reading, one.end - 1, other.start)
    ]
    offered = [
        mention
        for mention in found
        if any(mention in pair for pair in pairs) or _is_second_of_two_days(mention, reading)
    ]
    naming = [mention.meetings for mention in found if mention.kind in _NAMING and mention not in offered]
    if not offered or not (naming or talks):
        return []
    meant = frozenset.intersection(*naming) if naming else frozenset()
    fits_each = bool(meant) and all(mention.meetings & meant for mention in offered)
    return [] if fits_each else offered  # "Geneva in June or in April?" names two meetings


def asked_of(offered: Sequence[Mention], asked: Sequence[Ask]) -> list[Ask]:
    """What a question asks that gives these to choose from: when, or where, if it asks nothing else."""
    if any(ask.subject not in _ASKS_NOTHING_ELSE or ask.focus for ask in asked):
        return list(asked)
    return [Ask(Subject.DATES) if offered[0].kind == "time" else Ask(Subject.VENUE, "city")]


def _are_alike(one: Mention, other: Mention) -> bool:
    return one.kind == other.kind == "time" or (one.kind in _PLACES and other.kind in _PLACES)


def _is_second_of_two_days(mention: Mention, reading: Reading) -> bool:
    """Whether a day stands behind another of the same month ("on 25 or 26 May")."""
    if mention.kind != "time":
        return False
    before = [at for at in range(max(mention.start - 3, 0), mention.start) if reading.tokens[at].kind == "number"]
    return bool(before) and gives_a_choice(reading, before[-1], mention.start)
