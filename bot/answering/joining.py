"""The small words that join what is asked or named: "and", "or", "to" between days."""

from __future__ import annotations

from bot.answering.text import Token

_AND = {
    "en": frozenset({"and", "or", "plus", "also", "vs", "versus", "as", "than"}),
    "fr": frozenset({"et", "ou", "puis", "que"}),
    "es": frozenset({"y", "e", "o", "u", "que"}),
    "pt": frozenset({"e", "ou", "que"}),
    "no": frozenset({"og", "eller", "samt"}),
    "ru": frozenset({"и", "или", "а"}),
    "ar": frozenset({"و", "او"}),
    "zh": frozenset({"和", "与", "與", "及", "跟", "还", "並", "并"}),
}
_ANY_AND = frozenset({"and", "or", "et", "og", "y", "и", "или"})

BETWEEN_DAYS = frozenset(
    {"to", "and", "au", "a", "al", "y", "et", "e", "til", "og", "по", "и", "до", "الي", "و", "حتي"}
) | {
    "through",
    "until",
    "ate",
}
BEFORE_MONTH = frozenset({"de", "del", "of", "du", "the", "le", "el", "em", "i", "d", "в"})


# A number is a day behind or before one of these, and behind "the" where nothing follows that it could count.
DAY_BEFORE = frozenset({"dia", "jour", "dag", "يوم", "ວັນທີ", "ວັນທີ່"})
DAY_BEHIND = frozenset({"st", "nd", "rd", "th", "числа", "число", "числу"})
FROM = frozenset({"from", "du", "de", "del", "do", "fra", "с", "со", "من"})
THE = frozenset({"the", "el", "le", "den"})
IN = frozenset({"in", "at", "en", "a", "au", "de", "del", "du", "i", "pa", "og", "et", "y"})


def joins(token: Token, language: str | None) -> bool:
    """Whether a token is "and" or "or", or is written together with it as Arabic does."""
    if language == "ar" and token.text.startswith("و") and len(token.forms) > 1:
        return True
    return token.text in _AND.get(language or "", _ANY_AND)
