"""What a question says of a fact by a name ("Is Denmark the host?", "Was it signed by Mr Costa?"), held against that fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache

from babel import Locale

from bot.answering import confirming, particles, parts, people, sessions
from bot.answering.claims import OPEN, is_marked
from bot.answering.features import GENERIC_KINDS
from bot.answering.mention import TELLING
from bot.answering.names import countries_of
from bot.answering.person_names import is_title
from bot.answering.phrases import places_of
from bot.answering.places import names_of_country
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.subjects import Subject
from bot.answering.text import cleaned, fold_phrase, script_of, tokens
from bot.answering.texts import in_all_languages, initials
from bot.answering.words import CLDR, LANGUAGES, words
from bot.model import Meeting, Session, Text

SUBJECTS = frozenset(
    {Subject.HOST, Subject.SUPPORT, Subject.CHAIRS, Subject.VENUE, Subject.PROGRAMME, Subject.DOCUMENTS}
)
_AT = particles.said("at")
# The same in languages whose names of places are not told by capitals or written in the letters of the store.
_WITHIN = particles.by_language("within")
_HELD_IN = re.compile(rf"在(?P<place>[^，。？?在]{{2,12}}?)(?:{'|'.join(particles.written('held')['zh'])})")
_PLACING = "|".join(
    word
    for name in ("at", "within")
    for language, words in particles.written(name).items()
    if language != "zh"
    for word in words
)
_STANDS_IN = re.compile(
    rf"(?:\b(?:{_PLACING})\s+(?:[^\W\d]+\s+){{0,2}}|\ba l[ao]s?\s+|\ben el\s+|在[^，。？?有]{{0,6}}|ຢູ່\s*)$",
    re.IGNORECASE,
)
_HOUSES = particles.said("houses")
_ASKING = OPEN | {"behalf"}  # concepts
_NEAR = 3  # words: "at the foreign ministry"
_BUILDINGS = ("hotel", "building", "venue", "room", "city")
_MAY = particles.said("may")
_VERBS = particles.said("begins_a_claim")
_THE = particles.said("the") | particles.said("of")
_OF_COUNTRIES = (Subject.HOST, Subject.SUPPORT)
_SHORTEST = 3  # letters of a word that is compared
_ROOT = 5  # letters that two forms of a name have in common
_TELLING_NO_OFFICE = frozenset({"countries", "months", "ordinals"})
_OF_SIGNING = frozenset({"sign", "letter"})


def verdict(part: parts.Fact, understood: Understood, named: Sequence[Session]) -> parts.Verdict | None:
    """Whether what a question says of the fact that a part shows is so; None where it says nothing of it by a name.

    `named` are the sessions that the question names.
    """
    holds = _chairs(part, understood, named) if isinstance(part, parts.Chairings) else _is_said(part, understood, named)
    if holds and not confirming.is_all_so(understood, part.meeting, part.ask.subject):
        return None
    return None if holds is None else parts.Verdict(ask=part.ask, meeting=part.meeting, holds=holds)


def is_a_claim(reading: Reading) -> bool:
    """Whether a question can be answered by yes or no."""
    if not is_marked(reading) or "open" in reading.forms or reading.concepts & _ASKING:
        return False
    months = places_of(reading.of("months"))
    if any(token.text in _MAY and at not in months for at, token in enumerate(reading.tokens)):
        return False  # "could Australia support us?"
    return (
        reading.language != "en"
        or "claim" in reading.forms
        or any(token.text in _VERBS for token in reading.tokens[:2])
        or reading.tokens[0].text in _AT
    )


def elsewhere(understood: Understood, meeting: Meeting) -> bool:
    """Whether a question says that a meeting is in a place which is not among those that its facts name."""
    if not is_a_claim(understood.reading) or meeting.venue is None:
        return False
    own = [at for at in _own(understood, ()) if understood.reading.tokens[at].kind == "word"]
    return bool(own) and _stands_at(own[0], understood.reading) and _among(own, _of_venue(meeting), understood) is False


def has_it_at(reading: Reading) -> bool:
    """Whether a question for yes or no has a meeting at what is else of no meeting ("is the conference in the museum?")."""
    if not is_a_claim(reading) or not (reading.of("kinds") or reading.names):
        return False
    houses = [hit for hit in reading.of("concepts") if hit.value.name == "elsewhere"]
    return any(
        _STANDS_IN.search(reading.text[: reading.tokens[hit.start].start])
        for hit in houses
        if not any(kind.start > hit.start for kind in reading.of("kinds"))
    )


def is_at_a_house(reading: Reading) -> bool:
    """Whether a question for yes or no has a meeting in a building of some kind ("is it at the foreign ministry?")."""
    if not is_a_claim(reading):
        return False
    return any(
        token.text in _HOUSES and any(before.text in _AT for before in reading.tokens[max(0, at - _NEAR) : at])
        for at, token in enumerate(reading.tokens)
    )


def is_of_a_place(reading: Reading) -> bool:
    """Whether a question for yes or no has what nobody knows stand where a place would ("совещание во Дворце Наций?")."""
    if not is_a_claim(reading):
        return False
    before = _WITHIN.get(reading.language or "", ()) or _AT
    known = reading.stop | reading.shaping | places_of(reading.names)
    known |= places_of(hit for hit in reading.hits if hit.value.group != "glossary")
    if reading.language == "zh":
        held = _HELD_IN.search(reading.text)
        inside = range(*held.span("place")) if held else ()
        return (
            sum(token.start in inside and at not in known for at, token in enumerate(reading.tokens)) >= _SHORTEST - 1
        )
    return any(
        token.kind in ("word", "sign")
        and len(token.text) >= (_SHORTEST if token.kind == "word" else 1)
        and at not in known
        and (token.capital or before is not _AT)
        and reading.tokens[at - 1].text in before
        for at, token in enumerate(reading.tokens)
        if at
    )


def _stands_at(place: int, reading: Reading) -> bool:
    """Whether "in" or "at" stands before a token, or before its article and "hotel" or its like; nobody asks where to stay."""
    kinds = [hit for hit in reading.hits if hit.value.name in _BUILDINGS]
    at, beside = place - 1, places_of(kinds)
    while at > 0 and (at in beside or reading.tokens[at].text in _THE):
        at -= 1
    return at > 0 and reading.tokens[at].text in _AT and all(at < hit.start < place for hit in kinds)


def _chairs(part: parts.Chairings, understood: Understood, named: Sequence[Session]) -> bool | None:
    """Whether those whom the question names chair the session that it names, else the meeting."""
    reading = understood.reading
    if "chair" not in reading.concepts or _presides_over_a_country(reading):
        return None
    if not _are_of(part, [hit.value.name for hit in reading.of("countries")]):
        return False
    if len(part.people) != 1:
        return None
    told = part.people[0]
    if named:
        chaired = {session in told.sessions for session in named if session.chairs}
        return chaired.pop() if len(chaired) == 1 else None
    spent = {
        at for each in understood.mentions if each.kind in (*TELLING, "kind") for at in range(each.start, each.end)
    }
    if any(hit.value.name not in GENERIC_KINDS and hit.start not in spent for hit in reading.of("kinds")):
        return None  # a committee of which this meeting has no session
    return told.of_meeting or None  # who chairs sessions may be meant to chair at the meeting


def _presides_over_a_country(reading: Reading) -> bool:
    """Whether an office stands before a country: "the president of Laos" presides over no meeting."""
    offices = [hit for hit in reading.of("concepts") if hit.value.name == "chair"]
    return any(
        0 <= country.start - office.end <= _NEAR
        and all(at in reading.stop or reading.tokens[at].text in _THE for at in range(office.end, country.start))
        for office in offices
        for country in reading.of("countries")
    )


def _are_of(part: parts.Chairings, codes: Sequence[str]) -> bool:
    """Whether each country that a question names, but the meeting's own, is one of those whom it means."""
    said = " ".join(f" {fold_phrase(text)} " for told in part.people for text in in_all_languages(told.who))
    others = [code for code in codes if code != part.meeting.country]
    return all(any(f" {name} " in said for name in names_of_country(code)) for code in others)


