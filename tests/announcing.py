"""Announcements as a script makes them."""

from __future__ import annotations

from html import escape

from bot.announcement import Addressees, Content, Version
from bot.services.announcements import Announcements


async def announce_text(
    announcements: Announcements, meeting_id: str, text: str, by: str, *, key: str | None = None
) -> int:
    """Send a plain text to everyone who follows a meeting or its process, `ccm`; give the announcement's number."""
    content = Content(versions={"en": Version(text=escape(text, quote=False))})
    return (await announcements.announce(Addressees(process="ccm", meeting=meeting_id), content, by, key=key))[0]
