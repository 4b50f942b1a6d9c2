"""What is remembered of an answer, for the next question to lean on."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.answering import parts, people
from bot.answering.conversation import NOTHING_YET, Conversation, Last, and_said
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.subjects import OF_NO_MEETING, SMALL_TALK, Ask, Subject
from bot.model import Meeting, Text, in_language
from bot.reminding.events import deadline_event, session_event
from bot.when import When

_MOST_LISTED = 8  # meetings, as many as are offered to choose from
_OF_SOMEBODY = (parts.Named, parts.Unreachable, parts.Unanswered, parts.Day)


class _Told(NamedTuple):
    """A day that an answer tells, as ISO 8601 has it, and the event that reminders have of it; "" for none."""

    day: str = ""
    event: str = ""


def remembered(
    understood: Understood, shown: Sequence[Part], about: tuple[str, ...], choices: tuple[str, ...]
) -> Conversation:
    """The conversation after an answer that is `about` some meetings and offers others as `choices`, each by its id."""
    question, before = understood.question, understood.question.conversation
    language = understood.reading.language or before.language
    kept = tuple(ask for ask in understood.asks if ask.subject not in OF_NO_MEETING)
    small = bool(understood.asks) and all(ask.subject in SMALL_TALK for ask in understood.asks)
    said, last = before.said, before.last
    if not small:
        said = said if question.is_resumed else and_said(said, question.written or question.text)
        kept_before = before.without_the_last()
        last = Last(question.text, question.given, question.is_resumed, question.is_correction, kept_before)
    if choices and not about:
        return NOTHING_YET._replace(
            asks=kept,
            language=language,
            candidates=choices,
            waiting=question.text,
            offered=choices,
            said=said,
            last=last,
        )
    if not about and (only_on := _only_on(shown)):
        about = (only_on,)
    if not about and (listed := _listed(shown)):
        overview = (Ask(Subject.OVERVIEW),)
        return NOTHING_YET._replace(
            asks=overview, language=language, candidates=listed, offered=listed, said=said, last=last
        )
    if not about:
        candidates, waiting = (before.candidates, before.waiting) if small else ((), "")
        return before._replace(language=language, candidates=candidates, waiting=waiting, said=said, last=last)
    if before.meetings and not understood.resolution.named and shown and all(map(_only_quotes, shown)):
        about = before.meetings  # what the letter of another meeting says
    same = before.meetings[:1] == about[:1]
    only = shown[0] if len(shown) == 1 else None
    if isinstance(only, parts.Neighbour) and only.other is not None:
        about, same = (only.other.id,), False  # what is asked next is of the one that was told
    person = person_shown(shown)
    session = next((session for session in map(_session_told, shown) if session), "")
    told = next((told for told in map(_told, shown) if told.day), _Told())
    if same:
        person = person or before.person
        if shown and all(isinstance(part, _OF_SOMEBODY) for part in shown):
            session = session or before.session
            told = told if told.day else _Told(before.day, before.event)
    former = before.meetings[0] if before.meetings and before.meetings[0] not in about else before.former
    return Conversation(
        meetings=about,
        asks=before.asks if understood.in_passing else kept or before.asks,
        person=person,
        session=session,
        language=language,
        candidates=choices,
        waiting=question.text if choices else "",
        day=told.day,
        event=told.event,
        offered=_still_offered(about, before),
        former=former if former not in about else "",
        said=said,
        last=last,
    )


def _only_on(shown: Sequence[Part]) -> str:
    """The id of the meeting of which alone something is on in the days that were told; "" where that is none, or several."""
    match shown:
        case [parts.Agenda(entries=entries)] if len(on := {entry.meeting.id for entry in entries}) == 1:
            return on.pop()
    return ""


def _session_told(part: Part) -> str:
    """The id of the one session that a part tells; "" where it tells none, or several."""
    match part:
        case parts.Sessions(sessions=(session,)):
            return session.id
        case parts.Agenda(entries=entries):
            told = [entry.session.id for entry in entries if entry.session is not None]
            return told[0] if len(told) == 1 else ""
    return ""


def _only_quotes(part: Part) -> bool:
    return isinstance(part, parts.Quotation | parts.Found)


def _still_offered(about: tuple[str, ...], before: Conversation) -> tuple[str, ...]:
    """The meetings of which those now talked about were chosen, or were told at once with others, or offered beside one."""
    for told in (before.offered, before.meetings, (*before.meetings[:1], *before.candidates)):
        if len(told) > len(about) and set(about) <= set(told):
            return told
    return ()


def _listed(shown: Sequence[Part]) -> tuple[str, ...]:
    """The few meetings that an answer is a list of: "the first" is one of them."""
    match shown:
        case [parts.Listed(meetings=meetings, count=count)] if 1 < count == len(meetings) <= _MOST_LISTED:
            return tuple(meeting.id for meeting in meetings)
    return ()


def person_shown(shown: Sequence[Part]) -> str:
    """The path of the one person whom an answer shows first, or has nothing on; "" for nobody."""
    return next((path for path in map(_person_shown, shown) if path), "")


def _person_shown(part: Part) -> str:
    match part:
        case parts.Named(paths=(path, *_)):
            return path
        case parts.Contacts(contacts=(contact,)) if contact.name:
            return f"contacts.{part.meeting.contacts.index(contact)}"
        case parts.Unreachable(who=(name,), meeting=Meeting() as meeting):
            return next((person.paths[0] for person in people.everybody(meeting) if person.name == name), "")
        case parts.Documents(documents=(document,), focus="signed_by") if len(document.signed_by) == 1:
            return f"documents.{document.id}.signed_by.0"
        case parts.Grounds(documents=(document,)) if (
            len(document.signed_by) == 1 and document in part.meeting.documents
        ):
            return f"documents.{document.id}.signed_by.0"
        case parts.Sessions(sessions=several) if sum(len(session.chairs) for session in several) == 1:
            return next(f"programme.{session.id}.chairs.0" for session in several if session.chairs)
        case parts.Fact(meeting=meeting) if part.ask.subject is Subject.CHAIRS and len(meeting.chairs) == 1:
            return "chairs.0"
    return ""


def _told(part: Part) -> _Told:
    """The one day that a part tells, where it is not the meeting's own."""
    match part:
        case parts.Day(day=day, event=event):
            return _Told(day.isoformat(), event)
        case parts.Deadlines(due=((day, what),), meeting=meeting):
            deadline = next((each for each in meeting.deadlines if each.what == what and each.date == day), None)
            return _of_day(day, deadline_event(deadline) if deadline else "")
        case parts.Sessions():
            return _of_sessions(part)
        case parts.Agenda(first=first, last=last) if first == last:
            return _Told(first.isoformat())
        case parts.Documents(documents=(document,), focus="issued"):
            return _of_day(document.issued)
        case parts.Quotation(text=text, meeting=meeting):
            return _of_text(text, meeting)
        case parts.Verdict():
            return _Told()
        case parts.Fact():
            return _of_fact(part)
    return _Told()


