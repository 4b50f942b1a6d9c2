"""Live calendars, as a calendar app fetches them."""

from __future__ import annotations

import gzip
import logging
import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from aiohttp import ClientSession

from bot.importing.writing import as_yaml
from bot.model import Selection
from bot.services.meetings_file import import_files
from bot.settings import Address, Settings
from bot.web.public import public_pages
from bot.web.server import create_web, listening

PUBLIC = "https://meetings.example.org"
PROGRAMME = """\
process: {id: p, name: "Process; of, all"}
meetings:
  - id: geneva-2011
    name: Meeting in Geneva
    start: 2011-06-27
    end: 2011-06-28
    timezone: Europe/Zurich
    city: Geneva
    country: CH
    registration: {opens: 2011-05-09}
    programme:
      - {id: opening, title: Opening, start: 2011-06-27T10:00, end: 2011-06-27T13:00}
"""
SESSION_LINE = """\
    programme:
      - {id: opening, title: Opening, start: 2011-06-27T10:00, end: 2011-06-27T13:00}
"""
GENEVA, PROCESS, AGENDA = (
    Selection("meeting", meeting="geneva-2011"),
    Selection("process", process="p"),
    Selection("agenda"),
)
UNKNOWN = "/calendars/" + "A" * 32 + ".ics"


class Outside:
    """An app somewhere: what it asks comes over HTTP."""

    def __init__(self, stage, client, file):
        self.stage = stage
        self.client = client
        self.file = file
        self.get = client.get
        self.request = client.request
        self.services = stage.plenary.services

    async def live(self, selection, person=None, language="en", *, alarms=False):
        """The path of a live calendar that somebody has just made in chat."""
        person = person or self.stage.person("Ana")
        await person.starts()
        made = await self.services.calendars.make(person.id, selection, language, alarms=alarms)
        return made.address.removeprefix(PUBLIC)

    async def imports(self, text):
        self.file.write_text(text)
        await import_files(self.stage.plenary.database, self.stage.clock, (self.file,))

    async def read(self, path):
        """The calendar."""
        response = await self.get(path)
        return icalendar.Calendar.from_ical(await response.read())


@pytest.fixture
async def outside(open_stage, tmp_path):
    file = tmp_path / "programme.yaml"
    file.write_text(PROGRAMME)
    stage = await open_stage(files=(file,), public_url=PUBLIC)
    settings = Settings(_env_file=None, public_url=PUBLIC)
    application = create_web(public_pages(settings, stage.plenary.services))
    async with (
        listening(application, Address("127.0.0.1", 0)) as address,
        ClientSession(
            f"http://127.0.0.1:{address.port}", skip_auto_headers=["Accept-Encoding"], auto_decompress=False
        ) as client,
    ):
        yield Outside(stage, client, file)


async def test_a_live_calendar_is_fetched_by_its_token_alone(outside):
    """As text/calendar under a name, to be fetched again, private, with what an app compares by."""
    path = await outside.live(GENEVA)

    response = await outside.get(path)
    calendar = icalendar.Calendar.from_ical(await response.read())

    assert 200 == response.status
    assert "text/calendar; charset=utf-8" == response.headers["Content-Type"]
    assert response.headers["Cache-Control"].startswith("private")
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', response.headers["ETag"])
    assert "Fri, 06 May 2011 08:00:0" in response.headers["Last-Modified"]
    assert "Accept-Encoding" == response.headers["Vary"]
    assert "Content-Encoding" not in response.headers
    assert "PUBLISH" == calendar["METHOD"]
    assert ["Meeting in Geneva", "Registration opens: Meeting in Geneva"] == [
        str(event["SUMMARY"]) for event in calendar.walk("VEVENT")
    ]


async def test_what_an_app_has_already_is_not_sent_again(outside):
    """By ETag or by date, also one that is later; a tag rules over the date; a list of tags and a star are understood."""
    path = await outside.live(GENEVA)
    first = await outside.get(path)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]

    statuses = [
        (await outside.get(path, headers=headers)).status
        for headers in (
            {"If-None-Match": tag},
            {"If-None-Match": f'"other", {tag.removeprefix("W/")}'},
            {"If-None-Match": "*"},
            {"If-Modified-Since": date},
            {"If-Modified-Since": "Fri, 01 Jul 2011 08:00:00 GMT"},
            {"If-None-Match": 'W/"other"', "If-Modified-Since": date},
            {"If-Modified-Since": "Thu, 05 May 2011 08:00:00 GMT"},
            {"If-Modified-Since": "yesterday"},
        )
    ]

    assert [304, 304, 304, 304, 304, 200, 200, 200] == statuses


