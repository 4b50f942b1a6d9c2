"""Reminders as people get them: the clock is moved, the alarm rings, the outbox sends."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

import pytest

from bot.services.meetings_file import export_folder, import_files
from bot.store.database import Database
from tests.conftest import EXAMPLE
from tests.handlers.steps import goes


@pytest.fixture
async def rings(stage):
    """Move the clock to an instant, and let everything that is due by then go out."""
    await stage.plenary.outbox.start()

    async def at(instant: datetime) -> None:
        stage.clock.set(instant)
        await stage.plenary.alarm.ring()
        stage.plenary.outbox.wake()
        await stage.plenary.outbox.idle()

    return at


async def test_a_delegate_who_follows_is_told_that_registration_opens(stage, rings):
    """At nine in the morning at the venue, with the page to register on."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")

    earliest = await stage.plenary.services.reminders.earliest()
    await rings(earliest)

    told = ana.shown()[-1]
    assert datetime(2011, 5, 9, 7, tzinfo=UTC) == earliest
    assert "Registration is open." in told.text
    assert "https://www.ccm-registration.org" == told.button("Register").url
    assert [] == stage.refusals


async def test_a_meeting_is_muted_from_the_reminder_and_heard_of_again(stage, rings):
    """One press; what was planned of it is gone, and comes back."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    reminders = stage.plenary.services.reminders
    await rings(await reminders.earliest())

    [muted] = await ana.presses("Mute")
    silence = await reminders.earliest()
    [heard] = await ana.presses("Unmute")

    assert "No more reminders" in muted.text
    assert silence is None
    assert "again" in heard.text
    assert datetime(2011, 6, 13, 7, tzinfo=UTC) == await reminders.earliest()


async def test_what_comes_next_is_listed(stage):
    """With the hour that clocks at the venue show."""
    ana = stage.person("Ana")
    [nothing] = await ana.says("/reminders")
    await ana.says("/follow geneva 2011")
    [listed] = await ana.says("/reminders")

    assert "None is planned." in nothing.text
    assert "Monday, 9 May 2011, 09:00 (Zurich)" in listed.text
    assert "registration opens" in listed.text


async def test_each_line_says_when_that_is_of_which_it_reminds(open_stage):
    """The hour of the reminder is not taken for that of the deadline."""
    stage = await open_stage(organisers=(77,))
    ana, ingrid = stage.person("Ana"), stage.person("Ingrid", id=77)
    await ana.says("/follow geneva 2011")
    [listed] = await ana.says("/reminders")
    rules = await goes(ingrid, "/reminders", "Reminders of a meeting", "June 2011")

    assert "Friday, 24 June 2011, 09:00 (Zurich)" in listed.text
    assert "📅 Monday, 27 June 2011" in listed.text
    assert "Monday, 13 June 2011, 09:00 (Zurich)\n  14 days before · The meeting" in rules.text


async def test_what_is_not_shown_is_counted(stage):
    """Eight are; nobody thinks that the others were not kept."""
    ana = stage.person("Ana")
    await ana.says("/follow the Convention on Cluster Munitions")
    await ana.says("/follow geneva 2011")
    await ana.says("/follow geneva 2013")
    [listed] = await ana.says("/reminders")

    assert 8 == listed.text.count("🕙")
    assert "More of them later: " in listed.text


async def test_quiet_hours_without_a_zone_say_whose_clocks_they_are_by(stage):
    """With the way to choose one."""
    ana = stage.person("Ana")
    chosen = await goes(ana, "/settings", "Quiet hours", "21:00–07:00")

    assert "by the clocks at the venue of each meeting" in chosen.text
    assert chosen.button("Time zone") is not None


async def test_while_registration_is_open_its_page_is_one_press_away(stage, rings):
    """Also in the reminders of the meeting itself."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")

    await rings(datetime(2011, 6, 24, 7, tzinfo=UTC))

    assert "The meeting begins in 3 days." in ana.shown()[-1].text
    assert ana.shown()[-1].button("Register") is not None


async def test_a_reader_whose_calendar_shows_another_day_is_told_the_date(stage, rings):
    """In Kiribati it is Monday already when it is Sunday in Geneva."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")
    await ana.says("Pacific/Kiritimati")
    await ana.says("/follow geneva 2011")

    await rings(datetime(2011, 6, 23, 19, tzinfo=UTC))

    assert "The meeting begins on 27 June 2011." in ana.shown()[-1].text


async def test_quiet_hours_are_chosen_or_written(stage):
    """What would fall into them moves."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    chosen = await goes(ana, "/settings", "Quiet hours", "21:00–07:00")
    await goes(ana, "/settings", "Quiet hours")
    [wrong] = await ana.says("never")
    [written] = await ana.says("8 to 10")
    [settings] = await ana.says("/settings")

    assert "Quiet hours: 21:00–07:00" in chosen.text
    assert "no hours" in wrong.text
    assert "Quiet hours: 08:00–10:00" in written.text
    assert "Quiet hours: 08:00–10:00" in settings.text
    assert datetime(2011, 5, 9, 8, tzinfo=UTC) == await stage.plenary.services.reminders.earliest()


