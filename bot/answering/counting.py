"""Meetings by their number alone: "the fourth meeting", where no other name tells which, and "the fourth"; so sessions, too."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from bot import facts
from bot.answering import particles
from bot.answering.features import ORDINAL_ENDINGS, SITTINGS, counting, sittings_counted
from bot.answering.lead_words import amounts
from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.phrases import Hit, places_of
from bot.answering.reading import Reading
from bot.answering.text import cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import Meaning, words
from bot.model import Meeting, Session

_KINDS = frozenset({"meeting", "conference", "assembly"})  # what people call any meeting
_NAMING = frozenset({"alias", "series", "nth", "short", "place", "city", "time", "country"})
SITTING = "sitting."  # begins the keys of mentions that count a session
MEETING = "meeting."  # ... that count meetings
ALONE = "alone."  # ... that say a number and not of what
FIGURES = f"{ALONE}figures."  # ... and say it in figures, as a day of the month is
BEHIND = ("ar", "lo")  # languages that put the number behind what it counts
_DAYS_TOO = "pt"  # in which "a quarta" is a day of the week ...
_DAYS = ("2", "4", "5", "6")  # ... as these are
ASKING_ON = particles.written("goes_on")["lo"]
_ROMAN = re.compile(r"[ivx]+")
_COUNTED_DAYS = frozenset({"first_day", "second_day", "third_day", "last_day"})
_FURTHER = 3  # meetings after the one talked about
_MOST = 5  # words that ask for nothing but "the fourth"


def counted(reading: Reading, names: Names, found: Sequence[Mention]) -> Iterator[Mention]:
    """The meetings that have the number in a question that names none otherwise; a mention of none where the store has none.

    Numbers of what is in a meeting ("the second meeting" of a committee) are taken for such where no meeting has them.
    """
    ordinals = reading.of("ordinals")
    if any(mention.kind in _NAMING for mention in found):
        return
    yield from _counted_in_figures(reading, names, found)
    if not ordinals:
        return
    inside = places_of(hit for hit in reading.names if hit.value.kind in ("session", "document", "person"))
    of_days = places_of(hit for hit in reading.of("concepts") if hit.value.name in _COUNTED_DAYS)
    for hit in ordinals:
        kind = next((kind for kind in reading.of("kinds") if _stands_by(hit, kind, reading)), None)
        if hit.start in inside or hit.start in of_days or (kind is None and not _stands_alone(hit, reading, found)):
            continue
        number = int(hit.value.name)
        is_assembly = kind is not None and kind.value.name == "assembly"
        of_kind = names.kinds.get("assembly") if is_assembly else None
        pool = names.ids if of_kind is None else of_kind
        ids = pool & names.counted.get(number, frozenset())
        start, end = (min(hit.start, kind.start), max(hit.end, kind.end)) if kind else (hit.start, hit.end)
        inside_of = _with_inside(number, names, of_meeting=kind is not None)
        if ids or is_assembly or not inside_of:
            yield Mention("nth", start, end, ids, f"{MEETING if kind else ALONE}{number}")
        elif kind is not None:
            yield Mention("inside", start, end, inside_of, f"{SITTING}{number}")


def _counted_in_figures(reading: Reading, names: Names, found: Sequence[Mention]) -> Iterator[Mention]:
    """The meetings that have the number to which a question goes on in figures: "and the 20th?" may be a day as well."""
    if any(time.month or time.relative for time in reading.times):
        return
    for at, number, end in numbers(reading):
        if end != at + 2 or reading.tokens[at].kind != "number":  # without an ending: "20"
            continue
        hit = Hit(at, end, Meaning("ordinals", str(number), reading.language or ""))
        if goes_on_to(hit, reading) and _stands_alone(hit, reading, found):
            ids = names.counted.get(number, frozenset())
            yield Mention("nth", at, end, ids, f"{FIGURES}{number}")


def _with_inside(number: int, names: Names, *, of_meeting: bool) -> frozenset[str]:
    """The meetings in which something has the number; `of_meeting`: where a session's title counts a sitting so."""
    ids = names.inside.get(f"number:{number}", frozenset())
    if not of_meeting:
        return ids
    programmes = ((meeting, names.catalogue.meetings[meeting].programme) for meeting in ids)
    return frozenset(meeting for meeting, programme in programmes if sittings(programme, {number}))


def sittings(programme: Sequence[Session], numbers: Container[int]) -> tuple[Session, ...]:
    """The sessions whose titles count them by one of some numbers: "Committee of the Whole, sixth meeting"."""
    return tuple(
        session
        for session in programme
        if any(number in numbers for title in in_all_languages(session.title) for number in sittings_counted(title))
    )


def sittings_said(reading: Reading, spent: Container[int]) -> frozenset[int]:
    """The numbers by which a question counts sittings, in words or in figures; `spent` are tokens that name the meeting."""
    found = (number for number in numbers(reading) if number[0] not in spent)
    return frozenset(value for at, value, end in found if _counts_sittings(at, end, reading))


