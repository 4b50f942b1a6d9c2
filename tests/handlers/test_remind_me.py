"""Reminders asked for in words, in each of the six languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answering.leads import heard
from tests.handlers.steps import goes

ZURICH = ZoneInfo("Europe/Zurich")
REQUESTS = {
    "en": ("remind me two hours before the workshop in Geneva 2013", datetime(2013, 4, 15, 5, 30, tzinfo=UTC)),
    "fr": ("rappelle-moi la veille de Genève 2011 à 18 h", datetime(2011, 6, 26, 16, tzinfo=UTC)),
    "es": ("recuérdame la víspera de Ginebra 2011 a las 18", datetime(2011, 6, 26, 16, tzinfo=UTC)),
    "ru": ("напомни за два дня до Женевы 2011", datetime(2011, 6, 25, 7, tzinfo=UTC)),
    "zh": ("2011年日内瓦会议提前一天提醒我", datetime(2011, 6, 26, 7, tzinfo=UTC)),
    "ar": ("ذكرني قبل يومين من اجتماع جنيف 2011", datetime(2011, 6, 25, 7, tzinfo=UTC)),
}


@pytest.mark.parametrize("language", REQUESTS)
async def test_who_asks_in_her_words_is_told_the_time_and_can_take_it_back(stage, language):
    """With one press."""
    words, at = REQUESTS[language]
    ana = stage.person("Ana", language_code=language)

    [told] = await ana.says(words)
    planned = await stage.plenary.services.reminders.earliest()
    [undone] = await ana.presses(next(label for label in told.labels if label.startswith("↩️")))

    assert told.text.startswith(("⏰", "\u200f⏰"))
    assert at == planned
    assert "↩️" in undone.text
    assert await stage.plenary.services.reminders.earliest() is None
    assert [] == stage.refusals


async def test_of_a_day_without_an_hour_she_is_told_so(stage):
    """The workshop of 2013 has none in the letter."""
    ana = stage.person("Ana")

    [told] = await ana.says("remind me two hours before the workshop in Geneva 2013")

    assert "Monday, 15 April 2013, 07:30 (Zurich)" in told.text
    assert "Technical workshop" in told.text
    assert "no hour" in told.text


async def test_without_a_length_the_usual_reminders_are_set(stage):
    """Fourteen, three and one days before, and on the first morning."""
    ana = stage.person("Ana")

    [told] = await ana.says("remind me of Geneva 2011")

    assert 4 == told.text.count("🕙")
    assert "Monday, 27 June 2011, 07:30 (Zurich)" in told.text


async def test_registration_is_an_event_too(stage):
    """It closes nowhere in the letter; it opens on 9 May."""
    ana = stage.person("Ana")

    [opens] = await ana.says("remind me a day before registration opens for Geneva 2011")
    [closes] = await ana.says("remind me a day before registration closes for Geneva 2011")

    assert "Sunday, 8 May 2011, 09:00 (Zurich)" in opens.text
    assert "name no day" in closes.text


async def test_what_is_past_is_said_to_be_so(stage):
    """And nothing is planned."""
    ana = stage.person("Ana")

    [told] = await ana.says("remind me a day before Lima 2007")

    assert "gone by" in told.text
    assert await stage.plenary.services.reminders.earliest() is None


async def test_of_two_meetings_ahead_in_one_city_the_next_is_meant(stage):
    """The other one is two years away."""
    [told] = await stage.person("Ana").says("remind me three days before Geneva")

    assert "Friday, 24 June 2011, 09:00 (Zurich)" in told.text
    assert 1 == told.text.count("🕙")


async def test_an_hour_is_by_her_own_clocks_unless_that_is_too_late(stage):
    """At eight in the evening in Lima the first day has begun in Geneva: the day before, the hour is the venue's."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")
    await ana.says("Lima")

    [hers] = await ana.says("remind me at 20:00 two days before Geneva 2011")
    [venues] = await ana.says("remind me at 20:00 the day before Geneva 2011")

    assert "Saturday, 25 June 2011, 20:00 (Lima); Sunday, 26 June 2011, 03:00 (Zurich)" in hers.text
    assert "Sunday, 26 June 2011, 13:00 (Lima); Sunday, 26 June 2011, 20:00 (Zurich)" in venues.text


