"""What the store should hold once a draft is in it, and a record of every change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import facts
from bot.importing.checks import sole_process
from bot.importing.reading import Content, Draft
from bot.importing.revising import dumped, had, identified
from bot.model import Catalogue, Change, Meeting, Process

ContentOf = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Merged:
    """What to write, and the ids of the meetings by what becomes of them."""

    processes: tuple[Process, ...]
    meetings: tuple[Meeting, ...]
    contents: Mapping[str, Content | None]
    changes: tuple[Change, ...]
    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def merged(draft: Draft, stored: Catalogue, content_of: ContentOf, now: datetime, by: str) -> Merged:
    """Hold a draft without problems against what is stored.

    `content_of` gives a stored document's bytes, None where it has none; `now` is aware UTC; `by` says who changes it.
    """
    second = now.replace(microsecond=0)
    processes = {process.value.id: process.value for file in draft.files for process in file.processes.values()}
    given = [
        replace(meeting.value, process=meeting.value.process or sole_process(file))
        for file in draft.files
        for meeting in file.meetings.values()
    ]
    uids = {session.uid for meeting in given for session in meeting.programme if session.uid}
    given = [_with_called_off(meeting, stored.meetings.get(meeting.id), uids) for meeting in given]
    contents = _new_contents(draft, given, stored, content_of)
    to_be = replace(stored, meetings={**stored.meetings, **{meeting.id: meeting for meeting in given}})
    otherwise = {id_ for id_, meeting in stored.meetings.items() if _cites_otherwise(meeting, stored, to_be)}
    meetings = {
        id_: identified(meeting, stored.meetings.get(id_), contents, second, cites_otherwise=id_ in otherwise)
        for id_, meeting in to_be.meetings.items()
        if id_ in otherwise or meeting is not stored.meetings.get(id_)
    }
    made = [
        Change(meeting_id=meeting.id, path=path, old=_json(old), new=_json(new), by=by, at=now)
        for meeting in meetings.values()
        for path, old, new in edits(stored.meetings.get(meeting.id), meeting, contents, content_of)
    ]
    touched = {change.meeting_id for change in made}
    differing = {id_ for id_, meeting in meetings.items() if meeting != stored.meetings.get(id_) or id_ in touched}
    return Merged(
        processes=tuple(each for id_, each in processes.items() if each != stored.processes.get(id_)),
        meetings=tuple(meeting for id_, meeting in meetings.items() if id_ in differing),
        contents=contents,
        changes=tuple(made),
        created=tuple(id_ for id_ in meetings if id_ not in stored.meetings),
        changed=tuple(id_ for id_ in meetings if id_ in stored.meetings and id_ in differing),
        unchanged=tuple(id_ for id_ in meetings if id_ not in differing),
    )


def _with_called_off(meeting: Meeting, before: Meeting | None, uids: Collection[str]) -> Meeting:
    """The meeting with the sessions that its file has no more: each that has a day stays in its place, as cancelled.

    It may stand in calendars, and leaves them by its cancellation only. `uids` are those that the files give: one of
    them is not gone, it has another id or another meeting.
    """
    programme = list(meeting.programme)
    present = {session.id for session in programme}
    after: str | None = None
    for session in before.programme if before else ():
        gone = session.id not in present and session.uid not in uids
        if gone and any(had(session)):
            place = next((place for place, each in enumerate(programme, start=1) if each.id == after), 0)
            programme.insert(place, replace(session, status="cancelled"))
            present.add(session.id)
        after = session.id if session.id in present else after
    return replace(meeting, programme=tuple(programme))


def _cites_otherwise(meeting: Meeting, stored: Catalogue, to_be: Catalogue) -> bool:
    """Whether the entries of a stored meeting will name other documents, or the same by other names: these may be filed
    under a meeting that changes, while it does not itself."""
    was, will = (
        [(each.title, each.symbol, each.issued) for each in facts.cited_in_entries(known.meetings[meeting.id], known)]
        for known in (stored, to_be)
    )
    return was != will


def _new_contents(
    draft: Draft, meetings: Iterable[Meeting], stored: Catalogue, content_of: ContentOf
) -> dict[str, Content | None]:
    """The files of documents that are new, have changed or are filed under another meeting; None where one is gone."""
    given = {key: content for file in draft.files for key, content in file.contents.items()}
    owners = {document.id: meeting.id for meeting, document in stored.documents()}
    found: dict[str, Content | None] = {}
    for meeting in meetings:
        for document in meeting.documents:
            content = given.get(document.id)
            before = content_of(document.id)
            if (content.data if content else None) != before or owners.get(document.id, meeting.id) != meeting.id:
                found[document.id] = content
    return found


Edit = tuple[str, Any, Any]


def edits(
    before: Meeting | None, meeting: Meeting, contents: Mapping[str, Content | None], content_of: ContentOf
) -> Iterator[Edit]:
    """What differs, by path, but for uids and revisions; a document's content as its digest."""
    if before is None:
        yield "", None, dumped(meeting)
        return
    yield from _differences("", _without_identity(before), _without_identity(meeting))
    stored = {document.id for document in before.documents}
    for document in meeting.documents:
        if document.id in contents and document.id in stored:
            old, new = content_of(document.id), contents[document.id]
            yield f"documents.{document.id}.content", _digest(old), _digest(new.data if new else None)


def _without_identity(meeting: Meeting) -> dict[str, Any]:
    sessions = tuple(replace(session, uid=None, revision=None) for session in meeting.programme)
    return dumped(replace(meeting, uid=None, revision=None, programme=sessions))


def _differences(path: str, old: Any, new: Any) -> Iterator[Edit]:
    """What differs between two JSON values; entries of a list by their id, or by their place where as many are left."""
    if old == new:
        return
    if _has_ids(old) or _has_ids(new):
        old_ids, new_ids = [each["id"] for each in old or ()], [each["id"] for each in new or ()]
        if [each for each in old_ids if each in new_ids] != [each for each in new_ids if each in old_ids]:
            yield path, old_ids, new_ids
        old, new = ({each["id"]: each for each in entries or ()} for entries in (old, new))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        old, new = (dict(enumerate(entries)) for entries in (old, new))
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _differences(f"{path}.{key}" if path else str(key), old.get(key), new.get(key))
    else:
        yield path, old, new


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "id" in value[0]


def _digest(content: bytes | None) -> str | None:
    return None if content is None else f"sha256:{hashlib.sha256(content).hexdigest()}"


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
