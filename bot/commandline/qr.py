"""`plenary qr`: a meeting's deep link as a picture, for posters and badges."""

from __future__ import annotations

from argparse import Namespace

from bot import qr
from bot.clock import Clock
from bot.commandline.simple import must_exist, opened
from bot.errors import StartError
from bot.receiving.inquiry import bot_name
from bot.services.meetings import Meetings
from bot.settings import Settings


async def write_code(settings: Settings, given: Namespace) -> None:
    """Write the code into a PNG file and print the link. Raises StartError for a meeting that a link alone does not open."""
    must_exist(settings)
    clock = Clock.started_at(settings.now)
    async with opened(settings, clock) as database:
        meetings = (await Meetings(database, clock).catalogue()).meetings
    if given.meeting not in meetings:
        raise StartError(f"There is no meeting {given.meeting!r}; those in the store: {', '.join(meetings) or 'none'}.")
    if meetings[given.meeting].visibility == "invited":
        raise StartError(
            f"{given.meeting!r} is for invited people only: organisers make links to it in chat, by Share."
        )
    if settings.token is None:
        raise StartError("A deep link carries the bot's name, which Telegram tells: set PLENARY_TOKEN.")
    name = await bot_name(settings.api_url, settings.token.get_secret_value())
    link = f"https://t.me/{name}?start={given.meeting}"
    try:
        given.file.write_bytes(qr.png(link))
    except OSError as error:
        raise StartError(f"{given.file} cannot be written: {error.strerror}.") from error
    print(link)
