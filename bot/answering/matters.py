"""From what is asked of a meeting to the part of the answer that says it, and whether the documents state it."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from bot import facts
from bot.answering import entering, former, parts, sessions
from bot.answering.edges import EDGES, names_only_an_edge
from bot.answering.houses import asks_how, is_online, speaks_of_online
from bot.answering.inviting import invited_part
from bot.answering.leads import reminded_of, reminded_on
from bot.answering.parts import Part
from bot.answering.people import Person, countries_asked, everybody
from bot.answering.places import names_of_country
from bot.answering.reaching import contacts_for, meanings
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject
from bot.answering.text import cleaned, fold_phrase, tokens
from bot.answering.texts import in_all_languages
from bot.model import Catalogue, Contact, Document, Meeting, Session, Text, in_language
from bot.when import When

# The facts that an ask shows; its first is the one that must be stated for the ask to be answered.
_PATHS_SAID: dict[str, tuple[str, ...]] = {
    "overview": ("name", "start", "end", "city", "country", "venue.name", "registration.opens", "host"),
    "dates": ("start", "end", "status"),
    "dates.start": ("start", "status"),
    "dates.end": ("end", "status"),
    "dates.length": ("end", "start"),
    "dates.countdown": ("start", "status"),
    "dates.hours": ("start", "end"),
    "venue": ("venue.name", "venue.address", "city", "country"),
    "venue.city": ("city", "country"),
    "venue.country": ("country", "city"),
    "venue.building": ("venue.name", "city"),
    "venue.address": ("venue.address", "venue.name", "city"),
    "venue.room": ("venue.name", "city"),
    "venue.map": ("venue.geo", "venue.name", "venue.address", "city"),
    "registration": ("registration", "requests"),
    "registration.opens": ("registration.opens", "registration.url"),
    "registration.closes": ("registration.closes", "registration.opens", "registration.url"),
    "registration.url": ("registration.url", "registration.how"),
    "registration.how": ("registration", "requests"),
    "registration.open_now": ("registration.opens", "registration.closes", "registration.url", "registration.how"),
    "registration.contact": ("registration", "contacts"),
    "contacts.phone": ("contacts.phone",),
    "contacts.fax": ("contacts.fax",),
    "contacts.email": ("contacts.email",),
    "contacts.name": ("contacts.name",),
    "requests.nominate": ("level", "requests"),
    "level": ("level", "requests"),
    "invited": ("invited", "level"),
    "host": ("host",),
    "support": ("supported_by",),
    "next": ("follows",),
    "previous": ("follows",),
}
PATHS = {Ask.parse(ask): paths for ask, paths in _PATHS_SAID.items()}
_COUNTRY, _ROOM = Ask(Subject.VENUE, "country"), Ask(Subject.VENUE, "room")


class Details(NamedTuple):
    """What a question says besides subject and meeting: the sessions, the people, the day, the room by its sessions.

    `lacks_item` tells that it names an item that the agenda does not have, though that counts its items.
    """

    sessions: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    day: date | None = None
    step: int = 0
    in_room: tuple[Session, ...] = ()
    lacks_item: bool = False


def states(meeting: Meeting, ask: Ask) -> bool:
    """Whether the documents state what is asked of a meeting."""
    path = (PATHS.get(ask) or (ask.subject.value,))[0]
    if ask.subject is Subject.PRACTICAL and ask.focus != "other":
        return facts.is_stated(meeting, str(ask))
    if ask.subject is Subject.CONTACTS and ask.focus:
        return any(getattr(contact, ask.focus, None) for contact in meeting.contacts)
    if ask.subject in (Subject.PRACTICAL, Subject.OTHER):
        return False
    if ask.subject is Subject.DOCUMENTS:
        return bool(meeting.documents)
    if ask.subject in (Subject.CALENDAR, Subject.REMINDER, Subject.DATES):
        return meeting.start is not None
    return facts.is_stated(meeting, path)


def part_for(
    ask: Ask, meeting: Meeting, details: Details, reading: Reading, catalogue: Catalogue, now: datetime
) -> Part:
    """The part that answers an ask about a meeting."""
    paths = PATHS.get(ask) or (ask.subject.value,)
    if ask.subject is Subject.REMINDER:
        events = reminded_of(meeting, details.sessions, reading)
        day = reminded_on(meeting, reading, now.date())
        return parts.Reminder(ask=ask, meeting=meeting, paths=paths, events=events, day=day)
    if ask.subject is Subject.CALENDAR:
        return entering.entries(ask, meeting, details.sessions, paths)
    if details.lacks_item and ask.subject in _OF_ITEMS:
        return parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meeting)
    if details.in_room and ask.subject in (Subject.PROGRAMME, Subject.VENUE, Subject.OVERVIEW, Subject.DATES):
        ask = Ask(Subject.PROGRAMME)
    if ask == _ROOM and not details.sessions and _says_a_room(meeting):
        ask, paths = Ask(Subject.VENUE), PATHS[Ask(Subject.VENUE)]
    if ask == _ROOM and details.day is not None and not details.sessions and meeting.programme:
        ask = Ask(Subject.PROGRAMME)  # "which rooms are used on the 4th?"
    if (
        ask.subject is Subject.OBJECTIVES
        and details.day
        and not details.sessions
        and sessions.on_day(meeting, details.day)
    ):
        ask = Ask(Subject.PROGRAMME)  # "the theme of Tuesday"
    if ask.subject is Subject.HOST and "country" in reading.concepts and not states(meeting, ask) and meeting.country:
        ask, paths = _COUNTRY, PATHS[_COUNTRY]
    of_what_comes = "future" in reading.forms or ("outcome" not in reading.concepts and reading.speaks_of_a_treaty)
    if ask.subject is Subject.OUTCOME and of_what_comes and _is_to_decide(meeting, now):
        ask = Ask(Subject.OBJECTIVES)  # "what will it decide?", "is it about the treaty?"
    if (chairing := _chairing(ask, meeting, details, reading)) is not None:
        return chairing
    if details.sessions and (about := _of_sessions(ask, meeting, details, now)) is not None:
        return about
    return _of_meeting(ask, meeting, details, reading, catalogue, now)


_ELECTIONS = "elections"  # of the glossary
HALVES = ("morning", "afternoon")  # foci of the programme
_OF_ITEMS = frozenset({Subject.CHAIRS, Subject.VENUE, Subject.DATES, Subject.PROGRAMME, Subject.OBJECTIVES})
_OF_CHAIRING = frozenset({Subject.CHAIRS, Subject.VENUE, Subject.DATES, Subject.PROGRAMME})


def _chairing(ask: Ask, meeting: Meeting, details: Details, reading: Reading) -> Part | None:
    """What somebody whom the question names chairs, or who of a country that it names does."""
    if "chair" not in reading.concepts or ask.subject not in _OF_CHAIRING:
        return None
    chairs = [person for person in everybody(meeting) if person.chairs_the_meeting or person.sessions(meeting)]
    shown = tuple(person for person in chairs if person in details.people)
    codes = [] if details.people else countries_asked(reading)
    if codes:
        shown = tuple(person for person in chairs if any(_is_of(person, code) for code in codes))
    if not shown and (details.people or not codes or meeting.country in codes):
        return None
    if not shown:
        return parts.Unanswered(ask=Ask(Subject.CHAIRS), meeting=meeting)
    told = tuple(parts.Chairing(person.name, person.chairs_the_meeting, person.sessions(meeting)) for person in shown)
    paths = tuple(path for person in shown for path in person.paths if not path.startswith(("contacts.", "documents.")))
    return parts.Chairings(ask=Ask(Subject.CHAIRS), meeting=meeting, people=told, paths=paths)


def _is_of(person: Person, code: str) -> bool:
    """Whether a person's name comes with the country, as in "Mr. Rafael Duarte (Brazil)"."""
    said = [f" {fold_phrase(text)} " for text in in_all_languages(person.name)]
    return any(f" {name} " in text for name in names_of_country(code) for text in said)


