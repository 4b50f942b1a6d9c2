"""Meetings in the store: read whole as they were written, quick, with a number that tells when to read again."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.model import Catalogue, Change, Document, Meeting, Process, Session
from bot.store import documents, meetings
from bot.when import Month
from tests.importing.strategies import PROCESS
from tests.importing.strategies import meetings as any_meeting

SCHEMA = (Path(__file__).parents[2] / "migrations" / "0001_meetings.sql").read_text(encoding="utf-8")

OPENING = Session(id="opening", uid="s-1", title="Opening", start=date(2011, 6, 27))
CLOSING = Session(id="closing", uid="s-2", title="Closing", start=date(2011, 6, 30))
LETTER = Document(id="letter", title="Letter", file="letters/letter.txt")
AGENDA = Document(id="agenda", title="Agenda", url="https://example.org")
GENEVA = Meeting(
    id="geneva-2011",
    uid="m-1",
    process="ccm",
    name={"en": "Geneva", "fr": "Genève"},
    start=date(2011, 6, 27),
    programme=(OPENING, CLOSING),
    documents=(LETTER, AGENDA),
)


def opened() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(SCHEMA)
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(opened()) as connection:
        meetings.put_process(connection, PROCESS)
        yield connection


def test_what_was_written_is_read(connection: sqlite3.Connection) -> None:
    """A meeting comes back with its programme and documents in their order."""
    meetings.put_meeting(connection, GENEVA)

    assert Catalogue(meetings.revision(connection), {"ccm": PROCESS}, {"geneva-2011": GENEVA}) == meetings.catalogue(
        connection
    )


@given(any_meeting)
@settings(max_examples=60, deadline=None)
def test_every_meeting_survives_the_store(meeting: Meeting) -> None:
    """Whatever the model allows is read back the same, once its sessions have their uids."""
    programme = tuple(replace(session, uid=str(place)) for place, session in enumerate(meeting.programme))
    meeting = replace(meeting, programme=programme)
    with closing(opened()) as connection:
        meetings.put_process(connection, PROCESS)
        meetings.put_meeting(connection, meeting)

        assert meeting == meetings.catalogue(connection).meetings[meeting.id]


def test_meetings_stand_in_the_order_of_their_dates(connection: sqlite3.Connection) -> None:
    """A month stands before its days; without a date comes first."""
    starts = {"c": Month(2011, 7), "b": date(2011, 6, 27), "d": None, "a": Month(2011, 6)}
    for meeting_id, start in starts.items():
        meetings.put_meeting(connection, Meeting(id=meeting_id, uid=meeting_id, process="ccm", name="A", start=start))

    assert ["d", "a", "b", "c"] == list(meetings.catalogue(connection).meetings)


def test_a_meeting_is_replaced_whole(connection: sqlite3.Connection) -> None:
    """Sessions and documents that it no longer has are gone; what the kept document contains stays."""
    meetings.put_meeting(connection, GENEVA)
    documents.put_content(connection, "letter", b"Dear Sir", "Dear Sir", ["Dear Sir"])
    changed = replace(GENEVA, programme=(CLOSING, replace(OPENING, title="First")), documents=(LETTER,))

    meetings.put_meeting(connection, changed)

    assert changed == meetings.catalogue(connection).meetings["geneva-2011"]
    assert ("letter.txt", b"Dear Sir") == documents.document_content(connection, "letter")
    assert documents.document_content(connection, "agenda") is None


def test_the_revision_tells_when_to_read_again(connection: sqlite3.Connection) -> None:
    """Every change of content raises it; reading does not, and what is up to date is not read again."""
    seen = [meetings.revision(connection)]
    for change in (
        lambda: meetings.put_process(connection, replace(PROCESS, name="Treaty")),
        lambda: meetings.put_meeting(connection, GENEVA),
        lambda: documents.put_content(connection, "letter", b"x", "x", ["x"]),
        lambda: connection.execute("DELETE FROM meeting"),
    ):
        change()
        seen.append(meetings.revision(connection))
    catalogue = meetings.catalogue(connection)

    assert sorted(set(seen)) == seen
    assert catalogue is meetings.catalogue_since(connection, catalogue)
    assert catalogue == meetings.catalogue_since(connection, replace(catalogue, revision=0))


def test_a_uid_is_given_once(connection: sqlite3.Connection) -> None:
    """Not even a mistake of ours can give two meetings, or two sessions, one uid."""
    meetings.put_meeting(connection, GENEVA)

    with pytest.raises(sqlite3.IntegrityError):
        meetings.put_meeting(connection, Meeting(id="other", uid="m-1", process="ccm", name="Other"))
    other = Meeting(id="other", uid="m-2", process="ccm", name="Other", programme=(OPENING,))
    with pytest.raises(sqlite3.IntegrityError):
        meetings.put_meeting(connection, other)


def test_changes_are_kept_with_their_meeting(connection: sqlite3.Connection) -> None:
    """What was edited, from what to what, by whom and when."""
    meetings.put_meeting(connection, GENEVA)
    at = datetime(2011, 5, 10, 8, tzinfo=UTC)
    meetings.put_changes(
        connection, [Change(meeting_id="geneva-2011", path="city", old=None, new='"Geneva"', by="Ana", at=at)]
    )

    (row,) = connection.execute("SELECT * FROM change").fetchall()

    assert ("geneva-2011", "city", None, "Geneva", "Ana", "2011-05-10T08:00:00.000000Z") == (
        *(row[name] for name in ("meeting_id", "path", "old")),
        json.loads(row["new"]),
        *(row[name] for name in ("changed_by", "changed_at")),
    )


def test_five_hundred_meetings_are_read_in_a_moment(connection: sqlite3.Connection) -> None:
    """The catalogue of 500 meetings with 2,500 sessions takes well under 100 ms."""
    connection.execute("BEGIN")
    for number in range(500):
        programme = tuple(Session(id=f"s{each}", uid=f"{number}-{each}", title="A session " * 5) for each in range(5))
        text = "What the letters say of it, at some length. " * 20
        meeting = replace(GENEVA, id=f"m{number}", uid=f"m{number}", programme=programme, documents=(), outcome=text)
        meetings.put_meeting(connection, meeting)
    connection.execute("COMMIT")

    took = []
    for _ in range(5):
        began = time.perf_counter()
        assert 500 == len(meetings.catalogue(connection).meetings)
        took.append(time.perf_counter() - began)

    assert min(took) < 0.1


def test_a_process_is_read_as_written(connection: sqlite3.Connection) -> None:
    """With its aliases and website."""
    process = Process(id="ccw", name={"en": "CCW"}, aliases=("CCW",), website="https://example.org")
    meetings.put_process(connection, process)

    assert {"ccm": PROCESS, "ccw": process} == meetings.catalogue(connection).processes
