"""Whatever people write."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.questions.scorer import judge

WORDS = st.sampled_from(
    [
        "when",
        "is",
        "the",
        "Lima",
        "Oslo",
        "Geneva",
        "2011",
        "2013",
        "1MSP",
        "venue",
        "registration",
        "who",
        "signed",
        "letter",
        "next",
        "meeting",
        "before",
        "after",
        "her",
        "phone",
        "fecha",
        "quand",
        "où",
        "когда",
        "совещание",
        "متى",
        "اجتماع",
        "会议",
        "什么时候",
        "ກອງປະຊຸມ",
        "workshop",
        "first",
        "day",
        "tomorrow",
        "and",
        "?",
        ",",
        "31",
        "June",
        "May",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=12).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise_or_invent_or_run_on(text: str) -> None:
    """An answer, of fitting length, with nothing in it that the store and the question do not have."""
    verdict = judge({"now": "2011-05-20", "text": text}, "example", "en")

    assert () == verdict.wrong


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_conversation_does_either(texts: list[str]) -> None:
    """However it leans on what was said before."""
    *turns, last = texts
    verdict = judge({"now": "2013-04-05", "text": last, "turns": turns}, "example", "en")

    assert () == verdict.wrong
