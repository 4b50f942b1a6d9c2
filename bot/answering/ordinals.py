"""High ordinals in words, from "thirteenth" to "ninety-ninth", put together as `words/ordinals.yaml` says for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from bot.answering.data import FOLDER, loaded

FILE = FOLDER / "ordinals.yaml"
FIRST, LAST = 13, 99


def spelt_out(language: str) -> Iterator[tuple[int, str]]:
    """Each high ordinal of a language with every phrase that says it; where signs put it in figures, those too."""
    rules = _rules()[language]
    counting = rules.get("as", ["{}"])
    for number, word in _words(rules):
        yield from ((number, into.format(word)) for into in counting)
    if "as" in rules:
        yield from ((number, into.format(number)) for number in range(FIRST, LAST + 1) for into in counting)


def _words(rules: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    endings = rules.get("endings", [""])
    for number, words in rules["alone"].items():
        yield from ((number, word) for word in _ended(words, endings))
    for ten, before in rules["tens"].items():
        for unit, words in rules["units"].items():
            if FIRST <= ten + unit <= LAST:
                parts = [(tens, each) for tens in before for each in _ended(words, endings)]
                yield from (
                    (ten + unit, joined.format(tens=tens, unit=each))
                    for joined in rules["joined"]
                    for tens, each in parts
                )


def _ended(words: Iterable[str], endings: Iterable[str]) -> Iterator[str]:
    """The words, those that are open with each of the endings."""
    for word in words:
        yield from (word.replace("~", ending) for ending in (endings if "~" in word else [""]))


@cache
def _rules() -> Mapping[str, Mapping[str, Any]]:
    rules: dict[str, dict[str, Any]] = loaded(FILE)
    return rules
