"""What a question says of a meeting besides the subject: the sessions, the person and the day that it means."""

from __future__ import annotations

from datetime import date

from bot.answering import people, reaching, sessions
from bot.answering.items import items_said
from bot.answering.matters import HALVES, Details
from bot.answering.mention import TELLING
from bot.answering.question import Understood
from bot.answering.subjects import Ask, Subject
from bot.answering.text import fold_phrase
from bot.answering.texts import in_all_languages
from bot.model import Meeting, Session

_FEW_WORDS = 4
_NAMING = (*TELLING, "time", "country", "short", "process")


def details(meeting: Meeting, understood: Understood, ask: Ask) -> Details:
    """The sessions, the people and the day that a question means of a meeting where it asks this."""
    reading, before = understood.reading, understood.question.conversation
    named = sessions_named(meeting, understood)
    if not named and before.meetings[:1] == (meeting.id,) and not understood.resolution.named:
        named = _session_talked_about(meeting, understood) if before.session else _of_the_day_told(meeting, understood)
    step = 1 if "after" in reading.concepts else -1 if "before" in reading.concepts else 0
    meant = people.asked(ask, people.named(meeting, reading), reading)
    if not meant and before.meetings[:1] == (meeting.id,):
        meant = people.at(meeting, _person_meant(meeting, understood)) or _of_the_matter(ask, meeting, understood)
    items = frozenset(items_said(reading.tokens, reading.hits))
    absent = bool(items) and not sessions.with_items(meeting, items) and bool(sessions.with_items(meeting, frozenset()))
    absent = absent or (not named and sessions.counts_others(meeting, reading, spent(meeting, understood)))
    rooms = () if named else sessions.in_room(meeting, reading)
    day = understood.day or sessions.day_meant(meeting, reading.times)
    if day is None and ask.focus in HALVES and before.day and before.meetings[:1] == (meeting.id,):
        day = date.fromisoformat(before.day)  # "and in the morning?"
    named = tuple(session for session in named if sessions.is_on(session, day)) or named
    return Details(named, meant, day, step if named else 0, rooms, absent)


def sessions_named(meeting: Meeting, understood: Understood) -> tuple[Session, ...]:
    """The sessions of a meeting that a question names."""
    return sessions.named(meeting, understood.reading, spent(meeting, understood)) if meeting.programme else ()


def spent(meeting: Meeting, understood: Understood) -> frozenset[int]:
    """The tokens that name the meeting, or claim something of it: they name none of its sessions."""
    naming = [
        mention
        for mention in understood.mentions
        if mention.kind in _NAMING
        or (mention.kind == "kind" and mention.meetings & {meeting.id, *understood.resolution.meetings})
    ]
    naming += [claim.mention for claim in understood.claims]
    found = {at for mention in naming for at in range(mention.start, mention.end)}
    return frozenset(found - _of_titles(meeting, understood)) if found else frozenset()


def _of_titles(meeting: Meeting, understood: Understood) -> set[int]:
    """The tokens of the whole titles of sessions, which a kind of meeting in them ("general assembly") takes nothing from."""
    titles = [hit for hit in understood.reading.names if hit.value.kind == "session" and hit.length > 1]
    titled = {at for hit in titles if hit.value.meeting == meeting.id for at in range(hit.start, hit.end)}
    titled |= sessions.kinds_in_titles(meeting, understood.reading)
    if not titled:
        return titled
    others = [mention for mention in understood.mentions if mention.kind not in {"kind", "inside"}]
    return titled - {at for mention in others for at in range(mention.start, mention.end)}


def _session_talked_about(meeting: Meeting, understood: Understood) -> tuple[Session, ...]:
    of_one = {Subject.CHAIRS, Subject.OBJECTIVES, Subject.NEXT, Subject.PREVIOUS}
    if _speaks_of_the_meeting(meeting, understood):
        return ()
    if not understood.reading.of("kinds"):  # "when is it?", not "when is the meeting?"
        of_one |= {Subject.DATES, Subject.CALENDAR, Subject.REMINDER}
    fine = all(
        ask.subject in of_one or str(ask) in ("dates.hours", "dates.end", "venue.room") for ask in understood.asks
    )
    session = meeting.session(understood.question.conversation.session)
    return (session,) if session and fine and understood.asks else ()


def _speaks_of_the_meeting(meeting: Meeting, understood: Understood) -> bool:
    """Whether "the meeting" or "the conference" is said, and the session is not called so: "when does the meeting end?"."""
    reading = understood.reading
    said = {
        reading.tokens[hit.start].text for hit in reading.of("kinds") if hit.value.name in ("meeting", "conference")
    }
    if not said or "session" in reading.concepts:
        return False
    session = meeting.session(understood.question.conversation.session)
    titles = in_all_languages(session.title) if session else ()
    return not any(said & set(fold_phrase(title).split()) for title in titles)


def _of_the_day_told(meeting: Meeting, understood: Understood) -> tuple[Session, ...]:
    """The sessions of the day that was told last, where their hours, chairs or rooms are asked: "and who chairs then?"."""
    before, asked = understood.question.conversation, understood.asks
    if not before.day or not asked or understood.reading.of("kinds") or understood.day is not None:
        return ()
    of_them = all(ask.subject is Subject.CHAIRS or str(ask) in ("venue.room", "dates.hours") for ask in asked)
    told = any(ask.subject in (Subject.PROGRAMME, Subject.CHAIRS) for ask in before.asks)
    return sessions.on_day(meeting, date.fromisoformat(before.day)) if of_them and told else ()


def _only_asks_how_to_reach(understood: Understood) -> bool:
    """Whether a few words ask for a number or an address, right after somebody: "and the fax?", "¿su teléfono?"."""
    asked, before = understood.asks, understood.question.conversation.asks
    short = len(understood.reading.tokens) <= _FEW_WORDS and not understood.resolution.named
    means = all(ask.subject is Subject.CONTACTS and ask.focus in ("phone", "fax", "email") for ask in asked)
    says_no_more = all(
        at in understood.reading.stop or at in understood.reading.covered
        for at in range(len(understood.reading.tokens))
    )
    return (
        short
        and says_no_more
        and means
        and bool(before)
        and all(ask.subject in (Subject.CONTACTS, Subject.PERSON) for ask in before)
    )


def _of_the_matter(ask: Ask, meeting: Meeting, understood: Understood) -> tuple[people.Person, ...]:
    """The contacts for the practical matter talked about, where the question says not for what: "who can I ask about that?"."""
    reading, before = understood.reading, understood.question.conversation
    tasks = [f"concept:{reaching.TASKS[each.focus]}" for each in before.asks if each.focus in reaching.TASKS]
    if ask.subject is not Subject.CONTACTS or not tasks or reading.names or reading.of("countries"):
        return ()
    if (
        reaching.tasks_told(reading)
        or reading.concepts & frozenset(reaching.TASKS.values())
        or "register" in reading.concepts
    ):
        return ()
    return tuple(
        person
        for place, contact in enumerate(meeting.contacts)
        if any(reaching.has_told_task([contact], task) for task in tasks)
        for person in people.at(meeting, f"contacts.{place}")
    )


def _person_meant(meeting: Meeting, understood: Understood) -> str:
    """The path of the person whom "her" or "his" means."""
    concepts, before = understood.reading.concepts, understood.question.conversation
    if not concepts.isdisjoint(("her", "his")):
        return people.meant_by_pronoun(meeting, before.person, concepts)
    return before.person if understood.in_passing or _only_asks_how_to_reach(understood) else ""
