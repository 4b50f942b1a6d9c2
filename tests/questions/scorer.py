"""Asks the bank of questions and judges the answers; `make eval` (evaluation.py) reports them.

A bank is a YAML file: `store` (one of `STORES`), `language`, `questions`, each
with `now` (a day or an instant), `text`, and of these what the rule needs: `turns` said before, `hint` (the app's language),
`about` (the meeting that the answer must be about), `asks` (one of these must be what is understood), `says` (one of each
group must stand in the answer), `never` (none may), and `does`: asks (which meeting, with buttons), unknown (says that it is
not stated), leads_back (to meetings); else it answers.
"""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.answering.answerer import Answerer
from bot.answering.conversation import NOTHING_YET
from bot.answering.matters import states
from bot.answering.parts import (
    Answer,
    Calendars,
    Changes,
    Fact,
    Following,
    NoSuchDocument,
    NotInStore,
    Part,
    Talk,
    Unanswered,
)
from bot.answering.question import Question
from bot.answering.subjects import Subject
from bot.clock import Clock
from bot.model import Meeting, Passage, Wanted
from bot.rendering import Rendering
from bot.services.answers import AnswerView
from bot.services.meetings_file import import_files
from bot.store import meetings
from bot.store.database import Database
from bot.store.passages import Passages

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
STORES = {
    "example": ROOT / "examples" / "oslo-process" / "meetings.yaml",
    "second": HERE.parent / "testdata" / "second-process" / "meetings.yaml",
    "third": HERE.parent / "testdata" / "third-process" / "meetings.yaml",
    "fourth": HERE.parent / "testdata" / "fourth-process" / "meetings.yaml",
    "fifth": HERE.parent / "testdata" / "fifth-process" / "meetings.yaml",
    "sixth": HERE.parent / "testdata" / "sixth-process" / "meetings.yaml",
    "seventh": HERE.parent / "testdata" / "seventh-process" / "meetings.yaml",
    "eighth": HERE.parent / "testdata" / "eighth-process" / "meetings.yaml",
    "ninth": HERE.parent / "testdata" / "ninth-process" / "meetings.yaml",
    "tenth": HERE.parent / "testdata" / "tenth-process" / "meetings.yaml",
    "eleventh": HERE.parent / "testdata" / "eleventh-process" / "meetings.yaml",
    "seismic": HERE.parent / "testdata" / "seismic-process" / "meetings.yaml",
    "grain": HERE.parent / "testdata" / "grain-process" / "meetings.yaml",
    "avalanche": HERE.parent / "testdata" / "avalanche-process" / "meetings.yaml",
    "bees": HERE.parent / "testdata" / "bees-process" / "meetings.yaml",
    "burns": HERE.parent / "testdata" / "burns-process" / "meetings.yaml",
    "glaciers": HERE.parent / "testdata" / "glaciers-process" / "meetings.yaml",
    "gear": HERE.parent / "testdata" / "gear-process" / "meetings.yaml",
    "bats": HERE.parent / "testdata" / "bats-process" / "meetings.yaml",
    "manuscripts": HERE.parent / "testdata" / "manuscripts-process" / "meetings.yaml",
}
_DONE_BY_HANDLERS = (Following, Changes, Calendars)
LONGEST = 2000  # characters of an answer

_TAG = re.compile(r"<[^>]+>")
_ISOLATES = re.compile("[\u2066-\u2069]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://[^\s\"”<>]+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Verdict:
    """What is wrong with an answer (nothing: it is right), and what it invents."""

    question: dict[str, Any]
    language: str
    shown: str
    wrong: tuple[str, ...]
    invented: tuple[str, ...] = ()


@dataclass
class Asked:
    """A store that has been imported into an empty database, asked as a chat would."""

    folder: Path
    connection: sqlite3.Connection
    rendering: Rendering = field(default_factory=Rendering)
    passages: Passages = field(default_factory=Passages)

    def __post_init__(self) -> None:
        self.catalogue = meetings.catalogue(self.connection)
        self.answerer = Answerer(self.catalogue)

    def find(self, wanted: Wanted, limit: int) -> tuple[Passage, ...]:
        """The passages that are wanted, the best first."""
        return self.passages.find(self.connection, wanted, limit)

    def ask(self, texts: Iterable[str], now: datetime, hint: str) -> tuple[Answer, str]:
        """The answer to the last of some texts said one after the other, and as it is shown, without markup."""
        conversation = NOTHING_YET
        for text in texts:
            question = Question(text=text, now=now, hint=hint, conversation=conversation)
            answer = self.answerer.answer(question, self.find)
            conversation = answer.conversation
        language = self.rendering.supported(answer.language) or "en"
        view = AnswerView(answer, self.answerer, now)
        return answer, unisolated(html.unescape(_TAG.sub("", self.rendered(view, language))))

    def rendered(self, view: AnswerView, language: str) -> str:
        """An answer as HTML; nothing for what a handler does something about, and says so in words of its own."""
        if any(isinstance(part, _DONE_BY_HANDLERS) or part.ask.subject is Subject.PRIVACY for part in view.parts):
            return ""
        return self.rendering.render("chat/answer.html", language, view=view)


@cache
def asked(store: str) -> Asked:
    """One of the stores of the banks."""
    with TemporaryDirectory(prefix="plenary-bank-") as folder, ThreadPoolExecutor(1) as thread:
        path = Path(folder) / "plenary.db"
        thread.submit(asyncio.run, _imported(STORES[store], path)).result()  # a test may have a loop of its own
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(path)) as imported:
            imported.backup(connection)
    connection.row_factory = sqlite3.Row
    return Asked(STORES[store].parent, connection)


