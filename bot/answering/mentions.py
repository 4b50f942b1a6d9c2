"""What a question says of the meetings that it means: each mention with the meetings that fit it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.answering import lao, places
from bot.answering.counted_names import counted_by_words
from bot.answering.counting import BEHIND, counted, numbers
from bot.answering.features import GENERIC_KINDS, ORDINAL_ENDINGS
from bot.answering.items import SIGN, items_said
from bot.answering.joining import joins
from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.phrases import Hit
from bot.answering.reading import Reading, places_of
from bot.answering.text import Token, fold_phrase
from bot.answering.texts import in_all_languages
from bot.answering.words import Meaning

# Kinds that only a meeting is called: one that no meeting of the store is of names a meeting that the store does not have.
_TELLING_KINDS = frozenset(
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
    ]
)
# What languages do not tell apart ("Conseil" may be a board): looked for where no meeting is of the first kind.
_AKIN = {"council": "board", "board": "council", "workshop": "seminar", "seminar": "workshop"}
_SHORT_FOR = {("ar", "session"): "training"}  # "الدورة" may be the course as well as the session
_CONGRESS = ("congress", "congres", "congreso", "kongres", "конгресс")  # other kinds of conference are not told apart
_MOST_SESSIONS = 20  # of one meeting that people count
_FEW_SESSIONS = 9  # beyond that, people mean one that has its number in a title
_LONGEST_CITY = 6  # words
_NEAR = 2  # tokens between a number and what it counts
_SEVERAL = ("process", "inside")
_OF_CITY = re.compile(r"(.{3,})ск(?:ии|ая|ое|ои|ом|ую|ого|ому|им|ие|их)")
_JOINTS = ("", "ии", "и", "ов", "ев")
_AND = re.compile(r"[,;/&+،；，、]|\bvs\b")


def mentions(reading: Reading, names: Names) -> list[Mention]:
    """All mentions, in order of place; of those on the same words the strongest."""
    found = [
        *_named(reading, names),
        *_numbered(reading, names),
        *_placed(reading, names),
        *_timed(reading, names),
        *_of_kind(reading, names),
    ]
    if reading.language == "lo":
        found.extend(_by_ear(reading, names))
    found.extend(_by_word(reading, names, found))
    found.extend(counted(reading, names, found))
    found.extend(counted_by_words(reading, names))
    found = _of_what_is_due(_of_bodies(found, reading), names)
    if of_items := list(_itemised(reading, names)):
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
            continue
        kind = hit.value.kind if hit.value.kind in ("alias", "short", "city", "process") else "inside"
        key = hit.value.key if kind in ("city", "process", "inside") else ""
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


def _numbered(reading: Reading, names: Names) -> Iterator[Mention]:
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
            ids = _of_kind_and_number(_kind_meant(hit, reading, names), value, names)
            plain = token.kind == "number" and end == at + 1
            stands_so = (follows and (not plain or hit.start == end)) or (
                precedes and _stands_behind(reading, hit.end, at)
            )
            telling = stands_so and (hit.value.name in _TELLING_KINDS or _is_numbered(hit.value.name, value, names))
            if ids or telling:
                yield Mention("nth", min(at, hit.start), max(end, hit.end), ids, f"{hit.value.name}.{value}")


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
        called = {f"kind:{mention.key}", f"kind:{_AKIN.get(mention.key)}"}
        of = frozenset(
            meeting
            for other in inside
            for meeting in other.meetings - mention.meetings
            if any(called & signs and {other.key, f"term:{other.key}"} & signs for signs in names.due.get(meeting, ()))
        )
        if of:
            result[at] = mention._replace(kind="inside", meetings=of)
    return result


def _itemised(reading: Reading, names: Names) -> Iterator[Mention]:
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
    if not 0 < len(between) <= 2 * _NEAR or not any(joins(token, reading.language) for token in between):
        return False
    ordinals = {at for hit in reading.of("ordinals") for at in range(hit.start, hit.end)}
    return all(
        token.kind == "number" or token.text in ORDINAL_ENDINGS or at in ordinals or at in reading.stop
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


def _placed(reading: Reading, names: Names) -> Iterator[Mention]:
    """Countries of the meetings and of their hosts; cities and countries of none."""
    for hit in reading.of("countries"):
        yield Mention("country", hit.start, hit.end, names.countries.get(hit.value.name, frozenset()), hit.value.name)
    for at, token in enumerate(reading.tokens):
        if token.kind == "flag":
            code = "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in token.text)
            yield Mention("country", at, at + 1, names.countries.get(code, frozenset()), code)
    yield from _on_continents(reading, names)
    covered: Collection[int] = reading.covered
    peoples = list(_of_a_people(reading, names, covered))
    yield from peoples
    if peoples:
        covered = reading.covered | {mention.start for mention in peoples}
    for start, end in (*_strange_places(reading, covered), *_strange_names(reading, names, covered)):
        yield Mention("place", start, end, frozenset(), reading.words_between(start, end))


def _on_continents(reading: Reading, names: Names) -> Iterator[Mention]:
    """Continents, where several meetings are spoken of: one alone is rather named after its continent than looked for on it."""
    if not reading.concepts & {"list", "next", "previous", "how_many"}:
        return
    for hit in reading.of("regions"):
        codes = places.regions()[hit.value.name]
        ids = (meeting.id for meeting in names.catalogue.meetings.values() if meeting.country in codes)
        yield Mention("country", hit.start, hit.end, frozenset(ids), hit.value.name)


def _of_a_people(reading: Reading, names: Names, covered: Collection[int]) -> Iterator[Mention]:
    """ "The Norwegian meeting": a word that begins as one of the countries does, and ends as the names of peoples do."""
    if reading.language == "ru" and "interpretation" in reading.concepts:
        return  # all languages are called so in Russian
    for at, token in enumerate(reading.tokens):
        code = names.roots.get(token.text[: places.ROOT])
        if code is None or at in covered or at in reading.stop or len(token.text) <= places.ROOT:
            continue
        if places.PEOPLE.search(token.text):
            yield Mention("country", at, at + 1, names.countries.get(code, frozenset()), code)


def _strange_names(reading: Reading, names: Names, covered: Collection[int]) -> Iterator[tuple[int, int]]:
    """A name beside a kind of meeting that nobody knows ("the Nansen Conference"); not where every word has a capital."""
    kinds = reading.of("kinds")
    words = [token.capital for token in reading.tokens if token.kind == "word"] if kinds else []
    if 2 * sum(words) > len(words):
        return
    for hit in kinds:
        at = hit.start - 1
        token = reading.tokens[at] if at >= 0 else None
        if token is None or at in covered or at in reading.stop or not token.capital or len(token.text) <= places.ROOT:
            continue
        if token.text not in names.known and token.text not in names.words:
            yield at, at + 1


def _by_ear(reading: Reading, names: Names) -> Iterator[Mention]:
    """Cities that Lao spells as it hears them; of those that begin alike the longest."""
    covered = reading.covered
    starts = {hit.end for hit in reading.of("kinds")}
    longest: dict[int, Mention] = {}
    for start, end, sound in lao.runs(reading.tokens, starts, covered):
        ids = names.sounds.get(sound)
        if ids:
            longest[start] = Mention("city", start, end, ids, sound)
    yield from longest.values()


def _strange_places(reading: Reading, covered: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where a large city stands that no meeting is in."""
    free = [
        at not in covered and (at not in reading.stop or token.kind == "sign")
        for at, token in enumerate(reading.tokens)
    ]
    kinds = {hit.start for hit in reading.of("kinds")}
    behind = 0
    for start, token in enumerate(reading.tokens):
        if start < behind or not free[start]:
            continue
        if start + 1 in kinds and _is_of_a_city(token.text):
            yield start, start + 1
            continue
        longest = places.words_of_large_city(token.text) or ("Ѐ" <= token.text[0] <= "ӿ")
        for end in range(min(start + min(longest, _LONGEST_CITY), len(reading.tokens)), start, -1):
            if all(free[start:end]) and _is_city(" ".join([token.text for token in reading.tokens[start:end]])):
                yield start, end
                behind = end
                break


