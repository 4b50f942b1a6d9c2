"""Why a meeting is held where it is: no field says it, and neither what it is for nor that nothing was changed does."""

from __future__ import annotations

from bot.answering import particles
from bot.answering.phrases import places_of
from bot.answering.question import Understood
from bot.answering.subjects import Subject
from bot.answering.words import Words

_OF_A_CHANGE = frozenset({"cancelled", "status", "standing", "settled", "came_about", "changes"})
_WHY, _REASON = "why", "reason"
_BESIDE = frozenset({Subject.STATUS, Subject.OBJECTIVES, Subject.OVERVIEW})
_PLACES = frozenset({"city", "country"})  # kinds of mentions
_IN = particles.said("at") | particles.said("within") | particles.said("in")


def asks_why_there(understood: Understood, lexicon: Words) -> bool:
    """Whether a question asks for nothing but the reason why a meeting is in a city or a country ("why in Lima?")."""
    reading = understood.reading
    if understood.claims or len(understood.resolution.meetings) != 1 or reading.concepts & _OF_A_CHANGE:
        return False
    if any(ask.subject not in _BESIDE for ask in understood.asks):
        return False
    if any(mention.is_former or mention.kind not in (*_PLACES, "kind") for mention in understood.mentions):
        return False
    if any(hit.value.name != _REASON for hit in reading.of("glossary")):
        return False
    placed = [mention for mention in understood.mentions if mention.kind in _PLACES]
    if not placed or not any(_is_placed(understood, mention.start) for mention in placed):
        return False
    said = [hit for hit in lexicon.phrases.find(reading.tokens) if hit.value.name == _WHY]
    return bool(places_of(said))


def _is_placed(understood: Understood, at: int) -> bool:
    """Whether a word or a sign by which something is said to be in a place stands before a token, or joined to it."""
    tokens = understood.reading.tokens
    return at > 0 and (tokens[at - 1].text in _IN or any(form != tokens[at].text for form in tokens[at].forms))
