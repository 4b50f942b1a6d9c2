"""Copies and live calendars, as a delegate takes, lists and revokes them in chat."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

PUBLIC = "https://meetings.example.org"
PROGRAMME = """\
process: {id: p, name: Talks on ammunition}
meetings:
  - id: geneva-2011
    name: Meeting in Geneva
    start: 2011-06-27
    end: 2011-06-28
    timezone: Europe/Zurich
    city: Geneva
    country: CH
    registration: {opens: 2011-05-09, closes: 2011-06-20}
    deadlines: [{what: Names of delegates, date: 2011-06-01}]
    programme:
      - {id: opening, title: Opening, start: 2011-06-27T10:00, end: 2011-06-27T13:00}
      - {id: closing, title: Closing, start: 2011-06-28T15:00}
  - id: vientiane-2012
    name: Meeting in Vientiane
    start: 2012-02-01
    end: 2012-02-02
    timezone: Asia/Vientiane
    city: Vientiane
    country: LA
  - id: closed-2012
    name: For invited people
    visibility: invited
    start: 2012-03-01
    timezone: Europe/Zurich
"""


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    file = tmp_path / "programme.yaml"
    file.write_text(PROGRAMME)
    return file


def summaries(seen) -> list[str]:
    """What stands in a file, in its order."""
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(seen.document.content).walk("VEVENT")]


def data_of(seen) -> list[str | None]:
    """What its buttons carry."""
    return [button.callback_data for row in seen.buttons for button in row]


async def opens_calendar(person, meeting="geneva-2011"):
    """Go from the card to what can be had."""
    await person.starts(meeting)
    return await person.presses("Calendar")


async def test_the_programme_and_the_process_come_as_copies(open_stage, programme):
    """A meeting for invited people stands in the file of no process."""
    stage = await open_stage(files=(programme,))
    ana = stage.person("Ana")
    await opens_calendar(ana)

    [sessions] = await ana.presses("Programme: a copy")
    [process] = await ana.presses("Process: a copy")

    assert ("geneva-2011-programme.ics", ["Opening", "Closing"]) == (sessions.document.name, summaries(sessions))
    assert "p.ics" == process.document.name
    assert [
        "Meeting in Geneva",
        "Registration opens: Meeting in Geneva",
        "Registration closes: Meeting in Geneva",
        "Meeting in Vientiane",
    ] == summaries(process)
    assert [] == stage.refusals


async def test_a_session_comes_as_a_copy_from_where_it_is_shown(open_stage, programme):
    """With what else can be had beside it."""
    stage = await open_stage(files=(programme,))
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")
    await ana.presses("Programme")
    await ana.presses("10:00 Opening")

    [offer] = await ana.presses("Calendar")
    [session] = await ana.presses("Session: a copy")

    assert "Opening" in offer.text
    assert ("geneva-2011-opening.ics", ["Opening"]) == (session.document.name, summaries(session))


async def test_my_agenda_holds_what_i_follow_and_starred(open_stage, programme):
    """Meetings with their registration and deadlines, and sessions; nothing chosen: the next milestone, and it is said."""
    stage = await open_stage(files=(programme,))
    ana = stage.person("Ana")
    await opens_calendar(ana)
    [empty] = await ana.presses("My agenda: a copy")
    await ana.says("/follow vientiane")
    await ana.starts("geneva-2011")
    await ana.presses("Programme")
    await ana.presses("10:00 Opening")
    await ana.presses("Star")
    await opens_calendar(ana)
    [chosen] = await ana.presses("My agenda: a copy")
    await ana.says("/follow geneva")
    await opens_calendar(ana)
    [more] = await ana.presses("My agenda: a copy")

    assert ["Registration opens: Meeting in Geneva"] == summaries(empty)
    assert "Nothing stands in it yet" in empty.text
    assert ["Meeting in Vientiane", "Opening"] == summaries(chosen)
    assert "Deadline: Names of delegates" in summaries(more)
    assert "Nothing stands in it yet" not in more.text


async def test_alarms_come_only_when_they_are_wanted(open_stage, programme):
    """One press, and the same buttons give files with alarms."""
    stage = await open_stage(files=(programme,))
    ana = stage.person("Ana")
    await opens_calendar(ana)
    [without] = await ana.presses("Programme: a copy")

    [offer] = await ana.presses("Alarms: off")
    [with_alarms] = await ana.presses("Programme: a copy")

    assert "With alarms" in offer.text
    assert b"VALARM" not in without.document.content
    assert 2 == with_alarms.document.content.count(b"BEGIN:VALARM")


async def test_without_a_public_address_there_are_copies_only_and_it_is_said(open_stage, programme):
    """On the card, in the answer to a question; and an old button says so too."""
    stage = await open_stage(files=(programme,))
    ana = stage.person("Ana")

    offer, _ = await opens_calendar(ana)
    answer, _ = await ana.says("add geneva to my calendar")
    [refused] = await ana.presses_data(offer, "live:0:m:geneva-2011")

    for seen in (offer, answer, refused):
        assert "no live calendars here, only copies" in seen.text
        assert not any("live" in label for label in seen.labels)


async def test_a_live_calendar_is_made_listed_and_revoked(open_stage, programme):
    """The address is shown once, with the page that explains it; who else presses revoke revokes nothing."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.starts()
    await opens_calendar(ana)

    [made] = await ana.presses("Programme: live")
    [listed] = await ana.presses("My live calendars")
    await ben.presses_data(listed, listed.button("Revoke: Programme: Meeting in Geneva").callback_data)
    [still] = await ana.presses_data(listed, "calendars")
    [gone] = await ana.presses("Revoke: Programme: Meeting in Geneva")

    address = re.search(rf"{PUBLIC}/calendars/[\w-]{{22,}}\.ics", made.text)[0]
    assert address.removesuffix(".ics") == made.button("Subscribe").url
    assert address == made.button("Copy the address").copy_text
    assert "Programme: Meeting in Geneva" in listed.text
    assert "no app has fetched it yet" in listed.text
    assert "Programme: Meeting in Geneva" in still.text
    assert "You have none" in gone.text
    assert address not in listed.text
    assert [] == stage.refusals


