"""The passages of documents, found by the words that they hold.

Questions look for the same words again and again, in all the ways and languages in which documents say them. So which
passages hold a word is asked of the full-text index once, and kept for as long as the content of the store is what it is: a
bit for each passage. Those that hold so many of several words then come of a few bitwise operations; an expression that says
as much names each word once for every few others that it may stand with, and takes as much longer.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from bot.model import Passage, Wanted
from bot.store.meetings import revision

_MOST_WORDS = 1024  # kept: of 20,000 passages they take 2.5 MB at most
_MOST_MEASURED = 128  # passages whose length is looked at
_MOST_LENGTHS = 4096  # kept
_MOST_TEXTS = 512  # kept: a text has some hundred characters
_ROUNDING = 1e-9
_ANY_PASSAGE = -1  # all bits
_ONES = re.compile("1")


class _Group(NamedTuple):
    """The passages, a bit for each by its rowid, that hold the same so many of the words, and what these weigh."""

    passages: int
    words: int = 0
    weight: float = 0.0


class NotInMemory(Exception):
    """What is asked for is in the store, not in memory."""


K = TypeVar("K")
V = TypeVar("V")


class _Kept(NamedTuple):
    """What was read of one revision of the store: which passages hold a word, their lengths, and passages themselves."""

    revision: int
    holding: dict[str, int]
    lengths: dict[int, int]
    texts: dict[int, Passage]


class Passages:
    """Finds passages by words: in the store, in one thread as connections are used in one; in memory in any."""

    def __init__(self) -> None:
        self._kept = _Kept(-1, {}, {}, {})

    def find(self, connection: sqlite3.Connection, wanted: Wanted, limit: int) -> tuple[Passage, ...]:
        """The passages that hold enough of the wanted words; of more than `limit` those that hold the most.

        Of those that hold the same, the shortest are taken, which say the least besides, and of many the newest.
        """
        if (now := revision(connection)) != self._kept.revision:
            self._kept = _Kept(now, {}, {}, {})
        return _Search(self._kept, connection).find(wanted, limit)

    def find_in_memory(self, revision: int | None, wanted: Wanted, limit: int) -> tuple[Passage, ...]:
        """The same of that revision of the store. Raises NotInMemory where anything must be read for it."""
        kept = self._kept
        if kept.revision != revision:
            raise NotInMemory
        return _Search(kept, None).find(wanted, limit)


class _Search:
    """One search in what is kept, which is added to from the store where there is a connection to it."""

    def __init__(self, kept: _Kept, connection: sqlite3.Connection | None) -> None:
        self._kept = kept
        self._connection = connection

    def find(self, wanted: Wanted, limit: int) -> tuple[Passage, ...]:
        found: list[int] = []
        for group in sorted(self._groups(wanted), key=lambda group: -group.weight):
            left = limit - len(found)
            numbers = [*islice(_numbers(group.passages), _MOST_MEASURED)]
            found += numbers if len(numbers) <= left else self._shortest(numbers, left)
            if len(found) == limit:
                break
        return self._read(found)

    def _groups(self, wanted: Wanted) -> list[_Group]:
        """The passages that hold enough."""
        weight_left = sum(weight for _, weight in wanted.words) + _ROUNDING
        can_be_held = 0 < wanted.number <= len(wanted.words) and weight_left >= wanted.weight
        groups = [_Group(_ANY_PASSAGE)] if can_be_held else []
        for place, (word, weight) in enumerate(wanted.words, start=1):
            if not groups:
                break
            holding = self._that_hold(word)
            weight_left -= weight
            words_left = len(wanted.words) - place
            split = []
            for passages, words, held in groups:
                if within := passages & holding:
                    split.append(_Group(within, words + 1, held + weight))
                may_hold_enough = held + weight_left >= wanted.weight and words + words_left >= wanted.number
                if may_hold_enough and (beside := passages & ~holding):
                    split.append(_Group(beside, words, held))
            groups = split
        return groups

    def _that_hold(self, word: str) -> int:
        """The passages that hold a word in one of its ways."""
        passages = self._kept.holding.get(word)
        if passages is None:
            # As one text the numbers come in half the time that rows take.
            (numbers,) = self._store.execute(
                "SELECT json_group_array(rowid) FROM passage_words WHERE passage_words MATCH :word", {"word": word}
            ).fetchone()
            passages = _bits(json.loads(numbers))
        self._keep(self._kept.holding, word, passages, _MOST_WORDS)
        return passages

    def _shortest(self, numbers: Sequence[int], most: int) -> list[int]:
        """The shortest of some passages."""
        lengths = self._kept.lengths
        measured, missing = [], []
        for number in numbers:
            if (length := lengths.get(number)) is None:
                missing.append(number)
            else:
                measured.append((length, number))
        if missing:
            rows = self._store.execute(
                "SELECT length(text), id FROM passage WHERE id IN (SELECT value FROM json_each(:numbers))",
                {"numbers": json.dumps(missing)},
            ).fetchall()
            if len(lengths) + len(rows) > _MOST_LENGTHS:
                lengths.clear()
            lengths.update((number, length) for length, number in rows)
            measured += [(length, number) for length, number in rows]
        measured.sort()
        return [number for _, number in measured[:most]]

    def _read(self, numbers: Sequence[int]) -> tuple[Passage, ...]:
        """The passages of these rowids, the oldest first."""
        texts = self._kept.texts
        read = {number: passage for number in numbers if (passage := texts.get(number)) is not None}
        if missing := [number for number in numbers if number not in read]:
            rows = self._store.execute(
                """
                SELECT passage.id, passage.document_id, document.meeting_id, passage.position, passage.text
                FROM passage JOIN document ON document.id = passage.document_id
                WHERE passage.id IN (SELECT value FROM json_each(:numbers))
                """,
                {"numbers": json.dumps(missing)},
            )
            for number, document, meeting, position, text in rows:
                read[number] = Passage(document_id=document, meeting_id=meeting, position=position, text=text)
        for number, passage in read.items():
            self._keep(texts, number, passage, _MOST_TEXTS)
        return tuple([read[number] for number in sorted(read)])

    @property
    def _store(self) -> sqlite3.Connection:
        if self._connection is None:
            raise NotInMemory
        return self._connection

    def _keep(self, kept: dict[K, V], key: K, value: V, most: int) -> None:
        """Keep what was used last. Only the thread that reads the store changes what others look into meanwhile."""
        if self._connection is None:
            return
        kept.pop(key, None)
        kept[key] = value
        if len(kept) > most:
            del kept[next(iter(kept))]


def _bits(numbers: Sequence[int]) -> int:
    """The numbers as bits: number n is the bit of 2 ** n."""
    octets = bytearray((max(numbers, default=0) >> 3) + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def _numbers(bits: int) -> Iterator[int]:
    """The numbers that are set, the highest first."""
    digits = f"{bits:b}"
    return (len(digits) - one.end() for one in _ONES.finditer(digits))
