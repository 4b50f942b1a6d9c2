"""Names of places as Lao spells them by ear, where no gazetteer has them: compared by their consonants.

Vowels and tones are heard differently; the consonants of "ກຽວໂຕ" and "Kyoto", of "ລາປາສ" and "La Paz" are alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from bot.answering import particles
from bot.answering.text import Token, begins_a_syllable

_SHORTEST = 2  # consonants
_SOUNDS = {
    **dict.fromkeys("ກຂຄ", "k"),
    **dict.fromkeys("ດຕຖທ", "t"),
    **dict.fromkeys("ບປຜພຝຟ", "p"),
    **dict.fromkeys("ຈສຊ", "s"),
    **dict.fromkeys("ນງ", "n"),
    **dict.fromkeys("ຣລ", "l"),
    "ມ": "m",
    "ວ": "w",
}
_LATIN = (
    (re.compile(r"[cs]h|cz|tz|j|c(?=[eiy])|g(?=[eiy])"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[ckgq]+h?"), "k"),
    (re.compile(r"[td]+h?"), "t"),
    (re.compile(r"ph|[bpf]+"), "p"),
    (re.compile(r"[sz]+"), "s"),
    (re.compile(r"ng|n+"), "n"),
    (re.compile(r"[lr]+h?"), "l"),
    (re.compile(r"m+"), "m"),
    (re.compile(r"[vw]+"), "w"),
    (re.compile(r"[^ksptnlmw]"), ""),
)
_PREPOSITIONS = tuple(particles.written("to_a_place")["lo"])
_LONGEST_PREPOSITION = max(map(len, _PREPOSITIONS))
_LAST_SIGNS = frozenset(preposition[-1] for preposition in _PREPOSITIONS)
_LONGEST = 24  # signs


@lru_cache(maxsize=4096)
def sound_of_latin(name: str) -> str:
    """The consonants of a folded name in Latin letters; "" where there are too few to tell it by."""
    sound = name
    for pattern, replacement in _LATIN:
        sound = pattern.sub(replacement, sound)
    return _told(sound)


def sound_of_lao(signs: Sequence[str]) -> str:
    """The consonants of a run of Lao signs."""
    heard: list[str] = []
    for at, sign in enumerate(signs):
        is_vowel = sign == "ວ" and at > 0 and signs[at - 1] == "ຽ"
        if sign in _SOUNDS and not is_vowel:
            heard.append(_SOUNDS[sign])
    return _told("".join(heard))


def _told(sound: str) -> str:
    """A word's last s and t are heard alike in Lao."""
    if len(sound) < _SHORTEST:
        return ""
    return sound[:-1] + "t" if sound[-1] == "s" else sound


def runs(sequence: Sequence[Token], starts: set[int], covered: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """The runs of Lao signs that may be a name, with their sound: behind a kind of meeting (`starts`) or a preposition."""
    for at, token in enumerate(sequence):
        if token.kind != "sign" or at in covered or not begins_a_syllable(token.text):
            continue
        if at not in starts and not _is_behind_a_preposition(sequence, at):
            continue
        end = at + 1
        while end < len(sequence) and end - at < _LONGEST and sequence[end].glued and end not in covered:
            end += 1
            if end == len(sequence) or begins_a_syllable(sequence[end].text):
                yield at, end, sound_of_lao([part.text for part in sequence[at:end]])


def _is_behind_a_preposition(sequence: Sequence[Token], at: int) -> bool:
    if not at or sequence[at - 1].text[-1] not in _LAST_SIGNS:
        return False
    before = sequence[max(0, at - _LONGEST_PREPOSITION) : at]
    return "".join([token.text for token in before]).endswith(_PREPOSITIONS)