def _is_said(part: parts.Fact, understood: Understood, named: Sequence[Session]) -> bool | None:
    stated = list(_stated(part))
    if not stated:
        return None
    reading = understood.reading
    if (
        isinstance(part, parts.Sessions)
        and part.focus == "session.room"
        and (used := sessions.in_room(part.meeting, reading))
    ):
        return all(session in used for session in part.sessions)
    codes = [hit.value.name for hit in reading.of("countries")]
    if part.ask.subject in _OF_COUNTRIES and codes:
        return _are_countries(codes, stated, part)
    if codes and isinstance(part, parts.Documents) and part.focus == "signed_by" and "person" not in reading.named:
        return _have_signed(set(codes), part, understood)
    quarters = [hit for hit in reading.names if hit.value.kind == "quarter"]
    if quarters and part.ask.subject is Subject.VENUE:
        return any(hit.value.meeting == part.meeting.id for hit in quarters)
    persons = [hit for hit in reading.names if hit.value.kind == "person"]
    if persons and (paths := _paths_of_people(part)):
        meant = {
            path for person in people.everybody(part.meeting) if paths & set(person.paths) for path in person.paths
        }
        are_meant: dict[int, bool] = {}
        for hit in persons:
            is_meant = hit.value.key in meant and hit.value.meeting == part.meeting.id
            are_meant[hit.start] = are_meant.get(hit.start, False) or is_meant
        return None if len({*are_meant.values()}) > 1 else all(are_meant.values())
    own = list(_own(understood, named))
    if reading.language == "en" and any(_says_more(at, own, understood, named) for at in range(1, len(reading.tokens))):
        return None  # "is the Holiday Inn far from the venue?"
    holds = _among(own, stated, understood) if own else None
    return None if holds is False and part.ask.subject in _OF_COUNTRIES else holds  # bodies have several names


