"""Pages for people without Telegram."""

from __future__ import annotations

import json
import re

import icalendar
import pytest
from aiohttp import ClientSession

from bot.model import Selection
from bot.services.meetings_file import import_files
from bot.settings import Address, Settings
from bot.web.public import public_pages
from bot.web.server import create_web, listening

PUBLIC = "https://meetings.example.org/plenary"
INVITED = """\
process: {id: p, name: Process}
meetings:
  - id: closed
    name: "For <b>invited</b> people </script>"
    visibility: invited
    start: 2011-06-27T10:00
    end: 2011-06-27T13:00
    timezone: Europe/Zurich
    city: Geneva
    country: CH
    documents:
      - {id: note, title: A note, language: en, file: note.txt}
  - id: open
    name: Open meeting
    status: postponed
    start: 2011-09
"""


class Outside:
    """A browser somewhere."""

    def __init__(self, stage, client, address):
        self.stage = stage
        self.get = client.get
        self.request = client.request
        self.address = address
        self.services = stage.plenary.services

    async def text(self, path, **headers):
        response = await self.get(path, headers=headers)
        assert 200 == response.status, path
        return await response.text()


@pytest.fixture
async def outside(open_stage, tmp_path):
    """The example and two meetings more, over HTTP."""
    stage = await open_stage(public_url=PUBLIC)
    (tmp_path / "note.txt").write_text("Confidential.")
    file = tmp_path / "invited.yaml"
    file.write_text(INVITED)
    await import_files(stage.plenary.database, stage.clock, (file,))
    settings = Settings(_env_file=None, public_url=PUBLIC)
    application = create_web(public_pages(settings, stage.plenary.services))
    async with (
        listening(application, Address("127.0.0.1", 0)) as address,
        ClientSession(f"http://127.0.0.1:{address.port}") as client,
    ):
        yield Outside(stage, client, f"http://127.0.0.1:{address.port}")


