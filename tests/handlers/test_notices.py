"""Change notices end to end: an import, a minute later the message with the file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.importing.writing import as_yaml
from bot.model import Deadline, Document, Meeting, Registration, Session, Venue
from bot.services.meetings_file import import_files
from bot.store.database import Database
from bot.when import Month
from bot.when import parse_when as at
from tests.handlers.steps import Change, Organiser, follower, goes, told


def last_words(person) -> str:
    return next(seen.text for seen in reversed(person.shown()) if "🔄" in seen.text)


def calendar_of(seen) -> str:
    return seen.document.content.decode().replace("\r\n ", "")


async def test_a_minute_after_a_new_venue_a_follower_has_it_with_the_file(stage, organiser):
    """Old and new, and the entry with a higher sequence under it."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))

    await organiser.after(seconds=59)
    early = told(ana)
    await organiser.after(seconds=2)
    [seen] = told(ana)

    assert [] == early
    assert "New venue: World Meteorological Organization building" in seen.text
    assert "→ Palais des Nations" in seen.text
    assert "LOCATION:Palais des Nations" in calendar_of(seen)
    assert "METHOD:PUBLISH" in calendar_of(seen)
    assert "Updated 10 May 2011: venue" in calendar_of(seen)
    assert [] == stage.refusals


async def test_several_edits_within_a_minute_are_one_notice_of_the_net_change(stage, organiser):
    """From before the first to after the last, a minute after the first."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))
    await organiser.after(seconds=30)
    await organiser.changes("geneva-2011", venue=Venue(name="Centre Varembé"), website="https://example.org/new")
    await organiser.after(seconds=31)

    [seen] = told(ana)

    assert "World Meteorological Organization building" in seen.text
    assert "Centre Varembé" in seen.text
    assert "example.org/new" in seen.text
    assert "Palais" not in seen.text


async def test_what_is_taken_back_within_the_minute_is_not_told(stage, organiser):
    """Calendars are ahead by two, which does no harm; nobody is disturbed."""
    ana = await follower(stage)
    before = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2011"]
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))
    await organiser.changes("geneva-2011", venue=before.venue)

    await organiser.after(minutes=5)

    assert [] == told(ana)


async def test_what_changes_after_the_notice_is_told_by_another(stage, organiser):
    """From what the first has told."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))
    await organiser.after(seconds=61)
    await organiser.changes("geneva-2011", venue=Venue(name="Centre Varembé"))
    await organiser.after(seconds=61)

    assert ["Palais des Nations", "Centre Varembé"] == [seen.text.split("→ ")[1] for seen in told(ana)]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"status": "postponed", "start": None, "end": None},
            "Postponed: no new date is known. It does not take place on 27–30 June 2011.",
        ),
        ({"status": "postponed"}, "Postponed: no new date is known. It does not take place on 27–30 June 2011."),
        (
            {"status": "postponed", "start": date(2011, 9, 5), "end": date(2011, 9, 8)},
            "Postponed to 5–8 September 2011. It does not take place on 27–30 June 2011.",
        ),
        (
            {"start": date(2011, 9, 5), "end": date(2011, 9, 8)},
            "New dates: 27–30 June 2011 → 5–8 September 2011",
        ),
        ({"status": "cancelled"}, "Cancelled. It does not take place on 27–30 June 2011."),
        (
            {"timezone": "America/Lima"},
            "Another time zone: Zurich → Lima\nDates and hours stay as they are stated, on the clocks there.",
        ),
        ({"city": "Lima", "country": "PE"}, "Another place: Geneva, Switzerland → Lima, Peru"),
        ({"venue": None}, "The venue is not known any more; it was World Meteorological Organization building"),
        (
            {"registration": Registration(opens=date(2011, 5, 16), closes=date(2011, 6, 20))},
            "Registration opens: Monday, 9 May 2011 → Monday, 16 May 2011",
        ),
        ({"name": "June Meeting"}, "It is now called “June Meeting”."),
    ],
)
async def test_each_change_is_told_in_its_form(stage, organiser, change, text):
    """What was, what is."""
    ana = await follower(stage)

    await organiser.changes("geneva-2011", **change)
    await organiser.after(seconds=61)
    seen = told(ana)[0]

    assert text in seen.text
    assert seen.document is not None
    assert [] == stage.refusals