async def test_in_a_group_nobody_s_reminders_are_set(stage):
    """They are a private matter."""
    group = stage.group("Delegations")

    [told] = await stage.person("Ana").says("@PlenaryBot remind me a day before Geneva 2011", chat=group)

    assert "private" in told.text
    assert await stage.plenary.services.reminders.earliest() is None


async def test_a_day_can_be_named(open_stage):
    """With an hour, or at the usual one."""
    stage = await open_stage(datetime(2007, 4, 25, 12, tzinfo=UTC))
    ana = stage.person("Ana")

    [usual] = await ana.says("can you remind me about Lima on 20 May?")
    [evening] = await ana.says("remind me about Lima on 21 May at 18:30")

    assert "Sunday, 20 May 2007, 09:00 (Lima)" in usual.text
    assert 1 == usual.text.count("🕙")
    assert "Monday, 21 May 2007, 18:30 (Lima)" in evening.text


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("remind me on 10 April at 18:00", "10 April 2013, 18:00 (Zurich)"),  # the letter to Lima names that day, too
        ("remind me on Friday 12 April at 6 pm about Geneva 2013", "Friday, 12 April 2013, 18:00 (Zurich)"),
        ("remind me on 12 April, a Friday, at 6 pm about Geneva 2013", "Friday, 12 April 2013, 18:00 (Zurich)"),
        ("rappelle-moi le vendredi 12 avril à 18 h", "vendredi 12 avril 2013, 18:00 (Zurich)"),
        ("recuérdame el viernes 12 de abril a las 18", "viernes, 12 de abril de 2013, 18:00 (Zúrich)"),
        ("напомни в пятницу 12 апреля в 18:00", "пятница, 12 апреля 2013\u202fг., 18:00 (Цюрих)"),
        ("4月12日星期五18点提醒我", "2013年4月12日星期五 18:00 (苏黎世)"),
        ("ذكرني يوم الجمعة 12 أبريل الساعة 18", "الجمعة، 12 أبريل 2013، 18:00"),
    ],
)
async def test_the_day_that_is_named_is_the_one_that_is_set(open_stage, words, at):
    """Of the next meeting, unless another is held on it; its weekday is no other day."""
    stage = await open_stage(datetime(2013, 3, 1, 10, tzinfo=UTC))

    [told] = await stage.person("Ana").says(words)

    assert at in told.text
    assert 1 == told.text.count("🕙")


async def test_a_day_of_the_year_before_is_named_without_it(open_stage):
    """In December of a meeting in April."""
    stage = await open_stage(datetime(2012, 11, 1, 10, tzinfo=UTC))

    [told] = await stage.person("Ana").says("remind me on 20 December at 9:00 about Geneva 2013")

    assert "20 December 2012, 09:00 (Zurich)" in told.text


@pytest.mark.parametrize(
    "words",
    [
        "remind me on 20 June at 9:00",
        "rappelle-moi le 20 juin à 9 h",
        "recuérdame el 20 de junio a las 9",
        "напомни 20 июня в 9:00",
        "6月20日9点提醒我",
        "ذكرني يوم 20 يونيو الساعة 9",
    ],
)
async def test_a_day_on_which_the_meeting_is_over_is_no_other_day(open_stage, words):
    """Nothing is set in its place, and it is said so."""
    stage = await open_stage(datetime(2013, 3, 1, 10, tzinfo=UTC))

    [told] = await stage.person("Ana").says(words)

    assert "🤷" in told.text
    assert await stage.plenary.services.reminders.earliest() is None


