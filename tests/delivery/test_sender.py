"""How a delivery becomes a call: in the language of its chat, in its topic, as it was written."""

from __future__ import annotations

import pytest

from bot.announcement import Content, Version, content_as_json
from bot.clock import Clock
from bot.delivery.announcing import Announcing
from bot.delivery.lanes import Lanes
from bot.delivery.sender import Sender
from bot.rendering import Rendering
from bot.store.outbox import Delivery
from tests.delivery.simulated import simulate
from tests.delivery.telegram import Telegram, bot_on


def said(**texts: str) -> dict:
    """The body of an announcement."""
    return {"content": content_as_json(Content(versions={code: Version(text=text) for code, text in texts.items()}))}


def delivery(**values) -> Delivery:
    body = said(en="The venue has changed.", fr="Le lieu a changé.")
    return Delivery(**{"id": 1, "cause_id": 1, "kind": "announcement", "body": body, "chat_id": 7, **values})


def sent(*deliveries: Delivery) -> Telegram:
    """Send them; give the Telegram that got them."""

    async def scenario():
        telegram = Telegram()
        sender = Sender(
            bot_on(telegram, Lanes()),
            {"announcement": Announcing(Rendering(), Clock(), files=None).send},
            lambda language: language or "en",
        )
        for each in deliveries:
            await sender(each)
        return telegram

    return simulate(scenario)


def test_each_reader_gets_her_language():
    """Where the text has it; else the fallback."""
    telegram = sent(delivery(chat_id=1, language="fr"), delivery(chat_id=2), delivery(chat_id=3, language="ru"))

    assert ["Le lieu a changé.", "The venue has changed.", "The venue has changed."] == [
        message.text for message in telegram.messages
    ]


def test_a_group_gets_it_in_its_topic():
    """`message_thread_id` is on the call."""
    assert [3] == [message.topic for message in sent(delivery(chat_id=-5, topic=3)).messages]


def test_the_formatting_is_telegrams():
    """The text is HTML as the organiser formatted it."""
    telegram = sent(delivery(body=said(en="Rooms &lt;A&gt; <b>& B</b>")))

    assert ["Rooms &lt;A&gt; <b>& B</b>"] == telegram.texts(7)


def test_a_kind_that_nobody_can_send_is_an_error():
    """It is ours, and the delivery fails without a call."""
    with pytest.raises(KeyError):
        sent(delivery(kind="telegram"))
