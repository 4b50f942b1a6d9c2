"""Chats that follow meetings and processes, and are told what changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Catalogue, Meeting, Process
from bot.services.meetings import Meetings
from bot.services.reminder_plan import plan_chat
from bot.store import Connection
from bot.store import followers as store
from bot.store.database import Database
from bot.store.followers import Chat, Followed, Subject


@dataclass(frozen=True, slots=True)
class FollowedView:
    """Something that a chat follows, in which of its topics it wants the news, and since when (UTC)."""

    what: Meeting | Process
    topic: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class FollowingView:
    """What a chat follows, processes first, with what has just been followed or unfollowed.

    `through` is the process by which the chat gets the news of the meeting `what` in any case. `is_changed` is False
    where the chat followed it already, or did not.
    """

    followed: tuple[FollowedView, ...]
    what: Meeting | Process | None = None
    through: Process | None = None
    is_changed: bool = False

    @property
    def is_following(self) -> bool:
        """Whether the chat follows `what` itself."""
        return any(each.what == self.what for each in self.followed)


class Following:
    """Lets chats follow, and keeps which of them can be reached."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        meetings: Meetings,
        planned: Callable[[], None],
        in_memory: Iterable[Callable[[int], None]] = (),
    ) -> None:
        """`planned` says that there is something to send, now or later; `in_memory` are those who keep something of chats in
        memory, and drop it.
        """
        self._planned = planned
        self._in_memory = tuple(in_memory)
        self._database = database
        self._clock = clock
        self._meetings = meetings

    async def follow(self, chat: Chat, subject: Subject, *, by: int, topic: int | None = None) -> FollowingView:
        """Let a chat follow from now on, its news in `topic`; `by` is the user id of who wants it so.

        Raises UserError when the store has no such meeting or process any more.
        """
        catalogue = await self._meetings.catalogue()
        what = _named(catalogue, subject)
        now = self._clock.now()

        def effect(connection: Connection) -> bool:
            is_new = store.follow(connection, chat, subject, topic, by, now)
            plan_chat(connection, catalogue, chat.id, now)
            return is_new

        is_new = await self._database.write(effect)
        self._planned()
        return await self._view(catalogue, chat.id, what, is_changed=is_new)

    async def unfollow(self, chat_id: int, subject: Subject) -> FollowingView:
        """Let a chat follow no more. Raises UserError when the store has no such meeting or process any more."""
        catalogue = await self._meetings.catalogue()
        what = _named(catalogue, subject)

        def effect(connection: Connection) -> bool:
            was_following = store.unfollow(connection, chat_id, subject)
            plan_chat(connection, catalogue, chat_id, self._clock.now())
            return was_following

        was_following = await self._database.write(effect)
        self._planned()
        return await self._view(catalogue, chat_id, what, is_changed=was_following)

    async def of(self, chat_id: int, subject: Subject | None = None) -> FollowingView:
        """What a chat follows, looked at for one meeting or process where `subject` is given. Raises UserError then."""
        catalogue = await self._meetings.catalogue()
        return await self._view(catalogue, chat_id, _named(catalogue, subject) if subject else None)

    async def lost(self, chat_id: int, reason: str) -> None:
        """Note that a chat cannot be written to: the bot was blocked (`blocked`) or removed (`removed`)."""
        await self._database.write(store.set_unreachable, chat_id, reason, self._clock.now())

    async def found(self, chat_id: int) -> None:
        """Note that a chat can be written to again."""
        if await self._database.note(store.set_reachable, chat_id):
            self._planned()

    async def moved(self, old: int, new: int) -> None:
        """Give a group that became a supergroup its new id, everywhere."""
        await self._database.note(store.migrate_chat, old, new)
        for drop in self._in_memory:
            drop(old)

    async def _view(
        self, catalogue: Catalogue, chat_id: int, what: Meeting | Process | None, *, is_changed: bool = False
    ) -> FollowingView:
        followed = await self._database.read(store.followed_by, chat_id)
        views = tuple(_shown(catalogue, each) for each in followed if _is_seen(catalogue, each.subject))
        process_id = what.process if isinstance(what, Meeting) else None
        processes = (each.what for each in views if isinstance(each.what, Process))
        through = next((process for process in processes if process.id == process_id), None)
        return FollowingView(views, what, through, is_changed)


def _named(catalogue: Catalogue, subject: Subject) -> Meeting | Process:
    found = (catalogue.meetings if subject.kind == "meeting" else catalogue.processes).get(subject.id)
    if found is None:
        raise UserError("errors/no_such_meeting.html")
    return found


def _is_seen(catalogue: Catalogue, subject: Subject) -> bool:
    """Whether the chat may see what it follows: a meeting may have become one for invited people only."""
    return subject.kind == "process" or subject.id in catalogue.meetings


def _shown(catalogue: Catalogue, followed: Followed) -> FollowedView:
    return FollowedView(_named(catalogue, followed.subject), followed.topic, followed.since)
