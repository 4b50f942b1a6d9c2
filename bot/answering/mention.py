"""One thing that a question says of the meetings that it means."""

from __future__ import annotations

from typing import NamedTuple

TELLING = ("alias", "series", "nth", "city")
"""The kinds of mentions by which a question names a meeting, or some alike."""

_KINDS = ("alias", "series", "nth", "short", "place", "city", "time", "kind", "country", "word", "process", "inside")
_STRENGTH = {kind: place for place, kind in enumerate(_KINDS)}


class Mention(NamedTuple):
    """A mention that stands from token `start` up to before `end`, and the ids of the meetings that it fits (none: none does).

    `soft` fits others as well ("Oslo meeting" where several were in Oslo): it prefers, and does not rule out.
    """

    kind: str
    start: int
    end: int
    meetings: frozenset[str]
    key: str = ""
    preferred: frozenset[str] = frozenset()

    @property
    def is_former(self) -> bool:
        """Whether it is of a place where a meeting was to be before it was moved; other places are of none."""
        return self.kind == "place" and bool(self.meetings)

    @property
    def is_of_a_person(self) -> bool:
        """Whether it is the name of somebody, whom a path leads to."""
        return self.kind == "inside" and "." in self.key

    @property
    def strength(self) -> int:
        """Its rank among the kinds of mentions, the most telling first."""
        return _STRENGTH[self.kind]
