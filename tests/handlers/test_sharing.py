"""Sharing meetings, and meetings that are for invited people only."""

from __future__ import annotations

import pytest

from bot.announcement import Addressees
from bot.composition import build_services
from bot.services.meetings_file import import_files
from tests.handlers.steps import CHIEF, new_link

MEETINGS = """
process: {id: harbour, name: Harbour Convention}
meetings:
  - id: bergen-2011
    name: Bergen Conference on the Harbour Convention
    start: 2011-09-05
    end: 2011-09-07
    timezone: Europe/Oslo
    city: Bergen
    country: "NO"
  - id: drafting-2011
    name: Drafting Group of the Harbour Convention
    visibility: invited
    start: 2011-10-10
    end: 2011-10-12
    timezone: Europe/Rome
    city: Genoa
    country: IT
    venue: {name: Palazzo San Giorgio}
    documents:
      - id: drafting-letter
        title: Letter on lighthouse keepers
        kind: letter
        issued: 2011-05-02
        language: en
        file: letter.txt
"""
SECRETS = ("Drafting", "Genoa", "Palazzo", "October", "lighthouse")


@pytest.fixture
async def stage(open_stage, tmp_path):
    """The bot on a process with a public meeting and one for invited people only, and a chief organiser."""
    file = tmp_path / "meetings.yaml"
    file.write_text(MEETINGS)
    (tmp_path / "letter.txt").write_text("The drafting group will hear forty lighthouse keepers from nineteen ports.\n")
    return await open_stage(files=(file,), organisers=(CHIEF,))


def _refusals(stage) -> list[str]:
    """What the Bot API would have refused; the chief's commands are set once she has written."""
    return [refusal for refusal in stage.refusals if not refusal.startswith("setMyCommands")]


async def test_a_public_meeting_is_shared_by_a_link_and_its_code(stage):
    """A picture for cameras, the link under it, and a button that copies it."""
    ana = stage.person("Ana")
    await ana.starts("bergen-2011")

    [shown] = await ana.presses("Share")

    link = "https://t.me/PlenaryBot?start=bergen-2011"
    [picture] = shown.message["photo"]
    assert link in shown.text
    assert [link] == [button.copy_text for row in shown.buttons for button in row if button.copy_text]
    assert shown.files[picture["file_id"]].content.startswith(b"\x89PNG")
    assert [] == _refusals(stage)


@pytest.mark.parametrize(
    "text",
    [
        "/meetings",
        "/next genoa",
        "When is the drafting group?",
        "Where is the meeting in Genoa in October 2011?",
        "how many lighthouse keepers will be heard?",
        "documents of the drafting group",
        "/calendar drafting group",
        "/follow drafting group",
        "/start drafting-2011",
        "¿Cuándo es la reunión de Génova?",
    ],
)
async def test_who_was_not_invited_is_told_nothing_of_an_invited_meeting(stage, ingrid, text):
    """As if it were not in the store: not by list, question, command or deep link; organisers see it."""
    asked = text.casefold()

    seen = await stage.person("Ana").says(text)

    shown = "\n".join(one.text + "\n".join(one.labels) for one in seen)
    assert shown
    assert [] == [secret for secret in SECRETS if secret in shown and secret.casefold() not in asked]


@pytest.mark.parametrize(
    "data",
    ["meeting", "about", "venue", "documents", "calendar", "programme", "follow:m", "share", "link", "answer"],
)
async def test_no_button_made_up_by_hand_opens_it(stage, data):
    """The press is answered as for a meeting that is not there."""
    ana = stage.person("Ana")
    [start] = await ana.starts()

    seen = await ana.presses_data(start, f"{data}:drafting-2011")
    seen += await ana.presses_data(start, "document:drafting-letter")

    shown = "\n".join(one.text + "\n".join(one.labels) for one in seen)
    assert [] == [secret for secret in SECRETS if secret in shown]
    assert all(one.document is None for one in seen)


