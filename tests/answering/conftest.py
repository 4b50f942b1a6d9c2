"""The stores of the question banks, asked in memory."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.answering.parts import Answer

SCORER = Path(__file__).parent.parent / "questions" / "scorer.py"


@pytest.fixture(scope="session")
def scorer() -> ModuleType:
    """The scorer of the banks."""
    spec = importlib.util.spec_from_file_location("question_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


Ask = Callable[..., tuple[Answer, str]]


def _asking(scorer: Any, store: str) -> Ask:
    def ask(*texts: str, now: str = "2011-05-06", hint: str = "en") -> tuple[Answer, str]:
        instant = datetime.fromisoformat(now if "T" in now else f"{now}T12:00").replace(tzinfo=UTC)
        answer, shown = scorer.asked(store).ask(texts, instant, hint)
        return answer, shown

    return ask


@pytest.fixture(scope="session")
def ask(scorer: ModuleType) -> Ask:
    """Ask the example: what is said one after the other, on a day; the last answer and how it is shown."""
    return _asking(scorer, "example")


@pytest.fixture(scope="session")
def ask_second(scorer: ModuleType) -> Ask:
    """Ask the made-up process."""
    return _asking(scorer, "second")
