"""A meeting's card, as a delegate walks through it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Selection

PLACES = """\
process: {id: p, name: Process}
meetings:
  - id: geneva-2011
    name: Meeting in Geneva
    start: 2011-06-27
    end: 2011-06-30
    timezone: Europe/Zurich
    city: Geneva
    country: CH
    venue: {name: The building, address: 7 Street, geo: [46.2225, 6.1467]}
    programme:
      - {id: opening, title: Opening, start: 2011-06-27T10:00, end: 2011-06-27T13:00, room: Room A, chairs: [Ana, Ben]}
      - {id: closing, title: Closing, start: 2011-06-30T15:00}
    documents:
      - {id: agenda, title: Agenda, url: "https://example.org/agenda.pdf"}
"""


@pytest.fixture
def places(tmp_path: Path) -> Path:
    file = tmp_path / "places.yaml"
    file.write_text(PLACES)
    return file


def many(meetings: int, contacts: int) -> str:
    """A store of a secretariat that has met for decades."""
    name = "Ежегодное совещание государств-участников Конвенции о маяках, с длинным названием"
    lines = ["process: {id: p, name: Process}", "meetings:"]
    for number in range(meetings):
        lines += [f"  - {{id: m{number}, name: '{name} {number}', start: {1900 + number}-05, city: Женева}}"]
    lines += ["  - id: last", "    name: Last", "    contacts:"]
    for each in range(contacts):
        lines += [f"      - {{name: Person {each}, email: p{each}@example.org, phone: +41 22 000 {each:04}}}"]
    return "\n".join(lines)


async def test_of_more_meetings_than_a_keyboard_bears_each_has_its_button(open_stage, tmp_path):
    """Telegram takes a hundred buttons under a message, and ten kilobytes of them."""
    file = tmp_path / "many.yaml"
    file.write_text(many(meetings=130, contacts=1))
    stage = await open_stage(files=(file,), organisers=(77,))
    ingrid = stage.person("Ingrid", id=77)

    seen = await ingrid.says("/meetings")
    for command in ("/announce", "/edit"):
        await ingrid.says(command)

    pressed = {each.callback_data for one in seen for row in one.buttons for each in row}
    assert {f"meeting:m{number}" for number in range(130)} <= pressed
    assert [] == [refusal for refusal in stage.refusals if "chat not found" not in refusal]


async def test_of_more_contacts_than_a_keyboard_bears_each_has_its_button(open_stage, tmp_path):
    """The card is edited in place, what has no room follows."""
    file = tmp_path / "many.yaml"
    file.write_text(many(meetings=1, contacts=60))
    stage = await open_stage(files=(file,))
    ana = stage.person("Ana")
    await ana.starts("last")

    seen = await ana.presses("Contacts")

    labels = [each.text for one in seen for row in one.buttons for each in row]
    assert all(any(f"p{number}@" in label for label in labels) for number in range(60))
    assert "‹ Back" == labels[-1]
    assert [] == stage.refusals


async def test_the_card_says_what_a_delegate_must_know(stage):
    """Name, days, place, venue, registration as of now, host, what invitees are asked, and the letter it rests on."""
    ana = stage.person("Ana")

    [card] = await ana.starts("geneva-2011")

    for words in (
        "Intersessional Meeting of the Convention on Cluster Munitions",
        "27–30 June 2011 · in 52 days",
        "Geneva, Switzerland",
        "World Meteorological Organization building",
        "opens on Monday, 9 May 2011, in 3 days",
        "Laos",
        "What invitees are asked",
        "No: 047 Lao PM.GE.11, 18 April 2011",
        "“27-30 June 2011 in Geneva”",
    ):
        assert words in card.text
    assert "<blockquote expandable>" in card.html


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2011, 5, 8, 21, tzinfo=UTC), "opens on Monday, 9 May 2011, tomorrow"),
        (datetime(2011, 5, 8, 22, 30, tzinfo=UTC), "open since Monday, 9 May 2011"),
        (datetime(2011, 7, 1, 8, tzinfo=UTC), "closed"),
    ],
)
async def test_registration_is_told_as_of_now(open_stage, now, words):
    """By the clock at the venue: in Geneva the ninth of May begins at 22:00 UTC."""
    stage = await open_stage(now)
    ana = stage.person("Ana")

    [card] = await ana.starts("geneva-2011")

    assert f"Registration: {words}" in card.text


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("Programme", "The documents state no programme."),
        ("Venue", "World Meteorological Organization building"),
        ("Registration", "https://www.ccm-registration.org"),
        ("Contacts", "The documents name no contact."),
        ("Documents", "Signed by Yong Chanthalangsy"),
        ("Calendar", "The file below is a copy"),
        ("About the meeting", "UNDP"),
    ],
)
async def test_a_section_stands_in_the_cards_place_and_leads_back(stage, section, words):
    """One message, edited; nobody has to scroll."""
    ana = stage.person("Ana")
    [card] = await ana.starts("geneva-2011")

    shown = await ana.presses(section)
    [back] = await ana.presses("Back", on=card)

    assert shown[0].edited
    assert words in shown[0].text
    assert back.text == card.text
    assert [] == stage.refusals


async def test_the_venue_comes_with_a_pin_when_the_place_is_known(open_stage, places):
    """A phone then shows the way."""
    ana = (stage := await open_stage(files=(places,))).person("Ana")
    await ana.starts("geneva-2011")

    _, pin = await ana.presses("Venue")

    assert ("The building", "7 Street") == (pin.venue["title"], pin.venue["address"])
    assert [] == stage.refusals


HELD = """\
process: {id: p, name: Process}
meetings:
  - {id: held, name: Held, start: 2011-06-27T10:00, end: 2011-06-29T13:00, timezone: Europe/Zurich, city: Geneva, country: CH}
  - {id: put-off, name: Put off, status: postponed, start: 2011-06-27, end: 2011-06-30, timezone: Europe/Zurich}
