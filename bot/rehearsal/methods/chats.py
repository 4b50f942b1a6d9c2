"""Methods that ask about chats and files."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.limits import LARGEST_DOWNLOAD
from bot.rehearsal.memory import Chat, Telegram
from bot.rehearsal.methods.base import Call, ChatId, Parameters
from bot.rehearsal.refused import bad_request

_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


class GetChat(Parameters):
    chat_id: ChatId

    def answer(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
        return telegram.chat(self.chat_id).about | full


class GetChatMember(Parameters):
    chat_id: ChatId
    user_id: int

    def answer(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        if self.user_id not in telegram.users:
            raise bad_request("user not found")
        return member(telegram, telegram.chat(self.chat_id), self.user_id)


class GetChatAdministrators(Parameters):
    chat_id: ChatId
    return_bots: bool = False

    def answer(self, telegram: Telegram, call: Call) -> list[dict[str, Any]]:
        chat = telegram.chat(self.chat_id)
        if chat.is_private:
            raise bad_request("there are no administrators in the private chat")
        leading = [user for user, status in chat.members.items() if status in {"creator", "administrator"}]
        return [member(telegram, chat, user) for user in leading if user != telegram.bot["id"] or self.return_bots]


class LeaveChat(Parameters):
    chat_id: ChatId

    def answer(self, telegram: Telegram, call: Call) -> bool:
        chat = telegram.chat_to_write_in(self.chat_id)
        if chat.is_private:
            raise bad_request("chat not found")
        chat.members[telegram.bot["id"]] = "left"
        chat.closed = "bot is not a member of the supergroup chat"
        return True


class GetFile(Parameters):
    file_id: str

    def answer(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        file = telegram.files.get(self.file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.content) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        about = file.about
        return {name: about[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": file.path}


def member(telegram: Telegram, chat: Chat, user_id: int) -> dict[str, Any]:
    """Telegram's ChatMember for somebody, in the chat or not."""
    status = chat.members.get(user_id, "left")
    about: dict[str, Any] = {"status": status, "user": telegram.users[user_id]}
    if status == "administrator":
        about |= dict.fromkeys(_RIGHTS, False)
    elif status == "creator":
        about["is_anonymous"] = False
    elif status == "kicked":
        about["until_date"] = 0
    return about