async def _imported(file: Path, path: Path) -> None:
    clock = Clock()
    database = await Database.open(path, clock)
    try:
        await import_files(database, clock, [file])
    finally:
        await database.close()


def banks(*stores: str) -> list[Path]:
    """The files of the bank, or of it those that ask some of the stores."""
    heads = tuple(f"store: {store}\n" for store in stores)
    files = sorted(HERE.glob("*.yaml"))
    return [file for file in files if any(head in file.read_text("utf-8") for head in heads)] if heads else files


def unisolated(text: str) -> str:
    """A text without the marks around what is read from the other side."""
    return _ISOLATES.sub("", text)


def judge(question: dict[str, Any], store: str, language: str) -> Verdict:
    """Ask one question and judge the answer."""
    answer, text = asked(store).ask(texts_of(question), instant(question["now"]), question.get("hint", language))
    return judged(question, language, answer, text, asked(store))


def judged(question: dict[str, Any], language: str, answer: Answer, text: str, store: Asked) -> Verdict:
    """Judge an answer as it was shown, without markup."""
    choices = [f"{meeting.name} {meeting.start}" for meeting in answer.choices]
    shown = "\n".join([text, *choices])
    wrong = [*_unmet(question, answer, shown)]
    if len(shown) > LONGEST:
        wrong.append(f"is {len(shown)} characters long")
    invented = tuple(_inventions(text, " ".join(texts_of(question)), instant(question["now"]), store))
    return Verdict(question, language, shown, (*wrong, *(f"invents {each}" for each in invented)), invented)


def texts_of(question: dict[str, Any]) -> list[str]:
    """What is said, one after the other."""
    return [*question.get("turns", ()), question["text"]]


def _unmet(question: dict[str, Any], answer: Answer, shown: str) -> Iterator[str]:
    for group in question.get("says", ()):
        if not any(_folded(str(way)) in _folded(shown) for way in group):
            yield f"does not say {' or '.join(map(str, group))}"
    for words in question.get("never", ()):
        if _folded(str(words)) in _folded(shown):
            yield f"says {words}"
    understood = {str(ask) for ask in answer.asks} | {part.template for part in answer.parts}
    if question.get("asks") and not understood & set(question["asks"]):
        yield f"understands {', '.join(sorted(understood))}"
    if question.get("about") and question["about"] not in {meeting.id for meeting in answer.meetings}:
        yield f"is about {', '.join(meeting.id for meeting in answer.meetings) or 'no meeting'}"
    does = question.get("does", "answers")
    if does == "asks" and len(answer.choices) < 2:
        yield "does not ask which meeting"
    if does == "unknown" and not any(_says_unknown(part) for part in answer.parts):
        yield "does not say that it is not known"
    if does == "leads_back" and not all(isinstance(part, Talk) for part in answer.parts):
        yield "does not lead back to meetings"


def _says_unknown(part: Part) -> bool:
    if isinstance(part, NoSuchDocument | NotInStore | Unanswered):
        return True
    return isinstance(part, Fact) and not states(part.meeting, part.ask)


def _inventions(text: str, said: str, now: datetime, store: Asked) -> Iterator[str]:
    """Addresses, links and numbers that neither the store nor the question has, and that count no days of a meeting."""
    known = _everything(store) + said
    for found in (*_EMAIL.findall(text), *_LINK.findall(text)):
        if found.rstrip(".,;:)") not in known:
            yield found
    numbers = set(_NUMBER.findall(known)) | {str(int(number)) for number in _NUMBER.findall(known)}
    numbers.update(map(str, range(len(store.catalogue.meetings) + 1)))  # how many meetings are listed
    for meeting in store.catalogue.meetings.values():
        for days in _counted(meeting, now):
            numbers.add(str(days))
    numbers.update(str(number) for day in (now.date(),) for number in (day.year, day.month, day.day))
    for number in _NUMBER.findall(_LINK.sub(" ", _EMAIL.sub(" ", text))):
        if number.lstrip("0") not in numbers and number not in numbers:
            yield number


def _counted(meeting: Meeting, now: datetime) -> Iterator[int]:
    """The days that an answer may count of a meeting: to its days and those of its registration, and how many it takes."""
    dates = [meeting.start, meeting.end]
    if meeting.registration:
        dates += [meeting.registration.opens, meeting.registration.closes]
    days = [value.date() if isinstance(value, datetime) else value for value in dates if isinstance(value, date)]
    for day in days:
        yield from (abs((day - now.date()).days) + step for step in (-1, 0, 1))
    if len(days) > 1:
        yield (days[1] - days[0]).days + 1
    yield len(meeting.programme)


@cache
def _known_texts(folder: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*")) if file.suffix in (".txt", ".yaml"))


def _everything(store: Asked) -> str:
    return _known_texts(store.folder)


def instant(value: Any) -> datetime:
    """When a question is asked; on a day, at noon."""
    text = str(value)
    return (
        datetime.fromisoformat(text)
        if len(text) > 10
        else datetime.fromisoformat(f"{text}T12:00:00").replace(tzinfo=UTC)
    )


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.casefold().replace("ø", "o"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).replace("–", "-").replace("’", "'")
