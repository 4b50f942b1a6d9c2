"""A question read: its tokens with slips of the finger mended, its language, and every phrase, name and time in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.answering import language, places
from bot.answering.hearing import OF_PEOPLE, OF_QUARTERS, names_heard
from bot.answering.language import LATIN
from bot.answering.mending import mended
from bot.answering.name_signs import people_spelt
from bot.answering.names import Name, Names
from bot.answering.phrases import Hit, longest_first, places_of
from bot.answering.romanised import as_russian
from bot.answering.symbols import Symbol, symbols
from bot.answering.text import Token, cleaned, tokens
from bot.answering.times import Time, times
from bot.answering.words import LANGUAGES, Meaning, Words

_OF_SOUNDS = ("ar", "ru")
_MARKS = ("?", "؟")  # the Chinese one is read as the first
_SIGNS_OF_A_CITY = 4
_LATIN_LETTER = re.compile(r"[a-zA-ZÀ-ɏ]")
_TREATY = frozenset({"treaty", "legally_binding"})  # of the glossary


@dataclass(slots=True, eq=False)
class Reading:
    """What was found in a question. `hits` and `names` hold no phrase within a longer one; `forms` tell how it asks.

    Nobody changes it; a frozen one takes three times as long to make.
    """

    text: str
    tokens: tuple[Token, ...]
    language: str | None
    hits: tuple[Hit[Meaning], ...]
    names: tuple[Hit[Name], ...]
    times: tuple[Time, ...]
    stop: frozenset[int]
    forms: frozenset[str] = frozenset()
    symbols: tuple[Symbol, ...] = ()
    shaping: frozenset[int] = frozenset()
    """The places of the tokens that say how a question asks ("right?")."""
    concepts: frozenset[str] = field(init=False)
    """What is asked, anywhere in the question."""
    terms: frozenset[str] = field(init=False)
    """The terms of the field that it has, by their names in the glossary."""
    named: frozenset[str] = field(init=False)
    """What it has names of: "person", "session", "city" and so on."""
    covered: frozenset[int] = field(init=False)
    """The places of all tokens in hits and names."""
    _by_group: Mapping[str, Sequence[Hit[Meaning]]] = field(init=False)

    def __post_init__(self) -> None:
        """Work out what every question is looked at for: at once, for that costs less than to look whether it is there."""
        groups: dict[str, list[Hit[Meaning]]] = {}
        for hit in self.hits:
            groups.setdefault(hit.value.group, []).append(hit)
        self._by_group = groups
        self.concepts = frozenset([hit.value.name for hit in groups.get("concepts", ())])
        self.terms = frozenset([hit.value.name for hit in groups.get("glossary", ())])
        self.named = frozenset([hit.value.kind for hit in self.names])
        self.covered = frozenset(places_of(self.hits) | places_of(self.names))

    def of(self, group: str) -> Sequence[Hit[Meaning]]:
        """The hits of a group, in order."""
        return self._by_group.get(group, ())

    @property
    def has_a_mark(self) -> bool:
        """Whether a question mark stands in it."""
        return any(mark in self.text for mark in _MARKS)

    @property
    def ends_in_a_mark(self) -> bool:
        """Whether a question mark is the last of it."""
        return self.text.rstrip().endswith(_MARKS)

    @property
    def speaks_of_a_treaty(self) -> bool:
        """Whether it speaks of the treaty or the instrument to which meetings lead."""
        return not self.terms.isdisjoint(_TREATY)

    def words_between(self, start: int, end: int) -> str:
        """The question's own words from token `start` up to before token `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def read(text: str, lexicon: Words, names: Names, today: date, likely: Sequence[str] = ()) -> Reading:
    """Read a question asked on `today`; `likely` are languages that the person is known to use."""
    clean, sequence, said = scanned(text, lexicon)
    hits, shapes = _parted(said)
    named = names.phrases.find(sequence)
    of_names = places_of(named)
    if (russian := as_russian(clean, sequence, of_names, lexicon)) is not None:
        return read(russian, lexicon, names, today, likely)
    written = symbols(clean, sequence, named, names)
    strange = _strange(clean, sequence, hits, lexicon)
    spoken = _spoken(clean, sequence, hits, named, written, strange, lexicon, likely)
    speller = spoken or next((language for language in likely if language in LANGUAGES), "en")
    put_right = mended(sequence, [*hits, *shapes], of_names, lexicon, names, spoken, speller)
    if put_right is not None:
        sequence = put_right
        hits, shapes = _parted(lexicon.phrases.find(sequence))
        named = names.phrases.find(sequence)
        written = symbols(clean, sequence, named, names)
        strange = _strange(clean, sequence, hits, lexicon)
        spoken = _spoken(clean, sequence, hits, named, written, strange, lexicon, likely)
    stop = frozenset(
        [
            at
            for at, token in enumerate(sequence)
            if (where := lexicon.stop.get(token.text)) and (not spoken or spoken in where)
        ]
    )
    if spoken == "zh":
        hits = [hit for hit in hits if not _is_cut_from_a_city(hit, sequence)]
    kept = longest_first(_of_language(hits, spoken, sequence, stop))
    asks = {hit.value.name for hit in kept if hit.value.group == "concepts"}
    for concepts, index in ((OF_PEOPLE, names.heard), (OF_QUARTERS, names.quarters)):
        if index and (strange or not asks.isdisjoint(concepts)):
            covered = places_of(kept) | places_of(named) | stop
            named = [*named, *names_heard(sequence, covered, index, lexicon.known)]
    if names.unwritten and spoken in _OF_SOUNDS and not any(hit.value.kind == "city" for hit in named):
        covered = places_of(kept) | places_of(named) | stop
        named = [*named, *names_heard(sequence, covered, names.unwritten, lexicon.known)]
    if names.spelt and (strange or not asks.isdisjoint(OF_PEOPLE)) and any(token.kind == "sign" for token in sequence):
        known = places_of([hit for hit in kept if hit.length > 1 and hit.value.group == "concepts"])
        if "·" not in clean:  # between the parts of a name, in which those of countries and cities may stand
            known |= places_of([hit for hit in kept if hit.length > 1]) | places_of(named)
        named = [*named, *people_spelt(sequence, frozenset(known), names.spelt)]
    spelt_out = {at for symbol in written for at in range(symbol.start, symbol.end)}
    if spelt_out:
        named = [*(hit for hit in named if hit.start not in spelt_out), *_documents(written)]
    kept_names = longest_first(_without_cut_numbers(named, kept))
    kept = [
        hit
        for hit in _without_named(kept, kept_names)
        if hit.start not in spelt_out and not _is_of_every_name(hit, sequence, names)
    ]
    shapes = [hit for hit in shapes if hit.value.language == spoken]
    forms = _forms(shapes)
    dated = [hit for hit in kept if hit.value.group != "months" or not _is_of_a_person(hit, kept_names)]
    return Reading(
        clean,
        tuple(sequence),
        spoken,
        tuple(kept),
        tuple(kept_names),
        tuple(
            [
                time
                for time in times(sequence, dated, today, _numbers_of(kept_names, sequence))
                if time.start not in spelt_out
            ]
        ),
        stop,
        forms,
        written,
        frozenset(places_of(shapes)),
    )


