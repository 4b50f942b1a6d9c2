"""A place within the name of a building, as in "the University of Lima": what is said there says more than in which city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering import particles
from bot.answering.mention import Mention
from bot.answering.phrases import places_of
from bot.answering.places import names_of_country
from bot.answering.reaching import meanings
from bot.answering.reading import Reading
from bot.answering.text import cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.model import Meeting

_OF = particles.said("of") | particles.said("the") | particles.said("in_a_house")
_BUILDINGS = frozenset({"building", "hotel"})  # concepts
# What buildings are called where a capital does not tell their names, in words and in signs.
_CALLED = particles.said("houses")
_CALLED_IN_SIGNS = tuple(word for language in ("zh", "lo") for word in particles.written("houses")[language])
_LONGEST = 8  # signs
_HOW = particles.said("in_what_way")
_HOW_IN_SIGNS = tuple(word for language in ("zh", "lo") for word in particles.written("in_what_way")[language])
_ONLINE = "term:remote_presence"
_REMOTE = ("remote_presence", "online_participation")  # of the glossary


def is_online(meeting: Meeting) -> bool:
    """Whether the place of a meeting is no building, or not only one: it is held online."""
    names = in_all_languages(meeting.venue.name) if meeting.venue else ()
    return any(_ONLINE in meanings(name) for name in names)


def speaks_of_online(reading: Reading) -> bool:
    """Whether a question speaks of taking part from elsewhere."""
    return "online" in reading.concepts or not reading.terms.isdisjoint(_REMOTE)


def asks_how(reading: Reading) -> bool:
    """Whether a question asks in what way something is done."""
    return any(token.text in _HOW for token in reading.tokens) or any(word in reading.text for word in _HOW_IN_SIGNS)


def house_around(mention: Mention, found: Sequence[Mention], reading: Reading) -> tuple[str, ...]:
    """The words, but for the place, of the building in whose name a place stands; nothing where it stands by itself."""
    if mention.kind not in ("city", "country", "place"):
        return ()
    state = " ".join(names_of_country(mention.key)) if mention.kind == "country" else ""
    behind = tuple(_in_signs(mention, reading)) or tuple(
        _words(range(mention.end, len(reading.tokens)), found, reading)
    )
    if behind:
        return behind
    at = mention.start - 1
    while at > 0 and reading.tokens[at].text in _OF:
        at -= 1
    words = tuple(_words(range(at, 0, -1), found, reading))
    return () if all(word in state for word in words) else words  # "the Republic of Korea"


def _in_signs(mention: Mention, reading: Reading) -> Iterator[str]:
    """What a building is called in Chinese or Lao, right behind the place."""
    signs = "".join(
        token.text for token in reading.tokens[mention.end : mention.end + _LONGEST] if token.kind == "sign"
    )
    yield from (word for word in _CALLED_IN_SIGNS if signs.startswith(word))


def _words(places: range, found: Sequence[Mention], reading: Reading) -> Iterator[str]:
    """The words of a name that stand together, from the place on."""
    spent = {
        at
        for mention in found
        if mention.meetings and mention.kind not in ("word", "inside")
        for at in range(mention.start, mention.end)
    }
    buildings = places_of(hit for hit in reading.hits if hit.value.name in _BUILDINGS)
    shouts = reading.text.isupper()
    for at in places:
        token = reading.tokens[at]
        joined = reading.tokens[at if places.step > 0 else at + 1].gap
        if at in spent or joined.strip(" '’-"):
            return
        is_name = token.capital and not shouts and at not in reading.covered and at not in reading.stop
        if not (is_name or at in buildings or token.text in _CALLED):
            return
        yield token.text


def is_house_of(words: Sequence[str], meeting: Meeting) -> bool | None:
    """Whether a meeting is in the building of that name; None where the documents do not say: a building has several names."""
    if meeting.venue is None:
        return None
    texts = [version for text in (meeting.venue.name, meeting.venue.address) for version in in_all_languages(text)]
    have = {token.text for text in texts for token in tokens(cleaned(text))}
    return True if all(word in have for word in words) else None
