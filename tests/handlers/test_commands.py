"""The commands that are not questions."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.handlers.steps import goes


async def test_start_greets_and_shows_what_comes(stage):
    """A new delegate sees how to ask, and the next meetings as buttons."""
    [greeting] = await stage.person("Ana").starts()

    assert "Welcome, Ana." in greeting.text
    assert "27–30 June 2011" in greeting.text
    assert greeting.button("All meetings") is not None
    assert [] == stage.refusals


async def test_help_names_every_command_of_the_menu(stage):
    """The help and Telegram's menu are the same list."""
    ana = stage.person("Ana")

    [help_text] = await ana.says("/help")

    assert all(f"/{command} " in help_text.text for command in ana.menu)
    assert "venue" in ana.menu


async def test_meetings_lists_all_in_order(stage):
    """From 2006 to 2013, each a button to its card."""
    ana = stage.person("Ana")

    [meetings] = await ana.says("/meetings")
    [card] = await ana.presses(meetings.labels[2])

    assert 8 == len(meetings.labels)
    assert "Lima Conference on Cluster Munitions" in card.text
    assert card.edited


async def test_next_is_the_meeting_under_way_or_ahead(open_stage):
    """By the clock."""
    stage = await open_stage(datetime(2011, 6, 30, 12, tzinfo=UTC))

    [card] = await stage.person("Ana").says("/next")

    assert "27–30 June 2011 · under way" in card.text


async def test_when_all_is_over_next_says_so(open_stage):
    """And leads to the list."""
    stage = await open_stage(datetime(2014, 3, 3, tzinfo=UTC))

    [answer] = await stage.person("Ana").says("/next")

    assert "No meeting lies ahead" in answer.text
    assert answer.button("All meetings") is not None


async def test_cancel_without_a_dialogue_does_no_harm(stage):
    """It says what can be done instead."""
    [answer] = await stage.person("Ana").says("/cancel")

    assert "nothing to cancel" in answer.text


async def test_the_zone_is_taken_from_a_city_and_shown(stage):
    """She writes where she is."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")

    [answer] = await ana.says("Lima")
    [settings] = await ana.says("/settings")

    assert "America/Lima" in answer.text
    assert "America/Lima" in settings.text


async def test_the_zone_is_taken_from_a_place(stage):
    """Or shares her location."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")

    [answer] = await ana.sends_location(46.2, 6.14)

    assert "Europe/Zurich" in answer.text


async def test_a_city_that_nobody_knows_is_asked_for_again(stage):
    """The dialogue goes on."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")

    [unknown] = await ana.says("Qwertzuiop")
    [answer] = await ana.says("Vientiane")

    assert "no time zone for “Qwertzuiop”" in unknown.text
    assert "Asia/Vientiane" in answer.text


async def test_several_places_of_one_name_are_offered(stage):
    """She picks hers."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")

    [which] = await ana.says("Springfield")
    [answer] = await ana.presses(which.labels[0])

    assert len(which.labels) > 1
    assert "Your time zone is" in answer.text


async def test_any_command_leaves_the_dialogue(stage):
    """Nobody is caught in a question of the bot's."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")
    await ana.says("/meetings")

    [answer] = await ana.says("Lima")

    assert "time zone" not in answer.text


async def test_the_language_is_kept(stage):
    """Her choice, not what her app reports."""
    ana = stage.person("Ana", language_code="xx")
    await goes(ana, "/settings", "Language")

    [settings] = await ana.presses("English")

    assert "Language: English" in settings.text
    assert "as your app reports" not in settings.text


async def test_who_has_not_said_whom_she_represents_is_not_told_that_she_said_it(stage):
    """What is not said needs no verifying."""
    [settings] = await stage.person("Ana").says("/settings")

    assert settings.text.endswith("You represent: not said")


async def test_settings_in_a_group_lead_to_the_private_chat(stage):
    """What is between her and the bot stays there."""
    group = stage.group("Delegations")
    ana = stage.person("Ana")

    [answer] = await ana.says("/settings", chat=group)

    link = answer.button("Open our chat").url
    assert link.startswith("https://t.me/PlenaryBot?start=")

    [settings] = await ana.starts(link.partition("start=")[2])
    assert "Language:" in settings.text


async def test_a_newcomer_is_asked_once_whom_she_represents(stage):
    """As she says; unverified. Country in any language, then the organisation, then what that is to the convention."""
    ana = stage.person("Ana")
    await ana.starts()
    await ana.presses("Say whom I represent")

    [unknown] = await ana.says("Atlantis")
    [organisation] = await ana.says("Perú")
    await ana.says("Ministry of Foreign Affairs")
    [noted] = await ana.presses("State Party")
    [greeting] = await ana.starts()
    [settings] = await ana.says("/settings")

    assert "no country called “Atlantis”" in unknown.text
    assert "Peru" in organisation.text
    assert "Ministry of Foreign Affairs, Peru, State Party" in noted.text
    assert greeting.button("Say whom I represent") is None
    assert "unverified" in settings.text


async def test_the_introduction_can_be_skipped_and_questions_go_on(stage):
    """Nobody has to say anything, and a question is a question before she presses."""
    ana = stage.person("Ana")
    await ana.starts()

    [answer] = await ana.says("when is Lima?")
    [fine] = await ana.presses("Skip")
    [greeting] = await ana.starts()

    assert "23–25 May 2007" in answer.text
    assert "Fine." in fine.text
    assert greeting.button("Skip") is None
