"""Live calendars as apps fetch them: found by their token, kept as bytes until something in them changes.

A fetch costs no look at the store: it is asked how far it is (`Revisions`) after each commit of this process, and
otherwise every `_GLANCE` seconds, since another process may have imported. Where it has moved, the calendar is gathered
again, what is unchanged in it is taken as it is (`Blocks`), and everything that takes longer is done in slices.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from weakref import WeakValueDictionary

from bot.clock import Clock
from bot.errors import StoreError, UserError
from bot.ics.feed import feed, tag
from bot.ics.items import NoEntry
from bot.model import Catalogue, Selection
from bot.rendering import Rendering
from bot.services.admissions import Admissions
from bot.services.blocks import Blocks
from bot.services.calendars import hash_of
from bot.services.collecting import Collected, Collecting
from bot.services.meetings import Meetings
from bot.services.sight import Sight
from bot.store import Connection
from bot.store import calendars as store
from bot.store.calendars import Agenda, Calendar, Revisions
from bot.store.database import Database

log = logging.getLogger(__name__)

_GLANCE = 0.1
_MOST = 2_000  # feeds kept in memory
_MINUTE = 60.0
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a live calendar shows: whoever subscribes to the same gets the same bytes. `person_id` where it is her agenda."""

    selection: Selection
    language: str
    alarms: bool
    seen_by: Sight
    person_id: int | None


@dataclass(slots=True, weakref_slot=True)
class Content:
    """A live calendar in one state: what an app is sent, and what it is compared by.

    `since` (UTC, whole seconds) is when it came to be so, as far as this process knows: no earlier state had the same.
    """

    catalogue: Catalogue
    agenda: Agenda
    collected: Collected
    name: str
    body: bytes
    etag: str
    since: datetime
    last_modified: str
    _compressed: bytes | None = None

    async def compressed(self) -> bytes:
        """The body by gzip, made once, in a thread: zlib lets the loop go on."""
        if self._compressed is None:
            self._compressed = await asyncio.to_thread(_gzip, self.body)
        return self._compressed


@dataclass(slots=True)
class Feed:
    """A live calendar as somebody subscribed to it, in its present state; when its use was last noted."""

    calendar: Calendar
    content: Content
    revisions: Revisions
    noted: float = float("-inf")


