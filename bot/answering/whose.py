"""Of which meeting a sentence speaks in a letter that is filed under another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.answering.texts import in_all_languages
from bot.model import Meeting

Named = Callable[[str], frozenset[str]]
"""From a text to the ids of the meetings that it names, by their cities, their names and what they are called for short."""

_SHORTEST = 4  # letters
_TWO = 2  # words
_ACRONYM = re.compile(r"(?=.*[A-Z]{2})[A-Z0-9-]{3,}")


def names_of(meetings: Iterable[Meeting]) -> Named:
    """The names by which letters speak of some meetings; those of several words with any capitals."""
    as_written: dict[str, set[str]] = {}
    in_words: dict[str, set[str]] = {}
    for meeting in meetings:
        called = [*in_all_languages(meeting.name), *meeting.aliases]
        for text in (name for name in called if len(name.split()) >= _TWO):
            in_words.setdefault(text.casefold(), set()).add(meeting.id)
        short = [city for city in in_all_languages(meeting.city) if len(city) >= _SHORTEST]
        for text in (*short, *(name for name in meeting.aliases if _ACRONYM.fullmatch(name))):
            as_written.setdefault(text, set()).add(meeting.id)
    if not as_written and not in_words:
        return lambda _: frozenset()
    pattern = re.compile(rf"(?<!\w)(?:(?P<words>(?i:{_any_of(in_words)}))|{_any_of(as_written)})(?!\w)")

    def named(text: str) -> frozenset[str]:
        found = (
            in_words[hit[0].casefold()] if hit["words"] is not None else as_written[hit[0]]
            for hit in pattern.finditer(text)
        )
        return frozenset().union(*found)

    return named


def _any_of(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True))) or "(?!)"


def speaking_of(sentences: Iterable[str], meeting: str, named: Named, filed: str = "") -> list[str]:
    """The sentences that speak of a meeting: one that names none goes on with what the last one named, the first with
    `filed`, or ("") with whatever is asked."""
    own = []
    current = frozenset({filed}) if filed else frozenset()
    for sentence in sentences:
        current = named(sentence) or current
        if not current or meeting in current:
            own.append(sentence)
    return own
