"""`plenary qr`: a code for posters and badges."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.clock import Clock
from bot.commandline.qr import write_code
from bot.errors import StartError
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store.database import Database
from tests.botapi.server import TOKEN, BotApi

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"


@pytest.fixture
def database(tmp_path, monkeypatch) -> Path:
    """A store with the example."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "PUBLIC_URL", "WEBHOOK_URL", "NOW", "API_URL"):
        monkeypatch.delenv(f"PLENARY_{name}", raising=False)
    monkeypatch.setenv("PLENARY_DATABASE", str(tmp_path / "plenary.db"))
    assert 0 == main(["import", str(EXAMPLE)])
    return tmp_path / "plenary.db"


async def test_the_link_is_printed_and_its_code_written(database, tmp_path, capsys):
    """With the bot's name as Telegram tells it."""
    async with BotApi() as api:
        settings = Settings(_env_file=None, token=TOKEN, api_url=api.url, database=database)
        await write_code(settings, Namespace(meeting="lima-2007", file=tmp_path / "lima.png"))

    assert "https://t.me/plenary_bot?start=lima-2007" == capsys.readouterr().out.splitlines()[-1]
    assert (tmp_path / "lima.png").read_bytes().startswith(b"\x89PNG")


def test_a_meeting_that_is_not_there_is_named_with_those_that_are(database, capsys):
    """And nothing is written."""
    assert 1 == main(["qr", "lime-2007", "lima.png"])

    assert "lima-2007" in capsys.readouterr().err
    assert not Path("lima.png").exists()


def test_without_a_token_there_is_no_name_to_link_to(database, capsys):
    """One plain sentence."""
    assert 1 == main(["qr", "lima-2007", "lima.png"])

    assert "PLENARY_TOKEN" in capsys.readouterr().err


async def test_a_link_alone_opens_no_meeting_for_invited_people(database, tmp_path):
    """Its organisers make links that do."""
    file = tmp_path / "closed.yaml"
    file.write_text("process: {id: h, name: H}\nmeetings: [{id: closed, name: Closed, visibility: invited}]\n")
    with pytest.raises(StartError, match="invited people only"):
        await _import_and_write(database, file, tmp_path)


async def _import_and_write(database: Path, file: Path, folder: Path) -> None:
    store = await Database.open(database, Clock())
    await import_files(store, Clock(), [file])
    await store.close()
    await write_code(Settings(_env_file=None, database=database), Namespace(meeting="closed", file=folder / "c.png"))
