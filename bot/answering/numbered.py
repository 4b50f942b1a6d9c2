"""Mentions by a number or a name made of one: an acronym, a kind of meeting, an item of an agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.counting import BEHIND, numbers
from bot.answering.features import GENERIC_KINDS, ORDINAL_ENDINGS
from bot.answering.items import SIGN, items_said
from bot.answering.joining import joins
from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.phrases import Hit
from bot.answering.reading import Reading
from bot.answering.words import Meaning

# Kinds that only a meeting is called: one that no meeting of the store is of names a meeting that the store does not have.
TELLING_KINDS = frozenset(
    [
        "intersessional",
        "states_parties",
        "conference_of_parties",
        "review",
        "preparatory",
        "diplomatic",
        "signing",
        "summit",
        "ministerial",
        "symposium",
        "seminar",
        "webinar",
        "pledging",
        "forum",
        "workshop",
        "roundtable",
        "hearing",
        "retreat",
        "consultation",
        "training",
        "ceremony",
        "launch",
    ]
)
# What languages do not tell apart ("Conseil" may be a board): looked for where no meeting is of the first kind.
AKIN = {"council": "board", "board": "council", "workshop": "seminar", "seminar": "workshop"}
# Kinds that a language says by one word: whatever meetings are of any of them may be meant.
SAID_ALIKE = {
    ("ar", "seminar"): ("symposium",),
    ("zh", "workshop"): ("seminar", "symposium"),
    ("zh", "seminar"): ("symposium",),
}
_SHORT_FOR = {("ar", "session"): "training"}  # "الدورة" may be the course as well as the session
_MOST_SESSIONS = 20  # of one meeting that people count
_FEW_SESSIONS = 9  # beyond that, people mean one that has its number in a title
_COMMA = re.compile(r"[,，、،]")
_NEAR = 2  # tokens between a number and what it counts


def numbered(reading: Reading, names: Names) -> Iterator[Mention]:
    """ "3MSP", "COP 28", "third meeting of states parties": an acronym or a kind with a number."""
    if not (found := [*numbers(reading)]):
        return
    of_others = {at for time in reading.times if time.month for at in range(time.start, time.end)}
    of_others |= {at for span in items_said(reading.tokens, reading.hits).values() for at in range(*span)}
    for at, value, end in found:
        if at in of_others:  # "大会是5月9日" counts no assemblies, "item 4 of the session" no sessions
            continue
        token = reading.tokens[at]
        of_series = False
        for start, stop, letters in _beside(reading, at, end):
            if letters in names.series:
                yield Mention(
                    "series", start, stop, names.series[letters].get(value, frozenset()), f"{letters}.{value}"
                )
                of_series = True
        if at and not of_series and _is_strange_acronym(reading, names, at - 1):
            yield Mention("series", at - 1, end, frozenset(), f"{reading.tokens[at - 1].text}.{value}")
        for hit in reading.of("kinds") if not of_series else ():
            as_one = (hit.start, hit.end) == (at, end)
            follows, precedes = as_one or 0 <= hit.start - end <= _NEAR, 0 <= at - hit.end <= _NEAR
            follows = follows or _shares_its_kind(reading, end, hit.start)
            if (hit.value.name in GENERIC_KINDS and hit.value.name != "session") or not (follows or precedes):
                continue
            if not as_one and _is_in_a_name(reading, hit, at, end):
                continue
            ids = _of_kind_and_number(kind_meant(hit, reading, names), value, names)
            plain = token.kind == "number" and end == at + 1
            stands_so = (follows and (not plain or hit.start == end)) or (
                precedes and _stands_behind(reading, hit.end, at)
            )
            telling = stands_so and (hit.value.name in TELLING_KINDS or _is_numbered(hit.value.name, value, names))
            if ids or telling:
                yield Mention("nth", min(at, hit.start), max(end, hit.end), ids, f"{hit.value.name}.{value}")


def itemised(reading: Reading, names: Names) -> Iterator[Mention]:
    """The items of an agenda, each with the meetings whose programmes take it up; nothing where none does."""
    for number, (start, end) in items_said(reading.tokens, reading.hits).items():
        if meetings := names.inside.get(f"{SIGN}{number}"):
            yield Mention("inside", start, end, meetings, f"{SIGN}{number}")


def _stands_behind(reading: Reading, kind: int, at: int) -> bool:
    """Whether the language puts a number behind what it counts, and nothing stands between the end of a kind and it."""
    return reading.language == "lo" or (reading.language in BEHIND and kind == at)


def _is_strange_acronym(reading: Reading, names: Names, at: int) -> bool:
    """Whether letters that nobody knows stand before a number as those of a meeting do ("CIN-4")."""
    token, number = reading.tokens[at], reading.tokens[at + 1]
    written = reading.text[token.start : token.end]
    if number.kind != "number" or number.gap not in ("", "-", "–") or not 2 < len(written) < 6 or not written.isupper():
        return False
    return at not in reading.covered and token.text not in names.known and token.text not in names.words


def _is_in_a_name(reading: Reading, kind: Hit[Meaning], at: int, end: int) -> bool:
    """Whether a kind stands in a meeting's name that a number is not of, nor joined to ("does INC-4 last 5 days?")."""
    for name in reading.names:
        if name.value.kind == "alias" and name.start <= kind.start < name.end:
            between = reading.tokens[name.end : at] if name.end <= at else reading.tokens[end : name.start]
            apart = name.end <= at or (end < name.start and len(between) > 0)
            if apart and not any(joins(token, reading.language) for token in between):
                return True
    return False


