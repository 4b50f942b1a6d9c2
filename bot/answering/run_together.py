"""Words that are written without the blanks between them ("whenisthemeeting")."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.answering.text import Token

_FEWEST_LETTERS = 10
_MOST_LETTERS = 60
_FEW, _LONG = 2, 4  # so few words are so long
_LETTERS_OF_A_WORD = 2.5  # on the average: shorter ones are met by chance
_LONGEST = 16  # letters of one of the words
_OF_ONE_LETTER = {"fr": "ay", "es": "aey", "pt": "aeo", "en": "ai"}


def run_together(
    token: Token, language: str, known: Mapping[str, Collection[str]], cities: Collection[str]
) -> tuple[Token, ...]:
    """The words of a language, and cities, of which a token is made up, as few as there can be; nothing where it is not."""
    text = token.text
    if not _FEWEST_LETTERS <= len(text) <= _MOST_LETTERS or not text.isascii():
        return ()
    ways: list[tuple[str, ...] | None] = [(), *([None] * len(text))]
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before, word = ways[start], text[start:end]
            if before is None or not (word in cities or _is_known(word, language, known)):
                continue
            best = ways[end]
            if best is None or len(before) + 1 < len(best):
                ways[end] = (*before, word)
    words = ways[-1]
    if (
        not words
        or len(words) > len(text) / _LETTERS_OF_A_WORD
        or (len(words) <= _FEW and min(map(len, words)) < _LONG)
    ):
        return ()
    return tuple(
        replace(token, text=word, forms=(word,), gap=" " if at else token.gap) for at, word in enumerate(words)
    )


def _is_known(word: str, language: str, known: Mapping[str, Collection[str]]) -> bool:
    if len(word) == 1:
        return word in _OF_ONE_LETTER.get(language, "")
    return language in known.get(word, ())
