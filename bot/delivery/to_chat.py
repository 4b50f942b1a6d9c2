"""The way from where many read along to the private chat: nothing that all of them have is edited."""

from __future__ import annotations

from collections.abc import Callable

from telegram import InlineKeyboardButton


def to_chat(label: Callable[[str], str], username: str, meeting_id: str) -> InlineKeyboardButton:
    """The button that opens a meeting in the private chat; `username` is the bot's."""
    return InlineKeyboardButton("💡 " + label("Open our chat"), url=f"https://t.me/{username}?start={meeting_id}")
