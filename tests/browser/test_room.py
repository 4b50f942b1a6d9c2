"""The rehearsal room in a real browser: with mouse and with keyboard, wide and narrow, light and dark."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)

from bot.clock import Clock
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.cast import Cast, gather
from bot.rehearsal.room import create_room

CARD = """<b>Intersessional Meeting</b>
27–30 June 2011, see https://www.clusterconvention.org or /venue or <a href="https://t.me/PlenaryBot?start=lima">Lima</a>

<blockquote expandable><b>Source:</b> Invitation, No: 047
“It is my honour to invite you.”
“Registration opens on 9 May.”
“The meeting is held in Geneva.”
“It begins on Monday.”</blockquote>"""
ARABIC = """<b>الاجتماع بين الدورات</b>
\u206827–30\u2069 يونيو \u20682011\u2069
Geneva

<blockquote>المصدر: دعوة</blockquote>"""
KEYBOARD = [
    [InlineKeyboardButton("🏛 Venue", callback_data="venue"), InlineKeyboardButton("📅 Calendar", callback_data="file")],
    [InlineKeyboardButton("Old", callback_data="old"), InlineKeyboardButton("Private", callback_data="private")],
    [
        InlineKeyboardButton("+41 22 730 81 11", copy_text=CopyTextButton("+41 22 730 81 11")),
        InlineKeyboardButton("Site", url="https://www.clusterconvention.org"),
    ],
]
BACK = [[InlineKeyboardButton("‹ Back", callback_data="card")]]
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
COMMANDS = [("next", "The next meeting"), ("venue", "Where it takes place")]


async def answer(update: Update, bot: Bot) -> None:
    """A bot that shows all that a message can hold."""
    query, message = update.callback_query, update.effective_message
    if query and query.data in {"old", "private"}:
        await query.answer("This list is out of date.", show_alert=query.data == "private")
    elif query and query.data == "venue":
        await query.answer()
        await query.edit_message_text("Venue: <script>alert(1)</script>", reply_markup=InlineKeyboardMarkup(BACK))
        await bot.send_venue(message.chat.id, 46.2225, 6.1467, "WMO building", "7bis, avenue de la Paix")
        await bot.send_contact(message.chat.id, "+41 22 730 81 11", "Secretariat")
    elif query and query.data == "file":
        await query.answer()
        await message.reply_document(InputFile(b"BEGIN:VCALENDAR", filename="geneva-2011.ics"), "An entry.")
    elif query:
        await query.edit_message_text(CARD, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(KEYBOARD))
    elif message.location:
        await message.reply_text(f"You are at {message.location.latitude}.")
    elif message.text == "zone":
        keys = [[KeyboardButton("📍 Share my location", request_location=True)], ["/cancel"]]
        await message.reply_text("Where?", reply_markup=ReplyKeyboardMarkup(keys, one_time_keyboard=True))
    else:
        arabic = (update.effective_user.language_code or "") == "ar"
        await message.reply_html(ARABIC if arabic else CARD, reply_markup=InlineKeyboardMarkup(KEYBOARD))


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal(Clock.started_at(datetime(2011, 5, 10, 8, tzinfo=UTC)))


@pytest.fixture
def cast(rehearsal) -> Cast:
    return gather(rehearsal)


@pytest.fixture
async def address(rehearsal, cast) -> AsyncIterator[str]:
    """Where the room is open."""
    async with Bot(TOKEN, request=rehearsal.request, get_updates_request=rehearsal.request) as bot:

        async def take(updates):
            for raw in updates:
                await answer(Update.de_json(raw, bot), bot)

        rehearsal.connect(take)
        await bot.set_my_commands(COMMANDS)
        async with TestServer(create_room(rehearsal, cast)) as server:
            yield str(server.make_url("/"))


@pytest.fixture
async def room(page: Page, address: str) -> Page:
    """The room as the first person enters it."""
    await page.goto(address)
    await page.get_by_role("button", name="Start").wait_for()
    return page


def button(room: Page, name: str):
    return room.get_by_role("button", name=name).last


async def start(room: Page) -> None:
    await button(room, "Start").click()
    await expect(room.locator(".message")).to_have_count(2)


async def test_a_conversation_from_start_to_the_opened_file(room, tmp_path):
    """Start, a card, an edit in place, the way back, and the entry for the calendar."""
    await start(room)
    await button(room, "Venue").click()
    edited = room.locator(".message").nth(1)
    await expect(edited).to_contain_text("edited")
    await expect(edited.locator(".text")).to_have_text("Venue: <script>alert(1)</script>")
    await expect(room.locator(".message").nth(2)).to_contain_text(
        "📍 WMO building7bis, avenue de la Paix46.2225, 6.1467"
    )
    await expect(room.locator(".message").nth(3)).to_contain_text("👤 Secretariat+41 22 730 81 11")
    await button(room, "Back").click()
    await button(room, "Calendar").click()
    async with room.expect_download() as download:
        await room.get_by_role("link", name="geneva-2011.ics").click()
    saved = tmp_path / (await download.value).suggested_filename
    await (await download.value).save_as(saved)

    assert ("geneva-2011.ics", b"BEGIN:VCALENDAR") == (saved.name, saved.read_bytes())


async def test_links_commands_and_deep_links_are_live(room):
    """An address opens outside, a command and a deep link into the chat are sent."""
    await start(room)
    link = room.get_by_role("link", name="https://www.clusterconvention.org")

    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await button(room, "/venue").click()
    await expect(room.locator(".mine").last).to_contain_text("/venue")
    await button(room, "Lima").click()
    await expect(room.locator(".mine").last).to_contain_text("/start lima")


async def test_a_quotation_unfolds(room):
    """It shows three lines until it is opened, and stays open while the chat goes on."""
    await start(room)
    quote = room.locator("blockquote")
    folded = await quote.evaluate("element => element.clientHeight")
    await button(room, "Show all").click()

    assert await quote.evaluate("element => element.clientHeight") > folded
    await button(room, "Calendar").click()
    await expect(room.locator(".message")).to_have_count(3)
    await expect(button(room, "Show less")).to_have_attribute("aria-expanded", "true")


async def test_what_a_button_answers_is_shown(room):
    """A toast passes, an alert waits for its OK; a copied text is in the clipboard."""
    await room.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await start(room)
    await button(room, "Old").click()
    await expect(room.locator("#toast")).to_have_text("This list is out of date.")
    await button(room, "Private").click()
    await expect(room.get_by_role("dialog")).to_contain_text("This list is out of date.")
    await button(room, "OK").click()
    await expect(room.get_by_role("dialog")).to_have_count(0)
    await button(room, "+41 22 730 81 11").click()
    await expect(room.locator("#toast")).to_have_text("Copied: +41 22 730 81 11")

    assert "+41 22 730 81 11" == await room.evaluate("navigator.clipboard.readText()")


async def test_what_a_button_answers_is_left_behind(room):
    """It is hers who pressed: in another's chat nothing of it is seen."""
    await start(room)
    await button(room, "Old").click()
    await expect(room.locator("#toast")).to_have_text("This list is out of date.")
    await room.get_by_role("button", name="Lucía Quispe").click()

    await expect(room.locator("#toast")).to_have_text("", timeout=1000)


