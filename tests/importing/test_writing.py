"""The store as a meetings file: plain to read, and read back to the same."""

import dataclasses
from datetime import date, datetime
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.importing.located import read
from bot.importing.shape import shaped
from bot.importing.writing import as_yaml
from bot.model import Catalogue, Contact, Meeting, Process, Request, Session, Venue
from bot.when import Month
from tests.importing.strategies import PROCESS, catalogue_of, lines, meetings


def read_back(text: str) -> tuple[list[Process], list[Meeting]]:
    located, problems = read(text.encode(), "meetings.yaml")
    found: list[Any] = []
    root = located.value
    steps = [("process",)] if "process" in root else [("processes", place) for place in range(len(root["processes"]))]
    for path in steps:
        found.append(shaped(TypeAdapter(Process), Process, located, path, "meetings.yaml", problems))
    for place in range(len(root["meetings"])):
        found.append(shaped(TypeAdapter(Meeting), Meeting, located, ("meetings", place), "meetings.yaml", problems))
    assert not problems
    values = [each.value for each in found]
    return values[: len(steps)], values[len(steps) :]


@given(st.lists(meetings, max_size=2, unique_by=lambda meeting: meeting.id))
@settings(max_examples=60, deadline=None)
def test_every_meeting_survives_the_file(some: list[Meeting]) -> None:
    """What is written is read back to the same values, and written again to the same bytes."""
    text = as_yaml(catalogue_of(*some))

    _, found = read_back(text)

    assert [dataclasses.replace(meeting, process=None) for meeting in some] == found
    assert text == as_yaml(catalogue_of(*(dataclasses.replace(meeting, process="ccm") for meeting in found)))


@given(lines)
@settings(deadline=None)
def test_no_reader_of_yaml_1_1_misreads_a_text(text: str) -> None:
    """A name is a text for every reader: `NO` is no boolean, `046` no number, `2011-06-27` no date."""
    written = as_yaml(catalogue_of(Meeting(id="a", name=text, aliases=(text, "other"))))

    found = yaml.safe_load(written)["meetings"][0]

    assert text == found["name"]
    assert [text, "other"] == found["aliases"]


def test_a_small_meeting_is_written_as_a_person_would() -> None:
    """Keys in the order of the model, no defaults, short things on one line, quotation marks only where needed."""
    meeting = Meeting(
        id="oslo-2007",
        process="ccm",
        name={"en": "Oslo Conference", "no": "Oslo-konferansen"},
        aliases=("NO", "Oslo 2007"),
        start=date(2007, 2, 22),
        end=date(2007, 2, 23),
        timezone="Europe/Oslo",
        country="NO",
        venue=Venue(name="Hall 1", geo=(59.9, 10.75)),
        chairs=("One",),
        requests=(Request(text="Say who comes", by=datetime(2007, 2, 1, 12)), Request(text="Send views")),
        contacts=(Contact(email="a@mfa.no", phone="+47 22 24 39 98"), Contact(phone="+4722243998")),
        programme=(Session(id="s", title="Opening: words", objectives=("One", "Two")),),
    )

    text = as_yaml(catalogue_of(meeting, dataclasses.replace(meeting, id="m", start=Month(2007, 2), end=None)))

    expected = """\
process: {id: ccm, name: Convention on Cluster Munitions, aliases: [CCM]}
meetings:
  - id: oslo-2007
    name: {en: Oslo Conference, 'no': Oslo-konferansen}
    aliases: ['NO', Oslo 2007]
    start: 2007-02-22
    end: 2007-02-23
    timezone: Europe/Oslo
    country: 'NO'
    venue: {name: Hall 1, geo: [59.9, 10.75]}
    chairs: One
    requests:
      - text: Say who comes
        by: 2007-02-01T12:00
      - {text: Send views}
    contacts:
      - {email: a@mfa.no, phone: +47 22 24 39 98}
      - {phone: '+4722243998'}
    programme:
      - {id: s, title: 'Opening: words', objectives: [One, Two]}
  - id: m
"""
    assert expected == text[: len(expected)]
    assert "    start: 2007-02\n" in text


def test_several_processes_are_named_by_their_meetings() -> None:
    """With one process the meetings need not name it; with two each does."""
    other = Process(id="ccw", name="Convention on Conventional Weapons")
    meeting = Meeting(id="a", process="ccw", name="A")

    processes, found = read_back(as_yaml(catalogue_of(meeting, processes=(PROCESS, other))))

    assert [PROCESS, other] == processes
    assert [meeting] == found


def test_an_empty_store_is_an_empty_list() -> None:
    """An export of nothing says so."""
    assert "meetings: []\n" == as_yaml(Catalogue(0, {}, {}))