async def test_a_304_has_the_tag_and_no_body(outside):
    """RFC 9110 section 15.4.5."""
    path = await outside.live(GENEVA)
    first = await outside.get(path)

    again = await outside.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert b"" == await again.read()
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert first.headers[name] == again.headers[name]


async def test_head_has_the_headers_of_get(outside):
    """And nothing else."""
    path = await outside.live(GENEVA)
    whole = await outside.get(path)

    head = await outside.request("HEAD", path)

    assert (200, b"") == (head.status, await head.read())
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified"):
        assert whole.headers[name] == head.headers[name]


@pytest.mark.parametrize(
    ("asked", "is_gzip"),
    [("gzip", True), ("deflate, gzip;q=0.5", True), ("GZIP", True), ("gzip;q=0", False), ("br", False), ("", False)],
)
async def test_gzip_comes_only_where_it_is_asked_for(outside, asked, is_gzip):
    """The same calendar, under the same weak tag."""
    path = await outside.live(GENEVA)
    plain = await (await outside.get(path)).read()

    response = await outside.get(path, headers={"Accept-Encoding": asked})
    body = await response.read()

    assert is_gzip == (response.headers.get("Content-Encoding") == "gzip")
    assert plain == (gzip.decompress(body) if is_gzip else body)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("known", [True, False])
async def test_other_methods_are_405(outside, method, known):
    """Whether there is such a calendar or not."""
    path = await outside.live(GENEVA) if known else UNKNOWN

    response = await outside.request(method, path)

    assert 405 == response.status


async def test_a_wrong_revoked_or_foreign_token_is_like_any_unknown_page(outside, caplog):
    """The same status, headers and body; and no token in any line of the log."""
    caplog.set_level(logging.DEBUG)
    ana = outside.stage.person("Ana")
    revoked = await outside.live(GENEVA, ana)
    await outside.get(revoked)
    [calendar] = await outside.services.calendars.of(ana.id)
    await outside.services.calendars.revoke(ana.id, calendar.calendar.id)
    live = await outside.live(GENEVA, ana)
    await outside.get(live)
    unknown = await told(outside, "/nothing/of/the/kind")

    paths = [
        revoked,
        UNKNOWN,
        "/calendars/x.ics",
        "/calendars/" + "é" * 22 + ".ics",
        live.replace(".ics", "A.ics"),
        live + "x",
        live.upper(),
    ]

    assert [unknown] * len(paths) == [await told(outside, path) for path in paths]
    tokens = [path.removeprefix("/calendars/").removesuffix(".ics") for path in (revoked, live, UNKNOWN)]
    assert not [line for line in caplog.messages if any(token in line for token in tokens)]


async def told(outside, path):
    """What an answer says, but for the time."""
    response = await outside.get(path)
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status, headers, await response.read()


async def test_what_changes_is_there_at_once(outside):
    """Another tag, a later date; what has not changed keeps its bytes."""
    path = await outside.live(GENEVA)
    first = await outside.get(path)
    before = await first.read()

    outside.stage.clock.set(outside.stage.clock.now() + timedelta(hours=1))
    await outside.imports(PROGRAMME.replace("name: Meeting in Geneva", "name: Meeting in Carouge"))
    second = await outside.get(path, headers={"If-None-Match": first.headers["ETag"]})
    after = await second.read()
    third = await outside.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (200, 200) == (second.status, third.status)
    assert first.headers["Last-Modified"] < second.headers["Last-Modified"]
    assert b"Meeting in Carouge" in after
    assert b"SEQUENCE:0" in before
    assert b"SEQUENCE:1" in after


