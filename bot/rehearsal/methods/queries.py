"""Methods that answer pressed buttons and inline queries."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.rehearsal.limits import text_fields
from bot.rehearsal.markup import InlineKeyboard
from bot.rehearsal.memory import Event, Telegram
from bot.rehearsal.methods.base import Call, LinkPreviewOptions, Parameters
from bot.rehearsal.refused import bad_request

_MOST_RESULTS = 50


class AnswerCallbackQuery(Parameters):
    callback_query_id: str
    text: str | None = None
    show_alert: bool = False
    url: str | None = None
    cache_time: int | None = None

    def answer(self, telegram: Telegram, call: Call) -> bool:
        if len(self.text or "") > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        query = telegram.answered(self.callback_query_id)
        if self.text:
            shown = Event("alert" if self.show_alert else "toast", query.chat_id, {"text": self.text}, query.user_id)
            telegram.tell(shown)
        return True


class InlineText(BaseModel):
    """InputTextMessageContent."""

    model_config = ConfigDict(extra="forbid")

    message_text: str
    parse_mode: str | None = None
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class Article(BaseModel):
    """InlineQueryResultArticle, the one kind of result that a rehearsal takes."""

    model_config = ConfigDict(extra="forbid")

    type: str
    id: str
    title: str
    input_message_content: InlineText
    reply_markup: InlineKeyboard | None = None
    url: str | None = None
    description: str | None = None
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None


class AnswerInlineQuery(Parameters):
    inline_query_id: str
    results: list[Article]
    cache_time: int | None = None
    is_personal: bool | None = None
    next_offset: str | None = None
    button: dict[str, Any] | None = None

    def answer(self, telegram: Telegram, call: Call) -> bool:
        ids = [result.id for result in self.results]
        if len(ids) > _MOST_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        if any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
            raise bad_request("RESULT_ID_INVALID")
        if len(set(ids)) < len(ids):
            raise bad_request("RESULT_ID_DUPLICATE")
        for result in self.results:
            content = result.input_message_content
            text_fields(content.message_text, content.parse_mode, content.entities)
        query = telegram.answered(self.inline_query_id)
        telegram.inline_results[query.user_id] = call.parameters["results"]
        telegram.inline_buttons[query.user_id] = self.button
        return True