async def test_a_delegate_sets_her_own_lead_times(stage):
    """One kind after the other, a press each; and back to the usual ones."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    more = await goes(ana, "/reminders", "How long before", "The meeting", "▫️ 30 days")
    [usual] = await ana.presses("As usual")

    assert "The meeting:" in more.text
    assert "30 days before; 14 days before; 3 days before; 1 day before; on the day" in more.text
    assert "as the organisers of each meeting decide" in usual.text
    assert [] == stage.refusals


async def test_an_organiser_changes_the_rules_with_the_times_before_her(open_stage):
    """Everyone who follows gets them; it stands in the log."""
    stage = await open_stage(organisers=(77,))
    ana, ingrid = stage.person("Ana"), stage.person("Ingrid", id=77)
    await ana.says("/follow geneva 2011")
    rules = await goes(ingrid, "/reminders", "Reminders of a meeting", "June 2011")
    await ingrid.presses("Registration opens")
    [changed] = await ingrid.presses("▫️ 1 day")
    [log] = await ingrid.says("/log")

    assert "Monday, 13 June 2011, 09:00 (Zurich)\n  14 days before · The meeting" in rules.text
    assert "Sunday, 8 May 2011, 09:00 (Zurich)\n  1 day before · Registration opens" in changed.text
    assert datetime(2011, 5, 8, 7, tzinfo=UTC) == await stage.plenary.services.reminders.earliest()
    assert "changed the reminders of geneva-2011" in log.text


async def test_rules_go_with_the_meeting_when_it_is_exported(open_stage, tmp_path):
    """They are the same in another store, and so is what that exports; a file that says nothing of them leaves them."""
    stage = await open_stage(organisers=(77,))
    ingrid = stage.person("Ingrid", id=77)
    changed = await goes(ingrid, "/reminders", "Reminders of a meeting", "June 2011", "Registration opens", "▫️ 1 day")
    first = (await export_folder(stage.plenary.database, tmp_path / "first")).read_text()
    await import_files(stage.plenary.database, stage.clock, [EXAMPLE])
    kept = await stage.plenary.services.reminder_rules.of("geneva-2011")

    other = await Database.open(tmp_path / "other.db", stage.clock)
    await import_files(other, stage.clock, [tmp_path / "first" / "meetings.yaml"])
    second = (await export_folder(other, tmp_path / "second")).read_text()
    await other.close()

    assert "1 day before; on the day" in changed.text
    assert "reminders: {opens: [1d, 0d]}" in first
    assert first == second
    assert ["1d", "0d"] == [str(lead) for lead in kept.leads["opens"]]


async def changed(stage, tmp_path, old: str, new: str) -> None:
    """Import the example with one text in the place of another."""
    await export_folder(stage.plenary.database, tmp_path / "export")
    text = (tmp_path / "export" / "meetings.yaml").read_text()
    assert old in text
    file = tmp_path / "export" / "meetings.yaml"
    file.write_text(text.replace(old, new))
    await import_files(stage.plenary.database, stage.clock, [file])


async def test_what_came_due_while_the_bot_was_down_says_so_or_is_dropped(stage, rings):
    """Of several for one thing the last comes; the others are counted in /status."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    before = len(ana.shown())

    await rings(datetime(2011, 6, 25, 12, tzinfo=UTC))

    [late] = ana.shown()[before:]
    assert "The meeting begins in 2 days." in late.text
    assert "This comes late: it was due on Friday, 24 June 2011, 09:00 (Zurich)" in late.text
    counts = (await stage.plenary.services.status.view()).counts.reminders
    assert {"pending": 2, "queued": 1, "late": 1, "overtaken": 1} == counts


