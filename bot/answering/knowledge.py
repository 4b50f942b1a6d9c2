"""How much the bot knew of what it was asked: stated, quoted, or one of the honest ways of not knowing."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot import facts
from bot.answering import matters, parts
from bot.answering.parts import Part
from bot.answering.subjects import Subject
from bot.answering.text import cleaned, tokens

_LONGEST = 200  # characters of what is counted
_TELLS_OF_PERSONS = 4  # digits in a row: more are part of a telephone number, of an id


class Knowledge(StrEnum):
    """What an answer rests on. A `STATED` one stands in a field of the store; no words of anybody take its place."""

    STATED = "stated"
    QUOTED = "quoted"
    TO_FOLLOW = "to_follow"
    NOT_STATED = "not_stated"
    NOT_IN_STORE = "not_in_store"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def is_lacking(self) -> bool:
        """Whether the question remains open."""
        return self not in (Knowledge.STATED, Knowledge.QUOTED)


# What is told of several parts, the first that there is.
_ORDER = (
    Knowledge.NOT_IN_STORE,
    Knowledge.NOT_STATED,
    Knowledge.TO_FOLLOW,
    Knowledge.STATED,
    Knowledge.QUOTED,
    Knowledge.OUT_OF_SCOPE,
)


def knowledge_of(shown: Sequence[Part]) -> Knowledge | None:
    """How much an answer of these parts knows; None for small talk, and where it asks back."""
    if any(isinstance(part, parts.Which) for part in shown):
        return None
    found = {knowledge_in(part) for part in shown}
    return next((each for each in _ORDER if each in found), None)


def knowledge_in(part: Part) -> Knowledge | None:
    """The same for one part."""
    match part:
        case parts.Talk():
            return Knowledge.OUT_OF_SCOPE if part.ask.subject is Subject.OUT_OF_SCOPE else None
        case parts.NotInStore() | parts.NoSuchDocument() | parts.Coming(meeting=None) | parts.Neighbour(other=None):
            return Knowledge.NOT_IN_STORE
        case parts.Unanswered():
            return Knowledge.NOT_STATED if part.meeting else Knowledge.OUT_OF_SCOPE
        case parts.Quotation() | parts.Found() | parts.Kept():
            return Knowledge.QUOTED
        case parts.Fact():
            return _of_fact(part)
    return Knowledge.STATED


def _of_fact(part: parts.Fact) -> Knowledge:
    has_found = isinstance(part, parts.Named | parts.Neighbour) or (isinstance(part, parts.Sessions) and part.sessions)
    if has_found or matters.states(part.meeting, part.ask):
        return Knowledge.STATED
    path = (matters.PATHS.get(part.ask) or (str(part.ask),))[0]
    to_follow = facts.state(part.meeting, path) is facts.State.TO_FOLLOW
    return Knowledge.TO_FOLLOW if to_follow else Knowledge.NOT_STATED


def counted_as(text: str) -> str:
    """A question as it is counted: its words alone, without addresses and numbers that tell of a person."""
    said = ""
    for token in tokens(cleaned(text)):
        if token.kind != "address" and not (token.kind == "number" and len(token.text) > _TELLS_OF_PERSONS):
            said += token.text if token.kind == "sign" and token.glued else f" {token.text}"
    return said[:_LONGEST].strip()
