"""What the bot counts, as Prometheus reads it."""

from __future__ import annotations

import timeit

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot.observing import Backlog, Metrics


def samples(metrics: Metrics, backlog: Backlog | None = None) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    text = metrics.exposition(backlog).decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_updates_are_counted_by_kind_and_outcome_with_their_seconds():
    """Received once each; handled with the time from storing to the end."""
    metrics = Metrics()
    metrics.update_received("message")
    metrics.update_received("message")
    metrics.update_received("callback_query")
    metrics.update_handled("answered", 0.004)
    metrics.update_handled("failed", 2.0)

    found = samples(metrics)

    assert (2, 1) == (
        found["plenary_updates_received_total", "message"],
        found["plenary_updates_received_total", "callback_query"],
    )
    assert 1 == found["plenary_updates_handled_total", "failed"]
    assert 1 == found["plenary_answer_seconds_bucket", "0.005"]
    assert (2, 2.004) == (found["plenary_answer_seconds_count",], found["plenary_answer_seconds_sum",])


def test_calls_are_counted_by_method_and_outcome_and_flood_limits_apart():
    """A 429 is to be seen also before the first one came."""
    metrics = Metrics()

    assert 0 == samples(metrics)["plenary_bot_api_flood_limits_total",]

    metrics.called("sendMessage", "200")
    metrics.called("sendMessage", "429")
    found = samples(metrics)

    assert 1 == found["plenary_bot_api_calls_total", "sendMessage", "200"]
    assert 1 == found["plenary_bot_api_flood_limits_total",]


def test_what_waits_is_as_the_store_has_it_now():
    """A state that holds nothing any more is gone; a store that does not answer leaves no old numbers of deliveries."""
    metrics = Metrics()
    before = samples(metrics, Backlog(updates=3, deliveries={"pending": 90, "uncertain": 1}, oldest_seconds=12.5))
    after = samples(metrics, Backlog(updates=0, deliveries={"sent": 90}, oldest_seconds=0))

    assert (3, 90, 1, 12.5) == (
        before["plenary_updates_waiting",],
        before["plenary_deliveries", "pending"],
        before["plenary_deliveries", "uncertain"],
        before["plenary_deliveries_oldest_seconds",],
    )
    assert (0, 90) == (after["plenary_updates_waiting",], after["plenary_deliveries", "sent"])
    assert ("plenary_deliveries", "pending") not in after
    assert not [name for name in samples(metrics, None) if name[0] == "plenary_deliveries"]


def test_build_uptime_and_process_are_told():
    """Which version runs, since when, and how much memory it takes."""
    found = samples(Metrics())

    assert [1] == [value for name, value in found.items() if name[0] == "plenary_build_info"]
    assert 0 <= found["plenary_uptime_seconds",] < 60
    assert found["process_resident_memory_bytes",] > 0


def test_nothing_is_kept_in_the_library_s_global_registry():
    """Two bots in one process, as in the tests, do not meet."""
    Metrics()
    Metrics()

    assert not [family.name for family in REGISTRY.collect() if family.name.startswith("plenary")]


@pytest.mark.parametrize(
    "count",
    [
        lambda metrics: metrics.update_received("message"),
        lambda metrics: metrics.update_handled("answered", 0.1),
        lambda metrics: metrics.called("sendMessage", "200"),
    ],
    ids=["update_received", "update_handled", "called"],
)
def test_a_count_costs_less_than_five_microseconds(count):
    """The best of some rounds: what the machine does besides is not counted."""
    metrics = Metrics()

    best = min(timeit.repeat(lambda: count(metrics), number=1000, repeat=7)) / 1000

    assert best < 5e-6
