"""The names in a catalogue, indexed once for each of its revisions: what a question may call a meeting, a session, a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.answering import former, lao, places
from bot.answering.days import Days
from bot.answering.features import GENERIC_KINDS, Features, features_of, signs_inside, signs_of_due
from bot.answering.hearing import FOREIGN, sounds_of_name
from bot.answering.name_signs import Spelt, by_first_consonant
from bot.answering.person_names import person_names
from bot.answering.phrases import Phrases
from bot.answering.spelling import Spelling
from bot.answering.text import cleaned, fold_phrase, script_of, tokens
from bot.answering.texts import in_all_languages, people_of, short_facts_of, texts_of
from bot.answering.timeline import Timeline
from bot.answering.words import Words
from bot.model import Catalogue, Meeting, Text
from bot.when import first_day

# Beside those of a language's own words: the names of a store's places and months first, the words of its texts behind.
_RANK_OF_PLACES = -1
_RANK_OF_TEXTS = 2
_LONGEST_QUARTER = 2  # words
_SHORTEST_INFLECTED = 5  # letters of a word of a term
_OF_SOUNDS = frozenset({"ar", "ru"})  # scripts
_INFLECTED = frozenset({"", "ru"})  # scripts
_ENDING_VOWELS = frozenset("аеёийоуыьюяaeo")
# Each is looked for where blanks begin, not at every one of many: a name may hold thousands.
_CUT = re.compile(r"(?<!\s)(?:\s+(?:to|of|on|for|in)\s+the\s+|\s*[:–—(]\s*|\s+(?:on|for)\s+)")
# "Letter of the co-chairs of the group" is "the co-chairs letter".
_OF_A_BODY = re.compile(
    r"(?P<kind>Letter|Invitation|Note|Report|Statement) (?:of|by|from) (?:the )?(?P<of>[^ ]+)(?: of | on |$)"
)
_HEAD = re.compile(
    r"(?<!\s)(?:\s+(?:hosted|given|by|of|on|for|with|to|in|de|du|des|sur|sobre|por|para|о|об|по)\s+|\s*[:：,，–—(（]\s*)"
)


class Name(NamedTuple):
    """What a phrase names: `kind` is alias, short (of a name), city, former (one where it was to be), quarter (of one),
    process, session, person, document or term (of an organisers' glossary); `key` tells which."""

    kind: str
    key: str
    meeting: str


@dataclass(frozen=True, slots=True)
class Names:
    """The index, each part leading to the ids of meetings.

    `series` leads there from the letters of an acronym ("msp") and a number, `words` from the words of names, `cities`
    from their folded names, `sounds` from their consonants, `countries` (of meetings and of their hosts) from their
    codes, `counted` from the numbers in their names, `writers` from those for whom its documents are signed, `inside` from
    the words of what is in a meeting. `roots` leads from the first letters of a country's names to its code, `heard` from
    the consonants of people's names to these people, `spelt` from the first of them, `quarters` from those of parts of
    cities, `unwritten` from those of cities whose names in Arabic or in Cyrillic letters are not known, `of_terms` from the
    organisers' terms that names have; `symbols` are of documents, and `due` has the signs of each deadline of a meeting by
    its id.
    """

    catalogue: Catalogue
    ids: frozenset[str]
    phrases: Phrases[Name]
    features: Mapping[str, Features]
    counted: Mapping[int, frozenset[str]]
    series: Mapping[str, Mapping[int, frozenset[str]]]
    words: Mapping[str, frozenset[str]]
    spelling: Spelling
    known: frozenset[str]
    cities: Mapping[str, frozenset[str]]
    countries: Mapping[str, frozenset[str]]
    writers: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]]
    own_kinds: Mapping[str, frozenset[str]]
    inside: Mapping[str, frozenset[str]]
    due: Mapping[str, tuple[frozenset[str], ...]]
    of_terms: Mapping[str, frozenset[str]]
    sounds: Mapping[str, frozenset[str]]
    roots: Mapping[str, str]
    heard: Mapping[str, tuple[Name, ...]]
    spelt: Spelt[Name]
    quarters: Mapping[str, tuple[Name, ...]]
    unwritten: Mapping[str, tuple[Name, ...]]
    symbols: frozenset[str]
    days: Days
    timeline: Timeline


