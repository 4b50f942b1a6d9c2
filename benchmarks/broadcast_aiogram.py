"""aiogram's usual broadcast loop: `python -m benchmarks.broadcast_aiogram URL TOKEN FILE`.

FILE is a JSON list of chat ids.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter


async def send(bot: Bot, chat: int) -> None:
    """Send to one chat, again when Telegram says so."""
    try:
        await bot.send_message(chat, "The venue has changed.")
    except TelegramRetryAfter as error:
        await asyncio.sleep(error.retry_after)
        await send(bot, chat)


async def main() -> None:
    """Send to one chat after the other, with the pause that the examples have."""
    url, token, file = sys.argv[1:]
    async with Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        for chat in json.loads(Path(file).read_text()):
            await send(bot, chat)
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(main())
