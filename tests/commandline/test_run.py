"""`plenary run`, as a process of its own, against a Bot API server on loopback."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import icalendar

from tests.botapi.server import TOKEN, BotApi
from tests.botapi.spec import Refused

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot on the example in a folder of its own, ended when the block is left."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    environment |= {f"PLENARY_{name}": value for name, value in settings.items()}
    environment.setdefault("PLENARY_DATABASE", str(folder / "plenary.db"))
    imported = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "import", str(EXAMPLE), env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    assert 0 == await imported.wait()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_conversation_by_long_polling_from_start_to_the_ics(tmp_path):
    """No call on the way is one that the Bot API would refuse; SIGTERM ends it with 0."""
    async with BotApi() as api:
        ana = api.person(7, "Ana")
        async with running(
            tmp_path, TOKEN=TOKEN, API_URL=api.url, NOW="2011-05-10T08:00:00Z", LISTEN="127.0.0.1:0"
        ) as process:
            ana.says("/start")
            greeting = await api.called("sendMessage")
            ana.says("When is Geneva 2011?")
            answer = await api.called("sendMessage", times=2)
            ana.says("add it to my calendar")
            sent = await api.called("sendDocument")
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 15)

    assert "Welcome, Ana." in greeting["text"]
    assert "27–30 June 2011" in answer["text"]
    assert "HTML" == answer["parse_mode"]
    [(name, content)] = sent.files.values()
    assert "geneva-2011.ics" == name
    assert "VEVENT" in {part.name for part in icalendar.Calendar.from_ical(content).walk()}
    assert [] == [call for call in api.calls if call.refused]
    assert 0 == code


async def test_pages_and_health_are_there_before_telegram_is(tmp_path):
    """A bot that is started while Telegram is away lives, is not ready, and serves what needs no Telegram."""
    with closing(socket.create_server(("127.0.0.1", 0))) as reserved:
        port = reserved.getsockname()[1]
    public = f"http://127.0.0.1:{port}"
    settings = {
        "TOKEN": TOKEN,
        "LISTEN": f"127.0.0.1:{port}",
        "PUBLIC_URL": public,
        "WEBHOOK_URL": f"{public}/telegram",
    }
    async with BotApi() as api, aiohttp.ClientSession(public) as outside:
        api.answer("getMe", *[Refused(502, "Bad Gateway")] * 100)
        async with running(tmp_path, API_URL=api.url, **settings) as process:
            await api.wait_for(lambda: api.calls)
            statuses = {
                path: (await outside.get(path)).status for path in ("/health/live", "/health", "/meetings/lima-2007")
            }
            posted = await outside.post("/telegram", headers={"X-Telegram-Bot-Api-Secret-Token": "guessed"})
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 15)

    assert {"/health/live": 200, "/health": 503, "/meetings/lima-2007": 200} == statuses
    assert (403, 0) == (posted.status, code)


async def test_a_live_calendar_from_the_chat_to_an_app_outside(tmp_path):
    """With a public address the bot serves what it gives the address of; the log, at its most talkative, knows no token."""
    with closing(socket.create_server(("127.0.0.1", 0))) as reserved:
        port = reserved.getsockname()[1]
    public = f"http://127.0.0.1:{port}"
    async with BotApi() as api, aiohttp.ClientSession() as outside:
        ana = api.person(7, "Ana")
        async with running(
            tmp_path,
            TOKEN=TOKEN,
            API_URL=api.url,
            NOW="2011-05-10T08:00:00Z",
            LISTEN=f"127.0.0.1:{port}",
            PUBLIC_URL=public,
            LOG="debug",
        ) as process:
            ana.says("/start geneva-2011")
            await api.called("sendMessage")
            [card] = [message for message in ana.chats.messages.values() if "reply_markup" in message]
            ana.presses("live:0:m:geneva-2011", card)
            made = await api.called("sendMessage", times=2)
            [address] = set(re.findall(rf"{public}/calendars/[\w-]{{22,}}\.ics", made["text"]))
            feed = await (await outside.get(address)).read()
            page = await (await outside.get(address.removesuffix(".ics"))).text()
            meeting = await (await outside.get(f"{public}/meetings/geneva-2011?lang=es")).text()
            process.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(process.communicate(), 15)

    token = address.rpartition("/")[2].removesuffix(".ics")
    assert "Geneva" in str(icalendar.Calendar.from_ical(feed).walk("VEVENT")[0]["LOCATION"])
    assert f"webcal://127.0.0.1:{port}/calendars/{token}.ics" in page
    assert "27–30 de junio de 2011" in meeting
    assert token not in log.decode()
    assert [] == [call for call in api.calls if call.refused]


async def test_what_few_questions_need_is_not_read_before_it_is_asked_for():
    """Each such library would take memory in every process, and time at every start."""
    rare = "{'icalendar', 'segno', 'tzfpy', 'openpyxl', 'bot.importing.reading', 'bot.importing.writing'}"
    script = f"import sys, bot.commandline.run; print({rare} & sys.modules.keys())"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
    shown, _ = await process.communicate()
    assert "set()" == shown.decode().strip()
