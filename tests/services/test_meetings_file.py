"""`plenary import` and `plenary export`: all or nothing in, whole or not at all out, and the two round-trip."""

import asyncio
import dataclasses
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StartError
from bot.importing.problems import ImportProblems
from bot.importing.writing import as_yaml
from bot.model import Catalogue, Meeting, Passage, Revision, Wanted
from bot.services.meetings_file import export_folder, import_files
from bot.store import documents, meetings
from bot.store.database import Database
from bot.store.passages import Passages
from tests.conftest import FixedClock
from tests.importing.strategies import catalogue_of
from tests.importing.strategies import meetings as any_meeting

NOW = datetime(2011, 5, 10, 8, tzinfo=UTC)
FILE = """\
process: {id: ccm, name: Convention on Cluster Munitions}
meetings:
  - id: geneva-2011
    name: Intersessional Meeting
    start: 2011-06-27
    end: 2011-06-30
    timezone: Europe/Zurich
    country: CH
    venue: {name: WMO building}
    contacts:
      - {name: Ana, email: a@b.org}
      - {name: Bo, email: b@b.org}
    programme:
      - {id: opening, title: Opening, start: 2011-06-27}
      - {id: workshop, title: Workshop, start: 2011-06-28}
    documents:
      - {id: letter, title: Letter, file: letters/letter.txt}
    sources:
      start: {document: letter, quote: 27-30 June 2011}
"""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def database(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "plenary.db", clock)
    yield database
    await database.close()


class Desk:
    """An organiser's folder with a meetings file, imported as often as she likes, a day after the other."""

    def __init__(self, folder: Path, database: Database, clock: FixedClock) -> None:
        (folder / "letters").mkdir(parents=True)
        self.letter = folder / "letters" / "letter.txt"
        self.letter.write_text("27-30 June 2011 in Geneva", encoding="utf-8")
        self.file = folder / "meetings.yaml"
        self.source = FILE
        self.database = database
        self.clock = clock

    async def imports(self, **replaced: str) -> tuple[tuple[str, ...], ...]:
        """Replace lines of the file, import it and tell what was created, changed and left."""
        for old, new in replaced.items():
            assert old in self.source
            self.source = self.source.replace(old, new)
        self.file.write_text(self.source, encoding="utf-8")
        self.clock.time += timedelta(days=1)
        report = await import_files(self.database, self.clock, [self.file], by="Ana")
        return report.created, report.changed, report.unchanged

    async def meeting(self) -> Meeting:
        return (await self.database.read(meetings.catalogue)).meetings["geneva-2011"]

    async def found(self, word: str) -> tuple[Passage, ...]:
        return await self.database.read(Passages().find, Wanted(((word, 1.0),), weight=1.0, number=1), 5)

    async def changes(self) -> list[tuple[str, Any, Any]]:
        """What is recorded, without the entering of the meeting."""
        rows = await self.database.read(lambda connection: connection.execute("SELECT * FROM change").fetchall())
        loaded = [
            (row["path"], *(None if row[key] is None else json.loads(row[key]) for key in ("old", "new")))
            for row in rows
        ]
        return [change for change in loaded if change[0]]


@pytest.fixture
def desk(tmp_path: Path, database: Database, clock: FixedClock) -> Desk:
    return Desk(tmp_path / "desk", database, clock)


async def test_the_first_import_gives_identities(desk: Desk) -> None:
    """A meeting and each session get a uid of their own and a revision of that instant; the document is searchable."""
    report = await desk.imports()
    meeting = await desk.meeting()
    revision = Revision(created=desk.clock.now(), changed=desk.clock.now())

    assert (("geneva-2011",), (), ()) == report
    assert 3 == len({meeting.uid, *(session.uid for session in meeting.programme)})
    assert [revision] * 3 == [meeting.revision, *(session.revision for session in meeting.programme)]
    assert "ccm" == meeting.process
    assert ("letter.txt", b"27-30 June 2011 in Geneva") == await desk.database.read(
        documents.document_content, "letter"
    )
    assert "27-30 June 2011 in Geneva" == (await desk.found("june"))[0].text


