"""Whether an invitation names those of whom a question asks whether they may come: the press, NGOs, observers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

import yaml

from bot.answering import parts
from bot.answering.phrases import Phrases, longest_first
from bot.answering.reading import Reading
from bot.answering.subjects import Ask
from bot.answering.text import Token, cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import FOLDER
from bot.model import Meeting, Text


def invited_part(ask: Ask, meeting: Meeting, reading: Reading, paths: tuple[str, ...]) -> parts.Invited:
    """Who is invited, and what the documents say of those whom the question names."""
    asked = _named([reading.tokens[at] for at in _places(reading)])
    if not asked or not meeting.invited or asked & _named_in(meeting.invited):
        return parts.Invited(ask=ask, meeting=meeting, paths=paths)
    letters = tuple(each for each in meeting.documents if asked & _named_in(each.addressed_to))
    paths += tuple(f"documents.{letter.id}.addressed_to" for letter in letters)
    left_out = not letters and not asked & _meant_in(meeting.invited)
    return parts.Invited(ask=ask, meeting=meeting, paths=paths, letters=letters, leaves_out=left_out)


def _places(reading: Reading) -> Iterator[int]:
    for hit in reading.of("concepts"):
        if hit.value.name == "group":
            yield from range(hit.start, hit.end)


def _named_in(texts: Iterable[Text]) -> frozenset[str]:
    """The groups that some texts name."""
    return frozenset().union(*(_named(said) for said in _read(texts)))


def _meant_in(texts: Iterable[Text]) -> frozenset[str]:
    """The groups that may be among what some texts call many at once."""
    hits = (hit for said in _read(texts) for hit in _phrases().of_all.find(said))
    return frozenset(name for hit in hits for name in hit.value)


def _read(texts: Iterable[Text]) -> Iterator[Sequence[Token]]:
    return (_tokens(said) for text in texts for said in in_all_languages(text))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokens(cleaned(text)))


def _named(sequence: Sequence[Token]) -> frozenset[str]:
    return frozenset(hit.value for hit in longest_first(_phrases().groups.find(sequence)))


class _Said(NamedTuple):
    """How groups are called, and what is said of many at once, with the groups that it covers."""

    groups: Phrases[str]
    of_all: Phrases[tuple[str, ...]]


@cache
def _phrases() -> _Said:
    """The phrases of `words/groups.yaml`."""
    data: dict[str, Any] = yaml.safe_load((FOLDER / "groups.yaml").read_text("utf-8"))
    said = _Said(Phrases(), Phrases())
    for name, phrases in data["groups"].items():
        for phrase in chain.from_iterable(phrases.values()):
            said.groups.add(str(phrase), name)
    for each in data["of_all"].values():
        for phrase in chain.from_iterable(each["said"].values()):
            said.of_all.add(str(phrase), tuple(each["covers"]))
    return said
