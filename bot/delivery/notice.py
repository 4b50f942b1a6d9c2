"""How a change notice becomes messages: the text with the calendar file under it, and further files after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import MessageLimit, ParseMode

from bot.delivery.loop import Sent
from bot.delivery.to_chat import to_chat
from bot.ics.changed import File
from bot.messages import split
from bot.rendering import Rendering
from bot.services.clashes import new_clashes
from bot.services.entries import Entries
from bot.services.notices import Notices
from bot.store.outbox import Delivery
from bot.store.stars import Star

_MOST_KEPT = 100
Steps = list[tuple[str, File | None]]


class NoticeWay:
    """Sends notices in the language of the chat at that moment, one call at a time."""

    def __init__(self, notices: Notices, entries: Entries, rendering: Rendering) -> None:
        self._notices = notices
        self._entries = entries
        self._rendering = rendering
        self._kept: dict[tuple[int, int, str, ZoneInfo | None, frozenset[str], frozenset[Star]], Steps] = {}

    async def __call__(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Make the next call: a file, the first with the text where that is short enough, else a part of the text.

        Implements sendDocument and sendMessage.
        """
        steps = await self._steps(delivery, language)
        position = min(len(delivery.message_ids), len(steps) - 1)
        words, file = steps[position]
        keyboard = self._keyboard(delivery, language, bot.username) if position == 0 else None
        if file is None:
            message = await bot.send_message(
                delivery.chat_id,
                words,
                parse_mode=ParseMode.HTML,
                message_thread_id=delivery.topic,
                reply_markup=keyboard,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        else:
            message = await bot.send_document(
                delivery.chat_id,
                InputFile(file.content, filename=file.name),
                caption=words or None,
                parse_mode=ParseMode.HTML,
                message_thread_id=delivery.topic,
                reply_markup=keyboard,
            )
        return Sent(message.message_id, is_complete=position + 1 == len(steps))

    async def _steps(self, delivery: Delivery, language: str) -> Steps:
        """What is sent with each call, made once for all who read it in one language and zone, and have the
        same sessions, also of other meetings."""
        zone = await self._notices.zone_of(delivery.chat_id)
        held = await self._entries.held(delivery.chat_id, delivery.body["meeting"])
        stars = await self._notices.stars_of(delivery.chat_id) if held else frozenset[Star]()
        key = (delivery.cause_id, await self._notices.revision(), language, zone, held, stars)
        if key not in self._kept:
            told = await self._notices.view(delivery.body, zone)
            clashes = new_clashes(told.old, stars, told.view.catalogue) if told.old else ()
            text = self._rendering.render(
                "chat/notices/notice.html", language, told=told, view=told.view, clashes=clashes
            )
            self._kept[key] = _steps(text, self._entries.of_changes(told, held, language))
            if len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        return self._kept[key]

    def _keyboard(self, delivery: Delivery, language: str, username: str) -> InlineKeyboardMarkup:
        """The way to the meeting."""
        label, meeting_id = partial(self._rendering.label, language), delivery.body["meeting"]
        if delivery.chat_id < 0:
            return InlineKeyboardMarkup.from_button(to_chat(label, username, meeting_id))
        here = InlineKeyboardButton("💡 " + label("Meeting"), callback_data=f"meeting:{meeting_id}")
        return InlineKeyboardMarkup.from_button(here)


def _steps(text: str, files: Sequence[File]) -> Steps:
    """What is sent with each call: words, a file, or both."""
    if files and len(text) <= MessageLimit.CAPTION_LENGTH:
        return [(text, files[0]), *(("", file) for file in files[1:])]
    return [*((part, None) for part in split(text)), *(("", file) for file in files)]
