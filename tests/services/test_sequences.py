"""Whatever is edited and in whatever order: what calendars know an item by is right, and the notice tells the net."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.changes import differences, worth_telling
from bot.importing.writing import as_yaml
from bot.model import Catalogue, Contact, Meeting, Process, Registration, Session, Source, Venue
from bot.services.meetings import Meetings
from bot.services.meetings_file import import_files
from bot.services.notices import Notices
from bot.store import followers, meetings, notices
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from tests.conftest import FixedClock
from tests.services.test_meetings_file import NOW

PROCESS = Process(id="ccm", name="Convention on Cluster Munitions")
OPENING = Session(id="opening", title="Opening", start=date(2011, 6, 27))
CLOSING = Session(id="closing", title="Closing", start=date(2011, 6, 29))
MEETING = Meeting(
    id="geneva-2011",
    name="Intersessional Meeting",
    start=date(2011, 6, 27),
    end=date(2011, 6, 30),
    timezone="Europe/Zurich",
    country="CH",
    programme=(OPENING, CLOSING),
)
# Each field with values that it takes; whether the meeting's entry shows what it says, and the entries of its sessions.
FIELDS: dict[str, tuple[list[Any], bool, bool]] = {
    "name": (["Intersessional Meeting", "June Meeting"], True, True),
    "status": (["confirmed", "tentative", "postponed", "cancelled"], True, True),
    "start": ([date(2011, 6, 27), date(2011, 6, 26)], True, True),
    "end": ([date(2011, 6, 30), date(2011, 7, 1)], True, True),
    "timezone": (["Europe/Zurich", "America/Lima"], True, True),
    "city": ([None, "Geneva"], True, True),
    "venue": ([None, Venue(name="WMO building"), Venue(name="Palais")], True, True),
    "website": ([None, "https://example.org"], True, True),
    "contacts": ([(), (Contact(name="Ana", email="a@example.org"),)], True, True),
    "registration": ([None, Registration(opens=date(2011, 5, 20)), Registration(opens=date(2011, 5, 21))], True, False),
    "level": ([None, "Ministers"], True, False),
    "objectives": ([(), ("Clear the ground",)], False, False),
    "aliases": ([(), ("June",)], False, False),
    "sources": ([{}, {"name": Source(entered_by="Ana")}], False, False),
}
SESSION_FIELDS: dict[str, list[Any]] = {
    "title": ["Opening", "First sitting"],
    "start": [date(2011, 6, 27), date(2011, 6, 28)],
    "room": [None, "Salle B"],
    "status": ["confirmed", "cancelled"],
    "chairs": [(), ("Ms Ana",)],
}
Step = tuple[str, str, Any]


def steps() -> st.SearchStrategy[Step]:
    """An edit: of the meeting, of its first session, or of whether the second one is on the programme."""
    of_meeting = [st.tuples(st.just("meeting"), st.just(name), st.sampled_from(of[0])) for name, of in FIELDS.items()]
    of_session = [
        st.tuples(st.just("session"), st.just(name), st.sampled_from(of)) for name, of in SESSION_FIELDS.items()
    ]
    presence = st.tuples(st.just("presence"), st.just("closing"), st.booleans())
    return st.one_of(*of_meeting, *of_session, presence)


def edited(meeting: Meeting, step: Step) -> Meeting:
    """The file's meeting after the edit."""
    what, name, value = step
    if what == "meeting":
        return replace(meeting, **{name: value})
    sessions = {session.id: session for session in meeting.programme}
    if what == "session":
        sessions["opening"] = replace(sessions["opening"], **{name: value})
    elif value:
        sessions["closing"] = CLOSING
    else:
        sessions.pop("closing", None)
    return replace(meeting, programme=tuple(sessions.values()))


def seen_of_meeting(meeting: Meeting) -> list[Any]:
    return [getattr(meeting, name) for name, (_, in_meeting, _) in FIELDS.items() if in_meeting]


def seen_of_session(meeting: Meeting, session: Session) -> list[Any]:
    shared = [getattr(meeting, name) for name, (_, _, in_sessions) in FIELDS.items() if in_sessions]
    return [*shared, *(getattr(session, name) for name in SESSION_FIELDS)]


