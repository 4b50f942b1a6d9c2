"""Which country a person means, by its name in any of the languages that are understood."""

from __future__ import annotations

from rapidfuzz import process

from bot.answering.places import countries
from bot.answering.text import fold_phrase

_CLOSE_ENOUGH = 86


def country_named(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that a name means, also one that is slightly misspelt."""
    wanted, known = fold_phrase(text), countries()
    if wanted in known:
        return known[wanted]
    close = process.extractOne(wanted, known.keys(), score_cutoff=_CLOSE_ENOUGH)
    return known[close[0]] if close else None
