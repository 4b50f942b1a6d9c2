"""Announcements: sent once to everyone who must know, with a report of who was reached; corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.announcement import Addressees, Announcement, Content, Difference, content_as_json
from bot.clock import Clock, new_uid
from bot.errors import UserError
from bot.model import Person
from bot.services import drafts
from bot.services.draft_views import AboutView, LanguageFor, about, is_chosen, known_languages
from bot.services.meetings import Meetings
from bot.services.organisers import Organisers
from bot.services.reports import ReportView
from bot.services.scheduled import hold, log, log_entry
from bot.services.sent_announcements import SentAnnouncements
from bot.store import Connection, acts, audiences, causes, followers, reporting
from bot.store import announcements as store
from bot.store.acts import What
from bot.store.causes import Cause, Queued
from bot.store.database import Database
from bot.store.followers import Audience, Chat

ANNOUNCEMENT = "announcement"
"""The kind of the causes made here; the body is `{"content": Content}`."""

TOO_LATE = timedelta(hours=1)
"""What is scheduled is not sent by itself so long after its time: its words may be wrong by then."""


class Announcements:
    """Sends announcements by queueing them; the outbox does the rest."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        meetings: Meetings,
        organisers: Organisers,
        language_for: LanguageFor,
        sent: SentAnnouncements,
        wake: Callable[[], None],
    ) -> None:
        """`wake` tells the outbox, and whoever watches what is under way, that there is something to do."""
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._organisers = organisers
        self._language_for = language_for
        self._sent = sent
        self._wake = wake

    # From a script

    async def count(self, selection: Addressees) -> Audience:
        """Whom an announcement would be for."""
        found = await self._database.read(audiences.groups, selection)
        chosen = [group for group in found if is_chosen(group, selection, self._language_for)]
        return Audience(sum(group.chats for group in chosen), sum(group.unreachable for group in chosen))

    async def announce(
        self,
        selection: Addressees,
        content: Content,
        by: str,
        *,
        key: str | None = None,
        order: str = "",
        send_at: datetime | None = None,
    ) -> tuple[int, bool]:
        """Send an announcement as a script orders it, now or at an instant (UTC), and log it under the name `by`.

        Gives its number, and whether it is new: the same `key` is announced once, however often it is asked for.
        """
        now = self._clock.now()

        def announced(connection: Connection) -> tuple[int, bool]:
            number, is_new = store.create(connection, key or new_uid(), selection, by, now)
            found = store.announcement_by_id(connection, number)
            if not is_new or found is None:
                return number, False
            announcement = replace(found, content=content, send_at=send_at, order=order)
            if send_at is None:
                self._launch(connection, announcement, now)
            else:
                store.save(connection, announcement)
            what = What.ANNOUNCED if send_at is None else What.SCHEDULED
            line = acts.Act(person_id=None, name=by, what=what, about=log_entry(announcement), at=now)
            acts.put_act(connection, line)
            return number, True

        result = await self._database.write(announced)
        self._wake()
        return result

    async def with_key(self, key: str) -> Announcement | None:
        """What a script has announced under this key, or None."""
        return await self._database.read(store.announcement_by_key, key)

    # From a draft

    async def send(self, by: Person, announcement_id: int, revision: int) -> ReportView:
        """Send a draft as it was previewed, once however often it is asked for. Raises UserError when it has been
        changed since, or there is nobody whom it is for."""
        now = self._clock.now()

        def sent(connection: Connection) -> bool:
            announcement = drafts.found(connection, by, announcement_id)
            if announcement.cause_id is not None:
                return False
            _must_be_as_previewed(announcement, revision)
            self._launch(connection, replace(announcement, send_at=None), now)
            log(connection, by, What.ANNOUNCED, announcement, now)
            return True

        await self._database.write(sent)
        self._wake()
        return await self._sent.report(announcement_id)

    async def schedule(self, by: Person, announcement_id: int, revision: int, at: datetime) -> Announcement:
        """Have a draft sent at an instant (UTC), to whoever follows then. Raises UserError for one that is past."""
        now = self._clock.now()
        if at <= now:
            raise UserError("announcements/past.html")

        def scheduled(connection: Connection) -> Announcement:
            announcement = drafts.open_draft(connection, by, announcement_id)
            _must_be_as_previewed(announcement, revision)
            announcement = replace(announcement, send_at=at, changed_at=now, missed=None)
            store.save(connection, announcement)
            log(connection, by, What.SCHEDULED, announcement, now)
            return announcement

        announcement = await self._database.write(scheduled)
        self._wake()
        return announcement

    async def call_off(self, by: Person, announcement_id: int) -> None:
        """Make a scheduled announcement a draft again. Raises UserError when it has been sent meanwhile."""
        now = self._clock.now()

        def called_off(connection: Connection) -> None:
            announcement = drafts.found(connection, by, announcement_id)
            if announcement.cause_id is not None:
                raise UserError("announcements/not_a_draft.html")
            if announcement.send_at is not None:
                store.save(connection, replace(announcement, send_at=None, changed_at=now))
                log(connection, by, What.CALLED_OFF, announcement, now)

        await self._database.write(called_off)

    async def scheduled(self, by: Person, announcement_id: int) -> AboutView:
        """What is scheduled. Raises UserError when it is not, or gone, or not hers."""
        catalogue = await self._meetings.catalogue()
        announcement = await self._database.read(drafts.found, by, announcement_id)
        if announcement.send_at is None or announcement.cause_id is not None:
            raise UserError("announcements/not_a_draft.html")
        return AboutView(announcement=announcement, **about(catalogue, announcement.selection))

    async def launch_due(self) -> None:
        """Send what is scheduled and whose time has come; what would come too late is a draft again, and its cards say so."""
        now = self._clock.now()

        def launched(connection: Connection) -> int:
            due = store.due(connection, now)
            for announcement in due:
                if announcement.send_at is not None and now - announcement.send_at > TOO_LATE:
                    hold(connection, announcement, "late", now)
                else:
                    store.follow_with_cards(connection, announcement.id)
                    self._launch(connection, announcement, now)
            return len(due)

        if await self._database.note(launched):
            self._wake()

    async def next_due(self) -> datetime | None:
        """When the next scheduled announcement is to be sent."""
        return await self._database.read(store.next_due)

    async def test(self, by: Person, announcement_id: int) -> None:
        """Send a draft to the organiser alone, by the same way as to everybody."""
        now, key = self._clock.now(), new_uid()

        def tested(connection: Connection) -> None:
            announcement = drafts.open_draft(connection, by, announcement_id)
            if not announcement.content.versions:
                raise UserError("announcements/empty.html")
            followers.put_chat(connection, Chat(by.id, "private", by.name))
            cause = Cause(key, ANNOUNCEMENT, _body(announcement.content), by.name)
            causes.queue_for_chats(connection, cause, [(by.id, None)], now)

        await self._database.write(tested)
        self._wake()

    def _launch(self, connection: Connection, announcement: Announcement, now: datetime) -> Queued:
        """Queue an announcement, and note what is different from when its audience was counted."""
        selection = announcement.selection
        groups = audiences.groups(connection, selection) if selection.languages else []
        languages = known_languages(groups, selection, self._language_for)
        key = f"announcement:{announcement.id}"
        cause = Cause(key, ANNOUNCEMENT, _body(announcement.content), announcement.author)
        queued = causes.queue_for_audience(connection, cause, selection, languages, now)
        difference = _difference(connection, announcement, queued.id)
        launched = replace(announcement, cause_id=queued.id, changed_at=now, difference=difference, missed=None)
        store.save(connection, launched)
        return queued

    async def newest(self, by: Person, most: int = 20) -> list[Announcement]:
        """Her drafts, what is scheduled, under way and done, the newest of each first."""
        organiser = await self._organisers.of(by.id)
        processes = frozenset[str]() if organiser is None else organiser.mandate.processes
        return await self._database.read(store.newest, None if processes is None else sorted(processes), most)


def _body(content: Content) -> dict[str, Any]:
    return {"content": content_as_json(content)}


def _must_be_as_previewed(announcement: Announcement, revision: int) -> None:
    if announcement.revision != revision or announcement.counted is None:
        raise UserError("announcements/changed.html")


def _difference(connection: Connection, announcement: Announcement, cause_id: int) -> Difference | None:
    counted = announcement.counted
    if counted is None:
        return None
    progress = reporting.progress(connection, cause_id)
    chats = sum(progress.counts.values()) if progress else 0
    came = audiences.came_since(connection, cause_id, announcement.selection, counted.at)
    lost = audiences.lost_since(connection, cause_id, counted.at)
    went = counted.chats + came - chats
    return Difference(came=came, went=went, lost=lost) if came or went or lost else None