def _is_cut_from_a_city(hit: Hit[Meaning], sequence: Sequence[Token]) -> bool:
    """Whether a kind of meeting in Chinese begins with the last sign of a city: "波哥大" before "会议" makes no "大会"."""
    if hit.value.group != "kinds" or hit.length < 2 or not hit.start or sequence[hit.start].text != "大":
        return False
    signs = [token.text for token in sequence[max(0, hit.start - _SIGNS_OF_A_CITY) : hit.start + 1]]
    return any(places.is_large_city(" ".join(signs[at:])) for at in range(len(signs) - 1))


def _is_of_every_name(hit: Hit[Meaning], sequence: Sequence[Token], names: Names) -> bool:
    """Whether a word for a committee is one by which all these meetings are called: "la Commission" is none of theirs."""
    if hit.value.group != "kinds" or hit.value.name != "committee" or hit.length > 1 or len(names.ids) < 2:
        return False
    return len(names.words.get(sequence[hit.start].text, ())) == len(names.ids)


def _numbers_of(names: Sequence[Hit[Name]], sequence: Sequence[Token]) -> set[int]:
    """The places of the numbers in what meetings are called: the 9 of "COP-9" is no day of the month that follows."""
    called = [name for name in names if name.value.kind == "alias"]
    return {at for name in called for at in range(name.start, name.end) if len(sequence[at].text) <= 2}


