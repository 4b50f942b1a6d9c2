"""Every mistake is told with file, line and path, in plain words, all in one go."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.importing.checks import problems_of
from bot.importing.problems import Problem
from bot.importing.reading import MAX_DOCUMENT, MAX_FILE, read_files
from bot.model import Catalogue, Document, Meeting, Process, Session, Source

HEAD = "process: {id: ccm, name: Convention on Cluster Munitions}\n"
MEETING = """\
meetings:
  - id: geneva-2011
    name: Intersessional Meeting
    start: 2011-06-27
    end: 2011-06-30
    timezone: Europe/Zurich
"""
EMPTY = Catalogue(0, {}, {})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_text("Registration will open\non **9 May**.", encoding="utf-8")
    return tmp_path


def said(*sources: str, stored: Catalogue = EMPTY, text_of: Callable[[str], str | None] = lambda _: None) -> list[str]:
    """The problems of files a.yaml, b.yaml … with these sources."""
    paths = [Path(f"{chr(ord('a') + place)}.yaml") for place in range(len(sources))]
    for path, source in zip(paths, sources, strict=True):
        path.write_text(source, encoding="utf-8")
    return [str(problem) for problem in problems_of(read_files(paths), stored, text_of)]


def meeting_with(*lines: str, instead_of: str = "") -> str:
    """A file of one meeting with more lines, from line 8, or with one in the place of another."""
    if instead_of:
        return HEAD + MEETING.replace(instead_of, "\n    ".join(lines))
    return HEAD + MEETING + "".join(f"    {line}\n" for line in lines)


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of a table of mistakes: what is written, each with the message that answers it."""
    text = (Path(__file__).parents[1] / "testdata" / "importing" / f"{name}.txt").read_text(encoding="utf-8")
    return [tuple(row.splitlines()) for row in text.strip().split("\n\n")]


AT = "a.yaml:8: meetings.geneva-2011"


def test_a_session_may_end_with_the_midnight_after_the_last_day() -> None:
    """It does not touch the next day."""
    late = "programme: [{id: late, title: Reception, start: 2011-06-30T18:00, end: 2011-07-01T00:%s}]"

    assert [] == said(meeting_with(late % "00"))
    assert "programme.late.end: the session is outside the days of the meeting" in said(meeting_with(late % "30"))[0]


def test_what_calendars_have_besides_is_looked_at_too() -> None:
    """A uid or a year that no calendar can have."""
    revision = "revision: {created: 2011-05-10T08:00:00Z, changed: 2011-05-10T08:00:00Z, left_out: [%s]}"
    problems = said(
        meeting_with(revision % "{uid: 'a b', kind: day, start: 2011-06-27}, {uid: a, kind: day, start: 0011-06-27}")
    )

    assert [
        f"{AT}.revision.left_out.0.uid: 'a b' cannot be a uid; take the entry out",
        f"{AT}.revision.left_out.1.start: the year is hardly meant; write a year from 1900 to 2199",
    ] == problems


def test_a_good_file_has_no_problems() -> None:
    """Nothing is said about a file in which everything is right."""
    lines = (
        "documents: [{id: letter, title: Letter, file: ./letter.txt, issued: 2011-04-18}]",
        "registration: {opens: 2011-05-09, closes: 2011-05-09}",
        "contacts: [{email: a@b.org, phone: +47 22 24 39 98, fax: (022) 917 00-00}]",
        "programme: [{id: a, title: {en: A, fr: B}, start: 2011-06-27T10:00, end: 2011-06-27T13:00}]",
        "to_follow: [programme]",
        "not_stated: [venue.address, contacts.name, practical]",
        "sources: {registration.opens: {document: letter, quote: open on 9 May}, programme.a.title: {entered_by: Ana}}",
    )

    assert [] == said(meeting_with(*lines))


@pytest.mark.parametrize(("line", "expected"), table("in_a_meeting"))
def test_a_mistake_in_a_meeting(line: str, expected: str) -> None:
    """The message names the file, the line and the path, says what is wrong and what would be right."""
    # The file's own lines come first, so the mistake stands in line 8.
    file = meeting_with(line)

    assert [AT + expected] == [problem.replace("a.yaml:4:", "a.yaml:8:") for problem in said(file)]


