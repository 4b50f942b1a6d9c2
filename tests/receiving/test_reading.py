"""Updates as objects: those that are put together here are what python-telegram-bot would have made of them."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message, Update
from telegram.ext import ExtBot

from bot.receiving.reading import as_update

PRIVATE = {"id": 1000, "type": "private", "first_name": "Anna"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Delegations", "is_forum": True}
ANNA = {
    "id": 1000,
    "is_bot": False,
    "first_name": "Anna",
    "username": "anna",
    "language_code": "fr",
    "is_premium": True,
}
PLAIN = {"message_id": 7, "date": 1305014400, "chat": PRIVATE, "from": ANNA, "text": "Où est-ce ?"}
BOT: ExtBot[None] = ExtBot("123456:token")


@pytest.mark.parametrize(
    "received",
    [
        {"message": PLAIN},
        {"message": PLAIN | {"chat": GROUP}},
        {"message": PLAIN | {"chat": GROUP, "message_thread_id": 3, "is_topic_message": True}},
        {"message": PLAIN | {"entities": [{"type": "mention", "offset": 0, "length": 2}]}},
        {"message": PLAIN | {"reply_to_message": PLAIN | {"message_id": 6}}},
        {"message": {name: value for name, value in PLAIN.items() if name != "from"}},
        {"message": PLAIN | {"a_field_to_come": 1}},
        {"edited_message": PLAIN | {"edit_date": 1305014460}},
        {"message": None},
        {"message": PLAIN, "a_kind_to_come": {}},
        {},
    ],
)
def test_an_update_is_what_the_library_would_make_of_it(received: dict[str, Any]) -> None:
    raw = {"update_id": 11} | received
    update, theirs = as_update(raw, BOT), Update.de_json(raw, BOT)
    assert update.to_dict() == theirs.to_dict()
    assert (update.effective_user, update.effective_chat) == (theirs.effective_user, theirs.effective_chat)
    assert update.effective_message == theirs.effective_message


def test_what_a_plain_message_offers_goes_to_the_bot() -> None:
    update = as_update({"update_id": 11, "message": PLAIN}, BOT)
    message = update.effective_message
    assert isinstance(message, Message)
    assert update.get_bot() is message.get_bot() is BOT
    assert message.date == Message.de_json(PLAIN, BOT).date
    assert message.from_user is not None
    assert message.from_user.get_bot() is BOT
    assert message.chat.get_bot() is BOT