@pytest.mark.parametrize(
    "words",
    [
        "my reminders",
        "what reminders do I have?",
        "which reminders have I set?",
        "show me my reminders",
        "cancel all my reminders",
        "mes rappels",
        "quels rappels ai-je ?",
        "annule tous mes rappels",
        "mis recordatorios",
        "¿qué recordatorios tengo?",
        "cancela todos mis recordatorios",
        "мои напоминания",
        "какие у меня напоминания?",
        "отмени все мои напоминания",
        "我的提醒",
        "我有哪些提醒？",
        "取消我所有的提醒",
        "تذكيراتي",
        "ما هي تذكيراتي؟",
        "ألغ كل تذكيراتي",
        "meus lembretes",
        "mine påminnelser",
        "ການເຕືອນຂອງຂ້ອຍ",
    ],
)
async def test_who_asks_for_her_reminders_is_shown_them(stage, words):
    """None is set by that, and none is taken back: the buttons do it."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    planned = await stage.plenary.services.reminders.earliest()

    [shown] = await ana.says(words)

    assert 4 <= shown.text.count("🕙")
    assert any("🔕" in label for label in shown.labels)
    assert planned == await stage.plenary.services.reminders.earliest()


FROM_NOW = {
    "remind me of Geneva 2011 in 10 minutes": timedelta(minutes=10),
    "remind me of Geneva 2011 in an hour": timedelta(hours=1),
    "remind me in half an hour about Geneva 2011": timedelta(minutes=30),
    "remind me in two hours and a half about Geneva 2011": timedelta(hours=2, minutes=30),
    "remind me in two and a half hours about Geneva 2011": timedelta(hours=2, minutes=30),
    "rappelle-moi dans deux heures et demie Genève 2011": timedelta(hours=2, minutes=30),
    "remind me in 1 hour 20 minutes about Geneva 2011": timedelta(minutes=80),
    "remind me in three weeks about Geneva 2011": timedelta(weeks=3),
    "remind me in two days at 18:00 about Geneva 2011": timedelta(days=2, hours=8),
    "rappelle-moi Genève 2011 dans une heure": timedelta(hours=1),
    "rappelle-moi dans 20 minutes Genève 2011": timedelta(minutes=20),
    "recuérdame Ginebra 2011 dentro de dos horas": timedelta(hours=2),
    "recuérdame en 20 minutos Ginebra 2011": timedelta(minutes=20),
    "напомни мне о Женеве 2011 через два часа": timedelta(hours=2),
    "напомни мне через час о Женеве 2011": timedelta(hours=1),
    "напомни через 20 минут о Женеве 2011": timedelta(minutes=20),
    "两小时后提醒我2011年日内瓦会议": timedelta(hours=2),
    "20分钟后提醒我2011年日内瓦会议": timedelta(minutes=20),
    "ذكرني باجتماع جنيف 2011 بعد ساعة": timedelta(hours=1),
    "ذكرني بعد ساعتين باجتماع جنيف 2011": timedelta(hours=2),
    "ذكرني بعد 20 دقيقة باجتماع جنيف 2011": timedelta(minutes=20),
}
TOO_LATE = (
    "remind me of Geneva 2011 in three months",
    "remind me of Lima 2007 in 10 minutes",
)
IMPOSSIBLE = (
    "remind me every Monday of Geneva 2011",
    "rappelle-moi tous les lundis Genève 2011",
    "recuérdame todos los lunes Ginebra 2011",
    "напоминай каждый понедельник о Женеве 2011",
    "remind me twice a day of Geneva 2011",
    "remind me every day of Geneva 2011",
    "remind me 3 days after Geneva 2011",
    "remind me 100000 days before Geneva 2011",
    "rappelle-moi trois jours après Genève 2011",
    "下午提醒我2011年日内瓦会议",
    "remind me of Geneva 2011 in the evening",
    "remind me at 09:00 Lima time the day before Geneva 2011",
    "rappelle-moi la veille de Genève 2011 à 9 heures, heure de Lima",
    "recuérdame la víspera de Ginebra 2011 a las 9, hora de Lima",
    "напомни накануне Женевы 2011 в 9 по времени Лимы",
    "2011年日内瓦会议前一天利马时间9点提醒我",
    "ذكرني باجتماع جنيف 2011 قبل يوم الساعة 9 بتوقيت ليما",
    "remind me at midnight the day before Geneva 2011",
    "每天提醒我2011年日内瓦会议",
    "remind me of Geneva 2011 at 25:00",
    "remind me of Geneva 2011 the day before at 18:75",
    "rappelle-moi la veille de Genève 2011 à 25:00",
    "rappelle-moi la veille de Genève 2011 à 25 h",
    "2011年日内瓦会议前一天25点提醒我",
    "recuérdame la víspera de Ginebra 2011 a las 25:00",
    "напомни о Женеве 2011 накануне в 25:00",
    "2011年日内瓦会议前一天25:00提醒我",
    "ذكرني باجتماع جنيف 2011 قبل يوم الساعة 25:00",
)


@pytest.mark.parametrize("words", FROM_NOW)
async def test_a_time_may_be_counted_from_now(stage, words):
    """It comes then, to the minute; she is told when, and can take it back."""
    ana = stage.person("Ana")
    now = stage.clock.now()

    [told] = await ana.says(words)
    planned = await stage.plenary.services.reminders.earliest()
    await ana.presses(next(label for label in told.labels if label.startswith("↩️")))

    assert 1 == told.text.count("🕙")
    assert now.replace(second=0, microsecond=0) + FROM_NOW[words] == planned
    assert await stage.plenary.services.reminders.earliest() is None


async def test_counted_from_now_it_is_of_the_meeting_talked_about(stage):
    """Its message comes at that time."""
    ana = stage.person("Ana")
    await ana.says("where is Geneva 2011?")

    [told] = await ana.says("remind me in 20 minutes")
    stage.clock.set(stage.clock.now() + timedelta(minutes=20))
    await stage.plenary.alarm.ring()
    await stage.plenary.outbox.start()
    await stage.plenary.outbox.idle()

    assert "Friday, 6 May 2011, 10:20 (Zurich)" in told.text
    assert "Intersessional Meeting" in ana.shown()[-1].text
    assert ana.shown()[-1].message_id > told.message_id


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("remind me tonight at 22:00 of Geneva 2011", "Sunday, 26 June 2011, 22:00 (Lima)"),
        ("remind me today at 23:00 of Geneva 2011", "Sunday, 26 June 2011, 23:00 (Lima)"),
        ("remind me tomorrow at 9 of Geneva 2011", "Monday, 27 June 2011, 09:00 (Lima)"),
    ],
)
async def test_the_hour_of_a_day_is_that_of_her_own_clocks_in_the_last_night_too(open_stage, words, at):
    """In Lima it is still Sunday when the day of the meeting has begun in Geneva."""
    stage = await open_stage(datetime(2011, 6, 26, 23, tzinfo=UTC))
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")
    await ana.says("Lima")

    [told] = await ana.says(words)

    assert at in told.text
    assert "gone by" not in told.text


IN_WORDS = {
    "remind me at eighteen hours the day before Geneva 2011": (1, 18, 0),
    "rappelle-moi la veille de Genève 2011 à dix-huit heures": (1, 18, 0),
    "recuérdame la víspera de Ginebra 2011 a las dieciocho horas": (1, 18, 0),
    "напомни накануне Женевы 2011 в восемнадцать часов": (1, 18, 0),
    "2011年日内瓦会议前一天十八点提醒我": (1, 18, 0),
    "remind me at quarter to seven the day before Geneva 2011": (1, 6, 45),
    "remind me at a quarter to seven in the evening the day before Geneva 2011": (1, 18, 45),
    "remind me at six thirty the day before Geneva 2011": (1, 6, 30),
    "remind me at 12 am the day before Geneva 2011": (1, 0, 0),
    "remind me the evening before Geneva 2011 at 8": (1, 20, 0),
    "recuérdame dos días antes de Ginebra 2011 a las siete menos cuarto de la tarde": (2, 18, 45),
    "rappelle-moi la veille de Genève 2011 à sept heures moins le quart": (1, 6, 45),
    "напомни о Женеве 2011 накануне в половине седьмого": (1, 6, 30),
    "напомни о Женеве 2011 накануне в половине седьмого вечера": (1, 18, 30),
    "напомни о Женеве 2011 накануне в полседьмого": (1, 6, 30),
    "напомни о Женеве 2011 накануне без четверти семь": (1, 6, 45),
    "напомни о Женеве 2011 накануне в шесть тридцать вечера": (1, 18, 30),
    "2011年日内瓦会议前一天下午六点半提醒我": (1, 18, 30),
    "2011年日内瓦会议前一天六点三十分提醒我": (1, 6, 30),
    "ذكرني باجتماع جنيف 2011 قبل يوم الساعة السابعة إلا ربعا": (1, 6, 45),
}


@pytest.mark.parametrize("words", IN_WORDS)
async def test_an_hour_is_understood_as_people_say_it(stage, words):
    """Halves and quarters, also those that are taken away."""
    [told] = await stage.person("Ana").says(words)

    days, hour, minute = IN_WORDS[words]
    at = datetime(2011, 6, 27 - days, hour, minute, tzinfo=ZURICH)
    assert 1 == told.text.count("🕙")
    assert at == await stage.plenary.services.reminders.earliest()


ON_A_DAY = {
    "remind me of Geneva 2013 the day after tomorrow at 9": datetime(2011, 5, 8, 9, tzinfo=ZURICH),
    "remind me tomorrow evening of Geneva 2011": datetime(2011, 5, 7, 18, tzinfo=ZURICH),
    "remind me tonight of Geneva 2011": datetime(2011, 5, 6, 20, tzinfo=ZURICH),
    "rappelle-moi ce soir Genève 2011": datetime(2011, 5, 6, 18, tzinfo=ZURICH),
    "recuérdame Ginebra 2011 esta noche": datetime(2011, 5, 6, 20, tzinfo=ZURICH),
    "напомни завтра вечером о Женеве 2011": datetime(2011, 5, 7, 18, tzinfo=ZURICH),
    "明天下午提醒我2011年日内瓦会议": datetime(2011, 5, 7, 15, tzinfo=ZURICH),
    "ذكرني مساء غد باجتماع جنيف 2011": datetime(2011, 5, 7, 18, tzinfo=ZURICH),
    "remind me next week of Geneva 2011": datetime(2011, 5, 13, 10, tzinfo=ZURICH),
    "rappelle-moi la semaine prochaine Genève 2011": datetime(2011, 5, 13, 10, tzinfo=ZURICH),
    "recuérdame la semana que viene Ginebra 2011": datetime(2011, 5, 13, 10, tzinfo=ZURICH),
    "напомни на следующей неделе о Женеве 2011": datetime(2011, 5, 13, 10, tzinfo=ZURICH),
    "下周提醒我2011年日内瓦会议": datetime(2011, 5, 13, 10, tzinfo=ZURICH),
    "ذكرني الأسبوع القادم باجتماع جنيف 2011": datetime(2011, 5, 13, 10, tzinfo=ZURICH),
}


BY_DATE = (
    "remind me on 20 June at 9:00",
    "rappelle-moi le 20 juin à 9 h",
    "recuérdame el 20 de junio a las 9",
    "напомни 20 июня в 9",
    "6月20日9点提醒我",
    "ذكرني يوم 20 يونيو الساعة 9",
)


@pytest.mark.parametrize("words", BY_DATE)
async def test_a_day_on_which_there_is_no_meeting_is_when_she_wants_it(stage, words):
    """Of the meeting that comes next, where she talks about none."""
    [told] = await stage.person("Ana").says(words)

    assert 1 == told.text.count("🕙")
    assert datetime(2011, 6, 20, 9, tzinfo=ZURICH) == await stage.plenary.services.reminders.earliest()


@pytest.mark.parametrize("words", ON_A_DAY)
async def test_parts_of_a_day_and_next_week_are_times(stage, words):
    """She is told which hour was taken."""
    [told] = await stage.person("Ana").says(words)

    assert 1 == told.text.count("🕙")
    assert ON_A_DAY[words] == await stage.plenary.services.reminders.earliest()


@pytest.mark.parametrize(
    "words",
    [
        "remind me tomorrow at noon and at 18:00 of Geneva 2011",
        "remind me at 9 and at 18 the day before Geneva 2011",
        "rappelle-moi la veille de Genève 2011 à 9 h et à 18 h",
        "recuérdame la víspera de Ginebra 2011 a las 9 y a las 18",
        "напомни накануне Женевы 2011 в 9 и в 18",
    ],
)
async def test_two_hours_are_two_reminders(stage, words):
    """None is left out."""
    [told] = await stage.person("Ana").says(words)

    assert 2 == told.text.count("🕙")
    assert "18:00" in told.text


FAR = {
    "remind me a year before Geneva 2013": datetime(2012, 4, 15, 7, tzinfo=UTC),
    "напомни за год до Женевы 2013": datetime(2012, 4, 15, 7, tzinfo=UTC),
    "remind me of Geneva 2013 tomorrow at 9": datetime(2011, 5, 7, 7, tzinfo=UTC),
    "remind me 400 days before Geneva 2013": datetime(2012, 3, 11, 8, tzinfo=UTC),
    "recuérdame dos días antes de Ginebra 2011 a las seis y media de la tarde": datetime(
        2011, 6, 25, 16, 30, tzinfo=UTC
    ),
    "rappelle-moi la veille de Genève 2011 à 18 heures et demie": datetime(2011, 6, 26, 16, 30, tzinfo=UTC),
    "remind me at half past six the day before Geneva 2011": datetime(2011, 6, 26, 4, 30, tzinfo=UTC),
    "remind me at half past six in the evening the day before Geneva 2011": datetime(2011, 6, 26, 16, 30, tzinfo=UTC),
}


@pytest.mark.parametrize("words", FAR)
async def test_what_is_far_ahead_or_told_in_halves_is_set_as_it_was_said(stage, words):
    """And nothing else instead."""
    [told] = await stage.person("Ana").says(words)

    assert 1 == told.text.count("🕙")
    assert FAR[words] == await stage.plenary.services.reminders.earliest()


BERN = """
process: {id: mine, name: Our Process}
meetings:
  - id: bern-2011
    name: Fourth Meeting of States Parties
    start: 2011-07-31
    timezone: Europe/Zurich
    city: Bern
    deadlines: [{what: Working papers, date: 2011-07-20}, {what: Names of delegates, date: 2011-07-10}]