@pytest.mark.parametrize(("old", "new", "expected"), table("in_a_line"))
def test_a_mistake_in_a_line_of_a_meeting(old: str, new: str, expected: str) -> None:
    """The line is that of the wrong value."""
    assert [expected] == said(meeting_with(new, instead_of=old))


@pytest.mark.parametrize(("file", "expected"), table("documents"))
def test_a_document_that_cannot_be_taken_in(folder: Path, file: str, expected: str) -> None:
    """A document lies beside the meetings file, is a plain file, and is not too large."""
    (folder / "letters").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "latin.txt").write_bytes(b"Per\xfa")
    with (folder / "large.pdf").open("wb") as large:
        large.truncate(MAX_DOCUMENT + 1)

    assert [f"{AT}.documents.d.file: {expected}"] == said(
        meeting_with(f"documents: [{{id: d, title: D, file: {file}}}]")
    )


def test_texts_and_names_that_are_too_long() -> None:
    """A text has 4,000 characters at most, a file name what the system allows."""
    name = "x" * 300

    assert [f"{AT}.level: is longer than 4000 characters; shorten it, or make it a document"] == said(
        meeting_with(f"level: {'x' * 4001}")
    )
    assert [
        f"{AT}.documents.d.file: the document '{'x' * 59}…' cannot be read (File name too long); "
        "see that this user may read it"
    ] == said(meeting_with(f"documents: [{{id: d, title: D, file: {name}}}]"))


def test_an_hour_that_the_clocks_leave_out() -> None:
    """It is no time there; what they would show is suggested. An hour that comes twice is one."""
    deadline = "deadlines: [{what: D, date: %s}]"

    assert [] == said(meeting_with(deadline % "2031-03-30T03:00"))
    assert [] == said(meeting_with(deadline % "2031-10-26T02:30"))
    assert [
        f"{AT}.deadlines.0.date: the clocks of Europe/Zurich are put on over 2031-03-30T02:30, and never show it; "
        "write an hour that they show, such as 2031-03-30T03:30"
    ] == said(meeting_with(deadline % "2031-03-30T02:30"))


@pytest.mark.parametrize("uid", ["a\\\\Nb", "a;b", "a,b", "a b"])
def test_a_uid_that_calendars_would_have_to_escape(uid: str) -> None:
    """Some readers leave the escapes in it, and would know the entry by another name."""
    [problem] = said(meeting_with(f'uid: "{uid}"'))

    assert "cannot be a uid" in problem


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    """Each FILE of the command line is named."""
    (folder / "folder").mkdir()
    with (folder / "large.yaml").open("wb") as large:
        large.truncate(MAX_FILE + 1)

    assert [
        "none.yaml: is not there; look at the name, and at upper and lower case",
        "folder: is no file; name a file",
        "large.yaml: is larger than 8 MB; make it smaller, or split it",
    ] == [str(problem) for problem in read_files([Path("none.yaml"), Path("folder"), Path("large.yaml")]).problems]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "a.yaml: the file says nothing; begin it with `process:` and `meetings:`"),
        ("- a\n", "a.yaml:1: the file is no mapping; begin it with `process:` and `meetings:`"),
        (HEAD + "meeting: []\n", "a.yaml:2: meeting: 'meeting' is no key that is known here; did you mean 'meetings'?"),
        (HEAD + "meetings: 3\n", "a.yaml:2: meetings: is not a list; write a line with a hyphen for each"),
        (HEAD + "meetings: [3]\n", "a.yaml:2: meetings.0: is not a mapping; write {id: …, uid: …, process: …}"),
        (
            HEAD + "processes: []\n",
            "a.yaml:2: processes: `process` and `processes` are both here; put all of them under `processes`",
        ),
        (
            "process: {id: ccm, name: C, website: x}\n",
            "a.yaml:1: process.website: 'x' is no web address; write an address that begins with https://",
        ),
        (
            "meetings:\n  - {id: a, name: A}\n",
            "a.yaml:2: meetings.a: it belongs to no process; add `process: …`, since the file has not exactly one",
        ),
    ],
)
def test_a_mistake_in_the_file_as_a_whole(source: str, expected: str) -> None:
    """The top of a file is `process:` or `processes:`, and `meetings:`."""
    assert [expected] == said(source)


