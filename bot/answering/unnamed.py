"""Which States did something, where the documents only count them: that they do not name them, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering import parts
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject
from bot.answering.text import cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import words

_STATES = frozenset({"state", "countr"})  # of the glossary
_IN_ENGLISH = frozenset({"states", "countries"})
_BY_NAME = frozenset({"who", "name"})  # concepts: "who are the coordinators, by name?"
_NEAR = 2  # words
_FEW = 2  # countries: a text that has so many tells which


def with_the_unnamed(shown: list[Part], understood: Understood) -> list[Part]:
    """The parts, and behind what only speaks of some States, to somebody who asks which they are, that they are not named."""
    if not _asks_which(understood.reading) or len(shown) != 1 + any(map(_is_offered, shown)):
        return shown
    part, *offered = shown
    said = list(_said(part))
    if not said or not isinstance(part, parts.Fact) or any(_names_some(text) for text in said):
        return shown
    return [part, parts.Unnamed(ask=Ask(Subject.OTHER), meeting=part.meeting), *offered]


def _asks_which(reading: Reading) -> bool:
    """Whether a question asks which States: in so many words, or as "which 46 States?"."""
    if "which_states" in reading.concepts or reading.concepts >= _BY_NAME:
        return True
    if "open" not in reading.forms or "how_many" in reading.concepts:
        return False
    counted = {at for at, token in enumerate(reading.tokens) if token.kind == "number"}
    states = {hit.start for hit in reading.of("glossary") if hit.value.name in _STATES}
    states |= {at for at, token in enumerate(reading.tokens) if token.text in _IN_ENGLISH}
    return any(not counted.isdisjoint(range(at - _NEAR, at)) for at in states)


def _is_offered(part: Part) -> bool:
    return isinstance(part, parts.Also)


def _said(part: Part) -> Iterator[str]:
    """What a part says of States: a quotation, an outcome."""
    if isinstance(part, parts.Quotation):
        yield part.text
    elif isinstance(part, parts.Fact) and part.ask.subject is Subject.OUTCOME:
        yield from in_all_languages(part.meeting.outcome)


def _names_some(text: str) -> bool:
    hits = words().phrases.find(tokens(cleaned(text)))
    return len({hit.value.name for hit in hits if hit.value.group == "countries"}) >= _FEW
