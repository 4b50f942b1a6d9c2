"""What a meeting is found by besides its names: kinds, numbers and words that have a meaning in any language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering import particles
from bot.answering.items import SIGN, items_of
from bot.answering.phrases import Hit, longest_first
from bot.answering.text import Token, cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.answering.words import Meaning, Words, words
from bot.model import Meeting

GENERIC_KINDS = frozenset({"meeting", "conference", "session"})
SITTINGS = frozenset({"meeting", "session", "conference", "assembly"})  # what people call a sitting, too
ORDINAL_ENDINGS = frozenset(
    [
        *("st", "nd", "rd", "th", "e", "er", "ere", "eme", "o", "a", "d", "nde"),
        *("ra", "ro", "da", "do", "ta", "to", "va", "vo", "na", "no", "ma", "mo"),
        *("я", "й", "е", "ая", "ое", "го", "ой", "ую", "ым", "м"),
    ]
)
_FOR = particles.said("for")
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}


@dataclass(frozen=True, slots=True)
class Features:
    """What a meeting is found by besides its names; `own_kinds` are without those of another meeting that a name mentions.

    `regions` are the continents in its names, as they are written there.
    """

    kinds: frozenset[str]
    own_kinds: frozenset[str]
    ordinals: frozenset[int]
    words: frozenset[str]
    regions: frozenset[str]


def features_of(meeting: Meeting, lexicon: Words) -> Features:
    kinds: set[str] = set()
    own_kinds: set[str] = set()
    ordinals: set[int] = set()
    words: set[str] = set()
    regions: set[str] = set()
    for text in (*in_all_languages(meeting.name), *meeting.aliases):
        sequence = tokens(cleaned(text))
        of_kind: set[int] = set()
        hits = lexicon.phrases.find(sequence)
        for hit in hits:
            if hit.value.group == "kinds" and not _is_before(sequence, hit.start):
                kinds.add(hit.value.name)
                if not _is_for_another(sequence, hits, hit.start):
                    own_kinds.add(hit.value.name)
                of_kind.update(range(hit.start, hit.end))
        if any(hit.value.name == "sign" and hit.value.group == "concepts" for hit in hits):
            kinds.add("signing")
            own_kinds.add("signing")
        ordinals |= {int(hit.value.name) for hit in counting(hits)}
        regions |= {hit.value.name for hit in hits if hit.value.group == "regions"}
        words |= {
            f"term:{hit.value.name}"
            for hit in (*hits, *lexicon.in_english.find(sequence))
            if hit.value.group == "glossary"
            and hit.value.name not in lexicon.general
            and not of_kind.intersection(range(hit.start, hit.end))
        }
        for at, token in enumerate(sequence):
            if token.kind == "word" and len(token.text) > 2 and token.text not in lexicon.stop and at not in of_kind:
                words.add(token.text)
            if token.kind == "number" and at + 1 < len(sequence) and sequence[at + 1].text in ORDINAL_ENDINGS:
                ordinals.add(int(token.text))
            if token.text in _ROMAN and text[token.start : token.end].isupper():
                ordinals.add(_ROMAN[token.text])
    return Features(frozenset(kinds), frozenset(own_kinds), frozenset(ordinals), frozenset(words), frozenset(regions))


def counting(hits: Iterable[Hit[Meaning]]) -> list[Hit[Meaning]]:
    """The ordinals among some hits, the longest alone where one is within another: the twenty-first is not the first."""
    return longest_first([hit for hit in hits if hit.value.group == "ordinals"])


def _is_before(sequence: Sequence[Token], at: int) -> bool:
    """Whether it is said of what comes before a meeting ("pre-COP"), which is none itself."""
    return at > 0 and sequence[at - 1].text == "pre"


def _is_for_another(sequence: Sequence[Token], hits: Sequence[Hit[Meaning]], at: int) -> bool:
    """Whether a kind is of a meeting for which this one is held ("Organizational Session for the Third Review Conference")."""
    heads = [hit.end for hit in hits if hit.value.group == "kinds" and hit.end <= at]
    return any(token.text in _FOR for token in sequence[min(heads, default=at) : at])


def signs_of(text: str, lexicon: Words) -> frozenset[str]:
    """What a title is found by: its telling words, and `kind:`, `term:`, `number:` and `item:` for what they mean anywhere."""
    sequence = tokens(cleaned(text))
    found = {token.text for token in sequence if "en" not in lexicon.stop.get(token.text, ()) or len(token.text) == 1}
    groups = {"kinds": "kind", "glossary": "term", "ordinals": "number"}
    hits = lexicon.phrases.find(sequence)
    for hit in (*(hit for hit in hits if hit.value.group != "ordinals"), *counting(hits)):
        if hit.value.group in groups and hit.value.name not in GENERIC_KINDS | lexicon.general:
            found.add(f"{groups[hit.value.group]}:{hit.value.name}")
    return frozenset(found | {f"{SIGN}{number}" for number in items_of(text)})


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


def signs_of_due(meeting: Meeting, lexicon: Words) -> tuple[frozenset[str], ...]:
    """The signs of each deadline of a meeting, in all its languages together."""
    return tuple(
        frozenset().union(*(signs_of(version, lexicon) for version in in_all_languages(deadline.what)))
        for deadline in meeting.deadlines
    )


@lru_cache(maxsize=4096)
def sittings_counted(title: str, between: int = 0) -> frozenset[int]:
    """The numbers by which a title counts sittings: "Committee of the Whole, sixth meeting"; so many words may be `between`."""
    hits = words().phrases.find(tokens(cleaned(title)))
    sittings = [hit for hit in hits if hit.value.name in SITTINGS]
    return frozenset(
        int(one.value.name)
        for one in counting(hits)
        if any(0 <= kind.start - one.end <= between or kind.end == one.start for kind in sittings)
    )