async def test_a_group_gets_copies_and_the_way_to_the_private_chat(open_stage, programme):
    """What everybody reads is nobody's own."""
    stage = await open_stage(datetime(2011, 5, 1, tzinfo=UTC), files=(programme,), public_url=PUBLIC)
    group, ana = stage.group("Delegations"), stage.person("Ana")

    answer, _ = await ana.says("/calendar geneva", chat=group)
    [refused] = await ana.presses_data(answer, "live:0:p:geneva-2011", chat=group)
    [copy] = await ana.presses_data(answer, "copy:0:a", chat=group)

    assert not any("agenda" in label or label.endswith(": live") for label in answer.labels)
    assert "start=geneva-2011" in answer.button("Live: in our private chat").url
    assert "Whoever has the address of a live calendar can read it" in refused.text
    assert "between you and me" in copy.text


async def test_too_many_live_calendars_are_refused(open_stage, programme):
    """One is to be revoked first."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana = stage.person("Ana")
    await opens_calendar(ana)

    for _ in range(20):
        await ana.presses("Meeting: live")
    [refused] = await ana.presses("Meeting: live")

    assert "You have 20 live calendars already" in refused.text


async def test_of_a_cancelled_meeting_the_file_takes_the_entry_back(open_stage, tmp_path):
    """Nobody is told to put it into her calendar."""
    file = tmp_path / "off.yaml"
    file.write_text(PROGRAMME.replace("name: Meeting in Geneva", "name: Meeting in Geneva\n    status: cancelled"))
    stage = await open_stage(files=(file,))
    ana = stage.person("Ana")

    offer, sent = await opens_calendar(ana)
    answer, _ = await ana.says("add Geneva to my calendar")

    for said in (offer, answer):
        assert "marks it as cancelled in your calendar" in said.text
        assert "to put the meeting into your calendar" not in said.text
    assert "Cancelled in your calendar: Meeting in Geneva" in sent.text
    assert b"METHOD:CANCEL" in sent.document.content


async def test_of_a_meeting_without_days_there_are_those_of_its_registration(open_stage, tmp_path):
    """From the card and in words; and it is said that the meeting's own are not known."""
    file = tmp_path / "undated.yaml"
    undated = "{id: beirut, name: Talks, city: Beirut, timezone: Asia/Beirut, registration: {opens: 2011-07-01}}"
    file.write_text(f"process: {{id: p, name: P}}\nmeetings: [{undated}]\n")
    stage = await open_stage(files=(file,), public_url=PUBLIC)
    ana = stage.person("Ana")

    offer, sent = await opens_calendar(ana, "beirut")
    answer, same = await ana.says("add the Beirut talks to my calendar")

    for said in (offer, answer):
        assert "do not name the days of the meeting" in said.text
        assert {"copy:0:m:beirut", "live:0:m:beirut"} <= set(data_of(said))
    assert ["Registration opens: Talks"] == summaries(sent) == summaries(same)


