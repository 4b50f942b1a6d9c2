"""A meeting as it was: its recorded changes taken back, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.deferred import adapter
from bot.model import Change, Meeting

# Their paths may hold keys with stops in them, and nobody asks how they were.
_KEPT = frozenset({"sources", "aliases", "answers"})


def dumped(meeting: Meeting) -> dict[str, Any]:
    """The meeting as JSON, without what only calendars know of it; a session keeps its uid: it may get another id."""
    bare = replace(
        meeting, revision=None, programme=tuple(replace(session, revision=None) for session in meeting.programme)
    )
    as_json: dict[str, Any] = adapter(Meeting).dump_python(bare, mode="json", exclude_defaults=True)
    return as_json


def loaded(as_json: dict[str, Any]) -> Meeting:
    """The meeting that `dumped` wrote."""
    meeting: Meeting = adapter(Meeting).validate_python(as_json)
    return meeting


def before(as_json: dict[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """The meeting as it was before the changes, given as it was after them; they come in the order in which they were made.

    The order of sessions and documents is not taken back, nor what documents contain.
    """
    was: dict[str, Any] = json.loads(json.dumps(as_json))
    for change in reversed(list(changes)):
        if change.path.split(".")[0] in _KEPT or is_content(change):
            continue
        old = None if change.old is None else json.loads(change.old)
        if not _is_order(change, old):
            put(was, change.path, old)
    return was


def is_content(change: Change) -> bool:
    """Whether the change is of what a document contains; its path names the document, its values are digests."""
    return change.path.startswith("documents.") and change.path.endswith(".content") and change.path.count(".") == 2


def document_of(change: Change) -> str:
    """The id of the document whose content changed."""
    return change.path.split(".")[1]


def _is_order(change: Change, old: Any) -> bool:
    """Whether the change is of the order alone: then there are ids where the entries would be."""
    new = None if change.new is None else json.loads(change.new)
    return change.path in ("programme", "documents") and all(isinstance(each, str) for each in (old or new or ()))


def put(as_json: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a path; None takes away what stands there. An entry of a list goes by its id, else its place."""
    steps = path.split(".")
    into: Any = as_json
    for step in steps[:-1]:
        if isinstance(into, dict):
            into = into.setdefault(step, [] if step in ("programme", "documents") else {})
        else:
            into = into[_place(into, step)]
    last = steps[-1]
    if isinstance(into, dict):
        into.pop(last, None)
        if value is not None:
            into[last] = value
        return
    place = _place(into, last)
    if value is None:
        del into[place : place + 1]
    elif place < len(into):
        into[place] = value
    else:
        into.append(value)


def _place(entries: list[Any], step: str) -> int:
    """Where an entry stands; after the last where there is no such id."""
    if any(isinstance(entry, dict) and "id" in entry for entry in entries) or not step.isdigit():
        found = (place for place, entry in enumerate(entries) if isinstance(entry, dict) and entry.get("id") == step)
        return next(found, len(entries))
    return int(step)
