"""Which message answers a question of the bot's: the next one, never one that was written before."""

from __future__ import annotations

import pytest


@pytest.fixture
async def ana(stage):
    """A delegate who asked a question, and was then asked for her time zone."""
    ana = stage.person("Ana")
    await ana.says("when is Oslo 2007?")
    await ana.says("/settings")
    return ana


async def test_an_older_message_that_is_edited_is_no_answer(stage, ana):
    """She mends a question from before: that is answered, and the bot still waits for her zone."""
    question = ana.newest() - 2
    assert "Oslo" in ana.private.messages[question]["text"]
    await ana.presses("Time zone")

    [answer] = await ana.edits(question, "when is Lima?")
    [zone] = await ana.says("Vientiane")

    assert "23–25 May 2007" in answer.text
    assert "Asia/Vientiane" in zone.text


async def test_an_answer_that_was_not_understood_can_be_edited(stage, ana):
    """She mends the typing error in place."""
    await ana.presses("Time zone")
    await ana.says("Qwertzuiop")

    [zone] = await ana.edits(ana.newest(), "Vientiane")

    assert "Asia/Vientiane" in zone.text


async def test_which_message_was_the_answer_is_known_after_a_restart(stage, ana):
    """Another life of the bot takes the edit as this one would have."""
    await ana.presses("Time zone")
    await ana.says("Qwertzuiop")
    stage.plenary.services.people.look_again(ana.id)

    [zone] = await ana.edits(ana.newest(), "Vientiane")

    assert "Asia/Vientiane" in zone.text


async def test_the_answer_to_one_question_is_not_that_to_the_next(stage):
    """Her country, mended while her organisation is asked for, does not become the organisation."""
    ana = stage.person("Ana")
    await ana.starts()
    await ana.presses("Say whom I represent")
    await ana.says("Peru")
    country = ana.newest()

    await ana.edits(country, "Perú")
    [category] = await ana.says("Ministry of Foreign Affairs")
    [thanks] = await ana.presses(category.labels[0])

    assert "Ministry of Foreign Affairs" in thanks.text


async def test_a_place_that_moves_is_taken_once(stage):
    """She shares it live: what Telegram then sends every few seconds, as edits, is no message of hers."""
    ana = stage.person("Ana")
    [taken] = await ana.sends_location(46.2, 6.14)

    silence = await ana.edits(ana.newest(), location={"latitude": -12.05, "longitude": -77.04})
    [settings] = await ana.says("/settings")

    assert "Europe/Zurich" in taken.text
    assert [] == silence
    assert "Europe/Zurich" in settings.text


async def test_a_photo_whose_caption_is_mended_is_no_new_photo(stage):
    """Only words can be read: she was told once."""
    ana = stage.person("Ana")
    await ana.sends_photo("The venu")

    assert [] == await ana.edits(ana.newest(), caption="The venue")
