"""Change notices: who follows a meeting is told what changed, from what to what, with the entry as it stands now; so is who
starred a session, of what touches it.

The body of a notice holds facts, not words: the fields of the meeting that differ, as they were and as they are. What
changes again while the notice waits is taken into it, so that several edits within a minute are told as one, and an
edit that was taken back is not told at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import history
from bot.changes import Difference, differences, sessions_touched, worth_telling
from bot.clock import Clock, new_uid
from bot.errors import BotError
from bot.model import Change, Meeting
from bot.services.meetings import Meetings, MeetingView
from bot.store import Connection, causes, followers, notices, people, stars
from bot.store.causes import Cause
from bot.store.database import Database
from bot.store.notices import NOTICE
from bot.store.stars import Star

GATHERS = timedelta(minutes=1)
"""So long a notice waits for what else is edited."""

# What no notice tells, kept out of its body.
_UNTOLD = frozenset({"id", "uid", "aliases", "sources", "objectives", "background", "outcome", "answers"})


class MeetingGone(BotError):
    """The meeting is not in the store any more."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What a chat is told: the meeting as it is (`view`) and as it was (`old`, None for a new one), and what differs."""

    view: MeetingView
    old: Meeting | None
    differences: tuple[Difference, ...]


def queue(
    connection: Connection,
    before: Meeting | None,
    after: Meeting,
    changes: tuple[Change, ...],
    now: datetime,
) -> None:
    """Queue the notice of a meeting that has just been written, or let the one that waits tell of this too.

    `changes` are those of this meeting. Nothing is queued of what nobody would act on.
    """
    found = notices.waiting(connection, after.id)
    body = _body(before, after, changes)
    if found is not None:
        body = _together(found.body, body)
        causes.stop(connection, found.cause_id)
    old = _old(after, body)
    sessions = sessions_touched(differences(old, after, body["replaced"]), after)
    if not followers.audience_of(connection, after.id, sessions).chats:
        return
    if worth_telling(old, after, now, body["replaced"]):
        not_before = now + GATHERS if found is None else found.not_before
        cause = Cause(new_uid(), NOTICE, body, changes[0].by if changes else "")
        causes.queue_for_meeting(connection, cause, after.id, now, not_before, sessions)


def _body(before: Meeting | None, after: Meeting, changes: tuple[Change, ...]) -> dict[str, Any]:
    old, new = _fields(before) if before else {}, _fields(after) if before else {}
    differing = sorted(name for name in {**old, **new} if old.get(name) != new.get(name))
    contents = {
        history.document_of(change): (change.old, change.new) for change in changes if history.is_content(change)
    }
    return {
        "meeting": after.id,
        "old": {name: old.get(name) for name in differing} if before else None,
        "new": {name: new.get(name) for name in differing},
        "replaced": contents,
    }


def _together(first: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """Two bodies as one: from before the first to after the second; what is as it was is left out."""
    replaced = {name: tuple(pair) for name, pair in first["replaced"].items()}
    for name, (old, new) in then["replaced"].items():
        replaced[name] = (replaced.get(name, (old,))[0], new)
    replaced = {name: pair for name, pair in replaced.items() if pair[0] != pair[1]}
    old = None if first["old"] is None else {**(then["old"] or {}), **first["old"]}
    new = {**first["new"], **then["new"]}
    if old is not None:
        same = {name for name in old if old[name] == new.get(name)}
        old, new = ({name: value for name, value in each.items() if name not in same} for each in (old, new))
    return {"meeting": first["meeting"], "old": old, "new": new, "replaced": replaced}


def _fields(meeting: Meeting) -> dict[str, Any]:
    """What a notice may tell of a meeting, by path: each session and each document stands under its own."""
    dumped = {name: value for name, value in history.dumped(meeting).items() if name not in _UNTOLD}
    entries = {name: dumped.pop(name, ()) for name in ("programme", "documents")}
    return dumped | {f"{name}.{entry['id']}": entry for name, listed in entries.items() for entry in listed}


def _with(meeting: Meeting, fields: Mapping[str, Any]) -> Meeting:
    """The meeting with other values at some paths; None is nothing."""
    whole = history.dumped(meeting)
    for path, value in fields.items():
        history.put(whole, path, value)
    return history.loaded(whole)


def _old(now: Meeting, body: Mapping[str, Any]) -> Meeting | None:
    return None if body["old"] is None else _with(now, body["old"])


class Notices:
    """Gives what a queued notice tells, when it is sent."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings

    async def zone_of(self, chat_id: int) -> ZoneInfo | None:
        """The zone that counts in a chat besides the venue's: in her own, a person's."""
        person = await self._database.read(people.person_by_id, chat_id)
        return ZoneInfo(person.timezone) if person and person.timezone else None

    async def stars_of(self, chat_id: int) -> frozenset[Star]:
        """The sessions that who reads in a chat starred: in her own, a person; in a group nobody's are told."""
        return await self._database.read(stars.stars_of, chat_id)

    async def revision(self) -> int:
        """What has moved when the same notice may have to be put in other words."""
        return (await self._meetings.catalogue()).revision

    async def view(self, body: Mapping[str, Any], zone: ZoneInfo | None) -> NoticeView:
        """What a notice tells a reader who lives in a zone. Raises MeetingGone."""
        catalogue = await self._meetings.catalogue()
        meeting = catalogue.meetings.get(body["meeting"])
        if meeting is None:
            raise MeetingGone
        new = _with(meeting, body["new"])
        old = _old(new, body)
        return NoticeView(
            MeetingView(new, catalogue, self._clock.now(), zone), old, differences(old, new, body["replaced"])
        )