async def test_who_opens_a_link_sees_the_meeting_from_then_on(stage, ingrid):
    """Its card at once, and every answer after; others still see nothing."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    payload = await new_link(ingrid)

    [card] = await ana.starts(payload)
    [answer] = await ana.says("When is the drafting group?")
    [others] = await ben.says("When is the drafting group?")
    [listed] = await ana.says("/meetings")

    assert "For invited people only" in card.text
    assert "10–12 October 2011" in answer.text
    assert "October" not in others.text
    assert any("Genoa" in label for label in listed.labels)
    assert [] == _refusals(stage)


async def test_the_store_knows_only_the_hash_of_a_link(stage, ingrid):
    """Who reads the file cannot open the meeting with it."""
    payload = await new_link(ingrid)

    assert payload.encode() not in stage.plenary.database.path.read_bytes()
    assert payload not in "".join(map(str, await stage.plenary.database.read(_rows)))


def _rows(connection) -> list[str]:
    return [row["token_hash"] for row in connection.execute("SELECT token_hash FROM meeting_link")]


async def test_a_revoked_link_lets_nobody_else_in(stage, ingrid):
    """Who came by it before stays."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    payload = await new_link(ingrid)
    await ana.starts(payload)
    await ingrid.starts("drafting-2011")
    await ingrid.presses("Share")

    [links] = await ingrid.presses("Revoke link 1")
    [refused] = await ben.starts(payload)
    [card] = await ana.starts("drafting-2011")

    assert "No link lets anybody in" in links.text
    assert "does not work" in refused.text
    assert "Drafting Group" in card.text
    [log] = await ingrid.says("/log")
    assert "revoked a link to drafting-2011" in log.text


async def test_in_a_group_only_what_the_group_may_see_is_shown(stage, ingrid):
    """Others read along there: who was let in alone does not let them in; a link opened there does."""
    group = stage.group("Harbour masters")
    payload = await new_link(ingrid)
    ana = stage.person("Ana")
    await ana.starts(payload)

    [closed] = await ana.says("@PlenaryBot when is the drafting group?", chat=group)
    await ana.says(f"/start {payload}", chat=group)
    [opened] = await stage.person("Ben").says("@PlenaryBot when is the drafting group?", chat=group)

    assert "October" not in closed.text
    assert "10–12 October 2011" in opened.text


async def test_only_organisers_make_links(stage, ingrid):
    """Who was let in is told whom to ask."""
    ana = stage.person("Ana")
    [card] = await ana.starts(await new_link(ingrid))

    [refused] = await ana.presses("Share")
    [unknown] = await ana.presses_data(card, "link:drafting-2011")

    assert "its organisers can make links" in refused.text
    assert "not an organiser" in unknown.text


async def test_news_of_an_invited_meeting_pass_by_followers_of_the_process_who_are_not_invited(stage, ingrid):
    """They are for organisers and those let in."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    for person in (ana, ben, ingrid):
        await person.starts("bergen-2011")
        await person.presses("Follow")
        await person.presses("Follow the whole process")
    await ana.starts(await new_link(ingrid))

    announcements = stage.plenary.services.announcements
    public, invited = [
        await announcements.count(Addressees(process="ccm", meeting=meeting))
        for meeting in ("bergen-2011", "drafting-2011")
    ]

    assert 3 == public.chats
    assert 2 == invited.chats


async def test_a_meeting_that_is_closed_leaves_what_is_followed(stage, tmp_path):
    """It is not shown in the list, and the list does not fail."""
    file = tmp_path / "meetings.yaml"
    ana = stage.person("Ana")
    await ana.starts("bergen-2011")
    await ana.presses("Follow")
    file.write_text(MEETINGS.replace("name: Bergen", "visibility: invited\n    name: Bergen"))
    await import_files(stage.plenary.database, stage.clock, (file,))

    [nothing] = await ana.says("/follow")

    assert "Bergen" not in nothing.text


async def test_who_was_let_in_is_remembered_by_the_next_start(stage, ingrid):
    """By the store."""
    ana = stage.person("Ana")
    await ana.starts(await new_link(ingrid))
    restarted = build_services(stage.plenary.services.settings, stage.clock, stage.plenary.database)

    await restarted.admissions.look_as(ana.id, ana.id)
    hers = await restarted.meetings.catalogue()
    await restarted.admissions.look_as(ana.id + 1, ana.id + 1)
    anybodys = await restarted.meetings.catalogue()

    assert {"bergen-2011", "drafting-2011"} == set(hers.meetings)
    assert {"bergen-2011"} == set(anybodys.meetings)
