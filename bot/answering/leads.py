"""How long before something, or from now, somebody wants to be reminded, as she says it in any of the six languages.

What people say is data: `words/leads.yaml`. The languages are read together, for their words hardly meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.answering.reading import Reading, scanned
from bot.answering.text import Token, fold_phrase
from bot.answering.words import words
from bot.model import Meeting, Session
from bot.reminding.events import deadline_event, session_event
from bot.reminding.leads import Lead, in_order, parse_lead
from bot.when import Month, first_day

_FILE = Path(__file__).parent / "words" / "leads.yaml"
_MINUTES = {"minute": 1, "hour": 60}
_DAYS = {"day": 1, "week": 7, "month": 30}
_HAN = "[\u4e00-\u9fff]"
_MOST = 5  # leads of one request


@dataclass(frozen=True, slots=True)
class Heard:
    """The leads of a request, the longest first, and its text without the words for them.

    `from_now` is a length that is counted from now, as in "in two hours"; there are no leads then, nor where the request
    `is_unclear`: it names an hour such as 25:00.
    """

    leads: tuple[Lead, ...]
    rest: str
    from_now: Lead | None = None
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    whole: re.Pattern[str]
    amount: re.Pattern[str]
    before: re.Pattern[str]
    never: re.Pattern[str]
    from_now: re.Pattern[str]
    hours: tuple[re.Pattern[str], ...]
    sure: tuple[re.Pattern[str], ...]  # of the hours, those that can be nothing else
    noon: re.Pattern[str]
    past: Mapping[str, int]
    leads: Mapping[str, str]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    afternoon: frozenset[str]


def heard(text: str) -> Heard | None:
    """What a text says of how long before it wants a reminder; None for one that asks for none, or does not say."""
    clean, sequence, hits = scanned(text, words())
    if not any(hit.value.name in ("remind", "notice") for hit in hits):
        return None
    said, known = _joined(sequence), _patterns()
    spans: list[tuple[int, int]] = []
    if (span := _never(said, known)) is not None:
        return Heard((), _without(clean, sequence, [span]), is_unclear=True)
    if (offset := _from_now(said, known, spans)) is not None:
        return Heard((), _without(clean, sequence, spans), from_now=offset)
    hour, said = _hour(said, known, spans)
    leads = [*_whole(said, known, spans)]
    if known.before.search(said):
        lengths = _amounts(_blanked(said, spans), known, spans)
        if any(length is None for length in lengths):
            return Heard((), _without(clean, sequence, spans), is_unclear=True)
        leads += [length for length in lengths if length is not None]
    if not leads and hour is None:
        return None
    found = [lead if hour is None or lead.minutes is not None else Lead(lead.days, hour) for lead in leads]
    return Heard(in_order(tuple(found or [Lead(0, hour)]))[:_MOST], _without(clean, sequence, spans))


def _from_now(said: str, known: _Patterns, spans: list[tuple[int, int]]) -> Lead | None:
    """The length that is counted from now, with the hour if days are; None where none is."""
    found = known.from_now.search(said)
    if found is None or known.before.search(said):
        return None
    inside: list[tuple[int, int]] = []
    leads = [*_whole(found[0], known, inside), *filter(None, _amounts(_blanked(found[0], inside), known, inside))]
    days = sum(lead.days for lead in leads)
    minutes = sum(lead.minutes or 0 for lead in leads)
    spans.append(found.span())
    if minutes:
        return _possible(Lead(minutes=minutes + days * 24 * 60))
    hour, _ = _hour(_blanked(said, spans), known, spans)
    return _possible(Lead(days, hour)) if days else None


def _never(said: str, known: _Patterns) -> tuple[int, int] | None:
    """Where in the text a time stands that no reminder can be set for, or an hour that there is not; None where none does."""
    if never := known.never.search(said):
        return never.span()
    # "by 25" may be a day: only what is written as an hour is an impossible one.
    told = [
        match for pattern in known.hours for match in pattern.finditer(said) if ":" in match[0] or pattern in known.sure
    ]
    wrong = [match for match in told if _time(match, known) is None]
    return wrong[0].span() if wrong else None


def reminded_of(meeting: Meeting, sessions: Sequence[Session], reading: Reading) -> tuple[str, ...]:
    """The events, by their ids, that a request is about: the sessions that it names, registration, deadlines, the meeting."""
    concepts = reading.concepts
    if sessions:
        return tuple(session_event(session.id) for session in sessions)
    if "register" in concepts:
        registration = meeting.registration
        closes = registration is not None and registration.closes is not None
        opening = bool(concepts & {"open", "begin"}) or not (closes or concepts & {"close", "end", "deadline"})
        return ("opens" if opening else "closes",)
    if "deadline" in concepts and meeting.deadlines:
        return tuple(deadline_event(deadline) for deadline in meeting.deadlines)
    return ("meeting",)


def reminded_on(meeting: Meeting, reading: Reading) -> date | None:
    """The day before the meeting on which a request wants its reminder, as in "remind me about Lima on 20 May".

    What is told from today, as in "tomorrow at 9", may be the first day itself.
    """
    if meeting.start is None or isinstance(meeting.start, Month):
        return None
    begins = first_day(meeting.start)
    for named in reading.times:
        span = named.days(begins.year)
        if span and span[0] == span[1] and (span[0] < begins or (named.relative and span[0] == begins)):
            return span[0]
    return None


def _hour(said: str, known: _Patterns, spans: list[tuple[int, int]]) -> tuple[time | None, str]:
    """The hour that is named, and the text with blanks in its place: "18 h" is no length then."""
    if match := known.noon.search(said):
        spans.append(match.span())
        return time(12), _blanked(said, spans)
    for match in (found for pattern in known.hours for found in pattern.finditer(said)):
        if (hour := _time(match, known)) is not None:
            spans.append(match.span())
            return hour, _blanked(said, spans)
    return None, said


def _time(match: re.Match[str], known: _Patterns) -> time | None:
    part = match.groupdict()
    number = match["hour"]
    hour = int(number) if number.isdecimal() else known.numbers[number]
    minute = int(part.get("minute") or 0) or (30 if part.get("half") else known.past.get(part.get("past") or "", 0))
    if hour < 12 and {part.get("first"), part.get("last")} & known.afternoon:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _whole(said: str, known: _Patterns, spans: list[tuple[int, int]]) -> Iterator[Lead]:
    for match in known.whole.finditer(said):
        spans.append(match.span())
        yield parse_lead(known.leads[match[0]])


def _amounts(said: str, known: _Patterns, spans: list[tuple[int, int]]) -> list[Lead | None]:
    """The lengths, None for one that is too long; hours and minutes that stand together are one."""
    leads: list[Lead] = []
    end = -1
    for match in known.amount.finditer(said):
        number = match["number"]
        many = 1 if not number else int(number) if number.isdecimal() else known.numbers[number]
        unit = known.units[match["unit"]]
        spans.append(match.span())
        if unit in _DAYS:
            leads.append(Lead(many * _DAYS[unit]))
        elif leads and leads[-1].minutes is not None and match.start() - end <= 4:
            leads[-1] = Lead(minutes=leads[-1].minutes + many * _MINUTES[unit])
        else:
            leads.append(Lead(minutes=many * _MINUTES[unit]))
        end = match.end()
    return [*map(_possible, leads)]


def _possible(lead: Lead) -> Lead | None:
    """The lead, or None where it is too long."""
    try:
        return parse_lead(str(lead))
    except ValueError:
        return None


def _joined(sequence: Sequence[Token]) -> str:
    """The words as they are compared, with a blank between them, or the colon of an hour."""
    return "".join((":" if token.gap == ":" else " " * bool(at)) + token.text for at, token in enumerate(sequence))


def _blanked(said: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        said = said[:start] + "_" * (end - start) + said[end:]
    return said


def _without(clean: str, sequence: Sequence[Token], spans: Sequence[tuple[int, int]]) -> str:
    """The text without the tokens that lie in the spans of the joined words."""
    kept, at, behind = [], 0, 0
    for number, token in enumerate(sequence):
        at += bool(number)
        inside = any(start <= at < end for start, end in spans)
        if inside:
            kept.append(clean[behind : token.start].strip(" ,:-"))
            behind = token.end
        at += len(token.text)
    kept.append(clean[behind:])
    return " ".join(" ".join(kept).split())


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    numbers = {fold_phrase(word): number for each in data.values() for word, number in each["numbers"].items()}
    units = {fold_phrase(w): unit for each in data.values() for unit, names in each["units"].items() for w in names}
    leads = {fold_phrase(w): lead for each in data.values() for lead, said in each["whole"].items() for w in said}
    before = [fold_phrase(word) for each in data.values() for word in each["before"]]
    never = [fold_phrase(word) for each in data.values() for word in each["never"]]
    beyond = [fold_phrase(word) for each in data.values() for word in each["not_before"]]
    now = {
        part: _any(fold_phrase(word) for each in data.values() for word in each["from_now"][part])
        for part in ("before", "and", "after")
    }
    around = {
        part: _any(fold_phrase(word) for each in data.values() for word in each["hour"].get(part, ()))
        for part in ("at", "with", "sure", "after", "afternoon", "morning", "noon")
    }
    half_of_day = f"{around['afternoon']}|{around['morning']}"
    number = rf"\d{{1,6}}|{_any(numbers)}"
    length = rf"(?:{_any(leads)}|(?:(?:{number}) )?(?:{_any(units)}))"
    lengths = rf"{length}(?: (?:(?:{now['and']}) )?{length})?"
    hour = rf"(?P<hour>\d{{1,2}}|{_any(numbers)})"
    last = rf"(?: (?P<last>{half_of_day}))"
    past = {
        part: {
            fold_phrase(word): minutes
            for each in data.values()
            for minutes, said in each["hour"].get(part, {}).items()
            for word in said
        }
        for part in ("past", "past_first")
    }
    behind = rf"(?: (?P<past>{_any(past['past'])}))"
    tail = rf"(?: (?:{around['after']}))?(?: (?P<minute>[0-5]\d)|{behind})?{last}?"
    hours = (
        rf"(?:(?:{around['at']}|{around['with']}) )?(?:(?P<first>{half_of_day}) )?(?P<hour>\d{{1,2}}):(?P<minute>\d\d){last}?",
        rf"(?:(?P<first>{half_of_day}) )?{hour} (?:{around['sure']})(?P<half> 半)?(?: (?P<minute>[0-5]\d) 分)?",
        rf"(?:{around['at']}) {hour}{tail}",
        rf"(?:{around['with']}) {hour} (?:{around['after']})(?: (?P<minute>[0-5]\d)|{behind})?{last}?",
        rf"(?:(?:{around['at']}) )?(?P<past>{_any(past['past_first'])}) {hour}{last}?",
        rf"{hour}(?: (?:{around['after']}))?(?: (?P<minute>[0-5]\d))?(?! (?:{_any(units)}))(?!\S){last}",
    )
    of_hours = tuple(map(_words, hours))
    return _Patterns(
        whole=_words(_any(leads)),
        # A sign such as 日 stands in names of places too: it means a day only after a number.
        amount=_words(rf"(?:(?P<number>{number}) (?=\S)|(?!{_HAN}))(?P<unit>{_any(units)})"),
        before=_words(_any(before)),
        never=_words(rf"{_any(never)}|{length} (?:{_any(beyond)})"),
        from_now=_words(rf"(?:{now['before']}) {lengths}|{lengths} (?:{now['after']})"),
        hours=of_hours,
        sure=(of_hours[1], of_hours[3]),
        noon=_words(around["noon"]),
        past=past["past"] | past["past_first"],
        leads=leads,
        numbers=numbers,
        units=units,
        afternoon=frozenset(fold_phrase(word) for each in data.values() for word in each["hour"]["afternoon"]),
    )


def _any(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(phrases), key=len, reverse=True)))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\s])(?:{pattern})(?![^\s])")