async def test_importing_again_changes_nothing(desk: Desk) -> None:
    """The same file a second time: no new revision of the store, no change recorded."""
    await desk.imports()
    before = await desk.database.read(meetings.catalogue)

    assert ((), (), ("geneva-2011",)) == await desk.imports()
    assert before == await desk.database.read(meetings.catalogue)
    assert [] == await desk.changes()


async def test_a_change_that_a_reader_sees_raises_the_sequence(desk: Desk) -> None:
    """The meeting keeps its uid and its creation; a session whose entry says what it said keeps all of its revision."""
    await desk.imports()
    before = await desk.meeting()

    assert ((), ("geneva-2011",), ()) == await desk.imports(**{"country: CH\n": "country: CH\n    level: Ministers\n"})

    after = await desk.meeting()
    assert before.revision is not None
    raised = Revision(sequence=1, created=before.revision.created, changed=desk.clock.now(), what=("level",))
    assert (before.uid, raised) == (after.uid, after.revision)
    assert before.programme == after.programme
    assert [("level", None, "Ministers")] == await desk.changes()


async def test_whom_to_ask_stands_in_each_sessions_entry_too(desk: Desk) -> None:
    """So a new address raises the sequences of the sessions with that of the meeting."""
    await desk.imports()

    await desk.imports(**{"{name: Ana, email: a@b.org}": "{name: Ana, email: ana@b.org}"})

    after = await desk.meeting()
    assert [1, 1, 1] == [each.revision.sequence for each in (after, *after.programme) if each.revision]
    assert [("contacts.0.email", "a@b.org", "ana@b.org")] == await desk.changes()


async def test_what_no_entry_says_moves_no_calendar(desk: Desk) -> None:
    """The objectives of a meeting stand on its card, and in no entry; the change is known all the same."""
    await desk.imports()
    before = await desk.meeting()

    assert ((), ("geneva-2011",), ()) == await desk.imports(**{"programme:\n": "objectives: [Peace]\n    programme:\n"})

    after = await desk.meeting()
    assert ("Peace",) == after.objectives
    assert before.revision == after.revision


async def test_sequence_and_instant_rise_together(desk: Desk) -> None:
    """Also twice within a second, and when the clock was set back."""
    await desk.imports()
    before = await desk.meeting()
    desk.clock.time -= timedelta(days=2)

    await desk.imports(**{"WMO building": "Palais"})

    after = await desk.meeting()
    assert before.revision is not None
    assert after.revision is not None
    assert before.revision.sequence + 1 == after.revision.sequence
    assert before.revision.changed + timedelta(seconds=1) == after.revision.changed


async def test_a_session_that_leaves_the_programme_stays_as_cancelled(desk: Desk) -> None:
    """Calendars have it and need its cancellation; with the line back in the file it takes place again."""
    await desk.imports()
    opening = "      - {id: opening, title: Opening, start: 2011-06-27}\n"
    first = (await desk.meeting()).session("opening")

    await desk.imports(**{opening: ""})
    gone = (await desk.meeting()).session("opening")
    assert ((), (), ("geneva-2011",)) == await desk.imports()
    await desk.imports(**{"    programme:\n": "    programme:\n" + opening})
    back = (await desk.meeting()).session("opening")

    states = [each for each in (first, gone, back) if each is not None]
    assert 1 == len({each.uid for each in states})
    assert ["confirmed", "cancelled", "confirmed"] == [each.status for each in states]
    assert [0, 1, 2] == [each.revision.sequence for each in states if each.revision]
    assert ["opening", "workshop"] == [session.id for session in (await desk.meeting()).programme]


async def test_a_session_without_a_day_leaves_for_good(desk: Desk) -> None:
    """No calendar can have it."""
    await desk.imports(**{"title: Opening, start: 2011-06-27": "title: Opening"})

    await desk.imports(**{"      - {id: opening, title: Opening}\n": ""})

    assert ["workshop"] == [session.id for session in (await desk.meeting()).programme]


