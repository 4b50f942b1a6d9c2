"""An update or a cancellation takes the place of what it follows: in khal and in Radicale, each as people run it."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
import radicale
import radicale.config

from bot.model import Venue
from bot.when import parse_when as at
from tests.ics.kinds import (
    KINDS,
    MAIL,
    english,
    meeting,
    meeting_calendar,
    programme_calendar,
    revision,
    session,
    session_calendar,
)
from tests.ics.readers import Fact, read

BIN = Path(sys.executable).parent
TIMED = meeting(start=at("2011-06-27T10:00"), end=at("2011-06-27T13:00"), venue=Venue(name="WMO building"))
SESSIONS = (
    session(1, at("2011-06-27T10:00"), at("2011-06-27T13:00")),
    session(2, at("2011-06-28T10:00"), at("2011-06-28T13:00")),
)
WITH_SESSIONS = meeting(programme=SESSIONS)


def _changed(**fields: object) -> bytes:
    return meeting_calendar(replace(TIMED, revision=revision(2), **fields), english, MAIL)  # type: ignore[arg-type]


def _with_first(**fields: object) -> bytes:
    first = replace(SESSIONS[0], revision=revision(1), **fields)  # type: ignore[arg-type]
    return programme_calendar(replace(WITH_SESSIONS, programme=(first, SESSIONS[1])), english, MAIL)


BEFORE_AND_AFTER = {
    "another week": (KINDS["meeting"], KINDS["meeting-moved"]),
    "postponed": (KINDS["meeting"], KINDS["meeting-postponed"]),
    "cancelled": (KINDS["meeting"], KINDS["meeting-cancelled"]),
    "another hour": (lambda: meeting_calendar(TIMED, english, MAIL), lambda: _changed(start=at("2011-06-27T09:00"))),
    "another zone": (lambda: meeting_calendar(TIMED, english, MAIL), lambda: _changed(timezone="Asia/Vientiane")),
    "another venue": (lambda: meeting_calendar(TIMED, english, MAIL), lambda: _changed(venue=Venue(name="CICG"))),
    "revived": (
        lambda: meeting_calendar(replace(TIMED, status="cancelled", revision=revision(1)), english, MAIL),
        _changed,
    ),
    "a session on another day": (
        lambda: programme_calendar(WITH_SESSIONS, english, MAIL),
        lambda: _with_first(start=at("2011-06-29T10:00"), end=at("2011-06-29T13:00")),
    ),
    "a session called off": (
        lambda: programme_calendar(WITH_SESSIONS, english, MAIL),
        lambda: session_calendar(
            WITH_SESSIONS, replace(SESSIONS[0], status="cancelled", revision=revision(1)), english, MAIL
        ),
    ),
}


@pytest.fixture(params=sorted(BEFORE_AND_AFTER))
def pair(request) -> tuple[bytes, bytes]:
    """A file and the one that follows it."""
    before, after = BEFORE_AND_AFTER[request.param]
    return before(), after()


def after_both(before: bytes, after: bytes) -> list[Fact]:
    """What a calendar should hold: each UID once, as the later file has it."""
    facts = {fact.uid: fact for data in (before, after) for fact in read("icalendar", data)}
    return sorted(facts.values())


def test_in_khal_what_follows_takes_the_place(pair, tmp_path):
    """`khal import`, twice, and what `khal list` then shows."""
    before, after = pair
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[plenary]]\npath = {tmp_path}/calendar\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "default_timezone = UTC\nlocal_timezone = UTC\n"
    )
    (tmp_path / "calendar").mkdir()
    for name, data in (("before.ics", before), ("after.ics", after)):
        (tmp_path / name).write_bytes(data)
        khal(tmp_path, "import", "--batch", str(tmp_path / name))

    shown = khal(
        tmp_path,
        "list",
        "--once",
        "--day-format",
        "",
        "--format",
        "{uid}|{start}|{title}|{status}",
        "2011-01-01",
        "2012-01-01",
    )

    expected = [f"{fact.uid}|{_as_shown(fact)}|{fact.summary}|{fact.status}" for fact in after_both(before, after)]
    assert expected == sorted(line.strip() for line in shown.splitlines() if line.strip())


def _as_shown(fact: Fact) -> str:
    start = fact.start
    return start if fact.all_day else f"{start[:4]}-{start[4:6]}-{start[6:8]} {start[9:11]}:{start[11:13]}"


def khal(folder: Path, *arguments: str) -> str:
    command = [str(BIN / "khal"), "-c", str(folder / "khal.conf"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


class Radicale:
    """A calendar server with nobody's calendars in it, asked as its web server asks it (PEP 3333)."""

    def __init__(self, folder: Path) -> None:
        configuration = radicale.config.load()
        settings = {"auth": {"type": "none"}, "storage": {"filesystem_folder": str(folder)}}
        configuration.update(settings, "test")
        self._application = radicale.Application(configuration)

    def ask(self, method: str, path: str, data: bytes = b"") -> tuple[str, bytes]:
        """One request of somebody called Ana: the status and what comes back."""
        environ: dict[str, object] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": f"/ana{path}",
            "HTTP_AUTHORIZATION": "Basic " + base64.b64encode(b"ana:").decode(),
            "CONTENT_TYPE": "text/calendar",
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": io.BytesIO(data),
        }
        setup_testing_defaults(environ)
        statuses: list[str] = []
        body = b"".join(self._application(environ, lambda status, headers: statuses.append(status)))
        return statuses[0][:3], body


@pytest.fixture
def server(tmp_path: Path) -> Radicale:
    """The server with one empty calendar."""
    server = Radicale(tmp_path)
    assert "201" == server.ask("MKCALENDAR", "/plenary/")[0]
    return server


def test_in_radicale_what_follows_takes_the_place(pair, server):
    """Each entry at the address that its UID gives it, as apps put them there; nothing stands twice."""
    before, after = pair

    for data in (before, after):
        for uid, entry in _one_by_one(data).items():
            assert server.ask("PUT", f"/plenary/{uid}.ics", entry)[0] in ("201", "204")

    assert after_both(before, after) == read("icalendar", server.ask("GET", "/plenary/")[1])


def test_in_radicale_a_second_entry_of_a_uid_is_a_conflict(server):
    """So an app that would not replace is told."""
    [(uid, entry)] = _one_by_one(meeting_calendar(TIMED, english, MAIL)).items()
    server.ask("PUT", f"/plenary/{uid}.ics", entry)

    assert "409" == server.ask("PUT", "/plenary/other.ics", entry)[0]


def _one_by_one(data: bytes) -> dict[str, bytes]:
    """A calendar for each entry, by its UID, as a calendar app stores them: without METHOD (RFC 4791 section 4.1)."""
    head, *rest = data.partition(b"BEGIN:VEVENT\r\n")
    entries = b"".join(rest).removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")[1:]
    head = b"".join(line for line in head.splitlines(keepends=True) if not line.startswith(b"METHOD:"))
    found = {}
    for entry in entries:
        uid = next(line for line in entry.decode().split("\r\n") if line.startswith("UID:")).removeprefix("UID:")
        found[uid] = head + b"BEGIN:VEVENT\r\n" + entry + b"END:VCALENDAR\r\n"
    return found
