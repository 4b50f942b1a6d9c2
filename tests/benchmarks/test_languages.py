"""The benchmark of the full answer in every language: it runs in each of them, and holds each to the bounds."""

from __future__ import annotations

from benchmarks import languages
from benchmarks.crowd import QUESTIONS
from benchmarks.receiving import Figures


def figures(cpu: float = 1.0, burst: float = 2.0, out_of_order: int = 0) -> dict[str, Figures]:
    return {
        language: Figures(cpu=[cpu], burst=[burst], out_of_order=[out_of_order if language == "lo" else 0])
        for language in QUESTIONS
    }


def test_every_language_is_answered_in_full_and_in_order() -> None:
    """Nine languages, each with the full answer to each question in its turn: anything less raises or is counted."""
    table = languages.run(short=True)

    rows = {row.what: row for row in table.rows}
    assert 0 == rows["out of order within a chat"].ours
    assert {f"{language}: burst" for language in ("ar", "zh", "en", "fr", "ru", "es", "pt", "no", "lo")} < rows.keys()


def test_each_bound_is_held_in_each_language() -> None:
    """One language that costs more, comes slower, out of order or in too much memory is not kept."""
    theirs = figures(burst=1.0)

    assert languages.compare(figures(), theirs, 3.0, 1.0).kept
    assert not languages.compare(figures() | {"ar": Figures([], [], [1.2], [2.0])}, theirs, 3.0, 1.0).kept
    assert not languages.compare(figures() | {"ar": Figures([], [], [1.0], [1.0])}, theirs, 3.0, 1.0).kept
    assert not languages.compare(figures(out_of_order=1), theirs, 3.0, 1.0).kept
    assert not languages.compare(figures(), theirs, 3.1, 1.0).kept
