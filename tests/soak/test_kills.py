"""kill -9 at random moments of message bursts and broadcasts, and SIGTERM in the middle of both."""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
import re
import signal
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.composition import build_services
from bot.settings import Settings
from bot.store import followers
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from tests.announcing import announce_text
from tests.botapi.server import BotApi
from tests.soak.crowd import Crowd
from tests.soak.process import Process

TEXTS = ("The venue has changed.", "Registration has opened.")

_RATE = 30  # a second
_IN_FLIGHT = re.compile(r"Update (\d+) may have been in flight; it is handled again\.")
_DOUBTFUL = re.compile(r"(\d+) deliveries were under way at the last stop")
_EXPECTED = re.compile(f"{_IN_FLIGHT.pattern}|{_DOUBTFUL.pattern}|was waiting at the last stop; it is handled now")


async def announce(api: BotApi, path: Path, chats: int) -> None:
    """Let so many chats follow the process, and queue two announcements to them, to go out from now on."""
    clock = Clock()
    for chat in range(1, chats + 1):
        api.person(chat, "Ben")
    database = await Database.open(path, clock)

    def follow(connection: sqlite3.Connection) -> None:
        for chat in range(1, chats + 1):
            followers.follow(
                connection, Chat(chat, "private", "Ben"), Subject("process", "ccm"), None, chat, clock.now()
            )

    await database.write(follow)
    announcements = build_services(Settings(_env_file=None), clock, database).announcements
    for text in TEXTS:
        await announce_text(announcements, "geneva-2011", text, "Carla")
    await database.close()


