"""Keyboards, as the Bot API takes them."""

from __future__ import annotations

import json
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from bot.rehearsal.refused import bad_request
from bot.rehearsal.urls import checked_url

_MOST_BUTTONS = 100
_MOST_BYTES = 10_240
_ACTIONS = (
    "url", "callback_data", "copy_text", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay", "disabled",
)  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CopyText(_Strict):
    """CopyTextButton: 1 to 256 characters."""

    text: str

    @model_validator(mode="after")
    def within_limits(self) -> Self:
        if not 1 <= len(self.text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return self


class InlineButton(_Strict):
    """InlineKeyboardButton: a label and exactly one thing that it does."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: str | None = None
    url: str | None = None
    callback_data: str | None = None
    copy_text: CopyText | None = None
    web_app: dict[str, Any] | None = None
    login_url: dict[str, Any] | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: dict[str, Any] | None = None
    callback_game: dict[str, Any] | None = None
    pay: bool | None = None
    disabled: dict[str, Any] | None = None

    @model_validator(mode="after")
    def within_limits(self) -> Self:
        if not self.text.strip():
            raise bad_request("can't parse inline keyboard button: Inline keyboard button text must be non-empty")
        actions = [name for name in _ACTIONS if getattr(self, name) is not None]
        if not actions:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(actions) > 1:
            raise bad_request(f"can't parse inline keyboard button: it has {' and '.join(actions)}")
        if self.callback_data is not None and not 1 <= len(self.callback_data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        if self.url is not None and checked_url(self.url) is None:
            raise bad_request(f"inline keyboard button URL '{self.url}' is invalid: Wrong HTTP URL")
        return self


class InlineKeyboard(_Strict):
    """InlineKeyboardMarkup: rows of buttons under a message."""

    inline_keyboard: list[list[InlineButton]]

    @model_validator(mode="after")
    def within_limits(self) -> Self:
        if sum(len(row) for row in self.inline_keyboard) > _MOST_BUTTONS:
            raise bad_request("REPLY_MARKUP_TOO_LONG")
        if len(json.dumps(self.model_dump(exclude_none=True))) > _MOST_BYTES:
            raise bad_request("reply markup is too long")
        return self


class ReplyButton(_Strict):
    """KeyboardButton: a label that is sent when it is pressed, or a request."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: str | None = None
    request_contact: bool | None = None
    request_location: bool | None = None
    request_users: dict[str, Any] | None = None
    request_chat: dict[str, Any] | None = None
    request_poll: dict[str, Any] | None = None
    web_app: dict[str, Any] | None = None

    @model_validator(mode="after")
    def within_limits(self) -> Self:
        if not self.text.strip():
            raise bad_request("can't parse keyboard button: Keyboard button text must be non-empty")
        return self


class ReplyKeyboard(_Strict):
    """ReplyKeyboardMarkup: rows of buttons in the place of the letters."""

    keyboard: list[list[ReplyButton]]
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    input_field_placeholder: str | None = None
    selective: bool | None = None
    force_reply: bool | None = None

    @model_validator(mode="after")
    def within_limits(self) -> Self:
        if self.input_field_placeholder is not None and not 1 <= len(self.input_field_placeholder) <= 64:
            raise bad_request("input field placeholder must have 1 to 64 characters")
        return self


class KeyboardRemoved(_Strict):
    """ReplyKeyboardRemove."""

    remove_keyboard: bool
    selective: bool | None = None


class ForceReply(_Strict):
    """ForceReply: the person's next message is a reply."""

    force_reply: bool
    input_field_placeholder: str | None = None
    selective: bool | None = None


Markup = InlineKeyboard | ReplyKeyboard | KeyboardRemoved | ForceReply


def inline_fields(keyboard: InlineKeyboard | None) -> dict[str, Any]:
    """The `reply_markup` of a message; one without buttons is none."""
    rows = [row for row in keyboard.inline_keyboard if row] if keyboard else []
    dumped = [[button.model_dump(exclude_none=True) for button in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": dumped}} if dumped else {}