def _of_meeting(
    ask: Ask, meeting: Meeting, details: Details, reading: Reading, catalogue: Catalogue, now: datetime
) -> Part:
    paths = PATHS.get(ask) or (ask.subject.value,)
    match ask.subject:
        case Subject.DATES | Subject.VENUE | Subject.STATUS if told := _at_the_edge(ask, meeting, reading) or _moved(
            ask, meeting
        ):
            return told
        case Subject.PROGRAMME | Subject.VENUE if agenda := _agenda_to_read(meeting, reading):
            ask, paths = Ask(Subject.DOCUMENTS), tuple(f"documents.{document.id}" for document in agenda)
            return parts.Documents(ask=ask, meeting=meeting, documents=agenda, paths=paths)
        case Subject.PROGRAMME:
            return _programme_or_day(ask, meeting, details, reading, now)
        case Subject.INVITED:
            return invited_part(ask, meeting, reading, paths)
        case Subject.CHAIRS if _is_of_an_election(meeting, reading):
            ask, paths = Ask(Subject.OUTCOME), ("outcome",)
        case Subject.CONTACTS:
            return contacts_for(ask, meeting, details.people, reading)
        case Subject.DOCUMENTS:
            return _documents(ask, meeting, reading)
        case Subject.PRACTICAL if ask.focus == "other" and speaks_of_online(reading) and is_online(meeting):
            ask = Ask(Subject.REGISTRATION if asks_how(reading) else Subject.VENUE)
            paths = PATHS.get(ask, (ask.subject.value,))
        case Subject.PRACTICAL:
            paths = (str(ask),) if ask.focus != "other" else ()
        case Subject.PERSON:
            return _person(ask, meeting, details, reading)
        case Subject.NEXT | Subject.PREVIOUS:
            return _neighbour(ask, meeting, paths, catalogue)
        case Subject.DEADLINES:
            return _deadlines(ask, meeting, reading, paths)
    unanswered = ask.subject is Subject.OTHER
    return (
        parts.Unanswered(ask=ask, meeting=meeting) if unanswered else parts.Fact(ask=ask, meeting=meeting, paths=paths)
    )


