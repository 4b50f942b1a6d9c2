"""Telegram's date entity leaves a message that is refused with it. Time is simulated."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest

from bot.delivery.lanes import Lanes
from tests.delivery.simulated import simulate
from tests.delivery.telegram import Telegram, bot_on

TEXT = 'It begins on <b><tg-time unix="1309161600">Monday, 10:00</tg-time></b>.'


def refused(description: str) -> dict[str, object]:
    return {"code": 400, "description": f"Bad Request: {description}"}


def sends(text: str, *answers: dict[str, object]) -> Telegram:
    """Somebody is sent a text; Telegram gives these answers first."""

    async def scenario():
        telegram = Telegram(call_seconds=0.0)
        telegram.answer("sendMessage", *answers)
        await bot_on(telegram, Lanes()).send_message(1, text)
        return telegram

    return simulate(scenario)


def test_what_is_taken_with_the_entity_has_it():
    """One call."""
    assert [TEXT] == sends(TEXT).texts(1)


def test_what_is_refused_with_the_entity_is_sent_without_it():
    """The words stay, and the other markup."""
    assert ["It begins on <b>Monday, 10:00</b>."] == sends(TEXT, refused("wrong date_time entity")).texts(1)


@pytest.mark.parametrize("text", ["No time in it", TEXT])
def test_another_refusal_is_told(text):
    """Of a text without the entity at once, of one with it when it is refused without it too."""
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        sends(text, *[refused("chat not found")] * 2)
