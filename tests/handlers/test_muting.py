"""Reminders that are wanted no more, said in words: the meeting is muted, with a button to undo it."""

from __future__ import annotations

import pytest

NO_MORE = (
    "stop reminding me about Geneva 2011",
    "don't remind me of Geneva 2011 any more",
    "please do not remind me about Geneva 2011 again",
    "no more reminders of Geneva 2011",
    "mute Geneva 2011",
    "turn off the reminders for Geneva 2011",
    "ne me rappelle plus Genève 2011",
    "arrêtez de me rappeler Genève 2011",
    "plus de rappels pour Genève 2011",
    "deja de recordarme Ginebra 2011",
    "no me recuerdes más Ginebra 2011",
    "no quiero más recordatorios de Ginebra 2011",
    "не напоминай мне больше о Женеве 2011",
    "хватит напоминать о Женеве 2011",
    "отключи напоминания о Женеве 2011",
    "不要再提醒我2011年日内瓦会议",
    "别再提醒我2011年日内瓦会议",
    "取消提醒：2011年日内瓦会议",
    "لا تذكرني باجتماع جنيف 2011 بعد الآن",
    "توقف عن تذكيري باجتماع جنيف 2011",
    "أوقف التذكيرات باجتماع جنيف 2011",
    "forget that reminder of Geneva 2011",
    "cancel my reminder of Geneva 2011",
    "oubliez ce rappel pour Genève 2011",
    "olvida ese recordatorio de Ginebra 2011",
    "забудь это напоминание о Женеве 2011",
    "取消那个提醒：2011年日内瓦会议",
    "احذفوا التذكير باجتماع جنيف 2011",
    "pare de me lembrar de Genebra 2011",
    "não me lembre mais de Genebra 2011",
    "slutt å minne meg på Genève 2011",
    "ikke minn meg på Genève 2011 lenger",
    "ຢຸດເຕືອນຂ້ອຍກ່ຽວກັບກອງປະຊຸມເຈນີວາ 2011",
    "ຢ່າເຕືອນຂ້ອຍອີກກ່ຽວກັບກອງປະຊຸມເຈນີວາ 2011",
)
STILL = (
    "don't forget to remind me of Geneva 2011",
    "don't let me forget Geneva 2011",
    "don't forget the reminder of Geneva 2011",
    "не забудь о напоминании о Женеве 2011",
    "n'oublie pas de me rappeler la veille de Genève 2011",
    "не забудь напомнить мне о Женеве 2011",
    "别忘了提醒我2011年日内瓦会议",
    "لا تنسى تذكرني باجتماع جنيف 2011",
    "no olvides recordarme Ginebra 2011",
)


@pytest.mark.parametrize("words", NO_MORE)
async def test_whoever_wants_no_more_reminders_gets_none(stage, words):
    """No reminder is set instead, and one press brings them back."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    reminders = stage.plenary.services.reminders
    planned = await reminders.earliest()

    [told] = await ana.says(words)
    silence = await reminders.earliest()
    [undone] = await ana.presses(next(label for label in told.labels if label.startswith("🔔")))

    assert told.text.lstrip("\u200f").startswith("🔕")
    assert silence is None
    assert undone.text.lstrip("\u200f").startswith("🔔")
    assert planned == await reminders.earliest()
    assert [] == stage.refusals


@pytest.mark.parametrize("words", STILL)
async def test_words_that_only_look_like_it_mute_nothing(stage, words):
    """Who must not forget is reminded."""
    ana = stage.person("Ana")

    [told] = await ana.says(words)

    assert not told.text.lstrip("\u200f").startswith("🔕")
    assert await stage.plenary.services.reminders.earliest() is not None


async def test_what_is_asked_for_in_words_still_comes_unless_she_takes_it_back(stage):
    """It is said, with a button."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await ana.says("remind me two days before Geneva 2011")
    reminders = stage.plenary.services.reminders

    [told] = await ana.says("stop reminding me about Geneva 2011")
    wished = await reminders.earliest()
    await ana.presses("These neither")

    assert "Saturday, 25 June 2011, 09:00 (Zurich)" in told.text
    assert wished is not None
    assert await reminders.earliest() is None


async def test_without_a_name_it_is_the_meeting_talked_about(stage):
    """Where none is, what could be muted is shown."""
    ana = stage.person("Ana")
    [shown] = await ana.says("stop reminding me")
    await ana.says("where is Geneva 2011?")
    [muted] = await ana.says("stop reminding me")

    assert "Your reminders" in shown.text
    assert "No more reminders" in muted.text


async def test_of_several_the_one_that_is_followed_is_meant(stage):
    """Two were held in Geneva."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")

    [muted] = await ana.says("stop reminding me about Geneva")

    assert "No more reminders" in muted.text


async def test_in_a_group_nobody_s_reminders_are_muted(stage):
    """They are a private matter."""
    group = stage.group("Delegations")
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")

    [told] = await ana.says("@PlenaryBot stop reminding me about Geneva 2011", chat=group)

    assert "private" in told.text
    assert await stage.plenary.services.reminders.earliest() is not None
