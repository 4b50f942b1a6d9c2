"""What has changed: of what a chat follows, since it last looked, or of one meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot import history
from bot.changes import Difference, differences
from bot.clock import Clock
from bot.errors import UserError
from bot.model import Catalogue, Change, Meeting
from bot.services.meetings import Meetings, MeetingView
from bot.store import Connection, followers
from bot.store import changes as store
from bot.store.changes import Look
from bot.store.database import Database

_PAGE = 5


@dataclass(frozen=True, slots=True)
class Edit:
    """What was changed of a meeting at one go: the meeting after it (`view`) and before it (`old`, None: entered)."""

    number: int
    at: datetime
    view: MeetingView
    old: Meeting | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """A page of what has changed, the newest first; `older` is what to ask the next one with, None on the last.

    `meeting` is the one that was asked about; without it, it is about what the chat follows, if it follows anything.
    `looked_at` is when the chat looked last, where this page shows only what came since.
    """

    edits: tuple[Edit, ...]
    older: int | None
    meeting: Meeting | None = None
    looked_at: datetime | None = None
    follows: bool = True


class Changes:
    """Shows the record of changes, and remembers how far each chat has looked."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings

    async def since_last_look(self, chat_id: int, zone: ZoneInfo | None) -> ChangesView:
        """What has changed of what a chat follows since it last looked; it has looked then."""
        catalogue, now = await self._meetings.catalogue(), self._clock.now()
        record, since, look, newest = await self._database.read(_look, catalogue, chat_id)
        edits = _edits(record, catalogue, now, zone)
        seen = look.change_id if look else 0
        fresh = [edit for edit in edits if edit.number > seen and _concerns(edit, since)]
        earlier = any(edit.number <= seen and _concerns(edit, since) for edit in edits)
        await self._database.at_close(store.put_looks, (chat_id, newest, now))
        shown = tuple(fresh[:_PAGE])
        return ChangesView(
            edits=shown,
            older=shown[-1].number if shown and (len(fresh) > _PAGE or earlier) else newest + 1 if earlier else None,
            looked_at=look.at if look else None,
            follows=bool(since),
        )

    async def earlier(self, chat_id: int, before: int, zone: ZoneInfo | None) -> ChangesView:
        """What has changed of what a chat follows before the change of that number."""
        catalogue = await self._meetings.catalogue()
        record, since, _, _ = await self._database.read(_look, catalogue, chat_id)
        edits = _edits(record, catalogue, self._clock.now(), zone)
        return _page([edit for edit in edits if edit.number < before and _concerns(edit, since)])

    async def of_meeting(self, meeting_id: str, before: int | None, zone: ZoneInfo | None) -> ChangesView:
        """What has changed of a meeting, before the change of that number where one is given.

        Raises UserError when the store has no such meeting.
        """
        catalogue = await self._meetings.catalogue()
        meeting = catalogue.meetings.get(meeting_id)
        if meeting is None:
            raise UserError("errors/no_such_meeting.html")
        record = await self._database.read(store.changes_of, [meeting_id])
        edits = _edits(record, catalogue, self._clock.now(), zone)
        return _page([edit for edit in edits if before is None or edit.number < before], meeting)


def _page(edits: list[Edit], meeting: Meeting | None = None) -> ChangesView:
    shown = tuple(edits[:_PAGE])
    return ChangesView(edits=shown, older=shown[-1].number if len(edits) > _PAGE else None, meeting=meeting)


def _look(
    connection: Connection, catalogue: Catalogue, chat_id: int
) -> tuple[list[tuple[int, Change]], Mapping[str, datetime], Look | None, int]:
    """The changes of what a chat follows, since when it follows each meeting, how far it has looked, and what is newest."""
    since: dict[str, datetime] = {}
    for each in followers.followed_by(connection, chat_id):
        of_process = (one.id for one in catalogue.meetings.values() if one.process == each.subject.id)
        for meeting_id in of_process if each.subject.kind == "process" else (each.subject.id,):
            since[meeting_id] = min(since.get(meeting_id, each.since), each.since)
    record = store.changes_of(connection, since)
    return record, since, store.last_look(connection, chat_id), store.newest_change(connection)


def _concerns(edit: Edit, since: Mapping[str, datetime]) -> bool:
    """That a meeting was entered is news for those only who follow its process already."""
    return edit.old is not None or edit.at > since[edit.view.meeting.id]


def _edits(
    record: Iterable[tuple[int, Change]], catalogue: Catalogue, now: datetime, zone: ZoneInfo | None
) -> list[Edit]:
    """What was done at one go up to now, the newest first, where somebody would act on it."""
    by_meeting: dict[str, list[tuple[int, Change]]] = {}
    for number, change in record:
        by_meeting.setdefault(change.meeting_id, []).append((number, change))
    found = [
        edit
        for meeting_id, changes in by_meeting.items()
        if meeting_id in catalogue.meetings
        for edit in _edits_of(MeetingView(catalogue.meetings[meeting_id], catalogue, now, zone), changes)
        if edit.at <= now  # asked as of a day that was, what came after is not known yet
    ]
    return sorted(found, key=lambda edit: -edit.number)


def _edits_of(view: MeetingView, record: list[tuple[int, Change]]) -> Iterator[Edit]:
    """The edits of one meeting, walked back from how it stands."""
    after = history.dumped(view.meeting)
    for at, group in groupby(reversed(record), key=lambda each: each[1].at):
        numbered = list(reversed(list(group)))
        changes = [change for _, change in numbered]
        was_entered = any(change.path == "" for change in changes)
        before = after if was_entered else history.before(after, changes)
        new, old = history.loaded(after), None if was_entered else history.loaded(before)
        replaced = {history.document_of(change) for change in changes if history.is_content(change)}
        if found := differences(old, new, replaced):
            stood = MeetingView(new, view.catalogue, view.now, view.reader_zone)
            yield Edit(numbered[-1][0], at, stood, old, found)
        after = before