def _moved(ask: Ask, meeting: Meeting) -> Part | None:
    """That a meeting stands at other days or elsewhere than at first, where its background says so."""
    if ask.subject is not Subject.STATUS or meeting.status != "confirmed" or not (told := former.noted(meeting)):
        return None
    paths = (*told, "start", "city")
    return parts.Moved(ask=ask, meeting=meeting, texts=tuple(told.values()), paths=paths)


def _is_of_an_election(meeting: Meeting, reading: Reading) -> bool:
    """Whether not who chairs a meeting is asked but whom it elected, and its outcome tells."""
    if _ELECTIONS not in reading.terms:
        return False
    return any(f"term:{_ELECTIONS}" in meanings(said) for said in in_all_languages(meeting.outcome))


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    return facts.phase(meeting, now) is not facts.Phase.OVER


def _is_to_decide(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting has no outcome because it is not over, and its objectives are known."""
    is_over = facts.phase(meeting, now) is facts.Phase.OVER
    return not is_over and not meeting.outcome and bool(meeting.objectives)


def _at_the_edge(ask: Ask, meeting: Meeting, reading: Reading) -> Part | None:
    """The first or the last session, where the hour at which a meeting begins or ends, or its room, stands with it alone."""
    room = ask == _ROOM
    if not room and (str(ask) != "dates.hours" or isinstance(meeting.start, datetime)):
        return None
    if not reading.concepts & {"open", "begin", "close", "end"}:
        return None
    last = not reading.concepts & {"open", "begin"}
    shown = sessions.at_the_edge(meeting, last=last)
    said = Ask(Subject.PROGRAMME, "session.room" if room else "session.end" if last else "session.start")
    paths = tuple(f"programme.{session.id}" for session in shown)
    return parts.Sessions(ask=said, meeting=meeting, sessions=shown, paths=paths) if shown else None


def _agenda_to_read(meeting: Meeting, reading: Reading) -> tuple[Document, ...]:
    """The agenda among the documents, where a question asks for the paper: where it is, or for a link to it."""
    if not {"programme"} < reading.concepts or not reading.concepts & {"where", "link", "document"}:
        return ()
    return tuple(document for document in meeting.documents if document.kind == "agenda" and document.url)


_DUE_CONCEPTS = frozenset({"document", "badge", "group", "visa", "hotel", "interpretation", "sponsorship"})


def _deadlines(ask: Ask, meeting: Meeting, reading: Reading, paths: tuple[str, ...]) -> Part:
    """The deadlines that the question names by their words, else all."""
    if not (named := due_named(meeting, reading)):
        return parts.Fact(ask=ask, meeting=meeting, paths=paths)
    told = tuple((day, what) for _, what, day in named)
    return parts.Deadlines(ask=ask, meeting=meeting, due=told, paths=tuple(path for path, _, _ in named))


def due_named(meeting: Meeting, reading: Reading) -> list[tuple[str, Text, When]]:
    """What is due of a meeting and named by the words of a question, each with its path and its day."""
    said = {token.text for at, token in enumerate(reading.tokens) if at not in reading.stop and len(token.text) > 3}
    meant = {f"term:{hit.value.name}" for hit in reading.of("glossary")}
    meant |= {f"concept:{name}" for name in reading.concepts & _DUE_CONCEPTS}
    due = [
        *((f"deadlines.{place}", each.what, each.date) for place, each in enumerate(meeting.deadlines)),
        *((f"requests.{place}", each.text, each.by) for place, each in enumerate(meeting.requests) if each.by),
    ]
    met = [
        max(((said & _words_of(text)) | (meant & meanings(text)) for text in in_all_languages(what)), key=len)
        for _, what, _ in due
    ]
    best = max(map(len, met), default=0)
    if not best:
        return []
    of_best = frozenset().union(*(signs for signs in met if len(signs) == best))
    # "for questions on national reports" names two: what only one of them says is not left out.
    return [one for signs, one in zip(met, due, strict=True) if len(signs) == best or signs - of_best]


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset([token.text for token in tokens(cleaned(text))])


def _neighbour(ask: Ask, meeting: Meeting, paths: tuple[str, ...], catalogue: Catalogue) -> Part:
    if ask.subject is Subject.NEXT:
        other = facts.next_of(meeting, catalogue)
        held = facts.next_held(other, catalogue) if other is not None and other.status == "cancelled" else None
        return parts.Neighbour(ask=ask, meeting=meeting, other=other, held=held, paths=())
    return parts.Neighbour(ask=ask, meeting=meeting, other=facts.previous_of(meeting, catalogue), paths=paths)


_NTH_DAYS = {"first_day": 0, "second_day": 1, "third_day": 2}  # their places among a meeting's days
_OF_SESSIONS = {
    Subject.DATES: "start",
    Subject.VENUE: "room",
    Subject.CHAIRS: "chairs",
    Subject.OBJECTIVES: "objectives",
    Subject.REQUESTS: "objectives",
    Subject.OUTCOME: "objectives",
    Subject.INVITED: "objectives",
    Subject.PROGRAMME: "",
    Subject.OVERVIEW: "",
    Subject.STATUS: "status",
    Subject.NEXT: "",
    Subject.PREVIOUS: "",
    Subject.OTHER: "",
    Subject.PRACTICAL: "start",
}


_OF_THEIR_TIME = {"dates.end": "end", "dates.countdown": "left"}


def _of_sessions(ask: Ask, meeting: Meeting, details: Details, now: datetime) -> Part | None:
    """The ask where it is one of the sessions that the question names: when, where, who, what for, what comes after."""
    if ask.subject not in _OF_SESSIONS or (ask.subject is Subject.PRACTICAL and ask.focus != "other"):
        return None
    alone = len(details.sessions) == 1 and details.sessions[0].objectives
    if ask.subject is Subject.INVITED and meeting.invited and not alone:
        return None  # "may we sit in the plenary meetings?"
    shown = details.sessions
    focus = _OF_THEIR_TIME.get(str(ask)) or _OF_SESSIONS[ask.subject]
    if details.step:
        shown = sessions.beside(meeting, shown[0], details.step)
        focus = "next" if details.step > 0 else "previous"
    paths = tuple(f"programme.{session.id}" for session in shown)
    return parts.Sessions(ask=Ask(Subject.PROGRAMME, f"session.{focus}"), meeting=meeting, sessions=shown, paths=paths)


def _programme_or_day(ask: Ask, meeting: Meeting, details: Details, reading: Reading, now: datetime) -> Part:
    """What is on, or of "last day in Geneva?" which day that is, where nothing else is known of it."""
    on_then = _programme(ask, meeting, details, reading, now)
    if on_then.sessions or str(ask) not in EDGES or not names_only_an_edge(reading):
        return on_then
    edge = EDGES[str(ask)]
    return parts.Fact(ask=edge, meeting=meeting, paths=PATHS[edge])


def _programme(ask: Ask, meeting: Meeting, details: Details, reading: Reading, now: datetime) -> parts.Sessions:
    days = facts.days_of(meeting)
    day = details.day
    is_half = ask.focus in HALVES
    which = next((said for said in (*_NTH_DAYS, "last_day") if said in reading.concepts), "") if is_half else ask.focus
    if _NTH_DAYS.get(which, len(days)) < len(days):
        day = days[_NTH_DAYS[which]]
    elif which == "last_day" and days:
        day = days[-1]
    if ask.focus == "now":
        shown = sessions.at(meeting, now)
    elif day is not None:
        shown = sessions.on_day(meeting, day)
    else:
        shown = tuple(facts.in_time_order(meeting.programme))
    if details.in_room:
        shown = tuple(session for session in shown if session in details.in_room)
    if is_half and shown and not any(isinstance(session.start, datetime) for session in shown):
        ask = Ask(Subject.PROGRAMME, "session.start")  # nobody knows at what hour it is
        shown = tuple(session for session in shown if session.start is not None)
    elif is_half:
        half = sessions.in_half(shown, morning=ask.focus == "morning")
        shown = half if half or day is None else shown  # what else there is on a day that is named
    complete = day is None and not details.in_room and ask.focus != "now" and not is_half
    paths = tuple(f"programme.{session.id}" for session in shown) if shown and not complete else ("programme",)
    return parts.Sessions(ask=ask, meeting=meeting, sessions=shown, day=day, complete=complete, paths=paths)


def _says_a_room(meeting: Meeting) -> bool:
    """Whether the room stands in the name of the building: "House of Guilds, Room 4"."""
    names = in_all_languages(meeting.venue.name) if meeting.venue else ()
    return any("concept:room" in meanings(name) for name in names)


def _documents(ask: Ask, meeting: Meeting, reading: Reading) -> Part:
    named = {hit.value.key for hit in reading.names if hit.value.kind == "document" and hit.value.meeting == meeting.id}
    if (
        not named
        and not ask.focus
        and "attached" not in reading.concepts
        and (lacking := _declaration_lacking(meeting, reading))
    ):
        return parts.NoSuchDocument(ask=ask, words=lacking)
    chosen = [document for document in meeting.documents if document.id in named] or documents_meant(meeting, reading)
    if ask.focus and (stated := [document for document in chosen if _field(document, ask.focus)]):
        chosen = stated
    elif ask.focus:
        chosen = [document for document in chosen if document.kind in ("invitation", "letter")] or chosen
    field = f".{ask.focus}" if ask.focus else ""
    paths = tuple(f"documents.{document.id}{field}" for document in chosen) or ("documents",)
    return parts.Documents(ask=ask, meeting=meeting, documents=tuple(chosen), paths=paths)


def _declaration_lacking(meeting: Meeting, reading: Reading) -> str:
    """What a question calls a declaration of which it wants the text, where no document of the meeting is one; else ""."""
    called = [hit for hit in reading.of("concepts") if hit.value.name == "declaration"]
    titles = (text for document in meeting.documents for text in in_all_languages(document.title))
    if not called or any("concept:declaration" in meanings(title) for title in titles):
        return ""
    start, end = called[0].start, called[0].end
    for name in reading.names:  # "the Oslo Declaration", "la Declaración de Oslo"
        if name.end == start or 0 <= name.start - end <= 1:
            start, end = min(start, name.start), max(end, name.end)
    return reading.words_between(start, end)


def _field(document: Document, name: str) -> object:
    return getattr(document, name, None)


def documents_meant(meeting: Meeting, reading: Reading) -> list[Document]:
    """The documents of a meeting that a question singles out by words of their titles, their kind or their symbol; else all."""
    said = {token.text for at, token in enumerate(reading.tokens) if at not in reading.stop}
    said -= {word for city in in_all_languages(meeting.city) for word in _words_of(city)}
    scored = [(len(said & _telling(document)), document) for document in meeting.documents]
    best = max((score for score, _ in scored), default=0)
    return [document for score, document in scored if score == best] if best else list(meeting.documents)


def _telling(document: Document) -> set[str]:
    texts = [*in_all_languages(document.title), document.symbol or "", document.kind or ""]
    return {token.text for text in texts for token in tokens(cleaned(text)) if len(token.text) > 2}


def _person(ask: Ask, meeting: Meeting, details: Details, reading: Reading) -> Part:
    if not details.people:  # who is named is of another meeting
        return parts.Unanswered(ask=ask, meeting=meeting)
    if "name" in reading.concepts and details.people[0].contact(meeting) is not None:
        return contacts_for(Ask(Subject.CONTACTS, "name"), meeting, details.people, reading)  # "her first name?"
    path = details.people[0].paths[0]
    value = facts.value_at(meeting, path)
    if isinstance(value, Contact):
        said = ", ".join(in_language(text, "en") for text in (value.name, value.role, value.organisation) if text)
        return parts.Named(ask=ask, meeting=meeting, words=said, contact=value, paths=(path,))
    document = session = None
    if path.startswith("documents."):
        document = facts.value_at(meeting, path.rpartition(".signed_by")[0])
    elif path.startswith("programme."):
        session = facts.value_at(meeting, path.rpartition(".chairs")[0])
    return parts.Named(ask=ask, meeting=meeting, words=value, document=document, session=session, paths=(path,))
