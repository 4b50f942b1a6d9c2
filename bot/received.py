"""What a handler is given of an update: whose it is, in which chat and language, and what it carries."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self, cast
from zoneinfo import ZoneInfo

from telegram import Chat, Message, Update
from telegram.ext import Application, CallbackContext, ExtBot, Job

from bot.composition import Services
from bot.model import Dialogue, Person
from bot.rendering import Rendering
from bot.store.updates import being_handled


class Received(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Services]):
    """One update's context. `person` is set before any handler runs, for updates that come from one."""

    person: Person
    received: Update
    answer_language: str | None = None

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
        self.person = await self.services.people.meet(user.id, user.full_name or "", user.language_code, keep=keep)
        chat = self.received.effective_chat
        await self.services.admissions.look_as(chat.id if chat else user.id, user.id)
        return True

    async def dialogue(self) -> Dialogue | None:
        """The dialogue that the message answers; one that is edited answers only what has heard it before."""
        found = await self.services.people.dialogue(self.chat.id, self.person.id)
        edited = self.received.edited_message
        return None if found is not None and edited is not None and found.heard != edited.message_id else found

    @property
    def is_news(self) -> bool:
        """Whether it says something that was not said before: Telegram calls a message edited also when it is reacted to."""
        written = self.received.message
        message = written or self.received.edited_message
        wording = _wording(message) if message else None
        if message is None or wording is None:
            return True
        is_new = self.services.wordings.keep(self.chat.id, message.message_id, wording, self.received.update_id)
        return is_new or written is not None

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

    def lose_touch(self, *, in_doubt: bool) -> None:
        """Keep with the received update that Telegram did not take the reply, or may have: it is to be handled again."""
        handling = being_handled.get()
        if handling is not None:
            handling.lose_touch(in_doubt=in_doubt)

    def move(self, chat_id: int) -> None:
        """Keep with the received update that its group has another id now: it is to be handled again, as of there."""
        handling = being_handled.get()
        if handling is not None:
            handling.move(self.chat.id, chat_id)

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
        self.answer_language = None
        self.answer_language = self.rendering.supported(language) or self.language  # found once: each label asks for it

    def label(self, message: str) -> str:
        """A button's label, in her language. `pybabel extract` knows this call."""
        return self.rendering.label(self.language, message)

    @property
    def topic(self) -> int | None:
        """The topic of a group that the update came from."""
        message = self.received.effective_message
        if isinstance(message, Message) and message.is_topic_message:
            return message.message_thread_id
        return None


def _wording(message: Message) -> Hashable | None:
    """What a message says, with its formatting: of a file or a photo, which and what stands under it; of others nothing."""
    if message.text is not None:
        said, entities = message.text, message.entities
    elif file := message.document or (message.photo[-1] if message.photo else None):
        said, entities = f"{file.file_unique_id} {message.caption}", message.caption_entities
    else:
        return None
    return (said, *((each.type, each.offset, each.length, each.url) for each in entities)) if entities else said
