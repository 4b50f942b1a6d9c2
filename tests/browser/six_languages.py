"""The same conversation in all six languages, as pictures: `python -m tests.browser.six_languages FOLDER`.

Each person of the rehearsal room asks, and opens every section of a card; the room is photographed at a desktop's and at a
phone's width. For people to look at: what a test can hold is in the tests beside this one.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bot.app import ready
from bot.clock import Clock
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.cast import Member, gather
from bot.rehearsal.people import Person
from bot.rehearsal.room import create_room
from bot.services.meetings_file import import_files
from bot.settings import Address, Settings
from bot.store.database import Database
from bot.web.server import listening
from tests.browser.conftest import ARGUMENTS, CHROMIUM

EXAMPLE = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"
NOW = datetime(2013, 4, 5, 8, tzinfo=UTC)
WIDTHS = {"desktop": 1100, "phone": 375}

# When and where is it; how to register for the one before; what a document says; what nobody says; which one.
QUESTIONS = {
    "en": [
        "When and where is the next meeting?",
        "How do I register for June 2011?",
        "What share of the funding went to victim assistance?",
        "Where is the Oslo conference of 2007?",
        "the Geneva meeting",
    ],
    "fr": [
        "Quand et où est la prochaine réunion ?",
        "Comment s’inscrire pour juin 2011 ?",
        "Quelle part du financement est allée à l’assistance aux victimes ?",
        "Où est la conférence d’Oslo de 2007 ?",
        "la réunion de Genève",
    ],
    "es": [
        "¿Cuándo y dónde es la próxima reunión?",
        "¿Cómo me inscribo para junio de 2011?",
        "¿Qué parte de la financiación fue a la asistencia a las víctimas?",
        "¿Dónde es la conferencia de Oslo de 2007?",
        "la reunión de Ginebra",
    ],
    "ru": [
        "Когда и где следующее совещание?",
        "Как зарегистрироваться на июнь 2011 года?",
        "Какая доля финансирования пошла на помощь жертвам?",
        "Где проходит конференция в Осло в 2007 году?",
        "встреча в Женеве",
    ],
    "ar": [
        "متى وأين الاجتماع القادم؟",
        "كيف أسجل في اجتماع يونيو 2011؟",
        "ما حصة مساعدة الضحايا من التمويل؟",
        "أين يُعقد مؤتمر أوسلو 2007؟",
        "اجتماع جنيف",
    ],
    "zh": [
        "下次会议什么时候在哪里举行？",
        "2011年6月的会议怎么注册？",
        "多少资金用于援助受害者？",
        "2007年奥斯陆会议在哪里举行？",
        "日内瓦会议",
    ],
}
SECTIONS = ("about", "programme", "registration", "contacts", "documents", "calendar", "share")


async def talk(person: Person, language: str) -> None:
    """From the first word to the sections of a card, each as a message of its own."""
    await person.starts()
    for question in QUESTIONS[language]:
        await person.says(question)
    for section in SECTIONS:
        [card] = await person.starts("geneva-2013")
        await person.presses_data(card, f"{section}:geneva-2013")
    await person.says("/help")
    await person.says("/settings")


async def photograph(browser: Browser, address: str, member: Member, folder: Path) -> None:
    """The whole chat of one person, at each width."""
    language = member.person.user["language_code"][:2]
    for name, width in WIDTHS.items():
        page = await browser.new_page(viewport={"width": width, "height": 800}, locale=language)
        await page.goto(address)
        await page.get_by_role("navigation").get_by_role("button", name=member.person.user["first_name"]).click()
        await page.locator(".message").last.wait_for()
        hidden = await page.locator("#log").evaluate("log => log.scrollHeight - log.clientHeight")
        await page.set_viewport_size({"width": width, "height": 800 + hidden})
        await page.screenshot(path=folder / f"{language}-{name}.png")
        await page.close()


async def main(folder: Path) -> None:
    """Hold the conversations and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock.started_at(NOW)
    rehearsal = Rehearsal(clock)
    cast = gather(rehearsal)
    delegates = [member for member in cast.members if member.role == "Delegate"]
    with tempfile.TemporaryDirectory() as store:
        database = await Database.open(Path(store) / "plenary.db", clock)
        await import_files(database, clock, [EXAMPLE])
        request = rehearsal.request
        async with ready(Settings(_env_file=None), clock, database, request, TOKEN, limited=False) as plenary:
            rehearsal.connect(plenary.door.take, plenary.door.idle, plenary.allowed_updates)
            for member in delegates:
                await talk(member.person, member.person.user["language_code"][:2])
            async with (
                listening(create_room(rehearsal, cast), Address("127.0.0.1", 0)) as address,
                async_playwright() as playwright,
            ):
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                for member in delegates:
                    await photograph(browser, f"http://{address.host}:{address.port}/", member, folder)
                await browser.close()
        await database.close()
    print(f"{folder}: {len(delegates) * len(WIDTHS)} pictures")


if __name__ == "__main__":
    if len(sys.argv) != 2 or CHROMIUM is None:
        sys.exit("python -m tests.browser.six_languages FOLDER (Chromium is needed)")
    asyncio.run(main(Path(sys.argv[1])))
