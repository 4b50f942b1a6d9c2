"""Telegram in memory: who there is, who wrote what to whom, and what the bot has said about itself."""

from __future__ import annotations

import itertools
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.clock import Clock
from bot.rehearsal.refused import bad_request, forbidden

Message = dict[str, Any]
User = dict[str, Any]

QUERY_LIVES = timedelta(seconds=15)  # as long as a client waits for the answer to a pressed button
_FIRST_PERSON = 5_000_000_001  # beyond 32 bits, as new accounts are
_FIRST_GROUP = -1_001_000_000_001
_ANONYMOUS: User = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class Event:
    """Something that shows on a screen: a message sent, edited or deleted, or the answer to a pressed button."""

    kind: Literal["sent", "edited", "deleted", "toast", "alert"]
    chat_id: int
    message: Mapping[str, Any]
    user_id: int | None = None  # the one who sees it, where not everybody in the chat does


@dataclass(frozen=True)
class File:
    """A file that somebody sent."""

    id: str
    name: str
    content: bytes
    mime_type: str

    @property
    def about(self) -> dict[str, Any]:
        """Telegram's Document of it."""
        return {
            "file_id": self.id,
            "file_unique_id": f"u{self.id}",
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": len(self.content),
        }

    @property
    def path(self) -> str:
        """Its `file_path` (getFile)."""
        return f"documents/{self.id}/{self.name}"


@dataclass
class Chat:
    """A chat with all that is in it. `members` gives a user's status, `topics` a topic's name by its thread id."""

    about: dict[str, Any]
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    newest: int = 0
    reply_keyboard: dict[str, Any] | None = None
    closed: str | None = None  # why the bot cannot write here: Telegram's words

    @property
    def id(self) -> int:
        return int(self.about["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.about["type"] == "private")


@dataclass
class Query:
    """A pressed button or an inline query that waits for its answer."""

    user_id: int
    chat_id: int
    asked: datetime


class Telegram:
    """All chats of one bot."""

    def __init__(self, clock: Clock, name: str, username: str) -> None:
        self.clock = clock
        self.bot: User = {"id": 7_000_000_000, "is_bot": True, "first_name": name, "username": username}
        self.users: dict[int, User] = {self.bot["id"]: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.queries: dict[str, Query] = {}
        self.inline_results: dict[int, list[dict[str, Any]]] = {}  # by the user who asked
        self.inline_buttons: dict[int, dict[str, Any] | None] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}  # by scope and language
        self.profile: dict[tuple[str, str], str] = {}  # name, description … by language
        self.menu_button: dict[int | None, dict[str, Any]] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self._watchers: list[Callable[[Event], None]] = []
        self._persons = itertools.count(_FIRST_PERSON)
        self._groups = itertools.count(_FIRST_GROUP, -1)
        self._files = itertools.count(1)
        self._queries = itertools.count(1)

    def now(self) -> int:
        """The Unix time that messages carry."""
        return int(self.clock.now().timestamp())

    # Who and where

    def add_person(self, about: Mapping[str, Any], user_id: int | None = None) -> Chat:
        """Let somebody join Telegram; give the private chat, which the bot cannot write to before its owner does."""
        user: User = {"id": user_id or next(self._persons), "is_bot": False, **about}
        self.users[user["id"]] = user
        names: User = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        chat = Chat({"id": user["id"], "type": "private", **names}, {user["id"]: "member"})
        chat.closed = "bot can't initiate conversation with a user"
        self.chats[chat.id] = chat
        return chat

    def add_group(self, title: str, topics: Mapping[int, str]) -> Chat:
        """Found a group with the bot in it; with topics, it is a forum."""
        forum = {"is_forum": True} if topics else {}
        chat = Chat({"id": next(self._groups), "type": "supergroup", "title": title, **forum}, topics=dict(topics))
        chat.members[self.bot["id"]] = "member"
        self.chats[chat.id] = chat
        for thread, name in sorted(topics.items()):
            chat.newest = thread - 1  # a topic's id is that of the message which opened it
            opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            self.post(chat, _ANONYMOUS, opened, thread)
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat of an id. Raises Refused (400) where the bot knows none."""
        chat = self.chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdecimal() else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def chat_to_write_in(self, chat_id: int | str, thread: int | None = None) -> Chat:
        """The same for a message. Raises Refused: 403 where the bot may not write, 400 for an unknown topic."""
        chat = self.chat(chat_id)
        if chat.closed:
            raise forbidden(chat.closed)
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        return chat

    # Messages

    def message(self, chat: Chat, message_id: int, to_be: str) -> Message:
        """A message of the chat. Raises Refused (400) for one that is not there "to be" edited, deleted, replied …"""
        if message_id not in chat.messages:
            raise bad_request(f"message to {to_be} not found")
        return chat.messages[message_id]

    def post(self, chat: Chat, sender: User, content: Mapping[str, Any], thread: int | None = None) -> Message:
        """Put a message into the chat."""
        chat.newest += 1
        topic = {"message_thread_id": thread, "is_topic_message": True} if thread is not None else {}
        head = {"message_id": chat.newest, "from": sender, "chat": chat.about, "date": self.now()}
        message = {**head, **topic, **content}
        chat.messages[chat.newest] = message
        self.tell(Event("sent", chat.id, message))
        return message

    def replace(self, chat: Chat, message: Message) -> Message:
        """Put an edited message in the place of what it was."""
        message = {**message, "edit_date": self.now()}
        chat.messages[message["message_id"]] = message
        self.tell(Event("edited", chat.id, message))
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message."""
        self.tell(Event("deleted", chat.id, chat.messages.pop(message_id)))

    def keep_file(self, name: str, content: bytes) -> File:
        """Keep what was uploaded."""
        mime_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(f"file{next(self._files)}", name, content, mime_type)
        self.files[file.id] = file
        return file

    # Queries

    def ask(self, user_id: int, chat_id: int) -> str:
        """Open a query that the bot shall answer; give its id."""
        query_id = str(next(self._queries))
        self.queries[query_id] = Query(user_id, chat_id, self.clock.now())
        return query_id

    def answered(self, query_id: str) -> Query:
        """Close a query. Raises Refused (400) for one that is unknown, answered already or too old."""
        query = self.queries.pop(query_id, None)
        if query is None or self.clock.now() - query.asked > QUERY_LIVES:
            raise bad_request(_TOO_OLD)
        return query

    # What the bot says about itself

    def menu(self, chat: Chat, user: User) -> list[dict[str, str]]:
        """The commands that a person is offered in a chat (Bot API, "Determining list of commands")."""
        leads = chat.members.get(user["id"]) in {"administrator", "creator"}
        scopes = {
            f"chat_member:{chat.id}:{user['id']}": not chat.is_private,
            f"chat_administrators:{chat.id}": leads,
            f"chat:{chat.id}": True,
            "all_chat_administrators": leads,
            "all_group_chats": not chat.is_private,
            "all_private_chats": chat.is_private,
            "default": True,
        }
        language = user.get("language_code", "")[:2]
        for scope in (scope for scope, applies in scopes.items() if applies):
            for code in (language, ""):
                if self.commands.get((scope, code)):
                    return self.commands[scope, code]
        return []

    # Watching

    def tell(self, event: Event) -> None:
        """Show an event to whoever watches."""
        for watcher in list(self._watchers):
            watcher(event)

    @contextmanager
    def watched_by(self, watcher: Callable[[Event], None]) -> Iterator[None]:
        """Call `watcher` with every event meanwhile."""
        self._watchers.append(watcher)
        try:
            yield
        finally:
            self._watchers.remove(watcher)
