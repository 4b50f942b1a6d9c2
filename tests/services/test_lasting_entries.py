"""Whatever is edited: nothing leaves a live calendar at once, and an entry that says something else is newer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ics.items import Item
from bot.ics.together import agenda_items
from bot.model import Deadline, Meeting, Registration, Request, Session
from bot.when import Month
from bot.when import parse_when as at
from tests.conftest import FixedClock
from tests.services.test_meetings_file import NOW
from tests.services.test_sequences import MEETING, Desk

TALKS = Session(id="talks", title="Talks", start=at("2011-06-27T10:00"), end=at("2011-06-29T12:00"))
# Each field of the meeting, or of its session, with values that it takes.
FIELDS: dict[str, list[Any]] = {
    "status": ["confirmed", "postponed", "cancelled"],
    "timezone": ["Europe/Zurich", "America/Lima"],
    "start": [date(2011, 6, 27), at("2011-06-27T09:00"), Month(2011, 6), None],
    "registration": [
        None,
        Registration(opens=date(2011, 5, 20), closes=at("2011-06-01T18:00")),
        Registration(opens=date(2011, 5, 21)),
        Registration(closes=Month(2011, 6)),
    ],
    "deadlines": [
        (),
        (Deadline(what="Papers", date=date(2011, 6, 1)), Deadline(what="Names", date=at("2011-06-02T12:00"))),
        (Deadline(what="Papers", date=date(2011, 6, 3)), Deadline(what="Papers", date=date(2011, 6, 4))),
        (Deadline(what="Papers", date=Month(2011, 6)),),
    ],
    "requests": [(), (Request(text="Speak", by=date(2011, 6, 5)),), (Request(text="Speak"),)],
}
ENDS = {date: date(2011, 6, 30), type(at("2011-06-27T09:00")): at("2011-06-30T18:00"), Month: Month(2011, 6)}
SESSION_FIELDS: dict[str, list[Any]] = {
    "start": [at("2011-06-27T10:00"), at("2011-06-28T10:00"), None],
    "end": [at("2011-06-28T12:00"), at("2011-06-29T12:00"), None],
    "status": ["confirmed", "cancelled"],
}
Step = tuple[str, str, Any]
STEPS = st.one_of(
    *(st.tuples(st.just("meeting"), st.just(name), st.sampled_from(values)) for name, values in FIELDS.items()),
    *(st.tuples(st.just("session"), st.just(name), st.sampled_from(values)) for name, values in SESSION_FIELDS.items()),
    st.tuples(st.just("presence"), st.just("talks"), st.booleans()),
)


def written(fields: dict[tuple[str, str], Any]) -> Meeting:
    """The meeting of the file; its end and that of the session go with their starts."""
    of_meeting = {name: value for (what, name), value in fields.items() if what == "meeting"}
    of_session = {name: value for (what, name), value in fields.items() if what == "session"}
    meeting = replace(MEETING, programme=(), **of_meeting)
    meeting = replace(meeting, end=ENDS.get(type(meeting.start)))
    if not fields.get(("presence", "talks"), True):
        return meeting
    session = replace(TALKS, **of_session)
    if session.start is None or (isinstance(session.end, date) and session.end <= session.start):
        session = replace(session, end=None)
    return replace(meeting, programme=(session,))


def entries(meeting: Meeting, *, live: bool) -> dict[str, Item]:
    """All that somebody has who follows the meeting and starred its sessions, by UID."""
    items = agenda_items([meeting], [(meeting, session) for session in meeting.programme], live=live)
    found = {item.uid: item for item in items}

    assert len(found) == len(items)
    return found


def says(item: Item) -> tuple[object, ...]:
    return item.kind, item.span, item.status, item.day, item.days


@given(st.lists(STEPS, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_nothing_leaves_a_live_calendar_and_what_differs_is_newer(tmp_path_factory, steps: list[Step]):
    """What is left out stays as cancelled; a copy has none of that. An export into an empty store has it all."""
    clock = FixedClock(NOW)
    fields: dict[tuple[str, str], Any] = {}
    with asyncio.Runner() as runner:
        folder = tmp_path_factory.mktemp("desk")
        desk = Desk(folder, runner, clock, "first")
        meeting = desk.imports(written(fields))
        before = entries(meeting, live=True)
        for what, name, value in steps:
            clock.time += timedelta(seconds=1)
            fields[what, name] = value
            meeting = desk.imports(written(fields))
            after, copied = entries(meeting, live=True), entries(meeting, live=False)

            assert before.keys() <= after.keys()
            for uid, was in before.items():
                now = after[uid]
                is_newer = was.revision.sequence < now.revision.sequence and was.revision.changed < now.revision.changed
                assert is_newer or says(was) == says(now)
            gone = [item for uid, item in after.items() if uid not in copied]
            assert {"cancelled"} >= {item.status for item in gone}
            before = after
        other = Desk(folder, runner, clock, "second")
        again = other.imports(meeting)
        desk.close()
        other.close()

    assert meeting == again
