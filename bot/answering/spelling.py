"""Misspelt words mended: a word nobody knows is read as the known one that is one edit away.

Both sides are looked up with one letter left out, so that neither list is searched through.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

_SHORTEST = 5  # letters: below that, one edit makes another word as often as the same
_SHORTEST_STEM = 6


class Spelling:
    """Known words and stems, found in spite of one letter too many, missing, wrong or swapped with its neighbour."""

    def __init__(self) -> None:
        self._stems: set[str] = set()
        self._near: dict[str, tuple[str, ...]] = {}
        self._mended = lru_cache(maxsize=8192)(self._mend)

    def add(self, word: str, *, stem: bool = False) -> None:
        """Know a word, or (`stem`) every word that begins so."""
        if len(word) < (_SHORTEST_STEM if stem else _SHORTEST) or not word.isalpha():
            return
        if stem:
            self._stems.add(word)
        for form in _with_one_left_out(word):
            known = self._near.get(form, ())
            if word not in known:
                self._near[form] = (*known, word)

    def mended(self, word: str) -> str | None:
        """The known word or stem that was meant; None where none is near enough, or the word is too short to tell."""
        return self._mended(word) if len(word) >= _SHORTEST else None

    def _mend(self, word: str) -> str | None:
        best: tuple[int, int, str] | None = None
        for end in range(_SHORTEST - 1, len(word) + 1):
            for form in _with_one_left_out(word[:end]):
                for known in self._near.get(form, ()):
                    distance = self._distance(word, known)
                    if distance <= 1:
                        best = min(best or (9, 0, ""), (distance, -len(known), known))
        return best[2] if best else None

    def _distance(self, word: str, known: str) -> int:
        if word[0] != known[0] and word[:2] != known[1::-1] and word[1:3] != known[1:3] and word[:2] != known[1:3]:
            return 2
        if known not in self._stems:
            return OSA.distance(word, known, score_cutoff=1)
        return min(OSA.distance(word[:end], known, score_cutoff=1) for end in range(len(known) - 1, len(known) + 2))


def _with_one_left_out(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
