"""People whom a question names and whom the store does not know: "Mr Smith's e-mail", "the phone of John Smith"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.answering import particles, places
from bot.answering.names import Names
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.subjects import Subject
from bot.answering.text import Token
from bot.answering.words import Words

_BEFORE = particles.by_language("before_a_person")
_BEHIND = particles.by_language("behind_a_person")
_THE = particles.said("the")  # no name stands behind it
_OF_PEOPLE = frozenset({Subject.CONTACTS, Subject.PERSON})
_MEANS = frozenset({"phone", "fax", "email"})
_MOST_WORDS = 3  # of a name
_MOST_SIGNS = 4
_FEW_WORDS = 4  # of a question: in more, capitals at most tell that it is written as titles are
_TWO = 2
_SHORTEST = 2  # letters


class Stranger(NamedTuple):
    """Somebody whom no field of the store names: as a question calls her, and the words of her name, folded."""

    called: str
    name: tuple[str, ...]


def stranger(understood: Understood, lexicon: Words, names: Names) -> Stranger | None:
    """Somebody of whom a question asks; None where it names nobody, or anybody whom a field of the store names."""
    reading = understood.reading
    asked = {ask.subject for ask in understood.asks}
    if understood.claims or not asked <= _OF_PEOPLE or not (asked or "who" in reading.concepts):
        return None
    if "person" in reading.named:
        return None
    span = next(_titled(reading, lexicon, names), None) or _by_capitals(understood, lexicon, names)
    if span is None:
        return None
    titles = frozenset().union(*_BEFORE.values())
    name = [token.text for token in reading.tokens[slice(*span)] if titles.isdisjoint(token.forms)]
    said = "".join(name)
    behind = next((title for title in _BEHIND["zh"] if said.endswith(title)), "")
    return Stranger(reading.words_between(*span), tuple(name[: len(name) - len(behind)] if behind else name))


def _titled(reading: Reading, lexicon: Words, names: Names) -> Iterator[tuple[int, int]]:
    """Where the names stand that have a title beside them, with it."""
    before = _BEFORE.get(reading.language or "", frozenset())
    behind = _BEHIND.get(reading.language or "", frozenset())
    tokens = reading.tokens
    for at, token in enumerate(tokens):
        if before.isdisjoint(token.forms) and not (token.capital and token.text in _BEFORE["en"]):
            continue
        end = at + 1
        while end < len(tokens) and end - at <= _MOST_WORDS and _may_be_a_name(end, reading, lexicon, names):
            end += 1
        if end > at + 1:
            yield at, end
    said = "".join(token.text for token in tokens) if behind and all(len(token.text) == 1 for token in tokens) else ""
    for title in behind:
        if (at := said.find(title)) > 0:
            start = at
            while start and at - start < _MOST_SIGNS and _is_free(start - 1, reading):
                start -= 1
            if start < at:
                yield start, at + len(title)


def _by_capitals(understood: Understood, lexicon: Words, names: Names) -> tuple[int, int] | None:
    """Where a first name and a surname stand, by their capitals; one name alone where it is asked how to reach her."""
    reading = understood.reading
    words = [token for token in reading.tokens if token.kind == "word"]
    in_titles = len(words) > _FEW_WORDS and sum(token.capital for token in words) * _TWO > len(words)
    if in_titles or understood.names("place", "city", "former"):
        return None
    free = [
        at
        for at, token in enumerate(reading.tokens)
        if token.capital
        and not _is_acronym(token, reading)
        and not places.is_of_a_people(token.text)  # "the Swedish contact"
        and not (at and reading.tokens[at - 1].text in _THE)
        and _may_be_a_name(at, reading, lexicon, names)
    ]
    for at in free:
        if at + 1 in free:
            return at, at + _TWO
    by_means = any(ask.focus in _MEANS for ask in understood.asks)
    return (free[0], free[0] + 1) if by_means and len(free) == 1 else None


def _may_be_a_name(at: int, reading: Reading, lexicon: Words, names: Names) -> bool:
    """Whether a word is none that anybody knows."""
    token = reading.tokens[at]
    if token.kind != "word" or len(token.text) < _SHORTEST or not _is_free(at, reading):
        return False
    if token.script == "" and not token.capital and token.text in lexicon.known:
        return False
    is_known = token.text in names.known or token.text in names.words or token.text in names.inside
    return not is_known and (token.capital or token.text not in lexicon.known)


def _is_free(at: int, reading: Reading) -> bool:
    return at not in reading.covered and at not in reading.stop and at not in reading.shaping


def _is_acronym(token: Token, reading: Reading) -> bool:
    return reading.text[token.start : token.end].isupper()
