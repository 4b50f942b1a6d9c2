"""The outbox at work, against a Telegram that enforces its limits and fails in every way. Time is simulated."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import NetworkError, TimedOut

from bot.delivery.lanes import Lanes
from bot.delivery.loop import Outbox, Sent
from bot.delivery.sender import Sender
from bot.store import amending, causes, followers, outbox, reporting
from bot.store.causes import Cause
from bot.store.followers import Chat
from bot.transport import NotSent, ServerFailed
from tests.delivery.simulated import MORNING, SimulatedClock, closed, opened, simulate
from tests.delivery.telegram import Faults, Telegram, bot_on
from tests.delivery.texts import send_text

TEXT = {"text": {"en": "The venue has changed.", "fr": "Le lieu a changé."}}


class Running:
    """A bot's sending half on a store, in simulated time."""

    def __init__(self, telegram: Telegram, database, send=None) -> None:
        self.telegram = telegram
        self.database = database
        self.lanes = Lanes()
        self.bot = bot_on(telegram, self.lanes)
        ways = {"announcement": send_text, "correction": edit, "withdrawal": delete}
        sender = Sender(self.bot, ways, lambda language: language or "en")
        self.outbox = Outbox(database, SimulatedClock(), self.lanes, send or sender, self.bot.get_me)

    async def announce(self, chats, key="k", body=TEXT, after: float = 0.0) -> int:
        def queue(connection):
            for chat in chats:
                followers.put_chat(connection, Chat(chat, "private" if chat > 0 else "supergroup", f"Chat {chat}"))
            cause = Cause(key, "announcement", body, "Anna")
            recipients = [(chat, None) for chat in chats]
            return causes.queue_for_chats(connection, cause, recipients, MORNING, MORNING + timedelta(seconds=after))

        queued = await self.database.write(queue)
        self.outbox.wake()
        return queued.id

    async def states(self, cause_id: int = 1) -> dict[int, str]:
        every = ("pending", "sending", "sent", "unreachable", "failed", "uncertain", "withdrawn")
        lines = await self.database.read(reporting.recipients, cause_id, every)
        return {line.chat_id: line.state for line in lines}

    async def write(self, effect, *args):
        result = await self.database.write(effect, *args)
        self.outbox.wake()
        return result

    async def finish(self) -> None:
        """Wait until nothing is pending, also what was put off."""
        await self.outbox.idle()
        while await self.database.read(outbox.waiting):
            await asyncio.sleep(1)
            await self.outbox.idle()


async def edit(bot, delivery, language):
    for message_id in delivery.original.message_ids:
        await bot.edit_message_text(delivery.body["text"][language], delivery.chat_id, message_id)
    return Sent()


async def delete(bot, delivery, language):
    for message_id in delivery.original.message_ids:
        await bot.delete_message(delivery.chat_id, message_id)
    return Sent()


@asynccontextmanager
async def running(path: Path, telegram: Telegram, send=None) -> AsyncIterator[Running]:
    """The outbox of a store, working until the block is left."""
    database = await opened(path)
    sending = Running(telegram, database, send)
    await sending.outbox.start()
    try:
        yield sending
    finally:
        await sending.outbox.stop()
        await closed(database)


def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plenary.db"


