"""The page to proofread: every word of announcements, notices and reminders in six languages."""

from __future__ import annotations

import re

from tests.proof.__main__ import _templates, page
from tests.proof.walk import walk


async def test_every_message_stands_on_the_page_in_every_language():
    """And all kinds of reminders as their readers see them; nothing is missing."""
    rendering, shown = await walk()

    written = page(rendering, shown)

    assert 'class="missing"' not in written
    assert set(_templates()) <= set(re.findall(r"<h2 id=\"[^\"]*\">([^<]*)</h2>", written))
    kinds = {values["reminder"].kind for values in shown["chat/reminders/reminder.html"]}
    assert {"opens", "closes", "deadline", "meeting", "session"} == kinds
    assert any(values["reminder"].is_late for values in shown["chat/reminders/reminder.html"])
    assert {"chat/notices/notice.html", "chat/announcements/report.html"} <= shown.keys()
    for language in ("ar", "es", "fr", "ru", "zh"):
        assert f'lang="{language}"' in written
