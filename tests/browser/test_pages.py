"""A delegate without Telegram: the meeting's page in a real browser."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest

from bot.model import Selection
from bot.settings import Address, Settings
from bot.web.public import public_pages
from bot.web.server import create_web, listening

READABLE = (Path(__file__).parent / "readable.js").read_text()
PHONE = {"width": 375, "height": 667}


@pytest.fixture
async def outside(open_stage):
    """The bot on the example, its pages at an address of this machine."""
    stage = await open_stage(public_url="http://127.0.0.1:1")
    settings = Settings(_env_file=None, public_url="http://127.0.0.1:1")
    async with listening(
        create_web(public_pages(settings, stage.plenary.services)), Address("127.0.0.1", 0)
    ) as address:
        yield stage, f"http://127.0.0.1:{address.port}"


async def test_a_delegate_without_telegram_reads_the_page_in_arabic_and_saves_the_entry(outside, open_page):
    """On a phone's width, from the right; the file has the same facts as the chat."""
    stage, address = outside
    page = await open_page(viewport=PHONE, locale="ar", accept_downloads=True)
    await page.goto(f"{address}/meetings/geneva-2011")

    ana = stage.person("Ana", language_code="ar")
    [card] = await ana.starts("geneva-2011")
    async with page.expect_download() as saved:
        await page.get_by_role("link", name=".ics").click()
    file = Path(await (await saved.value).path())
    [*events] = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    text = await page.inner_text("main")

    assert "geneva-2011.ics" == (await saved.value).suggested_filename
    assert ("rtl", "ar") == tuple(await page.evaluate("[document.documentElement.dir, document.documentElement.lang]"))
    for fact in ("27–30 يونيو 2011", "سويسرا", "World Meteorological Organization building"):
        assert fact in bare(card.text)
        assert fact in bare(text)
    assert (await ana.presses("التقويم"))[-1].document.content == file.read_bytes()
    assert "20110627" == events[0]["DTSTART"].to_ical().decode()


def bare(text: str) -> str:
    """The words without what isolates them."""
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069\u200f")


@pytest.mark.parametrize("language", ["ar", "en"])
async def test_pages_fit_a_phone_with_letters_twice_as_large(outside, open_page, language):
    """WCAG 1.4.4: nothing has to be moved from side to side."""
    stage, address = outside
    ana = stage.person("Ana")
    await ana.starts()
    process = Selection("process", process="ccm")
    made = await stage.plenary.services.calendars.make(ana.id, process, language, alarms=False)
    page = await open_page(viewport=PHONE)
    for path in (f"/meetings/geneva-2013?lang={language}", "/calendars/" + made.page.rpartition("/")[2]):
        await page.goto(address + path)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en", "zh"])
async def test_pages_are_wide_enough_and_strong_enough(outside, open_page, language, scheme):
    """Nothing is cut off at 320 pixels, targets are large enough, and no word is fainter than 4.5 to 1."""
    stage, address = outside
    ana = stage.person("Ana")
    await ana.starts()
    process = Selection("process", process="ccm")
    made = await stage.plenary.services.calendars.make(ana.id, process, language, alarms=False)
    page = await open_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for path in (f"/meetings/geneva-2013?lang={language}", "/calendars/" + made.page.rpartition("/")[2]):
        await page.goto(address + path)
        found = await page.evaluate(READABLE)
        assert (320, [], []) == (found["width"], found["small"], found["faint"]), path


async def test_the_switch_leads_to_the_same_page_in_another_language(outside, page):
    """And back."""
    _, address = outside
    await page.goto(f"{address}/meetings/geneva-2011")

    await page.get_by_role("link", name="Français").click()

    assert "fr" == await page.evaluate("document.documentElement.lang")
    assert "27–30 juin 2011" in await page.inner_text("main")
    assert "Français" == await page.inner_text("nav [aria-current]")


async def test_the_address_of_a_live_calendar_is_copied_by_a_button(outside, open_page):
    """The browser's policy lets our own script run; the words change when it is done."""
    stage, address = outside
    ana = stage.person("Ana")
    await ana.starts()
    made = await stage.plenary.services.calendars.make(ana.id, Selection("agenda"), "en", alarms=False)
    page = await open_page(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    await page.goto(address + "/calendars/" + made.page.rpartition("/")[2])

    await page.get_by_role("button", name="Copy the address").click()
    await page.get_by_role("button", name="Copied").wait_for()

    assert made.address == await page.evaluate("navigator.clipboard.readText()")
    assert (await page.get_by_role("link", name="Apple").get_attribute("href")).startswith("webcal://")