"""


async def test_hours_of_several_days_stand_with_their_days_and_nobody_counts_the_days_to_what_is_postponed(
    open_stage, tmp_path
):
    """Each half of a stretch is whole; a meeting that will not be then is not "in 52 days"."""
    (tmp_path / "held.yaml").write_text(HELD)
    ana = (stage := await open_stage(files=(tmp_path / "held.yaml",))).person("Ana")

    [held] = await ana.starts("held")
    [put_off] = await ana.starts("put-off")

    assert "Monday, 27 June 2011, 10:00 – Wednesday, 29 June 2011, 13:00 (Zurich time)" in held.text
    assert "27–29 June 2011 · in 52 days" in held.text
    assert "⏸ Postponed" in put_off.text
    assert "days" not in put_off.text
    assert [] == stage.refusals


async def test_no_pin_is_made_up(stage):
    """The letter names the building, not where it stands."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    assert 1 == len(await ana.presses("Venue"))


async def test_contacts_can_be_copied_and_kept(stage):
    """Each address and number has a copy button, a phone also a contact card."""
    ana = stage.person("Ana")
    await ana.starts("oslo-2007")

    [contacts] = await ana.presses("Contacts")
    [card] = await ana.presses("Contact card: Ms Abelsen or Ms Laumann")

    copied = {button.copy_text for row in contacts.buttons for button in row if button.copy_text}
    assert {"OsloCCM@mfa.no", "+47 22 24 39 98", "+47 22 24 27 76"} == copied
    assert "+47 22 24 39 98" == card.contact["phone_number"]
    assert [] == stage.refusals


