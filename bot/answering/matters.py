"""From what is asked of a meeting to the part of the answer that says it, and whether the documents state it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel import Locale

from bot import facts
from bot.answering import parts, sessions
from bot.answering.leads import reminded_of, reminded_on
from bot.answering.parts import Part
from bot.answering.people import Person, countries_asked, everybody
from bot.answering.places import names_of_country
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject
from bot.answering.text import cleaned, fold_phrase, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import words
from bot.model import Catalogue, Contact, Document, Meeting, Session, Text, in_language

# The facts that an ask shows; its first is the one that must be stated for the ask to be answered.
PATHS: dict[str, tuple[str, ...]] = {
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


# Concepts that ask for a contact without saying for what.
_OF_ANY_CONTACT = frozenset(
    [
        "contact",
        "phone",
        "fax",
        "email",
        "name",
        "who",
        "how",
        "her",
        "his",
        "theirs",
        "where",
        "when",
        "and_what",
        "overview",
        "address",
        "phone_word",
        "now",
        "asked",
        "host",
        "takes_place",
        "aside",
        "salutation",
        "greet",
        "thanks",
        "help",
        "letter",
        "link",
        "document",
    ]
)


@dataclass(frozen=True, slots=True)
class Details:
    """What a question says besides subject and meeting: the sessions, the people, the day, the room by its sessions."""

    sessions: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    day: date | None = None
    step: int = 0
    in_room: tuple[Session, ...] = ()


def states(meeting: Meeting, ask: Ask) -> bool:
    """Whether the documents state what is asked of a meeting."""
    path = (PATHS.get(str(ask)) or (ask.subject.value,))[0]
    if ask.subject is Subject.CONTACTS and ask.focus:
        return any(getattr(contact, ask.focus, None) for contact in meeting.contacts)
    if str(ask) == "practical.other" or ask.subject is Subject.OTHER:
        return False
    if ask.subject is Subject.DOCUMENTS:
        return bool(meeting.documents)
    if ask.subject in (Subject.CALENDAR, Subject.REMINDER, Subject.DATES):
        return meeting.start is not None
    return facts.state(meeting, path) is facts.State.STATED


def part_for(
    ask: Ask, meeting: Meeting, details: Details, reading: Reading, catalogue: Catalogue, now: datetime
) -> Part:
    """The part that answers an ask about a meeting."""
    paths = PATHS.get(str(ask)) or (ask.subject.value,)
    if ask.subject is Subject.REMINDER:
        events = reminded_of(meeting, details.sessions, reading)
        day = reminded_on(meeting, reading)
        return parts.Reminder(ask=ask, meeting=meeting, paths=paths, events=events, day=day)
    if details.in_room and ask.subject in (Subject.PROGRAMME, Subject.VENUE, Subject.OVERVIEW, Subject.DATES):
        ask = Ask(Subject.PROGRAMME)
    if (chairing := _chairing(ask, meeting, details, reading)) is not None:
        return chairing
    if details.sessions and (about := _of_sessions(ask, meeting, details, now)) is not None:
        return about
    return _of_meeting(ask, meeting, details, reading, catalogue, now)


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
    paths = PATHS.get(str(ask)) or (ask.subject.value,)
    match ask.subject:
        case Subject.PROGRAMME | Subject.VENUE if agenda := _agenda_to_read(meeting, reading):
            said = tuple(f"documents.{document.id}" for document in agenda)
            return parts.Documents(ask=Ask(Subject.DOCUMENTS), meeting=meeting, documents=agenda, paths=said)
        case Subject.PROGRAMME:
            return _programme(ask, meeting, details, now)
        case Subject.CONTACTS:
            return _contacts(ask, meeting, details, reading)
        case Subject.DOCUMENTS:
            return _documents(ask, meeting, reading)
        case Subject.PRACTICAL:
            paths = (str(ask) if ask.focus != "other" else "practical",)
        case Subject.PERSON:
            return _person(ask, meeting, details)
        case Subject.NEXT | Subject.PREVIOUS:
            return _neighbour(ask, meeting, paths, catalogue)
        case Subject.DEADLINES:
            return _deadlines(ask, meeting, reading, paths)
        case Subject.OTHER:
            return parts.Unanswered(ask=ask, meeting=meeting)
    return parts.Fact(ask=ask, meeting=meeting, paths=paths)


def _agenda_to_read(meeting: Meeting, reading: Reading) -> tuple[Document, ...]:
    """The agenda among the documents, where a question asks for the paper: where it is, or for a link to it."""
    if not {"programme"} < reading.concepts or not reading.concepts & {"where", "link", "document"}:
        return ()
    return tuple(document for document in meeting.documents if document.kind == "agenda" and document.url)


def _deadlines(ask: Ask, meeting: Meeting, reading: Reading, paths: tuple[str, ...]) -> Part:
    """The deadlines that the question names by their words, else all."""
    said = {token.text for at, token in enumerate(reading.tokens) if at not in reading.stop and len(token.text) > 3}
    meant = {f"term:{hit.value.name}" for hit in reading.of("glossary")}
    due = [
        *((f"deadlines.{place}", each.what, each.date) for place, each in enumerate(meeting.deadlines)),
        *((f"requests.{place}", each.text, each.by) for place, each in enumerate(meeting.requests) if each.by),
    ]
    scores = [
        max(len(said & _words_of(text)) + len(meant & _meanings(text)) for text in in_all_languages(what))
        for _, what, _ in due
    ]
    best = max(scores, default=0)
    if not best:
        return parts.Fact(ask=ask, meeting=meeting, paths=paths)
    named = [one for score, one in zip(scores, due, strict=True) if score == best]
    told = tuple((day, what) for _, what, day in named)
    return parts.Deadlines(ask=ask, meeting=meeting, due=told, paths=tuple(path for path, _, _ in named))


def _words_of(text: str) -> set[str]:
    return {token.text for token in tokens(cleaned(text))}


def _neighbour(ask: Ask, meeting: Meeting, paths: tuple[str, ...], catalogue: Catalogue) -> Part:
    if ask.subject is Subject.NEXT:
        return parts.Neighbour(ask=ask, meeting=meeting, other=facts.next_of(meeting, catalogue), paths=())
    return parts.Neighbour(ask=ask, meeting=meeting, other=facts.previous_of(meeting, catalogue), paths=paths)


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


def _of_sessions(ask: Ask, meeting: Meeting, details: Details, now: datetime) -> Part | None:
    """The ask where it is one of the sessions that the question names: when, where, who, what for, what comes after."""
    if ask.subject not in _OF_SESSIONS or (ask.subject is Subject.PRACTICAL and ask.focus != "other"):
        return None
    shown = details.sessions
    focus = "end" if str(ask) == "dates.end" else _OF_SESSIONS[ask.subject]
    if details.step:
        shown = sessions.beside(meeting, shown[0], details.step)
        focus = "next" if details.step > 0 else "previous"
    paths = tuple(f"programme.{session.id}" for session in shown)
    return parts.Sessions(ask=Ask(Subject.PROGRAMME, f"session.{focus}"), meeting=meeting, sessions=shown, paths=paths)


def _programme(ask: Ask, meeting: Meeting, details: Details, now: datetime) -> Part:
    days = facts.days_of(meeting)
    day = details.day
    if ask.focus == "first_day" and days:
        day = days[0]
    elif ask.focus == "last_day" and days:
        day = days[-1]
    if ask.focus == "now":
        shown = sessions.at(meeting, now)
    elif day is not None:
        shown = sessions.on_day(meeting, day)
    else:
        shown = tuple(facts.in_time_order(meeting.programme))
    if details.in_room:
        shown = tuple(session for session in shown if session in details.in_room)
    if ask.focus in ("morning", "afternoon"):
        shown = sessions.in_half(shown, morning=ask.focus == "morning")
    complete = day is None and not details.in_room and ask.focus not in ("now", "morning", "afternoon")
    paths = tuple(f"programme.{session.id}" for session in shown) if shown and not complete else ("programme",)
    return parts.Sessions(ask=ask, meeting=meeting, sessions=shown, day=day, complete=complete, paths=paths)


def _contacts(ask: Ask, meeting: Meeting, details: Details, reading: Reading) -> Part:
    chosen = _contacts_meant(meeting, details, reading)
    means = ask.focus if ask.focus in ("phone", "fax", "email") else ""
    with_it = tuple(contact for contact in chosen if not means or getattr(contact, means))
    lacking = tuple(person.name for person in details.people if person.contact(meeting) not in with_it)
    if not details.people and (hall := _venue_named(meeting, reading)):
        lacking, with_it = (hall,), ()
    if lacking and not with_it:
        return parts.Unreachable(ask=ask, meeting=meeting, paths=("contacts",), who=lacking)
    chosen = with_it or chosen
    places = [meeting.contacts.index(contact) for contact in chosen]
    narrowed = len(chosen) < len(meeting.contacts)
    field = f".{ask.focus}" if ask.focus in ("phone", "fax", "email", "name") else ""
    paths = tuple(f"contacts.{place}{field}" for place in places) or ("contacts", "website", "registration.url")
    return parts.Contacts(ask=ask, meeting=meeting, contacts=chosen, narrowed=narrowed, lacking=lacking, paths=paths)


def _contacts_meant(meeting: Meeting, details: Details, reading: Reading) -> tuple[Contact, ...]:
    """The contacts whom a question singles out: as "her", by name, country, organisation or task ("press"); else all."""
    if details.people:
        return tuple(contact for person in details.people if (contact := person.contact(meeting)))
    wanted = frozenset({*_countries_named(reading), *_tasks_named(reading)})
    scored = [(len(wanted & _signs_of(contact)), contact) for contact in meeting.contacts]
    best = max((score for score, _ in scored), default=0)
    return tuple(contact for score, contact in scored if score == best)


def _venue_named(meeting: Meeting, reading: Reading) -> Text | None:
    """The building whose own number is asked for, where no contact is of it."""
    if meeting.venue is None:
        return None
    said = f" {' '.join(token.text for token in reading.tokens)} "
    names = [fold_phrase(name) for name in in_all_languages(meeting.venue.name)]
    bodies = " ".join(fold_phrase(name) for each in meeting.contacts for name in in_all_languages(each.organisation))
    return meeting.venue.name if any(f" {name} " in said and name not in bodies for name in names) else None


def _countries_named(reading: Reading) -> Iterator[str]:
    territories = Locale.parse("en").territories
    for hit in reading.of("countries"):
        yield from (token.text for token in tokens(cleaned(territories[hit.value.name])) if len(token.text) > 3)


def _tasks_named(reading: Reading) -> Iterator[str]:
    """What a question says besides that it asks for a contact, in words and in what they mean."""
    yield from (f"concept:{name}" for name in reading.concepts - _OF_ANY_CONTACT)
    yield from (f"term:{hit.value.name}" for hit in reading.of("glossary"))
    asking = {
        at for hit in reading.of("concepts") if hit.value.name in _OF_ANY_CONTACT for at in range(hit.start, hit.end)
    }
    for at, token in enumerate(reading.tokens):
        if at not in reading.stop and at not in asking and token.kind == "word" and len(token.text) > 3:
            yield token.text


def _signs_of(contact: Contact) -> frozenset[str]:
    """The words by which a contact is singled out, and what those of her task mean in any language."""
    texts = [
        version for text in (contact.name, contact.role, contact.organisation) for version in in_all_languages(text)
    ]
    found = {token.text for text in (*texts, contact.email or "") for token in tokens(cleaned(text.replace("@", " ")))}
    return frozenset(found).union(*map(_meanings, in_all_languages(contact.role)))


@lru_cache(maxsize=2048)
def _meanings(text: str) -> frozenset[str]:
    """What the words of a text mean in any language: `concept:` and `term:` with their names."""
    groups = {"concepts": "concept", "glossary": "term"}
    hits = words().phrases.find(tokens(cleaned(text)))
    return frozenset(f"{groups[hit.value.group]}:{hit.value.name}" for hit in hits if hit.value.group in groups)


def _documents(ask: Ask, meeting: Meeting, reading: Reading) -> Part:
    named = {hit.value.key for hit in reading.names if hit.value.kind == "document" and hit.value.meeting == meeting.id}
    chosen = [document for document in meeting.documents if document.id in named] or documents_meant(meeting, reading)
    if ask.focus and (stated := [document for document in chosen if _field(document, ask.focus)]):
        chosen = stated
    elif ask.focus:
        chosen = [document for document in chosen if document.kind in ("invitation", "letter")] or chosen
    field = f".{ask.focus}" if ask.focus else ""
    paths = tuple(f"documents.{document.id}{field}" for document in chosen) or ("documents",)
    return parts.Documents(ask=ask, meeting=meeting, documents=tuple(chosen), paths=paths)


def _field(document: Document, name: str) -> object:
    return getattr(document, name, None)


def documents_meant(meeting: Meeting, reading: Reading) -> list[Document]:
    """The documents of a meeting that a question singles out by words of their titles, their kind or their symbol; else all."""
    said = {token.text for at, token in enumerate(reading.tokens) if at not in reading.stop}
    scored = [(len(said & _telling(document)), document) for document in meeting.documents]
    best = max((score for score, _ in scored), default=0)
    return [document for score, document in scored if score == best] if best else list(meeting.documents)


def _telling(document: Document) -> set[str]:
    texts = [*in_all_languages(document.title), document.symbol or "", document.kind or ""]
    return {token.text for text in texts for token in tokens(cleaned(text)) if len(token.text) > 2}


def _person(ask: Ask, meeting: Meeting, details: Details) -> Part:
    if not details.people:  # who is named is of another meeting
        return parts.Unanswered(ask=ask, meeting=meeting)
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
