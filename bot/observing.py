"""What the running bot counts: one object, handed to whatever has something to count. It holds no text and no id.

A count costs about a microsecond. What waits in the store is not counted along the way but read when somebody asks.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

_ANSWER_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits at this moment: updates that are not answered, deliveries by state, and for how many seconds the
    delivery that has been due longest has been so (0 when none is)."""

    updates: int
    deliveries: Mapping[str, int]
    oldest_seconds: float


class Metrics:
    """Counts since the start, in a registry of their own; `exposition` gives them as Prometheus reads them."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        started = time.monotonic()
        Info("plenary_build", "What runs here.", registry=registry).info(
            {
                "version": version("plenary"),
                "python": platform.python_version(),
                "telegram_library": version("python-telegram-bot"),
            }
        )
        Gauge("plenary_uptime_seconds", "Seconds since the start.", registry=registry).set_function(
            lambda: time.monotonic() - started
        )
        received = Counter(
            "plenary_updates_received", "Updates stored for the first time.", ["kind"], registry=registry
        )
        self._received = cache(received.labels)
        handled = Counter(
            "plenary_updates_handled", "Updates whose handling has ended.", ["outcome"], registry=registry
        )
        self._handled = cache(handled.labels)
        self._answer_seconds = Histogram(
            "plenary_answer_seconds",
            "From storing an update to the end of its handling, the calls to Telegram included.",
            buckets=_ANSWER_SECONDS,
            registry=registry,
        )
        calls = Counter(
            "plenary_bot_api_calls", "Calls to the Bot API that have ended.", ["method", "outcome"], registry=registry
        )
        self._calls = cache(calls.labels)
        self._flood_limits = Counter(
            "plenary_bot_api_flood_limits", "Calls that Telegram answered with 429.", registry=registry
        )
        self._waiting = Gauge("plenary_updates_waiting", "Updates that are not answered yet.", registry=registry)
        self._deliveries = Gauge("plenary_deliveries", "Deliveries in the outbox.", ["state"], registry=registry)
        self._oldest = Gauge(
            "plenary_deliveries_oldest_seconds",
            "For how long the delivery that has been due longest has been so.",
            registry=registry,
        )
        ProcessCollector(registry=registry)
        self._registry = registry

    def update_received(self, kind: str) -> None:
        """Count an update that was stored; `kind` is its field's name (Bot API, `Update`)."""
        self._received(kind).inc()

    def update_handled(self, outcome: str, seconds: float) -> None:
        """Count an update whose handling ended `answered`, `failed` or `aside`, `seconds` after it was stored."""
        self._handled(outcome).inc()
        self._answer_seconds.observe(seconds)

    def called(self, method: str, outcome: str) -> None:
        """Count a call of a Bot API method, or `file` for a download; `outcome` is a status or an error's name."""
        self._calls(method, outcome).inc()
        if outcome == "429":
            self._flood_limits.inc()

    def exposition(self, backlog: Backlog | None) -> bytes:
        """Give all of it in Prometheus' text format, with what waits, unless that is not known."""
        self._deliveries.clear()
        if backlog is not None:
            self._waiting.set(backlog.updates)
            self._oldest.set(backlog.oldest_seconds)
            for state, number in backlog.deliveries.items():
                self._deliveries.labels(state).set(number)
        return generate_latest(self._registry)
