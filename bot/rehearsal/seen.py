"""What a person sees on her screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import telegram

from bot.rehearsal.memory import Event, File, Telegram

_ICON = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True)
class Button:
    """A button under a message: its label, and the one thing that it does."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None

    def is_called(self, label: str) -> bool:
        """Whether people would call it so: its icons need not be said."""
        return label == self.text or label == _ICON.sub("", self.text)


@dataclass(frozen=True)
class Seen:
    """A message that the bot sent or edited, or the answer to a pressed button, as it was at that moment."""

    kind: Literal["sent", "edited", "deleted", "toast", "alert"]
    message: Mapping[str, Any]
    files: Mapping[str, File] = field(repr=False, compare=False)

    @classmethod
    def of(cls, event: Event, world: Telegram) -> Seen:
        """What an event shows."""
        return cls(event.kind, event.message, world.files)

    @property
    def edited(self) -> bool:
        """Whether it stands in the place of what was there before."""
        return self.kind == "edited"

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])

    @property
    def chat_id(self) -> int:
        return int(self.message["chat"]["id"])

    @property
    def text(self) -> str:
        """The text, or the caption of a file."""
        return str(self.message.get("text") or self.message.get("caption") or "")

    @property
    def html(self) -> str:
        """The text with its markup, written as python-telegram-bot writes it."""
        message = telegram.Message.de_json(dict(self.message), None)
        return message.text_html if message.text else message.caption_html

    @property
    def buttons(self) -> list[list[Button]]:
        """The rows of buttons under it."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [[_button(about) for about in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button.text for row in self.buttons for button in row]

    @property
    def document(self) -> File | None:
        """The file it carries."""
        about = self.message.get("document")
        return self.files[about["file_id"]] if about else None

    @property
    def location(self) -> tuple[float, float] | None:
        """Latitude and longitude of its pin, in degrees."""
        place = self.message.get("location")
        return (place["latitude"], place["longitude"]) if place else None

    @property
    def venue(self) -> Mapping[str, Any] | None:
        """Telegram's Venue: title, address, location."""
        return self.message.get("venue")

    @property
    def contact(self) -> Mapping[str, Any] | None:
        """Telegram's Contact: phone_number, first_name …"""
        return self.message.get("contact")

    @property
    def thread(self) -> int | None:
        """The topic it stands in."""
        return self.message.get("message_thread_id")

    @property
    def answers(self) -> int | None:
        """The id of the message that it is a reply to."""
        reply = self.message.get("reply_to_message")
        return reply["message_id"] if reply else None

    def button(self, label: str) -> Button | None:
        """The button of that label."""
        return next((button for row in self.buttons for button in row if button.is_called(label)), None)


def _button(about: Mapping[str, Any]) -> Button:
    copied = about.get("copy_text", {}).get("text")
    return Button(about["text"], about.get("callback_data"), about.get("url"), copied)
