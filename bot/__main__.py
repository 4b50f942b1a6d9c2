"""The command line: `plenary run`, `import`, `export`, `ask`, `calendar`, `qr`, `announce`, `backup`, `check`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.commandline.announcing import add_arguments
from bot.errors import BotError
from bot.languages import LANGUAGES
from bot.settings import Settings, read_settings

# python-telegram-bot imports httpx, which where click is installed imports its own command line, which nobody uses.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # so it takes it for not installed


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 on success, 1 with one plain line on standard error for each mistake."""
    given = _parser().parse_args(argv)
    os.umask(0o077)  # the store and its copies hold what is known of people
    if given.command == "run.run":  # as the first process of a container it would not hear it before else
        signal.signal(signal.SIGTERM, _end)
    try:
        settings = read_settings(to_run=given.command == "run.run")
        with asyncio.Runner(loop_factory=_loop_of(given.command)) as runner:
            runner.run(_command(given.command)(settings, given))
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _end(*_: object) -> None:
    """Leave at once, while nothing has begun."""
    raise SystemExit(0)


def _loop_of(command: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes the event loop: for the running bot libuv's, which spares it a tenth of each answer."""
    if command != "run.run":
        return None
    from uvloop import new_event_loop  # noqa: PLC0415  # the other commands begin sooner without

    return new_event_loop


def _command(name: str) -> Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, None]]:
    """The function that carries out a command; the others are not even read."""
    module, _, function = name.partition(".")
    command: Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, None]]
    command = getattr(import_module(f"bot.commandline.{module}"), function)
    return command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plenary",
        description="A Telegram bot that coordinates international meetings.",
        epilog="Settings come from the environment or from .env; .env.example names them all.",
    )
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")

    running = subcommands.add_parser("run", help="run the bot; without PLENARY_TOKEN, open the rehearsal room")
    running.set_defaults(command="run.run")

    imported = subcommands.add_parser("import", help="take meetings from files, all or nothing")
    imported.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a meetings file (YAML)")
    imported.set_defaults(command="simple.import_meetings")

    exported = subcommands.add_parser("export", help="write all meetings and their documents into a folder")
    exported.add_argument("folder", type=Path, metavar="FOLDER")
    exported.set_defaults(command="simple.export")

    asked = subcommands.add_parser("ask", help="print the answer that a chat would get")
    asked.add_argument("question", nargs="?", metavar="QUESTION")
    asked.add_argument("--language", default="en", help="the language that the person's app reports (default: en)")
    asked.add_argument("--now", metavar="DATE", help="the day or instant on which it is asked")
    form = asked.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='read {"id","user","lang","now","text"} a line from standard input and answer each with one line',
    )
    asked.set_defaults(command="ask.ask")

    calendar = subcommands.add_parser("calendar", help="print a meeting's .ics file")
    calendar.add_argument("meeting", metavar="MEETING", help="the meeting's id, for instance geneva-2011")
    of = calendar.add_mutually_exclusive_group()
    of.add_argument("--session", metavar="ID", help="one session of its programme, by its id")
    of.add_argument("--programme", action="store_true", help="all sessions of its programme")
    of.add_argument("--process", action="store_true", help="all meetings of its process, with their registration")
    calendar.add_argument("--language", choices=LANGUAGES, help="the language of its words")
    calendar.set_defaults(command="simple.calendar")

    code = subcommands.add_parser("qr", help="write a picture whose code opens a meeting in the bot's chat")
    code.add_argument("meeting", metavar="MEETING", help="the meeting's id, for instance geneva-2011")
    code.add_argument("file", type=Path, metavar="FILE", help="a PNG file")
    code.set_defaults(command="qr.write_code")

    announced = subcommands.add_parser("announce", help="announce something to everyone who follows")
    add_arguments(announced)

    backup = subcommands.add_parser("backup", help="copy the database to a file, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(command="simple.backup")

    checked = subcommands.add_parser("check", help="check store, templates, translations and settings")
    checked.set_defaults(command="check.check")
    return parser


if __name__ == "__main__":
    sys.exit(main())
