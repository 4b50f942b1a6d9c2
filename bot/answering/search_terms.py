"""The words of a question by which documents are searched, in the languages of the documents, and how much each weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.answering import groups
from bot.answering.language import LATIN
from bot.answering.places import names_of_country
from bot.answering.reading import Reading
from bot.answering.text import cleaned, fold_phrase, tokens, words_of
from bot.answering.times import Time
from bot.answering.words import Words
from bot.model import Text

_A_QUESTION = 2  # blanks
_ACRONYM = 2.0
_MATTER = 1.5  # the weight of a term of what no field holds, and of a long word or a number
_HARDLY_MET = 0.5  # the weight of a word that is written in another language than the documents
_ENGLISH = frozenset({"en"})
_LONG = 8  # letters of a word that other languages may have too
_LEAST_OF_A_COGNATE = 5  # letters
_PART_OF_A_COGNATE = 0.6
_SHARE = "share"  # of the glossary
_ALIKE = frozenset(
    {"legally_binding", "prohibition"}
)  # what the same language has several words for: "treaty", "instrument"
_SHARES = frozenset({_SHARE, "how_many"})  # "10 percent of what?"
_PERCENT = frozenset("%٪％")
_IN_WORDS = (  # noqa: SIM905  # a list of nineteen lines says no more
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty"
).split(" ")
_TENS = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SAID = {str(number): word for number, word in enumerate(_IN_WORDS, start=2)}
_SAID |= {str(number): word for number, word in zip(range(30, 100, 10), _TENS, strict=True)}
_SAID |= {word: number for number, word in _SAID.items()}
_RARE = 4  # letters of a stem
_SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ances",
    "ance",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
    "e",
    "y",
)
_ASKING = frozenset(
    [
        "when",
        "hour",
        "where",
        "who",
        "how",
        "which",
        "why",
        "how_many",
        "list",
        "overview",
        "compare",
        "next",
        "previous",
        "help",
        "greet",
        "thanks",
        "ok",
        "now",
        "before",
        "after",
        "also",
    ]
)


@dataclass(frozen=True, slots=True)
class Term:
    """A telling word of a question, or a term of the glossary: the ways to say it, each the beginnings of one or more words;
    with a blank behind it, a whole word."""

    ways: tuple[tuple[str, ...], ...]
    weight: float = 1.0
    _spaced: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the blanks of `is_in`, which looks into many texts, about the ways once."""
        object.__setattr__(self, "_spaced", _spaced(self.ways))

    @property
    def is_telling(self) -> bool:
        """Whether it alone tells a passage: a term of several words, or an acronym."""
        return self.weight == _ACRONYM or any(len(way) > 1 for way in self.ways)

    @property
    def is_rare(self) -> bool:
        """Whether a passage may be looked for by it alone."""
        return self.is_telling or any(len(stem) >= _RARE for way in self.ways for stem in way)

    @property
    def is_acronym(self) -> bool:
        """Whether it is an acronym, which other languages have others for, or a number of hundredths."""
        return self.weight == _ACRONYM

    @property
    def is_heavy(self) -> bool:
        """Whether it tells more than most words."""
        return self.weight >= _MATTER

    @property
    def is_percentage(self) -> bool:
        """Whether it is a number of hundredths, which hardly stands for anything else."""
        return self.weight == _ACRONYM and self.ways[0][0].isdigit()

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number of which every document has some: no year, nothing of hundred."""
        first = self.ways[0][0]
        return first.isdigit() and len(first) < _RARE and not self.is_telling

    def is_in(self, said: str) -> bool:
        """Whether words, each with a blank before and behind it, say it in one of its ways."""
        for way in self._spaced:
            for stem in way:
                if stem not in said:
                    break
            else:
                return True
        return False

    def times_in(self, said: str) -> int:
        """How many words of those say it in its ways."""
        times = 0
        for way in self._spaced:
            of_way = 0
            for stem in way:
                if not (often := said.count(stem)):
                    break
                of_way += often
            else:
                times += of_way
        return times

    def is_said(self, text: str) -> bool:
        """Whether a text says it."""
        return self.is_in(as_said(text))


@lru_cache(maxsize=1024)
def _spaced(ways: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple([tuple([f" {stem} " if stem.isdigit() else f" {stem}" for stem in way]) for way in ways])


def terms(
    reading: Reading,
    lexicon: Words,
    glossary: Mapping[str, Text],
    languages: frozenset[str],
    without: Iterable[int] = (),
    *,
    unasked: bool = False,
    translated: bool = False,
) -> list[Term]:
    """The telling words of a question: none of `without` (token places), no stop words, none that only ask.

    Terms of the lexicon's glossary, and of the organisers' `glossary`, are said in each of `languages` (those of the documents)
    besides the question's own words. In another language than the documents', those for meetings and their numbers weigh
    nothing, and, where the question is `unasked` (asks nothing that a field holds), words that no glossary has weigh little.
    `translated` leaves out the words that only the question's language has: numbers, acronyms and names stay.
    """
    spent = {*without, *reading.stop}
    foreign = reading.language is not None and reading.language not in languages
    said: dict[tuple[int, int], dict[tuple[str, ...], None]] = {}
    matters: set[tuple[int, int]] = set()
    in_english = lexicon.in_english.find(reading.tokens) if reading.language == "en" and languages != _ENGLISH else ()
    for hit in (*reading.hits, *in_english):
        span = range(hit.start, hit.end)
        if hit.value.name == _SHARE and hit.start and reading.tokens[hit.start - 1].kind == "number":
            spent.update(span)  # "10 percent": the number tells
        elif hit.value.group == "glossary" and (
            languages != {reading.language} or hit.value.name in lexicon.matters or hit.value.name in _ALIKE
        ):
            own = tuple(_stem(reading.tokens[at].text) for at in span if at not in reading.stop)
            ways = said.setdefault((hit.start, hit.end), {own: None} if own else {})
            ways.update(dict.fromkeys(_ways(hit.value.name, lexicon, languages)))
            spent.update(span)
            if hit.value.name in lexicon.matters:
                matters.add((hit.start, hit.end))
        elif hit.value.group == "concepts" and hit.value.name == "group":
            own = tuple(f"{reading.tokens[at].text} " for at in span if at not in reading.stop)
            ways = said.setdefault((hit.start, hit.end), {own: None} if own else {})
            for called in groups.named([reading.tokens[at] for at in span]):
                ways.update(dict.fromkeys(_ways_of_group(called, lexicon, languages)))
            spent.update(span)
        elif (hit.value.group == "concepts" and hit.value.name in _ASKING) or (
            foreign and hit.value.group in ("kinds", "ordinals")
        ):
            spent.update(span)
    for name in reading.names:
        if name.value.kind == "term" and name.value.key in glossary:
            ways = said.setdefault((name.start, name.end), {})
            ways.update(dict.fromkeys(_ways_of(glossary[name.value.key], lexicon, languages)))
            spent.update(range(name.start, name.end))
    found = [Term(tuple(ways), _MATTER if span in matters else 1.0) for span, ways in said.items() if ways]
    for at, token in enumerate(reading.tokens):
        telling = token.kind == "number" or (token.kind == "word" and len(token.text) > 2)
        if at not in spent and telling:
            written = reading.text[token.start : token.end]
            if translated and token.kind == "word" and not (at and token.capital and token.text.isascii()):
                continue
            alone = _is_acronym(written) or (token.kind == "number" and is_percent(reading, at))
            weight = _ACRONYM if alone else _weight(token.text)
            hardly_met = foreign and unasked and token.kind == "word" and not (token.capital and token.text.isascii())
            written_so = (*_written(token.text, written), *_cognates(token.text, reading.language, languages))
            found.append(Term(written_so, _HARDLY_MET if hardly_met else weight))
    return list(dict.fromkeys(found))


def _cognates(word: str, language: str | None, languages: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The beginning of a long word, by which other languages that are written in Latin letters may have it too."""
    if len(word) < _LONG or not word.isascii() or not word.isalpha():
        return ()
    if not any(other in languages for other in LATIN if other != language):
        return ()
    return ((word[: max(_LEAST_OF_A_COGNATE, round(len(word) * _PART_OF_A_COGNATE))],),)


