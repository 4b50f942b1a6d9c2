"""Of which meeting a sentence speaks in a letter that is filed under another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from bot.answering.texts import in_all_languages
from bot.model import Meeting

Named = Callable[[str], frozenset[str]]
"""From a text to the ids of the meetings that it names, by their cities or whole names."""

_SHORTEST = 4  # letters
_TWO = 2  # words


def names_of(meetings: Iterable[Meeting]) -> Named:
    """The names by which letters speak of some meetings."""
    ids: dict[str, set[str]] = {}
    for meeting in meetings:
        called = [city for city in in_all_languages(meeting.city) if len(city) >= _SHORTEST]
        called += [name for name in in_all_languages(meeting.name) if len(name.split()) >= _TWO]
        for text in called:
            ids.setdefault(text, set()).add(meeting.id)
    if not ids:
        return lambda _: frozenset()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(ids, key=len, reverse=True)))})(?!\w)")
    return lambda text: _together(pattern.findall(text), ids)


def _together(found: Iterable[str], ids: Mapping[str, set[str]]) -> frozenset[str]:
    return frozenset().union(*(ids[text] for text in found))


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
