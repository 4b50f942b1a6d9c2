"""The people and chats behind the test server, and what becomes of the calls that reach them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.spec import Refused, bad_request, check_text

BOT = {"id": 123456, "is_bot": True, "first_name": "Plenary", "username": "plenary_bot"}
MORNING = 1_305_014_400
"""When everything is said: 10 May 2011, 08:00 UTC, as Unix time."""

Files = dict[str, tuple[str, bytes]]


@dataclass
class Chats:
    """Which chats the bot may write to, what it wrote there, and which files were sent."""

    known: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    queries: set[str] = field(default_factory=set)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def carry_out(self, method: str, given: dict[str, Any], files: Files) -> Any:
        """Do what a call asks for and give its result. Raises Refused as Telegram would."""
        chat = self._chat(given["chat_id"]) if "chat_id" in given else None
        if method.startswith("send") and chat is not None and method != "sendChatAction":
            return self._send(chat, method, given, files)
        if method.startswith("editMessage") and chat is not None:
            return self._edit(chat, given)
        by_name: dict[str, Callable[[], Any]] = {
            "deleteMessage": lambda: self._delete(given),
            "deleteMessages": lambda: self._delete_all(given),
            "answerCallbackQuery": lambda: self._answer_query(given),
            "getFile": lambda: self._file(given["file_id"]),
            "getChat": lambda: chat | {"accent_color_id": 0, "max_reaction_count": 11} if chat else None,
            "getMyCommands": list,
        }
        return by_name.get(method, lambda: True)()

    def _chat(self, chat_id: int | str) -> dict[str, Any]:
        chat = self.known.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
        if chat is None:
            raise bad_request("chat not found")
        if chat["id"] in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _send(self, chat: dict[str, Any], method: str, given: dict[str, Any], files: Files) -> Any:
        message = {"message_id": next(self.numbers), "date": MORNING, "chat": chat, "from": BOT}
        message |= _shown(given)
        kind = method.removeprefix("send").lower()
        if kind in ("document", "photo"):
            message[kind] = self._stored(given[kind], files)
            if kind == "photo":
                message[kind] = [message[kind] | {"width": 90, "height": 90}]
        elif kind in ("location", "venue", "contact"):
            message |= _place_or_contact(kind, given)
        if "message_thread_id" in given:
            message |= {"message_thread_id": given["message_thread_id"], "is_topic_message": True}
        self.messages[chat["id"], message["message_id"]] = message
        return message

    def _edit(self, chat: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        message = self.messages.get((chat["id"], given["message_id"]))
        if message is None:
            raise bad_request("message to edit not found")
        # An edit without a keyboard removes it.
        edited = {name: value for name, value in message.items() if name not in ("reply_markup", "edit_date")}
        edited |= _shown(given)
        if edited == {name: value for name, value in message.items() if name != "edit_date"}:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        edited["edit_date"] = MORNING
        self.messages[chat["id"], given["message_id"]] = edited
        return edited

    def _delete(self, given: dict[str, Any]) -> bool:
        if self.messages.pop((int(given["chat_id"]), given["message_id"]), None) is None:
            raise bad_request("message to delete not found")
        return True

    def _delete_all(self, given: dict[str, Any]) -> bool:
        for message_id in given["message_ids"]:  # those that are not there are skipped
            self.messages.pop((int(given["chat_id"]), message_id), None)
        return True

    def _answer_query(self, given: dict[str, Any]) -> bool:
        if given["callback_query_id"] not in self.queries:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.queries.remove(given["callback_query_id"])
        return True

    def _stored(self, value: str, files: Files) -> dict[str, Any]:
        attached = value.removeprefix("attach://")
        if attached in files:
            file_id = f"file-{next(self.numbers)}"
            self.files[file_id] = files[attached]
        elif value in self.files:
            file_id = value
        else:
            raise bad_request("wrong remote file identifier specified")
        name, content = self.files[file_id]
        return {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}

    def _file(self, file_id: str) -> dict[str, Any]:
        if file_id not in self.files:
            raise bad_request("invalid file_id")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}


def _shown(given: dict[str, Any]) -> dict[str, Any]:
    shown = {}
    for name, longest in (("text", 4096), ("caption", 1024)):
        if name in given:
            shown[name] = check_text(given[name], given.get("parse_mode"), longest=longest)
    if "inline_keyboard" in given.get("reply_markup", {}):
        shown["reply_markup"] = given["reply_markup"]
    return shown


def _place_or_contact(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    if kind == "contact":
        return {"contact": {name: given[name] for name in ("phone_number", "first_name", "vcard") if name in given}}
    location = {"latitude": given["latitude"], "longitude": given["longitude"]}
    if kind == "location":
        return {"location": location}
    return {"venue": {"location": location, "title": given["title"], "address": given["address"]}}


@dataclass
class Person:
    """Someone who writes to the bot in a private chat."""

    id: int
    first_name: str
    language_code: str | None
    push: Callable[..., int]
    chats: Chats

    @property
    def user(self) -> dict[str, Any]:
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": self.first_name}

    def says(self, text: str, **fields: Any) -> int:
        """Send a message; give the update's id."""
        message = {
            "message_id": next(self.chats.numbers),
            "date": MORNING,
            "chat": self.chat,
            "from": self.user,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return self.push(message=message | fields)

    def presses(self, data: str, message: dict[str, Any]) -> int:
        """Press a button of a message that the bot sent; give the update's id."""
        query = {"id": str(next(self.chats.numbers)), "from": self.user, "chat_instance": "1"}
        self.chats.queries.add(query["id"])
        return self.push(callback_query=query | {"message": message, "data": data})

    def asks_inline(self, text: str) -> int:
        """Type the bot's name and a query in some chat; give the update's id."""
        query = {"id": str(next(self.chats.numbers)), "from": self.user, "query": text, "offset": ""}
        return self.push(inline_query=query)
