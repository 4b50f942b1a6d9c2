"""Misspelt words mended: a word nobody knows is read as the known one that is one edit away.

The beginning of a word is mended alike, where a phrase knows only that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from bot.answering.text import script_of

SHORTEST = 4  # letters: below that, one edit makes another word as often as the same
_SHORTEST_STEM = 6
_REMEMBERED = 8192  # words


class Mended(NamedTuple):
    """How unlike a word is to what may have been meant, and that; the least unlike is the likeliest.

    It begins alike, has the same letters in another order or one of them doubled, and is a word by which people ask (`rank`).
    """

    begins_otherwise: bool
    has_other_letters: bool
    rank: int
    word: str


class Spelling:
    """Known words, found in spite of one letter too many, missing, wrong or swapped with its neighbour."""

    def __init__(self) -> None:
        # By their length: the words one edit away are looked for among those that are as long or one letter longer or shorter.
        self._words: dict[int, list[str]] = {}
        self._stems: dict[int, list[str]] = {}
        self._ranks: dict[str, int] = {}
        self._letters: dict[
            str, list[str]
        ] = {}  # with which they begin, by script; none while any word is not in its place
        self._short: dict[str, Mended] = {}
        self._found: dict[str, tuple[Mended, ...]] = {}

    def add(self, word: str, rank: int = 0) -> None:
        """Know a word; of several as near, those of a lower rank are meant."""
        if len(word) > SHORTEST and word.isalpha():
            self._add(self._words, word, rank)

    def add_short(self, word: str, rank: int = 0) -> None:
        """Know a short word in spite of two neighbours swapped or a letter twice, and of nothing else."""
        if len(word) == SHORTEST and word.isalpha() and word.isascii():
            swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
            doubled = (word[:at] + word[at - 1 :] for at in range(1, len(word) + 1))
            for written in (*swapped, *doubled):
                self._short.setdefault(written, Mended(False, False, rank, word))

    def add_stem(self, stem: str, rank: int = 0) -> None:
        """Know the words that begin so."""
        if len(stem) >= _SHORTEST_STEM and stem.isalpha():
            self._add(self._stems, stem, rank)

    def _add(self, known: dict[int, list[str]], word: str, rank: int) -> None:
        self._ranks[word] = min(rank, self._ranks.get(word, rank))
        known.setdefault(len(word), []).append(word)
        self._letters = {}

    def put_in_order(self) -> None:
        """Have ready what the first word that is looked for would else wait for: all words sorted, each once."""
        for known in (self._words, self._stems):
            for length, words in known.items():
                known[length] = sorted(set(words))
        for letter in sorted({word[0] for word in self._ranks}):
            self._letters.setdefault(script_of(letter), []).append(letter)

    def near(self, word: str) -> tuple[Mended, ...]:
        """What may have been meant by a word; nothing where it is too short to tell."""
        if len(word) < SHORTEST:
            return ()
        if word not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            short = (self._short[word],) if word in self._short else ()
            self._found[word] = short or tuple(self._compared(word, self._words)) or tuple(self._begun(word))
        return self._found[word]

    def mended(self, word: str) -> str | None:
        """The known word that was meant; None where none is near enough, or the word is too short to tell."""
        return likeliest(self.near(word))

    def _begun(self, word: str) -> Iterator[Mended]:
        """The word with its beginning mended, where it has no known one; the longer that is, the likelier."""
        if any(_has(stems, word[:length]) for length, stems in self._stems.items()):
            return
        for length in range(len(word), _SHORTEST_STEM - 2, -1):
            found = [
                mended._replace(word=mended.word + word[length:])
                for mended in self._compared(word[:length], self._stems)
                if not mended.begins_otherwise
            ]
            if found:
                yield from found
                return

    def _compared(self, word: str, known: dict[int, list[str]]) -> Iterator[Mended]:
        if not self._letters:
            self.put_in_order()
        for close in (*self._alike_in_the_first(word, known), *self._beginning_otherwise(word, known)):
            alike = sorted(close) == sorted(word) or _is_doubled(word, close)
            yield Mended(close[0] != word[0], not alike, self._ranks[close], close)

    @staticmethod
    def _alike_in_the_first(word: str, known: dict[int, list[str]]) -> Iterator[str]:
        """The known words one edit away that begin with the same letter."""
        first, behind = word[0], chr(ord(word[0]) + 1)
        for length in (len(word) - 1, len(word), len(word) + 1):
            words = known.get(length, [])
            there = words[bisect_left(words, first) : bisect_left(words, behind)]
            for close, _, _ in extract_iter(word, there, scorer=OSA.distance, score_cutoff=1):
                yield close

    def _beginning_otherwise(self, word: str, known: dict[int, list[str]]) -> Iterator[str]:
        """Those that begin with another: there the edit is, so that few words come into question."""
        behind, letters = word[1:], self._letters.get(script_of(word), ())
        written = [letter + behind for letter in letters if letter != word[0]]
        written += [letter + word for letter in letters if letter != word[0]]
        if word[1] != word[0]:
            written += [behind, word[1] + word[0] + word[2:]]
        for close in written:
            if close in self._ranks and _has(known.get(len(close), []), close):
                yield close


def _has(words: list[str], word: str) -> bool:
    """Whether a word is one of some that are in order."""
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


def likeliest(near: Iterable[Mended]) -> str | None:
    """The word that was meant of several; None of none."""
    best = min(near, default=None)
    return best.word if best else None


def _is_doubled(word: str, known: str) -> bool:
    """Whether a word is a known one with one of its letters twice."""
    return len(word) == len(known) + 1 and any(
        word[at] == word[at - 1] and word[:at] + word[at + 1 :] == known for at in range(1, len(word))
    )
