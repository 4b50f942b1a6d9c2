"""Announcements: what organisers tell everyone who must know, once each, with a report of who was reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock, new_uid
from bot.errors import UserError
from bot.services.meetings import Meetings
from bot.store import causes as store
from bot.store import followers
from bot.store.causes import Cause, Progress, Recipient
from bot.store.database import Database
from bot.store.followers import Audience
from bot.store.outbox import State

ANNOUNCEMENT = "announcement"
"""The kind of the causes made here; the body is `{"text": Text}`."""

_NOT_REACHED: tuple[State, ...] = ("unreachable", "failed", "uncertain")
_EVERYBODY: tuple[State, ...] = ("sent", *_NOT_REACHED, "pending", "sending", "withdrawn")


@dataclass(frozen=True, slots=True)
class ReportView:
    """How far an announcement is, and by name who was not reached and why; or, where asked for, everybody."""

    progress: Progress
    recipients: tuple[Recipient, ...]

    def number(self, *states: State) -> int:
        """How many deliveries are in one of the states."""
        return sum(self.progress.counts.get(state, 0) for state in states)

    @property
    def all(self) -> int:
        """How many deliveries there are."""
        return sum(self.progress.counts.values())

    @property
    def left(self) -> int:
        """How many are still to be sent."""
        return self.number("pending", "sending")

    def in_state(self, state: State) -> tuple[Recipient, ...]:
        """The recipients listed whose delivery is in a state."""
        return tuple(recipient for recipient in self.recipients if recipient.state == state)


class Announcements:
    """Queues announcements; the outbox sends them."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, wake: Callable[[], None]) -> None:
        """`wake` tells the outbox that there is something to do."""
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._wake = wake

    async def count(self, meeting_id: str) -> Audience:
        """Whom an announcement would be for. Raises UserError when the store has no such meeting."""
        await self._meetings.view(meeting_id)
        return await self._database.read(followers.audience_of, meeting_id)

    async def announce_text(
        self, meeting_id: str, text: str, by: str, *, key: str | None = None, not_before: datetime | None = None
    ) -> int:
        """Queue a plain text for everyone who follows the meeting or its process; give the announcement's id.

        `by` is who announces, as the log names her. The same `key` is announced once, however often it is asked for.
        `not_before` (UTC) is when to send, now by default. Raises UserError when the store has no such meeting.
        """
        await self._meetings.view(meeting_id)
        cause = Cause(key or new_uid(), ANNOUNCEMENT, {"text": text}, by)
        queued = await self._database.write(store.queue_for_meeting, cause, meeting_id, self._clock.now(), not_before)
        self._wake()
        return queued.id

    async def report(self, announcement_id: int, *, everybody: bool = False) -> ReportView:
        """How far it is, and who was not reached. Raises UserError when there is no such announcement."""
        progress = await self._database.read(store.progress, announcement_id)
        if progress is None:
            raise UserError("errors/stale.html")
        states = _EVERYBODY if everybody else _NOT_REACHED
        return ReportView(progress, tuple(await self._database.read(store.recipients, announcement_id, states)))

    async def pause(self, announcement_id: int) -> ReportView:
        """Send nothing more until it is resumed."""
        await self._database.write(store.pause, announcement_id)
        return await self.report(announcement_id)

    async def resume(self, announcement_id: int) -> ReportView:
        """Go on with a paused announcement."""
        await self._database.write(store.resume, announcement_id)
        self._wake()
        return await self.report(announcement_id)

    async def stop(self, announcement_id: int) -> ReportView:
        """Send nothing more, for good; what was sent stays."""
        await self._database.write(store.stop, announcement_id)
        return await self.report(announcement_id)

    async def send_uncertain_again(self, announcement_id: int) -> ReportView:
        """Send it again to those of whom nobody knows whether they have it: they may get it twice."""
        await self._database.write(store.send_uncertain_again, announcement_id, self._clock.now())
        self._wake()
        return await self.report(announcement_id)