async def test_a_meetings_page_has_what_the_card_has(outside):
    """Dates, place, venue, registration, programme, contacts, documents, what is asked, and the letters it rests on."""
    page = await outside.text("/meetings/geneva-2011")

    for words in (
        '<html lang="en" dir="ltr">',
        "Intersessional Meeting of the Convention on Cluster Munitions",
        "27–30 June 2011",
        "in 52 days",
        "Geneva, Switzerland",
        "World Meteorological Organization building",
        "opens on Monday, 9 May 2011",
        "https://www.ccm-registration.org",
        "What invitees are asked",
        "No: 047 Lao PM.GE.11",
        "27-30 June 2011 in Geneva",
        "geneva-2011.ics?lang=en",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("path", "asked", "language"),
    [
        ("/meetings/geneva-2011", "", "en"),
        ("/meetings/geneva-2011", "fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("/meetings/geneva-2011", "de, ru;q=0.5, es;q=0.7", "es"),
        ("/meetings/geneva-2011", "zh;q=0, ar", "ar"),
        ("/meetings/geneva-2011", "de;q=x,,;", "en"),
        ("/meetings/geneva-2011?lang=zh", "fr", "zh"),
        ("/meetings/geneva-2011?lang=de", "fr", "fr"),
    ],
)
async def test_the_language_is_the_chosen_one_or_the_browsers(outside, path, asked, language):
    """?lang= before Accept-Language by weight, before the operator's; the page says which, and where the others are."""
    response = await outside.get(path, headers={"Accept-Language": asked})
    page = await response.text()

    assert language == response.headers["Content-Language"]
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert ["ar", "en", "es", "fr", "ru", "zh"] == re.findall(r'hreflang="(..)"', page)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
async def test_every_meeting_has_its_page_in_every_language(outside, language):
    """Nothing in it is left to chance, and no attribute has an isolate in it."""
    for meeting in ("geneva-2006", "oslo-2007", "lima-2007", "vientiane-2010", "beirut-2011", "geneva-2013", "open"):
        response = await outside.get(f"/meetings/{meeting}?lang={language}")
        if response.status == 200:
            assert not re.search(r'="[^"]*[\u2066-\u2069]', await response.text())
    assert "geneva-2013" in await outside.text(f"/meetings/geneva-2013?lang={language}")


async def test_what_the_documents_leave_out_is_said_section_by_section(outside):
    """Nobody is told whom to ask without being told about what; of a meeting without hours no clock is named."""
    page = await outside.text("/meetings/geneva-2013?lang=en")

    for words in ("The documents do not state the building.", "The documents say nothing about registration."):
        assert words in page
    assert "The documents state no programme." in await outside.text("/meetings/geneva-2011?lang=en")
    assert "All times are those of" not in page


async def test_it_is_schema_org_data_too(outside):
    """Parsed, with the facts that the store has."""
    page = await outside.text("/meetings/geneva-2011")
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(found)

    assert ("Event", "2011-06-27", "2011-06-30") == (data["@type"], data["startDate"], data["endDate"])
    assert "https://schema.org/EventScheduled" == data["eventStatus"]
    assert "CH" == data["location"]["address"]["addressCountry"]
    assert f"{PUBLIC}/meetings/geneva-2011" == data["url"]


async def test_a_postponed_meeting_of_which_only_the_month_is_known(outside):
    """The month stands in the data, and there is no file to take."""
    page = await outside.text("/meetings/open")

    assert '"startDate": "2011-09"' in page
    assert "EventPostponed" in page
    assert ".ics" not in page
    assert 404 == (await outside.get("/meetings/open.ics")).status


async def test_the_policy_lets_in_nothing_from_elsewhere(outside):
    """No script, style, image or frame but our own; and what is asked for is there."""
    response = await outside.get("/meetings/geneva-2011")
    page, policy = await response.text(), response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert [] == re.findall(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="(?:https?:)?//', page)
    for asset, kind in (("page.css", "text/css"), ("page.js", "text/javascript")):
        response = await outside.get(f"/meetings/{asset}")
        assert (200, kind) == (response.status, response.content_type)


async def test_the_file_is_the_one_that_chat_sends(outside):
    """In the language of the page, as a file to keep."""
    response = await outside.get("/meetings/geneva-2011.ics?lang=fr")
    content = await response.read()

    entry = await outside.services.entries.of(Selection("meeting", meeting="geneva-2011"), "fr")
    assert "text/calendar; charset=utf-8" == response.headers["Content-Type"]
    assert "attachment; filename*=UTF-8''geneva-2011.ics" == response.headers["Content-Disposition"]
    assert entry.content == content
    assert "20110627" == icalendar.Calendar.from_ical(content).walk("VEVENT")[0]["DTSTART"].to_ical().decode()


async def test_documents_come_as_files(outside):
    """Those of the meeting and those that it rests on; those of others do not."""
    page = await outside.text("/meetings/geneva-2011")
    [path] = set(re.findall(r'href="(geneva-2011/[a-z0-9-]+)"', page))

    response = await outside.get(f"/meetings/{path}")

    assert (200, "application/octet-stream") == (response.status, response.content_type)
    assert b"Intersessional" in await response.read()
    assert 404 == (await outside.get("/meetings/geneva-2011/lima-invitation")).status
    assert 404 == (await outside.get("/meetings/geneva-2011/nothing")).status


@pytest.mark.parametrize("path", ["/meetings/closed", "/meetings/closed.ics", "/meetings/closed/note"])
async def test_an_invited_meeting_is_there_only_behind_a_token(outside, path):
    """Without one, or with another's, it is like any unknown page; with that of a link or of a live calendar it is there."""
    ana = outside.stage.person("Ana")
    await ana.starts()
    services = outside.services
    await services.admissions.open(ana.id, ana.id, await link_to(outside, "closed"), None)
    other = await services.calendars.make(ana.id, Selection("meeting", meeting="geneva-2011"), "en", alarms=False)
    own = await services.calendars.make(ana.id, Selection("meeting", meeting="closed"), "en", alarms=False)
    unknown = await told(outside, "/nothing")

    for query in ("", "?token=", "?token=x", f"?token={token_of(other)}"):
        assert unknown == await told(outside, path + query)
    assert 200 == (await outside.get(f"{path}?token={token_of(own)}")).status


async def link_to(outside, meeting):
    """What an organiser's link to an invited meeting carries."""
    boss = outside.stage.person("Boss")
    await boss.starts()
    await outside.services.organisers.appoint((boss.id,))
    person = await outside.services.people.meet(boss.id, "Boss", "en")
    _, payload = await outside.services.admissions.make_link(person, meeting)
    return payload


async def test_the_link_of_an_organiser_opens_the_page_too(outside):
    """For a delegate without Telegram; on the page the token goes along to the file and the other languages."""
    payload = await link_to(outside, "closed")

    page = await outside.text(f"/meetings/closed?token={payload}")

    assert "For &lt;b&gt;invited&lt;/b&gt; people" in page
    assert f"closed.ics?lang=en&amp;token={payload}" in page
    assert f"?lang=ar&amp;token={payload}" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in await outside.text("/meetings/open")


def token_of(made) -> str:
    return made.page.rpartition("/")[2]


async def told(outside, path):
    """What an answer says, but for the time."""
    response = await outside.get(path)
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status, headers, await response.read()


async def test_the_page_of_a_live_calendar_leads_to_the_apps(outside):
    """Apple by webcal, Google and Outlook (also at work) by their own pages, the address to copy, and how soon each looks."""
    ana = outside.stage.person("Ana")
    await ana.starts()
    made = await outside.services.calendars.make(ana.id, Selection("process", process="ccm"), "en", alarms=False)
    token = token_of(made)

    page = await outside.text(f"/calendars/{token}")

    assert f'href="webcal://meetings.example.org/plenary/calendars/{token}.ics"' in page
    assert f"cid=webcal%3A%2F%2Fmeetings.example.org%2Fplenary%2Fcalendars%2F{token}.ics" in page
    assert "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fmeetings.example.org" in page
    assert "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fmeetings.example.org" in page
    assert f'value="{PUBLIC}/calendars/{token}.ics"' in page
    assert "Every 12 to 24 hours" in page
    assert "../meetings/geneva-2011?lang=en" in page
    assert '<meta name="robots" content="noindex">' in page


async def test_an_unknown_calendar_has_no_page(outside):
    """Like any unknown page."""
    assert await told(outside, "/nothing") == await told(outside, "/calendars/" + "A" * 32)


@pytest.mark.parametrize(
    "path", ["/meetings/atlantis", "/meetings/atlantis.ics", "/meetings/A", "/meetings/", "/meetings"]
)
async def test_an_unknown_meeting_has_no_page(outside, path):
    """Like any unknown page."""
    assert await told(outside, "/nothing") == await told(outside, path)