async def test_what_was_cancelled_may_lie_outside_the_days_of_a_moved_meeting(desk: Desk, tmp_path: Path) -> None:
    """The export of it is a file without mistakes."""
    await desk.imports()
    opening = "      - {id: opening, title: Opening, start: 2011-06-27}\n"
    await desk.imports(
        **{
            opening: "",
            "start: 2011-06-27\n    end: 2011-06-30": "start: 2011-07-04\n    end: 2011-07-07",
            "title: Workshop, start: 2011-06-28": "title: Workshop, start: 2011-07-05",
        }
    )

    exported = await export_folder(desk.database, tmp_path / "out")
    report = await import_files(desk.database, desk.clock, [exported])

    assert ("geneva-2011",) == report.unchanged


async def test_what_has_lost_its_day_is_known_by_it_until_it_has_another(desk: Desk, tmp_path: Path) -> None:
    """Calendars have it there; an export into an empty store says so too."""
    await desk.imports(**{"programme:\n": "objectives: [a]\n    programme:\n", ", start: 2011-06-28}": "}"})
    await desk.imports(
        **{
            "    start: 2011-06-27\n    end: 2011-06-30\n": "    start: 2011-09\n",
            "Opening, start: 2011-06-27": "Opening",
        }
    )
    lost = await desk.meeting()
    exported = await export_folder(desk.database, tmp_path / "out")
    other = await Database.open(tmp_path / "other.db", desk.clock)
    try:
        await import_files(other, desk.clock, [exported])
        again = (await other.read(meetings.catalogue)).meetings["geneva-2011"]
    finally:
        await other.close()
    await desk.imports(**{"start: 2011-09\n": "start: 2011-09-05\n"})
    found = await desk.meeting()

    assert lost.revision is not None
    assert found.revision is not None
    assert (date(2011, 6, 27), date(2011, 6, 30)) == (lost.revision.start, lost.revision.end)
    assert [date(2011, 6, 27), None] == [each.revision.start for each in lost.programme if each.revision]
    assert (None, None) == (found.revision.start, found.revision.end)
    assert lost == again


async def test_a_moved_session_raises_its_own_sequence(desk: Desk) -> None:
    """Only its own: the meeting's entry and the other sessions say what they said."""
    await desk.imports()
    before = await desk.meeting()

    await desk.imports(**{"title: Workshop, start: 2011-06-28": "title: Workshop, start: 2011-06-29, room: Salle B"})

    after = await desk.meeting()
    assert before.revision == after.revision
    assert [0, 1] == [session.revision.sequence for session in after.programme if session.revision]
    assert [
        ("programme.workshop.start", "2011-06-28", "2011-06-29"),
        ("programme.workshop.room", None, "Salle B"),
    ] == await desk.changes()


async def test_a_moved_meeting_takes_its_sessions_along(desk: Desk) -> None:
    """Place, zone and name stand in each session's calendar entry too."""
    await desk.imports()

    await desk.imports(**{"WMO building": "Palais"})

    after = await desk.meeting()
    assert [1, 1, 1] == [each.revision.sequence for each in (after, *after.programme) if each.revision]
    assert [("venue.name", "WMO building", "Palais")] == await desk.changes()


async def test_a_source_is_no_change_for_a_reader(desk: Desk) -> None:
    """A better quote is recorded, and no calendar hears of it."""
    await desk.imports()

    report = await desk.imports(**{"quote: 27-30 June 2011": "quote: 27-30 June 2011 in Geneva"})

    assert ((), ("geneva-2011",), ()) == report
    assert (await desk.meeting()).revision == Revision(created=NOW + timedelta(days=1), changed=NOW + timedelta(days=1))
    assert [("sources.start.quote", "27-30 June 2011", "27-30 June 2011 in Geneva")] == await desk.changes()


