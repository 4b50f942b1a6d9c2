"""Drafts of announcements: whom they are for, counted before anything is written, and what they say in each language.

A draft is a row of the store: it survives restarts, does not expire, and any organiser of its process can take it up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot import facts
from bot.announcement import (
    LONGEST_TEXT,
    MOST_ATTACHMENTS,
    Addressees,
    Announcement,
    Asks,
    Attachment,
    Counted,
    Version,
)
from bot.clock import Clock, new_uid
from bot.errors import UserError
from bot.facts import Phase
from bot.markup import cleaned, plain, utf16_length
from bot.model import Catalogue, Person
from bot.services.draft_views import Dimension, DraftView, LanguageFor, MembersView, about, known_languages
from bot.services.meetings import Meetings
from bot.services.organisers import Doing, Organisers, must_be_allowed
from bot.store import Connection, audiences
from bot.store import announcements as store
from bot.store.acts import What
from bot.store.audiences import Group, Member
from bot.store.database import Database

_PAGE = 20


class Drafts:
    """Makes and changes drafts, each change by an organiser whose process it is."""

    def __init__(
        self, database: Database, clock: Clock, meetings: Meetings, organisers: Organisers, language_for: LanguageFor
    ) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._organisers = organisers
        self._language_for = language_for

    async def subjects(self, by: Person) -> Catalogue:
        """What she may announce to: the processes that are hers, and their meetings."""
        catalogue, organiser = await self._meetings.catalogue(), await self._organisers.of(by.id)
        mine = {
            process_id: process
            for process_id, process in catalogue.processes.items()
            if organiser is not None and organiser.mandate.covers(process_id)
        }
        meetings = {meeting.id: meeting for meeting in catalogue.meetings.values() if meeting.process in mine}
        return Catalogue(catalogue.revision, mine, meetings)

    async def begin(self, by: Person, kind: Literal["meeting", "process"], subject_id: str) -> DraftView:
        """Begin a draft for the followers of a meeting or process. Raises UserError for one that is not hers.

        A process has no venue: what is announced to it goes by her clocks, else by those of its next meeting.
        """
        catalogue = await self._meetings.catalogue()
        meeting = catalogue.meetings.get(subject_id) if kind == "meeting" else None
        process_id = meeting.process if meeting else subject_id
        if process_id is None or process_id not in catalogue.processes or (kind == "meeting" and meeting is None):
            raise UserError("errors/no_such_meeting.html")
        selection = Addressees(process=process_id, meeting=meeting.id if meeting else None)
        now, key = self._clock.now(), new_uid()
        zone = by.timezone or _next_zone(catalogue, process_id, now)

        def begun(connection: Connection) -> int:
            must_be_allowed(connection, Doing(by=by, what=What.ANNOUNCED, process=selection.process))
            return store.create(connection, key, selection, by.name, now, zone=zone)[0]

        return await self.view(by, await self._database.write(begun))

    async def view(self, by: Person, announcement_id: int) -> DraftView:
        """The draft, with its audience as of now. Raises UserError when it is gone, sent or not hers."""
        catalogue = await self._meetings.catalogue()

        def seen(connection: Connection) -> tuple[Announcement, list[Group]]:
            draft = open_draft(connection, by, announcement_id)
            return draft, audiences.groups(connection, draft.selection)

        draft, groups = await self._database.read(seen)
        return DraftView(
            announcement=draft,
            groups=tuple(groups),
            language_for=self._language_for,
            **about(catalogue, draft.selection),
        )

    # Whom

    async def choose(self, by: Person, announcement_id: int, dimension: Dimension, value: str) -> DraftView:
        """Choose recipients by a language, country or category, or do so no more."""

        def chosen(draft: Announcement) -> Announcement:
            values: tuple[str, ...] = getattr(draft.selection, dimension)
            others = tuple(one for one in values if one != value)
            selection = replace(draft.selection, **{dimension: others if value in values else (*values, value)})  # type: ignore[arg-type]  # its three tuples of texts
            return replace(draft, selection=selection)

        return await self._change(by, announcement_id, chosen, is_effect=True)

    async def choose_all(self, by: Person, announcement_id: int, dimension: Dimension) -> DraftView:
        """Choose by a language, country or category no more."""

        def chosen(draft: Announcement) -> Announcement:
            return replace(draft, selection=replace(draft.selection, **{dimension: ()}))  # type: ignore[arg-type]  # as above

        return await self._change(by, announcement_id, chosen)

    async def members(self, by: Person, announcement_id: int, page: int) -> MembersView:
        """A page of those whom it is for. Raises UserError as `view` does."""
        catalogue = await self._meetings.catalogue()

        def seen(connection: Connection) -> tuple[Announcement, list[Member]]:
            draft = open_draft(connection, by, announcement_id)
            found = audiences.groups(connection, draft.selection)
            languages = known_languages(found, draft.selection, self._language_for)
            return draft, audiences.members(connection, draft.selection, languages, page * _PAGE, _PAGE + 1)

        draft, members = await self._database.read(seen)
        return MembersView(
            announcement=draft,
            members=tuple(members[:_PAGE]),
            page=page,
            is_last=len(members) <= _PAGE,
            **about(catalogue, draft.selection),
        )

    async def set_category(self, by: Person, announcement_id: int, chat_id: int, category: str | None) -> None:
        """Set what a recipient is; None lets stand what the person says of herself."""
        draft = await self._database.read(open_draft, by, announcement_id)
        doing = Doing(
            by=by,
            what=What.SET_CATEGORY,
            about={"chat_id": chat_id, "category": category},
            process=draft.selection.process,
        )
        await self._organisers.act(doing, audiences.set_category, chat_id, category)

    # What

    async def write(self, by: Person, announcement_id: int, language: str, html: str) -> DraftView:
        """Give a version its text. Raises UserError for one that is too long."""
        text = cleaned(html)
        excess = utf16_length(plain(text)) - LONGEST_TEXT
        if excess > 0:
            raise UserError("announcements/too_long.html", excess=excess, limit=LONGEST_TEXT)
        return await self._change_version(by, announcement_id, language, lambda version: replace(version, text=text))

    async def attach(
        self, by: Person, announcement_id: int, language: str, attachment: Attachment, caption: str = ""
    ) -> DraftView:
        """Add a photo, a file or a place to a version; its caption becomes the version's text. Raises UserError for
        one too many."""
        text = cleaned(caption)

        def attached(version: Version) -> Version:
            others = tuple(one for one in version.attachments if one != attachment)
            if len(others) == MOST_ATTACHMENTS:
                raise UserError("announcements/too_many.html", most=MOST_ATTACHMENTS)
            return replace(version, attachments=(*others, attachment), text=text or version.text)

        return await self._change_version(by, announcement_id, language, attached)

    async def clear(self, by: Person, announcement_id: int, language: str) -> DraftView:
        """Take a version away."""

        def cleared(draft: Announcement) -> Announcement:
            versions = {code: one for code, one in draft.content.versions.items() if code != language}
            return replace(draft, content=replace(draft.content, versions=versions))

        return await self._change(by, announcement_id, cleared)

    async def ask(self, by: Person, announcement_id: int, asks: Asks) -> DraftView:
        """Say what readers are asked to press."""
        return await self._change(
            by, announcement_id, lambda draft: replace(draft, content=replace(draft.content, asks=asks))
        )

    async def preview(self, by: Person, announcement_id: int) -> DraftView:
        """The draft, counted: what is shown now is what the send is compared with. Raises UserError for an empty one."""
        view = await self.view(by, announcement_id)
        if not view.announcement.content.versions:
            raise UserError("announcements/empty.html")
        counted = Counted(chats=view.chats, unreachable=view.unreachable, at=self._clock.now())

        def noted(connection: Connection) -> Announcement:
            draft = replace(open_draft(connection, by, announcement_id), counted=counted)
            store.save(connection, draft)
            return draft

        return replace(view, announcement=await self._database.note(noted))

    async def discard(self, by: Person, announcement_id: int) -> None:
        """Throw a draft away."""
        draft = await self._database.read(open_draft, by, announcement_id)
        doing = Doing(by=by, what=What.DISCARDED, about=logged(draft), process=draft.selection.process)
        await self._organisers.act(doing, store.delete, announcement_id)

    # Underneath

    async def _change_version(
        self, by: Person, announcement_id: int, language: str, change: Callable[[Version], Version]
    ) -> DraftView:
        def changed(draft: Announcement) -> Announcement:
            version = change(draft.content.versions.get(language, Version()))
            versions = {**draft.content.versions, language: version}
            return replace(draft, content=replace(draft.content, versions=versions))

        return await self._change(by, announcement_id, changed)

    async def _change(
        self,
        by: Person,
        announcement_id: int,
        change: Callable[[Announcement], Announcement],
        *,
        is_effect: bool = False,
    ) -> DraftView:
        """Change a draft; `is_effect` where doing it twice is not the same as doing it once."""
        now = self._clock.now()

        def changed(connection: Connection) -> None:
            draft = open_draft(connection, by, announcement_id)
            new = change(draft)
            if new != draft:
                store.save(connection, replace(new, revision=draft.revision + 1, changed_at=now))

        await (self._database.write if is_effect else self._database.note)(changed)
        return await self.view(by, announcement_id)


def _next_zone(catalogue: Catalogue, process_id: str, now: datetime) -> str:
    """The zone of the meeting of a process that is under way or comes next; UTC where there is none."""
    meetings = facts.in_order(one for one in catalogue.meetings.values() if one.process == process_id)
    coming = (one for one in meetings if facts.phase(one, now) in (Phase.NOW, Phase.AHEAD) and one.timezone)
    return next((one.timezone or "UTC" for one in coming), "UTC")


def found(connection: Connection, by: Person, announcement_id: int) -> Announcement:
    """An announcement of hers. Raises UserError when it is gone, or of a process that is not hers."""
    announcement = store.announcement_by_id(connection, announcement_id)
    if announcement is None:
        raise UserError("announcements/gone.html")
    must_be_allowed(connection, Doing(by=by, what=What.ANNOUNCED, process=announcement.selection.process))
    return announcement


def open_draft(connection: Connection, by: Person, announcement_id: int) -> Announcement:
    """The same, where it can still be changed. Raises UserError else."""
    announcement = found(connection, by, announcement_id)
    if not announcement.is_draft:
        raise UserError("announcements/not_a_draft.html")
    return announcement


def logged(announcement: Announcement) -> dict[str, str | int | None]:
    """An announcement as the log keeps it."""
    selection, content = announcement.selection, announcement.content
    text = plain(content.versions[content.fallback].text) if content.fallback else ""
    return {
        "announcement": announcement.id,
        "process": selection.process,
        "meeting": selection.meeting,
        "text": text[:60],
    }
