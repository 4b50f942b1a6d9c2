"""The command line, as an operator types it."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "oslo-process" / "meetings.yaml"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """No setting of the developer's, no database that lies around."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DATABASE", "PUBLIC_URL", "WEBHOOK_URL", "NOW", "API_URL"):
        monkeypatch.delenv(f"PLENARY_{name}", raising=False)


def test_the_command_line_knows_its_commands_without_reading_them():
    """`plenary --help` and a mistyped command are answered at once."""
    heavy = "import bot.__main__, sys; sys.exit(' '.join(sorted({'bot.app', 'telegram', 'babel'} & sys.modules.keys())) or 0)"
    ended = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=False, cwd=ROOT)

    assert (0, "") == (ended.returncode, ended.stderr)


STOPPED_WHILE_READING = """
import signal, sys
from bot.__main__ import main

class Told:
    def find_spec(self, name, *_):
        if name == "bot.app":
            signal.raise_signal(signal.SIGTERM)

sys.meta_path.insert(0, Told())
sys.exit(main(["run"]))
"""


def test_a_bot_that_is_told_to_stop_while_it_begins_ends_well():
    """A restart that comes too early is no failure."""
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_READING], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert (0, "", "") == (ended.returncode, ended.stdout, ended.stderr)


def test_import_says_what_became_of_each_meeting(capsys):
    """The second time nothing changes."""
    assert 0 == main(["import", str(EXAMPLE)])
    first = capsys.readouterr().out.splitlines()
    assert 0 == main(["import", str(EXAMPLE)])
    second = capsys.readouterr().out.splitlines()

    assert "created: lima-2007" in first
    assert 8 == len(first) == len(second)
    assert "unchanged: lima-2007" in second


def test_import_names_every_mistake_and_changes_nothing(tmp_path, capsys):
    """File, line, path and what would be right, one line each, on standard error."""
    file = tmp_path / "broken.yaml"
    file.write_text("process: {id: p, name: P}\nmeetings:\n  - {id: X, name: N, start: 2011-13-01}\n  - {nam: Y}\n")

    assert 1 == main(["import", str(file)])

    errors = capsys.readouterr().err.splitlines()
    assert len(errors) >= 3
    assert all(line.startswith(f"{file}:") for line in errors)


def test_export_gives_back_the_same_bytes(tmp_path, capsys):
    """What was imported can be carried to another database."""
    main(["import", str(EXAMPLE)])

    assert 0 == main(["export", str(tmp_path / "out")])

    exported = tmp_path / "out" / "meetings.yaml"
    letter = "letters/geneva-2011-invitation.txt"
    assert EXAMPLE.read_text() == exported.read_text()
    assert (EXAMPLE.parent / letter).read_bytes() == (tmp_path / "out" / letter).read_bytes()


def test_ask_prints_the_answer_that_a_chat_would_get(capsys):
    """Without a database it knows the example."""
    assert 0 == main(["ask", "When is the Lima conference?", "--now", "2007-04-25"])

    assert "23–25 May 2007" in capsys.readouterr().out


APIA = """
process: {id: tides, name: Tide Process}
meetings:
  - id: apia
    name: Tide Conference
    start: 2031-03-11
    end: 2031-03-13
    timezone: Pacific/Apia
    city: Apia
    country: WS
    programme:
      - {id: moon, title: Moon tables, start: 2031-03-12T09:00}
      - {id: gauges, title: Tide gauges, start: 2031-03-13T09:00}
"""


def test_a_day_is_that_day_in_the_east_of_the_world_too(tmp_path, capsys):
    """What is asked on a day about the next one is not answered with the one after that."""
    file = tmp_path / "apia.yaml"
    file.write_text(APIA)
    main(["import", str(file)])
    capsys.readouterr()

    main(["ask", "What is on tomorrow in Apia?", "--now", "2031-03-11"])

    printed = capsys.readouterr().out
    assert "Moon tables" in printed
    assert "Tide gauges" not in printed


def test_ask_leaves_the_database_as_it_was(tmp_path, capsys):
    """Whoever asks on the command line is nobody whom the bot should know."""
    main(["import", str(EXAMPLE)])

    main(["ask", "When is the Lima conference?"])

    with sqlite3.connect(tmp_path / "plenary.db") as connection:
        people = connection.execute("SELECT count(*) FROM person").fetchone()
    connection.close()
    assert (0,) == people


