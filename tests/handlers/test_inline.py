"""Inline mode: @PlenaryBot and a few words, in any chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.handlers.steps import CHIEF


async def test_a_meeting_is_offered_as_its_card(stage):
    """With title, dates and place; what is sent is the card, its button a link to the private chat."""
    [lima] = await stage.person("Ana").asks_inline("lima")

    assert "lima-2007" == lima["id"]
    assert "Lima Conference on Cluster Munitions" == lima["title"]
    assert "23–25 May 2007 · Lima, Peru" == lima["description"]
    assert lima["input_message_content"]["message_text"].startswith("<b>Lima Conference on Cluster Munitions</b>")
    [[button]] = lima["reply_markup"]["inline_keyboard"]
    assert "https://t.me/PlenaryBot?start=lima-2007" == button["url"]
    assert [] == stage.refusals


async def test_it_is_in_the_askers_language_and_kept_for_her_alone(stage):
    """Others read another language, and may see other meetings."""
    ben = stage.person("Ben", language_code="fr")

    [lima] = await ben.asks_inline("lima")

    assert "23–25 mai 2007 · Lima, Pérou" == lima["description"]
    answered = stage.rehearsal.calls[-1]
    assert "answerInlineQuery" == answered.method
    assert (True, 10) == (answered["is_personal"], answered["cache_time"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gene", {"ccw-2006", "geneva-2011", "geneva-2013"}),
        ("geneva 2011", {"geneva-2011"}),
        ("Женева 2013", {"geneva-2013"}),
        ("2MSP", {"beirut-2011"}),
        ("inter 2013", {"geneva-2013"}),
    ],
)
async def test_words_are_enough_as_far_as_they_are_typed(stage, typed, expected):
    """Beginnings of names, places in any language, acronyms, years."""
    results = await stage.person("Ana").asks_inline(typed)

    assert expected == {one["id"] for one in results}


async def test_nothing_typed_offers_what_comes_next(stage):
    """Then what is over, the last first."""
    results = await stage.person("Ana").asks_inline("")

    assert "geneva-2011" == results[0]["id"]
    assert "oslo-2007" in [one["id"] for one in results[1:]]


async def test_a_card_that_was_picked_is_no_question(stage):
    """In the private chat and in a group the bot gets it back, and is silent."""
    ana, group = stage.person("Ana"), stage.group("Delegations")
    await ana.asks_inline("lima")

    silence = [*await ana.picks("lima-2007"), *await ana.picks("lima-2007", chat=group)]

    assert [] == silence
    assert group.chat.messages[ana.newest(group)]["text"].startswith("Lima Conference")


async def test_what_names_no_meeting_leads_to_the_private_chat(stage):
    """By a button over the empty list, which opens the chat with its first words."""
    ana = stage.person("Ana")

    results = await ana.asks_inline("how do I get a visa?")
    button = stage.rehearsal.calls[-1]["button"]
    [greeting] = await ana.starts(button["start_parameter"])

    assert [] == results
    assert "Ask in the private chat" == button["text"]
    assert "Ana" in greeting.text


async def test_an_invited_meeting_is_offered_to_those_who_may_see_it_alone(open_stage, tmp_path):
    """Organisers, and who was let in."""
    file = tmp_path / "meetings.yaml"
    file.write_text(
        """
process: {id: harbour, name: Harbour Convention}
meetings:
  - {id: drafting-2011, name: Drafting Group, visibility: invited, start: 2011-10-10, timezone: Europe/Rome, city: Genoa}
"""
    )
    stage = await open_stage(datetime(2011, 5, 6, tzinfo=UTC), (file,), organisers=(CHIEF,))

    for typed in ("", "genoa", "drafting group"):
        assert [] == await stage.person("Ana").asks_inline(typed)
        assert ["drafting-2011"] == [one["id"] for one in await stage.person("Ingrid", id=CHIEF).asks_inline(typed)]


async def test_typing_does_not_use_up_what_a_person_may_ask(stage):
    """Queries are counted apart, and those beyond the limit have no answer."""
    ana = stage.person("Ana")
    for _ in range(40):
        await ana.asks_inline("lima")

    nothing = await ana.asks_inline("lima")
    [answer] = await ana.says("When is Lima?")

    assert [] == nothing
    assert "May 2007" in answer.text


@given(typed=st.text(max_size=256))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_words_make_it_fail(stage, typed):
    """Whatever is typed, Telegram takes the answer."""
    stage.clock.set(stage.clock.now() + timedelta(minutes=1))

    await stage.person("Ana").asks_inline(typed)

    assert "answerInlineQuery" == stage.rehearsal.calls[-1].method
    assert [] == stage.refusals


async def test_a_card_for_other_chats_has_no_date_entity(open_stage, tmp_path):
    """One that Telegram refuses would take the whole list along."""
    file = tmp_path / "one.yaml"
    one = "{id: one, name: One hour, start: 2011-10-10T10:00, end: 2011-10-10T11:00, timezone: Europe/Zurich}"
    file.write_text(f"process: {{id: p, name: P}}\nmeetings: [{one}]\n")
    stage = await open_stage(files=(file,))

    [offered] = await stage.person("Ana").asks_inline("one hour")

    assert "🕙 10:00–11:00" in offered["input_message_content"]["message_text"]
    assert "tg-time" not in offered["input_message_content"]["message_text"]
