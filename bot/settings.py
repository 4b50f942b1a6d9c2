"""The settings, from the environment and a `.env` file; every mistake is reported at once, at start."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import StartError
from bot.languages import LANGUAGES

_PREFIX = "PLENARY_"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_TOKEN_INSIDE = re.compile(r"\d{5,}:[A-Za-z0-9_-]{16,}")
_MAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")


class SettingsError(StartError):
    """The settings have mistakes; `problems` holds one plain line for each, `str()` all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Address(NamedTuple):
    """Where the HTTP server listens; port 0 takes any free one."""

    host: str
    port: int


def is_loopback(host: str) -> bool:
    """Say whether `host` (a name or an address, without brackets) is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise ValueError("this is no bot token; copy the whole of it from @BotFather, it looks like 123456:ABC-DEF")
    return text


def _url(text: str) -> str:
    try:
        url = urlsplit(text)
        port_is_right = url.port != 0
    except ValueError:
        raise ValueError("this is no URL; give one like https://plenary.example.org") from None
    if url.scheme not in ("http", "https") or not url.hostname or not port_is_right or re.search(r"\s", text):
        raise ValueError("this is no URL; give one like https://plenary.example.org")
    if url.query or url.fragment or url.username or url.password:
        raise ValueError("a name, password, query or fragment has no place here; give scheme, host and path only")
    return text.rstrip("/")


def _outside_url(text: str) -> str:
    url = _url(text)
    parts = urlsplit(url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError("http is for this machine only; begin with https://")
    return url


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not _HOST.fullmatch(host) or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("this is no host and port; give both, like 127.0.0.1:8080 or [::1]:8080")
    return Address(host.strip("[]"), int(port))


def _organisers(text: str) -> tuple[int, ...]:
    ids = [part.strip() for part in text.split(",") if part.strip()]
    if any(not part.isascii() or not part.isdigit() or int(part) == 0 for part in ids):
        raise ValueError("these are no Telegram user ids; give whole numbers separated by commas, like 1001,1002")
    return tuple(dict.fromkeys(int(part) for part in ids))


def _mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError("this is no mail address; give one like meetings@example.org")
    return text


def _rate(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise ValueError("this is no number of messages a second; give a whole number from 1 to 1000")
    return int(text)


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant, in UTC where it names no zone. Raises ValueError for anything else."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("this is no instant; give one like 2011-05-10T08:00:00Z") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _one_of(*choices: str) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"this is not among the choices; give one of {', '.join(choices)}")
        return text.lower()

    return choose


def _read(parse: Callable[[str], Any]) -> BeforeValidator:
    """Read a setting that comes as text; a value given by the program passes as it is."""
    return BeforeValidator(lambda value: parse(value.strip()) if isinstance(value, str) else value)


class Settings(BaseSettings):
    """What the operator decided. Built by `read_settings`; the token does not show in `repr()`."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    token: Annotated[SecretStr | None, _read(_token)] = None
    api_url: Annotated[str | None, _read(_url)] = None
    database: Path = Path("plenary.db")
    organisers: Annotated[tuple[int, ...], NoDecode, _read(_organisers)] = ()
    public_url: Annotated[str | None, _read(_outside_url)] = None
    listen: Annotated[Address, NoDecode, _read(_address)] = Address("127.0.0.1", 8080)
    webhook_url: Annotated[str | None, _read(_outside_url)] = None
    mail: Annotated[str, _read(_mail)] = "noreply@plenary.invalid"
    language: Annotated[str, _read(_one_of(*LANGUAGES))] = "en"
    rate: Annotated[int, _read(_rate)] = 30
    now: Annotated[datetime | None, _read(parse_instant)] = None
    log: Annotated[str, _read(_one_of("debug", "info", "warning", "error"))] = "info"
    log_format: Annotated[Literal["text", "json"], _read(_one_of("text", "json"))] = "text"

    @property
    def rehearsal(self) -> bool:
        """Whether `plenary run` opens the rehearsal room: there is no token."""
        return self.token is None


class _Given(BaseSettings):
    """Which of the settings that decide about the rehearsal room are set at all, right or wrong."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, extra="ignore")

    token: SecretStr | None = None
    database: str | None = None
    public_url: str | None = None
    webhook_url: str | None = None


def read_settings(*, env_file: Path | None = Path(".env"), to_run: bool = False) -> Settings:
    """Read and check all settings; the environment rules over `env_file`, and an empty value is none.

    `to_run` is for `plenary run`: without a token it may open the rehearsal room, but never where a database
    or an address is set, because then the token was lost. Raises SettingsError with every mistake.
    """
    try:
        names = set(os.environ) | set(dotenv_values(env_file) if env_file else ())
        problems = _misspelt(names) + (_lost_token(env_file) if to_run else [])
    except (OSError, UnicodeDecodeError):
        raise SettingsError([f"{env_file} cannot be read; make it a readable file of UTF-8 text."]) from None
    settings = None
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        problems += [_line(mistake) for mistake in error.errors()]
    if settings is None or problems:
        raise SettingsError(problems)
    return settings


def _misspelt(names: set[str]) -> list[str]:
    """Name the settings that look like a slip of the pen: a misspelt token is a lost one."""
    known = [_PREFIX + field.upper() for field in Settings.model_fields]
    problems = []
    for name in sorted(names):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            likely = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.9)
            problems += [f"{name} is no setting; write {right}." for right in likely]
    return problems


def _lost_token(env_file: Path | None) -> list[str]:
    given = _Given(_env_file=env_file)
    others = [_PREFIX + name.upper() for name in ("database", "public_url", "webhook_url") if getattr(given, name)]
    if given.token is not None or not others:
        return []
    listed = " and ".join(filter(None, [", ".join(others[:-1]), others[-1]]))
    return [
        f"PLENARY_TOKEN is missing although {listed} {'is' if len(others) == 1 else 'are'} set; "
        "set the token, or unset the others to open the rehearsal room."
    ]


def _line(mistake: Any) -> str:
    field = str(mistake["loc"][0])
    reason = mistake.get("ctx", {}).get("error") or mistake["msg"]
    value = str(mistake["input"])
    shown = "" if field == "token" else f" is {_TOKEN_INSIDE.sub('…', value)!r}"
    return f"{_PREFIX}{field.upper()}{shown}: {reason}."