def _of_fact(part: parts.Fact) -> _Told:
    """The day on which registration opens or closes, that a practical matter names, or on which a meeting ends."""
    meeting = part.meeting
    if part.ask.subject is Subject.REGISTRATION:
        return _of_registration(part, meeting)
    if part.ask.subject is Subject.PRACTICAL and meeting.practical is not None:
        text = getattr(meeting.practical, part.focus, None)
        return _of_text(text, meeting) if text else _Told()
    return _of_day(meeting.end) if str(part.ask) == "dates.end" else _Told()


def _of_sessions(part: parts.Sessions) -> _Told:
    """The day of which sessions are told, or on which all of them are; the event of the only one."""
    days = {_of_day(session.start).day for session in part.sessions} if part.day is None else {part.day.isoformat()}
    if len(days) != 1:
        return _Told()
    only = part.sessions[0] if len(part.sessions) == 1 else None
    return _Told(days.pop(), session_event(only.id) if only else "")


def _of_registration(part: parts.Fact, meeting: Meeting) -> _Told:
    registration = meeting.registration
    if registration is None or part.focus not in ("", "opens", "closes", "open_now", "how", "url"):
        return _Told()
    closes = part.focus == "closes" or (part.focus != "opens" and registration.closes is not None)
    return _of_day(registration.closes, "closes") if closes else _of_day(registration.opens, "opens")


def _of_text(text: Text, meeting: Meeting) -> _Told:
    """The deadline, or the day by which something is asked, whose day a text names, as letters write it."""
    said = in_language(text, "en")
    due = [_of_day(deadline.date, deadline_event(deadline)) for deadline in meeting.deadlines]
    for told in (*due, *(_of_day(request.by) for request in meeting.requests)):
        day = date.fromisoformat(told.day) if told.day else None
        if day is not None and re.search(rf"\b{day.day} {calendar.month_name[day.month]}\b", said):
            return told
    return _Told()


def _of_day(value: When | None, event: str = "") -> _Told:
    """A day, or the day of an hour; a month is none."""
    if isinstance(value, datetime):
        value = value.date()
    return _Told(value.isoformat(), event) if isinstance(value, date) else _Told()
