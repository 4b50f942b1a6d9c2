"""What no field holds but a document says: its passage, found by the words of a question and quoted.

A question's telling words, weighed by how long they are, must be met by a passage to `ENOUGH` of their weight. Below that
nothing is quoted: a passage beside the point is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from bot.answering import letters
from bot.answering.search_terms import Term, as_said, spaced
from bot.answering.text import words_of
from bot.model import Passage, Wanted

Finder = Callable[[Wanted, int], Sequence[Passage]]

_LIST = ":\n– "  # what announces a list, with its first item, as the import puts them
ENOUGH = 0.6
_MOST = 8  # passages looked at
_MOST_COUNTING = 16  # where a number of what many passages name is looked for
_FEW = 2  # terms
_NEAR = 4  # words behind a number in which stands what it counts
_MOST_WORDS = 6  # that documents are searched for
_MOST_WAYS = 48  # to say one of them
_ANSWERING = 2  # sentences behind a question
_LONGEST_QUOTE = 600
_FEWEST_BLANKS = 2  # in a sentence
_FEWEST_OF_A_SENTENCE = 6  # words; what has fewer and no stop is a heading or an office ("Minister of Foreign Affairs")
_FEWEST_WORDS = 2  # without figures, of whatever states anything
_ROWS = 2  # lines of a timetable
_SENTENCE = re.compile(
    r"(?<=[.!?。！？])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bH\.E\.)(?<!\bi\.e\.)(?<!\be\.g\.)\s+(?=[A-ZÀ-Þ\u0400-\u042f\u4e00-\u9fff“\"(])"
)
_IN_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion"
    "|half|third|quarter|dozen"
    "|deux|trois|quatre|cinq|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|mille"
    "|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|cien|mil"
)
_NUMBER = re.compile(rf"\d|\b(?:{_IN_WORDS})s?\b")
_PARTS = frozenset({"third", "quarter"})  # "the Third Meeting of States Parties" counts no States
_NUMBERS = frozenset(each + ending for each in _IN_WORDS.split("|") for ending in ("", "s"))
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|janvier|février|mars|avril|mai|juin"
    "|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    "|noviembre|diciembre"
)
_DATES = re.compile(rf"(?:\d{{1,2}}\s(?:de\s)?)?(?:{_MONTHS})(?:\s\d{{1,2}},)?\s(?:de\s)?\d{{4}}", re.IGNORECASE)
_WHEN = re.compile(
    rf"\b(?:{_MONTHS})\b|\b(?:19|20)\d\d\b"
    r"|\b(?:\d+|\w+)\s(?:days|weeks|months|years|hours|jours|semaines|mois|ans|heures|días|semanas|meses|años|horas|dias|anos)\b"
    r"|\b(?:a|one|une?|una?) (?:day|week|month|jour|semaine|mois|día|semana|mes)\s(?:before|prior|in advance|avant|antes)\b",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z]{4}")
# Words by which a sentence goes on with what the one before it names.
_BACK = re.compile(
    r"\b(?:it|they|them|this|these|those|its|their|il|elle|ils|elles|celui|cette|ces|lo|la|las|los|esta|este|estas)\b"
)
_NOT_ONLY = re.compile(r"\b(?:not only|pas seulement|non seulement|no solo|no sólo|no solamente)\b", re.IGNORECASE)
_COSTS = re.compile(
    r"\b(?:costs?|priced?|coûte\w*|cuesta\w*) (?:less|more|as much|moins|plus|autant|menos|más|tanto)\b", re.IGNORECASE
)
_HEAD = re.compile(
    r"^(?:Subject|Re|Objet|Sujet|Asunto|Assunto|Тема|Emne)\s?:|\b(?:Distr\.|(?:Original|Langue originale|Idioma original)\s?:)"
)
_STOPS = frozenset(".!?;。")
_LONGEST_HEAD = 240
_LABEL = re.compile(r"^\(?\d+[.)]|\b[\w.]{1,20}/\S*\d\S*")
_MONTH_WORDS = frozenset(words_of(_MONTHS.replace("|", " ")))
_NUMBERED = frozenset({"item", "rule", "article", "measure", "decision", "resolution", "no"})
_CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-3])(?:[:.]|\s?h\s?)[0-5]\d\b(?!\.)|\b\d{1,2}\s?(?:[ap]\.?m\b|heures|o'clock|h\b)|\b(?:noon|midi|mediodía)\b",
    re.IGNORECASE,
)
_PART_OF_A_WHOLE = re.compile(
    r"\d\s?[%٪％]|\b(?:per\s?cent|percent|pour cent|por ciento|por cento|процент|prosent"
    r"|half|thirds?|quarters?|fifths?|tenths?|moitié|tiers|mitad|tercio|cuarto|metade|terço)",
    re.IGNORECASE,
)
_COUNTED_ROUGHLY = re.compile(
    r"\b(?:small|large|limited|growing|great) number\b|\b(?:only|very) a? ?few\b|\b(?:petit|grand) nombre\b"
    r"|\bnúmero reducido\b",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d{1,2}[:h]\d\d")
# With what letters close.
_COURTESY = re.compile(
    r"\b(?:prie d'agréer|agréer, |considération|salutations|avails? (?:itself|ourselves|myself)|highest consideration"
    r"|assurances of|aprovech[ao] |reiterar(?:le)?|seguridades de|cordial saludo|atentamente)",
    re.IGNORECASE,
)
_NEAR_A_MONTH = 3  # words: "12 to 18 June"
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})  # "the 1st meeting of States" counts no States


@dataclass(frozen=True, slots=True)
class Quote:
    """What is quoted of a passage, and how much of the question it meets (0 to 1)."""

    passage: Passage
    text: str
    score: float


def match(wanted: Sequence[Term], enough: float = ENOUGH) -> Wanted:
    """What passages are looked for by that have so many of the terms that they may be quoted (`enough`, and two).

    What cannot be looked for, and what comes behind the most telling words, is taken to be there.
    """
    telling = sorted(wanted, key=_how_telling)[:_MOST_WORDS]
    said: dict[str, float] = {}
    for term in telling:
        if way := _any_way(term.ways):
            said[way] = said.get(way, 0.0) + term.weight
    total = sum(term.weight for term in wanted)
    unsaid = total - sum(said.values())
    return Wanted(tuple(said.items()), enough * total - unsaid, min(2, len(said)))


def _how_telling(term: Term) -> tuple[float, int]:
    """The heaviest first, of these the longest: the fewest passages have them."""
    return -term.weight, -min(len(stem) for way in term.ways for stem in way)


@lru_cache(maxsize=1024)
def _any_way(of_term: tuple[tuple[str, ...], ...]) -> str:
    """The beginnings of the words of a term's ways: of any of them all; "" where all are too short to look for."""
    ways = dict.fromkeys(filter(None, map(_all_of, of_term[:_MOST_WAYS])))
    begun = tuple(way[:-2] for way in ways if way.endswith('"*'))
    # What such a beginning finds need not be looked for by a longer one, nor together with other words.
    said = [way for way in ways if not any(each in way and way != f'{each}"*' for each in begun)]
    return f"({' OR '.join(said)})" if len(said) > 1 else "".join(said)


