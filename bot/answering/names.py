"""The names in a catalogue, indexed once for each of its revisions: what a question may call a meeting, a session, a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.answering import lao, places
from bot.answering.days import Days
from bot.answering.hearing import FOREIGN, heard_as
from bot.answering.phrases import Phrases
from bot.answering.spelling import Spelling
from bot.answering.text import Token, cleaned, fold_phrase, tokens
from bot.answering.texts import in_all_languages, people_of, short_facts_of, texts_of
from bot.answering.timeline import Timeline
from bot.answering.words import Words
from bot.model import Catalogue, Meeting, Text
from bot.when import first_day

# Beside those of a language's own words: the names of a store's places and months first, the words of its texts behind.
_RANK_OF_PLACES = -1
_RANK_OF_TEXTS = 2
GENERIC_KINDS = frozenset({"meeting", "conference", "session"})
_CUT = re.compile(r"\s+(?:to|of|on|for|in)\s+the\s+|\s*[:–—(]\s*|\s+(?:on|for)\s+")
_BEFORE_NAMES = ("mr", "ms", "mrs", "dr", "prof", "mme", "m", "sr", "sra")
_SHORTEST_NAME = 3  # letters; so short a name is one only behind a title
_HEAD = re.compile(
    r"\s+(?:hosted|given|by|of|on|for|with|to|in|de|du|des|sur|sobre|por|para|о|об|по)\s+|\s*[:：,，–—(（]\s*"
)
_TITLES = frozenset(
    [
        "h",
        "e",
        "dr",
        "mr",
        "mrs",
        "ms",
        "mme",
        "m",
        "prof",
        "sir",
        "his",
        "her",
        "excellency",
        "ambassador",
        "minister",
        "the",
        "of",
        "and",
        "for",
        "in",
        "to",
        "at",
        "a",
        "an",
        "or",
        "president",
        "director",
        "secretary",
        "general",
        "permanent",
        "representative",
        "deputy",
        "office",
        "mission",
        "ministry",
        "foreign",
        "affairs",
        "head",
    ]
)
ORDINAL_ENDINGS = frozenset(
    ["st", "nd", "rd", "th", "e", "er", "ere", "eme", "o", "a", "d", "nde", "я", "й", "е", "ая", "ое", "го"]
)
_HAN_NAME = (2, 4)  # signs
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}


class Name(NamedTuple):
    """What a phrase names: `kind` is alias, short (of a name), city, process, session, person, document or term (of an
    organisers' glossary); `key` tells which."""

    kind: str
    key: str
    meeting: str


@dataclass(frozen=True, slots=True)
class Features:
    """What a meeting is found by besides its names."""

    kinds: frozenset[str]
    ordinals: frozenset[int]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """The index, each part leading to the ids of meetings.

    `series` leads there from the letters of an acronym ("msp") and a number, `words` from the words of names, `cities` from
    their folded names, `sounds` from their consonants, `countries` (of meetings and of their hosts) from their codes, `inside`
    from the words of what is in a meeting. `roots` leads from the first letters of a country's names to its code, `heard` from
    the consonants of people's names to these people; `symbols` are those of documents.
    """

    catalogue: Catalogue
    ids: frozenset[str]
    phrases: Phrases[Name]
    features: Mapping[str, Features]
    series: Mapping[str, Mapping[int, frozenset[str]]]
    words: Mapping[str, frozenset[str]]
    spelling: Spelling
    known: frozenset[str]
    cities: Mapping[str, frozenset[str]]
    countries: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]]
    inside: Mapping[str, frozenset[str]]
    sounds: Mapping[str, frozenset[str]]
    roots: Mapping[str, str]
    heard: Mapping[str, tuple[Name, ...]]
    symbols: frozenset[str]
    days: Days
    timeline: Timeline