def test_everything_is_told_in_one_go() -> None:
    """All mistakes of one meeting are told, in the order of the lines, and none that only follows from another."""
    file = """\
process: {id: ccm, name: Convention on Cluster Munitions, colour: red}
meetings:
  - id: geneva-2011
    name: Intersessional Meeting
    start: 27 June
    end: 2011-06-30
    timezone: Europe/Geneva
    country: XX
    registration: {opens: 2011-05-09, closes: 2011-05-01, link: x}
    deadlines: [{what: [a], date: 2011-06-01}]
    contacts: [{emial: x}, {email: x}]
    programme:
      - {id: a, start: 2011-06-27}
      - {id: a, title: A, end: 2011-06-28}
    follows: geneva-2012
    not_stated: [start, venue, rom]
    sources: {start: {document: letter, quote: 9 June}, end: {document: letter, quote: 9 June}}
    documents: [{id: letter, title: Letter, file: letter.txt}]
  - id: geneva-2011
    name: Another
"""

    assert [
        "1: process.colour",
        "5: meetings.geneva-2011.start",
        "7: meetings.geneva-2011.timezone",
        "8: meetings.geneva-2011.country",
        "9: meetings.geneva-2011.registration.link",
        "9: meetings.geneva-2011.registration.closes",
        "10: meetings.geneva-2011.deadlines.0.what",
        "11: meetings.geneva-2011.contacts.0.emial",
        "11: meetings.geneva-2011.contacts.1.email",
        "13: meetings.geneva-2011.programme.a.title",
        "14: meetings.geneva-2011.programme.a.id",
        "14: meetings.geneva-2011.programme.a.end",
        "15: meetings.geneva-2011.follows",
        "16: meetings.geneva-2011.not_stated.2",
        "17: meetings.geneva-2011.sources.start.quote",
        "17: meetings.geneva-2011.sources.end.quote",
        "19: meetings.geneva-2011.id",
    ] == [problem.removeprefix("a.yaml:").split(": ", 2)[0] + ": " + problem.split(": ")[1] for problem in said(file)]


def test_files_are_held_against_each_other() -> None:
    """Ids are unique over all files of an import; a process that says the same in each may stand in each."""
    document = "documents: [{id: letter, title: Letter}]"
    other = meeting_with(document).replace("geneva-2011", "lima-2007")

    assert [] == said(meeting_with(), meeting_with().replace("geneva-2011", "lima-2007"))
    assert [
        "b.yaml:1: process.id: another process has the id 'ccm'; give this one another, "
        "or keep one of the two (a.yaml, line 1)",
        "b.yaml:8: meetings.lima-2007.documents.letter.id: another document has the id 'letter'; "
        "give this one another, or keep one of the two (a.yaml, line 8)",
    ] == said(meeting_with(document), other.replace("Convention on", "Treaty on"))


def test_a_circle_over_several_meetings() -> None:
    """Meetings that follow each other in a circle have no first one."""
    file = HEAD + "meetings:\n  - {id: a, name: A, follows: b}\n  - {id: b, name: B, follows: c}\n"

    (first, second) = said(file, "processes: []\nmeetings:\n  - {id: c, name: C, process: ccm, follows: b}\n")

    assert "a.yaml:4: meetings.b.follows: the meetings follow each other in a circle (b → c → b); " in first
    assert "b.yaml:3: meetings.c.follows: the meetings follow each other in a circle (c → b → c); " in second


