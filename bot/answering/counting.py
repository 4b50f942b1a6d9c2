"""Meetings by their number alone: "the fourth meeting", where no other name tells which, and "the fourth"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.phrases import Hit
from bot.answering.reading import Reading, places_of
from bot.answering.text import cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import Meaning, words

_KINDS = frozenset({"meeting", "conference", "assembly"})  # what people call any meeting
_NAMING = frozenset({"alias", "series", "nth", "short", "place", "city", "time", "country"})
_BEHIND = ("ar", "lo")  # languages that put the number behind what it counts
_DAYS_TOO = "pt"  # in which "a quarta" is a day of the week
_MOST = 5  # words that ask for nothing but "the fourth"


def counted(reading: Reading, names: Names, found: Sequence[Mention]) -> Iterator[Mention]:
    """The meetings that have the number in a question that names none otherwise; a mention of none where the store has none.

    Numbers of what is in a meeting ("the second meeting" of a committee) are taken for such where no meeting has them.
    """
    if any(mention.kind in _NAMING for mention in found):
        return
    inside = places_of(hit for hit in reading.names if hit.value.kind in ("session", "document", "person"))
    for hit in reading.of("ordinals"):
        kind = next((kind for kind in reading.of("kinds") if _stands_by(hit, kind, reading)), None)
        if hit.start in inside or (kind is None and not _stands_alone(hit, reading, found)):
            continue
        number = int(hit.value.name)
        is_assembly = kind is not None and kind.value.name == "assembly"
        of_kind = names.kinds.get("assembly") if is_assembly else None
        pool = names.ids if of_kind is None else of_kind
        ids = frozenset(meeting for meeting in pool if number in names.features[meeting].ordinals)
        if ids or is_assembly or not _is_inside(number, names, of_meeting=kind is not None):
            start, end = (min(hit.start, kind.start), max(hit.end, kind.end)) if kind else (hit.start, hit.end)
            yield Mention("nth", start, end, ids, f"meeting.{number}")


def _is_inside(number: int, names: Names, *, of_meeting: bool) -> bool:
    """Whether something in a meeting has the number; `of_meeting`: where its title calls that a meeting."""
    ids = names.inside.get(f"number:{number}", frozenset())
    if not of_meeting:
        return bool(ids)
    titles = {
        title
        for meeting in ids
        for session in names.catalogue.meetings[meeting].programme
        for title in in_all_languages(session.title)
    }
    return any(_has_meeting(title, number) for title in titles)


def _has_meeting(title: str, number: int) -> bool:
    """Whether a title has "second meeting" or its like in it."""
    hits = words().phrases.find(tokens(cleaned(title)))
    kinds = [hit for hit in hits if hit.value.group == "kinds" and hit.value.name in _KINDS]
    numbers = [hit for hit in hits if hit.value.group == "ordinals" and int(hit.value.name) == number]
    return any(one.end == kind.start or kind.end == one.start for one in numbers for kind in kinds)


def _stands_by(ordinal: Hit[Meaning], kind: Hit[Meaning], reading: Reading) -> bool:
    behind = reading.language in _BEHIND and kind.end == ordinal.start
    return kind.value.name in _KINDS and (kind.start == ordinal.end or behind)


def _stands_alone(ordinal: Hit[Meaning], reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a short question counts nothing that it names: "and when is the fourth?"."""
    if found or reading.of("kinds") or reading.names or reading.language in (None, _DAYS_TOO, *_BEHIND):
        return False
    asks = places_of(hit for hit in reading.of("concepts")) | reading.stop
    others = set(range(len(reading.tokens))) - set(range(ordinal.start, ordinal.end))
    return bool(others) and len(reading.tokens) <= _MOST and others <= asks and ordinal.end == len(reading.tokens)