def _counted(features: Mapping[str, Features]) -> dict[int, frozenset[str]]:
    """The meetings that have a number in their names, by that."""
    found: dict[int, set[str]] = defaultdict(set)
    for meeting, of_names in features.items():
        for number in of_names.ordinals:
            found[number].add(meeting)
    return {number: frozenset(ids) for number, ids in found.items()}


def index(catalogue: Catalogue, lexicon: Words) -> Names:
    """Read every name in the catalogue once."""
    phrases: Phrases[Name] = Phrases()
    series: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    words, cities, countries, writers, kinds, own_kinds, inside, sounds = (_Sets() for _ in range(8))
    heard: dict[str, dict[Name, None]] = defaultdict(dict)
    quarters: dict[str, dict[Name, None]] = defaultdict(dict)
    features = {meeting.id: features_of(meeting, lexicon) for meeting in catalogue.meetings.values()}
    for meeting in catalogue.meetings.values():
        for phrase, name in _names(meeting, catalogue, lexicon):
            phrases.add_folded(phrase, name)
            if name.kind == "city":
                cities.add(phrase, meeting.id)
            for sound in _sounds_of(phrase, name):
                (heard if name.kind == "person" else quarters)[sound][name] = None
        for letters, number in _numbered(meeting):
            series[letters][number].add(meeting.id)
        for word in features[meeting.id].words | _process_words(meeting, catalogue):
            words.add(word, meeting.id)
        for kind in features[meeting.id].kinds:
            kinds.add(kind, meeting.id)
        for kind in features[meeting.id].own_kinds:
            own_kinds.add(kind, meeting.id)
        for city in in_all_languages(meeting.city):
            sounds.add(lao.sound_of_latin(fold_phrase(city)), meeting.id)
        for sign in signs_inside(meeting, lexicon):
            inside.add(sign, meeting.id)
        for code in (meeting.country, meeting.host.country if meeting.host else None):
            countries.add(code or "", meeting.id)
        writers.add_all(_writers(meeting, lexicon), meeting.id)
    for phrase, name in _terms(catalogue):
        phrases.add(phrase, name)
    return Names(
        catalogue,
        frozenset(catalogue.meetings),
        phrases,
        features,
        _counted(features),
        {letters: {number: frozenset(ids) for number, ids in numbers.items()} for letters, numbers in series.items()},
        words.frozen(),
        _spelling(catalogue, lexicon, (*words.found, *inside.found), cities.found),
        frozenset(_all_words(catalogue)),
        cities.frozen(),
        countries.frozen(),
        writers.frozen(),
        kinds.frozen(),
        own_kinds.frozen(),
        inside.frozen(),
        {meeting.id: signs_of_due(meeting, lexicon) for meeting in catalogue.meetings.values() if meeting.deadlines},
        _named_by_terms(catalogue),
        sounds.frozen(),
        {
            name[:4]: code
            for code in countries.found
            if code
            for name in places.names_of_country(code)
            if name.isascii() or script_of(name) == "ru"
        },
        {sound: tuple(people) for sound, people in heard.items()},
        by_first_consonant(heard),
        {sound: tuple(called) for sound, called in quarters.items()},
        _unwritten(catalogue),
        frozenset(fold_phrase(document.symbol) for _, document in catalogue.documents() if document.symbol),
        Days.of(
            catalogue.meetings.values(),
            {each.id: tuple(former.days(each, lexicon)) for each in catalogue.meetings.values()},
        ),
        Timeline.of(catalogue.meetings.values()),
    )


