"""What a question says of the meetings that it means: each mention with the meetings that fit it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering import particles
from bot.answering.counted_names import counted_by_words
from bot.answering.counting import counted
from bot.answering.dated import is_of_a_letter
from bot.answering.features import GENERIC_KINDS
from bot.answering.joining import joins
from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.numbered import AKIN, SAID_ALIKE, TELLING_KINDS, itemised, kind_meant, numbered
from bot.answering.phrases import Hit, places_of
from bot.answering.placed import by_ear, placed
from bot.answering.reading import Reading
from bot.answering.text import Token, fold_phrase
from bot.answering.texts import in_all_languages
from bot.answering.times import Time
from bot.answering.words import Meaning

_CONGRESS = tuple(particles.said("congress"))  # other kinds of conference are not told apart
_SEVERAL = ("process", "inside")
_CENTURY, _FIGURES = 2000, 2
_EDGES = frozenset({"open", "close", "begin", "end"})
_AND = re.compile(r"[,;/&+،；，、]|\bvs\b")


def mentions(reading: Reading, names: Names) -> list[Mention]:
    """All mentions, in order of place; of those on the same words the strongest."""
    found = [
        *_named(reading, names),
        *numbered(reading, names),
        *placed(reading, names),
        *_timed(reading, names),
        *_of_kind(reading, names),
    ]
    if reading.language == "lo":
        found.extend(by_ear(reading, names))
    found.extend(_by_word(reading, names, found))
    found.extend(counted(reading, names, found))
    found.extend(counted_by_words(reading, names))
    found = _of_what_is_due(_of_bodies(found, reading), names)
    if of_items := list(itemised(reading, names)):
        held = frozenset.intersection(*(mention.meetings for mention in of_items))
        found = [
            mention for mention in found if mention.kind not in ("inside", "word") or mention.meetings & held
        ] + of_items
    for symbol in reading.symbols:
        found = [mention for mention in found if mention.end <= symbol.start or symbol.end <= mention.start]
        if symbol.documents:
            found.append(Mention("alias", symbol.start, symbol.end, symbol.meetings))
    strongest: dict[tuple[int, int, str], Mention] = {}
    for mention in sorted(found, key=lambda mention: (mention.start, mention.strength, -len(mention.preferred))):
        strongest.setdefault((mention.start, mention.end, mention.key if mention.kind in _SEVERAL else ""), mention)
    distinct = list(strongest.values())
    if len(distinct) < 2:
        return distinct
    return [mention for mention in distinct if not _is_said_better(mention, distinct)]


def _is_said_better(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether another mention stands on the words of this one and more, and is no weaker."""
    start, end = mention.start, mention.end
    return any(
        other.start <= start
        and end <= other.end
        and other.end - other.start > end - start
        and _says_more(other, mention)
        for other in mentions
    )


def _says_more(other: Mention, mention: Mention) -> bool:
    """Whether a mention on more words is no weaker."""
    if other.kind == "inside" and mention.kind in ("kind", "word"):
        return other.end - other.start > 1  # the name of a session or a document
    if other.kind == mention.kind == "nth" and mention.meetings and not other.meetings & mention.meetings:
        return False  # "the first and second", both with the word that stands before them
    return bool(other.meetings) and other.kind not in _SEVERAL and other.strength <= mention.strength


def _named(reading: Reading, names: Names) -> Iterator[Mention]:
    """Aliases, whole names, parts of names, processes, and what lies inside a meeting: sessions, people, documents."""
    groups: dict[tuple[int, int, str, str], set[str]] = {}
    for hit in reading.names:
        if hit.value.kind == "term":
            if named := names.of_terms.get(hit.value.key):
                yield Mention("inside", hit.start, hit.end, named, hit.value.key)
            continue
        kind = hit.value.kind if hit.value.kind in ("alias", "short", "city", "process") else "inside"
        kind = "place" if hit.value.kind == "former" else kind
        key = hit.value.key if kind in ("city", "place", "process", "inside") else ""
        groups.setdefault((hit.start, hit.end, kind, key), set()).add(hit.value.meeting)
    for (start, end, kind, key), ids in groups.items():
        meetings = frozenset(ids)
        if kind in ("alias", "short"):
            fitting = _in_its_city(reading, names, start, end)
            shown = kind if fitting in (None, meetings) else "city"
            alike = fitting or _so_called(reading, names, start, end)
            yield Mention(shown, start, end, alike | meetings, preferred=meetings)
        else:
            yield Mention(kind, start, end, meetings, key)


