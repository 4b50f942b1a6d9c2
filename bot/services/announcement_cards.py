"""Which messages show announcements in organisers' chats: each is edited as its announcement goes on."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import UserError
from bot.services.draft_views import AboutView, about
from bot.services.meetings import Meetings
from bot.store import announcements as store
from bot.store.announcements import Card
from bot.store.database import Database


class AnnouncementCards:
    """Remembers the cards; `bot/delivery` edits them."""

    def __init__(self, database: Database, meetings: Meetings, wake: Callable[[], None]) -> None:
        """`wake` tells whoever edits them that there is something to do."""
        self._database = database
        self._meetings = meetings
        self._wake = wake

    async def put(self, announcement_id: int, chat_id: int, message_id: int, *, is_live: bool) -> None:
        """Note which message shows an announcement in a chat from now on; a live one is edited as the sending goes on."""
        await self._database.note(store.put_card, announcement_id, chat_id, message_id, is_live=is_live)
        if is_live:
            self._wake()

    async def in_chat(self, announcement_id: int, chat_id: int) -> int | None:
        """The message that shows it there."""
        return await self._database.read(store.card_in, announcement_id, chat_id)

    async def under_way(self) -> list[Card]:
        """The cards that do not show yet how their announcements ended."""
        return await self._database.read(store.cards_under_way)

    async def missed(self) -> list[Card]:
        """The cards that do not say yet that their announcements were not sent at their time."""
        return await self._database.read(store.cards_missed)

    async def about_missed(self, announcement_id: int) -> AboutView:
        """What was not sent at its time. Raises UserError when it is gone."""
        catalogue = await self._meetings.catalogue()
        announcement = await self._database.read(store.announcement_by_id, announcement_id)
        if announcement is None:
            raise UserError("announcements/gone.html")
        return AboutView(announcement=announcement, **about(catalogue, announcement.selection))

    async def told(self, announcement_id: int) -> None:
        """Note that its cards show how it ended."""
        await self._database.note(store.set_told, announcement_id, True)