"""


async def test_a_deadline_is_known_by_its_words(open_stage, tmp_path):
    """It is not taken for the meeting."""
    file = tmp_path / "bern.yaml"
    file.write_text(BERN)
    stage = await open_stage(files=(file,))

    [told] = await stage.person("Ana").says("remind me two days before working papers")

    assert "Monday, 18 July 2011, 09:00 (Zurich)" in told.text
    assert 1 == told.text.count("🕙")
    assert "deadline: Working papers" in told.text


async def test_of_several_meetings_the_chosen_one_is_reminded_of_from_then_on(stage):
    """The length that she named is kept."""
    ana = stage.person("Ana")

    [asked] = await ana.says("remind me of Geneva in two hours")
    [told] = await ana.presses_data(asked, "remind:geneva-2011:+180m")

    assert "Friday, 6 May 2011, 13:00 (Zurich)" in told.text
    assert 1 == told.text.count("🕙")


@pytest.mark.parametrize("words", [*TOO_LATE, *IMPOSSIBLE])
async def test_a_time_that_cannot_be_set_is_said_to_be_so(stage, words):
    """No other days are set or told in its stead."""
    [told] = await stage.person("Ana").says(words)

    assert "🤷" in told.text
    assert "🕙" not in told.text
    assert await stage.plenary.services.reminders.earliest() is None


async def test_the_sentence_says_what_would_be_right(stage):
    """As an example that works."""
    ana = stage.person("Ana")

    [from_now] = await ana.says("remind me of Geneva 2011 in three months")
    [hour] = await ana.says("remind me of Geneva 2011 at 25:00")

    assert "before something of a meeting" in from_now.text
    assert "“remind me two hours before Lima”" in from_now.text
    assert "18:30 the day before" in hour.text


@pytest.mark.parametrize("language", REQUESTS)
async def test_the_example_is_understood_in_each_language(stage, language):
    """Whoever copies it is reminded then."""
    hour = next(words for words in IMPOSSIBLE if _is_in(words, language))
    ana = stage.person("Ana", language_code=language)
    late = next(words for words in FROM_NOW if _is_in(words, language))
    stage.clock.set(datetime(2011, 7, 1, tzinfo=UTC))

    examples = [_quoted((await ana.says(words))[0].text) for words in (late, hour)]

    assert ["120m", "1d18:30"] == [",".join(map(str, heard(example).leads)) for example in examples]


def _is_in(words: str, language: str) -> bool:
    marks = {"en": "remind", "fr": "rappelle", "es": "recu", "ru": "напомни", "zh": "提醒", "ar": "ذكرني"}
    return marks[language] in words


def _quoted(text: str) -> str:
    found = re.search(r"[“«](.+)[”»]", text)
    assert found is not None
    return found[1].strip()


@pytest.mark.parametrize(
    ("asked", "stopped"),
    [
        (
            "remind me a day before registration for Geneva 2011 opens",
            "stop reminding me about the opening of registration",
        ),
        (
            "rappelle-moi l'ouverture de l'inscription à Genève 2011 un jour avant",
            "ne me rappelle plus l'ouverture de l'inscription",
        ),
        (
            "recuérdame la apertura de la inscripción de Ginebra 2011 un día antes",
            "deja de recordarme la apertura de la inscripción",
        ),
        (
            "напомни мне об открытии регистрации в Женеве в 2011 году за день",
            "перестань напоминать мне об открытии регистрации",
        ),
    ],
)
async def test_reminders_of_one_thing_are_taken_back_in_words(stage, asked, stopped):
    """The meeting is not muted for it: what else she is reminded of still comes."""
    ana = stage.person("Ana")
    await ana.says("follow Geneva 2011")
    [set_] = await ana.says(asked)
    before = await stage.plenary.services.reminder_settings.of(ana.id)
    [told] = await ana.says(stopped)
    after = await stage.plenary.services.reminder_settings.of(ana.id)

    assert any(label.startswith("↩️") for label in set_.labels)
    assert "↩️" in told.text
    assert () == after.muted
    assert len(before.coming) - 1 == len(after.coming)


async def test_what_was_not_asked_for_in_words_is_muted_with_its_meeting(stage):
    """There is no less than that to silence."""
    ana = stage.person("Ana")
    await ana.says("follow Geneva 2011")
    [told] = await ana.says("stop reminding me about the registration")

    assert "No more reminders of" in told.text


TO_BE_TOLD = {
    "remind me which dates the Beirut meeting has": "September 2011",
    "please remind me where Geneva 2011 takes place": "World Meteorological Organization",
    "remind me who wrote the Lima letter": "García Belaunde",
    "rappelez-nous le lieu et l'adresse de Genève 2011": "World Meteorological Organization",
    "rappelle-moi qui a signé la lettre de Lima": "García Belaunde",
    "recuérdeme quién firmó la carta de Lima": "García Belaunde",
    "lembre-me em que cidade foi a primeira reunião dos Estados Partes": "Vientiane",
    "minn meg på hvem som undertegnet Lima-brevet": "García Belaunde",
    "напомните числа первого совещания государств-участников": "2010",
    "напомни телефон для Осло 2007": "+47 22 24 39 98",
    "ذكرنا أين يعقد اجتماع جنيف 2011": "World Meteorological Organization",
    "提醒我一下2007年奥斯陆会议的电话": "+47 22 24 39 98",
    "ເຕືອນຂ້ອຍແດ່ ໃຜເຊັນໜັງສືເຊີນລີມາ": "García Belaunde",
}
IN_TIME = (
    "remind me in good time about Geneva 2011",
    "rappelle-moi à temps Genève 2011",
    "minn meg på Genève 2011 i god tid",
    "напомни вовремя о Женеве 2011",
    "到时候提醒我2011年日内瓦会议",
    "ذكرني باجتماع جنيف 2011 في الوقت المناسب",
)


@pytest.mark.parametrize("words", TO_BE_TOLD)
async def test_who_wants_a_fact_called_to_mind_is_told_it(stage, words):
    """And no reminder is set: "remind me where it is" asks where."""
    ana = stage.person("Ana")

    [told] = await ana.says(words)

    assert TO_BE_TOLD[words] in told.text
    assert "⏰" not in told.text
    assert await stage.plenary.services.reminders.earliest() is None


@pytest.mark.parametrize("words", IN_TIME)
async def test_in_time_is_no_fact_to_be_told(stage, words):
    """The usual reminders are set."""
    [told] = await stage.person("Ana").says(words)

    assert "⏰" in told.text
    assert await stage.plenary.services.reminders.earliest() is not None


async def test_who_says_when_is_reminded_whatever_she_calls_it(stage):
    """A day before the dates of Geneva: the words for the day are read first."""
    [told] = await stage.person("Ana").says("remind me a day before the dates of Geneva 2011")

    assert "Sunday, 26 June 2011, 09:00 (Zurich)" in told.text
