"""Misspelt words mended: a word nobody knows is read as the known one that is one edit away.

Both sides are looked up with one letter left out, so that no list is searched through.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

SHORTEST = 4  # letters: below that, one edit makes another word as often as the same


class Spelling:
    """Known words, found in spite of one letter too many, missing, wrong or swapped with its neighbour."""

    def __init__(self) -> None:
        self._near: dict[str, tuple[str, ...]] = {}
        self._mended = lru_cache(maxsize=8192)(self._mend)

    def add(self, word: str) -> None:
        """Know a word."""
        if len(word) <= SHORTEST or not word.isalpha():
            return
        for form in _with_one_left_out(word):
            known = self._near.get(form, ())
            if word not in known:
                self._near[form] = (*known, word)

    def mended(self, word: str) -> str | None:
        """The known word that was meant; None where none is near enough, or the word is too short to tell."""
        return self._mended(word) if len(word) >= SHORTEST else None

    def _mend(self, word: str) -> str | None:
        near = {known for form in _with_one_left_out(word) for known in self._near.get(form, ())}
        close = [known for known in near if OSA.distance(word, known, score_cutoff=1) <= 1]
        return min(close, key=lambda known: _unlikeness(word, known)) if close else None


def _unlikeness(word: str, known: str) -> tuple[bool, bool, str]:
    """Of several words as near, the likeliest begins alike, and has the same letters in another order."""
    return known[0] != word[0], sorted(known) != sorted(word), known


def _with_one_left_out(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
