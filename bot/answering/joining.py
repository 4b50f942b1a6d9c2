"""The small words that join what is asked or named: "and", "or"."""

from __future__ import annotations

from bot.answering import particles
from bot.answering.text import Token

_JOINING = particles.by_language("joins")
_ANYWHERE = particles.said("joins_anywhere")


def joins(token: Token, language: str | None) -> bool:
    """Whether a token is "and" or "or", or is written together with it as Arabic does."""
    if language == "ar" and token.text.startswith("و") and len(token.forms) > 1:
        return True
    return token.text in _JOINING.get(language or "", _ANYWHERE)
