"""The log says what happened, and nothing that is secret or private."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import InvalidToken, NetworkError

from bot import logs
from bot.logs import redacted
from bot.settings import Settings

TOKEN = "123456789:AAF-real_looking-token_0123456789abc"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
ROOT = Path(__file__).parent.parent


@pytest.fixture
def written(monkeypatch):
    """Sets the log up as asked and gives the stream it goes to; afterwards all is as before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs._TALKATIVE}
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    root.handlers[:] = []  # pytest's own shall not be closed

    def set_up(**settings) -> io.StringIO:
        stream = io.StringIO()
        logs.set_up_logs(Settings(token=TOKEN, **settings), stream)
        return stream

    yield set_up
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def test_text_is_one_line_with_instant_level_and_origin(written):
    """2011-05-10T08:00:00.000Z warning bot.receiving.door: message"""
    stream = written()
    logging.getLogger("bot.receiving.door").warning("Update %d is handled again.", 7)

    at, rest = stream.getvalue().split(" ", 1)

    assert "warning bot.receiving.door: Update 7 is handled again.\n" == rest
    assert len("2011-05-10T08:00:00.000Z") == len(at)
    assert at.endswith("Z")


def test_json_is_one_object_a_line(written):
    """Machines get at, level, logger, message, the record's own fields, and the error with its traceback."""
    stream = written(log_format="json")
    try:
        raise ValueError("no such day")
    except ValueError:
        logging.getLogger("bot.web").exception("A page\nfailed.", extra={"route": "/meetings/{id}"})

    (line,) = stream.getvalue().splitlines()
    record = json.loads(line)

    assert ["route", "at", "level", "logger", "message", "error"] == list(record)
    assert ("error", "bot.web", "A page\nfailed.") == (record["level"], record["logger"], record["message"])
    assert "/meetings/{id}" == record["route"]
    assert record["error"].startswith("Traceback")
    assert record["error"].endswith("ValueError: no such day")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_in_no_record(written, form):
    """Neither as message, argument, field nor in a traceback, its causes included."""
    stream = written(log_format=form)
    log = logging.getLogger("bot.somewhere")
    log.error(ADDRESS)
    log.error("calling %s", ADDRESS, extra={"address": ADDRESS})
    try:
        try:
            raise NetworkError(f"cannot connect to {ADDRESS}")
        except NetworkError as cause:
            raise InvalidToken(f"The token `{TOKEN}` was rejected") from cause
    except InvalidToken:
        log.exception("failed")

    assert TOKEN not in stream.getvalue()
    assert TOKEN.split(":")[1] not in stream.getvalue()
    assert 5 == stream.getvalue().count("[secret]")


@pytest.mark.parametrize(
    "text",
    [
        "https://api.telegram.org/bot987654321:AAother-token_of_another_bot/getMe",
        "http://127.0.0.1:8081/file/bot987654321%3AAAother-token_of_another_bot/photos/1.jpg",
        "http://127.0.0.1:1/bot1:AAother-token_of_another_bot/getMe",
        "the token 987654321:AAother-token_of_another_bot was rejected",
        "GET /calendars/AAother-token_of_another_bot.ics",
        "https://t.me/PlenaryBot?start=AAother-token_of_another_bot",
        "{'X-Telegram-Bot-Api-Secret-Token': 'AAother-token_of_another_bot'}",
        '{"secret_token":"AAother-token_of_another_bot"}',
    ],
)
def test_tokens_are_known_by_their_look(text):
    """Tokens of bots and feeds, invitations and the webhook's secret go, whoever's they are."""
    assert "AAother" not in redacted(text)


@pytest.mark.parametrize(
    "phone",
    [
        "+41 22 730 81 11",
        "+41227308111",
        "+41 (0)22 730-81-11",
        "0041 22 730 81 11",
        "0227308111",
        "022 730 81 11",
        "022/730 81 11",
        "(022) 730-8111",
        "22.730.81.11",
        "202-555-0143",
        "41227308111",
        "+41 22 730\u00a081\u201111",
        "٠٢٢ ٧٣٠ ٨١ ١١",
        "022 730 81 11 / 022 730 81 12",
    ],
)
def test_telephone_numbers_are_taken_out(phone):
    """However people write them, at the start, in the middle or at the end, after a colon or in brackets."""
    for text in ("{}", "call {} now", "Tel:{}.", "({})", "tel:{}", "phone_number='{}'", "on 2011-05-10 {}"):
        clean = redacted(text.format(phone))

        assert text.format("[phone]") == clean


@pytest.mark.parametrize(
    "mail", ["anna@example.org", "a.b+c@mail.mfa.example", "jürgen@müller.example", "o'anna_1@x-y.example"]
)
def test_mail_addresses_are_taken_out(mail):
    """With whatever stands around them."""
    for text in ("{}", "<{}>", "mailto:{}", "write to {}, please", "email='{}'"):
        assert mail.rpartition("'")[2] not in redacted(text.format(mail))
        assert "[e-mail]" in redacted(text.format(mail))


