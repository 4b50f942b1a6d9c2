"""What is wrong with a file, each problem with its place, in the words of the person who wrote the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

from bot.errors import StartError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: `wrong` says what it is, `right` what to do. `path` is empty where the file as a whole is meant."""

    file: str
    line: int | None = None
    path: str = ""
    wrong: str
    right: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        path = f"{self.path}: " if self.path else ""
        return f"{place}: {path}{self.wrong}; {self.right}"


class ImportProblems(StartError):
    """The files hold mistakes, and nothing was imported. `problems` are all of them; `str()` gives one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def shown(text: object) -> str:
    """A word of the file as a message quotes it: on one line, clipped when it is long."""
    line = " ".join(str(text).split())
    return f"'{line[:59]}…'" if len(line) > 60 else f"'{line}'"


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant, mistyped or in part; None when none is near."""
    for scorer, cutoff in ((OSA.normalized_similarity, 0.6), (fuzz.WRatio, 85)):
        found = process.extractOne(word, known, scorer=scorer, processor=utils.default_process, score_cutoff=cutoff)
        if found:
            return str(found[0])
    return None


def write_one_of(word: str, known: Sequence[str], otherwise: str) -> str:
    """The advice for an unknown word: the near one, else `otherwise`."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise
