"""The benchmark of understanding: it asks the bank of a store as large as it says, and holds its bounds."""

from __future__ import annotations

from benchmarks import understanding
from benchmarks.understanding import SHORT, told


def test_the_bank_is_asked() -> None:
    """In its short form it takes some CPU time for each of some of the questions."""
    table = understanding.run(short=True)

    assert all(0 < row.ours < 1000 for row in table.rows)


def test_each_bound_is_held() -> None:
    """The median and the slowest of a hundred, each for itself."""
    assert told([0.4] * 99 + [3.9], SHORT).kept
    assert [False, True] == [row.kept for row in told([0.5] * 100, SHORT).rows]
    assert [True, False] == [row.kept for row in told([0.4] * 95 + [9.0] * 5, SHORT).rows]