def check_moved(before: Meeting | Session, after: Meeting | Session, is_seen: bool) -> None:
    """SEQUENCE and the instant rise together, where a reader sees a change and nowhere else; identity stays."""
    assert before.revision is not None
    assert after.revision is not None

    assert (before.uid, before.revision.created) == (after.uid, after.revision.created)
    assert before.revision.sequence + is_seen == after.revision.sequence
    assert is_seen == (after.revision.changed > before.revision.changed)


class Desk:
    """A store with one follower, into which the same file is imported again and again."""

    def __init__(self, folder: Path, runner: asyncio.Runner, clock: FixedClock, name: str) -> None:
        self.runner = runner
        self.clock = clock
        self.file = folder / f"{name}.yaml"
        self.database = runner.run(Database.open(folder / f"{name}.db", clock))

    def imports(self, meeting: Meeting) -> Meeting:
        catalogue = Catalogue(1, {PROCESS.id: PROCESS}, {meeting.id: meeting})
        self.file.write_text(as_yaml(catalogue), encoding="utf-8")
        self.runner.run(import_files(self.database, self.clock, [self.file]))
        return self.stored()

    def stored(self) -> Meeting:
        return self.runner.run(self.database.read(meetings.catalogue)).meetings[MEETING.id]

    def is_followed(self) -> None:
        chat, subject = Chat(1, "private", "Ana"), Subject("meeting", MEETING.id)
        self.runner.run(self.database.write(followers.follow, chat, subject, None, 1, self.clock.now()))

    def close(self) -> None:
        self.runner.run(self.database.close())


@given(st.lists(steps(), min_size=1, max_size=8), st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_sequence_and_stamps_move_exactly_with_what_is_seen(tmp_path_factory, edits: list[Step], seed: int):
    """And an export into an empty store has them all."""
    folder = tmp_path_factory.mktemp("desk")
    clock = FixedClock(NOW)
    with asyncio.Runner() as runner:
        desk = Desk(folder, runner, clock, "first")
        file, before = MEETING, desk.imports(MEETING)
        for step in edits:
            clock.time += timedelta(seconds=seed % 3)  # also within one second
            file = edited(file, step)
            after = desk.imports(file)
            check_moved(before, after, seen_of_meeting(before) != seen_of_meeting(after))
            for session in before.programme:
                kept = after.session(session.id)
                assert kept is not None
                check_moved(session, kept, seen_of_session(before, session) != seen_of_session(after, kept))
            assert {session.id for session in file.programme} <= {session.id for session in after.programme}
            before = after
        other = Desk(folder, runner, clock, "second")
        again = other.imports(before)
        desk.close()
        other.close()

    assert before == again


@given(st.lists(steps(), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_the_notice_of_a_minute_tells_the_net_change(tmp_path_factory, edits: list[Step]):
    """From before the first edit to after the last; where that is nothing to act on, there is none."""
    folder = tmp_path_factory.mktemp("desk")
    clock = FixedClock(NOW)
    with asyncio.Runner() as runner:
        desk = Desk(folder, runner, clock, "first")
        file = MEETING
        first = last = desk.imports(MEETING)
        desk.is_followed()
        for step in edits:
            clock.time += timedelta(seconds=1)
            file = edited(file, step)
            last = desk.imports(file)
        waiting = runner.run(desk.database.read(notices.waiting, MEETING.id))
        service = Notices(desk.database, clock, Meetings(desk.database, clock))
        told = runner.run(service.view(waiting.body, None)) if waiting else None
        desk.close()

    is_worth = worth_telling(_bare(first), _bare(last), clock.time)
    assert is_worth == (waiting is not None)
    if waiting is not None and told is not None:
        assert differences(_bare(first), _bare(last)) == differences(_bare(told.old), _bare(told.view.meeting))
        assert NOW + timedelta(seconds=61) <= waiting.not_before


def _bare(meeting: Meeting) -> Meeting:
    """The meeting without what no notice knows."""
    sessions = tuple(replace(session, revision=None) for session in meeting.programme)
    return replace(meeting, programme=sessions, revision=None, objectives=(), aliases=(), sources={})