def terms_of_time(time: Time, lexicon: Words) -> list[Term]:
    """The month, the day and the year that a question names, as documents in any language write them."""
    names = lexicon.months[time.month] if time.month else ()
    numbers = ((str(number),) for number in (time.day, time.year) if number)
    return [Term(ways) for ways in (tuple((name,) for name in names), *((number,) for number in numbers)) if ways]


def term_of_country(code: str) -> Term:
    """A country as documents in any language call it."""
    return Term(tuple(dict.fromkeys(tuple(name.split()) for name in names_of_country(code))))


def is_percent(reading: Reading, at: int) -> bool:
    """Whether the number at a place is one of hundredths: "10%", "10 percent"."""
    behind = reading.text[reading.tokens[at].end : reading.tokens[at].end + 2].strip()[:1]
    return behind in _PERCENT or any(hit.start == at + 1 and hit.value.name in _SHARES for hit in reading.hits)


def _written(word: str, written: str) -> tuple[tuple[str, ...], ...]:
    """How a document may have a word: as it is read, as it was written before it was mended, a number in words."""
    ways = {(_stem(word),): None}
    if word in _SAID:
        ways[(_SAID[word],)] = None
    elif written.casefold() != word and (folded := fold_phrase(written)) != word and " " not in folded:
        ways[(_stem(folded),)] = None
    return tuple(ways)