def index(catalogue: Catalogue, lexicon: Words) -> Names:
    """Read every name in the catalogue once."""
    phrases: Phrases[Name] = Phrases()
    series: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    words, cities, countries, kinds, inside, sounds = (_Sets() for _ in range(6))
    heard: dict[str, dict[Name, None]] = defaultdict(dict)
    features = {meeting.id: _features(meeting, lexicon) for meeting in catalogue.meetings.values()}
    for meeting in catalogue.meetings.values():
        for phrase, name in _names(meeting, catalogue, lexicon):
            phrases.add_folded(phrase, name)
            if name.kind == "city":
                cities.add(phrase, meeting.id)
            if name.kind == "person" and (sound := heard_as(phrase)) and " " not in phrase:
                heard[sound if phrase.isascii() else FOREIGN + sound][name] = None
        for letters, number in _numbered(meeting):
            series[letters][number].add(meeting.id)
        for word in features[meeting.id].words | _process_words(meeting, catalogue):
            words.add(word, meeting.id)
        for kind in features[meeting.id].kinds:
            kinds.add(kind, meeting.id)
        for city in in_all_languages(meeting.city):
            sounds.add(lao.sound_of_latin(fold_phrase(city)), meeting.id)
        for sign in signs_inside(meeting, lexicon):
            inside.add(sign, meeting.id)
        for code in (meeting.country, meeting.host.country if meeting.host else None):
            countries.add(code or "", meeting.id)
    for phrase, name in _terms(catalogue):
        phrases.add_folded(phrase, name)
    return Names(
        catalogue,
        frozenset(catalogue.meetings),
        phrases,
        features,
        {letters: {number: frozenset(ids) for number, ids in numbers.items()} for letters, numbers in series.items()},
        words.frozen(),
        _spelling(catalogue, lexicon, (*words.found, *inside.found), cities.found),
        frozenset(_all_words(catalogue)),
        cities.frozen(),
        countries.frozen(),
        kinds.frozen(),
        inside.frozen(),
        sounds.frozen(),
        {
            name[:4]: code
            for code in countries.found
            if code
            for name in places.names_of_country(code)
            if name.isascii()
        },
        {sound: tuple(people) for sound, people in heard.items()},
        frozenset(fold_phrase(document.symbol) for _, document in catalogue.documents() if document.symbol),
        Days.of(catalogue.meetings.values()),
        Timeline.of(catalogue.meetings.values()),
    )


def _spelling(catalogue: Catalogue, lexicon: Words, words: Iterable[str], cities: Iterable[str]) -> Spelling:
    """What misspelt words may mean of a catalogue's own."""
    spelling = Spelling()
    for word in (*words, *_words_inside(catalogue)):
        spelling.add(word, _RANK_OF_TEXTS)
    for word in (*_months(catalogue, lexicon), *(city for city in cities if " " not in city)):
        spelling.add(word, _RANK_OF_PLACES)
    return spelling


def _months(catalogue: Catalogue, lexicon: Words) -> Iterator[str]:
    """The names of the months that have a meeting: a misspelt month is likelier one of them than its neighbour."""
    starts = (meeting.start for meeting in catalogue.meetings.values() if meeting.start is not None)
    for month in {first_day(start).month for start in starts}:
        yield from lexicon.months[month]


