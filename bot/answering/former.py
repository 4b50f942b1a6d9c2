"""Where and when a meeting was to be before it was moved, as its names and what is noted of it still say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from bot.answering import particles, places
from bot.answering.data import FOLDER, loaded
from bot.answering.phrases import places_of
from bot.answering.text import Token, cleaned, fold_phrase, tokens
from bot.answering.texts import in_all_languages
from bot.answering.times import times
from bot.answering.words import Words
from bot.model import Meeting, Text
from bot.when import first_day

_LONGEST = 3  # words of a city
_ARTICLES = particles.said("the")


def cities(meeting: Meeting, lexicon: Words) -> Iterator[str]:
    """The cities, but its own, that are named in what is said of its being moved; large ones by which it is called."""
    own = {fold_phrase(city) for city in in_all_languages(meeting.city)}
    for text in _said_of_moving(meeting):
        yield from (name for name in _cities(cleaned(text)) if fold_phrase(name) not in own)
    for text in meeting.aliases:
        said = tokens(cleaned(text))
        kinds = places_of(hit for hit in lexicon.phrases.find(said) if hit.value.group == "kinds")
        for name, named in _large_cities(said):
            if name not in own and all(
                at in named or at in kinds or said[at].text in lexicon.stop for at in range(len(said))
            ):
                yield name  # "Lima meeting", of one that is elsewhere


def _cities(text: str) -> Iterator[str]:
    """The cities that a text names: large ones, folded, and those of GeoNames that stand behind no article ("the Republic")."""
    said = tokens(text)
    yield from (name for name, _ in _large_cities(said))
    for start, token in enumerate(said[1:], 1):
        if not token.capital or said[start - 1].text in _ARTICLES:
            continue
        for end in range(min(start + _LONGEST, len(said)), start, -1):
            written = text[token.start : said[end - 1].end]
            if said[end - 1].capital and places.is_city(written):
                yield written
                break


def _large_cities(said: Sequence[Token]) -> Iterator[tuple[str, range]]:
    for start in range(len(said)):
        for end in range(start + 1, min(start + _LONGEST, len(said)) + 1):
            name = " ".join(token.text for token in said[start:end])
            if said[start].capital and places.is_large_city(name):
                yield name, range(start, end)


def days(meeting: Meeting, lexicon: Words) -> Iterator[tuple[date, date]]:
    """The days that are named in what is said of its being moved; in its own year where that names none."""
    if meeting.start is None:
        return
    start = first_day(meeting.start)
    for text in _said_of_moving(meeting):
        said = tokens(cleaned(text))
        for time in times(said, lexicon.phrases.find(said), start):
            if time.day is not None and (named := time.days(time.year or start.year)) is not None:
                yield named


def noted(meeting: Meeting) -> dict[str, Text]:
    """What is noted of a meeting's being moved, by its path."""
    return {
        f"background.{place}": text
        for place, text in enumerate(meeting.background)
        if any(map(_says_so, in_all_languages(text)))
    }


def _said_of_moving(meeting: Meeting) -> list[str]:
    return [text for each in noted(meeting).values() for text in in_all_languages(each) if _says_so(text)]


def _says_so(text: str) -> bool:
    said = f" {fold_phrase(text)}"
    return any(f" {begins}" in said for begins in _moving())


@cache
def _moving() -> tuple[str, ...]:
    """How words begin by which letters say that something was moved; they stand with all that letters say no field holds."""
    return tuple(loaded(FOLDER / "letters.yaml")["moved"])
