"""Receiving and replying in every language that is understood: the full answer beside python-telegram-bot's echo.

One process of each bot answers the same questions in one language after the other, and is weighed when all are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from benchmarks.crowd import QUESTIONS
from benchmarks.receiving import ECHO, PLENARY, Figures, started
from benchmarks.table import Bound, Row, Table


@dataclass(frozen=True)
class Size:
    """How often a burst comes in each language, how many people ask in one, and how many before all."""

    bursts: int
    people: int
    first_people: int


FULL = Size(bursts=3, people=100, first_people=20)
SHORT = Size(bursts=1, people=2, first_people=1)


def run(short: bool) -> Table:
    """Measure both in turn in each language, and compare."""
    size = SHORT if short else FULL
    ours = {language: Figures() for language in QUESTIONS}
    theirs = {language: Figures() for language in QUESTIONS}
    weight, other_weight = Figures(), Figures()
    with started(ECHO, other_weight) as echo, started(PLENARY, weight) as plenary:
        for language in QUESTIONS:
            echo.turn_to(language, theirs[language])
            plenary.turn_to(language, ours[language])
            echo.warm_up(size.first_people)
            plenary.warm_up(size.first_people)
            for _ in range(size.bursts):
                echo.burst(size.people)
                plenary.burst(size.people)
        echo.turn_to("en", other_weight)
        plenary.turn_to("en", weight)
        echo.weigh()
        plenary.weigh()
    return compare(ours, theirs, weight.memory[0], other_weight.memory[0])


def compare(ours: dict[str, Figures], theirs: dict[str, Figures], memory: float, other_memory: float) -> Table:
    """The medians in each language beside each other, and the memory in bytes, with the bounds that we keep."""
    table = Table(
        "Receiving and replying in every language: the full answer beside python-telegram-bot's echo", "PTB echo"
    )
    for language, figures in ours.items():
        cpu = median(figures.cpu) * 1e6, median(theirs[language].cpu) * 1e6
        burst = median(figures.burst), median(theirs[language].burst)
        table.rows.append(Row(f"{language}: CPU an answer", *cpu, Bound(1.1), "{:,.0f} µs".format))
        table.rows.append(Row(f"{language}: burst", *burst, Bound(1.1, at_least=True), "{:,.0f}/s".format))
    wrong = sum(sum(figures.out_of_order) for figures in ours.values())
    table.rows.append(Row("out of order within a chat", wrong, None, Bound(0)))
    table.rows.append(
        Row("memory, all languages", memory / 2**20, other_memory / 2**20, Bound(3), "{:,.0f} MiB".format)
    )
    return table
