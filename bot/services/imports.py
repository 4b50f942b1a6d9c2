"""Meetings files in a chat: an organiser sends one, sees what it would change, and decides; or has the store sent to her."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import history
from bot.changes import Difference, differences, sessions_touched, worth_telling
from bot.clock import Clock
from bot.deferred import Deferred
from bot.errors import UserError
from bot.model import Catalogue, Change, Meeting, Person
from bot.services.meetings import MeetingView
from bot.services.organisers import Doing, Organisers
from bot.store import Connection, documents, followers, meetings, uploads
from bot.store import organisers as store_organisers
from bot.store.acts import What
from bot.store.database import Database
from bot.store.followers import Audience
from bot.store.uploads import Upload

if TYPE_CHECKING:
    from bot.importing import problems, writing
    from bot.importing.merging import Merged
    from bot.importing.reading import Draft
    from bot.services import archives, edits, meetings_file
else:  # days go by in which no file is sent
    archives = Deferred("bot.services.archives")
    edits = Deferred("bot.services.edits")
    meetings_file = Deferred("bot.services.meetings_file")
    problems = Deferred("bot.importing.problems")
    writing = Deferred("bot.importing.writing")

LASTS = timedelta(hours=1)
LARGEST = 20_000_000  # bytes: what a bot may fetch (getFile)
LARGEST_SENT = 50_000_000  # bytes: what a bot may send
_MOST_PROBLEMS = 20
# Fields of a meeting of which followers hear; what else changes is named to the organiser by its key.
_TOLD = frozenset(
    {
        *(
            "name",
            "status",
            "start",
            "end",
            "timezone",
            "city",
            "country",
            "venue",
            "registration",
            "website",
            "invited",
        ),
        *("level", "requests", "deadlines", "practical", "contacts", "programme", "documents"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    """What an import would do to a meeting: as it would be (`view`), as it is (`old`, None for a new one), what differs.

    `keys` are what else of it changes; `told` is how many chats would be told.
    """

    view: MeetingView
    old: Meeting | None
    differences: tuple[Difference, ...]
    keys: tuple[str, ...]
    told: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """What an import would change, and until when it can be decided on (UTC). Without `number` it would change nothing."""

    file: str
    meetings: tuple[PlannedMeeting, ...]
    unchanged: int
    processes: tuple[str, ...]
    expires_at: datetime
    number: int | None = None


@dataclass(frozen=True, slots=True)
class AppliedView:
    """What an import has changed; `undo` is the number by which it can be taken back, None where it cannot."""

    plan: PlanView
    undo: int | None


@dataclass(frozen=True, slots=True)
class _Plan:
    view: PlanView
    revision: int


@dataclass(frozen=True, slots=True)
class Exported:
    """An archive of what an organiser organises."""

    content: bytes
    meetings: int


class Imports:
    """Takes meetings files from organisers, and gives them."""

    def __init__(
        self, database: Database, clock: Clock, organisers: Organisers, wake: Callable[[], None] = lambda: None
    ) -> None:
        """`wake` tells whatever waits for the clock that something may be due earlier."""
        self._database = database
        self._clock = clock
        self._organisers = organisers
        self._wake = wake

    async def plan(self, by: Person, name: str, content: bytes) -> PlanView:
        """Keep what an organiser has sent, and show what it would change.

        Raises UserError with everything that is wrong with it, and for what is not hers to organise.
        """
        planned = await self._planned(by, name, content)
        if not planned.view.meetings and not planned.view.processes:
            return planned.view
        now = self._clock.now()
        upload = Upload(name, content, planned.revision)
        number = await self._database.write(uploads.put_upload, by.id, upload, now, planned.view.expires_at)
        return replace(planned.view, number=number)

    async def edit(self, by: Person, meeting_id: str, field: str, words: str) -> PlanView:
        """Show what another value of one field would change; `words` are as in a file, "-" takes the fact away.

        Raises UserError for what is wrong with them, and for what is not hers to organise.
        """
        catalogue = await self._database.read(meetings.catalogue)
        content = edits.edited_file(catalogue, meeting_id, field, words, by.name or str(by.id), self._clock.now())
        return await self.plan(by, f"{meeting_id}.yaml", content)

    async def editable(self, by: Person) -> tuple[Meeting, ...]:
        """The meetings that are hers to change, the earliest first."""
        catalogue = await self._database.read(meetings.catalogue)
        organiser = await self._organisers.of(by.id)
        return tuple(
            meeting
            for meeting in catalogue.meetings.values()
            if organiser and organiser.mandate.covers(meeting.process or "")
        )

    async def apply(self, by: Person, number: int) -> AppliedView:
        """Import what was shown. Raises UserError when it is too late, or the store has changed since."""
        upload = await self._upload(by, number, "imports/expired.html")
        planned = await self._planned(by, upload.name, upload.content)
        draft = await self._draft(by, upload.name, upload.content)
        ids = [each.view.meeting.id for each in planned.view.meetings]
        about = {"file": upload.name, "meetings": ids or planned.view.processes}
        doing = Doing(by=by, what=What.UNDID if upload.is_undo else What.IMPORTED, about=about)
        undo = await self._organisers.act(doing, _apply, draft, by, number, upload, self._clock.now())
        self._wake()
        return AppliedView(planned.view, undo)

    async def undo(self, by: Person, number: int) -> AppliedView | PlanView:
        """Take an import back; where the store has changed since, show what that would change, to be decided on.

        Raises UserError when it is too late, or something else was imported since.
        """
        upload = await self._upload(by, number, "imports/not_undone.html")
        if await self._database.read(meetings.revision) != upload.revision:
            return await self.plan(by, upload.name, upload.content)
        return await self.apply(by, number)

    async def discard(self, by: Person, number: int) -> None:
        """Forget what was shown. Raises UserError when it is forgotten already."""
        if not await self._database.write(uploads.drop_upload, number, by.id):
            raise UserError("imports/expired.html")

    async def export(self, by: Person) -> Exported:
        """The meetings that an organiser may change, with their documents. Raises UserError when they are too large to send."""
        catalogue, contents = await self._database.read(meetings_file.whole_store)
        organiser = await self._organisers.of(by.id)
        hers = {
            meeting.id: meeting
            for meeting in catalogue.meetings.values()
            if organiser and organiser.mandate.covers(meeting.process or "")
        }
        processes = {
            process.id: process
            for process in catalogue.processes.values()
            if organiser and organiser.mandate.covers(process.id)
        }
        cut = replace(catalogue, meetings=hers, processes=processes)
        content = await asyncio.to_thread(lambda: archives.packed(meetings_file.files_of(cut, contents)))
        if len(content) > LARGEST_SENT:
            raise UserError("imports/too_large.html")
        doing = Doing(by=by, what=What.EXPORTED, about={"meetings": len(hers)})
        await self._organisers.act(doing, lambda connection: None)
        return Exported(content, len(hers))

    async def _upload(self, by: Person, number: int, too_late: str) -> Upload:
        upload = await self._database.read(uploads.upload_of, number, by.id, self._clock.now())
        if upload is None:
            raise UserError(too_late)
        return upload

    async def _planned(self, by: Person, name: str, content: bytes) -> _Plan:
        draft = await self._draft(by, name, content)
        try:
            return await self._database.read(_look, draft, name, by, self._clock.now())
        except problems.ImportProblems as error:
            found = [str(problem) for problem in error.problems]
            raise UserError(
                "imports/problems.html",
                file=name,
                problems=found[:_MOST_PROBLEMS],
                more=len(found[_MOST_PROBLEMS:]),
            ) from error

    async def _draft(self, by: Person, name: str, content: bytes) -> Draft:
        if len(content) > LARGEST:
            raise UserError("imports/too_large.html")
        stored = await self._database.read(_documents_named, by, content)
        return await asyncio.to_thread(archives.draft_of, name, content, stored)


def _documents_named(connection: Connection, by: Person, content: bytes) -> dict[str, bytes]:
    """The stored documents' files that a meetings file names: whoever sends the file alone need not send them along.

    Of meetings that are not hers to organise there are none: a guessed name gives nothing away.
    """
    organiser = store_organisers.organiser_by_id(connection, by.id)
    if organiser is None:
        return {}
    named = [
        document
        for meeting, document in meetings.catalogue(connection).documents()
        if document.file and document.file.encode() in content and organiser.mandate.covers(meeting.process or "")
    ]
    found = ((document.file or "", documents.document_content(connection, document.id)) for document in named)
    return {name: content[1] for name, content in found if content is not None}


def _look(connection: Connection, draft: Draft, name: str, by: Person, now: datetime) -> _Plan:
    stored = meetings.catalogue(connection)
    result = meetings_file.plan(connection, draft, stored, now, by.name)
    _must_cover(connection, by, stored, result)
    after = replace(
        stored,
        meetings={**stored.meetings, **{meeting.id: meeting for meeting in result.meetings}},
        processes={**stored.processes, **{process.id: process for process in result.processes}},
    )
    view = PlanView(
        file=name,
        meetings=tuple(_planned(connection, meeting, stored, after, result, now) for meeting in result.meetings),
        unchanged=len(result.unchanged),
        processes=tuple(process.id for process in result.processes),
        expires_at=now + LASTS,
    )
    return _Plan(view, stored.revision)


def _planned(
    connection: Connection, meeting: Meeting, stored: Catalogue, after: Catalogue, result: Merged, now: datetime
) -> PlannedMeeting:
    old = stored.meetings.get(meeting.id)
    changes = [change for change in result.changes if change.meeting_id == meeting.id]
    replaced = {history.document_of(change) for change in changes if history.is_content(change)}
    differing = differences(old, meeting, replaced)
    is_told = worth_telling(old, meeting, now, replaced)
    sessions = sessions_touched(differing, meeting)
    return PlannedMeeting(
        view=MeetingView(meeting, after, now),
        old=old,
        differences=differing,
        keys=_keys(changes) if old else (),
        told=followers.audience_of(connection, meeting.id, sessions) if is_told else Audience(0, 0),
    )


def _keys(changes: Iterable[Change]) -> tuple[str, ...]:
    found = dict.fromkeys(change.path.split(".")[0] for change in changes)
    return tuple(key for key in found if key not in _TOLD)


def _must_cover(connection: Connection, by: Person, stored: Catalogue, result: Merged) -> None:
    """Raise UserError unless everything that would be written is hers to organise, where it is now and where it would be."""
    organiser = store_organisers.organiser_by_id(connection, by.id)
    if organiser is None:
        raise UserError("organisers/not_any_more.html")
    touched = {process.id for process in result.processes}
    for meeting in result.meetings:
        old = stored.meetings.get(meeting.id)
        touched |= {each.process or "" for each in (meeting, old) if each is not None}
    if not all(organiser.mandate.covers(process) for process in touched):
        raise UserError("organisers/other_process.html")


def _apply(connection: Connection, draft: Draft, by: Person, number: int, upload: Upload, now: datetime) -> int | None:
    """Import it, and keep what takes it back."""
    if meetings.revision(connection) != upload.revision:
        raise UserError("imports/moved.html")
    stored = meetings.catalogue(connection)
    result = meetings_file.plan(connection, draft, stored, now, by.name)
    _must_cover(connection, by, stored, result)
    meetings_file.import_draft(connection, draft, now, by.name)
    uploads.drop_upload(connection, number, by.id)
    if upload.is_undo or not _can_be_undone(stored, result):
        return None
    were = {meeting.id: stored.meetings[meeting.id] for meeting in result.meetings}
    content = writing.as_yaml(replace(stored, meetings=were, processes={})).encode()
    undo = Upload(upload.name, content, meetings.revision(connection), is_undo=True)
    return uploads.put_upload(connection, by.id, undo, now, now + LASTS)


def _can_be_undone(stored: Catalogue, result: Merged) -> bool:
    """Whether a file of the meetings as they were brings back all: not where something is new, or a paper is gone."""
    filed = {document.id for meeting in result.meetings for document in meeting.documents}
    had = (document.id for each in result.meetings for document in stored.meetings[each.id].documents if document.file)
    return not (result.created or result.processes or result.contents or any(id_ not in filed for id_ in had))
