"""What `plenary announce` takes; in a file of its own, so that the other commands need not read all that it needs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from bot.announcement import CATEGORIES
from bot.languages import LANGUAGES


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--meeting", metavar="ID", help="everyone who follows this meeting or its process")
    whom.add_argument("--process", metavar="ID", help="everyone who follows this process or any of its meetings")
    parser.add_argument(
        "--language", action="append", default=[], choices=LANGUAGES, help="only readers of this language; repeatable"
    )
    parser.add_argument(
        "--country", action="append", default=[], metavar="NAME", help="only those of this country; repeatable"
    )
    parser.add_argument(
        "--category", action="append", default=[], choices=CATEGORIES, help="only those of this category; repeatable"
    )
    parser.add_argument(
        "--text",
        action="append",
        default=[],
        metavar="[LANGUAGE=]TEXT",
        help="what they are told, as plain text, for instance es='La sede ha cambiado.'; repeatable",
    )
    parser.add_argument(
        "--text-file",
        action="append",
        default=[],
        metavar="[LANGUAGE=]FILE",
        help="the same from a file, or from standard input (-); repeatable",
    )
    parser.add_argument(
        "--html",
        action="store_true",
        help="the texts are HTML as Telegram takes it: b, i, u, s, a, code, pre, blockquote, tg-spoiler",
    )
    parser.add_argument("--photo", action="append", default=[], type=Path, metavar="FILE", help="a photo; repeatable")
    parser.add_argument("--file", action="append", default=[], type=Path, metavar="FILE", help="a file; repeatable")
    parser.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="LATITUDE,LONGITUDE[,NAME[,ADDRESS]]",
        help="a place on the map; repeatable",
    )
    parser.add_argument(
        "--ask", choices=["read", "yes-no"], help="what readers can press: 'I have read this', or yes, no, not yet"
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help="when, on the clocks of the venue: '2011-06-20 09:00', 'tomorrow 9:00' (default: now)",
    )
    parser.add_argument(
        "--key",
        help="announce this once, however often the command is given; a key that stands for something else is refused",
    )
    parser.add_argument("--by", default="plenary announce", metavar="NAME", help="who announces, as the log names her")
    parser.add_argument("--dry-run", action="store_true", help="count whom it would reach, and queue nothing")
    parser.set_defaults(command="announce.announce")
