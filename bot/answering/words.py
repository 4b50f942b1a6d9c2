"""What people say, in every language that is understood: `words/*.yaml`, read once and made into one set of phrases.

A language file has `stop` (words that carry nothing), `concepts` (what is asked), `forms` (how it is: `claim` is answered by
yes or no, `open` is not, `given` takes something for granted, `called_off` asks what is, `body` speaks of a group, `until`
names an end, `pair` speaks of two at once, `opening` of what opens, `signing` of a ceremony), `kinds` (what meetings are
called), `ordinals` (up to the twelfth; `ordinals.yaml` has the rest), `letters` (that tell bodies apart), `days` (today, next
week ...), `months` and `weekdays` (what CLDR has not), `glossary` (terms of the field by which documents are searched),
`countries` and `cities` (what CLDR and GeoNames do not call them), `spelling` (whole words that are recognised when they are
misspelt) and `cautious` (words that mean what they are listed under only where a number or a capital says so). `matters.yaml`
has more terms of the glossary, each in all languages; `particles.yaml` the small words that join, place and deny; `talk.yaml`
what is said of the talk itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from babel import Locale

from bot.answering import ordinals, particles, places
from bot.answering.compiled import Parts
from bot.answering.data import FOLDER, read
from bot.answering.phrases import Phrases, PhrasesByScript, Step, forget_steps, steps_of
from bot.answering.spelling import Spelling
from bot.answering.text import cleaned, fold_phrase, script_of, tokens

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh", "pt", "no", "lo")
_SCRIPTS = ("", "ru", "ar", "lo", "zh")  # as `script_of` names them
CLDR = {"no": "nb"}  # what CLDR calls a language otherwise
# Of words as near to a misspelt one, what is meant the likelier: names of meetings and days (0), what is asked, the rest.
_RANKS = {"concepts": 1, "forms": 2, "stop": 2, "glossary": 3, "talk": 3}
_GROUPS = ("concepts", "forms", "kinds", "ordinals", "letters", "days", "months", "weekdays", "glossary")


class Meaning(NamedTuple):
    """What a phrase stands for: an entry of a group, in a language. `cautious`: only where its surroundings say so too."""

    group: str
    name: str
    language: str
    cautious: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The phrases of all languages, their stop words and all words by language, what mends misspelt ones of a language, the
    phrases of each term of the glossary by language, what the languages call a city besides what gazetteers do, folded, the
    terms for which English lists no phrase, the names of each month in one word, folded, the terms (`matters`) of what no
    field of a meeting holds, those (`general`) that are said of any meeting and tell none apart, and what is said of the `talk`
    itself: none of that is a phrase of a question on its own."""

    phrases: PhrasesByScript[Meaning]
    speller: Callable[[str], Spelling]
    stop: Mapping[str, frozenset[str]]
    known: Mapping[str, frozenset[str]]
    terms: Callable[[str], Mapping[str, tuple[str, ...]]]
    cities: Mapping[str, tuple[str, ...]]
    in_english: Phrases[Meaning]
    months: Mapping[int, tuple[str, ...]]
    matters: frozenset[str]
    general: frozenset[str]
    talk: Phrases[Meaning]


@cache
def words() -> Words:
    """All words, read once: those of a script and what mends the words of a language when somebody uses them."""
    files = [FOLDER / f"{file}.yaml" for file in (*LANGUAGES, "matters", "talk")]
    parts = Parts("words", [ordinals.FILE, *files], _made)

    def of_script(script: str) -> Phrases[Meaning]:
        phrases: Phrases[Meaning] = parts[f"phrases.{script or 'latin'}"]
        return phrases

    def speller(language: str) -> Spelling:
        spelling: Spelling = parts[f"spelling.{language}"]
        return spelling

    def terms(name: str) -> Mapping[str, tuple[str, ...]]:
        of_all: Mapping[str, Mapping[str, tuple[str, ...]]] = parts["terms"]
        return of_all.get(name, {})

    return Words(PhrasesByScript(of_script), speller, terms=terms, **parts["common"])


