"""What a meeting's facts say in sentences, and the people that they name, each with its path."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.subjects import Subject
from bot.facts import stated_fields
from bot.model import Meeting, Text, in_language

_LISTS = ("invited", "objectives", "background", "supported_by", "chairs")


def in_all_languages(text: Text | None) -> tuple[str, ...]:
    """The text in each language that the store has it in."""
    if text is None:
        return ()
    return (text,) if isinstance(text, str) else tuple(text.values())


def texts_of(meeting: Meeting) -> Iterator[tuple[str, Text]]:
    """Every fact of a meeting that is a sentence or a phrase, with its path; names and addresses left out."""
    for name in _LISTS:
        for place, text in enumerate(getattr(meeting, name)):
            yield f"{name}.{place}", text
    for name in ("level", "outcome"):
        if (text := getattr(meeting, name)) is not None:
            yield name, text
    for place, request in enumerate(meeting.requests):
        yield f"requests.{place}.text", request.text
    for place, deadline in enumerate(meeting.deadlines):
        yield f"deadlines.{place}.what", deadline.what
    if meeting.registration and meeting.registration.how:
        yield "registration.how", meeting.registration.how
    if meeting.practical:
        for name in stated_fields(meeting.practical):
            yield f"practical.{name}", getattr(meeting.practical, name)
    for session in meeting.programme:
        yield f"programme.{session.id}.title", session.title
        for objective in session.objectives:
            yield f"programme.{session.id}.objectives", objective


def short_facts_of(meeting: Meeting) -> Iterator[tuple[Subject, str]]:
    """Names of places and bodies, with the subject that they answer."""
    if meeting.venue:
        for text in (meeting.venue.name, meeting.venue.address):
            yield from ((Subject.VENUE, version) for version in in_all_languages(text))
    if meeting.host:
        yield from ((Subject.HOST, version) for version in in_all_languages(meeting.host.name))
    for supporter in meeting.supported_by:
        yield from ((Subject.SUPPORT, version) for version in in_all_languages(supporter))


def initials(text: str) -> str:
    """The acronym that the capitalised words of a name make: "World Meteorological Organization building" gives "WMO"."""
    return "".join(word[0] for word in text.split() if word[0].isupper())


def people_of(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Contacts, chairs and signatories as they are named, with the path of each."""
    for place, contact in enumerate(meeting.contacts):
        if contact.name:
            yield f"contacts.{place}", in_language(contact.name, "en")
    for place, chair in enumerate(meeting.chairs):
        yield f"chairs.{place}", in_language(chair, "en")
    for session in meeting.programme:
        for place, chair in enumerate(session.chairs):
            yield f"programme.{session.id}.chairs.{place}", in_language(chair, "en")
    for document in meeting.documents:
        for place, signatory in enumerate(document.signed_by):
            yield f"documents.{document.id}.signed_by.{place}", in_language(signatory, "en")