def _all_of(way: tuple[str, ...]) -> str:
    said = list(filter(None, map(_expression, way)))
    return f"({' AND '.join(said)})" if len(said) > 1 else "".join(said)


def _expression(stem: str) -> str:
    """A stem as FTS5 looks it up: short ones, also at an end ("up to"), and numbers whole, since too many words begin so."""
    if stem.isdigit() or stem[-3:-2] == " " or stem[-4:-3] == " ":
        return f'"{stem}"'
    return f'"{stem}"*' if len(stem) > 3 or not stem.isascii() else f'"{stem}"' if len(stem) == 3 else ""


def quotes(
    wanted: Sequence[Term],
    find: Finder,
    fits: Callable[[Passage], bool],
    likely: Callable[[Passage], bool],
    *,
    counting: bool = False,
    enough: float = ENOUGH,
) -> Iterator[Quote]:
    """The passages that meet the terms well enough, the best first.

    `fits` keeps those of the meeting that is named; `likely` ones (of the meeting that is otherwise meant) come first among
    equals. Where a question is `counting` ("how many"), what is quoted has a number.
    """
    looked_for = match(wanted, enough)
    if not looked_for.words:
        return iter(())
    most = _MOST_COUNTING if counting and len(wanted) <= _FEW else _MOST
    found = (quote(passage, wanted, counting=counting) for passage in find(looked_for, most) if fits(passage))
    good = [
        each
        for each in found
        if each.score >= enough and not _is_bare(each.text) and (not counting or _has_a_count(each.text))
    ]

    def how_good(each: Quote) -> tuple[bool, float, bool]:
        return counting and not counts(each.text, wanted), -each.score, not likely(each.passage)

    return _densest_first_among_equals([(how_good(each), each) for each in good], wanted)


