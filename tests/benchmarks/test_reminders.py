"""The reminders benchmark: that it runs, and what it has bounds for."""

from __future__ import annotations

from benchmarks import reminders


def test_it_runs_and_an_idle_alarm_asks_nothing():
    """A few seconds prove no figure but that one."""
    table = reminders.run(short=True)

    assert 4 == len(table.rows)
    assert all(row.bound is not None for row in table.rows)
    assert 0 == table.rows[-1].ours