class _Sets:
    """Ids of meetings by a key."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = defaultdict(set)

    def add(self, key: str, meeting: str) -> None:
        self.found[key].add(meeting)

    def frozen(self) -> dict[str, frozenset[str]]:
        return {key: frozenset(ids) for key, ids in self.found.items() if key}


def _names(meeting: Meeting, catalogue: Catalogue, lexicon: Words) -> Iterator[tuple[str, Name]]:
    for text in (*in_all_languages(meeting.name), *meeting.aliases):
        yield from _phrased(text, Name("alias", text, meeting.id))
    for short in {_CUT.split(text)[0] for text in in_all_languages(meeting.name)}:
        if len(short.split()) > 1:
            yield from _phrased(short, Name("short", short, meeting.id))
    for city in in_all_languages(meeting.city):
        if "'" in cleaned(city):  # people write "Xian" for "Xi'an"
            yield fold_phrase(cleaned(city).replace("'", "")), Name("city", city, meeting.id)
        called = lexicon.cities.get(fold_phrase(city), ())
        for name in (*places.names_of_city(city, meeting.country, meeting.timezone), *called):
            yield name, Name("city", city, meeting.id)
    process = catalogue.processes.get(meeting.process or "")
    if process:
        for text in (*in_all_languages(process.name), *process.aliases):
            yield from _phrased(text, Name("process", process.id, meeting.id))
    yield from _inside(meeting, lexicon)


def _terms(catalogue: Catalogue) -> Iterator[tuple[str, Name]]:
    """The glossaries of the processes, as every language says them; they lead to no meeting."""
    for key, term in glossary_of(catalogue).items():
        for text in in_all_languages(term):
            yield from _phrased(text, Name("term", key, ""))


def glossary_of(catalogue: Catalogue) -> dict[str, Text]:
    """The terms that organisers have added, by the key that a name of the kind "term" has."""
    return {
        f"{process.id}.{place}": term
        for process in catalogue.processes.values()
        for place, term in enumerate(process.glossary)
    }


def _inside(meeting: Meeting, lexicon: Words) -> Iterator[tuple[str, Name]]:
    """Sessions, people and documents of a meeting."""
    for session in meeting.programme:
        for title in in_all_languages(session.title):
            for phrase in (title, head_of(title)):
                yield from _phrased(phrase, Name("session", session.id, meeting.id))
    for path, text in people_of(meeting):
        for name in _person_names(text, lexicon):
            yield name, Name("person", path, meeting.id)
    for document in meeting.documents:
        titles = in_all_languages(document.title)
        heads = [head for head in map(head_of, titles) if len(head.split()) > 1]
        for text in (*titles, *heads, document.symbol or "", *_numbers(document.symbol or "")):
            yield from _phrased(text, Name("document", document.id, meeting.id))


def head_of(title: str) -> str:
    """What a session is called for short: "Committee A" of "Committee A, first meeting: Budget"."""
    return _HEAD.split(title, maxsplit=1)[0]


def _person_names(text: str, lexicon: Words) -> Iterator[str]:
    """The names in "Ms. Paola Ramírez" or "Yong Chanthalangsy, Ambassador": together, and each that is long enough to tell."""
    for part in re.split(r"\bor\b|\band\b|[/;]", text.split(",", maxsplit=1)[0]):
        said = tokens(cleaned(part))
        if said and all(token.kind == "sign" for token in said):
            yield " ".join(token.text for token in said)
            yield from _in_pinyin([token.text for token in said], lexicon)
            continue
        named = [token.text for token in said if _may_name(token) and token.text not in _TITLES]
        telling = [name for name in named if len(name) >= 4 and name not in lexicon.known]
        if len(named) <= 5:
            yield from (f"{title} {named[-1]}" for title in _BEFORE_NAMES if named and len(named[-1]) == _SHORTEST_NAME)
        if telling and len(named) <= 5:
            yield " ".join(named)
            yield from telling


def _in_pinyin(signs: Sequence[str], lexicon: Words) -> Iterator[str]:
    """A Chinese name in Latin letters: "Wang Xiaoming", "Wang Xiao Ming", "Xiaoming Wang", and the given name alone."""
    if not _HAN_NAME[0] <= len(signs) <= _HAN_NAME[1] or not all("\u4e00" <= sign <= "\u9fff" for sign in signs):
        return
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # its tables take 40 MB: only where somebody has such a name

    family, *given = lazy_pinyin("".join(signs))
    together = "".join(given)
    yield from (f"{family} {together}", f"{together} {family}", " ".join((family, *given)))
    if len(given) > 1 and together not in lexicon.known:
        yield together


@lru_cache(maxsize=4096)
def core_of_name(text: str) -> frozenset[str]:
    """The words that are somebody's name in "Dr. Amara Okonkwo (Nigeria), President of the Assembly"."""
    said = tokens(cleaned(re.split(r"[,(（，]", text, maxsplit=1)[0]))
    return frozenset(token.text for token in said if _may_name(token) and token.text not in _TITLES)


def is_title(word: str) -> bool:
    """Whether a folded word stands before names, or between their parts, and is none."""
    return word in _TITLES


def _may_name(token: Token) -> bool:
    """Whether a word may be part of a name: it has a capital, where its script has capitals."""
    return token.capital or token.text.upper() == token.text.lower()


def _numbers(symbol: str) -> Iterator[str]:
    """The numbers of a symbol by which people call a letter ("the letter 047"); years tell none apart."""
    for token in tokens(cleaned(symbol)):
        if token.kind == "number" and len(token.text) >= 3 and not token.text.startswith(("19", "20")):
            yield token.text


def _phrased(text: str, name: Name) -> Iterator[tuple[str, Name]]:
    folded = fold_phrase(text)
    if folded:
        yield folded, name