def test_ask_says_nothing_of_organisers_to_whom_the_copy_cannot_write(monkeypatch, capsys, caplog):
    """A script that watches standard error sees nothing there."""
    main(["import", str(EXAMPLE)])
    monkeypatch.setenv("PLENARY_ORGANISERS", "5000000001")

    assert 0 == main(["ask", "When is the Lima conference?"])

    assert "" == capsys.readouterr().err
    assert [] == [record.getMessage() for record in caplog.records if record.levelname != "INFO"]


def test_ask_reads_a_question_a_line_and_keeps_each_conversation(monkeypatch, capsys):
    """`now` of the question rules over the clock; each user is a conversation of her own."""
    questions = [
        {"id": "1", "user": "a", "lang": "en", "now": "2007-01-20", "text": "phone number for Oslo 2007?"},
        {"id": "2", "user": "b", "lang": "en", "now": "2007-04-25", "text": "How many days until Lima?"},
        {"id": "3", "user": "a", "lang": "en", "now": "2007-01-20", "text": "and the fax?"},
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, questions))))

    assert 0 == main(["ask", "--jsonl"])

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["1", "2", "3"] == [answer["id"] for answer in answers]
    assert "+47 22 24 39 98" in answers[0]["text"]
    assert "28" in answers[1]["text"]
    assert "+47 22 24 27 76" in answers[2]["text"]
    assert "lima-2007" == answers[1]["meeting"]
    assert ["dates"] == [intent.partition(".")[0] for intent in answers[1]["intents"]]
    assert answers[0]["sources"]


def test_a_line_that_is_no_question_gets_a_reason_and_the_next_is_read(monkeypatch, capsys):
    """One bad line does not stop a batch."""
    lines = [
        "not json",
        '{"id": "2", "text": ""}',
        '{"id": "3", "text": "hi", "now": "soon"}',
        '{"id": "4", "text": "hi"}',
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))

    assert 0 == main(["ask", "--jsonl"])

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [None, "2", "3", "4"] == [answer["id"] for answer in answers]
    assert [True, True, True, False] == ["error" in answer for answer in answers]


