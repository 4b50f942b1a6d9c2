"""`make eval`: how much of the bank is answered right, by language and by intent, as it stands and with typos.

    python -m tests.questions.evaluation [BANK ...]

Ends with 1 when a bar is missed; the bars are those of `BARS`. What is wrong goes to standard error, a line each.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.questions.scorer import Verdict, banks, judge
from tests.questions.typos import with_typos


@dataclass(frozen=True)
class Bars:
    """Which share of the questions must at least be answered right."""

    all: float
    language: float


AS_WRITTEN = Bars(all=0.97, language=0.93)
WITH_TYPOS = Bars(all=0.90, language=0.0)


@dataclass
class Report:
    """Verdicts, counted."""

    name: str
    bars: Bars
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[Verdict] = field(default_factory=list)
    invented: list[Verdict] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """Count a verdict under everything it is reported by."""
        intent = str((verdict.question.get("asks") or [verdict.question.get("does", "answers")])[0])
        for key in ("all", f"language {verdict.language}", f"intent {intent.split('.', maxsplit=1)[0]}"):
            self.asked[key] += 1
            self.right[key] += not verdict.wrong
        if verdict.wrong:
            self.wrong.append(verdict)
        if verdict.invented:
            self.invented.append(verdict)

    def share(self, key: str) -> float:
        """Which share of the questions counted under a key is answered right."""
        return self.right[key] / self.asked[key]

    @property
    def missed(self) -> list[str]:
        """The bars that are missed, a line each."""
        bars = {"all": self.bars.all} | {key: self.bars.language for key in self.asked if key.startswith("language")}
        low = [
            f"{self.name}: {key}: {self.share(key):.1%} right, {bar:.0%} asked for"
            for key, bar in bars.items()
            if self.share(key) < bar
        ]
        inventions = [
            f"{self.name}: {verdict.question['text']!r} invents {', '.join(verdict.invented)}"
            for verdict in self.invented
        ]
        return low + inventions

    def lines(self) -> Iterator[str]:
        """The report, for people."""
        yield f"The bank {self.name}: {self.asked['all']} questions"
        for key in sorted(self.asked):
            yield f"  {key:<26} {self.right[key]:>5} of {self.asked[key]:<5} {self.share(key):7.1%}"
        yield f"  answers with an invention  {len(self.invented):>5}"


def evaluated(files: Iterable[Path], *, typos: bool = False, every: int = 1) -> Report:
    """Ask the questions of some banks, or of each bank every so-many-th, and count the verdicts."""
    report = Report("with typos", WITH_TYPOS) if typos else Report("as written", AS_WRITTEN)
    for file in files:
        bank = yaml.safe_load(file.read_text("utf-8"))
        for question in bank["questions"][::every]:
            report.add(judge(_mistyped(question) if typos else question, bank["store"], bank["language"]))
    return report


def _mistyped(question: dict[str, Any]) -> dict[str, Any]:
    turns = [with_typos(turn) for turn in question.get("turns", ())]
    return question | {"text": with_typos(question["text"]), "turns": turns}


def main(names: list[str]) -> int:
    """Report on the banks named, or on all, and say which bars are missed: 1 if any, else 0."""
    files = [file for file in banks() if not names or file.stem in names]
    if unknown := sorted({*names} - {file.stem for file in files}):
        print(f"There is no bank {', '.join(unknown)}; name files in tests/questions without .yaml.", file=sys.stderr)
        return 2
    missed: list[str] = []
    for typos in (False, True):
        report = evaluated(files, typos=typos)
        for verdict in report.wrong:
            print(f"{report.name}: {verdict.question['text']!r} {'; '.join(verdict.wrong)}", file=sys.stderr)
        print("\n".join(report.lines()), flush=True)
        missed += report.missed
    for line in missed:
        print(f"MISSED  {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
