"""The stores of the question banks, asked as the banks are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.answering.parts import Answer
from tests.questions.scorer import asked

Ask = Callable[..., tuple[Answer, str]]


def _asking(store: str) -> Ask:
    def ask(*texts: str, now: str = "2011-05-06", hint: str = "en") -> tuple[Answer, str]:
        instant = datetime.fromisoformat(now if "T" in now else f"{now}T12:00").replace(tzinfo=UTC)
        answer, shown = asked(store).ask(texts, instant, hint)
        return answer, shown

    return ask


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Ask the example: what is said one after the other, on a day; the last answer and how it is shown."""
    return _asking("example")


@pytest.fixture(scope="session")
def ask_second() -> Ask:
    """Ask the made-up process."""
    return _asking("second")
