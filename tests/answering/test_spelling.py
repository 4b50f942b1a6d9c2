"""Misspelt words."""

from __future__ import annotations

import pytest

from bot.answering.spelling import Spelling


@pytest.fixture
def spelling() -> Spelling:
    known = Spelling()
    for word in ("registration", "deadline", "venue", "meeting"):
        known.add(word)
    return known


@pytest.mark.parametrize("word", ["registraton", "registratiion", "registretion", "registartion"])
def test_a_word_one_edit_away_is_mended(spelling: Spelling, word: str) -> None:
    """A letter missing, doubled, wrong, or swapped with its neighbour."""
    assert "registration" == spelling.mended(word)


@pytest.mark.parametrize("word", ["registrtn", "dead", "men", "venture"])
def test_a_word_farther_away_stays(spelling: Spelling, word: str) -> None:
    """Two edits make another word."""
    assert spelling.mended(word) is None
