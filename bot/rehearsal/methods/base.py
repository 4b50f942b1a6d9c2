"""What methods share: parameters that are checked, and what every message may say besides its content."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.rehearsal.entities import Entity
from bot.rehearsal.limits import LARGEST_UPLOAD, check_file
from bot.rehearsal.markup import InlineKeyboard, KeyboardRemoved, Markup, ReplyKeyboard, inline_fields
from bot.rehearsal.memory import Chat, File, Message, Telegram
from bot.rehearsal.refused import bad_request

ChatId = int | str
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f]*$")


@dataclass(frozen=True)
class Call:
    """A Bot API call as it came. `refused` is Telegram's description where it was refused."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    refused: str | None = None

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]


class Parameters(BaseModel, ABC):
    """The parameters of a method; unknown ones and wrong types are refused. A subclass bears the method's name."""

    model_config = ConfigDict(extra="forbid")

    @abstractmethod
    def answer(self, telegram: Telegram, call: Call) -> Any:
        """Do what the method does and give its result. Raises Refused."""


class LinkPreviewOptions(BaseModel):
    """LinkPreviewOptions; a rehearsal shows no previews."""

    model_config = ConfigDict(extra="forbid")

    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class ReplyTo(BaseModel):
    """ReplyParameters, within the chat."""

    model_config = ConfigDict(extra="forbid")

    message_id: int
    chat_id: ChatId | None = None
    allow_sending_without_reply: bool = False
    quote: str | None = None
    quote_parse_mode: str | None = None
    quote_entities: list[Entity] | None = None
    quote_position: int | None = None


class Send(Parameters):
    """What every method that sends takes."""

    chat_id: ChatId
    message_thread_id: int | None = None
    disable_notification: bool | None = None
    protect_content: bool | None = None
    allow_paid_broadcast: bool | None = None
    message_effect_id: str | None = None
    reply_parameters: ReplyTo | None = None
    reply_markup: Markup | None = None

    @abstractmethod
    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        """What the message holds. Raises Refused."""

    def answer(self, telegram: Telegram, call: Call) -> Message:
        return self.post(telegram, self.content(telegram, call))

    def post(self, telegram: Telegram, content: dict[str, Any]) -> Message:
        """Put the content into the chat, as the bot's message."""
        chat = telegram.chat_to_write_in(self.chat_id, self.message_thread_id)
        content = content | self._reply_fields(telegram, chat) | self._markup_fields(chat)
        content |= {"has_protected_content": True} if self.protect_content else {}
        return telegram.post(chat, telegram.bot, content, self.message_thread_id)

    def _reply_fields(self, telegram: Telegram, chat: Chat) -> dict[str, Any]:
        reply = self.reply_parameters
        if reply is None or (reply.allow_sending_without_reply and reply.message_id not in chat.messages):
            return {}
        return reply_fields(telegram.message(chat, reply.message_id, "be replied"))

    def _markup_fields(self, chat: Chat) -> dict[str, Any]:
        """An inline keyboard belongs to the message, the others to the chat."""
        if isinstance(self.reply_markup, InlineKeyboard):
            return inline_fields(self.reply_markup)
        if isinstance(self.reply_markup, ReplyKeyboard):
            chat.reply_keyboard = self.reply_markup.model_dump(exclude_none=True)
        elif isinstance(self.reply_markup, KeyboardRemoved):
            chat.reply_keyboard = None
        return {}


def reply_fields(message: Mapping[str, Any]) -> dict[str, Any]:
    """The `reply_to_message` of an answer, one step deep as Telegram gives it."""
    return {"reply_to_message": {key: value for key, value in message.items() if key != "reply_to_message"}}


def sent_file(telegram: Telegram, call: Call, name: str, given: str | None, largest: int = LARGEST_UPLOAD) -> File:
    """The file that a parameter uploads (as itself or by attach://) or names by its file_id. Raises Refused."""
    if given in telegram.files:
        return telegram.files[given]
    uploaded = call.files.get((given or name).removeprefix("attach://"))
    if uploaded is None:
        if given is None:
            raise bad_request(f"there is no {name} in the request")
        raise bad_request("wrong file identifier/HTTP URL specified")
    file_name, content = uploaded
    check_file(content, largest)
    base = _FILE_NAME.search(file_name)
    return telegram.keep_file(base.group() if base and base.group() else name, content)
