"""Settings: read from the environment and `.env`, every mistake at once, no secret shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Address, Settings, SettingsError, is_loopback, read_settings

TOKEN = "123456:AAF-secret_secret_secret_secret"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PLENARY_{name.upper()}", raising=False)


def problems(**settings: str) -> list[str]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(f"PLENARY_{name.upper()}", value)
        with pytest.raises(SettingsError) as raised:
            read_settings(to_run=True)
    return raised.value.problems


def test_nothing_set_gives_the_defaults_and_the_rehearsal_room() -> None:
    """Without any setting the bot opens the rehearsal room."""
    settings = read_settings(to_run=True)

    assert settings.rehearsal
    assert Path("plenary.db") == settings.database
    assert Address("127.0.0.1", 8080) == settings.listen
    assert ("noreply@plenary.invalid", "en", 30) == (settings.mail, settings.language, settings.rate)
    assert ("info", "text", ()) == (settings.log, settings.log_format, settings.organisers)
    assert settings.now is settings.api_url is settings.public_url is settings.webhook_url is None


def test_every_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name of the table is read, and a slash at the end of a URL does not matter."""
    for name, value in {
        "TOKEN": TOKEN,
        "API_URL": "http://telegram-bot-api:8081/",
        "DATABASE": "/srv/plenary/meetings.db",
        "ORGANISERS": "1001, 1002,1001",
        "PUBLIC_URL": "https://plenary.example.org/",
        "LISTEN": "[::1]:9000",
        "WEBHOOK_URL": "http://127.0.0.1:8443/telegram",
        "MAIL": "meetings@example.org",
        "LANGUAGE": "FR",
        "RATE": "25",
        "NOW": "2011-05-10T10:00:00+02:00",
        "LOG": "DEBUG",
        "LOG_FORMAT": "json",
    }.items():
        monkeypatch.setenv(f"PLENARY_{name}", value)

    settings = read_settings(to_run=True)

    assert settings.token is not None
    assert TOKEN == settings.token.get_secret_value()
    assert "http://telegram-bot-api:8081" == settings.api_url
    assert Path("/srv/plenary/meetings.db") == settings.database
    assert (1001, 1002) == settings.organisers
    assert "https://plenary.example.org" == settings.public_url
    assert Address("::1", 9000) == settings.listen
    assert "http://127.0.0.1:8443/telegram" == settings.webhook_url
    assert ("meetings@example.org", "fr", 25) == (settings.mail, settings.language, settings.rate)
    assert datetime(2011, 5, 10, 8, tzinfo=UTC) == settings.now
    assert ("debug", "json") == (settings.log, settings.log_format)


def test_the_env_file_is_read_and_the_environment_rules_over_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A `.env` file may hold settings, and other programs' too; what the environment says counts more."""
    (tmp_path / ".env").write_text(f"PLENARY_TOKEN={TOKEN}\nPLENARY_RATE=20\nPLENARY_LOG=debug\nOTHER=1\n")
    monkeypatch.setenv("PLENARY_RATE", "10")

    settings = read_settings(to_run=True)

    assert (False, 10, "debug") == (settings.rehearsal, settings.rate, settings.log)


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A file that cannot be read is a mistake like any other."""
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")

    assert [".env cannot be read; make it a readable file of UTF-8 text."] == problems()


def test_every_mistake_is_reported_at_once_in_one_line_each() -> None:
    """Each line names the variable, what was wrong and what would be right."""
    lines = problems(
        token="hunter2",
        api_url="telegram",
        organisers="1001,anna",
        public_url="http://plenary.example.org",
        listen="8080",
        webhook_url="ftp://plenary.example.org",
        mail="nobody",
        language="de",
        rate="fast",
        now="yesterday",
        log="loud",
        log_format="xml",
    )

    assert [
        "PLENARY_TOKEN: this is no bot token; copy the whole of it from @BotFather, it looks like 123456:ABC-DEF.",
        "PLENARY_API_URL is 'telegram': this is no URL; give one like https://plenary.example.org.",
        "PLENARY_ORGANISERS is '1001,anna': these are no Telegram user ids; "
        "give whole numbers separated by commas, like 1001,1002.",
        "PLENARY_PUBLIC_URL is 'http://plenary.example.org': http is for this machine only; begin with https://.",
        "PLENARY_LISTEN is '8080': this is no host and port; give both, like 127.0.0.1:8080 or [::1]:8080.",
        "PLENARY_WEBHOOK_URL is 'ftp://plenary.example.org': this is no URL; "
        "give one like https://plenary.example.org.",
        "PLENARY_MAIL is 'nobody': this is no mail address; give one like meetings@example.org.",
        "PLENARY_LANGUAGE is 'de': this is not among the choices; give one of ar, en, es, fr, ru, zh.",
        "PLENARY_RATE is 'fast': this is no number of messages a second; give a whole number from 1 to 1000.",
        "PLENARY_NOW is 'yesterday': this is no instant; give one like 2011-05-10T08:00:00Z.",
        "PLENARY_LOG is 'loud': this is not among the choices; give one of debug, info, warning, error.",
        "PLENARY_LOG_FORMAT is 'xml': this is not among the choices; give one of text, json.",
    ] == lines


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"database": "plenary.db"}, "PLENARY_DATABASE is set"),
        ({"public_url": "https://plenary.example.org"}, "PLENARY_PUBLIC_URL is set"),
        (
            {"database": "x.db", "public_url": "https://a.example", "webhook_url": "https://b.example/hook"},
            "PLENARY_DATABASE, PLENARY_PUBLIC_URL and PLENARY_WEBHOOK_URL are set",
        ),
    ],
)
def test_a_lost_token_never_opens_a_room_on_real_data(given: dict[str, str], named: str) -> None:
    """With a database or an address but no token the bot refuses to start and names what is missing."""
    (line,) = problems(**given)

    assert line == (
        f"PLENARY_TOKEN is missing although {named}; set the token, or unset the others to open the rehearsal room."
    )


def test_an_empty_token_is_a_lost_one() -> None:
    """A variable that is set to nothing is not set."""
    (line,) = problems(token="", database="plenary.db")

    assert line.startswith("PLENARY_TOKEN is missing")


def test_a_lost_token_is_reported_beside_the_other_mistakes() -> None:
    """What is missing and what is wrong come together."""
    lines = problems(database="plenary.db", rate="0")

    assert ["PLENARY_TOKEN is missing", "PLENARY_RATE is '0':"] == [
        lines[0][: len("PLENARY_TOKEN is missing")],
        lines[1][: len("PLENARY_RATE is '0':")],
    ]


def test_a_command_other_than_run_needs_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing into a database or asking it works without a token."""
    monkeypatch.setenv("PLENARY_DATABASE", "meetings.db")

    assert Path("meetings.db") == read_settings().database


