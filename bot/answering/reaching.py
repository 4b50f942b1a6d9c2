"""Whom a question asks how to reach: people by name, else the contacts of a country, an organisation or a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from bot.answering import parts
from bot.answering.parts import Part
from bot.answering.people import Person
from bot.answering.places import ROOT, names_of_country
from bot.answering.reading import Reading
from bot.answering.subjects import Ask
from bot.answering.text import cleaned, fold_phrase, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import CLDR, LANGUAGES, words
from bot.model import Contact, Meeting, Text

_TWO = 2
_LONGER_ROOT = 5  # letters that a language and its people have in common
# The practical matters for which meetings have a contact, by the concepts that tell so.
TASKS = {
    "visa": "visa",
    "hotels": "hotel",
    "badges": "badge",
    "fees": "fee",
    "transport": "transport",
    "sponsorship": "sponsorship",
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


# What every meeting's contacts are asked for: no task of theirs tells the meeting.
_OF_EVERY_CONTACT = frozenset(
    f"concept:{name}"
    for name in ("register", "attend", "visa", "hotel", "badge", "session", "programme", "invited", "host")
)


def contacts_for(ask: Ask, meeting: Meeting, people: tuple[Person, ...], reading: Reading) -> Part:
    """The contacts that are meant, or that the documents do not say how to reach the people whom the question names."""
    chosen = _contacts_meant(meeting, people, reading)
    means = ask.focus if ask.focus in ("phone", "fax", "email") else ""
    with_it = tuple(contact for contact in chosen if not means or getattr(contact, means))
    lacking = tuple(person.name for person in people if person.contact(meeting) not in with_it)
    if not people and (hall := _venue_named(meeting, reading)):
        lacking, with_it = (hall,), ()
    if lacking and not with_it:
        return parts.Unreachable(ask=ask, meeting=meeting, paths=("contacts",), who=lacking)
    chosen = with_it or chosen
    places = [meeting.contacts.index(contact) for contact in chosen]
    narrowed = len(chosen) < len(meeting.contacts)
    field = f".{ask.focus}" if ask.focus in ("phone", "fax", "email", "name") else ""
    paths = tuple(f"contacts.{place}{field}" for place in places) or ("contacts", "website", "registration.url")
    return parts.Contacts(ask=ask, meeting=meeting, contacts=chosen, narrowed=narrowed, lacking=lacking, paths=paths)


def _contacts_meant(meeting: Meeting, people: tuple[Person, ...], reading: Reading) -> tuple[Contact, ...]:
    """The contacts whom a question singles out: as "her", by name, country, organisation or task ("press"); else all."""
    if people:
        return tuple(contact for person in people if (contact := person.contact(meeting)))
    wanted = frozenset({*_countries_named(reading), *_peoples_named(meeting, reading), *_tasks_named(reading)})
    scored = [(len(wanted & _signs_of(contact)), contact) for contact in meeting.contacts]
    best = max((score for score, _ in scored), default=0)
    return tuple(contact for score, contact in scored if score == best)


def tasks_told(reading: Reading) -> frozenset[str]:
    """What tells a task that only some contacts have ("press", "side events"), in the words and in what they mean."""
    return frozenset(_tasks_named(reading)) - _OF_EVERY_CONTACT


def purposes_told(reading: Reading) -> frozenset[str]:
    """What a contact is asked for, in the words and in what they mean, be it what every meeting's contacts are asked for."""
    return frozenset(_tasks_named(reading))


def has_task(meeting: Meeting, wanted: frozenset[str]) -> bool:
    """Whether a contact of a meeting has one of some tasks."""
    return any(not wanted.isdisjoint(_signs_of_role(in_all_languages(contact.role))) for contact in meeting.contacts)


def has_told_task(contacts: Iterable[Contact], sign: str) -> bool:
    """Whether each of some contacts has a task with this meaning."""
    return all(sign in _signs_of_role(in_all_languages(contact.role)) for contact in contacts)


def _venue_named(meeting: Meeting, reading: Reading) -> Text | None:
    """The building whose own number is asked for, where no contact is of it."""
    if meeting.venue is None:
        return None
    said = f" {' '.join(token.text for token in reading.tokens)} "
    names = [name for name in map(_folded, in_all_languages(meeting.venue.name)) if f" {name} " in said]
    bodies = " ".join(_folded(name) for each in meeting.contacts for name in in_all_languages(each.organisation))
    return meeting.venue.name if any(name not in bodies for name in names) else None


_folded = lru_cache(maxsize=2048)(fold_phrase)


def _countries_named(reading: Reading) -> Iterator[str]:
    for hit in reading.of("countries"):
        yield from _words_for_country(hit.value.name)


@lru_cache(maxsize=256)
def _words_for_country(code: str) -> tuple[str, ...]:
    name = Locale.parse("en").territories[code]
    return tuple(token.text for token in tokens(cleaned(name)) if len(token.text) > 3)


def _peoples_named(meeting: Meeting, reading: Reading) -> Iterator[str]:
    """The words for the countries of contacts whose people a question names ("the Swedish contact")."""
    if len(meeting.contacts) < _TWO:
        return
    free = [token for at, token in enumerate(reading.tokens) if at not in reading.covered and at not in reading.stop]
    organisations = {said for each in meeting.contacts for said in in_all_languages(each.organisation)}
    for code in {code for said in organisations for code in _countries_in(said)}:
        people = _people_of(code)
        if any(form.startswith(people) for token in free if len(token.text) > ROOT for form in token.forms):
            yield from (word for word in names_of_country(code) if len(word) >= ROOT)


@lru_cache(maxsize=1024)
def _countries_in(text: str) -> frozenset[str]:
    hits = words().phrases.find(tokens(cleaned(text)))
    return frozenset(hit.value.name for hit in hits if hit.value.group == "countries")


@lru_cache(maxsize=256)
def _people_of(code: str) -> tuple[str, ...]:
    """How words for the people of a country begin: as its name does, or as that of the language that is called after it."""
    begun = {name[:ROOT] for name in names_of_country(code) if " " not in name and len(name) > ROOT}
    for spoken in get_official_languages(code, de_facto=True):
        if str(get_global("likely_subtags").get(spoken, "")).endswith(f"_{code}"):
            called = (Locale.parse(CLDR.get(each, each)).languages.get(spoken, "") for each in LANGUAGES)
            begun |= {fold_phrase(name)[:_LONGER_ROOT] for name in called if len(name) > ROOT and " " not in name}
    return tuple(begun)


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
    return _signs_of_role(in_all_languages(contact.role)).union(*map(_words_of, (*texts, contact.email or "")))


@lru_cache(maxsize=2048)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(token.text for token in tokens(cleaned(text.replace("@", " "))))


@lru_cache(maxsize=2048)
def _signs_of_role(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(token.text for role in roles for token in tokens(cleaned(role))).union(*map(meanings, roles))


@lru_cache(maxsize=2048)
def meanings(text: str) -> frozenset[str]:
    """What the words of a text mean in any language: `concept:` and `term:` with their names."""
    groups = {"concepts": "concept", "glossary": "term"}
    hits = words().phrases.find(tokens(cleaned(text)))
    return frozenset(f"{groups[hit.value.group]}:{hit.value.name}" for hit in hits if hit.value.group in groups)