def deliveries(path: Path) -> dict[tuple[int, str], str]:
    """The state of each delivery, by its chat and text."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            """
            SELECT chat_id, body ->> '$.content.versions.en.text', delivery.state
            FROM delivery JOIN cause ON cause.id = cause_id
            """
        ).fetchall()
    connection.close()
    return {(chat, text): state for chat, text, state in rows}


def arrived(api: BotApi) -> Counter[tuple[int, str]]:
    """How often each announcement came to each chat."""
    return Counter((call["chat_id"], call["text"]) for call in api.made("sendMessage") if call["text"] in TEXTS)


async def something_is_sent(api: BotApi) -> None:
    """Wait for the next message."""
    calls = len(api.calls)
    await api.wait_for(lambda: any(call.method == "sendMessage" for call in api.calls[calls:]))


async def everything_is_done(api: BotApi, crowd: Crowd, path: Path) -> None:
    """Wait until nothing is left to answer or to deliver."""
    while crowd.unanswered or {"pending", "sending"} & set(deliveries(path).values()):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):  # no call says that the last delivery has been written down
                await something_is_sent(api)


@pytest.mark.parametrize(
    ("kills", "people", "recipients"),
    [
        pytest.param(2, 5, 0, id="burst"),
        pytest.param(3, 0, 20, id="broadcast"),
        pytest.param(40, 5, 0, id="bursts", marks=pytest.mark.soak),
        pytest.param(40, 0, 20, id="broadcasts", marks=pytest.mark.soak),
        pytest.param(20, 3, 20, id="both", marks=pytest.mark.soak),
    ],
)
async def test_killed_at_any_moment_nothing_is_lost_and_nothing_repeated(
    api: BotApi, path: Path, chance: random.Random, kills: int, people: int, recipients: int
) -> None:
    """Each message is answered, in order; twice only what the log names; each delivery arrives once or is uncertain."""
    crowd = Crowd(api, chance)
    await announce(api, path, recipients * kills)
    async with Process(api.url, path) as bot:
        for _ in range(kills):
            crowd.ask(people, questions=3)
            await bot.start()
            if chance.random() < 0.2:  # while it starts
                await asyncio.sleep(chance.uniform(0, 1.5))
            else:
                await something_is_sent(api)
                crowd.ask(people, questions=3)
                await asyncio.sleep(chance.uniform(0, 1))
            await bot.end(signal.SIGKILL)
        starts = len(api.made("deleteWebhook"))
        await bot.start()
        await api.called("deleteWebhook", starts + 1)  # it hears signals by then
        await everything_is_done(api, crowd, path)
        code = await bot.end(signal.SIGTERM)
    logs = bot.logs
    states, got = deliveries(path), arrived(api)

    assert 0 == code
    assert crowd.repeated() <= Counter(int(update_id) for update_id in _IN_FLIGHT.findall("".join(logs)))
    assert {"sent", "uncertain"} >= set(states.values())
    assert {delivery for delivery, state in states.items() if state == "sent"} <= set(got) <= set(states)
    assert set(got.values()) <= {1}
    doubtful = [int(number) for log in logs for number in _DOUBTFUL.findall(log)]
    in_doubt = math.ceil(_RATE * api.longest_call)
    assert sum(doubtful) == Counter(states.values())["uncertain"] <= in_doubt * kills
    assert people or max(doubtful, default=0) <= in_doubt + 1  # this machine may have held a call up
    assert [] == [line for log in logs for line in log.splitlines() if not _EXPECTED.search(line)]
    assert [] == [call for call in api.refused if call.method != "getUpdates"]  # a dead bot's poll ends with 409


@pytest.mark.parametrize("stops", [1, pytest.param(20, marks=pytest.mark.soak)])
async def test_stopped_at_any_moment_nothing_is_lost_and_nothing_in_doubt(
    api: BotApi, path: Path, chance: random.Random, stops: int
) -> None:
    """SIGTERM ends it with 0 within ten seconds; the next life goes on where it stood, and repeats nothing."""
    crowd = Crowd(api, chance)
    await announce(api, path, 20 * stops)
    async with Process(api.url, path) as bot:
        for _ in range(stops):
            crowd.ask(people=10, questions=2)
            await bot.start()
            await something_is_sent(api)
            await asyncio.sleep(chance.uniform(0, 1))
            async with asyncio.timeout(10):
                assert 0 == await bot.end(signal.SIGTERM)
        await bot.start()
        await everything_is_done(api, crowd, path)
        await bot.end(signal.SIGTERM)

    assert Counter() == crowd.repeated()
    assert {"sent"} == set(deliveries(path).values())
    assert {1} == set(arrived(api).values())
    assert deliveries(path).keys() == arrived(api).keys()


async def test_stopped_while_it_begins_it_finishes_what_it_answers(
    api: BotApi, path: Path, chance: random.Random
) -> None:
    """What the last life left is answered at once, while Telegram is still told the commands: none of it twice."""
    crowd = Crowd(api, chance)
    async with Process(api.url, path) as bot:
        crowd.ask(people=40, questions=2)
        await bot.start()
        await something_is_sent(api)
        assert 0 == await bot.end(signal.SIGTERM)
        assert crowd.unanswered
        api.call_seconds = 0.3
        await bot.start()
        await something_is_sent(api)
        async with asyncio.timeout(10):
            assert 0 == await bot.end(signal.SIGTERM)
        api.call_seconds = 0.0
        await bot.start()
        await everything_is_done(api, crowd, path)
        await bot.end(signal.SIGTERM)

    assert Counter() == crowd.repeated()


async def test_told_to_stop_again_and_again_it_finishes_what_it_does(
    api: BotApi, path: Path, chance: random.Random
) -> None:
    """Whoever presses Ctrl-C all the time breaks nothing off: no question is lost, no answer comes twice."""
    crowd = Crowd(api, chance)
    async with Process(api.url, path) as bot:
        crowd.ask(people=60, questions=1)
        await bot.start()
        await something_is_sent(api)
        for _ in range(6):
            bot.tell(signal.SIGINT)
            await asyncio.sleep(0.02)
        async with asyncio.timeout(10):
            assert 0 == await bot.end(signal.SIGTERM)
        await bot.start()
        await everything_is_done(api, crowd, path)
        await bot.end(signal.SIGTERM)

    assert Counter() == crowd.repeated()
    assert not any(" error " in log for log in bot.logs)


@pytest.mark.soak
async def test_a_telegram_that_does_not_answer_does_not_keep_it_from_stopping(
    api: BotApi, path: Path, chance: random.Random
) -> None:
    """SIGTERM ends it with 0 within ten seconds; what got no answer is done again, or uncertain."""
    crowd = Crowd(api, chance)
    await announce(api, path, 30)
    async with Process(api.url, path) as bot:
        crowd.ask(people=10, questions=2)
        await bot.start()
        await something_is_sent(api)
        api.call_seconds = 3600
        await asyncio.sleep(chance.uniform(0.5, 5))
        async with asyncio.timeout(10):
            assert 0 == await bot.end(signal.SIGTERM)
        api.call_seconds = 0.05
        await bot.start()
        await everything_is_done(api, crowd, path)
        await bot.end(signal.SIGTERM)

    assert crowd.unanswered == 0
    assert {"sent", "uncertain"} >= set(deliveries(path).values())
    assert {1} == set(arrived(api).values())