async def test_what_is_cancelled_leaves_calendars_by_a_cancellation(stage, organiser):
    """The same UID on the same day, one UID a file, and a higher sequence."""
    ana = await follower(stage)
    before = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2011"]

    await organiser.changes("geneva-2011", status="cancelled")
    await organiser.after(seconds=61)
    text = calendar_of(told(ana)[0])

    assert 1 == text.count("BEGIN:VEVENT")
    for line in ("METHOD:CANCEL", "STATUS:CANCELLED", f"UID:{before.uid}", "DTSTART;VALUE=DATE:20110627", "SEQUENCE:2"):
        assert f"{line}\r\n" in text


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"timezone": "America/Lima"}, ("METHOD:PUBLISH", "DTSTART;TZID=America/Lima:20110601T120000")),
        ({"status": "postponed"}, ("METHOD:PUBLISH", "STATUS:TENTATIVE")),
        ({"status": "cancelled"}, ("METHOD:CANCEL", "STATUS:CANCELLED")),
    ],
)
async def test_deadlines_go_with_the_zone_and_the_status_of_their_meeting(stage, organiser, fields, lines):
    """Who has them in a calendar has them as they are."""
    await organiser.changes("geneva-2011", deadlines=(Deadline(what="Papers", date=at("2011-06-01T12:00")),))
    ana = await follower(stage)

    await organiser.changes("geneva-2011", **fields)
    await organiser.after(seconds=61)
    [text] = [calendar_of(seen) for seen in told(ana) if seen.document and "Papers" in calendar_of(seen)]

    for line in lines:
        assert f"{line}\r\n" in text