async def test_a_letter_is_sent_as_the_file_that_it_is(stage):
    """Byte for byte, with its symbol, date and signature."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")
    await ana.presses("Documents")

    [sent] = await ana.presses("Invitation to the Intersessional meeting on the CCM")

    letter = Path(__file__).parents[2] / "examples/oslo-process/letters/geneva-2011-invitation.txt"
    assert letter.read_bytes() == sent.document.content
    assert "No: 047 Lao PM.GE.11" in sent.text


async def test_a_document_elsewhere_is_a_link(open_stage, places):
    """What has an address is opened there."""
    ana = (await open_stage(files=(places,))).person("Ana")
    await ana.starts("geneva-2011")

    [documents] = await ana.presses("Documents")

    assert "https://example.org/agenda.pdf" == documents.button("Agenda").url


async def test_the_programme_goes_by_day_and_a_session_tells_its_own(open_stage, places):
    """When, where, who chairs."""
    ana = (await open_stage(files=(places,))).person("Ana")
    await ana.starts("geneva-2011")

    [programme] = await ana.presses("Programme")
    [session] = await ana.presses("10:00 Opening")

    assert "Monday, 27 June 2011\n• 10:00–13:00 Opening · Room A" in programme.text
    assert "Thursday, 30 June 2011\n• 15:00 Closing" in programme.text
    for words in ("Monday, 27 June 2011", "10:00–13:00 (Zurich time)", "Room A", "Ana and Ben"):
        assert words in session.text


async def test_a_sessions_objectives_are_shown(stage):
    """The workshop has three, and no hour."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2013")
    await ana.presses("Programme")

    [session] = await ana.presses("Technical workshop")

    assert "Monday, 15 April 2013" in session.text
    assert "The documents state no hour." in session.text
    assert "triangular and south-south cooperation" in session.text


async def test_a_programme_of_many_sessions_is_shown_a_day_at_a_time(open_stage, tmp_path):
    """Thirty buttons are no keyboard; the day under way comes first."""
    sessions = "\n".join(
        f"      - {{id: s{day}-{number}, title: Sitting {day}.{number}, start: 2011-06-{day}T{8 + number:02}:00}}"
        for day in range(27, 31)
        for number in range(5)
    )
    file = tmp_path / "dense.yaml"
    file.write_text(PLACES.partition("    programme:")[0] + f"    programme:\n{sessions}\n")
    ana = (await open_stage(datetime(2011, 6, 28, 7, tzinfo=UTC), (file,))).person("Ana")
    await ana.starts("geneva-2011")

    [today] = await ana.presses("Programme")
    [thursday] = await ana.presses("Thu 30 Jun")

    assert "Sitting 28.0" in today.text
    assert "Sitting 27.0" not in today.text
    assert "Sitting 30.4" in thursday.text


async def test_the_calendar_button_sends_the_meeting_as_a_file(stage):
    """The same bytes as `plenary calendar` prints."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    _, sent = await ana.presses("Calendar")

    entry = await stage.plenary.services.entries.of(Selection("meeting", meeting="geneva-2011"), "en")
    assert "geneva-2011.ics" == sent.document.name
    assert entry.content == sent.document.content


async def test_a_meeting_without_days_has_no_entry_and_says_so(stage):
    """Of Beirut the month is known."""
    ana = stage.person("Ana")
    await ana.starts("beirut-2011")

    [calendar] = await ana.presses("Calendar")

    assert "There is no calendar entry yet" in calendar.text


async def test_what_the_documents_do_not_state_comes_with_whom_to_ask(stage):
    """The venue in Lima: not stated, two addresses to ask."""
    ana = stage.person("Ana")
    await ana.starts("lima-2007")

    [venue] = await ana.presses("Venue")

    assert "The documents do not state the building." in venue.text
    assert "lballon@rree.gob.pe" in venue.text
    assert "eprieto@rree.gob.pe" in venue.text


async def test_what_will_follow_is_another_answer(stage):
    """Lima's agenda was promised."""
    ana = stage.person("Ana")
    await ana.starts("lima-2007")

    [programme] = await ana.presses("Programme")

    assert "it will follow" in programme.text


async def test_the_meetings_before_and_after_are_a_button_away(stage):
    """A process is a row of meetings."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    [about] = await ana.presses("About the meeting")
    [card] = await ana.presses(about.labels[0])

    assert "Vientiane, Laos" in card.text
