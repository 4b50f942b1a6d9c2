"""Meetings files in a chat: sent, shown as what they would change, applied or discarded; and the store as an archive."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
import yaml

from bot.errors import UserError
from bot.services.archives import draft_of
from tests.conftest import Stage
from tests.handlers.steps import joined, time_passes, told

NEW = """\
process: {id: ccm, name: Convention on Cluster Munitions, aliases: [CCM]}
meetings:
  - {id: kampala-2012, name: Regional Workshop, start: 2012-05-01, end: 2012-05-03, timezone: Africa/Kampala, country: UG}
"""


@pytest.fixture
def stage(organised: Stage) -> Stage:
    return organised


async def archive(person) -> dict[str, bytes]:
    """What /export sends, by file names."""
    [sent] = await person.says("/export")
    with zipfile.ZipFile(io.BytesIO(sent.document.content)) as files:
        return {name: files.read(name) for name in files.namelist()}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of files by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def damaged(archive: bytes, at: int) -> bytes:
    """The archive with one byte turned over."""
    return archive[:at] + bytes([archive[at] ^ 0xFF]) + archive[at + 1 :]


def with_venue(source: bytes, name: str = "Palais des Nations") -> bytes:
    """The exported file with another venue for the June meeting."""
    tree = yaml.safe_load(source)
    meeting = next(each for each in tree["meetings"] if each["id"] == "geneva-2011")
    meeting["venue"] = {"name": name}
    meeting["sources"] = {path: source for path, source in meeting["sources"].items() if not path.startswith("venue")}
    meeting["aliases"] = ["June"]
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()


async def test_a_file_that_is_reacted_to_is_not_read_anew(stage, ingrid):
    """Telegram calls its message edited then; a caption that is mended is an edit."""
    await ingrid.sends_document("new.yaml", NEW.encode(), "the workshop")

    assert [] == await ingrid.edits(ingrid.newest(), caption="the workshop")
    [plan] = await ingrid.edits(ingrid.newest(), caption="the workshops")
    assert "kampala-2012" in plan.text


async def test_what_a_file_would_change_is_shown_and_applied_when_she_says_so(stage, ingrid):
    """Old and new, who would be told; then the follower has it a minute later, and the act is in the log."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    files = await archive(ingrid)

    [plan] = await ingrid.sends_document("meetings.yaml", with_venue(files["meetings.yaml"]))
    before = await stage.plenary.services.meetings.view("geneva-2011")
    [applied] = await ingrid.presses("Apply")
    await time_passes(stage, seconds=61)
    [log] = await ingrid.says("/log")

    assert "World Meteorological Organization building → Palais des Nations" in plan.text
    assert "aliases" in plan.text
    assert "1 chat is told" in plan.text
    assert "meetings stay as they are" in plan.text
    assert "Palais" not in before.meeting.venue.name
    assert "is imported" in applied.text
    assert "→ Palais des Nations" in told(ana)[-1].text
    assert "imported meetings.yaml: geneva-2011" in log.text
    assert [] == [each for each in stage.refusals if "setMyCommands" not in each]


async def test_it_can_be_discarded_and_expires(stage, ingrid):
    """Nothing is changed; a second press comes too late."""
    files = await archive(ingrid)
    [plan] = await ingrid.sends_document("meetings.yaml", with_venue(files["meetings.yaml"]))
    [discarded] = await ingrid.presses("Discard the change")
    [late] = await ingrid.presses_data(plan, next(each.callback_data for each in plan.buttons[0]))
    await ingrid.sends_document("meetings.yaml", with_venue(files["meetings.yaml"]))
    stage.clock.set(stage.clock.now() + timedelta(hours=2))
    [expired] = await ingrid.presses("Apply")

    venue = (await stage.plenary.services.meetings.view("geneva-2011")).meeting.venue
    assert "Nothing was changed" in discarded.text
    assert "cannot be decided on any more" in late.text
    assert "cannot be decided on any more" in expired.text
    assert "Palais" not in venue.name


async def test_mistakes_are_told_with_line_and_path(stage, ingrid):
    """All at once, as on the command line."""
    [answer] = await ingrid.sends_document("mine.yaml", NEW.replace("Africa/Kampala", "Africa/Kampalla").encode())

    assert "mine.yaml:3: meetings.kampala-2012.timezone: 'Africa/Kampalla' is no time zone" in answer.text
    assert "nothing was changed" in answer.text
    assert [] == answer.labels


async def test_what_the_store_holds_already_needs_no_decision(stage, ingrid):
    """An export sent back, alone or as the archive it came in."""
    [sent] = await ingrid.says("/export")
    files = await archive(ingrid)

    [same] = await ingrid.sends_document("meetings.yaml", files["meetings.yaml"])
    [whole] = await ingrid.sends_document("meetings.zip", sent.document.content)

    assert "Nothing: all of it is in the store already." in same.text
    assert "Nothing: all of it is in the store already." in whole.text
    assert [] == same.labels