async def test_sessions_and_documents_come_and_go(desk: Desk) -> None:
    """Each is recorded by its id; a list whose entries have no names is recorded whole when its length changes."""
    await desk.imports()

    await desk.imports(
        **{
            "      - {id: opening, title: Opening, start: 2011-06-27}\n": "",
            "      - {name: Bo, email: b@b.org}\n": "",
            "start: 2011-06-28}\n": "start: 2011-06-28}\n      - {id: closing, title: Closing}\n",
        }
    )

    contact = {"name": "Ana", "email": "a@b.org"}
    changes = {path: (old, new) for path, old, new in await desk.changes()}
    assert {
        "contacts": ([contact, {"name": "Bo", "email": "b@b.org"}], [contact]),
        "programme.opening.status": (None, "cancelled"),
        "programme.closing": (None, {"id": "closing", "title": "Closing"}),
    } == changes


async def test_another_order_is_a_change(desk: Desk) -> None:
    """Sessions that change places are stored in their new places."""
    await desk.imports()
    opening = "      - {id: opening, title: Opening, start: 2011-06-27}\n"
    workshop = "      - {id: workshop, title: Workshop, start: 2011-06-28}\n"

    await desk.imports(**{opening + workshop: workshop + opening})

    assert ["workshop", "opening"] == [session.id for session in (await desk.meeting()).programme]
    assert [("programme", ["opening", "workshop"], ["workshop", "opening"])] == await desk.changes()


async def test_a_session_keeps_its_uid_under_another_id(desk: Desk) -> None:
    """With its uid in the file it is the same session, moved on by one."""
    await desk.imports()
    uid = (await desk.meeting()).programme[1].uid

    await desk.imports(**{"id: workshop, title: Workshop": f"id: technical, uid: {uid}, title: Technical workshop"})

    session = (await desk.meeting()).programme[1]
    assert (uid, "technical") == (session.uid, session.id)
    assert session.revision is not None
    assert 1 == session.revision.sequence


async def test_a_changed_document_is_a_change(desk: Desk) -> None:
    """Its text is searched anew; the record holds digests."""
    await desk.imports()
    desk.letter.write_text("Now 27-30 June 2011 in Vientiane", encoding="utf-8")

    await desk.imports()

    ((path, old, new),) = await desk.changes()
    revision = (await desk.meeting()).revision
    assert "documents.letter.content" == path
    assert old != new
    assert old.startswith("sha256:")
    assert revision is not None
    assert 1 == revision.sequence
    assert () == await desk.found("geneva")


async def test_a_document_may_become_a_link(desk: Desk) -> None:
    """Its file is then gone, and its passages with it."""
    await desk.imports()

    await desk.imports(**{"file: letters/letter.txt": "url: https://example.org/letter"})

    assert await desk.database.read(documents.document_content, "letter") is None
    assert () == await desk.found("june")


async def test_a_document_may_move_to_another_meeting(desk: Desk) -> None:
    """Filed under another meeting of the same import, it keeps its contents."""
    await desk.imports()
    document = "    documents:\n      - {id: letter, title: Letter, file: letters/letter.txt}\n"

    await desk.imports(**{document: "", "meetings:\n": "meetings:\n  - id: a\n    name: A\n" + document})

    catalogue = await desk.database.read(meetings.catalogue)
    assert ["letter"] == [document.id for document in catalogue.meetings["a"].documents]
    assert ("letter.txt", desk.letter.read_bytes()) == await desk.database.read(documents.document_content, "letter")
    assert 1 == len(await desk.found("june"))


async def test_what_calendars_saw_never_falls(desk: Desk) -> None:
    """An export of a store that was ahead brings its sequence; one that was behind changes nothing."""
    await desk.imports()
    revision = "{sequence: 7, created: 2011-05-11T08:00:00Z, changed: 2011-05-11T08:00:00Z}"
    at = {"name: Intersessional Meeting\n": f"name: Intersessional Meeting\n    revision: {revision}\n"}

    await desk.imports(**at)
    ahead = (await desk.meeting()).revision
    await desk.imports(**{"sequence: 7": "sequence: 2"})
    kept = (await desk.meeting()).revision
    await desk.imports(**{"name: WMO building": "name: Palais"})
    raised = (await desk.meeting()).revision

    assert [7, 7, 8] == [revision.sequence for revision in (ahead, kept, raised) if revision]


