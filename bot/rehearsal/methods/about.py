"""Methods by which the bot says what it is, and how it wants its updates."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.rehearsal.limits import check_commands, check_language, check_length
from bot.rehearsal.memory import Telegram
from bot.rehearsal.methods.base import Call, ChatId, Parameters
from bot.rehearsal.refused import bad_request
from bot.rehearsal.urls import checked_url


class GetMe(Parameters):
    def answer(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        able = {"can_join_groups": True, "supports_inline_queries": True}
        unable = dict.fromkeys(("can_read_all_group_messages", "can_connect_to_business", "has_main_web_app"), False)
        return telegram.bot | able | unable


class Command(BaseModel):
    """BotCommand."""

    model_config = ConfigDict(extra="forbid")

    command: str
    description: str


class Scope(BaseModel):
    """BotCommandScope."""

    model_config = ConfigDict(extra="forbid")

    type: Literal[
        "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
        "chat_administrators", "chat_member",
    ] = "default"  # fmt: skip
    chat_id: ChatId | None = None
    user_id: int | None = None

    def key(self, telegram: Telegram) -> str:
        """The scope in one word. Raises Refused for a chat that the bot does not know."""
        if self.type.startswith("chat"):
            telegram.chat(self.chat_id if self.chat_id is not None else "")
        wanted = {"chat_id"} if self.type.startswith("chat") else set()
        wanted |= {"user_id"} if self.type == "chat_member" else set()
        if self.model_dump(exclude_none=True, exclude={"type"}).keys() != wanted:
            raise bad_request(f"can't parse BotCommandScope: {self.type} takes {sorted(wanted)}")
        return ":".join(str(part) for part in (self.type, self.chat_id, self.user_id) if part is not None)


class OfCommands(Parameters):
    """What the three methods about commands take."""

    scope: Scope = Scope()
    language_code: str = ""

    def place(self, telegram: Telegram) -> tuple[str, str]:
        """Where these commands are kept. Raises Refused."""
        check_language(self.language_code)
        return self.scope.key(telegram), self.language_code


class SetMyCommands(OfCommands):
    commands: list[Command]

    def answer(self, telegram: Telegram, call: Call) -> bool:
        check_commands([(one.command, one.description) for one in self.commands])
        telegram.commands[self.place(telegram)] = [
            {"command": one.command.removeprefix("/"), "description": one.description} for one in self.commands
        ]
        return True


class DeleteMyCommands(OfCommands):
    def answer(self, telegram: Telegram, call: Call) -> bool:
        telegram.commands.pop(self.place(telegram), None)
        return True


class GetMyCommands(OfCommands):
    def answer(self, telegram: Telegram, call: Call) -> list[dict[str, str]]:
        return telegram.commands.get(self.place(telegram), [])


class OfProfile(Parameters):
    """What the three methods about the bot's own words take."""

    language_code: str = ""

    def keep(self, telegram: Telegram, what: str, text: str, longest: int) -> bool:
        """Keep a text by its language. Raises Refused."""
        check_language(self.language_code)
        check_length(f"bot {what}", text, longest)
        telegram.profile[what, self.language_code] = text
        return True


class SetMyName(OfProfile):
    name: str = ""

    def answer(self, telegram: Telegram, call: Call) -> bool:
        return self.keep(telegram, "name", self.name, 64)


class SetMyDescription(OfProfile):
    description: str = ""

    def answer(self, telegram: Telegram, call: Call) -> bool:
        return self.keep(telegram, "description", self.description, 512)


class SetMyShortDescription(OfProfile):
    short_description: str = ""

    def answer(self, telegram: Telegram, call: Call) -> bool:
        return self.keep(telegram, "short description", self.short_description, 120)


class MenuButton(BaseModel):
    """MenuButton."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["default", "commands", "web_app"]
    text: str | None = None
    web_app: dict[str, Any] | None = None


class SetChatMenuButton(Parameters):
    chat_id: int | None = None
    menu_button: MenuButton = MenuButton(type="default")

    def answer(self, telegram: Telegram, call: Call) -> bool:
        if self.chat_id is not None:
            telegram.chat(self.chat_id)
        telegram.menu_button[self.chat_id] = self.menu_button.model_dump(exclude_none=True)
        return True


class SetWebhook(Parameters):
    url: str
    certificate: str | None = None
    ip_address: str | None = None
    max_connections: int = 40
    allowed_updates: list[str] | None = None
    drop_pending_updates: bool = False
    secret_token: str | None = None

    def answer(self, telegram: Telegram, call: Call) -> bool:
        if self.url and (not self.url.startswith("https://") or checked_url(self.url) is None):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        telegram.webhook = {"url": self.url, "max_connections": self.max_connections}
        return True


class DeleteWebhook(Parameters):
    drop_pending_updates: bool = False

    def answer(self, telegram: Telegram, call: Call) -> bool:
        telegram.webhook = {"url": ""}
        return True


class GetWebhookInfo(Parameters):
    def answer(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        return telegram.webhook | {"has_custom_certificate": False, "pending_update_count": 0}
