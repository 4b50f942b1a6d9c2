"""What no single meeting shows: whether the files agree with each other and with what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from bot.importing.located import Objection, Steps
from bot.importing.meeting_checks import objections, process_objections
from bot.importing.passages import Quotable
from bot.importing.problems import Problem, shown, write_one_of
from bot.importing.reading import Draft, DraftFile
from bot.model import Catalogue, Meeting, Source

TextOf = Callable[[str], str | None]


def problems_of(draft: Draft, stored: Catalogue, text_of: TextOf) -> list[Problem]:
    """Everything that is wrong with the draft, by itself and beside what is stored, in the order of the files' lines.

    `text_of` gives the text of a stored document, None where it has none.
    """
    known = _known(draft, stored, text_of)
    problems = [*draft.problems, *_doubled(draft, stored), *_rested_on_removed(draft, stored, known)]
    uids = _Uids(draft, stored)
    for file in draft.files:
        for path, process in file.processes.items():
            problems.extend(_at(file, path, process_objections(process.value)))
        for path, shaped in file.meetings.items():
            meeting = shaped.value
            found = chain(
                objections(meeting, shaped.unread),
                _references(meeting, shaped.unread, file, known),
                uids.objections(meeting),
            )
            problems.extend(_at(file, path, found))
    order = {file.name: place for place, file in enumerate(draft.files)}
    return sorted(problems, key=lambda problem: (order.get(problem.file, -1), problem.line or 0))


def sole_process(file: DraftFile) -> str | None:
    """The process of the file's meetings where they name none; None when the file has none or several."""
    processes = list(file.processes.values())
    return processes[0].value.id if len(processes) == 1 else None


def _at(file: DraftFile, path: Steps, found: Iterator[Objection]) -> Iterator[Problem]:
    return (file.problem((*path, *steps), wrong, right) for steps, wrong, right in found)


@dataclass(frozen=True, slots=True)
class _Named:
    """An id as the file gives it, also of an entry that is wrong otherwise."""

    kind: str
    id: str
    path: Steps


def _named(file: DraftFile) -> Iterator[_Named]:
    """Every process, meeting and document that the file gives an id."""
    root = file.located.value
    if not isinstance(root, dict):
        return
    yield from _named_in([root["process"]] if "process" in root else [], "process", ("process",), alone=True)
    yield from _named_in(root.get("processes"), "process", ("processes",))
    yield from _named_in(root.get("meetings"), "meeting", ("meetings",))
    meetings = root.get("meetings")
    for place, meeting in enumerate(meetings if isinstance(meetings, list) else []):
        if isinstance(meeting, dict):
            yield from _named_in(meeting.get("documents"), "document", ("meetings", place, "documents"))


def _named_in(entries: Any, kind: str, path: Steps, alone: bool = False) -> Iterator[_Named]:
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield _Named(kind, entry["id"], path if alone else (*path, place))


def _doubled(draft: Draft, stored: Catalogue) -> Iterator[Problem]:
    """Ids that stand twice. Files may each carry the process that they share, if they say the same of it."""
    first: dict[tuple[str, str], tuple[DraftFile, Steps]] = {}
    drafted = {each.id for file in draft.files for each in _named(file) if each.kind == "meeting"}
    filed = {document.id: meeting.id for meeting, document in stored.documents()}
    for file in draft.files:
        for each in _named(file):
            before, path = first.setdefault((each.kind, each.id), (file, each.path))
            is_shared = (
                each.kind == "process"
                and before is not file
                and file.processes.get(each.path) == before.processes.get(path)
            )
            if (before, path) != (file, each.path) and not is_shared:
                yield file.problem(
                    (*each.path, "id"),
                    f"another {each.kind} has the id {shown(each.id)}",
                    f"give this one another, or keep one of the two ({before.name}, line {before.located.line(path)})",
                )
            elif each.kind == "document" and filed.get(each.id, each.id) not in {*drafted, each.id}:
                yield file.problem(
                    (*each.path, "id"),
                    f"a document of the meeting {shown(filed[each.id])} is stored under the id {shown(each.id)}",
                    "give this one another id",
                )


@dataclass(frozen=True, slots=True)
class _Known:
    """What there will be once the draft is stored, so that references can be looked up."""

    processes: set[str]
    meetings: set[str]
    documents: set[str]
    follows: Mapping[str, str | None]
    quotable: Callable[[str], Quotable | None]


def _known(draft: Draft, stored: Catalogue, text_of: TextOf) -> _Known:
    named = [each for file in draft.files for each in _named(file)]
    ids = {kind: {each.id for each in named if each.kind == kind} for kind in ("process", "meeting", "document")}
    kept = {document.id for meeting, document in stored.documents() if meeting.id not in ids["meeting"]}
    drafted = {meeting.id: meeting for meeting in draft.meetings()}
    contents = {key: content for file in draft.files for key, content in file.contents.items()}

    @cache
    def quotable(document_id: str) -> Quotable | None:
        """The text of a document as it will be; None where it has none, or its file could not be read."""
        if document_id not in contents and document_id not in kept:
            return None
        text = contents[document_id].text if document_id in contents else text_of(document_id)
        return None if text is None else Quotable(text)

    return _Known(
        processes={*stored.processes, *ids["process"]},
        meetings={*stored.meetings, *ids["meeting"]},
        documents={*kept, *ids["document"]},
        follows={meeting.id: meeting.follows for meeting in {**stored.meetings, **drafted}.values()},
        quotable=quotable,
    )


