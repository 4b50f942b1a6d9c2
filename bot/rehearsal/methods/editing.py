"""Methods that change what has been sent."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from bot.rehearsal.entities import Entity
from bot.rehearsal.limits import caption_fields, text_fields
from bot.rehearsal.markup import InlineKeyboard, inline_fields
from bot.rehearsal.memory import Message, Telegram
from bot.rehearsal.methods.base import Call, ChatId, LinkPreviewOptions, Parameters
from bot.rehearsal.refused import bad_request

_DELETABLE = 48 * 3600  # seconds
_REACTIONS = (
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢"
    "🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐"
    "🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗"
    "🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)


class Edit(Parameters):
    """What every method that edits takes. The keyboard goes unless it is given again."""

    chat_id: ChatId
    message_id: int
    reply_markup: InlineKeyboard | None = None

    @abstractmethod
    def edited(self, message: Message) -> dict[str, Any]:
        """The message with its new content, the keyboard aside. Raises Refused."""

    def answer(self, telegram: Telegram, call: Call) -> Message:
        chat = telegram.chat_to_write_in(self.chat_id)
        message = telegram.message(chat, self.message_id, "edit")
        if message["from"]["id"] != telegram.bot["id"]:
            raise bad_request("message can't be edited")
        bare = {name: value for name, value in message.items() if name not in {"reply_markup", "edit_date"}}
        edited = self.edited(bare) | inline_fields(self.reply_markup)
        if edited == {name: value for name, value in message.items() if name != "edit_date"}:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same "
                "as a current content and reply markup of the message"
            )
        return telegram.replace(chat, edited)


class EditMessageText(Edit):
    text: str
    parse_mode: str | None = None
    entities: list[Entity] | None = None
    link_preview_options: LinkPreviewOptions | None = None

    def edited(self, message: Message) -> dict[str, Any]:
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        return _without(message, "text", "entities") | text_fields(self.text, self.parse_mode, self.entities)


class EditMessageCaption(Edit):
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None

    def edited(self, message: Message) -> dict[str, Any]:
        if not {"document", "photo"} & message.keys():
            raise bad_request("there is no caption in the message to edit")
        caption = caption_fields(self.caption, self.parse_mode, self.caption_entities)
        return _without(message, "caption", "caption_entities") | caption


class EditMessageReplyMarkup(Edit):
    def edited(self, message: Message) -> dict[str, Any]:
        return message


class DeleteMessage(Parameters):
    chat_id: ChatId
    message_id: int

    def answer(self, telegram: Telegram, call: Call) -> bool:
        chat = telegram.chat_to_write_in(self.chat_id)
        message = telegram.message(chat, self.message_id, "delete")
        own = chat.is_private or message["from"]["id"] == telegram.bot["id"]
        if not own or telegram.now() - message["date"] > _DELETABLE:
            raise bad_request("message can't be deleted")
        telegram.remove(chat, self.message_id)
        return True


class DeleteMessages(Parameters):
    chat_id: ChatId
    message_ids: list[int]

    def answer(self, telegram: Telegram, call: Call) -> bool:
        chat = telegram.chat_to_write_in(self.chat_id)
        if not 1 <= len(self.message_ids) <= 100:
            raise bad_request("message identifiers are not specified, or too many")
        found = [message_id for message_id in self.message_ids if message_id in chat.messages]  # others are skipped
        if any(telegram.now() - chat.messages[message_id]["date"] > _DELETABLE for message_id in found):
            raise bad_request("message can't be deleted")
        for message_id in found:
            telegram.remove(chat, message_id)
        return True


class SetMessageReaction(Parameters):
    chat_id: ChatId
    message_id: int
    reaction: list[dict[str, str]] | None = None
    is_big: bool | None = None

    def answer(self, telegram: Telegram, call: Call) -> bool:
        chat = telegram.chat_to_write_in(self.chat_id)
        telegram.message(chat, self.message_id, "react")
        reactions = self.reaction or []
        if len(reactions) > 1 or any(one.get("type") != "emoji" for one in reactions):
            raise bad_request("REACTIONS_TOO_MANY")
        if any((one.get("emoji") or "?").rstrip("\ufe0f") not in _REACTIONS for one in reactions):
            raise bad_request("REACTION_INVALID")
        return True


def _without(message: Message, *names: str) -> Message:
    return {name: value for name, value in message.items() if name not in names}
