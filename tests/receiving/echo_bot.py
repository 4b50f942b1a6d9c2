"""A whole bot in a process of its own, to be killed: polls, stores, echoes. Arguments: API URL, database."""

import asyncio
import logging
import signal
import sys
from pathlib import Path

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bot.clock import Clock
from bot.receiving.door import Door
from bot.receiving.polling import Polling
from bot.store.database import Database
from bot.transport import AiohttpRequest

TOKEN = "123456:TEST-token_of_the_test_server"


async def echo(update: Update, context: object) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def main(url: str, path: Path) -> None:
    database = await Database.open(path, Clock(), alone=True)
    request = AiohttpRequest(url)
    builder = Application.builder().token(TOKEN).base_url(f"{url}/bot").updater(None).job_queue(None)
    application = builder.request(request).get_updates_request(request).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        door = Door(application, database, Clock())
        await door.resume()
        polling = asyncio.create_task(Polling(application.bot, door, ["message"]).run())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, polling.cancel)
        await asyncio.gather(polling, return_exceptions=True)
        await door.stop()
    await database.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
