"""What calendars know a meeting and its sessions by, after an import: uids, SEQUENCE, stamps, and what they had before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import changes
from bot.clock import new_uid
from bot.deferred import adapter
from bot.ics.items import Item
from bot.ics.left_out import left_out, parts_of_meeting, parts_of_session
from bot.importing.reading import Content
from bot.model import Meeting, Revision, Session, Source
from bot.when import Month

# What a reader of the calendar entry does not see, nor is told of in it; each session has a revision of its own.
_UNSEEN = {
    *("id", "uid", "aliases", "answers", "reminders", "sources", "revision", "programme"),
    *("objectives", "background", "outcome", "supported_by", "chairs"),
}
# What of its meeting a reader of a session's calendar entry sees.
_SEEN_WITH_SESSION = (
    *("name", "status", "visibility", "start", "end", "timezone", "city", "country", "venue", "host"),
    *("website", "contacts", "process"),
)
_TICK = timedelta(seconds=1)


def identified(
    meeting: Meeting,
    before: Meeting | None,
    contents: Mapping[str, Content | None],
    now: datetime,
    *,
    cites_otherwise: bool = False,
) -> Meeting:
    """The meeting with uids, revisions and instants in UTC, as it shall be stored.

    `contents` are the files of documents that have changed; `cites_otherwise` says that its entries name other sources.
    """
    programme = tuple(
        _identified_session(session, meeting, before, now, cites_otherwise=cites_otherwise)
        for session in meeting.programme
    )
    has_new_content = any(document.id in contents for document in meeting.documents)
    is_seen = before is None or has_new_content or cites_otherwise or _seen(meeting) != _seen(before)
    what = changes.in_entry(before, meeting, contents) if before else ()
    is_off = meeting.status == "cancelled"
    after = replace(
        meeting,
        uid=meeting.uid or (before.uid if before else None) or new_uid(),
        programme=programme,
        answers=meeting.answers or (before.answers if before else ()),
        reminders=meeting.reminders or (before.reminders if before else None),
        sources={key: _in_utc(source) for key, source in meeting.sources.items()},
        revision=_placed(meeting, before, _revised(before, meeting.revision, is_seen, what, now, is_off=is_off)),
    )
    return _remembering(after, before, meeting, now)


def _identified_session(
    session: Session, meeting: Meeting, before: Meeting | None, now: datetime, *, cites_otherwise: bool
) -> Session:
    stored: Session | None = None
    is_seen, what = True, tuple[str, ...]()
    if before is not None and (stored := changes.same_session(session, before)) is not None:
        is_seen = cites_otherwise or _seen_session(session, meeting) != _seen_session(stored, before)
        what = changes.in_session_entry(stored, before, session, meeting)
    is_off = "cancelled" in (meeting.status, session.status)
    return replace(
        session,
        uid=session.uid or (stored.uid if stored else None) or new_uid(),
        revision=_placed(session, stored, _revised(stored, session.revision, is_seen, what, now, is_off=is_off)),
    )


_Days = tuple[date | Month | None, date | Month | None]


def had(record: Meeting | Session) -> _Days:
    """The days on which calendars have a record; None and None where it has never had one."""
    if record.start is not None and not isinstance(record.start, Month):
        return record.start, record.end
    return (record.revision.start, record.revision.end) if record.revision else (None, None)


def _placed(record: Meeting | Session, before: Meeting | Session | None, revision: Revision) -> Revision:
    """The revision with the days that the record has lost, and where it stood before it was postponed; of one from another
    store, as it came."""
    revision = replace(revision, postponed_from=_postponed_from(record, before))
    if record.start is not None and not isinstance(record.start, Month):
        return replace(revision, start=None, end=None)
    if before is None:
        return revision
    start, end = had(before)
    return replace(revision, start=start, end=end)


def _postponed_from(record: Meeting | Session, before: Meeting | Session | None) -> date | Month | None:
    if record.status != "postponed":
        return None
    if before is None or before.status == "postponed":
        known = (record if before is None else before).revision
        return known.postponed_from if known else None
    return had(before)[0]


def _revised(
    before: Meeting | Session | None,
    given: Revision | None,
    is_seen: bool,
    what: tuple[str, ...],
    now: datetime,
    *,
    is_off: bool,
) -> Revision:
    """The revision after the import. A file from another store may be ahead of ours: what calendars saw never falls.

    SEQUENCE and the instant of the change rise together or not at all. What is called off (`is_off`) from the first
    begins above 0: apps take a cancellation of sequence 0 for stale.
    """
    if given is not None:
        given = replace(given, created=_utc(given.created), changed=_utc(given.changed))
    stored = before.revision if before else None
    if stored is None:
        return given or Revision(sequence=int(is_off), created=now, changed=now)
    sequence = max(stored.sequence + is_seen, given.sequence if given else 0)
    if sequence == stored.sequence:
        return stored
    if is_seen or given is None:
        changed = now
    else:
        changed, what = given.changed, given.what
    return Revision(sequence=sequence, created=stored.created, changed=max(stored.changed + _TICK, changed), what=what)


def _remembering(meeting: Meeting, before: Meeting | None, given: Meeting, now: datetime) -> Meeting:
    """The meeting with what calendars have of it and of its sessions and these have no more."""
    programme = []
    for session, as_given in zip(meeting.programme, given.programme, strict=True):
        stored = changes.same_session(session, before) if before else None
        was = parts_of_session(before, stored) if before and stored else ()
        parts = parts_of_session(meeting, session)
        programme.append(replace(session, revision=_with_left_out(session, stored, as_given, was, parts, now)))
    was, parts = parts_of_meeting(before) if before else (), parts_of_meeting(meeting)
    revision = _with_left_out(meeting, before, given, was, parts, now)
    return replace(meeting, programme=tuple(programme), revision=revision)


_Record = Meeting | Session


def _with_left_out(
    record: _Record, before: _Record | None, given: _Record, was: Iterable[Item], parts: Iterable[Item], now: datetime
) -> Revision | None:
    known = [revision for each in (before, given) if each and (revision := each.revision)]
    if record.revision is None or (before and record.revision.sequence == known[0].sequence):
        return record.revision
    left = left_out(was, (each for revision in known for each in revision.left_out), parts, now)
    return replace(record.revision, left_out=left)


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)


def _in_utc(source: Source) -> Source:
    return source if source.entered_at is None else replace(source, entered_at=_utc(source.entered_at))


def dumped(meeting: Meeting) -> dict[str, Any]:
    """The meeting as JSON, without what is as it is by default."""
    as_json: dict[str, Any] = adapter(Meeting).dump_python(meeting, mode="json", exclude_defaults=True)
    return as_json


def _seen(meeting: Meeting) -> dict[str, Any]:
    """What a reader of the meeting's calendar entry sees, or is told there to have changed."""
    seen = {key: value for key, value in dumped(meeting).items() if key not in _UNSEEN}
    seen["documents"] = [{**document, "file": None} for document in seen.get("documents", ())]
    return seen


def _seen_session(session: Session, meeting: Meeting) -> tuple[object, ...]:
    """What a reader of the session's calendar entry sees."""
    return replace(session, id="", uid=None, revision=None), *(getattr(meeting, name) for name in _SEEN_WITH_SESSION)
