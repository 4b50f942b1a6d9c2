"""By which words letters say what no field of a meeting holds: `words/letters.yaml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bot.answering.data import FOLDER, loaded
from bot.answering.search_terms import Term


@cache
def said(matter: str) -> Term:
    """The words that say it, as `called_off` or `paid`; a word is the beginning of all that begin so."""
    return _term(_words()[matter])


def practical(path: str) -> Term | None:
    """The words that speak of a practical matter, by the path of its field; None for any other path."""
    return _practical().get(path)


@cache
def reason() -> re.Pattern[str]:
    """What stands before the reason for something."""
    return re.compile(rf"\b(?:{_either('reasons')})\b", re.IGNORECASE)


@cache
def person() -> re.Pattern[str]:
    """A person's name, with how she is addressed."""
    return re.compile(rf"\b(?:{_either('addressed')})\b\.?\s+(?:[A-ZÀ-ÞА-Я][\w.’'-]*)")


@cache
def _practical() -> dict[str, Term]:
    return {f"practical.{matter}": _term(words) for matter, words in _words()["practical"].items()}


def _term(words: list[str]) -> Term:
    return Term(tuple((word,) for word in words))


def _either(group: str) -> str:
    return "|".join(map(re.escape, _words()[group]))


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = loaded(FOLDER / "letters.yaml")
    return data