async def test_what_a_copy_has_put_in_besides_is_cancelled_too(stage, organiser):
    """Its days and its registration: a cancellation each, after that of the meeting."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", start=at("2011-06-27T10:00"), end=at("2011-06-28T18:00"))
    await organiser.after(seconds=61)
    had = {line for line in calendar_of(told(ana)[-1]).splitlines() if line.startswith("UID:")}

    await organiser.changes("geneva-2011", status="cancelled")
    await organiser.after(seconds=61)
    files = [calendar_of(seen) for seen in told(ana)[-len(had) :]]

    assert all("METHOD:CANCEL" in text and text.count("BEGIN:VEVENT") == 1 for text in files)
    assert had == {line for text in files for line in text.splitlines() if line.startswith("UID:")}
    assert [
        "geneva-2011.ics",
        "geneva-2011-day-1.ics",
        "geneva-2011-day-2.ics",
        "geneva-2011-registration-opens.ics",
    ] == [seen.document.name for seen in told(ana)[-4:]]


@pytest.mark.parametrize("takes", ["stars", "copies", "copies the programme", "nothing"])
@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"status": "cancelled"}, "STATUS:CANCELLED"),
        ({"timezone": "America/Lima"}, "DTSTART;TZID=America/Lima:20130416T150000"),
    ],
)
async def test_sessions_that_somebody_has_change_with_their_meeting(stage, organiser, takes, change, line):
    """Those that she starred or took a copy of; who has none gets none."""
    await organiser.changes("geneva-2013", _moved)
    ana = await follower(stage, what="geneva-2013")
    session = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2013"].programme[0]
    await ana.starts("geneva-2013")
    if takes == "copies the programme":
        await ana.presses("Calendar")
        await ana.presses("Programme: a copy")
    elif takes != "nothing":
        await ana.presses("Programme")
        await ana.presses("15:00 Technical workshop")
        await ana.presses("Star" if takes == "stars" else "Calendar")
    if takes == "copies":
        await ana.presses("Session: a copy")
    count = len(ana.shown())

    await organiser.changes("geneva-2013", **change)
    await organiser.after(seconds=61)
    text = "".join(calendar_of(seen) for seen in ana.shown()[count:] if seen.document)

    assert (takes != "nothing") == (f"UID:{session.uid}\r\n" in text)
    assert (
        takes == "nothing"
        or f"{line}\r\n"
        in text.split(f"UID:{session.uid}")[0].rpartition("BEGIN:VEVENT")[2]
        + (text.split(f"UID:{session.uid}")[1].partition("END:VEVENT")[0])
    )


async def test_deadlines_are_told_one_by_one_old_and_new(stage, organiser):
    """Moved, renamed, taken out, added; with their entries as a file."""
    ana = await follower(stage)
    papers, names, gone = (
        Deadline(what="Papers", date=date(2011, 6, 1)),
        Deadline(what="Names", date=date(2011, 6, 2)),
        Deadline(what="Badges", date=date(2011, 6, 3)),
    )
    await organiser.changes("geneva-2011", deadlines=(papers, names, gone))
    await organiser.after(seconds=61)

    moved, added = replace(papers, date=date(2011, 6, 7)), Deadline(what="Visas", date=date(2011, 5, 30))
    await organiser.changes("geneva-2011", deadlines=(moved, names, added))
    await organiser.after(seconds=61)
    seen = [each for each in told(ana) if each.text][-1]
    await organiser.changes("geneva-2011", deadlines=())
    await organiser.after(seconds=61)
    last = [each for each in told(ana) if each.text][-1]

    assert "• Papers: Wednesday, 1 June 2011 → Tuesday, 7 June 2011" in seen.text
    assert "• taken out: Badges (by Friday, 3 June 2011)" in seen.text
    assert "• Visas (by Monday, 30 May 2011)" in seen.text
    assert "Names" not in seen.text
    assert "DTSTART;VALUE=DATE:20110607" in calendar_of(seen)
    assert "• taken out: Names (by Thursday, 2 June 2011)" in last.text
    gone = [calendar_of(each) for each in told(ana)[-3:]]
    assert all("METHOD:CANCEL" in text for text in gone)
    assert {"Papers", "Names", "Visas"} == {re.findall("SUMMARY:Cancelled: Deadline: (.*)\r", text)[0] for text in gone}


async def test_what_of_a_meeting_has_no_day_any_more_leaves_by_a_cancellation(stage, organiser):
    """The closing of registration, and the third day of what has two now."""
    ana = await follower(stage)
    registration = Registration(opens=date(2011, 5, 9), closes=date(2011, 6, 20))
    three = {"start": at("2011-06-27T10:00"), "end": at("2011-06-29T18:00")}
    await organiser.changes("geneva-2011", registration=registration, **three)
    await organiser.after(seconds=61)
    had = calendar_of(told(ana)[-1])

    two = {"registration": replace(registration, closes=None), "end": at("2011-06-28T18:00")}
    await organiser.changes("geneva-2011", **two)
    await organiser.after(seconds=61)
    gone = [calendar_of(each) for each in told(ana) if each.document][-2:]

    uids = [re.findall("UID:(.*)\r", text) for text in gone]
    assert all("METHOD:CANCEL" in text for text in gone)
    assert [1, 1] == [len(each) for each in uids]
    assert all(each[0] in had for each in uids)
    assert [1, 1] == [text.count("SUMMARY:Cancelled: ") for text in gone]
    assert [1, 1] == [text.count("DESCRIPTION:This has been left out.") for text in gone]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "postponed", "start": None, "end": None},
        {"start": Month(2011, 9), "end": None},
        {"status": "postponed"},
    ],
)
async def test_what_is_postponed_without_a_new_date_stays_where_it_was_and_says_so(stage, organiser, fields):
    """As TENTATIVE under the same UID; once a date is known it moves there."""
    ana = await follower(stage)
    uid = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2011"].uid

    await organiser.changes("geneva-2011", **fields)
    await organiser.after(seconds=61)
    await organiser.changes("geneva-2011", status="confirmed", start=date(2011, 9, 5), end=date(2011, 9, 8))
    await organiser.after(seconds=61)
    postponed, moved = (calendar_of(seen) for seen in told(ana))

    for line in ("METHOD:PUBLISH", "STATUS:TENTATIVE", f"UID:{uid}", "DTSTART;VALUE=DATE:20110627", "SEQUENCE:2"):
        assert f"{line}\r\n" in postponed
    assert "SUMMARY:Postponed: Intersessional" in postponed
    for line in ("STATUS:CONFIRMED", f"UID:{uid}", "DTSTART;VALUE=DATE:20110905", "SEQUENCE:3"):
        assert f"{line}\r\n" in moved


async def test_a_revived_meeting_takes_place_under_the_same_uid(stage, organiser):
    """It is said to take place after all, and the file publishes it again."""
    ana = await follower(stage)
    uid = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2011"].uid
    await organiser.changes("geneva-2011", status="cancelled")
    await organiser.after(seconds=61)
    await organiser.changes("geneva-2011", status="confirmed")
    await organiser.after(seconds=61)

    seen = told(ana)[-1]
    text = calendar_of(seen)

    assert "It takes place after all: 27–30 June 2011" in seen.text
    for line in ("METHOD:PUBLISH", "STATUS:CONFIRMED", f"UID:{uid}", "SEQUENCE:3"):
        assert f"{line}\r\n" in text


def _moved(meeting: Meeting) -> Meeting:
    first, *rest = meeting.programme
    return replace(meeting, programme=(replace(first, start=at("2013-04-16T15:00"), end=at("2013-04-16T18:00")), *rest))


async def test_a_session_that_moves_is_told_with_its_own_file(stage, organiser):
    """In the venue's hours and in those of a reader who lives elsewhere."""
    ana = await follower(stage, what="geneva-2013")
    await goes(ana, "/settings", "Time zone")
    await ana.says("Lima")

    await organiser.changes("geneva-2013", _moved)
    await organiser.after(seconds=61)
    [seen] = told(ana)

    assert "16 April 2013, 15:00–18:00 (your time: Tuesday, 16 April 2013, 08:00)" in seen.text
    assert "DTSTART;TZID=Europe/Zurich:20130416T150000" in calendar_of(seen)
    assert 1 == calendar_of(seen).count("BEGIN:VEVENT")


