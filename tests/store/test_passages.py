"""Passages, found by words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Document, Meeting, Passage, Wanted
from bot.store import documents, meetings
from bot.store.passages import NotInMemory, Passages
from tests.importing.strategies import PROCESS

SCHEMA = (Path(__file__).parents[2] / "migrations" / "0001_meetings.sql").read_text(encoding="utf-8")
LETTER = Document(id="letter", title="Letter", file="letters/letter.txt")
GENEVA = Meeting(id="geneva-2011", uid="m-1", process="ccm", name="Geneva", documents=(LETTER,))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(SCHEMA)
        meetings.put_process(connection, PROCESS)
        meetings.put_meeting(connection, GENEVA)
        yield connection


def put(connection: sqlite3.Connection, *texts: str) -> None:
    documents.put_content(connection, "letter", b"x", "x", texts)


def any_of(*words: str) -> Wanted:
    return Wanted(tuple((word, 1.0) for word in words), weight=1.0, number=1)


def texts(found: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in found]


def test_a_passage_is_found_by_any_word_whatever_its_accents(connection: sqlite3.Connection) -> None:
    """With the document and the meeting it stands in."""
    said = ["An appeal made by Kofi Annan.", "José García Belaunde, Perú", "Nothing of that"]
    put(connection, *said)

    (found,) = Passages().find(connection, any_of("jose", "del", "peru"), 5)

    assert Passage(document_id="letter", meeting_id="geneva-2011", position=1, text=said[1]) == found


def test_a_passage_must_hold_enough_of_the_words(connection: sqlite3.Connection) -> None:
    """By what they weigh, and by their number."""
    put(connection, "states", "states and funds", "states and funds and mines", "funds and mines")
    words = (("states", 2.0), ("funds", 1.0), ("mines", 1.0))

    def found(weight: float, number: int) -> list[str]:
        return texts(Passages().find(connection, Wanted(words, weight, number), 5))

    assert ["states", "states and funds", "states and funds and mines", "funds and mines"] == found(2, 1)
    assert ["states and funds", "states and funds and mines", "funds and mines"] == found(2, 2)
    assert ["states and funds", "states and funds and mines"] == found(3, 2)
    assert ["states and funds and mines"] == found(4, 1)
    assert [] == found(2, 4)
    assert [] == found(5, 1)
    assert () == Passages().find(connection, Wanted((), 0, 0), 5)


def test_of_too_many_those_that_hold_the_most_and_say_the_least_besides_are_found(
    connection: sqlite3.Connection,
) -> None:
    """However many others there are."""
    others = ["States and many other words besides"] * 500
    put(connection, "States and funds and ever so many other words besides", *others, "States", "States alone")
    passages = Passages()

    found = passages.find(connection, any_of("states", "funds"), 3)

    assert {0, 501, 502} == {passage.position for passage in found}


def test_passages_leave_with_their_document(connection: sqlite3.Connection) -> None:
    """A replaced text is not found any more, nor that of a document that is gone."""
    passages = Passages()
    put(connection, "Kofi Annan")
    assert 1 == len(passages.find(connection, any_of("annan"), 5))

    put(connection, "Ban Ki-moon")

    assert () == passages.find(connection, any_of("annan"), 5)
    assert 1 == len(passages.find(connection, any_of("moon"), 5))

    meetings.put_meeting(connection, replace(GENEVA, documents=()))

    assert () == passages.find(connection, any_of("moon"), 5)


def test_a_word_is_found_again_however_many_were_asked_by_since(connection: sqlite3.Connection) -> None:
    """Only so many are kept in memory."""
    passages = Passages()
    put(connection, "Kofi Annan")

    for word in ("annan", *(f"word{number}" for number in range(1000)), "annan"):
        found = texts(passages.find(connection, any_of(word), 5))
        assert (["Kofi Annan"] if word == "annan" else []) == found


def test_what_was_found_is_found_again_without_the_store(connection: sqlite3.Connection) -> None:
    """Also by words that were looked for apart, among passages that were measured before; but not what was never read."""
    put(connection, "Kofi Annan", "Kofi Annan and Ban Ki-moon", "Ban Ki-moon", "Ban Ki-moon speaks of clearance")
    passages, now = Passages(), meetings.revision(connection)
    with pytest.raises(NotInMemory):
        passages.find_in_memory(now, any_of("annan"), 5)

    for wanted in (any_of("annan"), any_of("moon")):
        passages.find(connection, wanted, 1)
        assert passages.find(connection, wanted, 5) == passages.find_in_memory(now, wanted, 5)
        assert passages.find(connection, wanted, 1) == passages.find_in_memory(now, wanted, 1)

    both = Wanted((("annan", 1.0), ("moon", 1.0)), weight=2.0, number=2)
    assert ["Kofi Annan and Ban Ki-moon"] == texts(passages.find_in_memory(now, both, 5))
    with pytest.raises(NotInMemory):
        passages.find_in_memory(now, any_of("clearance"), 5)


def test_nothing_is_found_in_memory_of_another_state_of_the_store(connection: sqlite3.Connection) -> None:
    """Whoever asks knows of which one; of none where nobody knows."""
    put(connection, "Kofi Annan")
    passages, before = Passages(), meetings.revision(connection)
    passages.find(connection, any_of("annan"), 5)

    put(connection, "Kofi Annan, of Ghana")

    for revision in (meetings.revision(connection), None):
        with pytest.raises(NotInMemory):
            passages.find_in_memory(revision, any_of("annan"), 5)
    assert ["Kofi Annan"] == texts(passages.find_in_memory(before, any_of("annan"), 5))
    assert ["Kofi Annan, of Ghana"] == texts(passages.find(connection, any_of("annan"), 5))


def test_twenty_thousand_passages_are_searched_in_a_moment(connection: sqlite3.Connection) -> None:
    """A search over 20,000 passages takes a few milliseconds; the bound leaves room for a busy machine."""
    words = ["meeting", "convention", "states", "clearance", "victim", "assistance", "Geneva", "letter", "Oslo"]
    said = [
        " ".join(words[(number + each) % 9] + str(number % (each + 2)) for each in range(40))
        for number in range(20_000)
    ]
    said[7] += " Kofi Annan"
    connection.execute("BEGIN")
    put(connection, *said)
    connection.execute("COMMIT")

    began = time.perf_counter()
    (found,) = Passages().find(connection, any_of("did", "annan", "appeal"), 5)

    assert time.perf_counter() - began < 0.1
    assert 7 == found.position
