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
from typing import NamedTuple

from bot.model import Passage, Wanted
from bot.store.meetings import revision

_MOST_WORDS = 1024  # kept: of 20,000 passages they take 2.5 MB at most
_MOST_MEASURED = 128  # passages whose length is looked at
_ROUNDING = 1e-9
_ANY_PASSAGE = -1  # all bits
_ONES = re.compile("1")


class _Group(NamedTuple):
    """The passages, a bit for each by its rowid, that hold the same so many of the words, and what these weigh."""

    passages: int
    words: int = 0
    weight: float = 0.0


class Passages:
    """Finds passages by words. All calls are made in one thread, as connections are used in one."""

    def __init__(self) -> None:
        self._revision = -1
        self._holding: dict[str, int] = {}

    def find(self, connection: sqlite3.Connection, wanted: Wanted, limit: int) -> tuple[Passage, ...]:
        """The passages that hold enough of the wanted words; of more than `limit` those that hold the most.

        Of those that hold the same, the shortest are taken, which say the least besides, and of many the newest.
        """
        if (now := revision(connection)) != self._revision:
            self._revision, self._holding = now, {}
        found: list[int] = []
        for group in sorted(self._groups(connection, wanted), key=lambda group: -group.weight):
            left = limit - len(found)
            numbers = [*islice(_numbers(group.passages), _MOST_MEASURED)]
            found += numbers if len(numbers) <= left else _shortest(connection, numbers, left)
            if len(found) == limit:
                break
        return _read(connection, found)

    def _groups(self, connection: sqlite3.Connection, wanted: Wanted) -> list[_Group]:
        """The passages that hold enough."""
        weight_left = sum(weight for _, weight in wanted.words) + _ROUNDING
        can_be_held = 0 < wanted.number <= len(wanted.words) and weight_left >= wanted.weight
        groups = [_Group(_ANY_PASSAGE)] if can_be_held else []
        for place, (word, weight) in enumerate(wanted.words, start=1):
            if not groups:
                break
            holding = self._that_hold(connection, word)
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

    def _that_hold(self, connection: sqlite3.Connection, word: str) -> int:
        """The passages that hold a word in one of its ways."""
        if (passages := self._holding.pop(word, None)) is None:
            # As one text the numbers come in half the time that rows take.
            (numbers,) = connection.execute(
                "SELECT json_group_array(rowid) FROM passage_words WHERE passage_words MATCH :word", {"word": word}
            ).fetchone()
            passages = _bits(json.loads(numbers))
        self._holding[word] = passages
        if len(self._holding) > _MOST_WORDS:
            del self._holding[next(iter(self._holding))]
        return passages


def _shortest(connection: sqlite3.Connection, numbers: Sequence[int], most: int) -> list[int]:
    """The shortest of some passages."""
    rows = connection.execute(
        """
        SELECT id FROM passage WHERE id IN (SELECT value FROM json_each(:numbers))
        ORDER BY length(text), id LIMIT :most
        """,
        {"numbers": json.dumps(numbers), "most": most},
    )
    return [row["id"] for row in rows]


def _read(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[Passage, ...]:
    """The passages of these rowids, the oldest first."""
    if not numbers:
        return ()
    rows = connection.execute(
        """
        SELECT passage.document_id, document.meeting_id, passage.position, passage.text
        FROM passage JOIN document ON document.id = passage.document_id
        WHERE passage.id IN (SELECT value FROM json_each(:numbers))
        ORDER BY passage.id
        """,
        {"numbers": json.dumps(numbers)},
    )
    return tuple(
        [
            Passage(document_id=document, meeting_id=meeting, position=position, text=text)
            for document, meeting, position, text in rows
        ]
    )


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
