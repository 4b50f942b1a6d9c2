"""Questions as people mistype them: one edit in every word of five letters or more, the same at each run."""

from __future__ import annotations

import re
from random import Random

_LONG_WORD = re.compile(r"(?:(?!\d|_)\w){5,}")
_ADDRESS = re.compile(r"\S*[@/]\S*")


def with_typos(text: str) -> str:
    """The text with one letter too few, too many, wrong or in the wrong place in each of its longer words."""
    chance = Random(text)
    addresses = [match.span() for match in _ADDRESS.finditer(text)]

    def mistyped(match: re.Match[str]) -> str:
        inside = any(start <= match.start() < end for start, end in addresses)
        return match[0] if inside or _is_written_in_signs(match[0]) else _edited(match[0], chance)

    return _LONG_WORD.sub(mistyped, text)


def _edited(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, letter, behind = word[:place], word[place], word[place + 1 :]
    match chance.choice(("too few", "too many", "wrong", "in the wrong place")):
        case "too few":
            return before + behind
        case "too many":
            return before + letter + letter + behind
        case "wrong":
            return before + chance.choice(word.lower().replace(letter, "") or letter) + behind
        case _:
            return before + behind[0] + letter + behind[1:]


def _is_written_in_signs(word: str) -> bool:
    """Whether the word is Chinese or Lao, where a run of signs is no word."""
    return "\u0e80" <= word[0] <= "\u0eff" or "\u3400" <= word[0] <= "\u9fff"