def term_of(name: str, lexicon: Words, languages: frozenset[str]) -> Term:
    """A term of the glossary as the documents say it."""
    return Term(_ways(name, lexicon, languages))


@lru_cache(maxsize=4096)
def _ways(name: str, lexicon: Words, languages: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """How a term of the glossary is said in some languages."""
    said = ((phrase, language) for language in sorted(languages) for phrase in lexicon.terms(name).get(language, ()))
    return _telling(said, lexicon)


def term_of_words(*said: str) -> Term:
    """What is called by any of some phrases, in whatever language."""
    return Term(tuple(dict.fromkeys(stems for phrase in said if (stems := _stems(fold_phrase(phrase))))))


def terms_of_groups(reading: Reading, lexicon: Words, languages: frozenset[str]) -> list[Term]:
    """Those of whom a question asks, group by group, as documents call them."""
    spans = [range(hit.start, hit.end) for hit in reading.of("concepts") if hit.value.name == "group"]
    names = frozenset().union(*(groups.named([reading.tokens[at] for at in span]) for span in spans))
    return [Term(_ways_of_group(name, lexicon, languages)) for name in sorted(names)]


@lru_cache(maxsize=256)
def _ways_of_group(name: str, lexicon: Words, languages: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """How a group is called in some languages: by whole words, for "press" is not "present"; no stop words."""
    ways = (
        tuple(
            token.text if part.endswith("*") else f"{token.text} "
            for part in phrase.split()
            for token in tokens(cleaned(part.removesuffix("*")))
            if code not in lexicon.stop.get(token.text, ())
        )
        for phrase, code in groups.said_of(name)
        if code in languages
    )
    return tuple(way for way in ways if way)


def _ways_of(term: Text, lexicon: Words, languages: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The same for a term that organisers have added."""
    by_language = {"en": term} if isinstance(term, str) else term
    return _telling(((by_language[language], language) for language in sorted(languages & by_language.keys())), lexicon)


def _telling(said: Iterable[tuple[str, str]], lexicon: Words) -> tuple[tuple[str, ...], ...]:
    """Phrases, each with its language, as the beginnings of their telling words."""
    ways = (
        (phrase, _without_stop_words(stems, language, lexicon) or _of_stop_words(stems))
        for phrase, language in said
        if (stems := _stems(phrase))
    )
    # A question of many words of which only one tells is not how documents say it.
    return tuple(way for phrase, way in ways if len(way) > 1 or (way and phrase.count(" ") < _A_QUESTION))


def _without_stop_words(stems: tuple[str, ...], language: str, lexicon: Words) -> tuple[str, ...]:
    """The words of a phrase that tell; all of them where only a short one would be left ("cent" of "per cent")."""
    telling = tuple(stem for stem in stems if language not in lexicon.stop.get(stem, ()))
    return stems if len(telling) == 1 < len(stems) and len(telling[0]) <= _RARE and telling[0].isascii() else telling


def _of_stop_words(stems: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a phrase that carry something only together ("took part")."""
    return stems if len(stems) > 1 and all(len(stem) >= _RARE for stem in stems) else ()


@lru_cache(maxsize=4096)
def _stems(phrase: str) -> tuple[str, ...]:
    parts = [part for part in phrase.split() if part != "..."]
    return tuple(
        token.text if part.endswith("*") else _stem(token.text)
        for part in parts
        for token in tokens(cleaned(part.removesuffix("*")))
    )


def _stem(word: str) -> str:
    """The beginning by which forms of an English word are found: "assistance" and "assist", "funding" and "funded"."""
    if len(word) <= 4 or not word.isascii() or not word.isalpha():
        return word
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _is_acronym(written: str) -> bool:
    return 3 <= len(written) <= 6 and written.isupper() and written.isascii()


def _weight(word: str) -> float:
    return _MATTER if word.isdigit() or len(word) >= 9 else 1.0


def spoken(texts: Iterable[str]) -> str:
    """The words of texts, for `Term.is_in`."""
    return spaced(word for text in texts for word in words_of(text))


@lru_cache(maxsize=4096)
def as_said(text: str) -> str:
    """The words of a text, for `Term.is_in`."""
    return spaced(words_of(text))


def spaced(words: Iterable[str]) -> str:
    """The words with a blank before and behind each: a text is searched faster than a row of words."""
    return f" {' '.join(words)} "
