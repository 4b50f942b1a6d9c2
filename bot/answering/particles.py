"""Small words that join what is said, place it, deny it, and stand beside names, days and hours: `words/particles.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.answering.data import FOLDER, loaded
from bot.answering.text import cleaned, fold

FILE = FOLDER / "particles.yaml"


def said(name: str) -> frozenset[str]:
    """The words of an entry in any language, as tokens are compared."""
    return frozenset().union(*by_language(name).values())


def by_language(name: str) -> dict[str, frozenset[str]]:
    """The words of an entry in each language that has some, as tokens are compared."""
    return {language: frozenset(fold(cleaned(word)) for word in words) for language, words in written(name).items()}


def written(name: str) -> dict[str, list[str]]:
    """The words of an entry in each language that has some, as they stand in the file."""
    return {language: words for language, words in _entries(FILE)[name].items() if words}


def lacking(language: str) -> list[str]:
    """The entries that say nothing of a language, in order."""
    return [name for name, languages in _entries(FILE).items() if language not in languages]


@cache
def _entries(file: Path) -> dict[str, dict[str, list[str]]]:
    entries: dict[str, dict[str, list[str]]] = loaded(file)
    return entries
