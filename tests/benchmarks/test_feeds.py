"""The benchmark of live calendars: how it judges, and that it runs."""

from __future__ import annotations

import pytest

from benchmarks import feeds
from benchmarks.feeds import Answers, Changes, compare

FINE, ICALENDAR = Answers(20_000, 8_000, 2_000), Changes(0.5, 0.5)


@pytest.mark.parametrize(
    ("answers", "changes"),
    [
        (Answers(9_999, 8_000, 2_000), Changes(0.01, 0.003)),
        (Answers(20_000, 3_999, 2_000), Changes(0.01, 0.003)),
        (FINE, Changes(0.016, 0.003)),
        (FINE, Changes(0.01, 0.0051)),
    ],
    ids=["few 304s", "few bodies", "late", "held"],
)
def test_each_bound_is_held(answers, changes):
    """One figure that is too bad fails the whole."""
    assert compare(FINE, Changes(0.01, 0.003), ICALENDAR).kept
    assert not compare(answers, changes, ICALENDAR).kept


def test_it_runs():
    """The short form: a calendar of 1,000 entries is served, and built anew after each change."""
    table = feeds.run(short=True)

    assert 7 == len(table.rows)
    assert all(row.ours > 0 for row in table.rows)