def _in_its_city(reading: Reading, names: Names, start: int, end: int) -> frozenset[str] | None:
    """For a name made of a city and nothing that tells its meetings apart ("Oslo meeting"), every meeting there."""
    ids: frozenset[str] | None = None
    for at in range(start, end):
        token = reading.tokens[at]
        if token.text in names.cities:
            ids = names.cities[token.text]
        elif at not in reading.stop and not any(
            hit.start <= at < hit.end and hit.value.group == "kinds" and hit.value.name in GENERIC_KINDS
            for hit in reading.hits
        ):
            return None
    return ids


def _so_called(reading: Reading, names: Names, start: int, end: int) -> frozenset[str]:
    """The meetings whose names have every kind in a name that says nothing else ("annual meeting", where there are several)."""
    kinds = [
        hit.value.name
        for hit in reading.of("kinds")
        if start <= hit.start < end and hit.value.name not in GENERIC_KINDS
    ]
    of_kinds = {at for hit in reading.of("kinds") for at in range(hit.start, hit.end)}
    if not kinds or not all(at in of_kinds or at in reading.stop for at in range(start, end)):
        return frozenset()
    return frozenset.intersection(*(names.kinds.get(kind, frozenset()) for kind in kinds))


def _of_bodies(found: list[Mention], reading: Reading) -> list[Mention]:
    """The mentions, where a group is spoken of, without what lies inside a meeting if its word is of another's name."""
    if "body" not in reading.forms:
        return found
    named = {(mention.start, mention.end) for mention in found if mention.kind == "word"}
    return [mention for mention in found if mention.kind != "inside" or (mention.start, mention.end) not in named]


def _of_what_is_due(found: list[Mention], names: Names) -> list[Mention]:
    """The mentions, but a kind of meeting by the way where it stands with another word in what is due of one meeting: by
    "candidatures for the board" the assembly may be meant that elects it."""
    kinds = [mention for mention in found if mention.kind == "kind"]
    inside = [mention for mention in found if mention.kind == "inside"] if kinds else []
    if not inside:
        return found
    result = list(found)
    for at, mention in enumerate(found):
        if mention.kind != "kind":
            continue
        called = {f"kind:{mention.key}", f"kind:{AKIN.get(mention.key)}"}
        of = frozenset(
            meeting
            for other in inside
            for meeting in other.meetings - mention.meetings
            if any(called & signs and {other.key, f"term:{other.key}"} & signs for signs in names.due.get(meeting, ()))
        )
        if of:
            result[at] = mention._replace(kind="inside", meetings=of)
    return result


def _timed(reading: Reading, names: Names) -> Iterator[Mention]:
    for time in reading.times:
        if not time.relative and (time.year or time.month):
            of_a_letter = names.days.written_on(time) if is_of_a_letter(time, reading) else frozenset()
            opening = names.days.named_on(time) if _is_of_registering(time, reading) else frozenset()
            meetings = of_a_letter or opening or names.days.fitting(time)
            if not meetings and _may_be_of_a_year(time, reading):  # "Oslo Feb 07"
                meetings = names.days.fitting(time._replace(year=_CENTURY + (time.day or 0), day=None, last_day=None))
            moved = frozenset() if meetings else names.days.to_be_held_on(time)
            yield Mention("time", time.start, time.end, meetings, f"{time.year}-{time.month}-{time.day}", moved)


