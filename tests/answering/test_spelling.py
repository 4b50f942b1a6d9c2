"""Misspelt words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.answering.spelling import Spelling

of_few_letters = st.text("abcde", min_size=5, max_size=7)


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


def test_a_word_is_mended_by_its_beginning() -> None:
    """A phrase that knows only that is found in all forms of the word; what begins otherwise is another word."""
    known = Spelling()
    known.add_stem("inscri")
    known.add_stem("flight")

    assert "inscripciones" == known.mended("insccripciones")
    assert known.mended("lighting") is None


def test_of_several_words_as_near_the_likeliest_is_meant() -> None:
    """The same letters in another order or one of them doubled, then what is asked by most."""
    known = Spelling()
    for word, rank in (("partes", 1), ("parties", 0), ("junio", -1), ("julio", 0)):
        known.add(word, rank)

    assert "partes" == known.mended("parttes")
    assert "junio" == known.mended("juio")


@given(st.lists(of_few_letters, min_size=1, max_size=30), of_few_letters)
def test_every_word_one_edit_away_is_found_and_no_other(words: list[str], written: str) -> None:
    """Wherever the edit is."""
    known = Spelling()
    for word in words:
        known.add(word)

    found = {mended.word for mended in known.near(written)}

    assert {word for word in words if OSA.distance(written, word) <= 1} == found