async def test_what_is_called_off_from_the_first_is_ahead_of_nothing(desk: Desk) -> None:
    """A cancellation has a sequence above 0, its revival one above that."""
    off = {"name: Intersessional Meeting\n": "name: Intersessional Meeting\n    status: cancelled\n"}
    await desk.imports(**off)
    born = (await desk.meeting()).revision
    await desk.imports(**{"    status: cancelled\n": ""})
    revived = (await desk.meeting()).revision

    assert [1, 2] == [revision.sequence for revision in (born, revived) if revision]


async def test_nothing_is_imported_when_anything_is_wrong(desk: Desk, tmp_path: Path) -> None:
    """One mistake in one of two files: everything is told, and the store is as it was."""
    await desk.imports()
    before = await desk.database.read(meetings.catalogue)
    other = tmp_path / "other.yaml"
    other.write_text(
        "process: {id: new, name: New}\nmeetings:\n  - {id: a, name: A, country: XX}\n  - {id: b, name: B}\n"
    )
    desk.file.write_text(desk.source.replace("WMO building", "Palais"), encoding="utf-8")

    with pytest.raises(ImportProblems) as caught:
        await import_files(desk.database, desk.clock, [desk.file, other])

    assert [(str(other), 3, "meetings.a.country")] == [
        (problem.file, problem.line, problem.path) for problem in caught.value.problems
    ]
    assert str(caught.value).startswith(f"{other}:3: meetings.a.country: 'XX' is no country code; ")
    assert before == await desk.database.read(meetings.catalogue)


async def test_an_export_into_an_empty_store_is_the_same_again(desk: Desk, tmp_path: Path) -> None:
    """Facts travel with their uids, revisions and documents; the second export has the same bytes."""
    await desk.imports()
    await desk.imports(**{"WMO building": "Palais"})
    first = await export_folder(desk.database, tmp_path / "first")
    other = await Database.open(tmp_path / "other.db", desk.clock)
    try:
        await import_files(other, desk.clock, [first])
        second = await export_folder(other, tmp_path / "second")
        exported = await other.read(meetings.catalogue)
    finally:
        await other.close()

    assert tmp_path / "first" / "meetings.yaml" == first
    assert first.read_bytes() == second.read_bytes()
    assert (tmp_path / "second" / "letters" / "letter.txt").read_bytes() == desk.letter.read_bytes()
    assert {"geneva-2011": await desk.meeting()} == exported.meetings


async def test_an_export_replaces_an_earlier_one(desk: Desk, tmp_path: Path) -> None:
    """Documents that are gone from the store are gone from the folder too."""
    await desk.imports()
    await export_folder(desk.database, tmp_path / "out")
    await desk.imports(**{"file: letters/letter.txt": "url: https://example.org/letter"})

    await export_folder(desk.database, tmp_path / "out")

    assert ["meetings.yaml"] == [path.name for path in (tmp_path / "out").iterdir()]
    assert [] == [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


async def test_an_export_overwrites_nobodys_files(desk: Desk, tmp_path: Path) -> None:
    """A folder with anything else in it stays as it is."""
    await desk.imports()
    await export_folder(desk.database, tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")

    with pytest.raises(StartError, match=r"out holds what no export wrote \(notes.txt\); name a new folder"):
        await export_folder(desk.database, tmp_path / "out")
    with pytest.raises(StartError, match=r"file holds what no export wrote \(file\)"):
        await export_folder(desk.database, tmp_path / "file")
    with pytest.raises(StartError, match="cannot be written: Not a directory"):
        await export_folder(desk.database, tmp_path / "file" / "out")
    assert "mine" == (tmp_path / "out" / "notes.txt").read_text()
    assert "mine" == (tmp_path / "file").read_text()


async def test_an_empty_folder_is_filled(database: Database, tmp_path: Path) -> None:
    """An empty store gives a file that says so."""
    (tmp_path / "out").mkdir()

    file = await export_folder(database, tmp_path / "out")

    assert "meetings: []\n" == file.read_text()


async def test_documents_of_one_name_get_two(desk: Desk, tmp_path: Path) -> None:
    """Two organisers may each have called a letter `letters/letter.txt`."""
    await desk.imports()
    (tmp_path / "two" / "letters").mkdir(parents=True)
    (tmp_path / "two" / "letters" / "letter.txt").write_text("Another letter")
    other = tmp_path / "two" / "meetings.yaml"
    other.write_text(
        "processes: []\nmeetings:\n  - id: lima\n    name: Lima\n    process: ccm\n"
        "    documents: [{id: second, title: Second, file: letters/letter.txt}]\n"
    )
    await import_files(desk.database, desk.clock, [other])

    file = await export_folder(desk.database, tmp_path / "out")

    names = {path.relative_to(file.parent).as_posix(): path.read_text() for path in file.parent.rglob("*.txt")}
    assert {"letters/letter.txt": "Another letter", "letter/letter.txt": "27-30 June 2011 in Geneva"} == names
    fresh = await Database.open(tmp_path / "fresh.db", desk.clock)
    try:
        report = await import_files(fresh, desk.clock, [file])
    finally:
        await fresh.close()
    assert ("lima", "geneva-2011") == report.created


# ------------------------------------------------------------------ whatever a file holds

KEYS = sorted(set(re.findall(r"[a-z_]+", FILE)) | {field.name for field in dataclasses.fields(Meeting)})
words = st.sampled_from([*KEYS, "2011-06-28T10:00", "2011-02-30", "NO", "a", "", "0", "-1"]) | st.text(max_size=12)
trees = st.recursive(
    words,
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | words, children, max_size=4)
    ),
    max_leaves=30,
)
noise = st.binary(max_size=100) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))


