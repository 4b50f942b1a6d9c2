"""The numbered items of an agenda: what a question calls "item 3", and the titles of the sessions that take them up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.answering import particles
from bot.answering.lead_words import amounts
from bot.answering.phrases import Hit
from bot.answering.text import Token, cleaned, tokens
from bot.answering.words import Meaning, words

_NUMBER = particles.said("number")
_AND = particles.said("and") | particles.said("to")
SIGN = "item:"  # begins what a meeting is found by that takes up an item


def items_said(sequence: Sequence[Token], hits: Sequence[Hit[Meaning]]) -> dict[int, tuple[int, int]]:
    """The numbers of the items that are named, each with the tokens from where up to before where it is."""
    called = [hit for hit in hits if hit.value.name == "item"]
    return dict(_numbered(sequence, called, [hit for hit in hits if hit.value.group == "ordinals"])) if called else {}


@lru_cache(maxsize=4096)
def items_of(title: str) -> frozenset[int]:
    """The numbers of the items that a title names: "Item 3. Budget"."""
    sequence = tokens(cleaned(title))
    return frozenset(items_said(sequence, words().phrases.find(sequence)))


def _numbered(
    sequence: Sequence[Token], called: Iterable[Hit[Meaning]], ordinals: Sequence[Hit[Meaning]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each number beside a word for an item: an ordinal on either side of it, else behind it in figures or in words."""
    for hit in called:
        beside = [each for each in ordinals if each.end == hit.start or each.start == hit.end]
        if beside:
            counted = max(beside, key=lambda each: each.length)
            yield int(counted.value.name), (min(hit.start, counted.start), max(hit.end, counted.end))
        else:
            yield from _behind(sequence, hit)


def _behind(sequence: Sequence[Token], hit: Hit[Meaning]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The number that follows a word for an item, and those that are joined to it: "items 3 and 4"."""
    at = hit.end
    while at < len(sequence) and sequence[at].text in _NUMBER:
        at += 1
    while at < len(sequence) and (number := _number(sequence[at])) is not None:
        yield number, (hit.start, at + 1)
        at += 1
        if at < len(sequence) and _AND.intersection(sequence[at].forms):
            at += 1


def _number(token: Token) -> int | None:
    if token.kind == "number":
        return int(token.text) if len(token.text) <= 2 else None
    return amounts().numbers.get(token.text) if len(token.text) > 1 or token.kind == "sign" else None
