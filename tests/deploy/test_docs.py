"""The pages in docs/ say what is so: settings, metrics, keys, mistakes and links are held against the program."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.importing.problems import ImportProblems
from bot.model import (
    Contact,
    Deadline,
    Document,
    Host,
    Meeting,
    Practical,
    Process,
    Registration,
    Request,
    Session,
    Venue,
)
from bot.observing import Backlog, Metrics
from bot.services.meetings_file import export_folder, import_files
from bot.settings import Settings
from bot.store.database import Database
from tests.deploy.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def page(name: str) -> str:
    return (DOCS / name).read_text()


def blocks(name: str, language: str) -> list[str]:
    """The blocks of code of one language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The page's example as files."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "invitation.txt").write_text(blocks("meetings-file.md", "text")[0])
    (tmp_path / "meetings.yaml").write_text(blocks("meetings-file.md", "yaml")[0])
    return tmp_path / "meetings.yaml"


@pytest.fixture
async def database(tmp_path: Path):
    database = await Database.open(tmp_path / "plenary.db", Clock())
    yield database
    await database.close()


async def test_the_example_of_a_meetings_file_is_one(example, database, tmp_path):
    """It is taken as it stands, comes back from an export, and the second time changes nothing."""
    first = await import_files(database, Clock(), [example])
    exported = await export_folder(database, tmp_path / "out")
    again = await import_files(database, Clock(), [exported])

    assert (("valletta-2030",), ("valletta-2030",)) == (first.created, again.unchanged)


async def test_the_mistakes_of_the_page_are_told_in_its_words(example, database, monkeypatch):
    """The output that it shows is what is printed."""
    text = example.read_text()
    for right, wrong in (
        ("end: 2030-09-12", "end: 2030-09-09"),
        ("Europe/Malta", "Europe/Maltta"),
        ("country: MT\n", "country: Malta\n"),
        ("    venue: ", "    venu: "),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    example.write_text(text)
    monkeypatch.chdir(example.parent)
    with pytest.raises(ImportProblems) as raised:
        await import_files(database, Clock(), [Path("meetings.yaml")])
    (shown,) = [block for block in blocks("meetings-file.md", "console") if "is before" in block]

    assert shown.splitlines()[1:] == str(raised.value).splitlines()


@pytest.mark.parametrize(
    "part", [Process, Meeting, Session, Document, Venue, Host, Registration, Request, Deadline, Practical, Contact]
)
def test_every_key_of_a_meetings_file_is_explained(part):
    """In a table or in the words beside it."""
    text = page("meetings-file.md")
    missing = [field.name for field in dataclasses.fields(part) if f"`{field.name}`" not in text]

    assert missing == []


def test_every_setting_is_explained_with_its_default():
    """By the name that the environment has for it."""
    rows = dict(re.findall(r"^\| `PLENARY_(\w+)` \| .* \| (.*) \|$", page("operating.md"), re.MULTILINE))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}

    assert rows.keys() == defaults.keys()
    for name, default in defaults.items():
        shown = f"{default.host}:{default.port}" if name == "LISTEN" else default
        if default not in (None, ()) and name != "NOW":
            assert rows[name] == f"`{shown}`"


def test_every_metric_is_explained():
    """By its name as Prometheus shows it."""
    metrics = Metrics()
    metrics.called("sendMessage", "429")
    text = metrics.exposition(Backlog(updates=0, deliveries={"pending": 1}, oldest_seconds=0)).decode()
    names = re.findall(r"^# TYPE (plenary_\w+) ", text, re.MULTILINE)
    shown = page("operating.md")

    assert [] == [name for name in names if not name.endswith("_created") and f"`{name}" not in shown]


def test_every_line_of_the_log_is_explained_and_no_other():
    """A record whose text has changed is changed on the page too. N, C, R, STATE and … stand for what varies."""
    source = "".join(path.read_text() for part in ("bot", "handlers") for path in (ROOT / part).rglob("*.py"))
    written = set(re.findall(r'log\.(?:info|warning|error|exception)\(\s*"([^"]+)"', source))
    explained = page("operating.md").partition("## The log")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+`) \|", explained, re.MULTILINE)
    lines = [
        re.sub(r"\b(N|C|R|STATE)\b|…", ".+", re.escape(line)) for row in rows for line in re.findall("`([^`]+)`", row)
    ]

    assert [] == [line for line in lines if not any(re.fullmatch(line, text) for text in written)]
    assert [] == [text for text in written if not any(re.fullmatch(line, text) for line in lines)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    """To a file of the repository, or a heading of a page."""
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text()):
        name, _, heading = target.partition("#")
        goal = (path.parent / name).resolve() if name else path

        assert goal.exists(), target
        if heading:
            headings = re.findall(r"^#+ (.+)$", goal.read_text(), re.MULTILINE)
            assert heading in [re.sub(r"[^\w\- ]", "", text).lower().replace(" ", "-") for text in headings], target


def test_no_page_is_left_out():
    """Every page is reached from the one about operating."""
    assert {path.name for path in PAGES} - {"operating.md"} <= set(
        re.findall(r"\]\(([\w-]+\.md)", page("operating.md"))
    )