def test_everyone_gets_the_announcement_once_at_the_allowed_pace(path):
    """600 people, 97.5 % of the allowed rate, no 429, and the message ids are kept."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 601))
            await sending.finish()
            took = telegram.messages[-1].at
            return telegram, took, await sending.states()

    telegram, took, states = simulate(scenario)

    assert Counter(range(1, 601)) == Counter(message.chat for message in telegram.messages)
    assert {"sent"} == set(states.values())
    assert 0 == telegram.floods
    assert 0.975 <= 600 / 30 / took


def test_questions_are_answered_in_between(path):
    """200 questions during a broadcast: no 429, and hardly a wait."""

    async def scenario():
        telegram = Telegram(burst=5)
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 601))
            waits = []
            for person in range(1001, 1201):
                await asyncio.sleep(0.1)
                asked = now()
                await sending.bot.send_message(person, "27–30 June 2011")
                waits.append(now() - asked - telegram.call_seconds)
            await sending.finish()
            return telegram, sorted(waits)

    telegram, waits = simulate(scenario)

    assert 0 == telegram.floods
    assert 800 == len(telegram.messages)
    assert waits[190] <= 0.02


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_everyone_is_accounted_for(path, seed):
    """429s, blocks, server errors, cuts before and after acceptance: sent once, or named, or uncertain."""
    blocked = frozenset(range(7 + seed, 301, 50))
    faults = Faults(flood=0.01, server_error=0.01, never_leaves=0.01, cut_before=0.01, cut_after=0.01, blocked=blocked)

    async def scenario():
        telegram = Telegram(faults)
        telegram._chance.seed(seed)
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 301))
            await sending.finish()
            return telegram, await sending.states()

    telegram, states = simulate(scenario)

    got = Counter(message.chat for message in telegram.messages)
    assert set(range(1, 301)) == set(states)
    assert {1} == set(got.values())
    assert {chat for chat, state in states.items() if state == "sent"} <= set(got)
    assert set(got) <= {chat for chat, state in states.items() if state in ("sent", "uncertain")}
    assert {"sent", "unreachable", "uncertain"} >= set(states.values())
    assert {chat for chat, state in states.items() if state == "unreachable"} <= blocked


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.3, 1.23, 2.5, 3.9])
def test_after_a_kill_nobody_is_written_to_twice(path, moment):
    """Killed in the middle and started again: at most what was in flight is in doubt, everybody else gets it once."""

    async def scenario():
        telegram = Telegram()
        database = await opened(path)
        sending = Running(telegram, database)
        await sending.outbox.start()
        await sending.announce(range(1, 121))
        await asyncio.sleep(moment)
        for task in (sending.outbox._worker, *sending.outbox._flights):  # dead: nothing is settled any more
            task.cancel()
        await asyncio.sleep(1)
        await closed(database)
        async with running(path, telegram) as again:
            await again.finish()
            return telegram, await again.states()

    telegram, states = simulate(scenario)

    got = Counter(message.chat for message in telegram.messages)
    uncertain = {chat for chat, state in states.items() if state == "uncertain"}
    assert {1} == set(got.values())
    assert set(range(1, 121)) == set(got) | uncertain
    assert {"sent", "uncertain"} >= set(states.values())
    assert len(uncertain) <= 2


def test_a_429_holds_everything_until_the_time_that_telegram_named(path):
    """Not a call goes out in between, and the recipient who met it gets the message as well."""

    async def scenario():
        telegram = Telegram()
        telegram.answer("sendMessage", {"code": 429, "description": "Too Many Requests", "retry_after": 30})
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 11))
            await sending.finish()
            return telegram, await sending.states()

    telegram, states = simulate(scenario)

    assert not [at for _, at in telegram.calls if 0.1 < at < 30]
    assert Counter(range(1, 11)) == Counter(message.chat for message in telegram.messages)
    assert {"sent"} == set(states.values())


def test_a_day_of_outage_loses_nothing_and_repeats_nothing(path, caplog):
    """Telegram cannot be reached for 24 hours: then everything goes out."""

    async def scenario():
        telegram = Telegram()
        telegram.is_down = NotSent("no route to host")
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 101))
            await asyncio.sleep(24 * 3600)
            calls = len(telegram.calls)
            telegram.is_down = None
            await sending.finish()
            return telegram, calls, now(), await sending.states()

    telegram, calls, ended, states = simulate(scenario)

    assert {"sent"} == set(states.values())
    assert Counter(range(1, 101)) == Counter(message.chat for message in telegram.messages)
    assert 1 == caplog.text.count("Deliveries do not get through")
    assert calls < 4000
    assert ended < 24 * 3600 + 120


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("Bad Gateway")])
def test_an_outage_that_swallows_calls_leaves_few_in_doubt(path, error):
    """Where each call may have arrived, deliveries stop after the first few: a call without effect finds the way."""

    async def scenario():
        telegram = Telegram()
        telegram.is_down = error
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 101))
            await asyncio.sleep(24 * 3600)
            telegram.is_down = None
            await sending.finish()
            return await sending.states()

    states = Counter(simulate(scenario).values())

    assert states["uncertain"] <= 4
    assert 100 == states["sent"] + states["uncertain"]


def test_a_server_that_falls_silent_leaves_few_in_doubt(path):
    """Answers that do not come, for five seconds each, keep more calls from being made."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 301))
            await asyncio.sleep(2)
            telegram.faults, telegram.call_seconds = Faults(cut_before=1.0), 5.0
            await asyncio.sleep(60)
            telegram.faults, telegram.call_seconds = Faults(), 0.05
            await sending.finish()
            return await sending.states()

    states = Counter(simulate(scenario).values())

    assert states["uncertain"] <= 24
    assert 300 == states["sent"] + states["uncertain"]