def _densest_first_among_equals(
    good: list[tuple[tuple[bool, float, bool], Quote]], wanted: Sequence[Term]
) -> Iterator[Quote]:
    """The quotes in order, one after the other: most who look take the first, and weighing the others takes long."""
    good.sort(key=itemgetter(0))
    for _, equals in groupby(good, key=itemgetter(0)):
        alike = [each for _, each in equals]
        if len(alike) > 1:
            alike.sort(key=lambda each: -_density(each.passage.text, wanted))
        yield from alike


def _density(text: str, wanted: Sequence[Term]) -> float:
    """How densely a text says the terms, by their weight: a short one that says them often speaks of them."""
    said = as_said(text)
    return sum(term.weight * term.times_in(said) for term in wanted) / said.count(" ")


def with_a_date(quote: Quote) -> Quote:
    """The quote of a question that asks when: with the sentence behind it, where that says when of what this one names."""
    sentences = sentences_of(quote.passage.text)
    if tells_when(quote.text) or quote.text not in sentences:
        return quote
    behind = sentences[sentences.index(quote.text) + 1 :][:1]
    if not behind or not tells_when(behind[0]) or not _BACK.search(behind[0]):
        return quote
    return replace(quote, text=f"{quote.text} {behind[0]}")


def with_a_reason(quote: Quote) -> Quote:
    """The quote of a question that asks why: with the sentence behind it, where that gives the reason."""
    sentences = sentences_of(quote.passage.text)
    if letters.reason().search(quote.text) or quote.text not in sentences:
        return quote
    behind = sentences[sentences.index(quote.text) + 1 :][:1]
    return replace(quote, text=f"{quote.text} {behind[0]}") if behind and letters.reason().search(behind[0]) else quote


def tells_when(text: str) -> bool:
    """Whether a text has a month, a year or a number of days."""
    said = _LABEL.sub("", text)
    return bool((_WHEN if said.isascii() or _LATIN.search(said) else _NUMBER).search(said))


def tells_hour(text: str) -> bool:
    """Whether a text has an hour of the day."""
    return _CLOCK.search(text) is not None


def tells_share(text: str) -> bool:
    """Whether a text has hundredths, or another part of a whole."""
    return _PART_OF_A_WHOLE.search(text) is not None


def tells_amount(text: str) -> bool:
    """Whether a text has a number of something, or says what that costs in comparison."""
    return _has_a_count(text) or _COSTS.search(text) is not None


def says_year(text: str, term: Term) -> bool:
    """Whether a text says a year otherwise than in a date: "the budget for 2030"."""
    return term.is_said(_DATES.sub(" ", text))


def _is_bare(text: str) -> bool:
    """Whether what would be quoted states nothing: the symbol and the day at the head of a letter, a word alone, a
    heading in capitals, a salutation ("Thank you, Madam Chair,"), or the courtesies at the end."""
    words = [word for word in text.split() if word.isalpha()]
    if len(words) < _FEWEST_WORDS or text.isupper() or text.endswith(",") or _is_of_a_head(text):
        return True
    if len(_COURTESY.findall(text)) >= _FEW:
        return True
    is_heading = _LATIN.search(text) and text[-1].isalpha() and not any(sign.isdigit() for sign in text)
    return bool(is_heading) and len(words) < _FEWEST_OF_A_SENTENCE


def _is_of_a_head(text: str) -> bool:
    """Whether a text is no sentence, but a line at the head of a letter: its subject, whom it is for, its language."""
    return text[-1] not in _STOPS and len(text) <= _LONGEST_HEAD and _HEAD.search(text) is not None


@lru_cache(maxsize=4096)
def _has_a_count(text: str) -> bool:
    """Whether a text has a number that is no day, year or hour, nor that of an item or a rule."""
    said = as_said(_HOUR.sub(" ", _LABEL.sub(" ", text))).split()
    return _COUNTED_ROUGHLY.search(text) is not None or any(
        _NUMBER.fullmatch(word[:1] if word.isdigit() else word)
        and not (len(word) == 4 and word.startswith(("19", "20")))
        and not _NUMBERED.intersection(said[max(0, at - 1) : at])
        and not _MONTH_WORDS.intersection(said[max(0, at - 1) : at + 1 + _NEAR_A_MONTH])
        for at, word in enumerate(said)
    )