@pytest.mark.parametrize(
    "text",
    [
        "Update 987654321 is set aside: the process ended 3 times while handling it.",
        "chat -1001234567890, user 1234567890",
        "from 2011-06-27 to 2011-06-30T10:00:00.123456Z, 27-30 June 2011 at 08:00:00",
        "listening on 127.0.0.1:8080 and 192.168.100.200",
        "took 12.3456789 s, reference 01234567",
        "meeting 01234567-8901-4234-8567-012345678901",
        "@PlenaryBot in plenary.db.before-0004, python-telegram-bot 22.8",
        "/meetings/geneva-2011.ics?start=geneva-2011",
    ],
)
def test_what_an_operator_needs_stays(text):
    """Ids, dates, times, addresses of machines, references and durations are no telephone numbers."""
    assert text == redacted(text)


@given(st.text(), st.text())
def test_no_text_around_it_hides_a_secret(before, after):
    """Whatever stands before and after, the token is gone."""
    assert TOKEN not in redacted(f"{before}{TOKEN}{after}", [TOKEN])


def test_a_text_cannot_pass_for_another_record(written):
    """Line breaks and control characters are escaped in the message, and a traceback is indented."""
    stream = written()
    try:
        raise ValueError("x\n2011-05-10T08:00:00.000Z info bot: all is well\x1b[2J")
    except ValueError:
        logging.getLogger("bot").exception("said \u202e\r\n2011-05-10T08:00:00.000Z info bot: all is well")

    first, *below = stream.getvalue().splitlines()

    assert r"said \u202e\r\n2011-05-10" in first
    assert below
    assert all(line.startswith("  ") for line in below)
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_libraries_say_warnings_and_errors_only(written, level):
    """At debug level they would write what people typed; and none speaks up below the level that is set."""
    stream = written(log=level)
    for name in ("telegram.ext.ExtBot", "httpx", "aiohttp.server", "aiosqlite", "asyncio"):
        for method in ("debug", "info", "warning", "error"):
            getattr(logging.getLogger(name), method)("%s said", method)

    said = {line.split()[1] for line in stream.getvalue().splitlines()}

    assert ({"error"} if level == "error" else {"warning", "error"}) == said


def test_ours_speak_from_the_level_that_is_set(written):
    """PLENARY_LOG=info shows info and above."""
    stream = written(log="info")
    logging.getLogger("bot.x").debug("hidden")
    logging.getLogger("handlers.x").info("shown")

    assert "shown" in stream.getvalue()
    assert "hidden" not in stream.getvalue()


def test_a_record_that_cannot_be_written_is_named_not_shown(written):
    """A wrong format string must not print its arguments: one of them may be a secret."""
    stream = written()
    logging.getLogger("bot.x").error("%d", ADDRESS)

    assert "A record of bot.x, line" in stream.getvalue()
    assert "could not be written (TypeError)" in stream.getvalue()
    assert TOKEN not in stream.getvalue()
    assert "AAF" not in stream.getvalue()


def test_a_log_that_is_gone_stops_nothing(written):
    """Where standard error is closed, the bot goes on."""
    stream = written()
    stream.close()

    logging.getLogger("bot.x").error("nobody hears this")


def test_warnings_and_errors_of_threads_are_logged(written):
    """They would go to standard error as they are."""
    stream = written()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"see {ADDRESS}", stacklevel=1)

    def fail():
        raise RuntimeError(ADDRESS)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    assert "see https://api.telegram.org/bot[secret]/sendMessage" in stream.getvalue()
    assert "A thread ended with an error." in stream.getvalue()
    assert "RuntimeError: https://api.telegram.org/bot[secret]/sendMessage" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_an_error_that_ends_the_program_is_logged_without_secrets():
    """What Python prints about an error that nobody caught goes the same way."""
    program = (
        "import asyncio; from bot import logs; from bot.settings import Settings\n"
        f"logs.set_up_logs(Settings(token='{TOKEN}', log_format='json'))\n"
        "class Late:\n"
        f"    def __del__(self): raise ValueError('late {ADDRESS}')\n"
        "late = Late(); del late\n"
        f"async def main(): raise RuntimeError('{ADDRESS} +41 22 730 81 11')\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT, capture_output=True, text=True)

    late, end = map(json.loads, ended.stderr.splitlines())

    assert 1 == ended.returncode
    assert "An error could not be raised." == late["message"]
    assert ("critical", "The program ended with an error.") == (end["level"], end["message"])
    assert end["error"].endswith("RuntimeError: https://api.telegram.org/bot[secret]/sendMessage [phone]")
    assert TOKEN not in ended.stderr
