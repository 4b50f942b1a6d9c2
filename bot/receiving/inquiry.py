"""What Telegram says of a token, without receiving anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.errors import StartError, TokenRejected
from bot.transport import TELEGRAM, AiohttpRequest


async def telegram_says(api_url: str | None, token: str) -> list[str]:
    """Whose token it is, where updates go and how many wait, a line each (Bot API, getMe and getWebhookInfo).

    Raises TokenRejected, and StartError when Telegram cannot be reached.
    """
    async with _asking(api_url, token) as bot:
        webhook, name = await bot.get_webhook_info(), bot.username
    lines = [
        f"the bot is @{name}",
        f"updates are {'delivered to ' + webhook.url if webhook.url else 'fetched by polling'}",
        f"{webhook.pending_update_count} updates are waiting",
    ]
    if webhook.last_error_message:
        lines.append(f"the last delivery failed: {webhook.last_error_message}")
    return lines


async def bot_name(api_url: str | None, token: str) -> str:
    """The username of the token's bot (Bot API, getMe). Raises TokenRejected, and StartError as above."""
    async with _asking(api_url, token) as bot:
        return bot.username


@asynccontextmanager
async def _asking(api_url: str | None, token: str) -> AsyncIterator[Bot]:
    try:
        async with Bot(token, f"{api_url or TELEGRAM}/bot", request=AiohttpRequest(api_url)) as bot:
            yield bot
    except InvalidToken:
        raise TokenRejected from None
    except TelegramError as error:
        raise StartError(f"Telegram cannot be asked: {error.message}; see PLENARY_API_URL.") from None
