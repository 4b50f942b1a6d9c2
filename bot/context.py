"""What a handler is given: the services, the person, her language, and one way to reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Self, cast
from zoneinfo import ZoneInfo

from telegram import (
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot, Job

from bot.announcement import Content
from bot.clock import Clock
from bot.delivery.announcing import Announcing
from bot.messages import CAPTION, split
from bot.model import Dialogue, Person
from bot.rendering import RIGHT_TO_LEFT, Rendering
from bot.services.admissions import Admissions
from bot.services.amendments import Amendments
from bot.services.announced_files import AnnouncedFiles
from bot.services.announcements import Announcements
from bot.services.answers import Answers
from bot.services.calendars import Calendars
from bot.services.changes import Changes
from bot.services.drafts import Drafts
from bot.services.entries import Entries
from bot.services.feeds import Feeds
from bot.services.following import Following
from bot.services.imports import Imports
from bot.services.kept import Kept
from bot.services.limits import Limits
from bot.services.meetings import Meetings
from bot.services.notices import Notices
from bot.services.organisers import Organisers
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.relay import Relay
from bot.services.reminder_rules import ReminderRules
from bot.services.reminder_settings import ReminderSettings
from bot.services.reminders import Reminders
from bot.services.replies import Replies
from bot.services.sessions import Sessions
from bot.services.status import Status
from bot.services.upcoming import Upcoming
from bot.settings import Settings
from bot.store.updates import being_handled

Keyboard = Sequence[Sequence[InlineKeyboardButton]]
_NOT_CHANGED = "message is not modified"
_NOT_THERE = "message to edit not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a handler may ask, each by its name; python-telegram-bot keeps it as `bot_data`."""

    settings: Settings
    clock: Clock
    rendering: Rendering
    meetings: Meetings
    notices: Notices
    people: People
    privacy: Privacy
    admissions: Admissions
    amendments: Amendments
    announcements: Announcements
    announced_files: AnnouncedFiles
    announcing: Announcing
    drafts: Drafts
    answers: Answers
    calendars: Calendars
    changes: Changes
    entries: Entries
    feeds: Feeds
    following: Following
    imports: Imports
    kept: Kept
    limits: Limits
    organisers: Organisers
    reminders: Reminders
    upcoming: Upcoming
    reminder_rules: ReminderRules
    reminder_settings: ReminderSettings
    relay: Relay
    replies: Replies
    sessions: Sessions
    status: Status


class BotContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Services]):
    """One update's context. `person` is set before any handler runs, for updates that come from one."""

    person: Person
    received: Update
    answer_language: str | None = None
    _answered = False

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        """Called by python-telegram-bot for each update."""
        context = super().from_update(update, application)
        context.received = cast(Update, update)
        return context

    @classmethod
    def from_error(
        cls,
        update: object,
        error: Exception,
        application: Application[Any, Any, Any, Any, Any, Any],
        job: Job[Any] | None = None,
        coroutine: Any = None,
    ) -> Self:
        """Called by python-telegram-bot when a handler has raised: a new context, whose person is not known yet."""
        context = super().from_error(update, error, application, job, coroutine)
        context.received = cast(Update, update)
        return context

    async def meet(self, *, keep: bool = True) -> bool:
        """Find out whose update this is and what its chat may see; False when it is nobody's.

        A post in a channel is the channel's own. Without `keep`, nobody is stored who is not known.
        """
        user = self.received.effective_user
        if user is None and self.received.channel_post is not None:
            self.person = Person(id=self.chat.id, name=self.chat.title or "")
            await self.services.admissions.look_as(self.chat.id, self.person.id)
            return True
        if user is None:
            return False
        self.person = await self.services.people.meet(user.id, user.full_name, user.language_code, keep=keep)
        chat = self.received.effective_chat
        await self.services.admissions.look_as(chat.id if chat else user.id, user.id)
        return True

    async def dialogue(self) -> Dialogue | None:
        """The dialogue that the message answers; one that is edited answers only what has heard it before."""
        found = await self.services.people.dialogue(self.chat.id, self.person.id)
        edited = self.received.edited_message
        return None if found is not None and edited is not None and found.heard != edited.message_id else found

    def fail(self, reference: str) -> None:
        """Keep with the received update that it failed, under the reference that the person is given."""
        handling = being_handled.get()
        if handling is not None:
            handling.fail(reference)

    @property
    def after_restart(self) -> bool:
        """Whether the update was left by a run of the bot that has ended."""
        handling = being_handled.get()
        return handling is not None and handling.resumed

    def lose_touch(self) -> None:
        """Keep with the received update that Telegram takes nothing in reply to it: it is to be handled again."""
        handling = being_handled.get()
        if handling is not None:
            handling.unreached = True

    @property
    def services(self) -> Services:
        """What the bot can do."""
        return self.bot_data

    @property
    def rendering(self) -> Rendering:
        """The templates."""
        return self.bot_data.rendering

    @property
    def chat(self) -> Chat:
        """The chat that the update came from; an update without one has no business asking."""
        chat = self.received.effective_chat
        assert chat is not None, "this update has no chat"
        return chat

    @property
    def in_private(self) -> bool:
        """Whether nobody else reads along."""
        return self.chat.type == Chat.PRIVATE

    @property
    def pressed(self) -> dict[str, str]:
        """The named parts of the pressed button's data."""
        assert self.match is not None, "the route has a pattern"
        return {name: part for name, part in self.match.groupdict().items() if part is not None}

    @property
    def words(self) -> str:
        """What stands behind a command."""
        return " ".join(self.args or ())

    @property
    def language(self) -> str:
        """That of the answer under way, else her choice, else what her app reports, else the settings' fallback."""
        supported = self.rendering.supported
        chosen = self.answer_language or supported(self.person.language) or supported(self.person.hint)
        return chosen or self.rendering.nearest(self.services.settings.language)

    @property
    def reader_zone(self) -> ZoneInfo | None:
        """The zone that she chose."""
        return ZoneInfo(self.person.timezone) if self.person.timezone else None

    def speak(self, language: str) -> None:
        """Answer this update in the language of its question, or in the nearest that texts exist in."""
        self.answer_language = self.rendering.supported(language)

    def label(self, message: str) -> str:
        """A button's label, in her language. `pybabel extract` knows this call."""
        return self.rendering.label(self.language, message)

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
        markup = reply_keyboard or self._inline(keyboard)
        await self.answer_button()
        if edit and self._editable and not reply_keyboard:
            await self._edit(text, cast(InlineKeyboardMarkup | None, markup))
        else:
            await self._send(text, markup)

    async def show_card(
        self, template: str, *, old: int | None, keyboard: Keyboard = (), below: bool = False, **values: Any
    ) -> int:
        """Show what has one message in a chat: by editing the pressed one, else (or where it shall be) below, instead of
        the `old` one.

        Gives the id of the message. Implements editMessageText, or sendMessage and deleteMessage.
        """
        text, markup = self.rendering.render(f"chat/{template}", self.language, **values), self._inline(keyboard)
        await self.answer_button()
        query = self.received.callback_query
        if self._editable and not below and query is not None and query.message is not None:
            try:
                await self._edit(text, markup)
                return query.message.message_id
            except BadRequest as error:  # it has just been replaced by a newer one
                if _NOT_THERE not in str(error).lower():
                    raise
        shown = await self._send(text, markup)
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
        await send(
            self.chat.id,
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_markup=self._inline(keyboard),
            message_thread_id=self.topic,
        )
        for part in rest:
            await self._send(part, None)

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
        with suppress(BadRequest):  # nobody waits any more: it is answered already, or too old after a restart
            await query.answer(text, show_alert=alert)

    @property
    def _editable(self) -> bool:
        query = self.received.callback_query
        return query is not None and isinstance(query.message, Message) and query.message.text is not None

    @property
    def topic(self) -> int | None:
        """The topic of a group that the update came from."""
        message = self.received.effective_message
        if isinstance(message, Message) and message.is_topic_message:
            return message.message_thread_id
        return None

    def _inline(self, keyboard: Keyboard) -> InlineKeyboardMarkup | None:
        """The rows as the language reads them: from right to left in Arabic."""
        rows = [tuple(reversed(row)) if self.language in RIGHT_TO_LEFT else tuple(row) for row in keyboard if row]
        return InlineKeyboardMarkup(rows) if rows else None

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


@lru_cache(maxsize=4096)
def _as_dict(markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove) -> dict[str, Any]:
    """A keyboard as the Bot API takes it: answers to the same question have the same."""
    return markup.to_dict()