def _two_sessions(first: str, second: str) -> Change:
    sessions = tuple(
        Session(
            id=f"s{number}", title=f"Session {number}", start=at(f"2013-04-16T{hours}"), end=at(f"2013-04-16T{end}")
        )
        for number, (hours, end) in enumerate((first.split("-"), second.split("-")), start=1)
    )
    return lambda meeting: replace(meeting, programme=sessions)


async def stars(person, title: str) -> None:
    await person.starts("geneva-2013")
    await person.presses("Programme")
    await person.presses(title)
    await person.presses("Star")


async def test_what_is_now_at_the_same_time_is_said_to_who_starred_both(stage, organiser):
    """Once for the two, when a move makes it so, and not when they were so before; nobody's stars are told in a group."""
    await organiser.changes("geneva-2013", _two_sessions("10:00-12:00", "15:00-16:00"))
    ana, ben = await follower(stage, what="geneva-2013"), await follower(stage, "Ben", what="geneva-2013")
    for title in ("10:00 Session 1", "15:00 Session 2"):
        await stars(ana, title)
    await stars(ben, "10:00 Session 1")

    await organiser.changes("geneva-2013", _two_sessions("11:00-13:00", "12:30-14:00"))
    await organiser.after(seconds=61)
    of_both, of_one = last_words(ana), last_words(ben)
    await organiser.changes("geneva-2013", _two_sessions("11:00-13:00", "12:45-14:00"))
    await organiser.after(seconds=61)

    assert 1 == of_both.count("⚠️")
    assert (
        "⚠️ Session 1: At the same time as a session that you starred: "
        "Session 2, Tuesday, 16 April 2013, 12:30–14:00" in of_both
    )
    assert "⚠️" not in of_one
    assert "⚠️" not in last_words(ana)


