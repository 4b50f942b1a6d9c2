"""The log: on standard error, as text for people or one JSON object a line for machines, and never with a secret.

Whatever is written, by us or by a library, goes through `redacted`: message, extra fields and traceback. So does what
Python by itself would print about an error that nobody caught.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import textwrap
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from bot.settings import Settings

# At the debug level these write what people typed, and addresses with the token in them.
_TALKATIVE = ("aiohttp", "aiosqlite", "asyncio", "httpcore", "httpx", "telegram", "urllib3")

_GAP = r"[ \t().\-/\u00a0\u2007\u2010-\u2015\u202f]"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # The bot's token, alone or in an address of the Bot API.
    (re.compile(r"\bbot\d+(?::|%3A)[\w-]+", re.IGNORECASE), "bot[token]"),
    (re.compile(r"\b\d{5,}(?::|%3A)[\w-]{16,}", re.IGNORECASE), "[token]"),
    # Whoever has the address of a calendar feed or the link of an invitation needs nothing else.
    (re.compile(r"(/calendars/)[\w%-]{8,}"), r"\1[token]"),
    (re.compile(r"([?&]token=)[\w-]{8,}"), r"\1[token]"),
    (re.compile(r"(\bstart(?:group)?=)[\w-]{16,}"), r"\1[token]"),
    (re.compile(r"((?:secret[_-]token|password)[\"']?\s*[:=]\s*b?[\"']?)[^\s\"',;&]+", re.IGNORECASE), r"\1[secret]"),
    (re.compile(r"[^\s@<>()\[\]\"',:;=/]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "[e-mail]"),
    (re.compile(rf"(phone_number[\"']?\s*[:=]\s*[\"']?)\+?(?:\d|{_GAP})+"), r"\1[phone]"),
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_DIGITS = re.compile(
    r"(?P<other>"
    r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"  # a UUID,
    r"|\b\d{4}-\d\d-\d\d(?!\d)|\b\d\d?:\d\d(?::\d\d(?:\.\d+)?)?\b"  # a date, a time,
    rf"|\b{_OCTET}(?:\.{_OCTET}){{3}}(?![\w.])|\b\d+\.\d+(?![\w.]))"  # an address of the network, a decimal number
    rf"|(?:(?<!\w)|(?=\+))(?:\+{_GAP}?)?(?:\((?=\d{{1,5}}\)))?\d(?:{_GAP}{{0,3}}\d){{6,60}}(?!\w)"
)

_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
_CONTROLS = {code: chr(code).encode("unicode_escape").decode() for code in (*range(32), *range(127, 160), *_TURNING)}
_CONTROLS_BELOW = {code: escape for code, escape in _CONTROLS.items() if chr(code) not in "\n\t"}


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Give the text without `secrets`, tokens, e-mail addresses and telephone numbers.

    A run of seven to ten digits alone stays: it is the id of an update, a person or a chat.
    """
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return _DIGITS.sub(_without_phone, text)


def _without_phone(match: re.Match[str]) -> str:
    found = match[0]
    before = match.string[max(0, match.start() - 1) : match.start()]
    # Groups and channels have long negative ids; what begins with a zero is a reference or a telephone number.
    longest_id = 20 if before == "-" else 8 if found.startswith("0") else 10
    is_id = found.isascii() and found.isdecimal() and len(found) <= longest_id
    return found if match["other"] or is_id else "[phone]"


class Formatter(logging.Formatter):
    """What both forms have in common: a record taken apart into clean texts."""

    _NO_FIELDS = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"})

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(filter(None, secrets))

    def clean(self, value: object) -> str:
        """Give a value as text, without secrets."""
        return redacted(str(value), self._secrets)

    def at(self, record: logging.LogRecord) -> str:
        """Give the instant of the record, UTC."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def fields(self, record: logging.LogRecord) -> dict[str, str]:
        """Give what was logged with the record as `extra`."""
        return {name: self.clean(value) for name, value in vars(record).items() if name not in self._NO_FIELDS}

    def error(self, record: logging.LogRecord) -> str:
        """Give the traceback, and the stack if it was asked for; empty where there is none."""
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        parts += [self.formatStack(record.stack_info)] if record.stack_info else []
        return self.clean("\n".join(parts))


class TextFormatter(Formatter):
    """`2011-05-10T08:00:00.000Z warning bot.receiving.door: …`, with the traceback indented below.

    Control characters are escaped, so that no text can pass for another record or steer a terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the record on one line, and what belongs to it on the lines below."""
        fields = "".join(f" {name}={value}" for name, value in self.fields(record).items())
        message = f"{self.clean(record.getMessage())}{fields}".translate(_CONTROLS)
        line = f"{self.at(record)} {record.levelname.lower()} {record.name}: {message}"
        error = self.error(record).translate(_CONTROLS_BELOW)
        return f"{line}\n{textwrap.indent(error, '  ')}" if error else line


class JsonFormatter(Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `message`, the extra fields, and `error` with a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as JSON."""
        content = {
            **self.fields(record),
            "at": self.at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.clean(record.getMessage()),
        }
        error = self.error(record)
        return json.dumps({**content, "error": error} if error else content, ensure_ascii=False)


class Handler(logging.StreamHandler[TextIO]):
    """Writes to standard error. What it cannot write it names; Python would print it raw, secrets and all."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Name the line of code whose record could not be written."""
        error = sys.exc_info()[0]
        instead = logging.makeLogRecord(
            {
                "name": __name__,
                "levelname": "ERROR",
                "msg": f"A record of {record.name}, line {record.lineno}, could not be written"
                f" ({error.__name__ if error else 'unknown'}).",
            }
        )
        with suppress(OSError, ValueError):  # standard error itself is gone
            self.stream.write(self.format(instead) + self.terminator)


def set_up_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send the log of the whole process to `stream` (standard error by default), in the form and from the level set."""
    level = logging.getLevelName(settings.log.upper())
    secrets = [settings.token.get_secret_value()] if settings.token else []
    handler = Handler(stream)
    handler.setFormatter(JsonFormatter(secrets) if settings.log_format == "json" else TextFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    sys.excepthook = _uncaught
    sys.unraisablehook = _logged("An error could not be raised.")
    threading.excepthook = _logged("A thread ended with an error.")


def _uncaught(kind: type[BaseException], error: BaseException, traceback: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    logging.getLogger(__name__).critical("The program ended with an error.", exc_info=(kind, error, traceback))


def _logged(sentence: str) -> Callable[[Any], None]:
    """A hook that logs the error which Python hands it."""

    def log(error: Any) -> None:
        if error.exc_value is not None:
            about = (error.exc_type, error.exc_value, error.exc_traceback)
            logging.getLogger(__name__).error(sentence, exc_info=about)

    return log