async def test_a_picture_and_a_file_are_attached(room, cast):
    """What is written becomes the caption; the picture is seen, and the file can be saved."""
    await room.get_by_label("Message", exact=True).fill("Room 3 is here")
    await room.locator("#file").set_input_files({"name": "map.png", "mimeType": "image/png", "buffer": PIXEL})
    await expect(room.locator(".mine")).to_contain_text("Room 3 is here")
    await expect(room.get_by_label("Message", exact=True)).to_have_value("")
    picture = room.locator(".mine img")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 1)
    async with room.expect_file_chooser() as choosing:
        await button(room, "Attach a picture or a file").click()
    await (await choosing.value).set_files({"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})

    await expect(room.locator(".mine").last.get_by_role("link", name="letter.pdf")).to_be_visible()


async def test_keys_in_the_place_of_letters(room):
    """They are pressed, and go when they were meant for one time."""
    await room.get_by_label("Message", exact=True).fill("zone")
    await room.keyboard.press("Enter")
    await button(room, "Share my location").click()

    await expect(room.locator(".message").last).to_contain_text("You are at -15.42.")
    await expect(room.locator("#keys")).to_be_hidden()


async def test_commands_are_offered_and_sent(room):
    """The menu is Telegram's list for this person."""
    await room.locator("summary").click()
    await expect(room.locator("#menu li")).to_have_text(["/nextThe next meeting", "/venueWhere it takes place"])
    await button(room, "/venue").click()

    await expect(room.locator(".mine").last).to_contain_text("/venue")


async def test_it_is_done_with_the_keyboard_alone(room):
    """What is pressed keeps the focus on what comes in its place."""
    await room.get_by_label("Message", exact=True).focus()
    await room.keyboard.type("when is the meeting?")
    await room.keyboard.press("Enter")
    await expect(room.locator(".message")).to_have_count(2)
    await button(room, "Venue").focus()
    await room.keyboard.press("Enter")
    await expect(button(room, "Back")).to_be_focused()
    await room.keyboard.press("Space")
    await expect(button(room, "Venue")).to_be_visible()

    assert "BODY" != await room.evaluate("document.activeElement.tagName")


async def test_people_are_switched_and_see_what_is_new(room, cast):
    """What the bot wrote to others is counted, and read once it is looked at."""
    await cast.members[1].person.starts()
    lucia = room.get_by_role("button", name="Lucía Quispe")
    await expect(lucia.locator(".count")).to_have_text("1 unread")
    await lucia.click()
    await expect(lucia).to_have_attribute("aria-current", "true")
    await expect(room.locator(".message")).to_have_count(2)
    await room.get_by_role("button", name="Grace Banda").click()

    await expect(room.get_by_role("button", name="Start")).to_be_visible()
    await expect(lucia.locator(".count")).to_have_count(0)


async def test_the_group_shows_who_wrote_and_what_is_answered(room, cast):
    """Anybody may reply."""
    await cast.members[1].person.says("/venue", chat=cast.group)
    await room.get_by_role("button", name="Delegations in Geneva").click()
    await expect(room.locator(".sender")).to_have_text(["Lucía", "Plenary"])
    await button(room, "Reply").click()
    await room.keyboard.type("and lunch?")
    await room.keyboard.press("Enter")

    await expect(room.locator(".mine")).to_contain_text("Plenary: Intersessional Meeting")


async def test_the_clock_shows_each_persons_hour_and_is_moved(room):
    """In Lusaka it is ten when it is eight in UTC; Lima sleeps."""
    hour = room.locator("#hour")
    await expect(hour).to_have_text("Tue, 10 May 2011, 10:00 in Lusaka")
    await room.get_by_role("button", name="Lucía").click()
    await expect(hour).to_have_text("Tue, 10 May 2011, 03:00 in Lima")
    await room.get_by_role("button", name="One day later").click()
    await expect(hour).to_have_text("Wed, 11 May 2011, 03:00 in Lima")
    await room.get_by_label("Move the clock to").fill("2011-06-27T09:30")
    await button(room, "Set").click()

    await expect(hour).to_have_text("Mon, 27 Jun 2011, 09:30 in Lima")


async def test_arabic_runs_from_right_to_left_and_latin_lines_do_not(room):
    """Each line by its own first letter; the quotation's bar stands where its lines begin."""
    await room.get_by_role("button", name="Layla Haddad").click()
    await start(room)
    edges = """() => {
        const text = document.querySelector(".message:not(.mine) .text");
        const line = (words) => {
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                return range.getBoundingClientRect();
            }
        };
        const box = text.getBoundingClientRect();
        const quoted = getComputedStyle(document.querySelector(".quoted blockquote").parentElement);
        return {
            arabic: box.right - line("الاجتماع بين الدورات").right,
            latin: line("Geneva").left - box.left,
            bar: getComputedStyle(document.querySelector(".quoted")).borderRightWidth,
        };
    }"""

    found = await room.evaluate(edges)

    assert found["arabic"] < 2
    assert found["latin"] < 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 640)])
async def test_it_fits_and_can_be_read(open_page, address, cast, scheme, width, height):
    """No sideways scrolling, targets of 24 pixels and more, and a contrast of at least 4.5 (WCAG 2.2, AA)."""
    await cast.members[2].person.starts()
    await cast.members[2].person.says("/venue", chat=cast.group)
    page = await open_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB")
    await page.goto(address)
    await page.get_by_role("button", name="Layla Haddad").click()
    await expect(page.locator(".message")).to_have_count(2)

    found = await page.evaluate((Path(__file__).parent / "readable.js").read_text())

    assert found["width"] <= width
    assert found["height"] <= height
    assert [] == found["small"]
    assert [] == found["faint"]


async def test_nothing_is_fetched_from_elsewhere(page, address):
    """Every request goes to the room, and the policy of the page is not tripped."""
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(address)
    await start(page)

    assert [] == [url for url in asked if not url.startswith(address)]
    assert [] == complaints