def test_a_misspelt_name_is_a_mistake() -> None:
    """A slip in the name of the token would lose it; names that resemble none of ours are others' business."""
    assert ["PLENARY_TOKN is no setting; write PLENARY_TOKEN."] == problems(tokn=TOKEN, port="tcp://10.0.0.1:80")


def test_the_token_never_shows() -> None:
    """Neither what is printed of the settings nor a mistake shows the token, also when it stands in a wrong place."""
    lines = problems(token="12:secret secret", api_url=f"https://api.telegram.org/bot{TOKEN}?x=1")

    assert "secret" not in "".join(lines)
    assert "secret" not in repr(Settings(token=TOKEN))
    assert "secret" not in str(Settings(token=TOKEN))


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("https://plenary.example.org", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080/base", True),
        ("http://[::1]:8080", True),
        ("http://10.0.0.1", False),
        ("http://localhost.example.org", False),
        ("https://", False),
        ("https://anna:word@example.org", False),
        ("https://example.org:99999", False),
        ("https://example.org/a b", False),
        ("plenary.example.org", False),
    ],
)
def test_public_addresses_are_https_or_loopback(url: str, is_right: bool) -> None:
    """What people outside use is https; http only for this machine."""
    if is_right:
        assert url == Settings(public_url=url, webhook_url=url).public_url
    else:
        with pytest.raises(ValidationError):
            Settings(public_url=url)


@pytest.mark.parametrize("address", ["8080", ":8080", "localhost:", "localhost:65536", "a b:80", "::1:80", "h:-1"])
def test_listen_is_a_host_and_a_port(address: str) -> None:
    """Both are needed, an IPv6 address in brackets."""
    with pytest.raises(ValidationError):
        Settings(listen=address)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2011-05-10T08:00:00Z", datetime(2011, 5, 10, 8, tzinfo=UTC)),
        ("2011-05-10T08:00", datetime(2011, 5, 10, 8, tzinfo=UTC)),
        ("2011-05-10", datetime(2011, 5, 10, tzinfo=UTC)),
    ],
)
def test_the_clock_may_start_at_any_iso_instant(text: str, instant: datetime) -> None:
    """Without a zone the instant is UTC, without a time it is midnight."""
    assert instant == Settings(now=text).now


def test_settings_do_not_change() -> None:
    """What was decided at start stays."""
    with pytest.raises(ValidationError):
        Settings().rate = 1  # type: ignore[misc]


@pytest.mark.parametrize(("host", "is_ours"), [("127.0.0.9", True), ("localhost", True), ("example.org", False)])
def test_loopback_is_this_machine(host: str, is_ours: bool) -> None:
    """Names and addresses of this machine are told from others."""
    assert is_ours is is_loopback(host)
