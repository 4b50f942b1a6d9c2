"""The people whom a question names, each once, and of whom of them it asks which of several things."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot import facts
from bot.answering.joining import joins
from bot.answering.person_names import core_of_name
from bot.answering.reading import Reading
from bot.answering.subjects import Ask
from bot.answering.texts import people_of
from bot.model import Contact, Meeting, Session, Text, in_language

_PART_END = re.compile(r"[?？؟!！.。;；:\n،,，、]")
_MEANS = ("phone", "fax", "email")
_TITLED = {
    "her": frozenset(["Ms", "Mrs", "Mme", "Sra", "Miss", "Madam"]),
    "his": frozenset(["Mr", "M", "Sr", "Sir"]),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a meeting's facts name, at all the paths where they do."""

    paths: tuple[str, ...]
    name: Text

    def contact(self, meeting: Meeting) -> Contact | None:
        """Her address, where the documents give one."""
        found = (facts.value_at(meeting, path) for path in self.paths if path.startswith("contacts."))
        return next((contact for contact in found if isinstance(contact, Contact)), None)

    def sessions(self, meeting: Meeting) -> tuple[Session, ...]:
        """The sessions that she chairs, in order of time."""
        chaired = {path.split(".")[1] for path in self.paths if path.startswith("programme.")}
        return tuple(session for session in facts.in_time_order(meeting.programme) if session.id in chaired)

    @property
    def chairs_the_meeting(self) -> bool:
        """Whether she is one of its chairs."""
        return any(path.startswith("chairs.") for path in self.paths)


def everybody(meeting: Meeting) -> tuple[Person, ...]:
    """The people of a meeting: who is named in two places is one person."""
    found: list[tuple[frozenset[str], list[str], Text]] = []
    for path, text in people_of(meeting):
        core = core_of_name(text)
        same = next((paths for other, paths, _ in found if core and other and (core <= other or other <= core)), None)
        if same is not None:
            same.append(path)
        else:
            found.append((core, [path], text))
    return tuple(Person(tuple(paths), text) for _, paths, text in found)


def named(meeting: Meeting, reading: Reading) -> tuple[tuple[int, Person], ...]:
    """The people whom a question names, each with the place of her name; a name that several have means all of them."""
    spans: list[tuple[int, int, set[str]]] = []
    for hit in reading.names:
        if hit.value.kind != "person" or hit.value.meeting != meeting.id:
            continue
        if spans and spans[-1][0] == hit.start:
            spans[-1][2].add(hit.value.key)
        else:
            spans.append((hit.start, hit.end, {hit.value.key}))
    if not spans:
        return ()
    people = everybody(meeting)
    found: dict[str, tuple[int, Person]] = {}
    before, last = -1, set[str]()
    for start, end, paths in spans:
        said = {person.paths[0] for person in people if paths & set(person.paths)}
        if start == before and said & last:  # a first name and a surname
            for key in last - said:
                found.pop(key, None)
            said &= last
        for person in people:
            if person.paths[0] in said:
                found.setdefault(person.paths[0], (start, person))
        before, last = end, said
    return tuple(found.values())


def at(meeting: Meeting, path: str) -> tuple[Person, ...]:
    """The person at a path; nobody where the meeting has been changed since she was talked about."""
    return tuple(person for person in everybody(meeting) if path in person.paths) if path else ()


def meant_by_pronoun(meeting: Meeting, before: str, concepts: Collection[str]) -> str:
    """The path of the person whom "her" or "his" means: the one talked about, unless her title is of the other kind.

    Then it is the one contact whose title fits; "" where there is none, or several.
    """
    said = [kind for kind in _TITLED if kind in concepts]
    if len(said) != 1:
        return before
    person = next(iter(at(meeting, before)), None)
    if person is not None and not any(
        _is_titled(person.name, titles) for kind, titles in _TITLED.items() if kind not in said
    ):
        return before
    fitting = [
        at for at, contact in enumerate(meeting.contacts) if contact.name and _is_titled(contact.name, _TITLED[said[0]])
    ]
    return f"contacts.{fitting[0]}" if len(fitting) == 1 else ""


def _is_titled(name: Text, titles: Collection[str]) -> bool:
    return in_language(name, "en").split(" ", 1)[0].rstrip(".") in titles


def asked(ask: Ask, people: tuple[tuple[int, Person], ...], reading: Reading) -> tuple[Person, ...]:
    """Those of the people named of whom this is asked: "her phone and his fax" asks something else of each."""
    everyone = tuple(person for _, person in people)
    if len(people) < 2 or ask.focus not in _MEANS:
        return everyone
    at = list(_parts(reading))
    means = [(at[hit.start], hit.value.name) for hit in reading.of("concepts") if hit.value.name in _MEANS]
    named_in = {at[start] for start, _ in people}
    if not named_in <= {part for part, _ in means}:
        return everyone
    meant = set[int]()
    for part, name in means:
        if name == ask.focus:
            meant.add(max((other for other in named_in if other <= part), default=min(named_in)))
    return tuple(person for start, person in people if at[start] in meant) or everyone


def countries_asked(reading: Reading) -> list[str]:
    """The codes of the countries of which a question asks whether they chair: "Is Sweden a co-chair?"."""
    chair = next((hit.start for hit in reading.hits if hit.value.name == "chair"), None)
    if chair is None or "who" in reading.concepts or "open" in reading.forms:
        return []
    return [
        hit.value.name
        for hit in reading.of("countries")
        if hit.end < chair or (hit.end == chair and hit.start == 1) or "claim" in reading.forms
    ]


def _parts(reading: Reading) -> Iterator[int]:
    """For each token the number of the part of the question that it is in: between commas, stops and joining words."""
    part = 0
    for token in reading.tokens:
        if _PART_END.search(token.gap) or joins(token, reading.language):
            part += 1
        yield part