def test_ids_and_users_may_be_numbers_and_what_is_not_known_null(monkeypatch, capsys):
    """Whoever writes the batch need not put quotation marks; the id comes back as it was given."""
    lines = ['{"id": 1, "user": 7, "text": "hi", "lang": null}', '{"id": 0, "text": ""}', '{"id": [], "text": ""}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))

    assert 0 == main(["ask", "--jsonl"])

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [1, 0, None] == [answer["id"] for answer in answers]
    assert [False, True, True] == ["error" in answer for answer in answers]


def test_a_day_that_is_none_is_one_sentence(capsys):
    """For `--now` as for everything."""
    assert 1 == main(["ask", "When is Lima?", "--now", "2011-13-45"])

    [error] = capsys.readouterr().err.splitlines()
    assert "2011-13-45" in error


def test_ask_does_not_answer_from_the_example_where_a_database_was_named(monkeypatch, capsys):
    """A mistyped path is not the example."""
    monkeypatch.setenv("PLENARY_DATABASE", "typo.db")

    assert 1 == main(["ask", "When is Lima?"])

    assert "typo.db" in capsys.readouterr().err


def test_the_store_is_for_its_owner_alone(tmp_path, capsys):
    """It holds what is known of people; so do its copies."""
    main(["import", str(EXAMPLE)])
    main(["backup", str(tmp_path / "copy.db")])

    assert {0o600} == {(tmp_path / name).stat().st_mode & 0o777 for name in ("plenary.db", "copy.db")}


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_calendar_speaks_each_language_or_else_english(language, capfdbinary):
    """Whatever has been translated so far."""
    main(["import", str(EXAMPLE)])

    assert 0 == main(["calendar", "lima-2007", "--language", language])


def test_calendar_prints_the_file(capfdbinary):
    """The same that the card's button sends."""
    main(["import", str(EXAMPLE)])
    capfdbinary.readouterr()

    assert 0 == main(["calendar", "lima-2007"])

    printed = capfdbinary.readouterr().out
    assert printed.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"DTSTART;VALUE=DATE:20070523\r\n" in printed


@pytest.mark.parametrize(
    ("asked", "entries"),
    [(["--programme"], 1), (["--session", "workshop"], 1), (["--process"], 6), (["--process", "--language", "ar"], 6)],
)
def test_calendar_prints_a_programme_a_session_or_a_process(asked, entries, capfdbinary):
    """Whatever can be had in chat."""
    main(["import", str(EXAMPLE)])
    capfdbinary.readouterr()

    assert 0 == main(["calendar", "geneva-2013", *asked])

    assert entries <= capfdbinary.readouterr().out.count(b"BEGIN:VEVENT")


@pytest.mark.parametrize(("named", "entries"), [("open", {"Open"}), ("closed", {"Open", "Closed"})])
def test_calendar_of_a_process_leaves_out_meetings_for_invited_people(named, entries, tmp_path, capfdbinary):
    """Unless it is by such a meeting that the process is named."""
    days = "start: 2030-01-07, timezone: Europe/Zurich"
    meetings = f"[{{id: open, name: Open, {days}}}, {{id: closed, name: Closed, visibility: invited, {days}}}]"
    (tmp_path / "m.yaml").write_text(f"process: {{id: p, name: P}}\nmeetings: {meetings}\n")
    main(["import", str(tmp_path / "m.yaml")])
    capfdbinary.readouterr()

    assert 0 == main(["calendar", named, "--process"])

    printed = capfdbinary.readouterr().out.decode()
    assert entries == set(re.findall("SUMMARY:(.*)\r\n", printed))


def test_calendar_names_the_sessions_that_there_are(capsys):
    """When another is asked for."""
    main(["import", str(EXAMPLE)])

    assert 1 == main(["calendar", "geneva-2013", "--session", "atlantis"])

    assert "workshop" in capsys.readouterr().err


@pytest.mark.parametrize("meeting", ["atlantis", "beirut-2011"])
def test_calendar_says_why_there_is_no_entry(meeting, capsys):
    """No such meeting, or no day."""
    main(["import", str(EXAMPLE)])

    assert 1 == main(["calendar", meeting])

    [error] = capsys.readouterr().err.splitlines()
    assert meeting in error


@pytest.mark.parametrize(
    ("asked", "missing"), [(["--programme"], "programme of 'lima-2007'"), (["--session", "a"], "the session 'a'")]
)
def test_calendar_says_of_what_no_day_is_known(asked, missing, tmp_path, capsys):
    """The meeting may well have its days."""
    (tmp_path / "m.yaml").write_text(
        "process: {id: p, name: P}\nmeetings: [{id: lima-2007, name: Lima, programme: [{id: a, title: A}]}]\n"
    )
    main(["import", str(tmp_path / "m.yaml")])

    assert 1 == main(["calendar", "lima-2007", *asked])

    assert missing in capsys.readouterr().err


def test_backup_gives_a_whole_file_and_overwrites_none(tmp_path, capsys):
    """It is a database of its own."""
    main(["import", str(EXAMPLE)])

    assert 0 == main(["backup", str(tmp_path / "copy.db")])
    assert 1 == main(["backup", str(tmp_path / "copy.db")])

    with sqlite3.connect(tmp_path / "copy.db") as connection:
        [count] = connection.execute("SELECT count(*) FROM meeting").fetchone()
    connection.close()
    assert 8 == count


def test_check_passes_on_what_is_shipped_with_the_settings_of_a_bot_in_service(monkeypatch, capsys):
    """Settings, store, templates, translations; whom the settings appoint has no chat with the bot that is tried in memory."""
    for name, value in {"ORGANISERS": "7,8", "LANGUAGE": "ar", "PUBLIC_URL": "https://plenary.example.org"}.items():
        monkeypatch.setenv(f"PLENARY_{name}", value)
    main(["import", str(EXAMPLE)])

    ended = main(["check"])

    printed = capsys.readouterr()
    assert (0, "") == (ended, printed.err)
    assert "8 meetings" in printed.out


@pytest.mark.parametrize("command", [["export", "out"], ["calendar", "lima-2007"], ["backup", "copy.db"]])
def test_a_command_that_needs_a_store_makes_none(tmp_path, command, capsys):
    """A mistyped path is not an empty database."""
    assert 1 == main(command)

    [error] = capsys.readouterr().err.splitlines()
    assert "PLENARY_DATABASE" in error
    assert [] == list(tmp_path.glob("*.db"))


@pytest.mark.parametrize("name", ["DATABASE", "PUBLIC_URL", "WEBHOOK_URL"])
def test_a_lost_token_never_opens_a_room_on_real_data(name, monkeypatch, capsys):
    """It refuses to start, and names what is missing."""
    monkeypatch.setenv(f"PLENARY_{name}", "https://plenary.example.org")

    assert 1 == main(["run"])

    assert "PLENARY_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "import", "export", "ask", "calendar", "qr", "announce", "backup", "check"])
def test_each_command_has_its_help(command, capsys):
    """And the whole names them all."""
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])

    assert 0 == end.value.code
    assert "usage: plenary" in capsys.readouterr().out


