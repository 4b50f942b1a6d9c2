"""Documents that a question calls by their symbols ("CRS/COP.2/1"), and symbols of documents that the store does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.names import Name, Names
from bot.answering.phrases import Hit
from bot.answering.text import Token

_WRITTEN = re.compile(r"(?<![\w/:.])[A-Z][\w.-]*(?:/[\w.-]*\w)+")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol that stands from token `start` up to before `end`, and the documents that bear it (none: none does)."""

    start: int
    end: int
    documents: tuple[Hit[Name], ...]

    @property
    def meetings(self) -> frozenset[str]:
        """The meetings of its documents."""
        return frozenset(hit.value.meeting for hit in self.documents)


def symbols(clean: str, sequence: Sequence[Token], named: Sequence[Hit[Name]], names: Names) -> tuple[Symbol, ...]:
    """The symbols in a question, in order; of those within one another the longest."""
    found = [*_of_documents(sequence, named, names), *_strange(clean, sequence, names)]
    if not found:
        return ()
    found.sort(key=lambda symbol: (symbol.start - symbol.end, symbol.start))
    kept: list[Symbol] = []
    for symbol in found:
        same = [other for other in kept if other.start < symbol.end and symbol.start < other.end]
        if not same:
            kept.append(symbol)
    return tuple(sorted(kept, key=lambda symbol: symbol.start))


def _of_documents(sequence: Sequence[Token], named: Sequence[Hit[Name]], names: Names) -> Iterator[Symbol]:
    hits: dict[tuple[int, int], list[Hit[Name]]] = {}
    for hit in named:
        if hit.value.kind == "document" and hit.length > 1:
            said = " ".join(token.text for token in sequence[hit.start : hit.end])
            if said in names.symbols:
                hits.setdefault((hit.start, hit.end), []).append(hit)
    for (start, end), own in hits.items():
        yield Symbol(start, end, tuple(own))


def _strange(clean: str, sequence: Sequence[Token], names: Names) -> Iterator[Symbol]:
    """What is written as symbols are: as those of the store begin, or in three parts of which one has a number."""
    if "/" not in clean:
        return
    beginnings = {symbol.split()[0] for symbol in names.symbols}
    for match in _WRITTEN.finditer(clean):
        within = [at for at, token in enumerate(sequence) if match.start() <= token.start and token.end <= match.end()]
        if not within:
            continue
        head = match[0].split("/")[0]
        in_three = match[0].count("/") > 1 and head.isalpha() and any(sign.isdigit() for sign in match[0])
        if in_three or (sequence[within[0]].text in beginnings and head.upper() == head):
            yield Symbol(within[0], within[-1] + 1, ())
