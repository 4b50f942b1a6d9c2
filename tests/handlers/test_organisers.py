"""Who organises: chiefs from the settings or the first link, others by invitation, everybody for as long as she may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services.meetings import Meetings
from tests.handlers.steps import CHIEF, joined, link

COMMANDS = ["/organisers", "/log", "/status"]


@pytest.fixture
async def stage(open_stage):
    """The bot with a chief organiser in its settings."""
    return await open_stage(organisers=(CHIEF,))


# Who sees what


@pytest.mark.parametrize("command", COMMANDS)
async def test_to_a_delegate_an_organisers_command_is_no_command(stage, command):
    """The same words as for any unknown command; in a group, silence."""
    ana, group = stage.person("Ana"), stage.group("Delegations")

    [answer] = await ana.says(command)
    [unknown] = await ana.says("/nonsense")
    silence = await ana.says(command, chat=group)

    assert unknown.text == answer.text
    assert [] == silence


async def test_a_delegates_menu_and_help_name_no_organisers_command(stage):
    """What she cannot do she does not see."""
    ana = stage.person("Ana")
    await ana.starts()

    [help_text] = await ana.says("/help")

    assert {"organisers", "log", "status"}.isdisjoint(ana.menu)
    assert "organiser" not in help_text.text


async def test_a_chief_from_the_settings_finds_her_commands_after_start(stage, ingrid):
    """Telegram takes no menu for somebody who has never written."""
    await ingrid.starts()

    [help_text] = await ingrid.says("/help")

    assert {"venue", "organisers", "log", "status"} <= set(ingrid.menu)
    assert all(f"/{command} " in help_text.text for command in ingrid.menu)


async def test_at_a_start_every_organiser_is_offered_hers(open_stage, stage, ingrid):
    """A new version may have new commands."""
    await ingrid.starts()

    again = await open_stage(organisers=(CHIEF,))

    calls = [call for call in again.rehearsal.calls if call.method == "setMyCommands"]
    assert {"type": "chat", "chat_id": CHIEF} in [call.parameters.get("scope") for call in calls]


@pytest.mark.parametrize("command", COMMANDS)
async def test_in_a_group_an_organiser_is_led_to_the_private_chat(stage, ingrid, command):
    """Links and names are not for everybody who reads along."""
    [answer] = await ingrid.says(command, chat=stage.group("Delegations"))

    assert "private chat" in answer.text
    assert "https://t.me/PlenaryBot" == answer.button("Open our chat").url


# Inviting


async def test_a_chief_invites_an_organiser_for_all_processes(stage, ingrid):
    """The link says what it is for and until when; who opens it is an organiser and is told how."""
    ben = stage.person("Ben")
    payload = await link(ingrid, "Organiser", "All processes")
    [welcome] = await ben.starts(payload)

    [organisers] = await ingrid.says("/organisers")

    for words in ("You organise now", "Organiser, all processes", "/organisers", "/log", "/status"):
        assert words in welcome.text
    assert "organisers" in ben.menu
    assert f"Ben ({ben.id})\nOrganiser, all processes, since 6 May 2011, 08:00" in organisers.text
    assert f"Ingrid ({CHIEF})\nChief organiser" in organisers.text
    assert [] == [refusal for refusal in stage.refusals if "chat not found" not in refusal]


async def test_an_invitation_can_be_sent_on_and_says_until_when(stage, ingrid):
    """Three days; the chief picks the chat with a button."""
    payload = await link(ingrid, "Organiser", "All processes")

    shown = ingrid.shown()[-1]

    assert "until 9 May 2011, 08:00" in shown.text
    assert payload in shown.button("Send to").url
    assert len(payload) <= 64


async def test_an_organiser_may_be_invited_for_one_process(stage, ingrid):
    """Hers is that one, by its name."""
    await joined(stage, ingrid, "Ben", "Organiser", "Convention on Cluster Munitions")

    [organisers] = await ingrid.says("/organisers")

    assert "Organiser, Convention on Cluster Munitions, since" in organisers.text


async def test_a_second_invitation_adds_to_the_first(stage, ingrid):
    """One process, then all, then chief."""
    ben = await joined(stage, ingrid, "Ben", "Organiser", "Convention on Cluster Munitions")

    [more] = await ben.starts(await link(ingrid, "Organiser", "All processes"))
    [most] = await ben.starts(await link(ingrid, "Chief organiser"))

    assert "Organiser, all processes" in more.text
    assert "Chief organiser" in most.text
    assert (await ben.says("/organisers"))[0].button("Invite") is not None


async def test_only_a_chief_invites(stage, ingrid):
    """An organiser sees who organises, without the buttons; an old button does not help."""
    ben = await joined(stage, ingrid, "Ben", "Organiser", "All processes")

    [organisers] = await ben.says("/organisers")
    [alert] = await ben.presses_data(organisers, "invite:chief")

    assert ["🚪 Step down"] == organisers.labels
    assert "Only a chief organiser" in alert.text


# Links that do not work


async def test_a_link_works_once(stage, ingrid):
    """The second to open it is told, and is nothing."""
    payload = await link(ingrid, "Organiser", "All processes")
    await stage.person("Ben").starts(payload)
    eve = stage.person("Eve")

    [answer] = await eve.starts(payload)

    assert "has been used" in answer.text
    assert "organisers" not in eve.menu


async def test_start_pressed_twice_does_no_harm(stage, ingrid):
    """Telegram sends the link again with every press."""
    ben = stage.person("Ben")
    payload = await link(ingrid, "Organiser", "All processes")
    await ben.starts(payload)

    [answer] = await ben.starts(payload)

    assert "You organise already: Organiser, all processes." == answer.text


async def test_a_link_expires(stage, ingrid):
    """After three days."""
    payload = await link(ingrid, "Organiser", "All processes")
    stage.clock.set(stage.clock.now() + timedelta(days=3))

    [answer] = await stage.person("Ben").starts(payload)

    assert "has expired" in answer.text


async def test_ones_own_link_is_for_others(stage, ingrid):
    """The chief who tries it does not use it up."""
    payload = await link(ingrid, "Organiser", "All processes")

    [own] = await ingrid.starts(payload)
    [welcome] = await stage.person("Ben").starts(payload)

    assert "your own invitation" in own.text
    assert "You organise now" in welcome.text


async def test_who_organises_already_leaves_the_link_to_others(stage, ingrid):
    """It gives her nothing that she does not have."""
    ben = await joined(stage, ingrid, "Ben", "Chief organiser")
    payload = await link(ingrid, "Organiser", "All processes")

    [answer] = await ben.starts(payload)
    [welcome] = await stage.person("Eve").starts(payload)

    assert "You organise already: Chief organiser. The invitation is still open" in answer.text
    assert "You organise now" in welcome.text


@pytest.mark.parametrize("payload", ["invitation_", "invitation_nonsense", "invitation_0f9c"])
async def test_a_link_that_nobody_made_is_not_valid(stage, payload):
    """Cut off while copying, or guessed."""
    [answer] = await stage.person("Eve").starts(payload)

    assert "not valid" in answer.text


async def test_a_withdrawn_link_is_not_valid(stage, ingrid):
    """The chief sees what is open and takes it back."""
    payload = await link(ingrid, "Organiser", "All processes")
    [organisers] = await ingrid.says("/organisers")
    [_, after] = await ingrid.presses("Withdraw invitation 1")

    [answer] = await stage.person("Eve").starts(payload)

    assert "1. Organiser, all processes, until 9 May 2011, 08:00, by Ingrid" in organisers.text
    assert "Open invitations" not in after.text
    assert "not valid" in answer.text


async def test_a_link_that_was_used_meanwhile_cannot_be_withdrawn(stage, ingrid):
    """The list on her screen is old."""
    payload = await link(ingrid, "Organiser", "All processes")
    await ingrid.says("/organisers")
    await stage.person("Ben").starts(payload)

    seen = await ingrid.presses("Withdraw invitation 1")

    assert "not open any more" in seen[-1].text


async def test_a_link_opened_in_a_group_is_not_used_up(stage, ingrid):
    """Everybody there can read it: the way leads to the private chat."""
    ben, group = stage.person("Ben"), stage.group("Delegations")
    payload = await link(ingrid, "Organiser", "All processes")

    [answer] = await ben.says(f"/start@PlenaryBot {payload}", chat=group)
    [welcome] = await ben.starts(payload)

    assert answer.button("Open our chat").url.endswith(f"?start={payload}")
    assert "You organise now" in welcome.text


# Going


async def test_a_removal_is_confirmed_and_holds_at_once(stage, ingrid):
    """No menu, no command, and the buttons on her screen say why."""
    ben = await joined(stage, ingrid, "Ben", "Organiser", "All processes")
    [hers] = await ben.says("/organisers")
    await ingrid.says("/organisers")
    [sure] = await ingrid.presses("Ben")
    [removed] = await ingrid.presses("Remove Ben")

    [unknown] = await ben.says("/organisers")
    [alert] = await ben.presses("Step down", on=hers)

    assert f"Remove Ben ({ben.id})?" in sure.text
    assert f"Ben ({ben.id}) is no organiser any more." == removed.text
    assert "do not know this command" in unknown.text
    assert "not an organiser any more" in alert.text
    assert "organisers" not in ben.menu


async def test_who_was_removed_in_the_middle_of_a_dialogue_is_told(stage, ingrid):
    """And nothing comes of it."""
    ben = await joined(stage, ingrid, "Ben", "Chief organiser")
    await ben.says("/organisers")
    await ben.presses("Invite")
    await ben.presses("Organiser")
    await ingrid.says("/organisers")
    await ingrid.presses("Ben")
    await ingrid.presses("Remove Ben")

    [alert] = await ben.presses("All processes")
    [organisers] = await ingrid.says("/organisers")

    assert "not an organiser any more. Nothing was changed." in alert.text
    assert "Open invitations" not in organisers.text


async def test_the_links_of_who_was_removed_are_void(stage, ingrid):
    """No way back by a link kept in a drawer."""
    ben = await joined(stage, ingrid, "Ben", "Chief organiser")
    payload = await link(ben, "Chief organiser")
    await ingrid.says("/organisers")
    await ingrid.presses("Ben")
    await ingrid.presses("Remove Ben")

    [answer] = await stage.person("Ben's other phone").starts(payload)

    assert "not valid" in answer.text


async def test_who_was_removed_already_is_named_as_such(stage, ingrid):
    """Two chiefs had the same thought."""
    ben = await joined(stage, ingrid, "Ben", "Organiser", "All processes")
    await ingrid.says("/organisers")
    await ingrid.presses("Ben")
    await ben.says("/organisers")
    await ben.presses("Step down")
    await ben.presses("Step down")

    seen = await ingrid.presses("Remove Ben")

    assert "not an organiser any more" in seen[-1].text


async def test_a_removed_organiser_comes_back_by_a_new_link(stage, ingrid):
    """Her old one is used."""
    payload = await link(ingrid, "Organiser", "All processes")
    ben = stage.person("Ben")
    await ben.starts(payload)
    await ingrid.says("/organisers")
    await ingrid.presses("Ben")
    await ingrid.presses("Remove Ben")

    [used] = await ben.starts(payload)
    [welcome] = await ben.starts(await link(ingrid, "Organiser", "All processes"))

    assert "has been used" in used.text
    assert "You organise now" in welcome.text
    assert "organisers" in ben.menu


async def test_the_last_chief_cannot_leave_without_a_successor(stage, ingrid):
    """An organiser is none; a chief is."""
    await joined(stage, ingrid, "Ben", "Organiser", "All processes")
    await ingrid.says("/organisers")
    refused = await ingrid.presses("Step down")
    await joined(stage, ingrid, "Eve", "Chief organiser")
    await ingrid.says("/organisers")

    [sure] = await ingrid.presses("Step down")
    [left] = await ingrid.presses("Step down")

    assert "only chief organiser" in refused[-1].text
    assert "really" in sure.text
    assert "have left" in left.text
    assert "organisers" not in ingrid.menu


# The first chief, and restarts


async def test_without_organisers_the_first_link_makes_the_chief(open_stage):
    """Whoever opens it first; then it is used, and no further one is made."""
    stage = await open_stage()
    ingrid, eve = stage.person("Ingrid"), stage.person("Eve")
    organisers = stage.plenary.services.organisers
    invitation = await organisers.first_invitation()

    [welcome] = await ingrid.starts(invitation.payload)
    [used] = await eve.starts(invitation.payload)

    assert "Chief organiser" in welcome.text
    assert "has been used" in used.text
    assert await organisers.first_invitation() is None


async def test_the_first_link_expires_and_a_new_start_makes_another(open_stage):
    """Nobody is locked out; of several links only the newest is good."""
    stage = await open_stage()
    ingrid, organisers = stage.person("Ingrid"), stage.plenary.services.organisers
    first, second = await organisers.first_invitation(), await organisers.first_invitation()

    [void] = await ingrid.starts(first.payload)
    stage.clock.set(second.expires_at)
    [expired] = await ingrid.starts(second.payload)
    [welcome] = await ingrid.starts((await organisers.first_invitation()).payload)

    assert "not valid" in void.text
    assert "has expired" in expired.text
    assert "You organise now" in welcome.text


async def test_where_the_settings_name_a_chief_there_is_no_first_link(stage):
    """There is somebody who can invite."""
    assert await stage.plenary.services.organisers.first_invitation() is None


async def test_a_restart_brings_nobody_back(open_stage, stage, ingrid):
    """Who is in the settings and was removed stays removed; the others stay organisers."""
    ben = await joined(stage, ingrid, "Ben", "Chief organiser")
    await ben.says("/organisers")
    await ben.presses("Ingrid")
    await ben.presses("Remove Ingrid")

    again = await open_stage(organisers=(CHIEF,))

    assert {ben.id} == (await again.plenary.services.organisers.everyone()).keys()


# The log and the status


async def test_the_log_says_who_did_what_and_when(stage, ingrid):
    """Every act, the newest first."""
    ben = await joined(stage, ingrid, "Ben", "Organiser", "Convention on Cluster Munitions")
    await link(ingrid, "Organiser", "All processes")
    await ingrid.says("/organisers")
    await ingrid.presses("Withdraw invitation 1")
    await ingrid.says("/organisers")
    await ingrid.presses("Ben")
    await ingrid.presses("Remove Ben")

    [log] = await ingrid.says("/log")

    lines = [line for line in log.text.splitlines() if ":" in line and not line.startswith("•")]
    assert [
        f"Ingrid ({CHIEF}): removed Ben ({ben.id})",
        f"Ingrid ({CHIEF}): withdrew an invitation",
        f"Ingrid ({CHIEF}): made an invitation: Organiser, all processes",
        f"Ben ({ben.id}): accepted the invitation of Ingrid: Organiser, Convention on Cluster Munitions",
        f"Ingrid ({CHIEF}): made an invitation: Organiser, Convention on Cluster Munitions",
        f"The bot: made {CHIEF} a chief organiser, as the settings say",
        "Times: UTC",
    ] == lines
    assert "• 6 May 2011, 08:00" in log.text


async def test_the_log_is_read_a_page_at_a_time(stage, ingrid):
    """Ten acts, then the older ones."""
    for _ in range(6):
        await link(ingrid, "Organiser", "All processes")
        await ingrid.says("/organisers")
        await ingrid.presses("Withdraw invitation 1")
        stage.clock.set(stage.clock.now() + timedelta(minutes=2))  # beyond 30 updates in a minute nobody is heard

    [log] = await ingrid.says("/log")
    [older] = await ingrid.presses("Older")
    [newest] = await ingrid.presses("Newest")

    assert 10 == log.text.count("•")
    assert 3 == older.text.count("•")
    assert older.edited
    assert older.button("Older") is None
    assert log.text == newest.text


async def test_names_in_the_log_are_text_and_nothing_else(stage, ingrid):
    """Whatever people call themselves."""
    await joined(stage, ingrid, "<b>%(name)s</b> {{ 7 * 7 }}", "Organiser", "All processes")

    [log] = await ingrid.says("/log")

    assert "<b>%(name)s</b> {{ 7 * 7 }} (" in log.text


async def test_the_status_counts(stage, ingrid):
    """People, meetings, messages; and how long the bot has been running."""
    await stage.person("Ana").says("/next")
    await ingrid.starts()

    [status] = await ingrid.says("/status")

    for words in (
        "Running for 0 seconds, version ",
        "People who have written: 2",
        "Chats that follow something: 0",
        "Meetings: 8",
        "answered: 2",
        "waiting (this one included): 1",
    ):
        assert words in status.text
    assert 3 == status.text.count("None.")  # nothing to send, no reminder, no error


async def test_the_status_names_the_last_errors(stage, ingrid, monkeypatch):
    """By the reference that the person was given, with the time; refreshed by a button."""

    async def broken(self):
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(Meetings, "all", broken)
    [answer] = await stage.person("Ana").says("/meetings")
    reference = answer.text.rpartition("reference: ")[2].rstrip(".")
    await ingrid.says("/status")

    [status] = await ingrid.presses("Refresh")

    assert status.edited
    assert f"• 6 May 2011, 08:00: reference {reference}" in status.text
    assert "failed: 1" in status.text
    assert "fire" not in status.text


async def test_the_menu_follows_the_language_that_she_chooses(stage, ingrid):
    """Her choice, not what her app reports."""
    await ingrid.starts()
    before = len(stage.rehearsal.calls)
    [settings] = await ingrid.says("/settings")

    await ingrid.presses_data(settings, "language:en")

    assert "setMyCommands" in [call.method for call in stage.rehearsal.calls[before:]]