def _features(meeting: Meeting, lexicon: Words) -> Features:
    kinds: set[str] = set()
    ordinals: set[int] = set()
    words: set[str] = set()
    for text in (*in_all_languages(meeting.name), *meeting.aliases):
        sequence = tokens(cleaned(text))
        of_kind: set[int] = set()
        hits = lexicon.phrases.find(sequence)
        for hit in hits:
            if hit.value.group == "kinds" and not _is_before(sequence, hit.start):
                kinds.add(hit.value.name)
                of_kind.update(range(hit.start, hit.end))
            elif hit.value.group == "ordinals":
                ordinals.add(int(hit.value.name))
        words |= {
            f"term:{hit.value.name}"
            for hit in (*hits, *lexicon.in_english.find(sequence))
            if hit.value.group == "glossary" and not of_kind.intersection(range(hit.start, hit.end))
        }
        for at, token in enumerate(sequence):
            if token.kind == "word" and len(token.text) > 2 and token.text not in lexicon.stop and at not in of_kind:
                words.add(token.text)
            if token.kind == "number" and at + 1 < len(sequence) and sequence[at + 1].text in ORDINAL_ENDINGS:
                ordinals.add(int(token.text))
            if token.text in _ROMAN and text[token.start : token.end].isupper():
                ordinals.add(_ROMAN[token.text])
    return Features(frozenset(kinds), frozenset(ordinals), frozenset(words))


def _is_before(sequence: Sequence[Token], at: int) -> bool:
    """Whether it is said of what comes before a meeting ("pre-COP"), which is none itself."""
    return at > 0 and sequence[at - 1].text == "pre"


def signs_of(text: str, lexicon: Words) -> frozenset[str]:
    """What a title is found by: its telling words, and `kind:`, `term:` and `number:` for what they mean in any language."""
    sequence = tokens(cleaned(text))
    found = {token.text for token in sequence if "en" not in lexicon.stop.get(token.text, ()) or len(token.text) == 1}
    groups = {"kinds": "kind", "glossary": "term", "ordinals": "number"}
    for hit in lexicon.phrases.find(sequence):
        if hit.value.group in groups and hit.value.name not in GENERIC_KINDS:
            found.add(f"{groups[hit.value.group]}:{hit.value.name}")
    return frozenset(found)


def signs_inside(meeting: Meeting, lexicon: Words) -> frozenset[str]:
    """What a meeting can be found by though it names something in it: a session, a document, a request, a deadline."""
    texts = [session.title for session in meeting.programme]
    texts += [document.title for document in meeting.documents]
    texts += [request.text for request in meeting.requests]
    texts += [deadline.what for deadline in meeting.deadlines]
    texts += [meeting.venue.name] if meeting.venue else []
    versions = [version for text in texts for version in in_all_languages(text)]
    signs = frozenset().union(*(signs_of(version, lexicon) for version in versions))
    return frozenset(sign for sign in signs if (":" in sign or len(sign) > 3) and sign not in lexicon.known)


def _process_words(meeting: Meeting, catalogue: Catalogue) -> set[str]:
    process = catalogue.processes.get(meeting.process or "")
    texts = (*in_all_languages(process.name), *process.aliases) if process else ()
    return {
        token.text for text in texts for token in tokens(cleaned(text)) if token.kind == "word" and len(token.text) > 2
    }


def _numbered(meeting: Meeting) -> Iterator[tuple[str, int]]:
    """Acronym and number of aliases such as "1MSP", "COP-3" or "PrepCom 2"."""
    for text in (*in_all_languages(meeting.name), *meeting.aliases):
        sequence = tokens(cleaned(text))
        if len(sequence) == 2:
            for number, letters in (sequence, reversed(sequence)):
                if number.kind == "number" and letters.kind == "word" and len(number.text) <= 2:
                    yield letters.text, int(number.text)


def _words_inside(catalogue: Catalogue) -> Iterator[str]:
    """The words of names in a meeting: of people, sessions, documents, buildings and bodies."""
    for meeting in catalogue.meetings.values():
        texts = [text for _, text in people_of(meeting)] + [text for _, text in short_facts_of(meeting)]
        texts += [version for session in meeting.programme for version in in_all_languages(session.title)]
        texts += [version for document in meeting.documents for version in in_all_languages(document.title)]
        for text in texts:
            yield from (token.text for token in tokens(cleaned(text)) if token.kind == "word")


def _all_words(catalogue: Catalogue) -> Iterator[str]:
    """Every word that the catalogue's texts use: none of them is misspelt."""
    for meeting in catalogue.meetings.values():
        for _, text in texts_of(meeting):
            for version in in_all_languages(text):
                yield from (token.text for token in tokens(cleaned(version)) if token.kind == "word")
