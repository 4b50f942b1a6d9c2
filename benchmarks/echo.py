"""python-telegram-bot's echo bot as it comes: `python -m benchmarks.echo URL TOKEN`."""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Send back what a person wrote."""
    await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll until stopped."""
    url, token = sys.argv[1:]
    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