def as_file(tree: Any) -> bytes:
    """A meeting with the tree under each of its keys, or the tree as the whole file."""
    if isinstance(tree, dict):
        tree = {"process": {"id": "ccm", "name": "C"}, "meetings": [{"id": "a", "name": "A", **tree}]}
    return yaml.dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """A meeting of the right shape, with or without what rarely agrees with the rest."""
    meeting = draw(any_meeting)
    if draw(st.booleans()):
        meeting = dataclasses.replace(
            meeting, end=None, registration=None, programme=(), to_follow=(), not_stated=(), sources={}, follows=None,
            contacts=(), documents=(), revision=None, uid=None, timezone="Europe/Zurich",
        )  # fmt: skip
    return as_yaml(catalogue_of(meeting)).encode()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The file with some of its lines gone, doubled, moved or rewritten."""
    lines = FILE.splitlines(keepends=True)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "drop", "double", "indent", "value", "cut"])):
            case "drop" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(draw(st.integers(0, len(lines))), lines[place])
            case "indent":
                lines[place] = "  " + lines[place]
            case "value":
                key, _, _ = lines[place].partition(":")
                lines[place] = f"{key}: {draw(words)}\n"
            case "cut":
                lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
    return "".join(lines).encode("utf-8", "surrogatepass")


def state(connection: sqlite3.Connection) -> tuple[Catalogue, int]:
    return meetings.catalogue(connection), connection.execute("SELECT COUNT(*) FROM change").fetchone()[0]


def test_no_file_gives_a_traceback_or_half_an_import(tmp_path: Path) -> None:
    """Whatever the file holds: it is imported whole, and again without effect, or told wrong and nothing changed."""
    clock = FixedClock(NOW)
    file = tmp_path / "meetings.yaml"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("27-30 June 2011 in Geneva")

    with asyncio.Runner() as runner:
        database = runner.run(Database.open(tmp_path / "plenary.db", clock))

        @given(mutated() | written() | noise | trees.map(as_file))
        @settings(max_examples=150, deadline=None)
        def holds(source: bytes) -> None:
            file.write_bytes(source)
            before = runner.run(database.read(state))
            try:
                runner.run(import_files(database, clock, [file]))
            except ImportProblems:
                assert before == runner.run(database.read(state))
            else:
                after = runner.run(database.read(state))
                again = runner.run(import_files(database, clock, [file]))
                assert () == again.created + again.changed + again.processes
                assert after == runner.run(database.read(state))

        try:
            holds()
        finally:
            runner.run(database.close())
