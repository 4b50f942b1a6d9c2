"""What Telegram says of a token, without receiving anything."""

from __future__ import annotations

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.errors import StartError, TokenRejected
from bot.transport import TELEGRAM, AiohttpRequest


async def telegram_says(api_url: str | None, token: str) -> list[str]:
    """Whose token it is, where updates go and how many wait, a line each (Bot API, getMe and getWebhookInfo).

    Raises TokenRejected, and StartError when Telegram cannot be reached.
    """
    try:
        async with Bot(token, f"{api_url or TELEGRAM}/bot", request=AiohttpRequest(api_url)) as bot:
            webhook = await bot.get_webhook_info()
            name = bot.username
    except InvalidToken:
        raise TokenRejected from None
    except TelegramError as error:
        raise StartError(f"Telegram cannot be asked: {error.message}; see PLENARY_API_URL.") from None
    lines = [
        f"the bot is @{name}",
        f"updates are {'delivered to ' + webhook.url if webhook.url else 'fetched by polling'}",
        f"{webhook.pending_update_count} updates are waiting",
    ]
    if webhook.last_error_message:
        lines.append(f"the last delivery failed: {webhook.last_error_message}")
    return lines
