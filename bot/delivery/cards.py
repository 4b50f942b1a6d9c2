"""The organisers' cards of what is being sent, kept up to date; and what is scheduled, sent when its time has come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.delivery.rest import Rest
from bot.services.announcement_cards import AnnouncementCards
from bot.services.announcements import Announcements
from bot.services.draft_views import AboutView
from bot.services.reports import ReportView
from bot.services.sent_announcements import SentAnnouncements
from bot.store.announcements import Card

Show = Callable[[Card, ReportView], Awaitable[bool]]
"""Edits a card so that it shows how an announcement stands; False where Telegram could not be reached, and it should be
done again."""

ShowMissed = Callable[[Card, AboutView], Awaitable[int | None]]
"""Says in a card's chat that its announcement was not sent at its time; gives the message that is its card from now on, or
None as above."""

EVERY_SECONDS = 3.0
"""How often a card is edited at most."""

_AFTER_TROUBLE_SECONDS = 5.0

log = logging.getLogger(__name__)


class Cards:
    """Looks after the cards of one bot. While nothing is under way or scheduled it asks the store for nothing."""

    def __init__(
        self,
        announcements: Announcements,
        sent: SentAnnouncements,
        cards: AnnouncementCards,
        show: Show,
        show_missed: ShowMissed,
        rest: Rest,
    ) -> None:
        self._announcements = announcements
        self._sent = sent
        self._cards = cards
        self._show = show
        self._show_missed = show_missed
        self._rest = rest
        self._worker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._worker = asyncio.create_task(self._work(), name="cards")

    async def stop(self) -> None:
        """End; what is under way then is looked after at the next start."""
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    def wake(self) -> None:
        """Say that something was queued, scheduled or decided, or that the clock was moved."""
        self._rest.wake()

    async def look(self) -> bool:
        """Send what is due and edit the cards; whether something is under way still, or could not be shown."""
        await self._announcements.launch_due()
        is_all_said = True
        for card in await self._cards.missed():
            shown = await self._show_missed(card, await self._cards.about_missed(card.announcement_id))
            if shown is not None:
                await self._cards.put(card.announcement_id, card.chat_id, shown, is_live=False)
            is_all_said = is_all_said and shown is not None
        is_told: dict[int, bool] = {}
        for card in await self._cards.under_way():
            view = await self._sent.report(card.announcement_id)
            is_shown = await self._show(card, view)
            is_told[card.announcement_id] = is_told.get(card.announcement_id, True) and is_shown and view.is_over
        for announcement_id in (number for number, told in is_told.items() if told):
            await self._cards.told(announcement_id)
        return not (is_all_said and all(is_told.values()))

    async def _work(self) -> None:
        while True:
            self._rest.look()
            try:
                is_under_way = await self.look()
                due = await self._announcements.next_due()
            except Exception:  # whatever it is, it must not end the cards
                log.exception("The organisers' cards could not be kept up to date.")
                await asyncio.sleep(_AFTER_TROUBLE_SECONDS)
                continue
            if is_under_way:
                await asyncio.sleep(EVERY_SECONDS)
            else:
                await self._rest.until(due)
