"""Mentions by where a meeting is or whose it is: cities, countries, continents, peoples, and places of no meeting."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.answering import lao, places
from bot.answering.dated import is_of_a_letter
from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.reading import Reading
from bot.answering.text import begins_a_syllable

_OF_CITY = re.compile(r"(.{3,})ск(?:ии|ая|ое|ои|ом|ую|ого|ому|им|ие|их)")
_OF_WRITERS = frozenset({"letter", "document", "issued", "sign", "symbol", "addressed", "chair"})
_NEAR = 2  # words between a place and what stops there
_JOINTS = ("", "ии", "и", "ов", "ев")


def placed(reading: Reading, names: Names) -> Iterator[Mention]:
    """Countries of the meetings and of their hosts; cities and countries of none."""
    writes = not reading.concepts.isdisjoint(_OF_WRITERS) and not reading.of("kinds")
    of_letter = _of_the_letter(reading, names) if writes else frozenset()
    for hit in reading.of("countries"):
        code, ids = hit.value.name, names.countries.get(hit.value.name, frozenset())
        if of_letter and not ids & of_letter:  # "did Norway write the letter of 18 April?"
            yield Mention("inside", hit.start, hit.end, of_letter, code)
        elif writes and not ids and (written := names.writers.get(code)):
            yield Mention("inside", hit.start, hit.end, written, code)  # "the letter of Mexico and Sweden"
        else:
            yield Mention("country", hit.start, hit.end, ids, code)
    for at, token in enumerate(reading.tokens):
        if token.kind == "flag":
            code = "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in token.text)
            yield Mention("country", at, at + 1, names.countries.get(code, frozenset()), code)
    yield from _on_continents(reading, names)
    covered: Collection[int] = reading.covered
    peoples = list(_of_a_people(reading, names, covered))
    yield from peoples
    if peoples:
        covered = reading.covered | {mention.start for mention in peoples}
    stops = _stops(reading)
    for start, end in (*_strange_places(reading, covered), *_strange_names(reading, names, covered)):
        if not stops.isdisjoint(range(start - _NEAR, end + _NEAR)):
            continue  # "from Geneva airport"
        yield Mention("place", start, end, frozenset(), reading.words_between(start, end))


def _of_the_letter(reading: Reading, names: Names) -> frozenset[str]:
    """The meetings of the letter that a question names by its day."""
    days = [names.days.written_on(time) for time in reading.times if is_of_a_letter(time, reading)]
    return frozenset().union(*days)


def _stops(reading: Reading) -> frozenset[int]:
    """Where a question speaks of an airport, a bus and the like: a place beside is where that is, and no meeting's."""
    if "transport" not in reading.concepts:
        return frozenset()
    return frozenset(
        [at for hit in reading.of("concepts") if hit.value.name == "transport" for at in range(hit.start, hit.end)]
    )


def _on_continents(reading: Reading, names: Names) -> Iterator[Mention]:
    """Continents, where several meetings are spoken of; one alone is rather called after its continent than held on it.

    A regional one, of a continent after which none is called, is none of those that the store has.
    """
    found = reading.of("regions")
    if not found:
        return
    regional = any(hit.value.name == "regional" for hit in reading.of("kinds"))
    are_several = reading.concepts & {"list", "next", "previous", "how_many"}
    if "share" in reading.terms:
        return  # "what share is for Africa?"
    for hit in found:
        codes = places.regions()[hit.value.name]
        if are_several:
            on_it = (meeting.id for meeting in names.catalogue.meetings.values() if meeting.country in codes)
            yield Mention("country", hit.start, hit.end, frozenset(on_it), hit.value.name)
        elif called := frozenset(
            meeting
            for meeting, features in names.features.items()
            if any(places.regions()[region] == codes for region in features.regions)
        ):
            yield Mention("word", hit.start, hit.end, called, hit.value.name)
        elif regional:
            yield Mention("place", hit.start, hit.end, frozenset(), hit.value.name)


def _of_a_people(reading: Reading, names: Names, covered: Collection[int]) -> Iterator[Mention]:
    """ "The Norwegian meeting": a word that begins as one of the countries does, and ends as the names of peoples do."""
    if reading.language == "ru" and "interpretation" in reading.concepts:
        return  # all languages are called so in Russian
    for at, token in enumerate(reading.tokens):
        if token.kind == "sign":
            continue
        code = names.roots.get(token.text[: places.ROOT])
        if code is None or at in covered or at in reading.stop or len(token.text) <= places.ROOT:
            continue
        if places.PEOPLE.search(token.text):
            yield Mention("country", at, at + 1, names.countries.get(code, frozenset()), code)


def _strange_names(reading: Reading, names: Names, covered: Collection[int]) -> Iterator[tuple[int, int]]:
    """A name beside a kind of meeting that nobody knows ("the Nansen Conference"); not where every word has a capital."""
    kinds = reading.of("kinds")
    words = [token.capital for token in reading.tokens if token.kind == "word"] if kinds else []
    if 2 * sum(words) > len(words):
        return
    for hit in kinds:
        at = hit.start - 1
        token = reading.tokens[at] if at >= 0 else None
        if token is None or at in covered or at in reading.stop or not token.capital:
            continue
        if token.text in names.known or token.text in names.words:
            continue
        if len(token.text) > places.ROOT or places.is_city(reading.words_between(at, at + 1)):
            yield at, at + 1


def by_ear(reading: Reading, names: Names) -> Iterator[Mention]:
    """Cities that Lao spells as it hears them; of those that begin alike the longest."""
    covered = reading.covered
    starts = {hit.end for hit in reading.of("kinds")}
    longest: dict[int, Mention] = {}
    for start, end, sound in lao.runs(reading.tokens, starts, covered):
        ids = names.sounds.get(sound)
        if ids:
            longest[start] = Mention("city", start, end, ids, sound)
    yield from longest.values()


def _strange_places(reading: Reading, covered: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where a large city stands that no meeting is in."""
    free = [
        at not in covered and (token.kind == "sign" or at not in reading.stop)
        for at, token in enumerate(reading.tokens)
    ]
    kinds = {hit.start for hit in reading.of("kinds")}
    behind = 0
    for start, token in enumerate(reading.tokens):
        if start < behind or not free[start]:
            continue
        if start + 1 in kinds and _is_of_a_city(token.text):
            yield start, start + 1
            continue
        numbers = places.words_of_large_city(token.text)
        if "Ѐ" <= token.text[0] <= "ӿ" and 1 not in numbers:
            numbers = (*numbers, 1)  # it may be inflected
        if not numbers or not begins_a_syllable(token.text):
            continue
        most = next((at for at in range(start, len(free)) if not free[at]), len(free)) - start
        for words in numbers:
            if words > most:
                continue
            end = start + words
            if _is_city(" ".join([each.text for each in reading.tokens[start:end]])):
                yield start, end
                behind = end
                break


def _is_city(name: str) -> bool:
    if len(name) < 4 and name.isascii():
        return False
    if places.is_large_city(name):
        return True
    return "Ѐ" <= name[0] <= "ӿ" and _begins_a_city(name[:-1])


def _is_of_a_city(adjective: str) -> bool:
    """Whether a Russian word says of which large city a meeting is: "дублинская конференция"."""
    if (found := _OF_CITY.fullmatch(adjective)) is None:
        return False
    stem = found[1]
    return any(_begins_a_city(stem.removesuffix(joint)) for joint in _JOINTS if stem.endswith(joint))


def _begins_a_city(stem: str) -> bool:
    return len(stem) > 2 and any(places.is_large_city(stem + ending) for ending in ("а", "ь", "я", "и", "о", ""))
