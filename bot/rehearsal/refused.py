"""How the Bot API says no."""

from __future__ import annotations

from typing import Any

from bot.errors import BotError


class Refused(BotError):
    """The Bot API refuses a call.

    `code` is its error_code (400, 403, 404, 429, 500 ...), `parameters` its ResponseParameters (`retry_after` in
    seconds, `migrate_to_chat_id`); `str()` is its description.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """The answer as the server writes it (Bot API, "Making requests")."""
        body = {"ok": False, "error_code": self.code, "description": str(self)}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(description: str) -> Refused:
    """What is wrong with a call, as error 400."""
    return Refused(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refused:
    """What the bot may not do, as error 403."""
    return Refused(403, f"Forbidden: {description}")