def _made() -> dict[str, Any]:
    """All words as `words` keeps them, in parts."""
    phrases: dict[str, Phrases[Meaning]] = {script: Phrases() for script in _SCRIPTS}
    in_english: Phrases[Meaning] = Phrases()
    stop: dict[str, set[str]] = {}
    known: dict[str, set[str]] = {}
    spelling: dict[str, Spelling] = {}
    terms: dict[str, dict[str, list[str]]] = {}
    cities: dict[str, tuple[str, ...]] = {}
    of_matters = _read("matters")
    of_the_field = {name for language in LANGUAGES for name in _read(language).get("glossary", ())}
    for language in LANGUAGES:
        data = _read(language)
        for word in str(data.get("stop", "")).split():
            for token in tokens(cleaned(word)):
                stop.setdefault(token.text, set()).add(language)
                spelling.setdefault(language, Spelling()).add(token.text, _RANKS["stop"])
        cautious = {token.text for word in data.get("cautious", ()) for token in tokens(cleaned(str(word)))}
        speller = spelling.setdefault(language, Spelling())
        meanings: dict[Meaning, Meaning] = {}
        for group, name, phrase in (*_entries(data, language), *_of_matters(of_matters, language)):
            meaning = Meaning(group, name, language, phrase.casefold() in cautious)
            steps = steps_of(phrase)
            phrases[script_of(steps[0].text)].add(phrase, meanings.setdefault(meaning, meaning))
            _learn(speller, steps, group)
            for word in (step.text for step in steps if not step.is_stem):
                known.setdefault(word, set()).add(language)
            if group == "glossary":
                terms.setdefault(name, {}).setdefault(language, []).append(phrase)
        _learn(speller, (Step(fold_phrase(word), False) for word in str(data.get("spelling", "")).split()), "concepts")
        for code, country in _called(data, "countries"):
            phrases[script_of(fold_phrase(country))].add(country, Meaning("countries", code, ""))
        for of, city in _called(data, "cities"):
            cities[fold_phrase(of)] = (*cities.get(fold_phrase(of), ()), fold_phrase(city))
    talk = _of_talk(known, spelling)
    for name in (name for name, languages in terms.items() if "en" not in languages):
        in_english.add(_english(name), Meaning("glossary", name, "en"))
    places_called = [(name, Meaning("countries", code, "")) for name, code in places.countries().items()]
    places_called += [(name, Meaning("regions", name, "")) for name in places.regions()]
    for name, meaning in places_called:
        phrases[script_of(name)].add_folded(name, meaning)
    for word, languages_of in stop.items():
        known.setdefault(word, set()).update(languages_of)
    forget_steps()
    _pack(phrases, spelling)
    common = {
        "stop": _frozen(stop),
        "known": _frozen(known),
        "cities": cities,
        "in_english": in_english,
        "months": {number: _names_of_month(number) for number in range(1, 13)},
        "matters": frozenset(of_matters["matters"]),
        "general": frozenset(of_matters["general"]) - of_the_field,
        "talk": talk,
    }
    return {
        "common": common,
        "terms": _in_english_too(terms),
        **{f"phrases.{script or 'latin'}": of_script for script, of_script in phrases.items()},
        **{f"spelling.{language}": spelling[language] for language in LANGUAGES},
    }


def _pack(phrases: Mapping[str, Phrases[Meaning]], spelling: Mapping[str, Spelling]) -> None:
    """Have phrases and words as they are looked for."""
    for speller in spelling.values():
        speller.put_in_order()
    for of_script in phrases.values():
        of_script.pack()


def _of_talk(known: dict[str, set[str]], spelling: Mapping[str, Spelling]) -> Phrases[Meaning]:
    """What is said of the talk itself, its words taken into those that are `known` and that misspelt ones are read as."""
    talk: Phrases[Meaning] = Phrases()
    for name, said in _read("talk").items():
        for language, phrases in said.items():
            for phrase in phrases:
                talk.add(phrase, Meaning("talk", name, language))
                steps = steps_of(phrase)
                _learn(spelling[language], steps, "talk")
                for step in steps:
                    known.setdefault(step.text, set()).add(language)
    talk.pack()
    return talk


