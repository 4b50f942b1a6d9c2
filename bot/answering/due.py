"""What is due of a meeting: its deadlines, and the requests that come with a day; which of them a question names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.answering import detailing, parts, sessions
from bot.answering.leads import handed_in
from bot.answering.question import Understood
from bot.answering.subjects import Ask, Subject
from bot.model import Meeting, Text
from bot.reminding.events import deadline_event
from bot.when import When

_SUBJECTS = (Subject.DATES, Subject.PROGRAMME, Subject.PRACTICAL, Subject.REGISTRATION)
_WHOLE = 1.0
_OF_WHAT_IS_HANDED_IN = 0.2  # of what is due, where candidatures, applications or names are said to be
_ENDING = frozenset({"close", "end", "deadline"})


class Due(NamedTuple):
    """Something that is due, by when, and the path of the fact."""

    path: str
    what: Text
    day: When


def of(meeting: Meeting) -> Iterator[Due]:
    """Everything that is due of a meeting."""
    for place, deadline in enumerate(meeting.deadlines):
        yield Due(f"deadlines.{place}", deadline.what, deadline.date)
    for place, request in enumerate(meeting.requests):
        if request.by is not None:
            yield Due(f"requests.{place}", request.text, request.by)


def named(meeting: Meeting, understood: Understood, least: float = sessions.ENOUGH) -> list[Due]:
    """What a question says is due, `least` of its words, where it names that better than any session."""
    dated = [*of(meeting)]
    spent = detailing.spent(meeting, understood)
    scored = sessions.said_of([each.what for each in dated], understood.reading, spent)
    best = max(scored, default=(0.0, 0.0))
    if best[0] < least:
        return []
    of_sessions = sessions.said_of([session.title for session in meeting.programme], understood.reading, spent)
    if best <= max(of_sessions, default=(0.0, 0.0)):
        return []
    return [each for score, each in zip(scored, dated, strict=True) if score == best]


def part_for(ask: Ask, meeting: Meeting, understood: Understood) -> parts.Deadlines | parts.Reminder | None:
    """By when something is due that a question asks about as if it were a session or the meeting, as in "when do applications
    for side events close?"; and the reminder of a deadline that is named by its words."""
    if ask.subject is Subject.REMINDER and "register" not in understood.reading.concepts:
        return _reminder(ask, meeting, understood)
    if ask.subject not in _SUBJECTS or not (meeting.deadlines or meeting.requests):
        return None
    if ask.subject is Subject.DATES and any(each.subject is Subject.DEADLINES for each in understood.asks):
        return None  # "the dates, and the deadline for nominations"
    least = sessions.ENOUGH if understood.reading.concepts & _ENDING else _WHOLE
    if ask.subject is Subject.REGISTRATION:  # what is applied for is not always the meeting
        least = _WHOLE
        if ask.focus != "closes":
            return None
    elif least == _WHOLE and not (ask.subject is Subject.PRACTICAL and understood.reading.times):
        return None
    if not (found := named(meeting, understood, least)):
        return None
    return parts.Deadlines(
        ask=Ask(Subject.DEADLINES),
        meeting=meeting,
        due=tuple((each.day, each.what) for each in found),
        paths=tuple(each.path for each in found),
    )


def _reminder(ask: Ask, meeting: Meeting, understood: Understood) -> parts.Reminder | None:
    least = _OF_WHAT_IS_HANDED_IN if handed_in(understood.reading) else sessions.ENOUGH
    meant = {each.path for each in named(meeting, understood, least)} if meeting.deadlines else ()
    events = [
        deadline_event(deadline) for place, deadline in enumerate(meeting.deadlines) if f"deadlines.{place}" in meant
    ] or _just_told(meeting, understood)
    return parts.Reminder(ask=ask, meeting=meeting, paths=("reminder",), events=tuple(events)) if events else None


def _just_told(meeting: Meeting, understood: Understood) -> list[str]:
    """The event on the day that was told just before, where a reminder is wanted and not said of what ("the day before")."""
    before, reading = understood.question.conversation, understood.reading
    if before.meetings[:1] != (meeting.id,) or not before.event or understood.resolution.named or reading.of("kinds"):
        return []
    names_another_day = any(time.day or time.relative for time in reading.times)
    return [] if names_another_day or reading.names or reading.concepts & _ENDING else [before.event]