class Feeds:
    """Finds and keeps live calendars."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        meetings: Meetings,
        admissions: Admissions,
        rendering: Rendering,
        collecting: Collecting,
        blocks: Blocks,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._admissions = admissions
        self._rendering = rendering
        self._collecting = collecting
        self._blocks = blocks
        self._monotonic = monotonic
        self._kept: OrderedDict[str, Feed] = OrderedDict()
        self._contents: WeakValueDictionary[_Subject, Content] = WeakValueDictionary()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._revisions = Revisions(-1, -1)
        self._commits = -1
        self._looked = float("-inf")

    async def of(self, token: str) -> Feed | None:
        """The live calendar of a token as it stands now; None where there is none, or none any more.

        Raises StoreError when the store does not answer, and NoEntry when nothing in it has a day.
        """
        key = hash_of(token)
        kept = self._kept.get(key)
        if kept is None or not self._is_fresh(kept):
            kept = await self._current(key)
        return kept

    async def use(self, found: Feed) -> None:
        """Note that an app fetched it, at most once a minute. A store that cannot be written keeps nobody from reading."""
        now = self._monotonic()
        if now - found.noted < _MINUTE:
            return
        found.noted = now
        try:
            await self._database.note(store.note_use, found.calendar.id, self._clock.now())
        except StoreError as error:
            log.warning("The use of a live calendar could not be noted: %s", error)

    def drop(self, person_id: int) -> None:
        """Keep nothing of a person's calendars in memory: she was forgotten."""
        for token_hash in [key for key, kept in self._kept.items() if kept.calendar.person_id == person_id]:
            del self._kept[token_hash]

    def _is_fresh(self, kept: Feed) -> bool:
        if self._commits != self._database.commits or self._monotonic() - self._looked > _GLANCE:
            return False
        return kept.revisions == self._revisions and not self._has_passed(kept.content)

    def _has_passed(self, content: Content) -> bool:
        return content.collected.until is not None and self._clock.now() >= content.collected.until

    async def _current(self, key: str) -> Feed | None:
        """Look at the store; whoever asks for the same meanwhile waits for what comes of it."""
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = asyncio.Lock()
        async with turn:
            return await self._looked_at(key)

    async def _looked_at(self, key: str) -> Feed | None:
        kept = self._kept.get(key)
        if kept is not None and self._is_fresh(kept):
            return kept
        commits, looked = self._database.commits, self._monotonic()
        known = kept.revisions if kept is not None and not self._has_passed(kept.content) else None
        revisions, found = await self._database.read(_state, key, known)
        self._revisions, self._commits, self._looked = revisions, commits, looked
        if kept is not None and revisions == known:
            return kept
        if found is None:
            self._kept.pop(key, None)
            return None
        try:
            content = await self._content(*found)
        except UserError:  # she may not see it any more
            self._kept.pop(key, None)
            return None
        made = self._kept[key] = Feed(found[0], content, revisions, kept.noted if kept else float("-inf"))
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return made

    async def _content(self, calendar: Calendar, agenda: Agenda) -> Content:
        seen_by = await self._admissions.sight_of(calendar.person_id, calendar.person_id)
        catalogue = await self._database.read(self._meetings.seen, seen_by)
        person_id = calendar.person_id if calendar.selection.kind == "agenda" else None
        subject = _Subject(calendar.selection, calendar.language, calendar.alarms, seen_by, person_id)
        kept = self._contents.get(subject)
        if kept and kept.catalogue is catalogue and kept.agenda == agenda and not self._has_passed(kept):
            return kept
        made = await self._made(subject, catalogue, agenda, kept)
        self._contents[subject] = made
        return made

    async def _made(self, subject: _Subject, catalogue: Catalogue, agenda: Agenda, kept: Content | None) -> Content:
        collected = await self._collected(catalogue, subject.selection, agenda)
        blocks = await self._blocks.of(collected.items, catalogue, subject.language, alarms=subject.alarms)
        name = self._rendering.render("ics/name.txt", subject.language, **names_of(collected))
        await asyncio.sleep(0)
        body = feed(name, blocks)
        since = self._clock.now().replace(microsecond=0)
        if kept:
            since = kept.since if kept.body == body else max(since, kept.since + _SECOND)
        return Content(
            catalogue=catalogue,
            agenda=agenda,
            collected=collected,
            name=name,
            body=body,
            etag=tag(body, blocks),
            since=since,
            last_modified=format_datetime(since, usegmt=True),
            _compressed=kept._compressed if kept and kept.body == body else None,
        )

    async def _collected(self, catalogue: Catalogue, selection: Selection, agenda: Agenda) -> Collected:
        """What stands in it; where a meeting has lost its day, the next milestone of its process until it has one."""
        now = self._clock.now()
        try:
            return await self._collecting.of(catalogue, selection, agenda, now)
        except NoEntry:
            if selection.meeting is None:
                raise
            process = catalogue.meetings[selection.meeting].process
            return await self._collecting.of(catalogue, Selection("process", process=process), agenda, now)


def names_of(collected: Collected) -> dict[str, object]:
    """What the name of a calendar is made from (templates/ics/name.txt)."""
    return {
        "kind": collected.selection.kind,
        "meeting": collected.meeting,
        "session": collected.session,
        "process": collected.process,
    }


def _state(
    connection: Connection, token_hash: str, known: Revisions | None
) -> tuple[Revisions, tuple[Calendar, Agenda] | None]:
    """How far the store is, and the calendar of a token; that it does not look up where the store is as far as `known`."""
    revisions = store.revisions(connection)
    calendar = None if revisions == known else store.calendar_of_token(connection, token_hash)
    if calendar is None:
        return revisions, None
    is_agenda = calendar.selection.kind == "agenda"
    return revisions, (calendar, store.agenda_of(connection, calendar.person_id) if is_agenda else Agenda())


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 1, mtime=0)