STORED = Catalogue(
    1,
    {"ccw": Process(id="ccw", name="Convention on Conventional Weapons")},
    {
        "vienna-2008": Meeting(
            id="vienna-2008",
            uid="uid-1",
            process="ccw",
            name="Vienna",
            programme=(Session(id="opening", uid="uid-2", title="Opening"),),
            documents=(Document(id="letter", title="Letter", file="letter.txt"),),
        ),
        "geneva-2009": Meeting(
            id="geneva-2009",
            uid="uid-3",
            process="ccw",
            name="Geneva",
            sources={"name": Source(document="letter", quote="See you in Geneva")},
        ),
    },
)


def text_of_stored(document_id: str) -> str | None:
    return "See you in Geneva." if document_id == "letter" else None


def test_a_draft_may_refer_to_what_is_stored() -> None:
    """A process, a meeting to follow, and a document to quote need not be in the file."""
    lines = ("process: ccw", "follows: vienna-2008", "sources: {start: {document: letter, quote: in Geneva}}")

    assert [] == said(meeting_with(*lines), stored=STORED, text_of=text_of_stored)


@pytest.mark.parametrize(("line", "expected"), table("beside_the_store"))
def test_a_draft_is_held_against_what_is_stored(line: str, expected: str) -> None:
    """Ids and uids are unique over the whole store, and quotes must stand in the stored documents."""
    assert [AT + expected] == said(meeting_with(line), stored=STORED, text_of=text_of_stored)


def test_a_stored_uid_never_changes() -> None:
    """Calendars know a meeting by its uid for ever."""
    source = HEAD + (
        "meetings:\n  - id: vienna-2008\n    uid: other\n    name: Vienna\n"
        "    documents: [{id: letter, title: Letter, url: 'https://x.org'}]\n"
        "    programme: [{id: opening, uid: new, title: Opening}]\n"
    )

    assert [
        "a.yaml:4: meetings.vienna-2008.uid: 'other' is not its uid; leave it out: it is stored as 'uid-1'",
        "a.yaml:7: meetings.vienna-2008.programme.opening.uid: 'new' is not its uid; "
        "leave it out: it is stored as 'uid-2'",
    ] == said(source, stored=STORED, text_of=text_of_stored)


def test_a_session_may_get_another_id() -> None:
    """It is the same session by its uid."""
    session = "programme: [{id: first, uid: uid-2, title: Opening}]"
    documents = "documents: [{id: letter, title: Letter, url: 'https://x.org'}]"
    source = HEAD + f"meetings:\n  - id: vienna-2008\n    name: Vienna\n    {session}\n    {documents}\n"

    assert [] == said(source, stored=STORED, text_of=text_of_stored)


def test_a_document_that_others_quote_stays() -> None:
    """What a meeting outside the file rests on can neither go nor be reworded."""
    source = HEAD + "meetings:\n  - id: vienna-2008\n    name: Vienna\n"
    reworded = source + "    documents: [{id: letter, title: Letter, file: letter.txt}]\n"
    expected = (
        "'name' of the meeting 'geneva-2009' rests on 'letter' as it was; "
        "keep the document as it is, or import that meeting too"
    )

    assert [f"a.yaml:3: meetings.vienna-2008.documents: {expected}"] == said(
        source, stored=STORED, text_of=text_of_stored
    )
    assert [f"a.yaml:5: meetings.vienna-2008.documents: {expected}"] == said(
        reworded, stored=STORED, text_of=text_of_stored
    )


def test_a_problem_is_one_line() -> None:
    """Whatever the file holds, a message stays on its line and is not longer than a person reads."""
    problem = Problem(file="a.yaml", line=3, path="meetings.a", wrong="x", right="y")
    (long,) = said(meeting_with(f'country: "{"é" * 90}\\nb"'))

    assert "a.yaml:3: meetings.a: x; y" == str(problem)
    assert "\n" not in long
    assert len(long) < 200


@pytest.mark.parametrize("term", ["victim assistance", "{en: victim assistance}"])
def test_a_term_of_the_glossary_stands_in_two_languages_at_least(term: str) -> None:
    """In one it would bring no two together."""
    [problem] = said(HEAD.replace("}\n", f", glossary: [{term}]}}\n") + MEETING)

    expected = "a term in one language brings no two together; write {en: …, fr: …}, or take it out"
    assert f"a.yaml:1: process.glossary.0: {expected}" == problem
