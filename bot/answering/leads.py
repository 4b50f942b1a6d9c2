"""How long before something, or from now, somebody wants to be reminded, as she says it in any of the nine languages.

What people say is data: `words/leads.yaml`. The languages are read together, for their words hardly meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.answering.lead_words import Patterns, amounts, patterns
from bot.answering.reading import Reading, scanned
from bot.answering.text import Token
from bot.answering.times import Time
from bot.answering.words import words
from bot.model import Meeting, Session
from bot.reminding.events import deadline_event, session_event
from bot.reminding.leads import Lead, in_order, parse_lead
from bot.when import Month, first_day, last_day

_MINUTES = {"minute": 1, "hour": 60}
_DAYS = {"day": 1, "week": 7, "month": 30}
_OPENING = frozenset({"open", "begin"})
_ENDING = frozenset({"close", "end", "deadline", "last_day"})
_APPLIED = frozenset({"application", "application_of", "candidate", "candidate_names"})
_MOST = 5  # leads of one request
_NOON = 12
_BEFORE_NOON = frozenset({"am", "a m"})  # twelve of these is midnight


@dataclass(frozen=True, slots=True)
class Heard:
    """The leads of a request, the longest first, and its text without the words for them.

    `from_now` is a length that is counted from now, as in "in two hours"; there are no leads then, nor where the request
    `is_unclear`: it names an hour such as 25:00. One that `needs_day` names a part of a day, as in "in the evening", and is
    unclear where the day is not said.
    """

    leads: tuple[Lead, ...]
    rest: str
    from_now: Lead | None = None
    is_unclear: bool = False
    needs_day: bool = False


def heard(text: str) -> Heard | None:
    """What a text says of how long before it wants a reminder; None for one that asks for none, or does not say."""
    clean, sequence, hits = scanned(text, words())
    if not any(hit.value.name in ("remind", "notice") for hit in hits):
        return None
    said, known = _joined(sequence), patterns()
    spans: list[tuple[int, int]] = []
    if (span := _never(said, known)) is not None:
        return Heard((), _without(clean, sequence, [span]), is_unclear=True)
    if (offset := _from_now(said, known, spans)) is not None:
        return Heard((), _without(clean, sequence, spans), from_now=offset)
    hours = _hours(said, known, spans)
    if hours and _is_elsewhere(said, spans, known):
        return Heard((), _without(clean, sequence, spans), is_unclear=True)
    said = _blanked(said, spans)
    leads = [*_whole(said, known, spans)]
    if known.before.search(said):
        lengths = _amounts(_blanked(said, spans), known, spans)
        if any(length is None for length in lengths):
            return Heard((), _without(clean, sequence, spans), is_unclear=True)
        leads += [length for length in lengths if length is not None]
    part = None if hours else known.parts.search(_blanked(said, spans))
    if part is not None:
        hours = [known.day[part[0]]]
    if not leads and not hours:
        return None
    found = [each for lead in leads or [Lead()] for each in _at(lead, hours)]
    return Heard(
        in_order(tuple(found))[:_MOST], _without(clean, sequence, spans), needs_day=part is not None and not leads
    )


def _at(lead: Lead, hours: Sequence[time]) -> list[Lead]:
    """The lead at each of the hours; "the evening before" is no other part of that day."""
    if lead.minutes is not None or not hours:
        return [lead]
    evening = lead.at is not None and lead.at.hour >= _NOON
    return [Lead(lead.days, at.replace(hour=at.hour + _NOON) if evening and at.hour < _NOON else at) for at in hours]


def _from_now(said: str, known: Patterns, spans: list[tuple[int, int]]) -> Lead | None:
    """The length that is counted from now, with the hour if days are; None where none is."""
    if soon := known.next_week.search(said):
        spans.append(soon.span("behind" if soon["behind"] else "ahead"))
        return Lead(7, next(iter(_hours(_blanked(said, spans), known, spans)), None))
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
    hour = next(iter(_hours(_blanked(said, spans), known, spans)), None)
    return _possible(Lead(days, hour)) if days else None


def _never(said: str, known: Patterns) -> tuple[int, int] | None:
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
    registration = meeting.registration
    closes = registration is not None and registration.closes is not None
    if "register" in concepts:
        opening = bool(concepts & _OPENING) or "opening" in reading.forms or not (closes or concepts & _ENDING)
        return ("opens" if opening else "closes",)
    if concepts & _ENDING and (kind := handed_in(reading)):
        return _due_for(kind, meeting)
    if "deadline" in concepts:
        return tuple(deadline_event(deadline) for deadline in meeting.deadlines) or ("closes",) * closes
    return ("meeting",)


def handed_in(reading: Reading) -> str:
    """Whether a question speaks of names ("nominate") or of applications ("apply") that are due; "" where it does not."""
    if "nominate" in reading.concepts:
        return "nominate"
    return "apply" if not reading.terms.isdisjoint(_APPLIED) else ""


def _due_for(kind: str, meeting: Meeting) -> tuple[str, ...]:
    """The event on the day by which names or applications are wanted; nothing where the meeting has none that is noted."""
    registration = meeting.registration
    closes = registration.closes if registration is not None else None
    days = {request.by for request in meeting.requests if request.by is not None} if kind == "nominate" else set()
    if closes is not None and (not days or closes in days):
        return ("closes",)
    return tuple(deadline_event(deadline) for deadline in meeting.deadlines if deadline.date in days)


def reminded_on(meeting: Meeting, reading: Reading, today: date) -> date | None:
    """The day on which a request wants its reminder, as in "remind me about Lima on 20 May": none of the meeting's own.

    What is told from today, as in "tomorrow at 9", may be the first of them.
    """
    if meeting.start is None or isinstance(meeting.start, Month):
        return None
    begins, ends = first_day(meeting.start), last_day(meeting.end or meeting.start)
    dated = [time for time in reading.times if time.day and not time.relative]
    for named in reading.times:
        if named.relative and any(_beside(named, other) for other in dated):
            continue  # "Friday 12 April"
        day = _day(named, begins.year)
        if day is not None and day > ends and named.year is None and not named.relative:
            earlier = _day(named, begins.year - 1)
            day = earlier if earlier is not None and earlier >= today else day
        if day is not None and (not begins <= day <= ends or (named.relative and day == begins)):
            return day
    return None


def _day(named: Time, year: int) -> date | None:
    """The one day that is named; None where it is none, or more."""
    span = named.days(year)
    return span[0] if span and span[0] == span[1] else None


def _beside(weekday: Time, other: Time) -> bool:
    """Whether a day of the week stands with a date, as in "Friday 12 April" or "12 April, a Friday"."""
    is_near = 0 <= other.start - weekday.end <= 1 or 0 <= weekday.start - other.end <= 1
    return weekday.relative.startswith("weekday.") and is_near


def _hours(said: str, known: Patterns, spans: list[tuple[int, int]]) -> list[time]:
    """The hours that are named, the surest and what stands beside it; their places are added to the spans."""
    found = [(match.span(), time(_NOON)) for match in known.noon.finditer(said)]
    for match in (each for pattern in known.hours for each in pattern.finditer(said)):
        if (hour := _time(match, known)) is not None and not any(
            start < match.end() and match.start() < end for (start, end), _ in found
        ):
            found.append((match.span(), hour))
    taken: list[tuple[tuple[int, int], time]] = []
    for span, hour in sorted(found):
        if taken and not known.both.fullmatch(said[taken[-1][0][1] : span[0]]):
            if found[0] in taken:
                break
            taken.clear()
        taken.append((span, hour))
    spans += [span for span, _ in taken]
    return [hour for _, hour in taken]


def _is_elsewhere(said: str, spans: Sequence[tuple[int, int]], known: Patterns) -> bool:
    """Whether the hours in the spans are by the clocks of some other place, which nobody can resolve for sure."""
    behind, ahead = known.elsewhere
    return any(behind.match(said[end:]) or ahead.search(said[:start]) for start, end in spans)


def _time(match: re.Match[str], known: Patterns) -> time | None:
    part = match.groupdict()
    if halved := part.get("halved"):
        hour, minute = known.halves[halved], -30
    else:
        hour, minute = int(_number(match["hour"])), int(_number(part.get("minute") or "0"))
    minute += 30 if part.get("half") else known.past.get(part.get("past") or "", 0)
    minute -= known.to.get(part.get("to") or "", 0)
    if hour < _NOON and {part.get("first"), part.get("last")} & known.afternoon:
        hour += _NOON
    if hour == _NOON and part.get("last") in _BEFORE_NOON:
        hour = 0
    if minute < 0:
        hour, minute = hour - 1, minute + 60
    return time(hour, minute) if 0 <= hour < 24 and minute < 60 else None


def _number(said: str) -> float:
    return float(said) if said[0].isdecimal() else amounts().numbers[said]


def _whole(said: str, known: Patterns, spans: list[tuple[int, int]]) -> Iterator[Lead]:
    for match in known.whole.finditer(said):
        spans.append(match.span())
        yield parse_lead(known.leads[match[0]])


def _amounts(said: str, known: Patterns, spans: list[tuple[int, int]]) -> list[Lead | None]:
    """The lengths, None for one that is too long; hours and minutes that stand together are one."""
    leads: list[Lead] = []
    end = -1
    for match in known.amount.finditer(said):
        number = match["number"]
        many = _number(number) if number else 1
        unit = amounts().units[match["unit"]]
        spans.append(match.span())
        if unit in _DAYS:
            days = many * _DAYS[unit]
            leads.append(Lead(int(days)) if days == int(days) else Lead(minutes=round(days * 24 * 60)))
        elif leads and leads[-1].minutes is not None and match.start() - end <= 4:
            leads[-1] = Lead(minutes=leads[-1].minutes + round(many * _MINUTES[unit]))
        else:
            leads.append(Lead(minutes=round(many * _MINUTES[unit])))
        end = match.end()
    return [*map(_possible, leads)]


def _possible(lead: Lead) -> Lead | None:
    """The lead, or None where it is too long."""
    try:
        return parse_lead(str(lead))
    except ValueError:
        return None


def _joined(sequence: Sequence[Token]) -> str:
    """The words as they are compared, with a blank between them, or the colon of an hour, or the point of "1.5"."""
    said = ""
    for token in sequence:
        is_tenth = token.gap in (".", ",") and len(token.text) == 1 and token.text.isdecimal() and said[-1:].isdecimal()
        said += (":" if token.gap == ":" else "." if is_tenth else " " * bool(said)) + token.text
    return said


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