async def test_what_another_process_imports_is_there_within_a_glance(outside):
    """The store is asked how far it is every tenth of a second at most."""
    path = await outside.live(GENEVA)
    await outside.get(path)
    other = await other_process(outside.stage)
    outside.file.write_text(PROGRAMME.replace("name: Meeting in Geneva", "name: Meeting in Carouge"))
    await import_files(other, outside.stage.clock, (outside.file,))
    await other.close()
    outside.services.feeds._looked -= 1  # a second goes by

    assert b"Carouge" in await (await outside.get(path)).read()


async def other_process(stage):
    """The same store, opened once more."""
    return await type(stage.plenary.database).open(stage.plenary.database.path, stage.clock)


async def test_what_is_postponed_to_a_known_day_says_to_which(outside):
    """As chat and the page do; the same again after a later change, and not where the day stayed."""
    path = await outside.live(GENEVA)
    postponed = PROGRAMME.replace("    start: 2011-06-27", "    status: postponed\n    start: 2011-06-27")
    await outside.imports(postponed)
    same_day = (await outside.read(path)).events[0]["DESCRIPTION"]
    later = postponed.replace(": 2011-06-2", ": 2011-07-2")
    await outside.imports(later)
    await outside.imports(later.replace("city: Geneva", "city: Carouge"))
    other_day = (await outside.read(path)).events[0]["DESCRIPTION"]
    page = await (await outside.get("/meetings/geneva-2011", headers={"Accept-Encoding": "identity"})).text()

    assert same_day.startswith("The meeting is postponed; the dates are not certain.")
    assert other_day.startswith("The meeting is postponed to 27–28 July 2011.")
    assert '"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": "2011-06-27"' in page


