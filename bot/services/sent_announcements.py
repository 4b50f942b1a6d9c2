"""Announcements that were sent: how they stand, pausing, stopping, what is in doubt, and what their readers answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Concatenate, ParamSpec

from bot.announcement import Answer
from bot.clock import Clock
from bot.errors import UserError
from bot.model import Person
from bot.services import drafts
from bot.services.meetings import Meetings
from bot.services.reports import ReportView, report_of
from bot.services.scheduled import log
from bot.store import Connection, causes
from bot.store import announcements as store
from bot.store.acts import What
from bot.store.database import Database

P = ParamSpec("P")

_RATE_OVER = timedelta(seconds=10)


class SentAnnouncements:
    """Shows and steers what the outbox sends."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, wake: Callable[[], None]) -> None:
        """`wake` tells the outbox, and whoever watches what is under way, that there is something to do."""
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._wake = wake

    async def report(self, announcement_id: int, *, everybody: bool = False) -> ReportView:
        """How far it is, and who was not reached. Raises UserError when it has not been sent, or is gone."""
        catalogue = await self._meetings.catalogue()
        since = self._clock.now() - _RATE_OVER
        return await self._database.read(report_of, catalogue, announcement_id, since, everybody=everybody)

    async def look(self, by: Person, announcement_id: int, *, everybody: bool = False) -> ReportView:
        """The same for an organiser. Raises UserError also for one who organises other processes."""
        await self._database.read(drafts.found, by, announcement_id)
        return await self.report(announcement_id, everybody=everybody)

    async def pause(self, by: Person, announcement_id: int) -> ReportView:
        """Send nothing more until it is resumed."""
        return await self._act(by, announcement_id, What.PAUSED, causes.pause)

    async def resume(self, by: Person, announcement_id: int) -> ReportView:
        """Go on with a paused announcement."""
        return await self._act(by, announcement_id, What.RESUMED, causes.resume)

    async def stop(self, by: Person, announcement_id: int) -> ReportView:
        """Send nothing more, for good; what was sent stays."""
        return await self._act(by, announcement_id, What.STOPPED, causes.stop)

    async def send_uncertain_again(self, by: Person, announcement_id: int) -> ReportView:
        """Send it again to those of whom nobody knows whether they have it: they may get it twice."""
        now = self._clock.now()
        return await self._act(by, announcement_id, What.SENT_AGAIN, causes.send_uncertain_again, now)

    async def leave_uncertain(self, by: Person, announcement_id: int) -> ReportView:
        """Leave it at that: nobody is asked about them any more."""

        def left(connection: Connection, _: int) -> None:
            announcement = drafts.found(connection, by, announcement_id)
            store.save(connection, replace(announcement, is_left=True))

        return await self._act(by, announcement_id, What.LEFT_UNCERTAIN, left)

    async def _act(
        self,
        by: Person,
        announcement_id: int,
        what: What,
        effect: Callable[Concatenate[Connection, int, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> ReportView:
        """Do something about what was sent, log it, and have its cards show it."""
        now = self._clock.now()

        def acted(connection: Connection) -> None:
            announcement = drafts.found(connection, by, announcement_id)
            if announcement.cause_id is None:
                raise UserError("announcements/gone.html")
            effect(connection, announcement.cause_id, *args, **kwargs)
            store.set_told(connection, announcement_id, False)
            log(connection, by, what, announcement, now)

        await self._database.write(acted)
        self._wake()
        return await self.report(announcement_id)

    async def answer(self, cause_id: int, chat_id: int, answer: Answer, by: Person) -> bool:
        """Keep a reader's answer; False for a chat that has not got the announcement."""
        return await self._database.write(store.put_answer, cause_id, chat_id, answer, by, self._clock.now())
