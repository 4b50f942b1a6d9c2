"""What a question wants to be followed, no more or muted, and what of her own calendar it wants: what it names, or what is
talked about."""

from __future__ import annotations

from bot.answering import detailing, due, parts
from bot.answering.leads import reminded_of
from bot.answering.mention import TELLING
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.subjects import Ask, Subject
from bot.model import Catalogue, Meeting, Process

_OF_THE_WHOLE = ("meeting",)
_CALENDAR_OF_PROCESS = Ask(Subject.CALENDAR, "process")
_OWN_CALENDAR = (Ask(Subject.CALENDAR, "agenda"), Ask(Subject.CALENDAR, "mine"))
_OWN_REMINDERS = Ask(Subject.REMINDER, "mine")
_WISHES = (Subject.FOLLOW, Subject.UNFOLLOW, Subject.MUTE)


def part_for(understood: Understood, catalogue: Catalogue) -> Part | None:
    """What is to be followed, or not; which of several, where more than one fits. None where neither is asked."""
    ask = next((ask for ask in understood.asks if ask.subject in _WISHES), None) or _subscribed(understood)
    if ask is None:
        return None
    if (process := process_named(understood, catalogue)) is not None:
        return parts.Following(ask=ask, what=process)
    resolution = understood.resolution
    known = [meeting for meeting in _meant(understood, ask) if meeting in catalogue.meetings]
    found = tuple(catalogue.meetings[meeting] for meeting in dict.fromkeys(known))
    if resolution.unknown and not resolution.meetings:
        return parts.NotInStore(ask=ask, words=resolution.unknown, near=found)
    if len(found) > 1:
        return parts.Which(ask=ask, candidates=found)
    if ask.subject is Subject.MUTE:
        return _silenced(ask, found[0] if found else None, understood, catalogue)
    return parts.Following(ask=ask, what=found[0] if found else None)


def _silenced(ask: Ask, meeting: Meeting | None, understood: Understood, catalogue: Catalogue) -> parts.Following:
    """What no reminders are wanted of: a meeting, or of it only what is named ("stop reminding me about the sixth meeting")."""
    likely = next((catalogue.meetings.get(each) for each in understood.resolution.meetings), None)
    about = meeting or likely
    if about is None:
        return parts.Following(ask=ask, what=None)
    part = due.part_for(Ask(Subject.REMINDER), about, understood)
    named = detailing.sessions_named(about, understood)
    events = part.events if isinstance(part, parts.Reminder) else reminded_of(about, named, understood.reading)
    if events == _OF_THE_WHOLE:
        return parts.Following(ask=ask, what=meeting)
    return parts.Following(ask=ask, what=about, events=events)


def of_her_own(understood: Understood) -> Part | None:
    """What somebody has in her own calendar: her agenda, or how that leaves which is in it; or the reminders that she has.

    None where none of these is asked.
    """
    for ask in understood.asks:
        if ask in _OWN_CALENDAR:
            return parts.Calendars(ask=ask)
        if ask == _OWN_REMINDERS:
            return parts.OwnReminders(ask=ask)
    return None


def _subscribed(understood: Understood) -> Ask | None:
    """A process that is subscribed to by its name is followed; "the whole process" is one for the calendar."""
    if _CALENDAR_OF_PROCESS not in understood.asks or "calendar" in understood.reading.concepts:
        return None
    return Ask(Subject.FOLLOW) if understood.names("process") else None


def process_named(understood: Understood, catalogue: Catalogue) -> Process | None:
    """The process that a question names, where it names no meeting of it."""
    named = [mention for mention in understood.mentions if mention.kind == "process"]
    if not named or understood.names(*TELLING, "time", "kind", "short", "country"):
        return None
    return catalogue.processes[named[0].key]


def _meant(understood: Understood, ask: Ask) -> tuple[str, ...]:
    """The meetings that may be meant, by their ids; of several that shall be left alone, those that are followed."""
    resolution, question = understood.resolution, understood.question
    if resolution.meetings and (resolution.named or question.conversation.meetings):
        meant = (*resolution.meetings, *resolution.others)
    else:
        meant = resolution.candidates if resolution.named or resolution.unknown else ()
    if ask.subject is not Subject.FOLLOW and len(meant) > 1:
        followed = question.following()
        return tuple(meeting for meeting in meant if meeting in followed) or meant
    return meant
