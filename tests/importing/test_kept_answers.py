"""Answers that organisers kept, in a meetings file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bot.clock import Clock
from bot.importing.checks import problems_of
from bot.importing.reading import read_files
from bot.model import Catalogue, KeptAnswer
from bot.services.meetings_file import import_files
from bot.store import meetings
from bot.store.database import Database

HEAD = "process: {id: ccm, name: Convention}\nmeetings:\n  - id: lima\n    name: Lima Conference\n"
ANSWERS = """\
    answers:
      - {question: Is there a hotel list?, answer: {en: None, fr: Aucune}, by: Ingrid, on: 2011-05-06}
"""
KEPT = KeptAnswer(
    question="Is there a hotel list?", answer={"en": "None", "fr": "Aucune"}, by="Ingrid", on=date(2011, 5, 6)
)


async def stored(path: Path, *texts: str) -> tuple[KeptAnswer, ...]:
    """What the store has of Lima once the files are imported, one after the other."""
    clock = Clock.started_at(datetime(2011, 5, 6, tzinfo=UTC))
    database = await Database.open(path / "plenary.db", clock)
    for place, text in enumerate(texts):
        file = path / f"{place}.yaml"
        file.write_text(text)
        await import_files(database, clock, (file,))
    catalogue = await database.read(meetings.catalogue)
    await database.close()
    return catalogue.meetings["lima"].answers


async def test_a_file_may_bring_answers(tmp_path):
    """Written by hand, `on` bare."""
    assert (KEPT,) == await stored(tmp_path, HEAD + ANSWERS)


async def test_a_file_without_answers_leaves_those_that_are_kept(tmp_path):
    """Who imports a corrected letter does not mean to lose what was answered since."""
    assert (KEPT,) == await stored(tmp_path, HEAD + ANSWERS, HEAD + "    city: Lima\n")


async def test_the_list_of_a_file_takes_the_place_of_the_store_s(tmp_path):
    """As with every other key."""
    other = ANSWERS.replace("hotel list", "shuttle")

    assert ["Is there a shuttle?"] == [kept.question for kept in await stored(tmp_path, HEAD + ANSWERS, HEAD + other)]


def test_what_is_wrong_is_said_with_its_line(tmp_path):
    """A question without its answer, a day that there is not, a key that nobody knows."""
    file = tmp_path / "meetings.yaml"
    file.write_text(
        HEAD + "    answers:\n      - {question: Where?}\n      - {question: A, answer: B, on: soon, x: 1}\n"
    )

    draft = read_files((file,))
    problems = [*draft.problems] or problems_of(draft, Catalogue(0, {}, {}), lambda _: None)

    assert {
        (6, "meetings.lima.answers.0.answer"),
        (7, "meetings.lima.answers.1.on"),
        (7, "meetings.lima.answers.1.x"),
    } <= {(problem.line, problem.path) for problem in problems}