def test_slow_answers_do_not_slow_the_pace(path):
    """Where each call takes a second, thirty are under way."""

    async def scenario():
        telegram = Telegram(call_seconds=1.0)
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 301))
            await sending.finish()
            return telegram.messages[-1].at

    assert simulate(scenario) < 11


def test_a_server_that_answers_but_takes_no_messages_leaves_few_in_doubt(path):
    """Where only sending is out of order, it is tried with one message now and then."""

    async def scenario():
        telegram = Telegram(Faults(cut_after=1.0))
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 201))
            await asyncio.sleep(2 * 3600)
            telegram.faults = Faults()
            await sending.finish()
            return await sending.states()

    states = Counter(simulate(scenario).values())

    assert states["uncertain"] <= 2 * 12 + 24
    assert 200 == states["sent"] + states["uncertain"]


def test_a_server_that_fails_at_one_message_is_given_up_on(path):
    """Three times pending, then failed, and the others are sent."""

    async def scenario():
        telegram = Telegram()
        telegram.answer("sendMessage", *[ServerFailed("Internal Server Error")] * 4)
        async with running(path, telegram) as sending:
            await sending.announce([1])
            await sending.finish()
            await sending.announce([2], key="other")
            await sending.finish()
            return await sending.states(1), await sending.states(2)

    assert ({1: "failed"}, {2: "sent"}) == simulate(scenario)


def test_pausing_stops_at_once_and_resuming_goes_on(path):
    """While paused nothing is sent; afterwards nobody is left out or written to twice."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            cause = await sending.announce(range(1, 101))
            await asyncio.sleep(1)
            await sending.write(causes.pause, cause)
            await asyncio.sleep(0.1)
            before = len(telegram.messages)
            await asyncio.sleep(600)
            during = len(telegram.messages)
            await sending.write(causes.resume, cause)
            await sending.finish()
            return telegram, before, during

    telegram, before, during = simulate(scenario)

    assert before == during < 100
    assert Counter(range(1, 101)) == Counter(message.chat for message in telegram.messages)


def test_stopping_withdraws_what_has_not_been_sent(path):
    """Each recipient was sent it or is listed as withdrawn."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            cause = await sending.announce(range(1, 101))
            await asyncio.sleep(1)
            await sending.write(causes.stop, cause)
            await sending.finish()
            return telegram, await sending.states()

    telegram, states = simulate(scenario)

    sent = {chat for chat, state in states.items() if state == "sent"}
    assert sent == {message.chat for message in telegram.messages}
    assert {"sent", "withdrawn"} == set(states.values())


def test_what_is_due_later_is_sent_then(path):
    """The loop sleeps until the time in the row."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.announce([1], after=3600)
            await asyncio.sleep(3599)
            early = len(telegram.messages)
            await asyncio.sleep(2)
            return early, telegram.messages[0].at

    assert (0, pytest.approx(3600, abs=0.1)) == simulate(scenario)


def test_an_idle_outbox_asks_nothing_of_the_store(path):
    """No query while nothing is due, however long."""

    async def scenario():
        async with running(path, Telegram()) as sending:
            await sending.announce([1], after=1_000_000)
            await asyncio.sleep(10)
            queries = []
            reading = sending.database.read

            async def read(query, *args):
                queries.append(query)
                return await reading(query, *args)

            sending.database.read = read
            await asyncio.sleep(24 * 3600)
            return queries

    assert [] == simulate(scenario)


def test_what_people_write_costs_the_outbox_no_query(path):
    """Updates are stored all the time; the outbox looks once in a while."""

    async def scenario():
        async with running(path, Telegram()) as sending:
            await sending.outbox.idle()
            looks = []
            reading = sending.database.read

            async def read(query, *args):
                looks.append(query)
                return await reading(query, *args)

            sending.database.read = read
            for number in range(100):
                await sending.database.note(followers.put_chat, Chat(number + 1, "private", "Anna"))
                await asyncio.sleep(0.1)
            return len(looks)

    assert simulate(scenario) <= 3


def test_what_another_process_queues_is_noticed(path):
    """`plenary announce` writes to the store of a running bot."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.outbox.idle()
            other = Running(telegram, await opened(path))
            await other.announce([1])
            await asyncio.sleep(6)
            await closed(other.database)
            return telegram.texts(1)

    assert [TEXT["text"]["en"]] == simulate(scenario)


