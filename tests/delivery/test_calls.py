"""Replies and deliveries share one pacer, without handlers knowing. Time is simulated."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import Forbidden, RetryAfter

from bot.delivery.calls import REPLY_TRIES
from bot.delivery.lanes import Lanes, leaving_by
from tests.delivery.simulated import simulate
from tests.delivery.telegram import Faults, Telegram, bot_on

FLOOD = {"code": 429, "description": "Too Many Requests: retry after 7", "retry_after": 7}


def now() -> float:
    return asyncio.get_running_loop().time()


def test_replies_leave_at_once_while_there_are_places():
    """Thirty people are answered in the same instant, the next one when a second has passed; no 429."""

    async def scenario():
        telegram, lanes = Telegram(call_seconds=0.0), Lanes()
        bot = bot_on(telegram, lanes)
        await asyncio.gather(*(bot.send_message(person, "Geneva") for person in range(1, 32)))
        return telegram

    telegram = simulate(scenario)

    assert [0.0] * 30 + [pytest.approx(1.003)] == sorted(message.at for message in telegram.messages)
    assert 0 == telegram.floods


def test_a_reply_that_meets_a_429_waits_and_is_made_again():
    """The person gets her answer, and nothing is sent to anybody in between."""

    async def scenario():
        telegram, lanes = Telegram(call_seconds=0.0), Lanes()
        bot = bot_on(telegram, lanes)
        telegram.answer("sendMessage", FLOOD)
        first = asyncio.create_task(bot.send_message(1, "first"))
        await asyncio.sleep(1)
        await bot.send_message(2, "second")
        await first
        return telegram

    telegram = simulate(scenario)

    assert {("first", 7.0), ("second", 7.0)} == {(message.text, message.at) for message in telegram.messages}


def test_a_reply_is_not_tried_for_ever():
    """After one 429 upon the other the handler is told."""

    async def scenario():
        telegram = Telegram(call_seconds=0.0)
        telegram.answer("sendMessage", *[FLOOD] * REPLY_TRIES)
        with pytest.raises(RetryAfter):
            await bot_on(telegram, Lanes()).send_message(1, "first")
        return now(), len(telegram.calls)

    assert (7.0 * (REPLY_TRIES - 1), REPLY_TRIES) == simulate(scenario)


def test_other_errors_reach_the_handler():
    """The pacer keeps nothing to itself but floods."""

    async def scenario():
        telegram = Telegram(Faults(blocked=frozenset({1})))
        with pytest.raises(Forbidden):
            await bot_on(telegram, Lanes()).send_message(1, "first")

    simulate(scenario)


def test_calls_that_send_nothing_pass():
    """Answering a button or showing that the bot types takes no place."""

    async def scenario():
        telegram, lanes = Telegram(), Lanes(1)
        bot = bot_on(telegram, lanes)
        lanes.hold(60)
        for _ in range(5):
            await bot.get_me()
        return now()

    assert 0.0 == simulate(scenario)


def test_a_429_of_what_sends_nothing_holds_nobody():
    """Telegram limits each method by itself: menus that are set at each start are refused for minutes before messages are."""

    async def scenario():
        telegram, lanes = Telegram(call_seconds=0.0), Lanes()
        bot = bot_on(telegram, lanes)
        telegram.answer("setMyCommands", FLOOD)
        with pytest.raises(RetryAfter):
            await bot.set_my_commands([("help", "Help")])
        await bot.send_message(1, "first")
        return now()

    assert 0.0 == simulate(scenario)


def test_a_delivery_leaves_by_the_place_that_was_kept_for_it():
    """Its first call goes at once, a further one waits for a place of its own."""

    async def scenario():
        telegram, lanes = Telegram(call_seconds=0.0), Lanes(1)
        bot = bot_on(telegram, lanes)
        with leaving_by(await lanes.delivery()):
            await bot.send_message(1, "first")
            await bot.send_message(2, "second")
        return telegram

    telegram = simulate(scenario)

    assert [0.0, pytest.approx(1.003, abs=0.01)] == [message.at for message in telegram.messages]


def test_a_delivery_that_meets_a_hold_is_not_sent():
    """Telegram named a time after the row was claimed: the row goes back, nothing is sent in between."""

    async def scenario():
        telegram, lanes = Telegram(), Lanes()
        with leaving_by(await lanes.delivery()):
            lanes.hold(9)
            with pytest.raises(RetryAfter) as raised:
                await bot_on(telegram, lanes).send_message(1, "first")
        return raised.value.retry_after.total_seconds(), telegram.calls

    assert (9.0, []) == simulate(scenario)


def test_a_429_of_a_delivery_holds_replies():
    """It is one clock: the next reply leaves when the time that was named has come."""

    async def scenario():
        telegram, lanes = Telegram(call_seconds=0.0), Lanes()
        bot = bot_on(telegram, lanes)
        telegram.answer("sendMessage", FLOOD)
        with leaving_by(await lanes.delivery()), pytest.raises(RetryAfter):
            await bot.send_message(1, "first")
        await bot.send_message(2, "second")
        return now()

    assert 7.0 == simulate(scenario)


def test_a_place_that_no_call_took_is_free_again():
    """A delivery for which nothing was due does not slow the others."""

    async def scenario():
        lanes = Lanes(1)
        with leaving_by(await lanes.delivery()):
            pass
        await lanes.reply(1)
        return now()

    assert 0.0 == simulate(scenario)


def test_a_delivery_that_is_called_off_while_it_waits_takes_no_place():
    """Cancelled in the queue, or in the instant in which its place was granted."""

    async def scenario():
        lanes = Lanes(1)
        place = await lanes.delivery()
        waiting = [asyncio.create_task(lanes.delivery()) for _ in range(2)]
        await asyncio.sleep(0.5)
        waiting[0].cancel()
        await asyncio.sleep(0)
        place.close()  # grants the other one
        waiting[1].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await lanes.reply(2)
        return now()

    assert 0.5 == simulate(scenario)