def _without_cut_numbers(names: list[Hit[Name]], hits: Sequence[Hit[Meaning]]) -> list[Hit[Name]]:
    """The names without those that begin or end within an ordinal: "first session" is no name in "twenty-first session"."""
    numbers = [hit for hit in hits if hit.value.group == "ordinals" and hit.length > 1]
    if not numbers:
        return names
    return [
        name
        for name in names
        if not any(
            number.start < name.start < number.end < name.end or name.start < number.start < name.end < number.end
            for number in numbers
        )
    ]


def _forms(shapes: Sequence[Hit[Meaning]]) -> frozenset[str]:
    """How a question asks; "que" in "es verdad que" does not ask what."""
    if not shapes:
        return frozenset()
    claimed = places_of([hit for hit in shapes if hit.value.name == "claim" and hit.length > 1])
    return frozenset([hit.value.name for hit in shapes if hit.value.name != "open" or hit.start not in claimed])


def _spoken(
    clean: str,
    sequence: Sequence[Token],
    hits: Sequence[Hit[Meaning]],
    named: Sequence[Hit[Name]],
    written: Sequence[Symbol],
    strange: set[int],
    lexicon: Words,
    likely: Sequence[str],
) -> str | None:
    """The language of a question: symbols, and names of people as they are written in any script, do not tell it."""
    aside = {at for symbol in written for at in range(symbol.start, symbol.end)}
    aside |= places_of([hit for hit in named if hit.value.kind == "person"])
    aside |= strange
    if not aside:
        return language.language_of(clean, sequence, hits, lexicon.stop, likely)
    telling = [token for at, token in enumerate(sequence) if at not in aside]
    if not any(token.kind in ("word", "sign") for token in telling):
        return language.language_of(clean, sequence, hits, lexicon.stop, likely) if not written else None
    own = [hit for hit in hits if not aside.issuperset(range(hit.start, hit.end))]
    return language.language_of(clean, telling, own, lexicon.stop, likely)


def _strange(clean: str, sequence: Sequence[Token], hits: Sequence[Hit[Meaning]], lexicon: Words) -> set[int]:
    """The tokens of another script in a question of Latin letters, where they stand together and none is a word: a name."""
    if clean.isascii() or not _LATIN_LETTER.search(clean):
        return set()
    foreign = {at for at, token in enumerate(sequence) if token.kind in ("word", "sign") and token.script}
    if not foreign or len(foreign) == len(sequence) or not any(hit.start not in foreign for hit in hits):
        return set()
    if max(foreign) - min(foreign) >= len(foreign):
        return set()  # not in one place: the words around a name or a title in Latin letters
    covered = places_of([hit for hit in hits if hit.length > 1 or sequence[hit.start].kind == "word"])
    known = any(sequence[at].kind == "word" and sequence[at].text in lexicon.known for at in foreign)
    return set() if known or foreign & covered else foreign


def _documents(written: Sequence[Symbol]) -> Iterator[Hit[Name]]:
    for symbol in written:
        yield from symbol.documents