def test_a_chat_gets_one_message_a_second(path):
    """Three announcements for the same person do not leave together."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            for key in "abc":
                await sending.announce([1], key=key)
            await sending.finish()
            return telegram

    telegram = simulate(scenario)

    assert 3 == len(telegram.messages)
    assert 0 == telegram.floods


def test_a_group_gets_at_most_twenty_a_minute(path):
    """Forty announcements to a group take their time."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            for number in range(40):
                await sending.announce([-100], key=str(number))
            await sending.finish()
            return telegram

    telegram = simulate(scenario)

    assert 40 == len(telegram.messages)
    assert 0 == telegram.floods


def test_a_short_announcement_overtakes_a_long_one(path):
    """News for ten does not wait until thousands have got theirs."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.announce(range(1, 1502))
            await asyncio.sleep(1)
            await sending.announce(range(2001, 2011), key="short")
            await asyncio.sleep(2)
            return {message.chat for message in telegram.messages}

    assert set(range(2001, 2011)) <= simulate(scenario)


def test_a_long_text_arrives_in_parts_and_in_order(path):
    """Each part is a call of its own, and all message ids are kept."""
    body = {"text": "\n\n".join(f"Paragraph {number}. " + "x" * 1500 for number in range(6))}

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.announce([1], body=body)
            await sending.finish()
            return telegram.texts(1), await sending.states()

    texts, states = simulate(scenario)

    assert ["Paragraph 0.", "Paragraph 2.", "Paragraph 4."] == [text[:12] for text in texts]
    assert {1: "sent"} == states


def test_a_correction_reaches_what_was_sent_and_what_was_not(path):
    """What was sent is edited, what was not goes out corrected: nobody is left with the old text."""
    corrected = {"text": {"en": "The venue is the WMO building."}}

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            cause = await sending.announce(range(1, 101))
            await asyncio.sleep(1.234)
            await sending.write(amending.correct, cause, "c", corrected, "Anna", MORNING)
            await sending.finish()
            return telegram

    telegram = simulate(scenario)

    assert {corrected["text"]["en"]} == {message.text for message in telegram.messages}
    assert Counter(range(1, 101)) == Counter(message.chat for message in telegram.messages)


def test_a_withdrawal_deletes_what_was_sent(path):
    """Nothing more is sent, what was sent is deleted, and the report says so."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            cause = await sending.announce(range(1, 101))
            await asyncio.sleep(1.234)
            await sending.write(amending.withdraw, cause, "w", {}, "Anna", MORNING)
            await sending.finish()
            return telegram, await sending.states()

    telegram, states = simulate(scenario)

    assert {message.id for message in telegram.messages} == telegram.deleted
    assert {"withdrawn"} == set(states.values())


