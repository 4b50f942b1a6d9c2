"""What organisers have answered is found again when the same is asked, and stands in the place of no field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering import parts
from bot.answering.answerer import Answerer
from bot.answering.kept import Sense
from bot.answering.knowledge import Knowledge, counted_as, knowledge_in, knowledge_of
from bot.answering.parts import Part
from bot.answering.question import Question, chosen
from bot.answering.search_terms import Term
from bot.model import Catalogue, KeptAnswer
from tests.questions.scorer import asked, banks

NOW = datetime(2011, 5, 6, 8, tzinfo=UTC)
ANSWER = "What the organisers said."
QUESTIONS = (
    "when is it?",
    "where is the venue?",
    "is there a hotel list?",
    "do I need a visa?",
    "who do I contact?",
    "how do I register?",
    "will there be vegetarian food?",
    "will there be a side event on victim assistance?",
    "what is on the programme?",
)


def with_answers(store: str, *questions: str) -> Answerer:
    """A store in which each meeting has answers to these questions."""
    kept = tuple(KeptAnswer(question=each, answer=ANSWER, by="Ingrid", on=date(2011, 5, 6)) for each in questions)
    catalogue = asked(store).catalogue
    meetings = {each.id: replace(each, answers=kept) for each in catalogue.meetings.values()}
    return Answerer(Catalogue(catalogue.revision, catalogue.processes, meetings))


@cache
def full(store: str) -> Answerer:
    return with_answers(store, *QUESTIONS)


def answered(answerer: Answerer, text: str, now: datetime = NOW) -> tuple[Part, ...]:
    return answerer.answer(Question(text=text, now=now), asked("example").find).parts


def kept_in(shown: tuple[Part, ...]) -> list[str]:
    """The questions of the kept answers that are shown."""
    return [part.kept.question for part in shown if isinstance(part, parts.Kept)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("is there a hotel list for Lima?", "which hotels are there for Lima 2007?"),
        ("is there a hotel list for Lima?", "Y a-t-il une liste d'hôtels pour Lima ?"),
        ("Y a-t-il une liste d'hôtels pour Lima ?", "¿qué hoteles hay en Lima?"),
        ("do I need a visa for Lima?", "нужна ли виза в Лиму?"),
        ("will there be vegetarian food in Lima?", "is vegetarian food served in Lima?"),
        ("can I come in a wheelchair in Lima?", "is the venue in Lima accessible by wheelchair?"),
    ],
)
def test_the_same_question_is_known_again(before, now):
    """In other words, and in another language where what it asks is understood."""
    assert [before] == kept_in(answered(with_answers("example", before), now))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("is there a hotel list for Lima?", "does the hotel in Lima have a swimming pool?"),
        ("is there a hotel list for Lima?", "do I need a visa for Lima?"),
        ("will there be vegetarian food in Lima?", "will there be halal food in Lima?"),
        ("is there parking at the venue in Lima?", "where is the venue in Lima?"),
        ("will there be a group photo in Lima?", "will there be a football match in Lima?"),
    ],
)
def test_another_question_is_not_taken_for_it(before, now):
    """Though it is about the same matter."""
    assert [] == kept_in(answered(with_answers("example", before), now))


@pytest.mark.parametrize("reply", ["", "the second one", "mitigation", "the mitigation group please"])
@pytest.mark.parametrize(
    "before", ["is there parking at the expert group in Geneva?", "will there be vegetarian food at the expert group?"]
)
def test_it_is_found_too_once_it_is_told_which_meeting_is_meant(before, reply):
    """By a button (the reply has no words), by its place or by its name."""
    now = datetime(2025, 1, 15, tzinfo=UTC)
    answerer, find = with_answers("second", before), asked("second").find
    which = answerer.answer(Question(text=before, now=now), find)
    picked = Question(text=reply, now=now, conversation=which.conversation)
    shown = answerer.answer(picked if reply else chosen(picked, which.choices[-1].id), find)

    assert [before] == kept_in(shown.parts)
    assert ["mitigation-2025"] == [meeting.id for meeting in shown.meetings]


def test_what_is_known_in_part_stays_beside_it():
    """The city stands in a field, the building does not."""
    shown = answered(with_answers("example", "where is the venue in Lima?"), "where is the venue in Lima?")

    assert [parts.Kept, parts.Fact] == [type(part) for part in shown]


def _questions() -> list[tuple[str, str, datetime]]:
    found = []
    for file in banks():
        bank = yaml.safe_load(file.read_text("utf-8"))
        for each in bank["questions"][::4]:
            now = datetime.fromisoformat(str(each["now"]))
            instant = (now if now.hour else now.replace(hour=11)).replace(tzinfo=UTC)
            found.append((bank["store"], each["text"], instant))
    return found


def test_no_field_is_ever_answered_by_it():
    """Over the bank in all languages: what is stated is shown just as it would be without."""
    for store, text, now in _questions():
        question = Question(text=text, now=now)
        plain = asked(store).answerer.answer(question, asked(store).find).parts
        shown = full(store).answer(question, asked(store).find).parts
        stated = [(part.template, part.ask, part.paths) for part in plain if knowledge_in(part) is Knowledge.STATED]
        still = [(part.template, part.ask, part.paths) for part in shown]

        assert [each for each in stated if each not in still] == [], text
        if knowledge_of(plain) is Knowledge.STATED:
            assert kept_in(shown) == [] or any(knowledge_in(part) is Knowledge.QUOTED for part in plain), text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120), st.text(max_size=120).filter(lambda text: text.strip() != ""))
def test_whatever_was_kept_and_is_asked_there_is_an_answer(text, before):
    """Any text on either side."""
    assert answered(with_answers("example", before), text)


terms = st.builds(
    Term,
    ways=st.lists(st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=2).map(tuple), min_size=1).map(
        tuple
    ),
    weight=st.sampled_from([0.5, 1.0, 1.5, 2.0]),
)
senses = st.builds(
    Sense,
    words=st.text("abc ", max_size=8),
    said=st.lists(st.text("abc", min_size=1, max_size=5), max_size=4).map(tuple),
    asks=st.frozensets(st.sampled_from(["venue", "practical.hotels", "practical.other"])),
    terms=st.lists(terms, max_size=3).map(tuple),
)


@given(senses, senses)
def test_likeness_is_a_share(one, other):
    """Between nothing and all; a question is like itself."""
    assert 0 <= one.covered_by(other) <= 1
    assert one.covered_by(one) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Is there a HOTEL list?!", "is there a hotel list"),
        ("write to ana@mre.gob.pe, +47 22243998", "write to 47"),
        ("  ", ""),
        ("酒店名单 2007", "酒店名单 2007"),
    ],
)
def test_what_is_counted_tells_of_nobody(text, words):
    """Words alone: no address, no long number."""
    assert words == counted_as(text)