class Scan(NamedTuple):
    """A text as it is read, its tokens, and every phrase in it, also within another."""

    clean: str
    tokens: list[Token]
    hits: list[Hit[Meaning]]


@lru_cache(maxsize=1)
def scanned(text: str, lexicon: Words) -> Scan:
    """Look for phrases in a text; who asks of the same text next gets the same. Nobody changes it."""
    clean = cleaned(text)
    sequence = tokens(clean)
    return Scan(clean, sequence, lexicon.phrases.find(sequence))


def _parted(hits: Sequence[Hit[Meaning]]) -> tuple[list[Hit[Meaning]], list[Hit[Meaning]]]:
    """What is said, and the forms in which it is, which lie over it."""
    return [hit for hit in hits if hit.value.group != "forms"], [hit for hit in hits if hit.value.group == "forms"]


def _of_language(
    hits: Sequence[Hit[Meaning]], spoken: str | None, sequence: Sequence[Token], stop: Collection[int]
) -> list[Hit[Meaning]]:
    """The hits of the question's language; those of others on words that it has no use for (`stop`: that carry nothing).

    What is asked is taken from another language only where its own says nothing of it ("¿dates exactas?"), or where words of
    Latin letters stand in another script.
    """
    own: list[Hit[Meaning]] = []
    foreign: list[Hit[Meaning]] = []
    for hit in hits:
        if hit.value.language not in (spoken, ""):
            foreign.append(hit)
        elif spoken is None or hit.value.group != "countries" or not _is_stop_word(hit, sequence, stop):
            own.append(hit)
    if not foreign:
        return own
    taken = places_of(own)
    if spoken is not None:
        taken.update(stop)
    asks = any(hit.value.group == "concepts" for hit in own)
    without = () if spoken not in LATIN else ("concepts", "glossary") if asks else ("glossary",)
    return own + [
        hit
        for hit in foreign
        if (hit.value.group not in without or sequence[hit.start].script)
        and taken.isdisjoint(range(hit.start, hit.end))
        and _tells(hit, sequence)
    ]


def _is_stop_word(hit: Hit[Meaning], sequence: Sequence[Token], stop: Collection[int]) -> bool:
    """Whether the name of a country in some language is a word that carries nothing in this one ("того", "irá")."""
    return hit.length == 1 and hit.start in stop and sequence[hit.start].kind == "word"


def _tells(hit: Hit[Meaning], sequence: Sequence[Token]) -> bool:
    """Whether a phrase of another language is long enough not to be met by chance."""
    first = sequence[hit.start].text
    return (
        len(first) >= 4 or not first.isascii() or sum(len(token.text) for token in sequence[hit.start : hit.end]) >= 4
    )


def _without_named(hits: Sequence[Hit[Meaning]], names: Sequence[Hit[Name]]) -> list[Hit[Meaning]]:
    """The hits without those that are part of a longer name ("Programme Committee" asks for no programme), or a city's."""
    inside = [hit for hit in names if hit.length > 1]
    cities = {(hit.start, hit.end) for hit in names if hit.value.kind == "city"}
    if cities:  # "Cartagena" begins as "carta" does
        hits = [
            hit for hit in hits if hit.value.group not in ("concepts", "glossary") or (hit.start, hit.end) not in cities
        ]
    if not inside:
        return list(hits)
    return [
        hit
        for hit in hits
        if hit.value.group in ("kinds", "ordinals", "months")
        or hit.value.name == "process"
        or not any(name.start <= hit.start and hit.end <= name.end and name.length > hit.length for name in inside)
    ]


def _is_of_a_person(month: Hit[Meaning], names: Sequence[Hit[Name]]) -> bool:
    """Whether a word that could be a month is part of somebody's name ("Jan Knutsson")."""
    return any(
        name.value.kind == "person" and name.length > 1 and name.start <= month.start < name.end for name in names
    )