def _counts_sittings(at: int, end: int, reading: Reading) -> bool:
    """Whether a number from token `at` up to before token `end` stands beside "meeting", "session" or their like."""
    for hit in reading.hits:
        if hit.value.name in SITTINGS:
            if hit.start == end or (hit.end == at and (reading.language in BEHIND or end == at + 1)):
                return True
            if hit.start == end + 1 and (
                reading.language == "zh" or reading.tokens[end].text in amounts().numbers
            ):  # "第6次会议", "the first five sessions"
                return True
    return False


def numbers(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """The numbers, in figures or in words: where each stands, what it is, and where it ends."""
    in_words = {hit.start: hit for hit in reversed(reading.of("ordinals"))}
    for at, token in enumerate(reading.tokens):
        if token.kind == "number" and len(token.text) <= 2:
            following = reading.tokens[at + 1 : at + 2]
            ordinal = bool(following) and following[0].gap in ("", "-", ".") and following[0].text in ORDINAL_ENDINGS
            yield at, int(token.text), at + 2 if ordinal else at + 1
        elif at in in_words:
            yield at, int(in_words[at].value.name), in_words[at].end


def _stands_by(ordinal: Hit[Meaning], kind: Hit[Meaning], reading: Reading) -> bool:
    behind = reading.language in BEHIND and kind.end == ordinal.start
    return kind.value.name in _KINDS and (kind.start == ordinal.end or behind)


def _stands_alone(ordinal: Hit[Meaning], reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a short question counts nothing that it names: "and when is the fourth?"."""
    if found or reading.of("kinds") or reading.names or reading.language is None:
        return False
    goes_on = goes_on_to(ordinal, reading)
    is_day = reading.language == _DAYS_TOO and ordinal.length == 1 and ordinal.value.name in _DAYS
    if (reading.language in BEHIND and not goes_on) or is_day:
        return False
    beside = [hit for hit in reading.of("concepts") if hit.start != ordinal.start]
    others = set(range(len(reading.tokens))) - set(range(ordinal.start, ordinal.end))
    if not goes_on:
        few = len(reading.tokens) <= _MOST and ordinal.end == len(reading.tokens)
        return bool(others) and few and others <= places_of(beside) | reading.stop
    carrying = others - reading.stop - places_of(hit for hit in beside if hit.value.name == "and_what")
    return not carrying or (reading.language == "lo" and _is_asking_on(reading, ordinal.end, carrying))


def goes_on_to(ordinal: Hit[Meaning], reading: Reading) -> bool:
    """Whether a question goes on from the last one to a number: "and the third?", in Arabic in one word."""
    token = reading.tokens[ordinal.start]
    joined = ordinal.start == 0 and token.text.startswith("و") and token.text[1:] in token.forms
    return "and_what" in reading.concepts or joined or (ordinal.start == 0 and token.text.startswith("وال"))


def _is_asking_on(reading: Reading, end: int, carrying: set[int]) -> bool:
    """Whether a Lao question ends with no more than the word that asks "and what of it?"."""
    return min(carrying) >= end and "".join(token.text for token in reading.tokens[end:]) in ASKING_ON


def of_the_series(found: Sequence[Mention], talked_about: Sequence[str], names: Names) -> list[Mention]:
    """The mentions, a number that stands alone being one of the series of the meeting talked about, where that has numbers."""
    if not any(mention.key.startswith(ALONE) for mention in found):
        return list(found)
    before = names.catalogue.meetings.get(talked_about[0]) if len(talked_about) == 1 else None
    if before is None or not names.features[before.id].ordinals:
        return [mention for mention in found if not (mention.key.startswith(FIGURES) and talked_about)]
    of_series = [
        mention._replace(meetings=frozenset(each for each in mention.meetings if _are_of_a_series(before, each, names)))
        if mention.key.startswith(ALONE)
        else mention
        for mention in found
    ]
    return [
        mention
        for mention in of_series
        if mention.meetings or not mention.key.startswith(FIGURES) or _counts_on(mention, before, names)
    ]


def _counts_on(mention: Mention, before: Meeting, names: Names) -> bool:
    """Whether a number in figures counts meetings on, rather than names a day of the one talked about."""
    number = int(mention.key.removeprefix(FIGURES))
    of_days = any(day.day == number for day in facts.days_of(before))
    return not of_days and 0 < number - max(names.features[before.id].ordinals) <= _FURTHER


def _are_of_a_series(one: Meeting, other: str, names: Names) -> bool:
    """Whether two meetings are called alike but for their numbers."""
    called = {_without_numbers(name) for name in in_all_languages(one.name)}
    return any(_without_numbers(name) in called for name in in_all_languages(names.catalogue.meetings[other].name))


@lru_cache(maxsize=1024)
def _without_numbers(name: str) -> tuple[str, ...]:
    """The words of a name, an ordinal, a number or a Roman number left out."""
    sequence = tokens(cleaned(name))
    numbered = places_of(counting(words().phrases.find(sequence)))
    said = [token for at, token in enumerate(sequence) if at not in numbered and token.kind != "number"]
    return tuple(token.text for token in said if token.text not in ORDINAL_ENDINGS and not _ROMAN.fullmatch(token.text))