def _writers(meeting: Meeting, lexicon: Words) -> Iterator[str]:
    """The codes of the countries for whom documents of a meeting are signed: "Permanent Representative of Sweden"."""
    for document in meeting.documents:
        for signatory in document.signed_by:
            yield from countries_of(signatory, lexicon)


def countries_of(signatory: Text, lexicon: Words) -> set[str]:
    """The codes of the countries that somebody's office tells."""
    hits = (hit for text in in_all_languages(signatory) for hit in lexicon.phrases.find(tokens(cleaned(text))))
    return {hit.value.name for hit in hits if hit.value.group == "countries"}


def _spelling(catalogue: Catalogue, lexicon: Words, words: Iterable[str], cities: Iterable[str]) -> Spelling:
    """What misspelt words may mean of a catalogue's own."""
    spelling = Spelling()
    for word in (*words, *_words_inside(catalogue)):
        spelling.add(word, _RANK_OF_TEXTS)
    for word in (*_months(catalogue, lexicon), *(city for city in cities if " " not in city)):
        spelling.add(word, _RANK_OF_PLACES)
        spelling.add_short(word, _RANK_OF_PLACES)
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

    def add_all(self, keys: Iterable[str], meeting: str) -> None:
        for key in keys:
            self.add(key, meeting)

    def frozen(self) -> dict[str, frozenset[str]]:
        return {key: frozenset(ids) for key, ids in self.found.items() if key}


def _names(meeting: Meeting, catalogue: Catalogue, lexicon: Words) -> Iterator[tuple[str, Name]]:
    for text in (*in_all_languages(meeting.name), *meeting.aliases):
        yield from _phrased(text, Name("alias", text, meeting.id))
    for short in {_CUT.split(text, maxsplit=1)[0] for text in in_all_languages(meeting.name)}:
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
    for former_city in dict.fromkeys(former.cities(meeting, lexicon)):
        for name in places.names_of_city(former_city, None, None):
            yield name, Name("former", former_city, meeting.id)
    yield from _inside(meeting, lexicon)


def _unwritten(catalogue: Catalogue) -> dict[str, tuple[Name, ...]]:
    """The cities of which GeoNames and CLDR do not have the name in Arabic or in Cyrillic letters, by their consonants."""
    found: dict[str, tuple[Name, ...]] = {}
    for meeting in catalogue.meetings.values():
        for city in in_all_languages(meeting.city):
            scripts = {script_of(name) for name in places.names_of_city(city, meeting.country, meeting.timezone)}
            if not scripts >= _OF_SOUNDS:
                for sound in sounds_of_name(fold_phrase(city)):
                    found[sound] = (*found.get(sound, ()), Name("city", city, meeting.id))
    return found


def _sounds_of(phrase: str, name: Name) -> Iterator[str]:
    """What the word that names a person or a quarter may be heard as in another script."""
    if name.kind == "quarter":
        yield from sounds_of_name(phrase)
    elif name.kind == "person" and " " not in phrase:
        yield from (sound if phrase.isascii() else FOREIGN + sound for sound in sounds_of_name(phrase))


def _terms(catalogue: Catalogue) -> Iterator[tuple[str, Name]]:
    """The glossaries of the processes, as every language says them; they lead to no meeting."""
    for key, term in glossary_of(catalogue).items():
        for text in in_all_languages(term):
            for folded, name in _phrased(text, Name("term", key, "")):
                yield " ".join(map(_inflected, folded.split())), name