async def test_hours_that_move_with_the_zone_are_not_said_to_stay(stage, organiser):
    """Of the sessions each is told."""
    ana = await follower(stage, what="geneva-2013")

    await organiser.changes("geneva-2013", _moved, timezone="America/Lima")
    await organiser.after(seconds=61)

    assert "Another time zone" in told(ana)[0].text
    assert "stay as they are stated" not in told(ana)[0].text


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (_moved, True),
        (lambda meeting: replace(meeting, status="cancelled"), True),
        (lambda meeting: replace(meeting, level="Ministers"), False),
        (lambda meeting: replace(meeting, visibility="invited", status="cancelled"), False),
    ],
)
async def test_who_starred_a_session_hears_of_what_touches_it(stage, organiser, change, is_told):
    """Without following the meeting, once, with the session's entry; not of what is not hers to see."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2013")
    await ana.presses("Programme")
    await ana.presses("Technical workshop")
    await ana.presses("Star")
    session = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2013"].programme[0]

    await organiser.changes("geneva-2013", change)
    await organiser.after(seconds=61)
    seen = told(ana)

    assert is_told == any(f"UID:{session.uid}" in calendar_of(each) for each in seen if each.document)
    assert int(is_told) == len([each for each in seen if each.text])
    assert [] == stage.refusals


async def test_sessions_come_and_go(stage, organiser):
    """What left the programme is cancelled in the file."""
    ana = await follower(stage, what="geneva-2013")
    catalogue = await stage.plenary.services.meetings.catalogue()
    session = catalogue.meetings["geneva-2013"].programme[0]

    await organiser.changes("geneva-2013", programme=())
    await organiser.after(seconds=61)
    new = replace(session, id="extra", uid=None, title="Extra sitting", revision=None)
    await organiser.changes("geneva-2013", programme=(new,))
    await organiser.after(seconds=61)
    gone, come = told(ana)

    assert "is cancelled (" in gone.text
    assert "METHOD:CANCEL" in calendar_of(gone)
    assert f"UID:{session.uid}\r\n" in calendar_of(gone)
    assert "New on the programme: “Extra sitting”" in come.text
    assert "SUMMARY:Extra sitting" in calendar_of(come)


async def test_a_session_that_is_called_off_leaves_by_a_cancellation_beside_others_that_change(stage, organiser):
    """Of many, all stand in one file."""
    sessions = tuple(
        Session(id=f"s{number}", title=f"Session {number}", start=at(f"2013-04-16T{number + 8:02}:00"))
        for number in range(12)
    )
    await organiser.changes("geneva-2013", programme=sessions)
    ana = await follower(stage, what="geneva-2013")

    known = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2013"].programme
    first, second, *rest = (session for session in known if session.status == "confirmed")
    changed = (replace(first, status="cancelled"), replace(second, room="Room 1"), *rest)
    await organiser.changes("geneva-2013", programme=changed)
    await organiser.after(seconds=61)
    few = [calendar_of(seen) for seen in told(ana) if seen.document]
    await organiser.changes("geneva-2013", programme=())
    await organiser.after(seconds=61)
    many = [calendar_of(seen) for seen in told(ana) if seen.document][len(few) :]

    assert [("METHOD:PUBLISH", 1), ("METHOD:CANCEL", 1)] == [_file_of(text) for text in few][-2:]
    assert [("METHOD:PUBLISH", 11)] == [_file_of(text) for text in many]


def _file_of(text: str) -> tuple[str, int]:
    return next(line for line in text.splitlines() if line.startswith("METHOD")), text.count("BEGIN:VEVENT")


async def test_a_new_document_needs_no_calendar_file(stage, organiser):
    """It is named."""
    ana = await follower(stage)
    agenda = Document(id="agenda", title="Provisional agenda", url="https://example.org/agenda")

    await organiser.changes("geneva-2011", lambda meeting: replace(meeting, documents=(*meeting.documents, agenda)))
    await organiser.after(seconds=61)
    [seen] = told(ana)

    assert "New document: Provisional agenda" in seen.text
    assert seen.document is None


@pytest.mark.parametrize(
    "fields", [{"aliases": ("another",)}, {"objectives": ("another",)}, {"not_stated": ("level",)}]
)
async def test_what_nobody_acts_on_is_not_told(stage, organiser, fields):
    """Other names, what the letters leave out, what is hoped for."""
    ana = await follower(stage)

    await organiser.changes("geneva-2011", **fields)
    await organiser.after(minutes=2)

    assert [] == told(ana)


async def test_a_correction_of_what_is_over_is_not_told(stage, organiser):
    """Nobody can act on it."""
    ana = await follower(stage, what="lima-2007")

    await organiser.changes("lima-2007", venue=Venue(name="Somewhere"))
    await organiser.after(minutes=2)

    assert [] == told(ana)


async def test_who_follows_the_meeting_and_its_process_gets_one(stage, organiser):
    """And who follows the process alone gets it too; who follows another meeting does not."""
    ana = await follower(stage)
    await ana.presses("Follow the whole process")
    ben = await follower(stage, "Ben")
    await ben.presses("Follow the whole process")
    [unfollow] = [label for label in ben.shown()[-1].labels if "Unfollow" in label and "2011" in label]
    await ben.presses(unfollow)
    carla = await follower(stage, "Carla", "lima-2007")

    await organiser.changes("geneva-2011", status="cancelled")
    await organiser.after(seconds=61)

    notices = [[seen for seen in told(each) if seen.text] for each in (ana, ben, carla)]
    assert [1, 1, 0] == [len(each) for each in notices]


async def test_a_group_is_told_in_its_topic_and_who_blocked_the_bot_is_not(stage, organiser):
    """The other deliveries do not suffer."""
    group = stage.group("Delegations", topics={5: "News"})
    boss = stage.person("Boss")
    group.chat.members[boss.id] = "administrator"
    await boss.says("/follow geneva 2011", chat=group, thread=5)
    ana = await follower(stage)
    await ana.blocks()

    await organiser.changes("geneva-2011", status="cancelled")
    await organiser.after(seconds=61)

    assert {5} == {seen.thread for seen in told(boss, group)}
    assert [] == told(ana)


async def test_no_member_of_a_group_can_put_anything_in_the_place_of_its_notice(stage, organiser):
    """The button leads each to her own chat with the bot."""
    group = stage.group("Delegations")
    boss = stage.person("Boss")
    group.chat.members[boss.id] = "administrator"
    await boss.says("/follow geneva 2011", chat=group)

    await organiser.changes("geneva-2011", website="https://example.org/new")
    await organiser.after(seconds=61)

    [notice] = told(boss, group)
    [[button]] = notice.buttons
    assert "https://t.me/PlenaryBot?start=geneva-2011" == button.url


async def test_the_language_is_that_of_the_chat_when_it_is_sent(stage, organiser):
    """She changes it within the minute."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", status="cancelled")
    await goes(ana, "/settings", "Language", "العربية")

    await organiser.after(seconds=61)
    seen = next(seen for seen in told(ana) if seen.document)

    assert "تقرر الإلغاء" in seen.text
    assert "Cancelled" not in seen.text
    assert "إلغاء: Intersessional" in calendar_of(seen)


