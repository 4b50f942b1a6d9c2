"""Whatever people write: an answer, within the limits, with nothing in it that the store does not say."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering import parts
from bot.answering.conversation import NOTHING_YET
from bot.answering.question import Question
from bot.languages import LANGUAGES
from bot.messages import LIMIT, split
from bot.rendering import Rendering
from bot.services.answers import AnswerView
from tests.questions.scorer import STORES, asked, banks, judge

NOWS = {
    "example": ("2007-04-25", "2011-05-20", "2013-04-05"),
    "second": ("2025-01-10", "2025-10-20"),
    "third": ("2026-03-02", "2026-06-16"),
    "fourth": ("2031-01-12", "2031-05-12"),
    "fifth": ("2033-03-20", "2033-05-10"),
    "sixth": ("2030-03-01", "2030-05-21"),
    "seventh": ("2027-03-20", "2027-05-12"),
    "eighth": ("2029-02-20", "2029-04-24"),
    "ninth": ("2034-03-10", "2034-05-09"),
    "tenth": ("2029-11-20", "2030-08-01"),
    "eleventh": ("2041-02-20", "2041-06-01"),
    "seismic": ("2031-04-20", "2031-05-14"),
    "grain": ("2031-05-20", "2031-10-21"),
    "avalanche": ("2032-04-01", "2033-05-11"),
    "bees": ("2036-02-01", "2036-06-17"),
    "burns": ("2032-03-20", "2033-02-20"),
    "glaciers": ("2034-03-01", "2034-06-06"),
    "gear": ("2029-03-10", "2030-11-25"),
    "bats": ("2028-03-01", "2028-09-10"),
    "manuscripts": ("2031-07-10", "2031-09-09"),
}
HOSTILE = [
    "{{7*7}}",
    "{% raw %}",
    "<b>",
    "</blockquote>",
    "&amp;",
    "%(day)s",
    "%s",
    "'; DROP TABLE meeting; --",
    '"',
    "NEAR(",
    "*",
    "\u202e",
    "\u2066",
    "\u0000",
    "\ud7ff",
    "🇵🇪",
    "١٢",
    "٢٠١١",
    "/start",
    "@PlenaryBot",
    "https://evil.example",
    "a@b.c",
]
EXCUSES = tuple(
    re.split(r"[.。]", Rendering().render("chat/errors/unexpected.html", language, reference="1a2b"))[0]
    for language in Rendering().languages
)
MONTHS = tuple(calendar.month_name)[1:]
DATE = re.compile(rf"(\d{{1,2}})(?:\s*[–-]\s*(\d{{1,2}}))?\s+({'|'.join(MONTHS)})\b(?:\s+(\d{{4}}))?")
PHONE = re.compile(r"\+\d[\d\s()/.-]{5,}\d")


@cache
def words_of_the_bank() -> list[str]:
    """Every word that the bank's questions are made of, in nine languages, and what breaks careless code."""
    found = set(HOSTILE)
    for bank in banks():
        for question in yaml.safe_load(bank.read_text("utf-8"))["questions"]:
            found.update(question["text"].split())
    return sorted(found)


texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.deferred(lambda: st.sampled_from(words_of_the_bank())), max_size=14).map(" ".join),
    st.text(max_size=40).map(lambda text: text * 60),
)
stores = st.sampled_from(sorted(STORES)).flatmap(lambda store: st.tuples(st.just(store), st.sampled_from(NOWS[store])))


@given(stores, texts)
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise_or_invent_or_run_on(where: tuple[str, str], text: str) -> None:
    """On any store, in the language of the question: of fitting length, every address, link and number known."""
    store, now = where

    assert () == judge({"now": now, "text": text}, store, "en").wrong


@given(stores, st.lists(texts, min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_conversation_does_either(where: tuple[str, str], said: list[str]) -> None:
    """However it leans on what was said before."""
    store, now = where
    *turns, last = said

    assert () == judge({"now": now, "text": last, "turns": turns}, store, "en").wrong


@given(stores, st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_date_and_every_number_to_call_is_the_stores(where: tuple[str, str], said: list[str]) -> None:
    """Day, month and year together, not each from somewhere; and in all six languages the answer can be sent."""
    store, day = where
    now = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    answerer, conversation = asked(store).answerer, NOTHING_YET
    for text in said:
        answer = answerer.answer(Question(text=text, now=now, conversation=conversation), asked(store).find)
        conversation = answer.conversation
    view = AnswerView(answer, answerer, now)
    shown = {language: asked(store).rendered(view, language) for language in LANGUAGES}
    known = known_text(store) + " ".join(said)

    assert all(len(part) <= LIMIT for html in shown.values() for part in split(html))
    assert [] == [number for number in PHONE.findall(shown["en"]) if number not in known]
    stretches = [part for part in answer.parts if isinstance(part, parts.Agenda)]
    asked_for = {one for stretch in stretches for one in days(stretch.first, stretch.last)}
    assert set() == dates_in(shown["en"]) - dates_in(known) - written(
        known_days(store) | asked_for | around(now.date())
    )


def dates_in(text: str) -> set[str]:
    """The dates in an English text, each without its year and, where it has one, with it."""
    found = set()
    for first, last, month, year in DATE.findall(text):
        for day in filter(None, (first, last)):
            found.add(f"{int(day)} {month}" + (f" {year}" if year else ""))
    return found


def written(known: set[date]) -> set[str]:
    """Dates as `dates_in` has them."""
    return {f"{day.day} {MONTHS[day.month - 1]}{year}" for day in known for year in ("", f" {day.year}")}


def around(day: date) -> set[date]:
    """The days that words such as "tomorrow" name."""
    return set(days(day - timedelta(days=1), day + timedelta(days=1)))


def days(first: date, last: date) -> Iterator[date]:
    """The days from the first to the last."""
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


@cache
def known_text(store: str) -> str:
    """Everything that the files of a store say."""
    files = sorted(STORES[store].parent.rglob("*"))
    return "\n".join(file.read_text("utf-8") for file in files if file.suffix in (".txt", ".yaml"))


@cache
def known_days(store: str) -> set[date]:
    """Every day that the meetings file names, and those between the first and the last of a meeting."""
    text = STORES[store].read_text("utf-8")
    named = {date.fromisoformat(found) for found in re.findall(r"\d{4}-\d{2}-\d{2}", text)}
    spans = re.findall(r"start: (\d{4}-\d\d-\d\d)(?:(?!start:).)*?end: (\d{4}-\d\d-\d\d)", text, re.S)
    return named | {day for start, end in spans for day in days(date.fromisoformat(start), date.fromisoformat(end))}


@pytest.mark.parametrize("store", sorted(STORES))
@given(texts)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_is_more_than_the_bot_can_answer(open_stage, kept, store: str, text: str) -> None:
    """The bot itself, on a store on disk: no excuse, no call that Telegram would refuse."""
    stage = kept.get(store) or kept.setdefault(store, await open_stage(files=(STORES[store],)))
    stage.clock.set(stage.clock.now() + timedelta(minutes=1))

    seen = await stage.person("Ana").says(text or "?")

    assert not [one.text for one in seen if one.text.startswith(EXCUSES)]
    assert [] == stage.refusals


@pytest.fixture
def kept() -> dict:
    """The bot, opened once for all the texts of a test."""
    return {}