def counts(text: str, wanted: Collection[Term]) -> bool:
    """Whether a text says a number of one of the terms: "56 States", "only 10% of funding"."""
    counted = _behind_numbers(text)
    if not counted:
        return False
    everything = "".join(counted)
    said = [term for term in wanted if term.is_in(everything)]  # of most numbers none is
    return any(term.is_in(words) for words in counted for term in said)


@lru_cache(maxsize=4096)
def _behind_numbers(text: str) -> tuple[str, ...]:
    """The words behind each number of a text, for `Term.is_in`; those of ordinals and years are left out."""
    said = as_said(_LABEL.sub("", text)).split()
    return tuple(
        spaced(said[at + 1 : at + 1 + _NEAR])
        for at, word in enumerate(said)
        if (word.isdigit() or word in _NUMBERS)
        and not (word in _PARTS and said[at + 1 : at + 2] != ["of"])
        and not _ORDINAL_ENDINGS.intersection(said[at + 1 : at + 2])
        and not (len(word) == 4 and word.startswith(("19", "20")))
    )


def quote(passage: Passage, wanted: Sequence[Term], *, counting: bool = False) -> Quote:
    """The sentences of a passage that meet the terms, whole; where a question is `counting`, the one that counts them."""
    rows = _rows(passage.text)
    sentences = rows or sentences_of(passage.text)
    met = [_met(sentence, wanted) for sentence in sentences]
    # Of a number it says only what the sentence says.
    counted = [
        counting and bool(said) and counts(sentence, said) for sentence, said in zip(sentences, met, strict=True)
    ]
    best = max(range(len(sentences)), key=lambda place: _sum(met[place]) + counted[place])
    first = last = best
    covered = met[best]
    for step in (1, -1):
        place = best + step
        if (
            not rows
            and 0 <= place < len(sentences)
            and met[place] - covered
            and len(sentences[place]) + len(sentences[best]) <= _LONGEST_QUOTE
        ):
            first, last = min(first, place), max(last, place)
            covered = covered | met[place]
    if _NOT_ONLY.search(sentences[last]) and not rows and _BACK.match(" ".join(sentences[last + 1 : last + 2]).lower()):
        last += 1  # "it is not only money. It includes skills."
    if first == last and sentences[last].endswith("?"):
        last = min(last + _ANSWERING, len(sentences) - 1)
    if _LIST in sentences[last]:
        last = len(sentences) - 1  # what announces a list is quoted with it
    total = sum(term.weight for term in wanted)
    enough = len(covered) >= 2 or len(wanted) == 1
    score = _sum(covered) / total if total and enough else 0.0
    return Quote(passage, " ".join(sentences[first : last + 1]), score)


def share(text: str, wanted: Sequence[Term]) -> float:
    """How much of the terms, by weight, a text meets (0 to 1)."""
    covered = _met(text, wanted)
    total = sum(term.weight for term in wanted)
    return _sum(covered) / total if total and (len(covered) >= 2 or len(wanted) == 1) else 0.0


def share_of_any(text: str, wanted: Sequence[Term]) -> float:
    """How much of the terms, by weight, a text meets, be it one of several."""
    return _sum(_met(text, wanted)) / sum(term.weight for term in wanted)


def _met(text: str, wanted: Sequence[Term]) -> frozenset[Term]:
    said = as_said(text)
    return frozenset(term for term in wanted if term.is_in(said))


@lru_cache(maxsize=1024)
def sentences_of(text: str) -> list[str]:
    """The sentences of a text, what is too short to state anything ("Transport.", "Rule 9.") with the one that follows it."""
    found: list[str] = []
    for sentence in _SENTENCE.split(text):
        if found and found[-1].count(" ") < _FEWEST_BLANKS and not found[-1].endswith("?"):
            found[-1] += f" {sentence}"
        else:
            found.append(sentence)
    return found


@lru_cache(maxsize=256)
def _rows(text: str) -> list[str]:
    """The lines of a timetable, each under its day; none of any other text."""
    if "\n" not in text:
        return []
    lines = text.split("\n")
    if sum(line[:1].isdigit() for line in lines) < _ROWS:
        return []
    heading = [] if lines[0][:1].isdigit() else [lines.pop(0)]
    rows: list[str] = []
    for line in lines:
        if rows and line.partition(":")[0].isalpha():  # "Chair: Mr. Li"
            rows[-1] += f"\n{line}"
        else:
            rows.append("\n".join([*heading, line]))
    return rows


def _sum(covered: Iterable[Term]) -> float:
    return sum(term.weight for term in covered)