@pytest.mark.parametrize("apart", [True, False])
async def test_what_becomes_invited_is_told_to_nobody_who_was_not_let_in(stage, organiser, apart):
    """Whoever followed it before, at once: what waits to be told is not told either."""
    ana = await follower(stage)
    if not apart:
        await organiser.changes("geneva-2011", website="https://example.org/new")
    await organiser.changes("geneva-2011", visibility="invited")
    if apart:
        await organiser.after(seconds=61)
    await organiser.changes("geneva-2011", visibility="invited", venue=Venue(name="HIDDEN"))
    await organiser.after(minutes=2)

    assert [] == told(ana)


async def test_a_long_notice_comes_before_its_file(stage, organiser):
    """A caption has 1,024 characters at most."""
    ana = await follower(stage)
    long = tuple(f"State {number} and whoever else is interested in it" for number in range(40))

    await organiser.changes("geneva-2011", invited=long, venue=Venue(name="Palais des Nations"))
    await organiser.after(seconds=61)
    text, file = told(ana)

    assert "State 39" in text.text
    assert text.document is None
    assert "" == file.text
    assert "LOCATION:Palais des Nations" in calendar_of(file)
    assert [] == stage.refusals


async def test_a_notice_that_waits_outlives_the_process(open_stage, tmp_path):
    """Queued before the bot was stopped, sent by the next one when its minute is over."""
    first = await open_stage()
    ana = await follower(first)
    await Organiser(first, tmp_path).changes("geneva-2011", venue=Venue(name="Palais des Nations"))
    await first.plenary.database.close()

    second = await open_stage(first.clock.now(), files=())
    again = second.person("Ana", id=ana.id)
    again.private.closed = None  # her chat with the bot is as old as it was
    await second.plenary.outbox.start()
    await Organiser(second, tmp_path).after(seconds=61)
    [seen] = told(again)

    assert "→ Palais des Nations" in seen.text


async def test_an_import_by_the_command_line_is_told_by_the_running_bot(stage, organiser, tmp_path):
    """It writes to the same file from a process of its own, and has nobody to wake."""
    ana = await follower(stage)
    meeting = (await stage.plenary.services.meetings.catalogue()).meetings["geneva-2011"]
    organiser.file.write_text(
        as_yaml(
            replace(
                await stage.plenary.services.meetings.catalogue(),
                meetings={"geneva-2011": replace(meeting, status="cancelled")},
            )
        ),
        encoding="utf-8",
    )
    other = await Database.open(stage.plenary.database.path, stage.clock)
    try:
        await import_files(other, stage.clock, [organiser.file])
    finally:
        await other.close()

    await organiser.after(seconds=61)

    assert "❌ Cancelled." in told(ana)[0].text
