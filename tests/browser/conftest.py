"""A real browser for the tests of this folder: Chromium as the system has it, seeing this machine and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
HERE = Path(__file__).parent
_LISTENING = "DevTools listening on "

OpenPage = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(
            "The browser tests were left out: no Chromium was found (on Debian: apt-get install chromium)."
        )


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address by which Chromium is driven: it is started once for all tests, which takes longer than most of them do."""
    profile = tmp_path_factory.mktemp("chromium")
    command = [str(CHROMIUM), *ARGUMENTS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = next((line for line in running.stderr if line.startswith(_LISTENING)), None)
        assert said is not None, "Chromium does not start"
        threading.Thread(target=running.stderr.read, daemon=True).start()  # what else it says, or it would wait one day
        yield said.removeprefix(_LISTENING).strip()
        running.terminate()


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The one browser, in which each test has pages with a storage of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(chromium)
        yield browser
        await browser.close()


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens a page of its own storage: `await open_page(viewport={"width": 375, "height": 667}, color_scheme="dark")`.

    It takes what `Browser.new_context` takes. A script error in any page fails the test.
    """
    errors: list[str] = []

    async def open_one(**settings: Any) -> Page:
        page = await (await browser.new_context(**settings)).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_one

    assert errors == []


@pytest.fixture
async def page(open_page: OpenPage) -> Page:
    """A page in English as wide as a desktop's."""
    return await open_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