def _is_city(name: str) -> bool:
    if len(name) < 4 and name.isascii():
        return False
    if places.is_large_city(name):
        return True
    return "Ѐ" <= name[0] <= "ӿ" and _begins_a_city(name[:-1])


def _is_of_a_city(adjective: str) -> bool:
    """Whether a Russian word says of which large city a meeting is: "дублинская конференция"."""
    if (found := _OF_CITY.fullmatch(adjective)) is None:
        return False
    stem = found[1]
    return any(_begins_a_city(stem.removesuffix(joint)) for joint in _JOINTS if stem.endswith(joint))


def _begins_a_city(stem: str) -> bool:
    return len(stem) > 2 and any(places.is_large_city(stem + ending) for ending in ("а", "ь", "я", "и", "о", ""))


def _timed(reading: Reading, names: Names) -> Iterator[Mention]:
    for time in reading.times:
        if not time.relative and (time.year or time.month):
            yield Mention(
                "time", time.start, time.end, names.days.fitting(time), f"{time.year}-{time.month}-{time.day}"
            )


def _of_kind(reading: Reading, names: Names) -> Iterator[Mention]:
    for hit in reading.of("kinds"):
        kind = _kind_meant(hit, reading, names)
        if kind in GENERIC_KINDS:
            if congresses := _congresses(hit, reading, names):
                yield Mention("kind", hit.start, hit.end, congresses, "congress")
            continue
        ids = names.kinds.get(kind, frozenset())
        if ids or kind in _TELLING_KINDS:
            yield Mention("kind", hit.start, hit.end, ids, kind)
        elif inside := names.inside.get(f"kind:{hit.value.name}"):
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


def _kind_meant(hit: Hit[Meaning], reading: Reading, names: Names) -> str:
    """The kind of meeting that a word is for, or another that it is also used for where no meeting is of the first."""
    kind = hit.value.name
    other = _AKIN.get(kind) or _SHORT_FOR.get((reading.language or "", kind))
    return other if other is not None and other in names.kinds and kind not in names.kinds else kind


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