def test_an_edit_that_was_cut_is_repeated(path):
    """No organiser has to decide about what does no harm."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            cause = await sending.announce([1, 2])
            await sending.finish()
            telegram.answer("editMessageText", TimedOut(), NetworkError("Bad Gateway"))
            await sending.write(amending.correct, cause, "c", {"text": {"en": "New"}}, "Anna", MORNING)
            await sending.finish()
            return telegram.texts(1) + telegram.texts(2), await sending.states(2)

    assert (["New", "New"], {1: "sent", 2: "sent"}) == simulate(scenario)


def test_what_is_uncertain_is_sent_again_when_an_organiser_says_so(path):
    """Until then it rests."""

    async def scenario():
        telegram = Telegram()
        telegram.answer("sendMessage", TimedOut())
        async with running(path, telegram) as sending:
            cause = await sending.announce([1])
            await asyncio.sleep(3600)
            before = await sending.states()
            await sending.write(causes.send_uncertain_again, cause, MORNING)
            await sending.finish()
            return before, await sending.states(), telegram.texts(1)

    assert ({1: "uncertain"}, {1: "sent"}, [TEXT["text"]["en"]]) == simulate(scenario)


def test_a_chat_that_is_lost_gets_no_second_attempt(path):
    """A delegate who blocked the bot is not tried for what is pending, nor for what comes later."""

    async def scenario():
        telegram = Telegram(Faults(blocked=frozenset({1})))
        async with running(path, telegram) as sending:
            await sending.announce([1], key="a")
            await sending.announce([1], key="b", after=60)
            await asyncio.sleep(10)
            await sending.announce([1], key="c")
            await asyncio.sleep(100)
            return len(telegram.calls), [await sending.states(cause) for cause in (1, 2, 3)]

    assert (1, [{1: "unreachable"}] * 3) == simulate(scenario)


def test_a_group_that_migrated_gets_it_under_its_new_id(path):
    """The id is changed wherever it stands, and the announcement arrives once."""

    async def scenario():
        telegram = Telegram()
        migrated = {"code": 400, "description": "Bad Request: upgraded", "migrate_to_chat_id": -1005}
        telegram.answer("sendMessage", migrated)
        async with running(path, telegram) as sending:
            await sending.announce([-5])
            await sending.finish()
            return telegram.texts(-1005), await sending.states()

    assert ([TEXT["text"]["en"]], {-1005: "sent"}) == simulate(scenario)


def test_an_error_of_ours_costs_one_delivery(path):
    """What cannot be rendered is failed, unless a call was made: then it is uncertain. The loop goes on."""

    async def scenario():
        telegram = Telegram()

        async def send(delivery):
            if delivery.chat_id == 1:
                raise KeyError("no such template")
            await sending.bot.send_message(delivery.chat_id, "hello")
            if delivery.chat_id == 2:
                raise KeyError("message_id")
            return Sent(1)

        async with running(path, telegram, send) as sending:
            await sending.announce([1, 2, 3])
            await sending.finish()
            return await sending.states()

    assert {1: "failed", 2: "uncertain", 3: "sent"} == simulate(scenario)


def test_an_error_that_nobody_foresaw_does_not_end_the_outbox(path):
    """It is logged, and the next delivery goes out."""

    async def scenario():
        telegram = Telegram()
        async with running(path, telegram) as sending:
            await sending.outbox.idle()
            reading = sending.database.read

            async def read(query, *args):
                sending.database.read = reading
                raise RuntimeError("nobody foresaw this")

            sending.database.read = read
            await sending.announce([1])
            await asyncio.sleep(6)
            return telegram.texts(1)

    assert 1 == len(simulate(scenario))


def test_stopping_finishes_what_is_under_way(path):
    """Nothing new is claimed; what was begun is written down, so that nothing is in doubt after a restart."""

    async def scenario():
        telegram = Telegram()
        database = await opened(path)
        sending = Running(telegram, database)
        await sending.outbox.start()
        await sending.announce(range(1, 101))
        await asyncio.sleep(1)
        await sending.outbox.stop()
        states = Counter((await sending.states()).values())
        doubtful = await database.write(outbox.recover)
        await closed(database)
        return states, doubtful, len(telegram.messages)

    states, doubtful, messages = simulate(scenario)

    assert 0 == doubtful
    assert {"sent": messages, "pending": 100 - messages} == states


def test_a_call_that_does_not_end_does_not_keep_the_bot_from_stopping(path):
    """After eight seconds it is broken off, and is uncertain at the next start."""

    async def scenario():
        telegram = Telegram(call_seconds=10_000)
        database = await opened(path)
        sending = Running(telegram, database)
        await sending.outbox.start()
        await sending.announce([1])
        await asyncio.sleep(1)
        await sending.outbox.stop()
        stopped = now()
        doubtful = await database.write(outbox.recover)
        await closed(database)
        return stopped, doubtful

    assert (9.0, 1) == simulate(scenario)
