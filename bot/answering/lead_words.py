"""The words for how long before something people want to be reminded, as patterns: made from `words/leads.yaml` once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any

from bot.answering.data import FOLDER, loaded
from bot.answering.text import fold_phrase

_FILE = FOLDER / "leads.yaml"
_SIGN = "[\u0e80-\u0eff\u4e00-\u9fff]"  # of a script that puts no blanks between words
_OF_AN_HOUR = range(10, 60)  # minutes that are said as one word


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the words are known by; texts are joined with blanks before."""

    whole: re.Pattern[str]
    amount: re.Pattern[str]
    before: re.Pattern[str]
    never: re.Pattern[str]
    from_now: re.Pattern[str]
    hours: tuple[re.Pattern[str], ...]
    sure: tuple[re.Pattern[str], ...]  # of the hours, those that can be nothing else
    noon: re.Pattern[str]
    parts: re.Pattern[str]  # of a day
    elsewhere: tuple[re.Pattern[str], re.Pattern[str]]  # behind an hour, and ahead of it
    past: Mapping[str, int]
    to: Mapping[str, int]
    halves: Mapping[str, int]
    day: Mapping[str, time]
    next_week: re.Pattern[str]
    both: re.Pattern[str]  # between two hours
    leads: Mapping[str, str]
    afternoon: frozenset[str]


@dataclass(frozen=True, slots=True)
class Amounts:
    """What numbers and units of time are called in all languages, folded."""

    numbers: Mapping[str, int]
    units: Mapping[str, str]


@cache
def amounts() -> Amounts:
    """Numbers and units alone: questions count by them too, most of which want no reminder."""
    data = _data()
    numbers = _turned(each["numbers"] for each in data) | _turned(_of_hour(data, "ordinals"))
    return Amounts(numbers, _named(each["units"] for each in data))


@cache
def patterns() -> Patterns:
    """The patterns of all languages together."""
    data = _data()
    numbers, leads = _turned(each["numbers"] for each in data), _named(each["whole"] for each in data)
    units, ordinals = _named(each["units"] for each in data), _turned(_of_hour(data, "ordinals"))
    past, past_first = _named(_of_hour(data, "past")), _named(_of_hour(data, "past_first"))
    to, to_first = _named(_of_hour(data, "to")), _named(_of_hour(data, "to_first"))
    halves, day = _turned(_of_hour(data, "halves")), _named(_of_hour(data, "day"))
    now = {part: _any_of(data, "from_now", part) for part in ("before", "and", "after", "verbs", "next_week")}
    around = {
        part: _any_of(data, "hour", part) for part in ("at", "with", "sure", "after", "afternoon", "morning", "noon")
    }
    elsewhere = {
        part: _any(fold_phrase(word) for found in _of_hour(data, "elsewhere") for word in found.get(part, ()))
        for part in ("after", "own", "before")
    }
    number = rf"\d{{1,6}}(?:\.\d)?|{_any(numbers)}"
    length = rf"(?:{_any(leads)}|(?:(?:{number}) )?(?:{_any(units)}))"
    lengths = rf"{length}(?: (?:(?:{now['and']}) )?{length})?"
    minutes = _any(word for word, number in numbers.items() if number in _OF_AN_HOUR)
    no_unit = rf"(?! (?:{_any(units)})(?!\S))"
    half_of_day = f"{around['afternoon']}|{around['morning']}"
    last = rf"(?: (?P<last>{half_of_day}))?"
    hour = rf"(?P<hour>\d{{1,2}}|{_any(numbers)})"
    minute = rf" (?P<minute>[0-5]\d|(?:{minutes})){no_unit}"
    first = rf"(?:(?P<first>{half_of_day}) )?"
    ahead = rf"(?:(?P<past>{_any(past_first)})|(?P<to>{_any(to_first)}))"
    behind = rf"(?:{minute}| (?P<past>{_any(past)})| (?P<to>{_any(to)}))?"
    hours = (
        rf"(?:(?:{around['at']}|{around['with']}) )?{first}(?P<hour>\d{{1,2}}):(?P<minute>\d\d){last}",
        rf"{first}(?:(?P<to>{_any(to_first)}) )?{hour} (?:{around['sure']})(?P<half> 半)?(?:{minute}(?: 分)?)?",
        rf"(?:(?:{around['at']}) )?{ahead} (?P<hour>\d{{1,2}}|{_any(numbers | ordinals)}){last}",
        rf"(?:(?:{around['at']}) )?(?P<halved>{_any(halves)}){last}",
        rf"(?:{around['at']}) {hour}(?: (?:{around['after']}))?{behind}{last}",
        rf"(?:{around['with']}) {hour} (?:{around['after']}){behind}{last}",
        rf"{hour}(?: (?:{around['after']}))?(?: (?P<minute>[0-5]\d))?{no_unit} (?P<last>{half_of_day})",
    )
    of_hours = tuple(map(_words, hours))
    far = rf"{length} (?:{_any_of(data, 'not_before')})(?! (?:{_any_of(data, 'tomorrow')})(?!\S))"
    return Patterns(
        whole=_words(_any(leads)),
        # A sign such as 日 stands in names of places too: it means a day only after a number.
        amount=_words(rf"(?:(?P<number>{number}) (?=\S)|(?!{_SIGN}))(?P<unit>{_any(units)})"),
        before=_words(_any_of(data, "before")),
        never=_words(rf"{_any_of(data, 'never')}|{far}"),
        from_now=_words(rf"(?:{now['before']}) {lengths}|{lengths} (?:{now['after']})"),
        hours=of_hours,
        sure=(of_hours[1], of_hours[5]),
        noon=_words(around["noon"]),
        parts=_words(_any(day)),
        elsewhere=(
            re.compile(rf"^ (?:(?!(?:{elsewhere['own']}) )\S+ ){{0,2}}(?:{elsewhere['after']})(?!\S)"),
            re.compile(rf"(?:{elsewhere['before']}) $"),
        ),
        next_week=_words(
            rf"(?:{now['verbs']}) (?P<behind>{now['next_week']})|(?P<ahead>{now['next_week']}) (?:{now['verbs']})"
        ),
        both=re.compile(rf" (?:(?:{now['and']}) )?"),
        past=past | past_first,
        to=to | to_first,
        halves=halves,
        day={word: time.fromisoformat(at) for word, at in day.items()},
        leads=leads,
        afternoon=frozenset(fold_phrase(word) for each in _of_hour(data, "afternoon") for word in each),
    )


def _data() -> list[dict[str, Any]]:
    """What each language says; not kept, for it is much more than what is made of it."""
    return list(loaded(_FILE).values())


def _of_hour(data: Iterable[dict[str, Any]], part: str) -> list[Any]:
    """What each language that has it says of an hour."""
    return [each["hour"][part] for each in data if part in each["hour"]]


def _turned(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The numbers of all languages by their words."""
    return {fold_phrase(word): number for table in tables for word, number in table.items()}


def _named(tables: Iterable[Mapping[Any, Iterable[str]]]) -> dict[str, Any]:
    """What the words of all languages stand for."""
    return {fold_phrase(word): meant for table in tables for meant, said in table.items() for word in said}


def _any_of(data: Iterable[dict[str, Any]], *path: str) -> str:
    """The words of all languages that stand there."""
    found: list[str] = []
    for each in data:
        words: Any = each
        for key in path:
            words = words.get(key, {})
        found += map(fold_phrase, words)
    return _any(found)


def _any(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(phrases), key=len, reverse=True))) or "(?!)"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\s])(?:{pattern})(?![^\s])")