def _references(meeting: Meeting, unread: frozenset[str], file: DraftFile, known: _Known) -> Iterator[Objection]:
    """Ids that the meeting names and nobody has, a circle of meetings, quotes that stand nowhere."""
    if meeting.process is None and "process" not in unread and sole_process(file) is None:
        yield (), "it belongs to no process", "add `process: …`, since the file has not exactly one"
    elif meeting.process is not None and meeting.process not in known.processes:
        yield ("process",), *_unknown("process", meeting.process, known.processes)
    if meeting.follows is not None and meeting.follows not in known.meetings:
        yield ("follows",), *_unknown("meeting", meeting.follows, known.meetings)
    elif circle := _circle(meeting.id, known.follows):
        yield (
            ("follows",),
            f"the meetings follow each other in a circle ({' → '.join(circle)})",
            "take one `follows` out",
        )
    for key, source in meeting.sources.items():
        if source.document is not None and source.document not in known.documents:
            yield ("sources", key, "document"), *_unknown("document", source.document, known.documents)
        elif not _stands(source, known):
            yield (
                ("sources", key, "quote"),
                f"{shown(source.quote)} does not stand in {shown(source.document)}",
                "copy the phrase letter by letter",
            )


def _unknown(kind: str, word: str, known: set[str]) -> tuple[str, str]:
    some = ", ".join(sorted(known)[:8])
    return f"there is no {kind} {shown(word)}", write_one_of(
        word, sorted(known), f"known: {some}" if some else f"there is no {kind} at all yet"
    )


def _circle(meeting_id: str, follows: Mapping[str, str | None]) -> list[str]:
    """The meetings from this one back to itself along `follows`; empty when it is in no circle."""
    row = [meeting_id]
    while (before := follows.get(row[-1])) is not None:
        if before == meeting_id:
            return [*row, before]
        if before in row:
            return []
        row.append(before)
    return []


def _stands(source: Source, known: _Known) -> bool:
    if source.document is None or source.quote is None:
        return True
    text = known.quotable(source.document)
    return text is None or source.quote in text


def _rested_on_removed(draft: Draft, stored: Catalogue, known: _Known) -> Iterator[Problem]:
    """Stored meetings that the draft leaves alone, while it takes away or rewords a document that they quote."""
    drafted = {each.id: (file, each.path) for file in draft.files for each in _named(file) if each.kind == "meeting"}
    owners = {document.id: meeting.id for meeting, document in stored.documents() if meeting.id in drafted}
    for meeting in stored.meetings.values():
        if meeting.id in drafted:
            continue
        for key, source in meeting.sources.items():
            if source.document in owners and (source.document not in known.documents or not _stands(source, known)):
                file, path = drafted[owners[source.document]]
                yield file.problem(
                    (*path, "documents"),
                    f"{shown(key)} of the meeting {shown(meeting.id)} rests on {shown(source.document)} as it was",
                    "keep the document as it is, or import that meeting too",
                )


_Owner = tuple[str, str | None]


class _Uids:
    """Who has which uid: calendars know an item by it for ever, so none changes and none is given twice."""

    def __init__(self, draft: Draft, stored: Catalogue) -> None:
        self._stored = stored
        self._owners: dict[str, _Owner] = {}
        self._programmes = {meeting.id: {session.id for session in meeting.programme} for meeting in draft.meetings()}
        for meeting in stored.meetings.values():
            self._is_owned(meeting.uid, (meeting.id, None))
            for session in meeting.programme:
                self._is_owned(session.uid, (meeting.id, session.id))

    def _is_owned(self, uid: str | None, owner: _Owner) -> bool:
        """Whether the uid is the owner's: it was nobody's, or that of a session which the owner is under another id."""
        if uid is None:
            return True
        meeting, session = self._owners.setdefault(uid, owner)
        if meeting == owner[0] and session is not None and session not in self._programmes.get(meeting, {session}):
            self._owners[uid] = owner
        return self._owners[uid] == owner

    def objections(self, meeting: Meeting) -> Iterator[Objection]:
        """The uids of the meeting and its sessions that are another's, or not the ones they are stored under."""
        before = self._stored.meetings.get(meeting.id)
        yield from self._item(("uid",), meeting.uid, before.uid if before else None, (meeting.id, None))
        for place, session in enumerate(meeting.programme):
            stored = before.session(session.id) if before else None
            steps: Steps = ("programme", place, "uid")
            yield from self._item(steps, session.uid, stored.uid if stored else None, (meeting.id, session.id))

    def _item(self, steps: Steps, given: str | None, stored: str | None, owner: _Owner) -> Iterator[Objection]:
        if given is not None and stored is not None and given != stored:
            yield steps, f"{shown(given)} is not its uid", f"leave it out: it is stored as {shown(stored)}"
        elif not self._is_owned(given or stored, owner):
            other, session = self._owners[given or stored or ""]
            name = f"the session {shown(session)} of {shown(other)}" if session else f"the meeting {shown(other)}"
            yield steps, f"{name} has the same uid", "leave this one out, and one is made"