def _are_countries(codes: Sequence[str], stated: Sequence[str], part: parts.Fact) -> bool | None:
    """Whether countries are among hosts or supporters."""
    said = " ".join(f" {fold_phrase(text)} " for text in stated)
    found = [any(f" {name} " in said for name in names_of_country(code)) for code in codes]
    host = part.meeting.host
    if part.ask.subject is Subject.HOST and not any(found) and (host is None or host.country is None):
        return None
    return all(found) if all(found) or not any(found) else None  # "Fiji or Tonga?"


def _have_signed(codes: Set[str], part: parts.Documents, understood: Understood) -> bool | None:
    """Whether those who signed a document are of some countries; None where the office of one does not tell of which she is.

    None, too, where the question gives an office of which they state nothing: of her country is also who has another one.
    """
    signatories = [signatory for document in part.documents for signatory in document.signed_by]
    by_signatory = [countries_of(signatory, words()) for signatory in signatories]
    of_signatories = set[str]().union(*by_signatory)
    if not codes & of_signatories:
        return False if all(by_signatory) else None
    reading = understood.reading
    plain = reading.stop | reading.shaping | places_of(reading.names) | places_of(reading.of("kinds"))
    plain |= places_of(hit for hit in reading.hits if hit.value.group in _TELLING_NO_OFFICE)
    plain |= places_of(hit for hit in reading.of("concepts") if hit.value.name in _OF_SIGNING)
    plain |= {at for time in reading.times for at in range(time.start, time.end)}
    have = {token.text for text in _stated(part) for token in tokens(cleaned(text))}
    office = [token.text for at, token in enumerate(reading.tokens) if at not in plain]
    held = all(any(_are_alike(word, other) for other in have) for word in office)
    return True if held and codes <= of_signatories else None


def _among(own: Sequence[int], stated: Sequence[str], understood: Understood) -> bool | None:
    """Whether words are all (True) or not at all (False) among those of a fact; None where that cannot be told."""
    said = [understood.reading.tokens[at].text for at in own]
    have = {token.text for text in stated for token in tokens(cleaned(text))} | {initials(t).casefold() for t in stated}
    have = {word for word in have if word and script_of(word) == script_of(said[0])}
    if not have:
        return None  # it is written in another script
    met = [any(_are_alike(word, other) for other in have) for word in said]
    if all(met):
        return True
    unread = script_of(said[0]) and any(not script_of(text) for text in stated)  # they may be named so in Latin letters
    return None if any(met) or unread else False


