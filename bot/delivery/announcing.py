"""How an announcement becomes messages, how these are corrected in place and taken back.

An announcement of several messages is one delivery: each call sends the next of them, and what was sent before is kept
with the row, so that a death in between repeats none. There are no albums: each message can then be corrected, and
bears buttons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.announcement import ANSWERS, Content, Part, content_of
from bot.clock import Clock
from bot.delivery.loop import Sent
from bot.rendering import RIGHT_TO_LEFT, Rendering
from bot.services.announced_files import AnnouncedFiles
from bot.store.outbox import Delivery, Outcome

DELETABLE = timedelta(hours=48)
"""So long a bot can delete what it sent (Bot API, deleteMessage)."""

_UPLOADS_TAKE = timedelta(seconds=1)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NOT_CHANGED = "message is not modified"
_NOT_DELETED = "can't be deleted"


class Announcing:
    """The ways of the causes that announcements make."""

    def __init__(self, rendering: Rendering, clock: Clock, files: AnnouncedFiles) -> None:
        self._rendering = rendering
        self._clock = clock
        self._files = files

    async def send(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Send the next of an announcement's messages; later, where its file is just being uploaded for somebody else."""
        content = content_of(delivery.body["content"])
        parts = content.parts(language)
        position = len(delivery.message_ids)
        part = parts[position]
        if part.attachment is not None and self._files.is_being_uploaded(part.attachment.file_id):
            return Sent(instead=Outcome(state="pending", not_before=self._clock.now() + _UPLOADS_TAKE))
        markup = self._buttons(content, part, language, delivery.cause_id, delivery.answer)
        message = await self._send_part(bot, delivery.chat_id, part, markup, delivery.topic)
        return Sent(message.message_id, is_complete=position + 1 == len(parts), language=language)

    async def preview(self, bot: Bot, chat_id: int, content: Content, language: str) -> None:
        """Show in a chat what a reader of this language will see; whatever is pressed there counts nowhere."""
        for part in content.parts(language):
            await self._send_part(bot, chat_id, part, self._buttons(content, part, language, 0, None), None)

    async def correct(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Put the corrected words in the place of those that were sent. Implements editMessageText, editMessageCaption."""
        original = delivery.original
        content = content_of(delivery.body["content"])
        part = content.parts(language)[0]
        is_corrected = content.language_for(language) in delivery.body["corrected_at"]
        if original is None or not original.message_ids or not is_corrected:
            return Sent()
        markup = self._buttons(content, part, language, original.cause_id, delivery.answer)
        text = self._corrected(part.text, content, delivery.body, language)
        await _edit(bot, delivery.chat_id, original.message_ids[0], part, text, markup)
        return Sent()

    async def preview_correction(self, bot: Bot, chat_id: int, body: dict[str, Any], language: str) -> None:
        """Show in a chat the words as a correction with this body puts them before readers of this language.

        Whatever is pressed there counts nowhere.
        """
        content = content_of(body["content"])
        part = content.parts(language)[0]
        words = replace(part, text=self._corrected(part.text, content, body, language))
        await self._send_part(bot, chat_id, words, self._buttons(content, part, language, 0, None), None)

    def _corrected(self, text: str, content: Content, body: dict[str, Any], language: str) -> str:
        """The words with the line below them that says since when they read so."""
        at, zone = datetime.fromisoformat(body["corrected_at"][content.language_for(language)]), body["zone"]
        line = self._rendering.render("chat/announcements/corrected_line.html", language, at=at, zone=zone)
        return f"{text}\n\n{line}"

    async def withdraw(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Delete what was sent; what is too old for that says that it is withdrawn instead, a place by a button.

        Implements deleteMessages, editMessageText, editMessageCaption and editMessageReplyMarkup.
        """
        original = delivery.original
        if original is None or not original.message_ids:
            return Sent()
        if original.sent_at is None or self._clock.now() - original.sent_at < DELETABLE:
            try:
                await bot.delete_messages(delivery.chat_id, original.message_ids)
                return Sent()
            except BadRequest as error:
                if _NOT_DELETED not in str(error).lower():
                    raise
        line = self._rendering.render("chat/announcements/withdrawn_line.html", language)
        label = partial(self._rendering.label, language)
        button = InlineKeyboardButton("🚫 " + label("Withdrawn by the organisers"), callback_data="withdrawn")
        parts = content_of(delivery.body["content"]).parts(language)
        for message_id, part in zip(original.message_ids, parts, strict=False):
            if part.attachment is not None and part.attachment.kind == "place":  # nobody can change where it lies
                await _mark(bot, delivery.chat_id, message_id, InlineKeyboardMarkup([[button]]))
            else:
                await _edit(bot, delivery.chat_id, message_id, part, line, None)
        return Sent()

    async def _send_part(
        self, bot: Bot, chat_id: int, part: Part, markup: InlineKeyboardMarkup | None, topic: int | None
    ) -> Message:
        """Send one message; what Telegram does not have yet is uploaded, and not again."""
        attachment = part.attachment
        if attachment is None or attachment.kind == "place":
            return await _send(bot, chat_id, part, markup, topic)
        with self._files.uploading(attachment.file_id):
            found = await self._files.to_send(attachment.file_id)
            if isinstance(found, str):
                return await _send_file(bot, chat_id, part, found, markup, topic)
            upload = InputFile(found.content, filename=found.name)
            message = await _send_file(bot, chat_id, part, upload, markup, topic)
            file = message.photo[-1] if message.photo else message.document
            if file is not None:
                await self._files.sent(attachment.file_id, file.file_id)
            return message

    def _buttons(
        self, content: Content, part: Part, language: str, cause_id: int, answer: str | None
    ) -> InlineKeyboardMarkup | None:
        """What a reader can answer, her own answer marked."""
        if not part.has_buttons:
            return None
        label = partial(self._rendering.label, language)
        labels = {
            "read": label("I have read this"),
            "yes": label("Yes"),
            "no": label("No"),
            "not_yet": label("Not yet"),
        }
        row = [
            InlineKeyboardButton(
                ("✅ " if one == answer else "") + labels[one], callback_data=f"reply:{cause_id}:{one}"
            )
            for one in ANSWERS[content.asks]
        ]
        return InlineKeyboardMarkup([tuple(reversed(row)) if language in RIGHT_TO_LEFT else tuple(row)])


async def _send(bot: Bot, chat_id: int, part: Part, markup: InlineKeyboardMarkup | None, topic: int | None) -> Message:
    """Send a text or a place. Implements sendMessage, sendVenue and sendLocation."""
    attachment = part.attachment
    if attachment is None:
        return await bot.send_message(
            chat_id,
            part.text,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            message_thread_id=topic,
            link_preview_options=_NO_PREVIEW,
        )
    if attachment.kind == "place":
        latitude, longitude = attachment.latitude, attachment.longitude
        if not attachment.name:
            return await bot.send_location(chat_id, latitude, longitude, reply_markup=markup, message_thread_id=topic)
        return await bot.send_venue(
            chat_id,
            latitude,
            longitude,
            attachment.name,
            attachment.address or attachment.name,
            reply_markup=markup,
            message_thread_id=topic,
        )
    raise ValueError("a photo or file goes another way")


async def _send_file(
    bot: Bot, chat_id: int, part: Part, file: str | InputFile, markup: InlineKeyboardMarkup | None, topic: int | None
) -> Message:
    """Send a photo or a file, with its words. Implements sendPhoto and sendDocument."""
    send = bot.send_photo if part.attachment and part.attachment.kind == "photo" else bot.send_document
    return await send(
        chat_id,
        file,
        caption=part.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=markup,
        message_thread_id=topic,
    )


async def _edit(
    bot: Bot, chat_id: int, message_id: int, part: Part, text: str, markup: InlineKeyboardMarkup | None
) -> None:
    """Put a text in the place of a message's words; it may stand there already."""
    try:
        if part.attachment is None:
            await bot.edit_message_text(
                text,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=_NO_PREVIEW,
            )
        else:
            await bot.edit_message_caption(
                chat_id, message_id, caption=text, parse_mode=ParseMode.HTML, reply_markup=markup
            )
    except BadRequest as error:
        if _NOT_CHANGED not in str(error).lower():
            raise


async def _mark(bot: Bot, chat_id: int, message_id: int, markup: InlineKeyboardMarkup) -> None:
    """Put buttons below a message in the place of those that are there; they may be there already."""
    try:
        await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=markup)
    except BadRequest as error:
        if _NOT_CHANGED not in str(error).lower():
            raise
