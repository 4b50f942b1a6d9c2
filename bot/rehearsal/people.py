"""People who write to the bot, press its buttons and read what it answers; and the groups they meet in."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.rehearsal.entities import Entity, cleaned, trimmed, with_found
from bot.rehearsal.limits import LONGEST_TEXT, text_fields
from bot.rehearsal.markup import InlineKeyboard, inline_fields
from bot.rehearsal.memory import Chat, Event, Message, Telegram, User
from bot.rehearsal.methods.base import reply_fields
from bot.rehearsal.methods.chats import member
from bot.rehearsal.methods.sending import photo_fields
from bot.rehearsal.seen import Seen

Bring = Callable[[dict[str, Any]], Awaitable[None]]
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Group:
    """A group with the bot in it, in privacy mode: the bot gets commands, mentions and replies."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id


class Person:
    """Somebody with a Telegram account. What she does gives what the bot thereupon showed her."""

    def __init__(self, world: Telegram, bring: Bring, private: Chat) -> None:
        self._world = world
        self._bring = bring
        self.private = private
        self.id = private.id

    @property
    def user(self) -> User:
        """Telegram's User."""
        return self._world.users[self.id]

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the keyboard in the place of her letters."""
        return [[key["text"] for key in row] for row in (self.private.reply_keyboard or {}).get("keyboard", [])]

    @property
    def menu(self) -> list[str]:
        """The commands that her private chat with the bot offers."""
        return [command["command"] for command in self._world.menu(self.private, self.user)]

    def shown(self, chat: Group | None = None) -> list[Seen]:
        """The bot's messages that stand in her private chat, or in a group."""
        messages = _chat(self, chat).messages.values()
        mine = [message for message in messages if message["from"] is self._world.bot]
        return [Seen("edited" if "edit_date" in one else "sent", one, self._world.files) for one in mine]

    # Writing

    async def formats(self, text: str, *entities: Entity) -> list[Seen]:
        """Send a text with formatting of her own, which she has chosen by hand: bold, a link behind a word."""
        return await self._sends({"text": text, "entities": list(entities)})

    async def says(
        self, text: str, *, chat: Group | None = None, thread: int | None = None, reply_to: Seen | int | None = None
    ) -> list[Seen]:
        """Send a text, as clients do: in pieces of 4,096 characters, commands, mentions and addresses in it marked."""
        pieces = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)]
        seen = [await self._sends(_typed(piece), chat, thread, reply_to) for piece in pieces]
        return [one for answers in seen for one in answers]

    async def starts(self, payload: str = "") -> list[Seen]:
        """Open the private chat by a deep link (t.me/bot?start=payload), or press Start."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"Telegram opens no deep link with {payload!r}")
        return await self.says(f"/start {payload}")

    async def sends_sticker(self, *, chat: Group | None = None) -> list[Seen]:
        """Send a sticker."""
        about = {"file_id": "sticker", "file_unique_id": "usticker", "type": "regular", "width": 512, "height": 512}
        return await self._sends({"sticker": about | {"is_animated": False, "is_video": False, "emoji": "👋"}}, chat)

    async def sends_voice(
        self, seconds: int = 3, *, chat: Group | None = None, reply_to: Seen | int | None = None
    ) -> list[Seen]:
        """Send a voice message."""
        about = {"file_id": "voice", "file_unique_id": "uvoice", "duration": seconds, "mime_type": "audio/ogg"}
        return await self._sends({"voice": about}, chat, reply_to=reply_to)

    async def sends_location(self, latitude: float, longitude: float, *, chat: Group | None = None) -> list[Seen]:
        """Share a place, in degrees."""
        return await self._sends({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    async def sends_contact(self, phone_number: str, first_name: str, *, own: bool = False) -> list[Seen]:
        """Share a contact; her `own` carries her id, as the button that requests it does."""
        contact: dict[str, Any] = {"phone_number": phone_number, "first_name": first_name}
        return await self._sends({"contact": contact | ({"user_id": self.id} if own else {})})

    async def sends_document(
        self, name: str, content: bytes, caption: str = "", *, chat: Group | None = None
    ) -> list[Seen]:
        """Send a file."""
        file = self._world.keep_file(name, content)
        return await self._sends({"document": file.about} | _captioned(caption), chat)

    async def sends_photo(
        self, caption: str = "", *, content: bytes = b"photo", name: str = "photo.jpg", chat: Group | None = None
    ) -> list[Seen]:
        """Send a photo."""
        return await self._sends(photo_fields(self._world.keep_file(name, content)) | _captioned(caption), chat)

    async def edits(
        self, message: Seen | int, text: str = "", *, chat: Group | None = None, **content: object
    ) -> list[Seen]:
        """Change a text of her own, or other `content`: a caption, a place that moves.

        `newest` gives the id of the last one.
        """
        place = _chat(self, chat)
        before = {name: value for name, value in place.messages[_id(message)].items() if name != "entities"}
        edited = self._world.replace(place, before | (_typed(text) if text else {}) | content)
        arrives = self._reaches_bot(place, edited)
        return await self._watching(place, {"edited_message": edited} if arrives else None)

    def newest(self, chat: Group | None = None) -> int:
        """The id of the last message that she sent."""
        messages = _chat(self, chat).messages
        return max(number for number, message in messages.items() if message["from"]["id"] == self.id)

    # Pressing

    async def presses(self, label: str, *, on: Seen | int | None = None, chat: Group | None = None) -> list[Seen]:
        """Press the button of that label; its icons need not be said.

        It is looked for on the message given, else on the newest that has it, else on the keyboard in the place of her
        letters. Raises LookupError where there is none.
        """
        for seen in reversed(self.shown(chat)):
            button = seen.button(label) if on is None or seen.message_id == _id(on) else None
            if button and button.callback_data is not None:
                return await self.presses_data(seen, button.callback_data, chat=chat)
            if button:
                raise LookupError(f"{button} asks the bot nothing")
        if on is None and any(label in row for row in self.keyboard):
            return await self.says(label, chat=chat)
        raise LookupError(f"no button {label!r} among {[seen.labels for seen in self.shown(chat)]}")

    async def presses_data(self, message: Seen | int, data: str, *, chat: Group | None = None) -> list[Seen]:
        """Press a button that carries `data`, whatever the message shows now."""
        place = _chat(self, chat)
        gone = {"chat": place.about, "message_id": _id(message), "date": 0}
        query = {
            "id": self._world.ask(self.id, place.id),
            "from": self.user,
            "chat_instance": str(place.id),
            "data": data,
            "message": place.messages.get(_id(message), gone),
        }
        return await self._watching(place, {"callback_query": query})

    async def asks_inline(self, query: str) -> list[dict[str, Any]]:
        """Type the bot's name and a query in some chat; gives the results as the bot sent them."""
        self._world.inline_results.pop(self.id, None)
        self._world.inline_buttons.pop(self.id, None)
        asked = {"id": self._world.ask(self.id, self.id), "from": self.user, "query": query, "offset": ""}
        await self._bring({"inline_query": asked})
        return self._world.inline_results.get(self.id, [])

    async def picks(self, result_id: str, *, chat: Group | None = None) -> list[Seen]:
        """Send one of the results of her last inline query, in any chat."""
        result = next(one for one in self._world.inline_results[self.id] if one["id"] == result_id)
        said = result["input_message_content"]
        content = text_fields(said["message_text"], said.get("parse_mode"), said.get("entities"))
        markup = result.get("reply_markup")
        buttons = inline_fields(InlineKeyboard.model_validate(markup)) if markup else {}
        return await self._sends(content | buttons | {"via_bot": self._world.bot}, chat)

    # Coming and going

    async def blocks(self) -> list[Seen]:
        """Block the bot."""
        self.private.closed = "bot was blocked by the user"
        return await self._watching(self.private, self._bots_place(self.private, "member", "kicked"))

    async def unblocks(self) -> list[Seen]:
        """Let the bot write again."""
        self.private.closed = None
        return await self._watching(self.private, self._bots_place(self.private, "kicked", "member"))

    async def removes_bot(self, chat: Group) -> list[Seen]:
        """Throw the bot out of a group."""
        chat.chat.closed = "bot was kicked from the supergroup chat"
        return await self._watching(chat.chat, self._bots_place(chat.chat, "member", "kicked"))

    async def adds_bot(self, chat: Group) -> list[Seen]:
        """Bring the bot back into a group."""
        chat.chat.closed = None
        return await self._watching(chat.chat, self._bots_place(chat.chat, "kicked", "member"))

    # How it gets there

    async def _sends(
        self,
        content: dict[str, Any],
        chat: Group | None = None,
        thread: int | None = None,
        reply_to: Seen | int | None = None,
    ) -> list[Seen]:
        place = _chat(self, chat)
        if place.is_private and place.closed and "blocked" in place.closed:
            raise RuntimeError(f"{self.user['first_name']} has blocked the bot: she unblocks it before she writes")
        if place.is_private:
            place.closed = None
        place.members.setdefault(self.id, "member")
        _use_up_keyboard(place, content)
        answered = place.messages[_id(reply_to)] if reply_to is not None else place.messages.get(thread or 0)
        reply = reply_fields(answered) if answered else {}
        message = self._world.post(place, self.user, content | reply, thread)
        return await self._watching(place, {"message": message} if self._reaches_bot(place, message) else None)

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: of a group, the bot gets commands to it, mentions of it, replies to it and what was sent via it."""
        if chat.is_private or chat.closed:
            return not chat.closed
        if "via_bot" in message:
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self._world.bot["id"]:
            return True
        name = f"@{self._world.bot['username']}".lower()
        return any(
            part.endswith(name) or (kind == "bot_command" and "@" not in part)
            for kind, part in _marked(message)
            if kind in {"bot_command", "mention"}
        )

    def _bots_place(self, chat: Chat, before: str, after: str) -> dict[str, Any]:
        bot = self._world.bot["id"]
        chat.members[bot] = before
        old = member(self._world, chat, bot)
        chat.members[bot] = after
        about = {"chat": chat.about, "from": self.user, "date": self._world.now()}
        return {"my_chat_member": about | {"old_chat_member": old, "new_chat_member": member(self._world, chat, bot)}}

    async def _watching(self, place: Chat, update: dict[str, Any] | None) -> list[Seen]:
        """Bring an update to the bot; give what it shows her here and in her private chat."""
        seen: list[Seen] = []

        def watch(event: Event) -> None:
            hers = event.chat_id in {place.id, self.id} and event.user_id in {None, self.id}
            if hers and event.message.get("from", self._world.bot) is self._world.bot:
                seen.append(Seen.of(event, self._world))

        with self._world.watched_by(watch):
            if update is not None:
                await self._bring(update)
        return seen


def _chat(person: Person, group: Group | None) -> Chat:
    return group.chat if group else person.private


def _use_up_keyboard(chat: Chat, content: dict[str, Any]) -> None:
    """A keyboard for one time goes once a key of it was pressed."""
    keyboard = chat.reply_keyboard or {}
    keys = [key for row in keyboard.get("keyboard", []) for key in row]
    pressed = any(
        key["text"] == content.get("text")
        or ("location" in content and key.get("request_location"))
        or ("contact" in content and key.get("request_contact"))
        for key in keys
    )
    if pressed and keyboard.get("one_time_keyboard"):
        chat.reply_keyboard = None


def _id(message: Seen | int) -> int:
    return message if isinstance(message, int) else message.message_id


def _typed(text: str) -> dict[str, Any]:
    plain, _ = trimmed(cleaned(text), [])
    found = with_found(plain, [])
    return {"text": plain} | ({"entities": found} if found else {})


def _captioned(caption: str) -> dict[str, Any]:
    return {
        "caption" if name == "text" else "caption_entities": value for name, value in _typed(caption).items() if value
    }


def _marked(message: Message) -> list[tuple[str, str]]:
    """The kind and the lower-cased text of each entity."""
    units = str(message.get("text") or message.get("caption", "")).encode("utf-16-le")
    entities: list[Entity] = message.get("entities") or message.get("caption_entities", [])
    return [
        (one["type"], units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le").lower())
        for one in entities
    ]
