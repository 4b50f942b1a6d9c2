"""The bank of questions, in every language, on the example and on the made-up process."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_FILE = Path(__file__).parent / "scorer.py"
_SPEC = importlib.util.spec_from_file_location("scorer_of_banks", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
scorer = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = scorer  # its dataclasses look their module up
_SPEC.loader.exec_module(scorer)

ENOUGH = 0.93  # of a language's questions


@pytest.mark.parametrize("bank", scorer.banks(), ids=lambda bank: bank.stem)
def test_the_bank_is_answered(bank: Path) -> None:
    """Nearly all right in each language, and nothing invented."""
    verdicts = list(scorer.judged(bank))
    wrong = [f"{verdict.question['text']!r} {'; '.join(verdict.wrong)}" for verdict in verdicts if verdict.wrong]

    assert [] == [verdict.question["text"] for verdict in verdicts if verdict.invented]
    assert len(verdicts) - len(wrong) >= ENOUGH * len(verdicts), "\n".join(wrong)
