"""What is remembered of an answer, for the next question to lean on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering import parts, people
from bot.answering.conversation import Conversation
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.subjects import OF_NO_MEETING, SMALL_TALK
from bot.model import Meeting


def remembered(
    understood: Understood, shown: Sequence[Part], about: tuple[str, ...], choices: tuple[str, ...]
) -> Conversation:
    """The conversation after an answer that is `about` some meetings and offers others as `choices`, each by its id."""
    before = understood.question.conversation
    language = understood.reading.language or before.language
    kept = tuple(ask for ask in understood.asks if ask.subject not in OF_NO_MEETING)
    if choices and not about:
        waiting = understood.question.text
        return Conversation((), kept, language=language, candidates=choices, waiting=waiting)
    if not about:
        small = all(ask.subject in SMALL_TALK for ask in understood.asks)
        candidates, waiting = (before.candidates, before.waiting) if small else ((), "")
        return replace(before, language=language, candidates=candidates, waiting=waiting)
    person = next((path for path in map(_person_shown, shown) if path), "")
    single = (part for part in shown if isinstance(part, parts.Sessions) and len(part.sessions) == 1)
    session = next((part.sessions[0].id for part in single), "")
    person = person or (before.person if before.meetings[:1] == about[:1] else "")
    waiting = understood.question.text if choices else ""
    return Conversation(about, kept or before.asks, person, session, language, choices, waiting)


def _person_shown(part: Part) -> str:
    """The path of the one person that a part shows, or has nothing on."""
    match part:
        case parts.Named(paths=(path, *_)):
            return path
        case parts.Contacts(contacts=(contact,)) if contact.name:
            return f"contacts.{part.meeting.contacts.index(contact)}"
        case parts.Unreachable(who=(name,), meeting=Meeting() as meeting):
            return next((person.paths[0] for person in people.everybody(meeting) if person.name == name), "")
    return ""
