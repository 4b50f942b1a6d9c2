"""The bot, also on servers that stand in for Telegram's where programs are tried out, and say less of it."""

from __future__ import annotations

from typing import Any

from bot.delivery.dated import DatedBot


class LenientBot(DatedBot):
    """Takes itself for a bot, whether or not the server says so (Bot API, getMe)."""

    async def _post(self, endpoint: str, *args: Any, **kwargs: Any) -> Any:
        answer = await super()._post(endpoint, *args, **kwargs)
        return {"is_bot": True} | answer if endpoint == "getMe" and isinstance(answer, dict) else answer
