"""A broadcast with python-telegram-bot's AIORateLimiter as it comes: `python -m benchmarks.broadcast_ptb URL TOKEN FILE`.

FILE is a JSON list of chat ids.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path

from telegram.ext import AIORateLimiter, Application


async def main() -> None:
    """Send to all chats at once; the rate limiter makes the calls wait."""
    url, token, file = sys.argv[1:]
    logging.disable()  # it tells of each 429 with a traceback
    application = Application.builder().token(token).base_url(f"{url}/bot").rate_limiter(AIORateLimiter()).build()
    async with application:
        chats = json.loads(Path(file).read_text())
        sending = [application.bot.send_message(chat, "The venue has changed.") for chat in chats]
        await asyncio.gather(*sending, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
