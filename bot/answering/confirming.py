"""Whether a question says no more than what is borne out of it: a yes confirms all that it says."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from bot.answering import particles
from bot.answering.claims import is_then
from bot.answering.mention import TELLING
from bot.answering.person_names import is_title
from bot.answering.phrases import places_of
from bot.answering.places import is_of_a_people, names_of_country
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.subjects import Subject
from bot.answering.text import cleaned, fold, tokens
from bot.answering.texts import in_all_languages, initials, people_of, texts_of
from bot.model import Meeting

_ONLY = particles.by_language("only")
_PAYING = tuple(particles.said("paying"))  # the beginnings of words
_SHORTEST = 3  # letters of a name
_OF_A_PLACE = (Subject.VENUE, Subject.HOST, Subject.SUPPORT)


def is_all_so(understood: Understood, meeting: Meeting, subject: Subject) -> bool:
    """Whether nothing in a question stands beside what was found to be so: no name, no other days, no "only"."""
    reading = understood.reading
    if _says_only(reading) or (subject is Subject.SUPPORT and any(t.text.startswith(_PAYING) for t in reading.tokens)):
        return False
    if subject in _OF_A_PLACE and _names_other_days(reading, meeting):
        return False
    return not _names_more(understood, meeting)


def _says_only(reading: Reading) -> bool:
    words = _ONLY.get(reading.language or "", frozenset())
    if reading.language in ("zh", "lo"):
        return any(word in fold(reading.text) for word in words)
    return any(token.text in words for token in reading.tokens)


def _names_other_days(reading: Reading, meeting: Meeting) -> bool:
    if meeting.start is None:
        return False
    end = meeting.end or meeting.start
    return any(time.day is not None and is_then(time, meeting.start, end) is False for time in reading.times)


def _names_more(understood: Understood, meeting: Meeting) -> bool:
    """Whether a question has a name, told by its capital, of which neither it nor the meeting's facts say anything."""
    reading = understood.reading
    spent = places_of(reading.hits) | places_of(reading.names) | reading.stop | reading.shaping
    spent |= {
        at
        for mention in (*understood.mentions, *(claim.mention for claim in understood.claims))
        if mention.kind in (*TELLING, "time", "short", "process", "country")
        for at in range(mention.start, mention.end)
    }
    people = [hit for hit in reading.names if hit.value.kind == "person"]
    spent |= {at for hit in people for at in (hit.start - 1, hit.end)}  # the rest of a name that is spelt by ear
    strange = [
        token.text
        for at, token in enumerate(reading.tokens)
        if at and at not in spent and token.capital and len(token.text) >= _SHORTEST and not is_title(token.text)
        if not is_of_a_people(token.text)
    ]
    return bool(strange) and not _words_of(meeting).issuperset(strange)


def _words_of(meeting: Meeting) -> set[str]:
    """The words of all that is stated of a meeting."""
    venue, host = meeting.venue, meeting.host
    named = [meeting.name, meeting.city, *meeting.aliases, *meeting.supported_by, *meeting.chairs]
    named += [venue.name, venue.address] if venue else []
    named += [host.name] if host else []
    named += [text for _, text in (*people_of(meeting), *texts_of(meeting))]
    named += [document.title for document in meeting.documents]
    texts = list(chain.from_iterable(map(in_all_languages, named)))
    texts += map(initials, tuple(texts))
    texts += chain.from_iterable(map(names_of_country, _countries(meeting)))
    return {token.text for text in texts for token in tokens(cleaned(text))}


def _countries(meeting: Meeting) -> Iterable[str]:
    return filter(None, (meeting.country, meeting.host.country if meeting.host else None))