def _are_alike(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= _ROOT and word[:_ROOT] == other[:_ROOT])


def _own(understood: Understood, named: Sequence[Session]) -> Iterator[int]:
    """The places of the words that are a name of nothing else: with a capital within the sentence, or with a figure."""
    reading = understood.reading
    spent = {
        at
        for mention in understood.mentions
        if mention.kind in (*TELLING, "time", "short", "process")
        for at in range(mention.start, mention.end)
    }
    spent |= places_of(hit for hit in reading.hits if hit.value.group != "months")
    titles = {
        token.text for session in named for text in in_all_languages(session.title) for token in tokens(cleaned(text))
    }
    for at, token in enumerate(reading.tokens):
        if at in spent or at in reading.stop or is_title(token.text) or token.text in titles or not at:
            continue
        if token.text in _languages():  # "is it in English only?"
            continue
        has_figure = any(sign.isdigit() for sign in token.text)
        if has_figure or (token.capital and len(token.text) >= _SHORTEST):
            yield at


@cache
def _languages() -> frozenset[str]:
    """What languages are called in each that is understood."""
    locales = [Locale.parse(CLDR.get(code, code)) for code in LANGUAGES]
    called = (locale.languages.get(CLDR.get(code, code), "") for locale in locales for code in LANGUAGES)
    return frozenset(fold_phrase(name) for name in called if name)


def _says_more(at: int, own: Sequence[int], understood: Understood, named: Sequence[Session]) -> bool:
    """Whether a word says something that is neither asked, nor a name, nor without meaning."""
    reading, token = understood.reading, understood.reading.tokens[at]
    if at in own or at in reading.stop or at in reading.shaping or token.capital or token.kind != "word":
        return False
    if len(token.text) < _SHORTEST or token.text in _THE | _AT:
        return False
    spent = {place for mention in understood.mentions for place in range(mention.start, mention.end)}
    titles = {
        word.text for session in named for text in in_all_languages(session.title) for word in tokens(cleaned(text))
    }
    return at not in spent | reading.covered and token.text not in titles


def _paths_of_people(part: parts.Fact) -> set[str]:
    """The paths of those whom a part names as chairs or signatories."""
    prefixes: Iterable[str] = ()
    if part.ask.subject is Subject.CHAIRS:
        prefixes = ("chairs.",)
    elif isinstance(part, parts.Sessions) and part.focus == "session.chairs":
        prefixes = tuple(f"programme.{session.id}.chairs." for session in part.sessions)
    elif isinstance(part, parts.Documents) and part.focus == "signed_by":
        prefixes = tuple(f"documents.{document.id}.signed_by." for document in part.documents)
    found = (path for person in people.everybody(part.meeting) for path in person.paths)
    return {path for path in found if path.startswith(tuple(prefixes))}


def _stated(part: parts.Fact) -> Iterator[str]:
    """What the documents name on the subject of a part, in every language that they have it in."""
    return (version for text in _names_in(part) for version in in_all_languages(text))


def _names_in(part: parts.Fact) -> Iterator[Text | None]:
    meeting = part.meeting
    if isinstance(part, parts.Sessions):
        for session in part.sessions if len(part.sessions) == 1 else ():
            yield from {"session.room": (session.room,), "session.chairs": session.chairs}.get(part.focus, ())
    elif isinstance(part, parts.Documents):
        if part.focus == "signed_by":
            yield from (name for document in part.documents for name in document.signed_by)
    elif part.ask.subject is Subject.HOST and meeting.host is not None:
        yield meeting.host.name
        yield from names_of_country(meeting.host.country) if meeting.host.country else ()
    elif part.ask.subject is Subject.SUPPORT:
        yield from meeting.supported_by
    elif part.ask.subject is Subject.CHAIRS:
        yield from meeting.chairs
    elif part.ask.subject is Subject.VENUE and part.focus in ("", "building", "city"):
        yield from _of_venue(meeting)


def _of_venue(meeting: Meeting) -> list[str]:
    """The names of where a meeting is; none where the building is not stated, for a name may be that of one."""
    if meeting.venue is None:
        return []
    texts = (meeting.venue.name, meeting.venue.address, meeting.city)
    return [version for text in texts for version in in_all_languages(text)]
