"""Whom questions and invitations speak of: the press, NGOs, observers, industry, as `words/groups.yaml` calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from bot.answering.data import FOLDER, loaded
from bot.answering.phrases import Phrases, longest_first
from bot.answering.text import Token, cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.model import Text


def named_in(texts: Iterable[Text]) -> frozenset[str]:
    """The groups that some texts name."""
    return frozenset().union(*(named(said) for said in _read(texts)))


def meant_in(texts: Iterable[Text]) -> frozenset[str]:
    """The groups that may be among what some texts call many at once."""
    hits = (hit for said in _read(texts) for hit in _phrases().of_all.find(said))
    return frozenset(name for hit in hits for name in hit.value)


def _read(texts: Iterable[Text]) -> Iterator[Sequence[Token]]:
    return (_tokens(said) for text in texts for said in in_all_languages(text))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokens(cleaned(text)))


def named(sequence: Sequence[Token]) -> frozenset[str]:
    """The groups that some words name."""
    return frozenset(hit.value for hit in longest_first(_phrases().groups.find(sequence)))


class _Said(NamedTuple):
    """How groups are called, and what is said of many at once, with the groups that it covers."""

    groups: Phrases[str]
    of_all: Phrases[tuple[str, ...]]


@cache
def _phrases() -> _Said:
    """The phrases of `words/groups.yaml`."""
    data = _written()
    said = _Said(Phrases(), Phrases())
    for name, phrases in data["groups"].items():
        for phrase in chain.from_iterable(phrases.values()):
            said.groups.add(str(phrase), name)
    for each in data["of_all"].values():
        for phrase in chain.from_iterable(each["said"].values()):
            said.of_all.add(str(phrase), tuple(each["covers"]))
    return said


@cache
def said_of(name: str) -> tuple[tuple[str, str], ...]:
    """The phrases by which a group is called, each with its language."""
    return tuple((str(phrase), code) for code, phrases in _written()["groups"][name].items() for phrase in phrases)


@cache
def _written() -> dict[str, Any]:
    data: dict[str, Any] = loaded(FOLDER / "groups.yaml")
    return data
