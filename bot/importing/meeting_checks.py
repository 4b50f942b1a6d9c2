"""Whether a meeting agrees with itself: its dates, its zone and country, its addresses, the paths that it names.

Each check gives objections: where (the steps from the meeting), what is wrong, what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.importing import address_checks, time_checks
from bot.importing.located import Objection, Steps
from bot.importing.paths import UnknownPath, value_at
from bot.importing.problems import shown
from bot.model import Meeting, Process, Session, Source
from bot.when import Month

# What calendars would have to escape is read in several ways.
_UID = re.compile(r"[!-+\-.-:<-\[\]-~]{1,255}")


def objections(meeting: Meeting, unread: frozenset[str] = frozenset()) -> Iterator[Objection]:
    """Everything in which the meeting contradicts itself, or what can be known of the world.

    `unread` names the fields that could not be read (`programme.start`): what rests on one of them is not judged.
    """
    for relies_on, found in (
        ((), time_checks.years(meeting)),
        (("start", "end"), time_checks.span(meeting.start, meeting.end, ())),
        (("registration",), time_checks.registration(meeting)),
        ((), time_checks.known_zone(meeting)),
        (("timezone",), time_checks.zone_is_needed(meeting)),
        (("timezone",), time_checks.skipped_hours(meeting)),
        ((), _sessions(meeting)),
        (("programme.start", "programme.end"), time_checks.spans_of_sessions(meeting)),
        (("start", "end", "programme.start", "programme.end"), time_checks.days_of_sessions(meeting)),
        ((), address_checks.place(meeting)),
        ((), address_checks.links(meeting)),
        ((), address_checks.contacts(meeting)),
        ((), _paths(meeting, unread)),
        ((), _sources(meeting)),
        (("revision",), _identity(meeting, ())),
    ):
        if not any(_concerns(name, unread) for name in relies_on):
            yield from found


def _concerns(name: str, unread: frozenset[str]) -> bool:
    """Whether the field, or what it is part of, could not be read."""
    return any(name == each or name.startswith(f"{each}.") for each in unread)


def process_objections(one: Process) -> Iterator[Objection]:
    """Everything that is wrong with a process by itself."""
    yield from address_checks.link(one.website, ("website",))
    for place, term in enumerate(one.glossary):
        if isinstance(term, str) or len(term) < 2:
            right = "write {en: …, fr: …}, or take it out"
            yield ("glossary", place), "a term in one language brings no two together", right


def _sessions(meeting: Meeting) -> Iterator[Objection]:
    seen: set[str] = set()
    for place, session in enumerate(meeting.programme):
        if session.id in seen:
            yield ("programme", place, "id"), f"another session has the id {shown(session.id)}", "give this one another"
        seen.add(session.id)
        yield from _identity(session, ("programme", place))


def _paths(meeting: Meeting, unread: frozenset[str]) -> Iterator[Objection]:
    """Paths that name no field, or a source where nothing is said, or as not stated what is given."""
    awaited = {*meeting.to_follow, *meeting.not_stated}
    touched = {each.split(".")[0] for each in unread}
    named: list[tuple[Steps, str]] = [(("sources", key), key) for key in meeting.sources]
    for name in ("to_follow", "not_stated"):
        if name not in touched:
            named.extend(((name, place), path) for place, path in enumerate(getattr(meeting, name)))
    for steps, path in named:
        if path.split(".")[0] in touched:
            continue
        try:
            value = value_at(meeting, path)
        except UnknownPath as error:
            yield steps, *error.args
            continue
        if steps[0] == "sources" and value in (None, ()) and path not in awaited:
            yield (
                steps,
                f"there is a source for {shown(path)}, and nothing is said there",
                "add the fact, or list it under `to_follow` or `not_stated`, or take the source out",
            )
        # A month without its days is stated in part.
        if steps[0] == "not_stated" and value not in (None, ()) and not isinstance(value, Month):
            yield steps, f"{shown(path)} is not stated, and yet it is given", "take one of the two out"


def _sources(meeting: Meeting) -> Iterator[Objection]:
    for key, source in meeting.sources.items():
        yield from _source(source, ("sources", key))


def _source(source: Source, steps: Steps) -> Iterator[Objection]:
    if source.document is None and source.entered_by is None:
        yield steps, "neither a document is named nor who entered the fact", "add `document: …` or `entered_by: …`"
    if source.quote is not None and source.document is None:
        yield (*steps, "quote"), "the quote is of no document", "add `document: …`"
    yield from time_checks.sound_instant(source.entered_at, (*steps, "entered_at"))


def _identity(item: Meeting | Session, steps: Steps) -> Iterator[Objection]:
    left_out = item.revision.left_out if item.revision else ()
    uids = {(): item.uid} | {("revision", "left_out", place): each.uid for place, each in enumerate(left_out)}
    for where, uid in uids.items():
        if uid is not None and not _UID.fullmatch(uid):
            yield (
                (*steps, *where, "uid"),
                f"{shown(uid)} cannot be a uid",
                "take the entry out" if where else "leave it out, and one is made",
            )
    if item.revision is not None:
        yield from time_checks.sound_revision(item.revision, (*steps, "revision"))
