"""Phrases found in a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.phrases import Phrases, longest_first
from bot.answering.text import cleaned, tokens


def found(phrases: Phrases[str], text: str) -> list[str]:
    return [hit.value for hit in longest_first(phrases.find(tokens(cleaned(text))))]


@pytest.fixture
def phrases() -> Phrases[str]:
    known: Phrases[str] = Phrases()
    known.add("regist*", "register")
    known.add("how many days", "length")
    known.add("how many days ... until", "left")
    known.add("days", "date")
    known.add("会议", "meeting")
    return known


def test_a_stem_stands_for_every_word_that_begins_so(phrases: Phrases[str]) -> None:
    """One entry for all forms of a word."""
    assert ["register", "register"] == found(phrases, "Registering for registration")


def test_the_longest_phrase_wins(phrases: Phrases[str]) -> None:
    """ "How many days" asks for no date."""
    assert ["length"] == found(phrases, "how many days?")


def test_up_to_three_words_may_stand_between(phrases: Phrases[str]) -> None:
    """ "How many days are there until" is one phrase; with more between it is not."""
    assert ["left"] == found(phrases, "how many days are there until Lima")
    assert ["length"] == found(phrases, "how many days does it take them until")


def test_a_phrase_of_signs_is_found_within_a_run(phrases: Phrases[str]) -> None:
    """No blank stands around it."""
    assert ["meeting"] == found(phrases, "利马会议在哪里")


def test_an_empty_phrase_is_refused(phrases: Phrases[str]) -> None:
    """A data file says something with every entry."""
    with pytest.raises(ValueError, match="no phrase"):
        phrases.add("...", "nothing")


@given(
    stems=st.sets(st.text("ab", min_size=1, max_size=14), min_size=1, max_size=40),
    words=st.lists(st.text("ab", min_size=1, max_size=16), min_size=1, max_size=6),
)
def test_packed_phrases_are_found_as_they_were_before(stems: set[str], words: list[str]) -> None:
    """However many lengths the stems have that a word is held against."""
    loose: Phrases[str] = Phrases()
    packed: Phrases[str] = Phrases()
    for phrases in (loose, packed):
        for stem in sorted(stems):
            phrases.add(f"{stem}*", stem)
    packed.pack()
    sequence = tokens(" ".join(words))

    assert loose.find(sequence) == packed.find(sequence)
    assert {hit.value for hit in packed.find(sequence)} == {s for s in stems if any(w.startswith(s) for w in words)}


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_plain_letters_are_read_as_among_others(text: str) -> None:
    """A text of ASCII alone is read by a shorter way; a letter of another script behind it changes nothing."""
    alone = [(token.text, token.kind, token.start, token.end, token.gap, token.capital) for token in tokens(text)]
    among = [
        (token.text, token.kind, token.start, token.end, token.gap, token.capital) for token in tokens(f"{text} é")
    ]

    assert [*alone, "é"] == [*among[:-1], "é"]