def _may_be_of_a_year(time: Time, reading: Reading) -> bool:
    """Whether the day that stands behind a month may be the last figures of a year."""
    if time.day is None or time.year is not None or time.last_day is not None or "claim" in reading.forms:
        return False
    last = reading.tokens[time.end - 1]
    return last.kind == "number" and len(last.text) == _FIGURES and time.end - time.start == _FIGURES


def _is_of_registering(time: Time, reading: Reading) -> bool:
    """Whether a time is that at which registration opens or closes: "when registration opens in May"."""
    if "register" not in reading.concepts or not reading.concepts & _EDGES:
        return False
    edges = {hit.end for hit in reading.of("concepts") if hit.value.name in _EDGES}
    return time.start in edges or (time.start - 1 in edges and time.start - 1 in reading.stop)


def _of_kind(reading: Reading, names: Names) -> Iterator[Mention]:
    for hit in reading.of("kinds"):
        kind = kind_meant(hit, reading, names)
        if kind in GENERIC_KINDS:
            if congresses := _congresses(hit, reading, names):
                yield Mention("kind", hit.start, hit.end, congresses, "congress")
            continue
        ids = names.kinds.get(kind, frozenset())
        for alike in SAID_ALIKE.get((reading.language or "", hit.value.name), ()):
            ids |= names.kinds.get(alike, frozenset())
        inside = names.inside.get(f"kind:{hit.value.name}") or names.inside.get(f"kind:{AKIN.get(hit.value.name)}")
        if ids or (kind in TELLING_KINDS and not inside):
            yield Mention("kind", hit.start, hit.end, ids, kind)
        elif inside:
            yield Mention("inside", hit.start, hit.end, inside, hit.value.name)
    for hit in reading.of("glossary"):
        if inside := names.inside.get(f"term:{hit.value.name}"):
            yield Mention("inside", hit.start, hit.end, inside, hit.value.name)
        named = names.words.get(f"term:{hit.value.name}")
        if named and len(named) < len(names.catalogue.meetings):
            yield Mention("word", hit.start, hit.end, named, hit.value.name)


def _congresses(hit: Hit[Meaning], reading: Reading, names: Names) -> frozenset[str]:
    """The meetings that have "congress" in their names, where a question says it in any language."""
    if not reading.tokens[hit.start].text.startswith(_CONGRESS):
        return frozenset()
    of_kind = names.kinds.get(hit.value.name, frozenset())
    return frozenset(
        meeting
        for meeting in of_kind
        for name in in_all_languages(names.catalogue.meetings[meeting].name)
        if any(word.startswith(_CONGRESS) for word in fold_phrase(name).split())
    )


def _by_word(reading: Reading, names: Names, found: Sequence[Mention]) -> Iterator[Mention]:
    """Words of names that are nothing else."""
    covered = places_of(reading.hits)
    covered |= {at for mention in found if mention.kind != "process" for at in range(mention.start, mention.end)}
    everywhere = len(names.catalogue.meetings)
    for at, token in enumerate(reading.tokens):
        if at in covered or at in reading.stop or token.kind != "word":
            continue
        ids = names.words.get(token.text)
        if token.text in names.series and len(token.text) > 2:  # an acronym without its number
            yield Mention("short", at, at + 1, frozenset().union(*names.series[token.text].values()), token.text)
        elif ids and len(ids) < everywhere:
            yield Mention("word", at, at + 1, ids, token.text)
        elif token.text in names.inside:
            yield Mention("inside", at, at + 1, names.inside[token.text], token.text)


def are_joined(reading: Reading, first: Mention, second: Mention) -> bool:
    """Whether "and", a comma or their like stands between two mentions."""
    between = [token for token in reading.tokens[first.end : second.start + 1] if not _is_verb(token, reading)]
    return any(_AND.search(token.gap) for token in between) or any(joins(token, reading.language) for token in between)


def _is_verb(token: Token, reading: Reading) -> bool:
    """Whether it is "é", which is "is", and not "e", which is "and"."""
    return reading.text[token.start : token.end].casefold() == "é"
