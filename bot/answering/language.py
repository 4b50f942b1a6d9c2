"""The language of a question: its script first, then the votes of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.answering.phrases import Hit
from bot.answering.text import Token
from bot.answering.words import LANGUAGES, Meaning

LATIN = ("en", "fr", "es", "pt", "no")
_FEW = 4  # words: so short a question is likely in the language of the one before
_OF_A_WORD, _OF_A_PHRASE = 2, 3
_SPOKEN = ("greet", "thanks")  # what people say of another script in Latin letters ("spasibo")
_SIGNS = {
    "¿": "es", "¡": "es", "ñ": "es", "ã": "pt", "õ": "pt", "è": "fr", "ù": "fr", "œ": "fr", "û": "fr",
    "å": "no", "ø": "no", "æ": "no",
}  # fmt: skip


def language_of(
    text: str,
    sequence: Sequence[Token],
    hits: Sequence[Hit[Meaning]],
    stop: Mapping[str, frozenset[str]],
    likely: Sequence[str],
) -> str | None:
    """One of the languages understood, or None where nothing tells; `likely` ones (the reader's own) win a tie."""
    if not text.isascii() and (language := _by_script(sequence)):
        return language
    votes = dict.fromkeys(LATIN, 0)
    for token in sequence:
        if where := stop.get(token.text):
            vote = 2 if len(where) == 1 else 1
            for language in where:
                if language in votes:
                    votes[language] += vote
    for language, weights in _weights_by_language(hits).items():
        votes[language] += sum(weights.values())
    if not text.isascii():
        for sign in text.casefold():
            if sign in _SIGNS:
                votes[_SIGNS[sign]] += 2
    if likely and votes.get(likely[0]) and len(sequence) <= _FEW:
        votes[likely[0]] += 2
    best = max(votes.values())
    if best == 0:
        return next((hit.value.language for hit in hits if hit.value.name in _SPOKEN), None)
    tied = [language for language in LATIN if votes[language] == best]
    return next((language for language in likely if language in tied), tied[0])


def _weights_by_language(hits: Sequence[Hit[Meaning]]) -> dict[str, dict[int, int]]:
    """Where phrases of each language of Latin letters stand, and what each place counts: more in a phrase of several words.

    "mon agenda" is a phrase of French, and two words of English.
    """
    weights: dict[str, dict[int, int]] = {}
    for hit in hits:
        if (language := hit.value.language) in LATIN:
            of_language = weights.setdefault(language, {})
            if hit.end - hit.start == 1:
                of_language.setdefault(hit.start, _OF_A_WORD)
            else:
                of_language.update(dict.fromkeys(range(hit.start, hit.end), _OF_A_PHRASE))
    return weights


def _by_script(sequence: Sequence[Token]) -> str | None:
    scripts = [token.script for token in sequence if token.kind != "number"]
    of_others = scripts.count("")
    if of_others == len(scripts):
        return None
    latin = sum([token.text[0].isalpha() for token in sequence if not token.script]) if of_others else 0
    for language in ("lo", "zh", "ar", "ru"):
        if language in scripts and 2 * scripts.count(language) >= latin:
            return language
    return None


def answer_language(chosen: str | None, asked_in: str | None, before: str | None, hint: str | None) -> str:
    """The language to answer in: the person's choice, else that of the question, else that of her last one, else her app's."""
    for language in (chosen, asked_in, before, hint):
        code = _primary(language) if language else ""
        if code in LANGUAGES:
            return code
    return "en"


@lru_cache(maxsize=256)
def _primary(language: str) -> str:
    """The first part of a code such as "fr-CH" (RFC 5646 section 2.2.1)."""
    return language.lower().replace("_", "-").split("-")[0]
