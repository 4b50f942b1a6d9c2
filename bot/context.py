"""What a handler is given: the update that was received, and one way to reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.announcement import Content
from bot.messages import CAPTION, split
from bot.received import Received
from bot.rendering import RIGHT_TO_LEFT

Keyboard = Sequence[Sequence[InlineKeyboardButton]]
Row = tuple[InlineKeyboardButton, ...]
Rows = tuple[Row, ...]
_MOST_BUTTONS = 100  # under a message (Bot API, "reply markup is too long") ...
_MOST_BYTES = 9500  # ... which may have ten kilobytes of JSON in all
_BUTTON = 40  # bytes of each besides what it says and does
_FEW_ROWS = 8  # of two buttons are always borne
_NOT_CHANGED = "message is not modified"
_NOT_THERE = "message to edit not found"
_NOT_EDITABLE = "message can't be edited"


class BotContext(Received):
    """One update's context, which answers it."""

    _answered = False

    async def reply(
        self,
        template: str,
        *,
        keyboard: Keyboard = (),
        reply_keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None,
        edit: bool = True,
        **values: Any,
    ) -> None:
        """Answer with a template: by editing a pressed button's message in place (unless `edit` is False), else by a
        message of its own. Implements editMessageText or sendMessage, with parse_mode HTML, and answerCallbackQuery.
        """
        text = self.rendering.render(f"chat/{template}", self.language, **values)
        first, *more = self._inline(keyboard)
        await self.answer_button()
        if not (edit and self._editable and not reply_keyboard and await self._could_edit(text, first)):
            await self._send(text, reply_keyboard or first)
        await self._go_on(more)

    async def show_card(
        self, template: str, *, old: int | None, keyboard: Keyboard = (), below: bool = False, **values: Any
    ) -> int:
        """Show what has one message in a chat: by editing the pressed one, else (or where it shall be) below, instead of
        the `old` one.

        Gives the id of the message. Implements editMessageText, or sendMessage and deleteMessage.
        """
        text = self.rendering.render(f"chat/{template}", self.language, **values)
        markup, *more = self._inline(keyboard)
        await self.answer_button()
        query = self.received.callback_query
        if self._editable and not below and query is not None and query.message is not None:
            try:
                await self._edit(text, markup)
                await self._go_on(more)
                return query.message.message_id
            except BadRequest as error:  # it has just been replaced by a newer one
                if _NOT_THERE not in str(error).lower():
                    raise
        shown = await self._send(text, markup)
        await self._go_on(more)
        if old is not None:
            with suppress(TelegramError):  # it may have been deleted by hand
                await self.bot.delete_message(self.chat.id, old)
        return shown

    async def preview(self, content: Content, language: str) -> None:
        """Show what readers of a language will see of an announcement."""
        await self.services.announcing.preview(self.bot, self.chat.id, content, language)

    async def preview_correction(self, body: dict[str, Any], language: str) -> None:
        """Show what readers of a language will see of a correction."""
        await self.services.announcing.preview_correction(self.bot, self.chat.id, body, language)

    async def send_file(
        self, name: str, content: bytes, template: str, *, keyboard: Keyboard = (), **values: Any
    ) -> None:
        """Send a file with a caption from a template; what does not fit follows as a message. Implements sendDocument."""
        await self.answer_button()
        await self._send_captioned(
            partial(self.bot.send_document, document=InputFile(content, filename=name)), template, keyboard, values
        )

    async def send_photo(
        self, name: str, content: bytes, template: str, *, keyboard: Keyboard = (), **values: Any
    ) -> None:
        """The same with a picture. Implements sendPhoto."""
        await self.answer_button()
        await self._send_captioned(
            partial(self.bot.send_photo, photo=InputFile(content, filename=name)), template, keyboard, values
        )

    async def _send_captioned(
        self, send: Callable[..., Awaitable[Message]], template: str, keyboard: Keyboard, values: dict[str, Any]
    ) -> None:
        caption, *rest = split(self.rendering.render(f"chat/{template}", self.language, **values), first=CAPTION)
        markup, *more = self._inline(keyboard)
        await send(
            self.chat.id,
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            message_thread_id=self.topic,
        )
        for part in rest:
            await self._send(part, None)
        await self._go_on(more)

    async def send_pin(self, latitude: float, longitude: float, title: str, address: str) -> None:
        """Send a place on the map. Implements sendVenue."""
        await self.answer_button()
        await self.bot.send_venue(self.chat.id, latitude, longitude, title, address, message_thread_id=self.topic)

    async def send_contact_card(self, phone: str, name: str) -> None:
        """Send a contact that a phone can keep. Implements sendContact."""
        await self.answer_button()
        await self.bot.send_contact(self.chat.id, phone, name, message_thread_id=self.topic)

    async def answer_button(self, template: str | None = None, *, alert: bool = False, **values: Any) -> None:
        """Answer a callback query once, with a line on top of the chat if there is something to say.

        Implements answerCallbackQuery.
        """
        query = self.received.callback_query
        if query is None or self._answered:
            return
        self._answered = True
        text = self.rendering.render(f"chat/{template}", self.language, **values) if template else None
        # Nobody waits any more: it is answered already, or too old after a restart. What says nothing may also get lost.
        with suppress(BadRequest) if text else suppress(NetworkError, RetryAfter):
            await query.answer(text, show_alert=alert)

    async def open_chat(self, payload: str) -> None:
        """Answer a callback query by opening the private chat with a deep link. Implements answerCallbackQuery."""
        query = self.received.callback_query
        assert query is not None, "only a pressed button opens a chat"
        with suppress(BadRequest):  # nobody waits any more
            await query.answer(url=f"https://t.me/{self.bot.username}?start={payload}")

    @property
    def _editable(self) -> bool:
        query = self.received.callback_query
        return query is not None and isinstance(query.message, Message) and query.message.text is not None

    def _inline(self, keyboard: Keyboard) -> list[InlineKeyboardMarkup | None]:
        """The rows as the language reads them, from right to left in Arabic; for several messages where one cannot bear all."""
        turn = reversed if self.language in RIGHT_TO_LEFT else iter
        rows = tuple(tuple(turn(row)) for row in keyboard if row)
        if not rows:
            return [None]
        return [_markup(rows)] if len(rows) <= _FEW_ROWS else [_markup(part) for part in _divided(rows)]

    async def _could_edit(self, text: str, markup: InlineKeyboardMarkup | None) -> bool:
        try:
            await self._edit(text, markup)
        except BadRequest as error:  # it has been deleted, or is too old to be changed
            if not any(words in str(error).lower() for words in (_NOT_THERE, _NOT_EDITABLE)):
                raise
            return False
        return True

    async def _go_on(self, more: Sequence[InlineKeyboardMarkup | None]) -> None:
        """Send the buttons for which there was no room."""
        for number, markup in enumerate(more, 2):
            await self._send(f"{number}/{len(more) + 1}", markup)

    async def _edit(self, text: str, markup: InlineKeyboardMarkup | None) -> None:
        query = self.received.callback_query
        assert query is not None, "only a pressed button's message is edited"
        first, *rest = split(text)
        try:
            await query.edit_message_text(
                first,
                parse_mode=ParseMode.HTML,
                reply_markup=None if rest else markup,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as error:
            if _NOT_CHANGED not in str(error).lower():
                raise
        if rest:
            await self._send("\n\n".join(rest), markup)

    async def _send(
        self, text: str, markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None
    ) -> int:
        """Send it, in several messages where it takes more than one; give the id of the last."""
        parts = split(text)
        sent: dict[str, Any] = {}
        for part in parts:
            # Bot.send_message would build the whole message that Telegram gives back, and nobody reads it.
            sent = await self.bot._post(
                "sendMessage",
                {
                    "chat_id": self.chat.id,
                    "text": part,
                    "parse_mode": ParseMode.HTML,
                    "reply_markup": _as_dict(markup) if markup and part is parts[-1] else None,
                    "message_thread_id": self.topic,
                    "reply_parameters": self._answering_to,
                    "link_preview_options": {"is_disabled": True},
                },
            )
        return int(sent["message_id"])

    @property
    def _answering_to(self) -> ReplyParameters | None:
        """In a group an answer says which message it answers."""
        message = self.received.message
        if self.in_private or message is None:
            return None
        return ReplyParameters(message.message_id, allow_sending_without_reply=True)


def _divided(rows: Rows) -> list[Rows]:
    """The rows in as many parts as Telegram wants them in."""
    parts: list[list[Row]] = []
    buttons = size = 0
    for row in rows:
        more = sum(_BUTTON + len("".join(_as_words(each)).encode("ascii", "backslashreplace")) for each in row)
        if not parts or buttons + len(row) > _MOST_BUTTONS or size + more > _MOST_BYTES:
            parts.append([])
            buttons = size = 0
        parts[-1].append(row)
        buttons, size = buttons + len(row), size + more
    return [tuple(part) for part in parts]


def _as_words(button: InlineKeyboardButton) -> tuple[str, ...]:
    copied = button.copy_text.text if button.copy_text else ""
    return button.text, str(button.callback_data or ""), button.url or "", copied


@lru_cache(maxsize=4096)
def _markup(rows: Rows) -> InlineKeyboardMarkup:
    """The keyboard of these rows: answers to the same question have the same."""
    return InlineKeyboardMarkup(rows)


@lru_cache(maxsize=4096)
def _as_dict(markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove) -> dict[str, Any]:
    """A keyboard as the Bot API takes it."""
    return markup.to_dict()