@pytest.mark.parametrize(
    "words",
    [
        "add it to my calendar",
        "subscribe",
        "subscribe me please",
        "abonnez-moi",
        "suscríbame",
        "подпишите меня",
        "订阅",
        "اشترك لي",
        "subscribe to the geneva calendar",
        "abonnez-moi au calendrier de Genève",
        "suscríbame al calendario de Ginebra",
        "подпишите меня на календарь Женевы",
        "订阅日内瓦会议日历",
        "اشترك في تقويم جنيف",
    ],
)
async def test_plain_words_lead_to_the_calendar_in_every_language(open_stage, programme, words):
    """With the file and, where there is an address, the live calendar."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    answer, sent = await ana.says(words)

    assert "geneva-2011.ics" == sent.document.name
    assert "live:0:m:geneva-2011" in data_of(answer)


ASKED = {
    "put the whole programme into my calendar please": "geneva-2011-programme.ics",
    "добавьте в мой календарь программу": "geneva-2011-programme.ics",
    "把日程添加到我的日历": "geneva-2011-programme.ics",
    "أضف البرنامج إلى تقويمي": "geneva-2011-programme.ics",
    "je voudrais m’abonner au programme": "geneva-2011-programme.ics",
    "quiero suscribirme al programa": "geneva-2011-programme.ics",
    "подпишите меня на программу": "geneva-2011-programme.ics",
    "subscribe to the whole process": "p.ics",
    "abonnez-moi à tout le processus": "p.ics",
    "suscríbame a todo el proceso": "p.ics",
    "подпишите меня на весь процесс": "p.ics",
    "订阅整个进程": "p.ics",
    "أريد الاشتراك في العملية كلها": "p.ics",
    "add the opening session to my calendar": "geneva-2011-opening.ics",
    "ajoute la séance d’ouverture à mon agenda": "geneva-2011-opening.ics",
    "añade la sesión de apertura a mi calendario": "geneva-2011-opening.ics",
    "добавь открытие заседания в мой календарь": "geneva-2011-opening.ics",
    "把开幕式加到我的日历": "geneva-2011-opening.ics",
    "أضف الجلسة الافتتاحية إلى تقويمي": "geneva-2011-opening.ics",
}


@pytest.mark.parametrize("words", ASKED)
async def test_what_is_asked_for_in_words_is_what_comes(open_stage, programme, words):
    """The programme, a session or the process, and not the meeting in their place."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    answer, sent = await ana.says(words)

    assert ASKED[words] == sent.document.name
    assert {"live:0:m:geneva-2011", "live:0:p:geneva-2011", "live:0:c:p"} <= set(data_of(answer))


@pytest.mark.parametrize(
    "words",
    [
        "my agenda",
        "what is on my agenda?",
        "I want a live feed of my agenda",
        "add all deadlines to my calendar",
        "mon agenda",
        "mi agenda",
        "моя повестка",
        "мое расписание",
        "我的日程",
        "我的日程表",
        "جدول أعمالي",
        "مفكرتي",
        "star the opening",
        "mark Opening as favourite",
        "which sessions have I starred?",
        "marquez l’ouverture d’une étoile",
        "marque la apertura con una estrella",
        "отметьте открытие звездочкой",
        "把开幕式加星标",
        "ضع نجمة على الافتتاح",
    ],
)
async def test_ones_agenda_is_offered_by_its_own_name(open_stage, programme, words):
    """As the buttons call it, and as people do."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    [offered] = await ana.says(words)

    assert {"copy:0:a", "live:0:a", "calendars"} == set(data_of(offered))
    assert "⭐" in offered.text  # how a session is starred


@pytest.mark.parametrize(
    "words",
    [
        "remove it from my calendar",
        "revoke my live calendar",
        "retirez-le de mon agenda",
        "révoquez mon calendrier",
        "quítalo de mi calendario",
        "revoca mi calendario",
        "удалите это из моего календаря",
        "отзовите мой календарь",
        "把它从我的日历中删除",
        "撤销我的日历",
        "احذفه من تقويمي",
        "ألغ تقويمي",
    ],
)
async def test_who_wants_it_out_of_her_calendar_is_shown_how(open_stage, programme, words):
    """Nothing is put in; what is live is revoked there."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana = stage.person("Ana")
    await opens_calendar(ana)
    await ana.presses("Meeting: live")

    [shown] = await ana.says(words)

    assert shown.document is None
    assert [True] == [data.startswith("revoke:") for data in data_of(shown)]