def _shares_its_kind(reading: Reading, end: int, start: int) -> bool:
    """Whether between a number and a kind stands only another number ("the 41st or the 42nd session")."""
    between = reading.tokens[end:start]
    parted = any(joins(token, reading.language) or _COMMA.search(token.gap) for token in between)
    if not 0 < len(between) <= 2 * _NEAR or not parted:
        return False
    ordinals = {at for hit in reading.of("ordinals") for at in range(hit.start, hit.end)}
    return all(
        token.kind == "number"
        or token.text in ORDINAL_ENDINGS
        or at in ordinals
        or at in reading.stop
        or joins(token, reading.language)
        for at, token in enumerate(between, start=end)
    )


def _is_numbered(kind: str, number: int, names: Names) -> bool:
    """Whether the meetings of a kind are numbered, and so that no session of one may be meant: high, or higher than those."""
    of_kind = names.kinds.get(kind, frozenset())
    known = {ordinal for meeting in of_kind for ordinal in names.features[meeting].ordinals}
    if not known or kind != "session" or number > _MOST_SESSIONS:
        return bool(known)
    return number > min(*known, _FEW_SESSIONS) and f"number:{number}" not in names.inside


def _of_kind_and_number(kind: str, number: int, names: Names) -> frozenset[str]:
    of_kind = names.kinds.get(kind, frozenset())
    counted = frozenset(meeting for meeting in of_kind if number in names.features[meeting].ordinals)
    return counted | names.series.get(_initials(kind), {}).get(number, frozenset())


def _initials(kind: str) -> str:
    return {"states_parties": "msp", "conference_of_parties": "cop", "preparatory": "prepcom"}.get(kind, kind)


def _beside(reading: Reading, at: int, end: int) -> Iterator[tuple[int, int, str]]:
    if end < len(reading.tokens) and reading.tokens[end].kind == "word":
        yield at, end + 1, reading.tokens[end].text
    if at and reading.tokens[at - 1].kind == "word" and reading.tokens[at].gap in ("", " ", "-", "–"):
        yield at - 1, end, reading.tokens[at - 1].text


def kind_meant(hit: Hit[Meaning], reading: Reading, names: Names) -> str:
    """The kind of meeting that a word is for, or another that it is also used for where no meeting is of the first."""
    kind = hit.value.name
    other = AKIN.get(kind) or _SHORT_FOR.get((reading.language or "", kind))
    return other if other is not None and other in names.kinds and kind not in names.kinds else kind