async def test_a_cancelled_meeting_stays_as_cancelled(outside):
    """Under PUBLISH: an app that only loses the entry could keep it."""
    path = await outside.live(PROCESS)
    await outside.imports(PROGRAMME.replace("    start: 2011-06-27", "    status: cancelled\n    start: 2011-06-27"))

    calendar = await outside.read(path)

    assert "PUBLISH" == calendar["METHOD"]
    assert {"CANCELLED"} == {str(event["STATUS"]) for event in calendar.walk("VEVENT")}
    assert "Cancelled: Meeting in Geneva" in [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


async def test_an_agenda_follows_what_is_chosen_in_chat(outside):
    """Empty it holds the next milestone; what is followed and starred is there at once, and goes when it is left."""
    ana = outside.stage.person("Ana")
    path = await outside.live(AGENDA, ana)
    empty = await outside.read(path)
    await ana.starts("geneva-2011")
    await ana.presses("Follow")
    followed = await outside.read(path)
    await ana.starts("geneva-2011")
    await ana.presses("Programme")
    await ana.presses("10:00 Opening")
    await ana.presses("Star")
    starred = await outside.read(path)
    await ana.presses("Take the star off")
    left = await outside.read(path)

    names = [[str(event["SUMMARY"]) for event in each.walk("VEVENT")] for each in (empty, followed, starred, left)]
    meeting = ["Meeting in Geneva", "Registration opens: Meeting in Geneva"]
    assert [meeting[1:], meeting, [*meeting, "Opening"], meeting] == names


async def test_an_empty_agenda_goes_on_to_the_milestone_after_that(outside):
    """When registration has opened, the meeting is next."""
    path = await outside.live(AGENDA)
    await outside.read(path)

    outside.stage.clock.set(outside.stage.clock.now() + timedelta(days=10))
    calendar = await outside.read(path)

    assert ["Meeting in Geneva"] == [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


async def test_names_are_equal_and_escaped(outside):
    """NAME and X-WR-CALNAME, and how often to come again, in both ways."""
    body = await (await outside.get(await outside.live(PROCESS))).text()

    assert "NAME:Process\\; of\\, all\r\n" in body
    assert "X-WR-CALNAME:Process\\; of\\, all\r\n" in body
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert "X-PUBLISHED-TTL:PT1H\r\n" in body


async def test_it_speaks_the_language_it_was_made_in_with_alarms_if_wanted(outside):
    """French, with an alarm for each entry."""
    body = await (await outside.get(await outside.live(GENEVA, language="fr", alarms=True))).text()

    assert "SUMMARY:Ouverture de l’inscription\xa0: Meeting in Geneva\r\n" in body
    assert 2 == body.count("BEGIN:VALARM")


async def test_the_token_is_in_no_body(outside):
    """Nor in the store: it has a hash."""
    path = await outside.live(GENEVA)
    token = path.removeprefix("/calendars/").removesuffix(".ics")

    body = await (await outside.get(path)).text()

    assert token not in body
    assert token.encode() not in outside.stage.plenary.database.path.read_bytes()


async def test_the_last_use_is_noted_once_a_minute_and_shown(outside):
    """To the minute, and a fetch more in the same minute writes nothing."""
    ana = outside.stage.person("Ana")
    path = await outside.live(GENEVA, ana)
    await outside.get(path)
    commits = outside.stage.plenary.database.commits

    await outside.get(path)

    assert commits == outside.stage.plenary.database.commits
    [view] = await outside.services.calendars.of(ana.id)
    assert "2011-05-06 08:00:00" == str(view.last_used(None))
    await ana.starts("geneva-2011")
    await ana.presses("Calendar")
    [listed] = await ana.presses("My live calendars")
    assert "last fetched by an app: Friday, 6 May 2011, 08:00 (UTC)" in listed.text


async def test_who_deletes_herself_takes_her_calendars_along(outside):
    """What is kept in memory goes too."""
    ana = outside.stage.person("Ana")
    path = await outside.live(GENEVA, ana)
    await outside.get(path)

    await outside.stage.plenary.database.write(
        lambda connection: connection.execute("DELETE FROM person WHERE id = :id", {"id": ana.id})
    )

    assert 404 == (await outside.get(path)).status


async def test_without_a_public_address_there_are_no_feeds(outside):
    """Nothing is served that nobody was given an address of."""
    assert [] == public_pages(Settings(_env_file=None), outside.services)


async def test_a_live_calendar_has_each_change_at_once_in_its_form(outside):
    """A new place, a day that is lost, a new day, a cancellation: one entry under one UID, its sequence rising by one."""
    path = await outside.live(GENEVA)
    states = []
    for old, new in (
        ("city: Geneva", "city: Lausanne"),
        ("    start: 2011-06-27\n    end: 2011-06-28\n", "    status: postponed\n    start: 2011-09\n"),
        ("start: 2011-09\n", "start: 2011-09-05\n"),
        ("status: postponed", "status: cancelled"),
    ):
        changed = outside.file.read_text().replace(old, new).replace(SESSION_LINE, "")
        await outside.imports(changed)
        event = (await outside.read(path)).events[0]
        states.append((event["SEQUENCE"], event["STATUS"], event.start.isoformat(), event["UID"]))

    assert [
        (1, "CONFIRMED", "2011-06-27"),
        (2, "TENTATIVE", "2011-06-27"),
        (3, "TENTATIVE", "2011-09-05"),
        (4, "CANCELLED", "2011-09-05"),
    ] == [state[:3] for state in states]
    assert 1 == len({state[3] for state in states})


DAYS = """\
process: {id: p, name: Talks}
meetings:
  - id: geneva-2011
    name: Meeting
    start: 2011-06-27T10:00
    end: 2011-06-29T13:00
    timezone: Europe/Zurich
    registration: {opens: 2011-05-20, closes: 2011-06-01}
    deadlines: [{what: Papers, date: 2011-05-30}, {what: Names, date: 2011-06-02}]
    programme:
      - {id: talks, title: Talks, start: 2011-06-27T10:00, end: 2011-06-29T13:00}
"""
FEWER = (
    DAYS.replace(", closes: 2011-06-01", "")
    .replace("{what: Papers, date: 2011-05-30}, ", "")
    .replace("end: 2011-06-29T13:00", "end: 2011-06-28T13:00")
)


async def test_what_a_meeting_has_no_more_stays_as_cancelled(outside):
    """A closing of registration, a deadline, a day: apps that keep what they have would keep it for good.

    It says that it was left out, and is as it was once it is there again.
    """
    await outside.imports(DAYS)
    ana = outside.stage.person("Ana")
    agenda = await outside.live(AGENDA, ana)
    await ana.says("/follow geneva-2011")
    others = [await outside.live(each) for each in (GENEVA, PROCESS, Selection("session", "geneva-2011", "talks"))]
    before = [await outside.read(path) for path in (agenda, *others)]
    await outside.imports(FEWER)
    after = [await outside.read(path) for path in (agenda, *others)]
    await outside.imports(DAYS)
    again = [await outside.read(path) for path in (agenda, *others)]

    assert [uids(each) for each in before] == [uids(each) for each in after] == [uids(each) for each in again]
    assert [
        ["Deadline: Papers", "Meeting, day 3 of 3", "Registration closes: Meeting"],
        ["Meeting, day 3 of 3", "Registration closes: Meeting"],
        ["Meeting, day 3 of 3", "Registration closes: Meeting"],
        ["Talks, day 3 of 3"],
    ] == [cancelled(each) for each in after]
    assert [[], [], [], []] == [cancelled(each) for each in again]
    gone = [event for each in after for event in each.events if event["STATUS"] == "CANCELLED"]
    assert all(event["DESCRIPTION"].startswith("This has been left out.") for event in gone)
    had = {event["UID"]: event["SEQUENCE"] for each in before for event in each.events}
    assert all(event["SEQUENCE"] == had[event["UID"]] + 1 for event in gone)


async def test_what_a_meeting_has_no_more_is_in_no_copy_and_travels_with_the_meeting(outside):
    """Who takes a file now never had it. An export into another store gives the same live calendar there."""
    await outside.imports(DAYS)
    await outside.imports(FEWER)
    copy = await outside.services.entries.of(GENEVA, "en")
    here = await (await outside.get(await outside.live(GENEVA))).read()
    catalogue = await outside.services.meetings.catalogue()
    await outside.stage.plenary.database.write(lambda connection: connection.execute("DELETE FROM meeting"))
    await outside.imports(as_yaml(catalogue))

    assert b"CANCELLED" not in copy.content
    assert b"CANCELLED" in here
    assert here == await (await outside.get(await outside.live(GENEVA))).read()


async def test_what_a_meeting_has_no_more_leaves_long_after(outside):
    """A year after its day, when the meeting changes once more."""
    await outside.imports(DAYS)
    await outside.imports(FEWER)
    path = await outside.live(GENEVA)
    outside.stage.clock.set(datetime(2012, 6, 20, tzinfo=UTC))
    await outside.imports(FEWER.replace("name: Meeting", "name: Conference"))

    assert ["Conference, day 3 of 3"] == cancelled(await outside.read(path))


def uids(calendar):
    return sorted(str(event["UID"]) for event in calendar.events)


def cancelled(calendar):
    """What is cancelled in it, by name."""
    names = (str(event["SUMMARY"]) for event in calendar.events if event["STATUS"] == "CANCELLED")
    return sorted(name.removeprefix("Cancelled: ") for name in names)


CALLED_OFF = """\
process: {id: p, name: Talks}
meetings:
  - {id: off, name: Called off, start: 2012-02-01, timezone: Europe/Zurich, status: cancelled}
  - {id: later, name: Put off, start: 2012-03-01, timezone: Europe/Zurich, status: postponed}
"""


async def test_the_page_of_a_live_calendar_says_what_does_not_take_place(outside):
    """As the calendar does."""
    await outside.imports(CALLED_OFF)
    path = await outside.live(Selection("process", process="p"))

    page = await (await outside.get(path.removesuffix(".ics"), headers={"Accept-Encoding": "identity"})).text()

    assert "❌ cancelled" in page
    assert "⏸ postponed" in page


async def test_the_page_of_a_live_calendar_in_which_nothing_stands_says_so(outside):
    """Apps keep what they have and ask again; people read why, in their language."""
    path = await outside.live(Selection("agenda"))
    await outside.imports(re.sub("^    name:", "    visibility: invited\n    name:", PROGRAMME, flags=re.M))

    feed = await outside.get(path)
    response = await outside.get(path.removesuffix(".ics") + "?lang=fr", headers={"Accept-Encoding": "identity"})
    page = await response.text()

    assert (503, 503) == (feed.status, response.status)
    assert '<html lang="fr"' in page
    assert "Rien ne figure" in page