def test_announce_counts_before_it_queues(capsys):
    """A dry run changes nothing."""
    main(["import", str(EXAMPLE)])
    followed()
    capsys.readouterr()

    assert 0 == main(["announce", "--meeting", "lima-2007", "--text", "The venue is known.", "--dry-run"])
    counted = capsys.readouterr().out
    assert 0 == main(["announce", "--meeting", "lima-2007", "--text", "The venue is known."])
    queued = capsys.readouterr().out

    assert "1 chats, 0 of them cannot be reached" in counted
    assert "queued" not in counted
    assert "queued as announcement 1" in queued


def test_announce_with_a_key_announces_once(capsys):
    """Whoever runs the script again does no harm."""
    main(["import", str(EXAMPLE)])
    followed()
    Path("map.png").write_bytes(b"PNG")
    words = ["announce", "--process", "ccm", "--text", "es=Hola.", "--text", "Hello.", "--photo", "map.png"]
    words += ["--key", "monday"]

    main(words)
    first = capsys.readouterr().out
    main(words)
    second = capsys.readouterr().out

    assert "queued as announcement 1" in first
    assert "announced before, as announcement 1" in second
    assert 1 == len(stored("SELECT id FROM announced_file"))


@pytest.mark.parametrize(
    "other",
    [
        ["--text", "Other words."],
        ["--text", "Hello.", "--country", "Peru"],
        ["--text", "Hello.", "--ask", "read"],
        ["--text", "Hello.", "--file", "map.png"],
    ],
)
def test_announce_with_a_key_that_stands_for_something_else_is_no_success(other, capsys):
    """A script that took it for one would leave its readers without."""
    main(["import", str(EXAMPLE)])
    followed()
    Path("map.png").write_bytes(b"PNG")
    main(["announce", "--process", "ccm", "--text", "Hello.", "--key", "monday"])
    capsys.readouterr()

    assert 1 == main(["announce", "--process", "ccm", *other, "--key", "monday"])

    assert "announcement 1" in capsys.readouterr().err
    assert 1 == len(stored("SELECT id FROM announcement"))


def test_announce_takes_what_the_chat_takes(capsys, monkeypatch):
    """A text from standard input with its formatting, a place, a photo, and what readers are asked."""
    main(["import", str(EXAMPLE)])
    followed()
    Path("map.png").write_bytes(b"PNG")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"La <b>salle</b> <script>5</script>\n")))
    words = ["--text-file", "fr=-", "--html", "--photo", "map.png", "--place", "46.2, 6.1, WMO, Avenue de la Paix"]

    assert 0 == main(["announce", "--process", "ccm", *words, "--ask", "yes-no"])

    [(body,)] = stored("SELECT body FROM announcement")
    content = json.loads(body)["content"]
    version = content["versions"]["fr"]
    assert "yes_no" == content["asks"]
    assert "La <b>salle</b> 5" == version["text"]
    assert ["photo", "place"] == [one["kind"] for one in version["attachments"]]
    assert ("WMO", "Avenue de la Paix", 46.2, 6.1) == tuple(
        version["attachments"][1][key] for key in ("name", "address", "latitude", "longitude")
    )


def test_announce_takes_a_file_without_a_text(capsys):
    """As the chat does."""
    main(["import", str(EXAMPLE)])
    followed()
    Path("map.png").write_bytes(b"PNG")

    assert 0 == main(["announce", "--process", "ccm", "--photo", "map.png"])