async def test_reminders_move_with_the_meeting_and_stop_with_it(stage, rings, tmp_path):
    """A week later; then called off."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await rings(datetime(2011, 5, 9, 7, tzinfo=UTC))

    await changed(stage, tmp_path, "start: 2011-06-27\n    end: 2011-06-30", "start: 2011-07-04\n    end: 2011-07-07")
    moved = await stage.plenary.services.reminders.earliest()
    await changed(stage, tmp_path, "start: 2011-07-04", "status: cancelled\n    start: 2011-07-04")

    assert datetime(2011, 6, 20, 7, tzinfo=UTC) == moved
    assert await stage.plenary.services.reminders.earliest() is None


async def test_what_is_called_off_between_the_hour_and_the_sending_is_not_sent(stage, tmp_path):
    """The outbox looks once more."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    stage.clock.set(datetime(2011, 6, 13, 7, tzinfo=UTC))
    await stage.plenary.alarm.ring()
    before = len(ana.shown())

    await changed(stage, tmp_path, "start: 2011-06-27", "status: postponed\n    start: 2011-06-27")
    await stage.plenary.outbox.start()
    await stage.plenary.outbox.idle()

    assert [] == [seen.text for seen in ana.shown()[before:] if "begins" in seen.text]


async def test_a_group_is_reminded_in_its_topic_once(stage, rings):
    """With the page to register and the way to the private chat, and nothing that could be edited away."""
    group = stage.group("Delegations", topics={5: "News"})
    ana = stage.person("Ana")
    group.chat.members[ana.id] = "creator"
    await ana.says("/follow geneva 2011", chat=group, thread=5)

    await rings(datetime(2011, 5, 9, 7, tzinfo=UTC))

    told = ana.shown(group)[-1]
    assert "Registration is open." in told.text
    assert 5 == told.thread
    assert all(button.url for row in told.buttons for button in row)
    assert 1 == [seen.text for seen in ana.shown(group)].count(told.text)


async def test_a_starred_session_is_announced_a_quarter_of_an_hour_before(stage, rings, tmp_path):
    """Though the meeting is not followed; the star taken off, nothing comes."""
    ana = stage.person("Ana")
    await changed(stage, tmp_path, "        start: 2013-04-15\n", "        start: 2013-04-15T10:00\n")
    await ana.says("/programme geneva 2013")
    await ana.presses_data(ana.shown()[-1], f"star:geneva-2013:{zlib.crc32(b'workshop'):08x}")
    earliest = await stage.plenary.services.reminders.earliest()
    await rings(earliest)

    assert datetime(2013, 4, 15, 7, 45, tzinfo=UTC) == earliest
    assert ana.shown()[-1].text.startswith("⭐ Technical workshop: in 15 minutes")
    assert "Monday, 15 April 2013, 10:00 (Zurich)" in ana.shown()[-1].text
    assert ana.shown()[-1].button("Session")


async def test_followers_of_a_process_are_not_reminded_of_what_they_may_not_see(stage, tmp_path):
    """A meeting for invited people only is for those let in."""
    ana = stage.person("Ana")
    await changed(stage, tmp_path, "- id: geneva-2011\n", "- id: geneva-2011\n    visibility: invited\n")
    await ana.says("/follow geneva 2013")
    await ana.presses("Follow the whole process")

    planned = (await stage.plenary.services.reminder_settings.of(ana.id)).coming

    assert planned
    assert "geneva-2011" not in {each.meeting.id for each in planned}


async def test_of_what_becomes_invited_nobody_is_reminded_who_was_not_let_in(stage, tmp_path):
    """Neither who followed it nor who starred a session of it before."""
    ana = stage.person("Ana")
    await changed(stage, tmp_path, "        start: 2013-04-15\n", "        start: 2013-04-15T10:00\n")
    await ana.says("/follow geneva 2013")
    await ana.says("/programme geneva 2013")
    await ana.presses_data(ana.shown()[-1], f"star:geneva-2013:{zlib.crc32(b'workshop'):08x}")
    before = await stage.plenary.services.reminders.earliest()

    await changed(stage, tmp_path, "- id: geneva-2013\n", "- id: geneva-2013\n    visibility: invited\n")

    assert before is not None
    assert await stage.plenary.services.reminders.earliest() is None


async def test_what_was_asked_for_in_words_is_marked_and_can_be_taken_back_from_the_list(stage):
    """Also where eight others come before it."""
    ana = stage.person("Ana")
    await ana.says("/follow convention on cluster munitions")
    await ana.says("remind me two days before Geneva 2013 at 18:00")
    [listed] = await ana.says("/reminders")
    [told] = await ana.presses(next(label for label in listed.labels if label.startswith("💬")))
    [after] = await ana.says("/reminders")

    assert "💬 Saturday, 13 April 2013, 18:00 (Zurich)" in listed.text
    assert "💬 Take back: Saturday, 13 April 2013, 18:00" in listed.labels
    assert "will not come" in told.text
    assert "💬" not in after.text