async def test_the_store_may_have_changed_meanwhile(stage, ingrid):
    """Then what she saw does not hold, and nothing is done."""
    second = await joined(stage, ingrid, "Omar", "Organiser", "All processes")
    files = await archive(ingrid)
    await ingrid.sends_document("meetings.yaml", with_venue(files["meetings.yaml"]))
    await second.sends_document("new.yaml", NEW.encode())
    await second.presses("Apply")

    [answer] = await ingrid.presses("Apply")

    assert "The store has changed" in answer.text


async def test_an_organiser_of_one_process_touches_only_that(stage, ingrid, tmp_path):
    """Neither by changing another's meeting nor by making a process; and her export holds hers alone."""
    await ingrid.sends_document(
        "other.yaml",
        b"process: {id: other, name: Other}\nmeetings:\n  - {id: bern-2012, name: Secret talks, visibility: invited}\n",
    )
    await ingrid.presses("Apply")
    omar = await joined(stage, ingrid, "Omar", "Organiser", "Convention on Cluster Munitions")

    files = await archive(omar)
    [refused] = await omar.sends_document(
        "other.yaml", b"process: {id: other, name: Other}\nmeetings:\n  - {id: bern-2012, name: Open talks}\n"
    )
    [process] = await omar.sends_document("x.yaml", b"process: {id: mine, name: Mine}\nmeetings: []\n")
    [own] = await omar.sends_document("meetings.yaml", with_venue(files["meetings.yaml"]))

    assert b"geneva-2011" in files["meetings.yaml"]
    assert b"bern-2012" not in files["meetings.yaml"]
    assert "Secret" not in refused.text
    assert refused.text == process.text
    assert [] == refused.labels
    assert "→ Palais des Nations" in own.text


async def test_a_file_takes_no_document_of_another_process(stage, ingrid):
    """A document that an organiser may not see does not become hers by its file name, neither by a file nor by /edit."""
    ours = b"process: {id: other, name: Other}\nmeetings:\n  - {id: bern-2012, name: Talks, documents: [%s]}\n"
    await ingrid.sends_document(
        "a.zip",
        zipped(
            {"meetings.yaml": ours % b"{id: note, title: Note, file: papers/note.txt}", "papers/note.txt": b"Secret."}
        ),
    )
    await ingrid.presses("Apply")
    omar = await joined(stage, ingrid, "Omar", "Organiser", "Convention on Cluster Munitions")

    [refused] = await omar.sends_document(
        "meetings.yaml", NEW.replace("country: UG", "documents: [{id: x, title: X, file: papers/note.txt}]").encode()
    )

    assert "papers/note.txt" in refused.text
    assert "is not there" in refused.text
    assert [] == refused.labels


async def test_a_delegates_file_is_no_import(stage):
    """She is told that words are read; the commands do not exist for her."""
    ana = stage.person("Ana")

    [answer] = await ana.sends_document("meetings.yaml", NEW.encode())
    [sticker] = await ana.sends_sticker()

    assert sticker.text == answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.zip", b"no archive"), ("a.zip", b""), ("a.yaml", b"\xff\xfe\x00"), ("a.yml", b"- a\n- b\n"), ("a.yaml", b"")],
)
async def test_whatever_is_sent_is_answered_in_plain_words(stage, ingrid, name, content):
    """Nothing falls over, nothing is changed."""
    [answer] = await ingrid.sends_document(name, content)

    assert [] == answer.labels
    assert "reference" not in answer.text


@pytest.mark.parametrize(
    "archive",
    [
        zipped({"meetings.yaml": NEW.encode() * 9, "a.txt": b"x"}, zipfile.ZIP_BZIP2),
        zipped({"meetings.yaml": NEW.encode() * 9, "a.txt": b"x"}, zipfile.ZIP_LZMA),
        *(damaged(zipped({"meetings.yaml": NEW.encode() * 9}), at) for at in range(10, 300, 7)),
        zipped({"meetings.yaml": NEW.encode(), "a": b"", "a/b": b""}),
        zipped({"meetings.yaml": NEW.encode(), "a/b": b"", "a": b""}),
        zipped({"meetings.yaml": NEW.encode(), "a" * 300: b""}),
        zipped({"meetings.yaml": NEW.encode(), "a/" * 3000 + "b": b""}),
    ],
)
def test_no_archive_makes_reading_fall_over(archive):
    """Whatever is damaged in it, however it is packed: it is read, or refused in a sentence."""
    with suppress(UserError):
        draft_of("a.zip", archive, {"a/c": b""})


async def test_a_damaged_archive_is_said_to_be_that(stage, ingrid):
    """Not that something is missing in it."""
    archive = zipped({"meetings.yaml": NEW.encode() * 9})

    [answer] = await ingrid.sends_document("a.zip", damaged(archive, 60))

    assert "This archive is damaged, or not packed as a usual ZIP: pack it again." == answer.text


async def test_an_archive_cannot_write_elsewhere(stage, ingrid, tmp_path):
    """Names that lead out of it are left out."""
    archive = zipped({"x/meetings.yaml": NEW.encode(), "../../evil.txt": b"evil", "/tmp/evil.txt": b"evil"})

    [plan] = await ingrid.sends_document("a.zip", archive)

    assert "A new meeting: 1–3 May 2012" in plan.text
