"""How long before: what people say, and what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.leads import heard

SAID = {
    "remind me two hours before the workshop": ["120m"],
    "remind me at 18:30 the day before registration closes": ["1d18:30"],
    "remind me a week and a day before Lima 2007": ["7d", "1d"],
    "remind me 1 hour 30 minutes before": ["90m"],
    "remind me on the morning of the meeting at 7 am": ["0d07:00"],
    "remind me at noon the day before": ["1d12:00"],
    "rappelle-moi la veille à 18 h": ["1d18:00"],
    "rappelle-moi deux jours avant la réunion de Lima à 9h30": ["2d09:30"],
    "rappelle-moi une demi-heure avant": ["30m"],
    "recuérdame la víspera a las 18": ["1d18:00"],
    "recuérdame una hora y media antes de la apertura": ["90m"],
    "recuérdame dos días antes a las 6 de la tarde": ["2d18:00"],
    "напомни за два часа до семинара": ["120m"],
    "напомни за два дня до Женевы": ["2d"],
    "напомни накануне в 2 часа дня": ["1d14:00"],
    "напомни за неделю до Женевы в 9 утра": ["7d09:00"],
    "提前一天提醒我": ["1d"],
    "研讨会前两小时提醒我": ["120m"],
    "请在会议前一天下午6点提醒我": ["1d18:00"],
    "日内瓦会议前三天提醒我": ["3d"],
    "ذكرني قبل ساعتين من الورشة": ["120m"],
    "ذكرني قبل الاجتماع بيوم": ["1d"],
    "ذكرني في اليوم السابق الساعة السادسة مساء": ["1d18:00"],
    "ذكرني قبل ٣ أيام من ليما": ["3d"],
    "lembra-me na véspera da reunião": ["1d"],
    "me lembre dois dias antes da abertura": ["2d"],
    "lembre-me com uma semana de antecedência": ["7d"],
    "minn meg på møtet dagen før": ["1d"],
    "minn meg på Nadi en uke før": ["7d"],
    "minn meg to dager før åpningen kl 9": ["2d09:00"],
    "kan du minne meg på fristen 3 dager før?": ["3d"],
    "minn meg på det kvelden før": ["1d18:00"],
    "ເຕືອນຂ້ອຍກ່ອນກອງປະຊຸມ 1 ມື້": ["1d"],
    "ເຕືອນຂ້ອຍສອງມື້ກ່ອນກອງປະຊຸມ": ["2d"],
    "ເຕືອນຂ້ອຍກ່ອນໜຶ່ງອາທິດ": ["7d"],
}


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_is_meant(text):
    """In nine languages; the words for it are taken out of the question."""
    found = heard(text)

    assert found is not None
    assert SAID[text] == [str(lead) for lead in found.leads]
    assert len(found.rest) < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "remind me of the workshop",
        "minn meg på fristen for påmelding",
        "remind me in time for the opening",
        "ເຕືອນຂ້ອຍກ່ອນກອງປະຊຸມ",
        "what is on two hours before the workshop?",
        "",
    ],
)
def test_where_nothing_is_said_nothing_is_heard(text):
    """No reminder is wanted."""
    assert heard(text) is None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("remind me in two hours", "120m"),
        ("remind me in 1 hour and 20 minutes", "80m"),
        ("remind me in three days at 18:00", "3d18:00"),
        ("rappelle-moi dans une heure et demie", "90m"),
        ("两天后提醒我", "2d"),
    ],
)
def test_what_is_counted_from_now_is_no_lead(text, offset):
    """It is not said how long before the meeting that is."""
    found = heard(text)

    assert ((), offset, False) == (found.leads, str(found.from_now), found.is_unclear)


@given(st.text(max_size=60), st.sampled_from(["remind me", "напомни", "提醒我", "ذكرني", "rappelle-moi", "recuérdame"]))
def test_any_text_is_read(text, remind):
    """Whatever stands around it."""
    found = heard(f"{remind} {text}")

    assert found is None or found.is_unclear or found.from_now or 1 <= len(found.leads) <= 5
