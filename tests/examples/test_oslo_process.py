"""The example holds what the five documents say, each fact with the phrase it rests on, and nothing else."""

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.facts import value_at
from bot.importing.reading import read_files
from bot.model import Meeting
from bot.services.meetings_file import export_folder, import_files
from bot.store import meetings as store
from bot.store.database import Database
from bot.when import Month

FOLDER = Path(__file__).parents[2] / "examples" / "oslo-process"
FILE = FOLDER / "meetings.yaml"
MEETINGS = {meeting.id: meeting for meeting in read_files([FILE]).meetings()}
DOCUMENTS = {
    document.id: " ".join((FOLDER / str(document.file)).read_text(encoding="utf-8").split())
    for meeting in MEETINGS.values()
    for document in meeting.documents
}
EVERYTHING = " ".join(DOCUMENTS.values())

DIGESTS = {
    "letters/geneva-2011-invitation.txt": "168cc754ad8651a7",
    "letters/geneva-2013-co-chairs.txt": "080c30d4ae352a2e",
    "letters/lima-2007-invitation.txt": "e0528849e03cc5f1",
    "letters/oslo-2007-invitation.txt": "feaba067bca26a1b",
    "statements/oslo-2007-the-way-forward.txt": "ef9a2b67451d0090",
}

# What is ours and not the documents': identities, how people call a meeting, what follows from the place.
OURS = {
    "id",
    "uid",
    "process",
    "follows",
    "aliases",
    "status",
    "visibility",
    "timezone",
    "sources",
    "to_follow",
    "not_stated",
}
OURS_OF_A_DOCUMENT = {"id", "kind", "language", "file"}


def facts(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that a document must speak for, with its path."""
    if isinstance(value, tuple):
        for place, entry in enumerate(value):
            name = getattr(entry, "id", str(place))
            yield from facts(entry, f"{path}.{name}")
    elif dataclasses.is_dataclass(value) and not isinstance(value, Month):
        ours = OURS_OF_A_DOCUMENT if path.startswith("documents.") else OURS
        for field in dataclasses.fields(value):
            if field.name not in ours and field.name != "revision":
                yield from facts(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))
    elif value is not None:
        yield path, value


FACTS = [(meeting, path, value) for meeting in MEETINGS.values() for path, value in facts(meeting)]


def sources_of(meeting: Meeting, path: str) -> list[str]:
    """The phrases that speak for a path: its own, or that of what it is part of."""
    steps = path.split(".")
    around = {".".join(steps[:end]) for end in range(1, len(steps) + 1)}
    return [str(source.quote) for key, source in meeting.sources.items() if key in around]


def test_the_eight_meetings_of_the_documents_are_there() -> None:
    """Those that they invite to, and those that they speak of."""
    assert {
        "ccw-2006",
        "oslo-2007",
        "lima-2007",
        "vientiane-2010",
        "geneva-2011",
        "beirut-2011",
        "oslo-2012",
        "geneva-2013",
    } == set(MEETINGS)


def test_the_documents_are_as_they_came() -> None:
    """Not a blank of the five documents has been touched."""
    digests = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in FOLDER.rglob("*.txt")
    }

    assert DIGESTS == digests


def test_every_phrase_stands_in_its_document() -> None:
    """Letter by letter; only line ends and runs of blanks may differ."""
    missing = [
        (meeting.id, path, source.quote)
        for meeting in MEETINGS.values()
        for path, source in meeting.sources.items()
        if source.quote is None or " ".join(source.quote.split()) not in DOCUMENTS[str(source.document)]
    ]

    assert [] == missing


def test_every_fact_has_a_source() -> None:
    """Nothing is said that no phrase speaks for."""
    assert [] == [(meeting.id, path) for meeting, path, _ in FACTS if not sources_of(meeting, path)]


def test_every_source_speaks_for_something() -> None:
    """For a fact, or for the promise that it will follow."""
    idle = [
        (meeting.id, path)
        for meeting in MEETINGS.values()
        for path in meeting.sources
        if value_at(meeting, path) in (None, ()) and path not in meeting.to_follow
    ]

    assert [] == idle


def test_numbers_and_addresses_are_the_documents_own() -> None:
    """Every number, e-mail address and host of a text stands in a document."""
    concrete = re.compile(r"[\w.+-]+@[\w.-]+|www\.[\w.-]+|\+?\d[\d ]*\d|\d+")
    invented = [
        (meeting.id, path, found)
        for meeting, path, value in FACTS
        if isinstance(value, str)
        for found in concrete.findall(value.replace("https://", ""))
        if found not in EVERYTHING
    ]

    assert [] == invented


@pytest.mark.parametrize(("meeting", "path", "value"), [fact for fact in FACTS if isinstance(fact[2], date | Month)])
def test_days_stand_in_their_phrase(meeting: Meeting, path: str, value: date | Month) -> None:
    """The phrase names the day; no document names an hour, so none is given."""
    (phrase, *_) = sources_of(meeting, path)

    assert not isinstance(value, datetime)
    if isinstance(value, Month):
        assert f"{date(value.year, value.month, 1):%B}" in phrase or (
            value == Month(2012, 9) and "last September" in phrase
        )
    else:
        assert re.search(rf"(?<!\d){value.day}(?!\d)", phrase)


def test_what_the_documents_leave_open_stays_open() -> None:
    """No venue for Oslo, Lima or April 2013, no address of the WMO building, no days for three meetings."""
    with_venue = {meeting.id: meeting.venue for meeting in MEETINGS.values() if meeting.venue}
    months = {meeting.id for meeting in MEETINGS.values() if isinstance(meeting.start, Month)}

    assert ["geneva-2011"] == list(with_venue)
    assert (None, None) == (with_venue["geneva-2011"].address, with_venue["geneva-2011"].geo)
    assert {"ccw-2006", "beirut-2011", "oslo-2012"} == months
    assert all("venue" in meeting.not_stated for meeting in MEETINGS.values() if meeting.id not in with_venue)
    assert ("programme", "practical") == MEETINGS["lima-2007"].to_follow
    assert ("programme",) == MEETINGS["oslo-2007"].to_follow


async def test_the_example_goes_in_and_comes_out_the_same(tmp_path: Path) -> None:
    """Into an empty store without a complaint, and out again to the same bytes."""
    database = await Database.open(tmp_path / "plenary.db", Clock())
    try:
        report = await import_files(database, Clock(), [FILE])
        exported = await export_folder(database, tmp_path / "out")
        again = await import_files(database, Clock(), [exported])
        stored = await database.read(store.catalogue)
    finally:
        await database.close()

    assert set(MEETINGS) == set(report.created) == set(again.unchanged)
    assert MEETINGS == stored.meetings
    assert {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()} == {
        path.relative_to(exported.parent): path.read_bytes() for path in exported.parent.rglob("*") if path.is_file()
    }