def followed() -> None:
    """Let somebody follow the process."""
    with closing(sqlite3.connect("plenary.db")) as store, store:
        store.execute("INSERT INTO chat (id, kind, title) VALUES (1, 'private', 'Ana')")
        store.execute("INSERT INTO follower (chat_id, process_id, since) VALUES (1, 'ccm', '2011-01-01T00:00:00Z')")


def stored(query: str) -> list[tuple[str, ...]]:
    """What is in the store."""
    with closing(sqlite3.connect("plenary.db")) as store:
        return list(store.execute(query))


def test_announce_reads_a_text_file_of_windows_without_its_mark(capsys, tmp_path):
    """Notepad puts one before the first letter."""
    main(["import", str(EXAMPLE)])
    followed()
    file = tmp_path / "text.txt"
    file.write_text("Hello.", "utf-8-sig")

    assert 0 == main(["announce", "--process", "ccm", "--text-file", str(file)])

    with closing(sqlite3.connect(tmp_path / "plenary.db")) as store:
        [(body,)] = store.execute("SELECT body FROM announcement")
    assert "Hello." == json.loads(body)["content"]["versions"]["en"]["text"]


def test_announce_at_a_time_is_on_the_clocks_of_the_venue(capsys, monkeypatch):
    """And is told in UTC."""
    monkeypatch.setenv("PLENARY_NOW", "2011-05-06T08:00:00Z")
    main(["import", str(EXAMPLE)])
    followed()

    assert 0 == main(["announce", "--meeting", "geneva-2011", "--text", "Hello.", "--at", "tomorrow 9:00"])

    assert "for 2011-05-07 07:00 UTC" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--meeting", "atlantis", "--text", "Hello"],
        ["--process", "atlantis", "--text", "Hello"],
        ["--meeting", "lima-2007", "--text", "  "],
        ["--meeting", "lima-2007"],
        ["--meeting", "lima-2007", "--text", "xx=Hello"],
        ["--meeting", "lima-2007", "--text", "Hello", "--text", "Again"],
        ["--meeting", "lima-2007", "--text-file", "nowhere.txt"],
        ["--meeting", "lima-2007", "--text", "Hello", "--photo", "nowhere.jpg"],
        ["--meeting", "lima-2007", "--text", "a" * 4001],
        ["--meeting", "lima-2007", "--text", "Hello", "--at", "soon"],
        ["--meeting", "lima-2007", "--text", "Hello", "--at", "2001-01-01 09:00"],
        ["--meeting", "lima-2007", "--text", "Hello", "--country", "Xanadu"],
        ["--meeting", "lima-2007", "--text", "Hello", "--country", "Peru"],  # it is for nobody
        ["--meeting", "lima-2007", "--text", "Hello", "--photo", "nowhere.jpg", "--dry-run"],
        ["--meeting", "lima-2007", "--text", "Hello", "--place", "here"],
        ["--meeting", "lima-2007", "--text", "Hello", "--place", "91, 0"],
        ["--meeting", "lima-2007", "--text-file", "-", "--text-file", "fr=-"],
        ["--meeting", "lima-2007", "--text", "<p></p>", "--html"],
    ],
)
def test_announce_says_what_is_wrong(words, capsys, monkeypatch):
    """One plain line."""
    main(["import", str(EXAMPLE)])
    followed()
    capsys.readouterr()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Hello")))

    assert 1 == main(["announce", *words])

    assert 1 == len(capsys.readouterr().err.splitlines())


def test_a_question_is_answered_on_a_store_that_telegram_has_delivered_to(tmp_path, capsys, monkeypatch):
    """The numbers of real updates do not stand in the way of the question."""
    path = tmp_path / "plenary.db"
    monkeypatch.setenv("PLENARY_DATABASE", str(path))
    assert 0 == main(["import", str(EXAMPLE)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO received_update (update_id, chat, received_at, state) VALUES (?, 1, '', 'answered')",
            [(number,) for number in range(20)],
        )
    capsys.readouterr()

    assert 0 == main(["ask", "When is Geneva 2011?"])
    assert "27–30 June 2011" in capsys.readouterr().out