def _named_by_terms(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """The meetings that have a term of the organisers in their names, by its key; none where all have it."""
    found: dict[str, frozenset[str]] = {}
    called = {
        meeting.id: " ".join(f" {fold_phrase(text)}" for text in (*in_all_languages(meeting.name), *meeting.aliases))
        for meeting in catalogue.meetings.values()
    }
    for key, term in glossary_of(catalogue).items():
        said = [f" {fold_phrase(text)}" for text in in_all_languages(term)]
        ids = frozenset(id for id, names in called.items() if any(each in names for each in said))
        if ids and len(ids) < len(called):
            found[key] = ids
    return found


def glossary_of(catalogue: Catalogue) -> dict[str, Text]:
    """The terms that organisers have added, by the key that a name of the kind "term" has."""
    return {
        f"{process.id}.{place}": term
        for process in catalogue.processes.values()
        for place, term in enumerate(process.glossary)
    }


def _inside(meeting: Meeting, lexicon: Words) -> Iterator[tuple[str, Name]]:
    """Sessions, people and documents of a meeting, and the quarter in which its building stands."""
    for quarter in _quarters(meeting, lexicon):
        yield quarter, Name("quarter", quarter, meeting.id)
    for session in meeting.programme:
        for title in in_all_languages(session.title):
            head = head_of(title)
            for phrase in (title,) if _is_of_any_meeting(head, lexicon) else (title, head):
                yield from _phrased(phrase, Name("session", session.id, meeting.id))
    for path, text in people_of(meeting):
        for name in person_names(text, lexicon):
            yield name, Name("person", path, meeting.id)
    for document in meeting.documents:
        titles = in_all_languages(document.title)
        heads = [head for head in map(head_of, titles) if len(head.split()) > 1]
        called = (f"{found['of']} {found['kind']}" for found in map(_OF_A_BODY.match, titles) if found)
        for text in (*titles, *heads, *called, document.symbol or "", *_numbers(document.symbol or "")):
            yield from _phrased(text, Name("document", document.id, meeting.id))


def _quarters(meeting: Meeting, lexicon: Words) -> Iterator[str]:
    """The parts of an address between commas that are names alone, without "district" and its like: no street, no city."""
    called = {fold_phrase(city) for city in in_all_languages(meeting.city)}
    for address in in_all_languages(meeting.venue.address if meeting.venue else None):
        for part in address.split(","):
            said = tokens(cleaned(part))
            hits = [hit for hit in lexicon.phrases.find(said) if hit.value.group == "concepts"]
            of_kind = {at for hit in hits if hit.value.name == "district" for at in range(hit.start, hit.end)}
            named = [token for at, token in enumerate(said) if at not in of_kind]
            quarter = " ".join(token.text for token in named)
            if not 0 < len(named) <= _LONGEST_QUARTER or any(token.kind != "word" for token in named):
                continue
            if quarter not in called and quarter not in places.countries() and quarter not in lexicon.known:
                yield quarter


def head_of(title: str) -> str:
    """What a session is called for short: "Committee A" of "Committee A, first meeting: Budget"."""
    return _HEAD.split(title, maxsplit=1)[0]


def _is_of_any_meeting(head: str, lexicon: Words) -> bool:
    """Whether a session is called for short as any meeting is: "Meeting" of "Meeting with the press"."""
    said = lexicon.phrases.find(tokens(cleaned(head))) if " " not in head else ()
    return any(hit.value.group == "kinds" and hit.value.name in GENERIC_KINDS for hit in said)


def _numbers(symbol: str) -> Iterator[str]:
    """The numbers of a symbol by which people call a letter ("the letter 047"); years tell none apart."""
    for token in tokens(cleaned(symbol)):
        if token.kind == "number" and len(token.text) >= 3 and not token.text.startswith(("19", "20")):
            yield token.text


def _phrased(text: str, name: Name) -> Iterator[tuple[str, Name]]:
    folded = fold_phrase(text)
    if folded:
        yield folded, name


def _inflected(word: str) -> str:
    """A word of a term with any ending; a short one, and one in a script that has no endings, as it is."""
    if len(word) < _SHORTEST_INFLECTED or script_of(word) not in _INFLECTED:
        return word
    return f"{word[:-1] if word[-1] in _ENDING_VOWELS else word}*"


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