async def test_who_takes_back_what_comes_anyway_is_told_so(stage, rings):
    """The usual reminder of that hour, and what has come already."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    [asked] = await ana.says("remind me a day before Geneva 2011")
    [usual] = await ana.presses("Undo", on=asked)
    [again] = await ana.says("remind me at 18:00 the day before Geneva 2011")
    await rings(datetime(2011, 6, 26, 16, tzinfo=UTC))
    [late] = await ana.presses("Undo", on=again)

    assert "the usual reminder still comes" in usual.text
    assert "come already" in late.text


async def test_a_muted_meeting_has_no_button_to_mute_it(stage):
    """One that was asked for in words still comes of it."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    await ana.says("remind me at 18:00 the day before Geneva 2011")
    await ana.says("mute Geneva 2011")
    [listed] = await ana.says("/reminders")

    assert not [label for label in listed.labels if label.startswith("🔕")]
    assert [label for label in listed.labels if label.startswith("🔔")]


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("10 pm - 7 am", "22:00–07:00"),
        ("from 10pm to 7am", "22:00–07:00"),
        ("de 22 h à 7 h 30", "22:00–07:30"),
        ("de 10 de la noche a 7 de la mañana", "22:00–07:00"),
        ("с 10 вечера до 7 утра", "22:00–07:00"),
        ("22：00－07：00", "22:00–07:00"),
        ("晚上10点到早上7点", "22:00–07:00"),
        ("٢٢:٠٠–٠٧:٠٠", "22:00–07:00"),
        ("من ١٠ مساءً إلى ٧ صباحًا", "22:00–07:00"),
        ("from 12 am to 6 am", "00:00–06:00"),
    ],
)
async def test_quiet_hours_are_taken_as_people_write_them(stage, words, hours):
    """In any of the languages, by twelve hours or by twenty-four."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Quiet hours")

    [told] = await ana.says(words)

    assert hours in told.text


@pytest.mark.parametrize("words", ["none", "Aucune", "нет", "无", "لا"])
async def test_none_is_an_answer_too(stage, words):
    """What there was is gone."""
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Quiet hours")

    [told] = await ana.says(words)

    assert "No quiet hours" in told.text


NIGHT = """
process: {id: mine, name: Our Process}
meetings:
  - id: bern-2011
    name: Fourth Meeting of States Parties
    start: 2011-07-31
    timezone: Europe/Zurich
    city: Bern
    registration: {opens: 2011-05-01}
    programme:
      - {id: night, title: Night session, start: 2011-07-31T03:00, end: 2011-07-31T04:00}
      - {id: opening, title: Opening, start: 2011-07-31T09:00, end: 2011-07-31T10:00}
"""


async def test_the_first_morning_shows_what_is_still_to_come(open_stage, tmp_path):
    """Not what was over in the night."""
    file = tmp_path / "bern.yaml"
    file.write_text(NIGHT)
    stage = await open_stage(files=(file,))
    ana = stage.person("Ana")
    await ana.says("/follow bern 2011")
    await stage.plenary.outbox.start()
    stage.clock.set(datetime(2011, 7, 31, 5, 30, tzinfo=UTC))
    await stage.plenary.alarm.ring()
    stage.plenary.outbox.wake()
    await stage.plenary.outbox.idle()

    assert "Opening" in ana.shown()[-1].text
    assert "Night session" not in ana.shown()[-1].text


@pytest.mark.parametrize(("zone", "heading"), [("Athens", "Today (Zurich)\n"), ("Berlin", "Today\n")])
async def test_the_hours_of_the_first_morning_say_whose_they_are(open_stage, tmp_path, zone, heading):
    """Where the clocks of the reader show others than those at the venue."""
    file = tmp_path / "bern.yaml"
    file.write_text(NIGHT)
    stage = await open_stage(files=(file,))
    ana = stage.person("Ana")
    await goes(ana, "/settings", "Time zone")
    await ana.says(zone)
    await ana.says("/follow bern 2011")
    await stage.plenary.outbox.start()
    stage.clock.set(datetime(2011, 7, 31, 5, 30, tzinfo=UTC))
    await stage.plenary.alarm.ring()
    stage.plenary.outbox.wake()
    await stage.plenary.outbox.idle()

    assert heading in ana.shown()[-1].text


async def test_what_lies_in_the_past_is_not_marked_as_sent(open_stage, tmp_path):
    """Registration opened before the meeting was imported."""
    file = tmp_path / "bern.yaml"
    file.write_text(NIGHT)
    stage = await open_stage(organisers=(77,), files=(file,))
    ingrid = stage.person("Ingrid", id=77)
    which = await goes(ingrid, "/reminders", "Reminders of a meeting")
    [rules] = await ingrid.presses(which.labels[0])

    assert "➖ Sunday, 1 May 2011" in rules.text
    assert "✅" not in rules.text