def _called(data: Mapping[str, Any], group: str) -> Iterator[tuple[str, str]]:
    """The code of each country or the English name of each city in a file, with what a language calls it."""
    for of, names in (data.get(group) or {}).items():
        for name in names:
            yield str(of), str(name)


def _frozen(languages: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """The languages of each word; equal ones are one object, for there are many words."""
    kept: dict[frozenset[str], frozenset[str]] = {}
    return {
        word: kept.setdefault(frozen, frozen) for word, frozen in ((w, frozenset(of)) for w, of in languages.items())
    }


def _learn(speller: Spelling, steps: Iterable[Step], group: str) -> None:
    """Let misspelt words be read as those of a phrase."""
    for step in steps:
        add = speller.add_stem if step.is_stem else speller.add
        add(step.text, _RANKS.get(group, 0))


def _names_of_month(number: int) -> tuple[str, ...]:
    """What every language calls a month, folded, where that is one word."""
    locales = (Locale.parse(CLDR.get(language, language)) for language in LANGUAGES)
    names = (
        name for locale in locales for group, of, name in _of_cldr(locale) if (group, of) == ("months", str(number))
    )
    return tuple(dict.fromkeys(name for name in map(fold_phrase, names) if " " not in name))


def _english(name: str) -> str:
    """A term of the glossary as English says it where it lists nothing: its name is the beginning of the word."""
    return f"{name.replace('_', ' ')}*"


def _in_english_too(terms: Mapping[str, Mapping[str, list[str]]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """The phrases of each term by language; where English lists none, the term's name is the beginning of an English word."""
    return {
        name: {"en": (_english(name),)} | {language: tuple(said) for language, said in languages.items()}
        for name, languages in terms.items()
    }


def lacking(language: str) -> list[str]:
    """What English has and the language has not: `group.name` for each, in order."""
    own = {(group, name) for group, name, _ in _entries(_read(language), language)}
    return [f"{group}.{name}" for group, name in _named(_entries(_read("en"), "en")) if (group, name) not in own]


def gaps() -> list[str]:
    """What each language lacks to be asked in as English is, a line each for a translator."""
    return [
        *(f"words/{language}.yaml: no phrase for {name}" for language in LANGUAGES for name in lacking(language)),
        *(
            f"{particles.FILE.parent.name}/{particles.FILE.name}: nothing is said of {language} in {name}"
            for language in LANGUAGES
            for name in particles.lacking(language)
        ),
    ]


def _named(entries: Iterator[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((group, name) for group, name, _ in entries))


def _read(language: str) -> dict[str, Any]:
    file = FOLDER / f"{language}.yaml"
    if not file.exists():
        return {}
    data: dict[str, Any] = read(file)
    return data


def _entries(data: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    """Group, name and phrase of everything in a file, with the high ordinals, and the months and weekdays of CLDR."""
    for group in _GROUPS:
        for name, phrases in (data.get(group) or {}).items():
            for phrase in phrases:
                yield group, str(name), str(phrase)
    if data:
        yield from (("ordinals", str(number), phrase) for number, phrase in ordinals.spelt_out(language))
        yield from _of_cldr(Locale.parse(CLDR.get(language, language)))


def _of_matters(data: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    """The same of what all languages have side by side."""
    for terms in data.values():
        for name, said in terms.items():
            for phrase in said[language]:
                yield "glossary", str(name), str(phrase)


def _of_cldr(locale: Locale) -> Iterator[tuple[str, str, str]]:
    for number in range(1, 13):
        for form in ("format", "stand-alone"):
            name = locale.months[form]["wide"][number]
            if (
                not (form == "stand-alone" and name in Locale.parse("zh").months[form]["wide"].values())
                or locale.language == "zh"
            ):
                yield "months", str(number), name
    for number in range(7):
        yield "weekdays", str(number + 1), locale.days["format"]["wide"][number]