async def test_how_an_entry_leaves_is_said(open_stage, programme):
    """A file cannot be called back."""
    ana = (await open_stage(files=(programme,))).person("Ana")

    [shown] = await ana.says("take it out of my calendar")

    assert "delete the entry in your calendar app" in shown.text


@pytest.mark.parametrize(
    "words",
    [
        "add the Lima meeting to my calendar",
        "put the Lima conference into my calendar",
        "ajoute la réunion de Lima à mon agenda",
        "añade la reunión de Lima a mi calendario",
        "добавь встречу в Лиме в мой календарь",
        "把利马会议加到我的日历",
        "أضف اجتماع ليما إلى تقويمي",
        "/calendar zzz",
        "/calendar <b>",
        "/calendar 10:00",
    ],
)
async def test_no_other_meeting_than_the_one_meant_is_entered(open_stage, programme, words):
    """It is said that the store has none such, and which it has."""
    stage = await open_stage(files=(programme,), public_url=PUBLIC)
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.starts("geneva-2011")

    for person in (ana, ben):
        [told] = await person.says(words)

        assert told.document is None
        assert any("Geneva" in label or "日内瓦" in label or "جنيف" in label for label in told.labels)


async def test_of_a_programme_without_days_the_meeting_comes_and_it_is_said(open_stage, tmp_path):
    """There is nothing else to enter."""
    file = tmp_path / "open.yaml"
    sessions = "[{id: a, title: Opening}]"
    file.write_text(
        "process: {id: p, name: P}\nmeetings: [{id: bern, name: Talks, start: 2011-06-01, end: 2011-06-02, "
        f"timezone: Europe/Zurich, programme: {sessions}}}]\n"
    )
    ana = (await open_stage(files=(file,))).person("Ana")

    answer, sent = await ana.says("put the programme into my calendar")

    assert "No session has a day yet." in answer.text
    assert "bern.ics" == sent.document.name


async def test_where_no_meeting_is_meant_ones_agenda_is_offered(open_stage, programme):
    """Beside the meetings to choose from."""
    stage = await open_stage(datetime(2020, 1, 1, tzinfo=UTC), files=(programme,), public_url=PUBLIC)
    ana = stage.person("Ana")

    [which] = await ana.says("/calendar")

    assert {"copy:0:a", "live:0:a", "calendars"} <= set(data_of(which))
    assert any("Geneva" in label for label in which.labels)


async def test_a_session_without_a_day_says_that_it_has_no_entry(open_stage, tmp_path):
    """What else can be had is offered all the same."""
    file = tmp_path / "open.yaml"
    file.write_text(PROGRAMME.replace("title: Closing, start: 2011-06-28T15:00", "title: Closing"))
    ana = (await open_stage(files=(file,))).person("Ana")
    await ana.starts("geneva-2011")
    [programme] = await ana.presses("Programme")
    [closing] = [label for label in programme.labels if "Closing" in label]
    await ana.presses(closing)

    [offer] = await ana.presses("Calendar")

    assert "it has no calendar entry of its own" in offer.text
    assert {"copy:0:m:geneva-2011", "copy:0:p:geneva-2011"} <= set(data_of(offer))


async def test_a_copy_is_the_same_bytes_whoever_asks(open_stage, programme):
    """The same state, twice."""
    stage = await open_stage(files=(programme,))
    ana, ben = stage.person("Ana"), stage.person("Ben")

    _, first = await opens_calendar(ana)
    _, second = await opens_calendar(ben)

    assert first.document.content == second.document.content
