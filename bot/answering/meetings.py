"""Which meetings a question means: what it names, else what was talked about, else what the person follows, else the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from bot.answering.features import GENERIC_KINDS
from bot.answering.mention import Mention
from bot.answering.mentions import are_joined
from bot.answering.names import Names
from bot.answering.reading import Reading
from bot.model import Meeting

MOST_CANDIDATES = 8
MOST_NEAR = 4
_PAPERS = frozenset({"letter", "document"})  # concepts
_LOOSE = ("word", "inside", "process")
_OF_ALIKE = (
    "kind",
    "short",
    "time",
    "country",
    "city",
    "process",
    "inside",
    "word",
)  # how two of a kind are spoken of at once
_NEVER_LOOSELY = frozenset({"signing", "review", "pledging"})  # kinds that nobody calls a meeting that is none
_FAR_APART = 150  # days
_SOON = 240  # days
RIGHT_AFTER = 14  # days


class Surroundings(NamedTuple):
    """What a question is understood in: the instant, the meetings talked about last, those that the person follows, and those
    that she was asked to choose from; whether it speaks of what is over, and of what letters and contacts say. `knows` tells
    whether a meeting's facts hold what is asked, where not every meeting's do; `within` is how many days after the next one
    another is looked for whose facts do. `called_off`: it takes for granted that the meeting is cancelled or postponed;
    `of_dates`: when it takes place is all that is asked. `of_kind` are the meetings that are called as the question calls the
    one that it means ("the conference"), where it says no more of it; `of_session` those that are called sessions, where it
    speaks of a session, which may be a sitting too. `serves` tells whether a meeting has a contact for what she is asked for.
    """

    now: datetime
    talked_about: tuple[str, ...] = ()
    following: Callable[[], Sequence[str]] = tuple
    offered: tuple[str, ...] = ()
    of_the_past: bool = False
    of_papers: bool = False
    knows: Callable[[Meeting], bool] | None = None
    within: int = RIGHT_AFTER
    called_off: bool = False
    of_dates: bool = False
    of_kind: frozenset[str] = frozenset()
    of_session: frozenset[str] = frozenset()
    serves: Callable[[Meeting], bool] | None = None


class Resolution(NamedTuple):
    """The meetings meant. `others` fit too, though less well; where none is meant, `candidates` are to choose from.

    `unknown` is what the question calls a meeting that the store does not have. `named` tells whether the question itself says
    which meeting.
    """

    meetings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    unknown: str = ""
    named: bool = False


States = Callable[[Meeting], bool]


def resolve(
    reading: Reading, found: Sequence[Mention], names: Names, surroundings: Surroundings, states: States
) -> Resolution:
    """The meetings that a question means; `states` tells whether a meeting's facts hold what is asked."""
    groups = _groups(reading, found)
    if not groups:
        if offered := frozenset(surroundings.offered) & names.ids if not surroundings.talked_about else frozenset():
            return _choose(offered, frozenset(), names, surroundings, states, loosely=False)
        return _unnamed(names, surroundings)
    results = [_of_group(group, reading, names, surroundings, states) for group in groups]
    if len(results) == 1:
        return results[0]
    return _together(results)


def _together(results: Sequence[Resolution]) -> Resolution:
    """Several meetings asked for at once; of those that cannot be told, all that fit are meant, of unknown ones none."""
    told = [result for result in results if not result.unknown]
    meetings = dict.fromkeys(meeting for result in told for meeting in result.meetings or result.candidates)
    unknown = next((result.unknown for result in results if result.unknown), "")
    near = next((result.candidates for result in results if result.unknown), ()) if not meetings else ()
    return Resolution(tuple(meetings), candidates=near, unknown=unknown, named=True)


def _groups(reading: Reading, found: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of each of the meetings that are asked for at once; what fits all of them is in each."""
    loose = ("process", "inside", "word", "kind")
    telling = [mention for mention in found if mention.kind not in loose or _is_one_of_two(mention, found, reading)]
    if not telling:
        rest = [mention for mention in found if mention.kind in ("kind", "word", "inside", "process")]
        return [rest] if rest else []
    groups: list[list[Mention]] = [[telling[0]]]
    for mention in telling[1:]:
        if any(_is_another(reading, before, mention) for before in groups[-1]):
            groups.append([mention])
        else:
            groups[-1].append(mention)
    shared = [mention for mention in found if mention.kind in ("kind", "word", "inside") and mention not in telling]
    shared += [mention for mention in telling if mention.kind == "time"] if len(groups) > 1 else []
    return [[*group, *(mention for mention in shared if _adds_to(group, mention))] for group in groups]


def _is_one_of_two(mention: Mention, found: Sequence[Mention], reading: Reading) -> bool:
    """Whether a kind of meeting stands for one beside another ("the board or the assembly")."""
    if mention.kind != "kind" or not mention.meetings:
        return False
    others = [other for other in found if other.meetings and other.kind not in ("process", "inside", "word", "time")]
    return any(
        not other.meetings & mention.meetings
        and are_joined(reading, *sorted((mention, other), key=lambda each: each.start))
        for other in others
    )


def _is_another(reading: Reading, before: Mention, mention: Mention) -> bool:
    """Whether two mentions cannot be of one meeting: the same kind of thing twice, or "and" between them."""
    if before.meetings & mention.meetings:
        return False
    if "country" in (before.kind, mention.kind) and not (before.meetings and mention.meetings):
        return False
    if mention.kind == "place" and not mention.meetings and before.kind == "short" and len(before.meetings) > 1:
        return are_joined(reading, before, mention)  # "the regional forum in Oslo", where there are some elsewhere
    same = before.kind == mention.kind or {before.kind, mention.kind} <= {
        "alias",
        "city",
        "series",
        "nth",
        "place",
        "short",
        "kind",
    }
    return (same or are_joined(reading, before, mention)) and bool(before.meetings or mention.meetings or same)


def _adds_to(group: Sequence[Mention], mention: Mention) -> bool:
    if mention in group:
        return False
    pool = frozenset.intersection(*(own.meetings for own in group)) if group else frozenset()
    if mention.kind == "time" and any(own.kind in ("time", "alias", "series", "nth") for own in group):
        return False
    return bool(pool & mention.meetings) or mention.kind == "kind"


def _of_group(
    group: Sequence[Mention], reading: Reading, names: Names, surroundings: Surroundings, states: States
) -> Resolution:
    if len(group) > 1 and (voted := _most_named(group)) is not None:
        return Resolution((voted,))
    if _is_by_the_way(group, names, surroundings):
        return _unnamed(names, surroundings)
    pool = names.ids
    narrowed = False
    conflicts: list[Mention] = []
    rank = _rank_of_papers if reading.concepts & _PAPERS else _rank
    for mention in _merged(sorted(group, key=rank)) if len(group) > 1 else group:
        on_former_days = mention.kind == "time" and not mention.meetings
        rest = pool & (mention.preferred if on_former_days else mention.meetings)
        if rest:
            narrowed = narrowed or len(rest) < len(names.ids) or mention.kind in ("alias", "city", "series", "nth")
            pool = rest
        else:
            conflicts.append(mention)
    if narrowed and not any(meeting in names.timeline.begins for meeting in pool):
        conflicts = [mention for mention in conflicts if mention.kind != "time"]  # nobody knows that it is not then
    against = next((mention for mention in conflicts if _rules_out(mention, group, narrowed)), None)
    if against is not None:
        return _not_in_store(against, group, pool if narrowed else frozenset(), reading, names, surroundings)
    if not narrowed:
        return _unnamed(names, surroundings)
    if len(pool) == 2 and "pair" in reading.forms and all(mention.kind in _OF_ALIKE for mention in group):
        return Resolution(tuple(names.timeline.in_order(pool)), named=True)
    if len(pool) > 1 and all(mention.kind == "time" for mention in group):
        pool = _of_the_same_kind(pool, names, surroundings) or pool  # "I meant the 2011 one"
    preferred = frozenset().union(*(mention.preferred for mention in group)) & pool
    loosely = all(mention.kind in _LOOSE for mention in group)
    return _choose(pool, preferred, names, surroundings, states, loosely)


def _rank(mention: Mention) -> tuple[int, bool]:
    """The most telling first; of what lies inside a meeting, people."""
    return mention.strength, not mention.is_of_a_person


def _rank_of_papers(mention: Mention) -> tuple[int, bool]:
    """The same where a letter is spoken of: rather what is called a letter than who is to have signed it."""
    return mention.strength, mention.is_of_a_person


def _of_the_same_kind(pool: frozenset[str], names: Names, surroundings: Surroundings) -> frozenset[str]:
    """The meetings of the kind of the one that was talked about last."""
    talked = [names.features[each].own_kinds for each in surroundings.talked_about if each in names.features]
    if len(talked) != 1 or pool & frozenset(surroundings.talked_about):
        return frozenset()
    kinds = talked[0] - GENERIC_KINDS
    return frozenset(each for each in pool if kinds and kinds <= names.features[each].own_kinds)


def _most_named(group: Sequence[Mention]) -> str | None:
    """The meeting that several words are of, where one is of another ("room for filters for washing machines")."""
    if not all(mention.kind in _LOOSE for mention in group) or not any(mention.kind == "word" for mention in group):
        return None
    spans = {(mention.start, meeting) for mention in group if mention.kind != "process" for meeting in mention.meetings}
    often = Counter(meeting for _, meeting in spans).most_common(2)
    return often[0][0] if often and often[0][1] > 1 and often[0][1] > sum(count for _, count in often[1:]) else None


def _is_by_the_way(group: Sequence[Mention], names: Names, surroundings: Surroundings) -> bool:
    """Whether only one plain word is of a meeting, and that is over: it is not called by it ("is lunch included?")."""
    if not surroundings.of_the_past and all(_is_of_what_is_due(mention, names) for mention in group):
        return all(names.timeline.is_over(each, surroundings.now) for mention in group for each in mention.meetings)
    only = group[0]
    return (
        len(group) == 1
        and only.kind == "inside"
        and only.end - only.start == 1
        and not surroundings.of_the_past
        and only.key in names.inside
        and all(names.timeline.is_over(meeting, surroundings.now) for meeting in only.meetings)
    )


def _is_of_what_is_due(mention: Mention, names: Names) -> bool:
    """Whether a term of the field only stands in what is due of meetings ("application")."""
    sign = f"term:{mention.key}"
    return mention.kind == "inside" and all(
        any(sign in signs for signs in names.due.get(each, ())) for each in mention.meetings
    )


def _merged(group: Sequence[Mention]) -> list[Mention]:
    """The mentions, with one in the place of several by the way on the same words: a name may be of any meeting."""
    kept: dict[tuple[int, int], Mention] = {}
    order: list[Mention] = []
    for mention in group:
        if mention.kind not in ("inside", "word"):
            order.append(mention)
        elif (span := (mention.start, mention.end)) in kept:
            kept[span] = kept[span]._replace(meetings=kept[span].meetings | mention.meetings)
        else:
            kept[span] = mention
    return [*order, *kept.values()] if kept else order


def _rules_out(mention: Mention, group: Sequence[Mention], narrowed: bool) -> bool:
    """Whether a mention that fits none of the meetings named otherwise means that the store does not have the meeting."""
    if mention.kind in ("series", "nth", "time"):
        return True
    if mention.kind == "kind":
        return (
            mention.key in _NEVER_LOOSELY
            or not narrowed
            or all(other.kind in ("kind", "time", "country", "word", "inside") for other in group)
        )
    if mention.kind in ("place", "country", "city"):
        return not narrowed or all(_tells_no_place(other) for other in group)
    return False


def _tells_no_place(mention: Mention) -> bool:
    """Whether a mention leaves open where the meeting is that it helps to name."""
    if mention.kind in ("short", "inside"):
        return len(mention.meetings) > 1
    return mention.kind in ("kind", "time", "word", "place", "country")


def _not_in_store(
    against: Mention,
    group: Sequence[Mention],
    pool: frozenset[str],
    reading: Reading,
    names: Names,
    surroundings: Surroundings,
) -> Resolution:
    own = [mention for mention in group if mention.kind not in ("inside", "process")]
    start, end = min(mention.start for mention in own), max(mention.end for mention in own)
    if end - start > 12:
        start, end = against.start, against.end
    near = pool or frozenset().union(*(mention.meetings for mention in own)) or _of_its_kind(against, names)
    start, end = _with_its_kind(reading, start, end)
    return Resolution(
        candidates=tuple(names.timeline.closest(near or names.catalogue.meetings, surroundings.now, MOST_NEAR)),
        unknown=reading.words_between(start, end),
        named=True,
    )


def _of_its_kind(mention: Mention, names: Names) -> frozenset[str]:
    """The meetings that are numbered as the one that the store does not have: the other sessions, the other COPs."""
    if mention.preferred:
        return mention.preferred
    called, _, number = mention.key.partition(".")
    if mention.kind not in ("nth", "series") or not number:
        return frozenset()
    return frozenset().union(*names.series.get(called, {}).values(), names.kinds.get(called, frozenset()))


def _with_its_kind(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The words of a name, with "conference" or its like beside it."""
    for hit in reading.of("kinds"):
        if hit.start == end:
            end = hit.end
        elif hit.end == start:
            start = hit.start
    return start, end


def _unnamed(names: Names, surroundings: Surroundings) -> Resolution:
    """No meeting is named: the one talked about, else the one followed, else by the clock; all past or several alike: ask.

    Where the documents of the next one say nothing of what is asked, and those of one right after it do, that one is meant.
    """
    meetings = names.catalogue.meetings
    talked = tuple(meeting for meeting in surroundings.talked_about if meeting in meetings)
    if talked:
        return Resolution(talked)
    if surroundings.called_off and names.timeline.called_off:
        return _choose(names.timeline.called_off, frozenset(), names, surroundings, _nothing_stated, loosely=True)
    followed = [meeting for meeting in surroundings.following() if meeting in meetings]
    for pool in (followed, meetings):
        so_called = names.timeline.nearest(surroundings.of_kind.intersection(pool), surroundings.now)
        current = so_called if len(so_called) == 1 else _next_so_called(pool, names, surroundings)
        if len(current) == 1:
            knowing = _knowing(current[0], names, surroundings) if pool is meetings else current[0]
            far = surroundings.within > RIGHT_AFTER and knowing != current[0]
            return Resolution((knowing,), tuple(current) if far else ())
    if len(followed) == 1:
        return Resolution((followed[0],))
    return Resolution(candidates=tuple(names.timeline.closest(followed or meetings, surroundings.now, MOST_CANDIDATES)))


def _next_so_called(pool: Collection[str], names: Names, surroundings: Surroundings) -> list[str]:
    """The next meeting, or else the one right after it that is called a session, if a session is spoken of and none is on."""
    now, timeline = surroundings.now, names.timeline
    current = timeline.nearest(pool, now)
    if not surroundings.of_session or len(current) != 1 or timeline.is_under_way(current[0], now):
        return current
    near = _so_called(
        frozenset((*current, *timeline.soon_after(current[0], RIGHT_AFTER))) & {*pool}, names, surroundings
    )
    return timeline.nearest(near, now)


def _nothing_stated(_: Meeting) -> bool:
    return False


def _knowing(meeting: str, names: Names, surroundings: Surroundings) -> str:
    """The meeting, or else the first of those not long after it whose facts alone hold what is asked."""
    knows, meetings = surroundings.knows, names.catalogue.meetings
    if knows is None or knows(meetings[meeting]):
        return meeting
    others = (other for other in names.timeline.soon_after(meeting, surroundings.within) if knows(meetings[other]))
    return next(others, meeting)


def _choose(
    pool: frozenset[str],
    preferred: frozenset[str],
    names: Names,
    surroundings: Surroundings,
    states: States,
    loosely: bool,
) -> Resolution:
    """One of the meetings that fit what is named, if it can be told which; `loosely`: by no name of its own."""
    offered = pool & frozenset(surroundings.offered)
    pool = _so_called(offered or pool, names, surroundings)
    if surroundings.called_off:
        pool = pool & names.timeline.called_off or pool
    if len(pool) == 1:
        return Resolution(tuple(pool), named=not loosely)
    talked = tuple(meeting for meeting in surroundings.talked_about if meeting in pool)
    if len(talked) == 1:
        return Resolution(talked, named=True)
    now, timeline = surroundings.now, names.timeline
    coming = timeline.coming(pool, now)
    if surroundings.of_papers and (stating := _only_one(pool, names, states)) is not None:
        later = _is_much_later(stating, coming, names, now)
        return _which(pool, names, now) if later else _one(stating, pool, names, loosely)
    over = frozenset(meeting for meeting in pool if timeline.is_over(meeting, now)) if surroundings.of_the_past else ()
    if len(over) == 1:
        return _one(next(iter(over)), pool, names, loosely)
    pool = over or pool
    coming = [] if over else coming
    favoured = next(iter(preferred)) if len(preferred) == 1 else None
    if (closest := _closest(pool, names, now)) is not None:
        return _one(closest, {*coming, *preferred}, names, loosely)
    if favoured and (not coming or timeline.distance(favoured, now) <= timeline.distance(coming[0], now)):
        return _one(favoured, pool, names, loosely)
    if coming and _stands_out(coming, names, now):
        return _one(coming[0], {*coming, *preferred}, names, loosely)
    if coming and loosely:
        return _one(coming[0], (), names, loosely)
    stating = _awaited(pool, coming, names, surroundings)
    for holds in (surroundings.serves, surroundings.knows, states):
        stating = stating or (_only_one(pool, names, holds) if holds else None)
    if stating is not None and not _is_much_later(stating, coming, names, now):
        return _one(stating, pool, names, loosely)
    return _which(pool, names, now)


def _so_called(pool: frozenset[str], names: Names, surroundings: Surroundings) -> frozenset[str]:
    """Of meetings right beside each other those that are called as the question calls the one that it means ("the session in
    Rome"); all where none is, and where another is not beside one of them.
    """
    called = pool & (surroundings.of_kind | surroundings.of_session) if len(pool) > 1 else pool
    if not called or called == pool:
        return pool
    begins = names.timeline.begins
    days = [begins[each] for each in called if each in begins]
    beside = all(
        any(abs((begins[other] - day).days) <= RIGHT_AFTER for day in days)
        for other in pool - called
        if other in begins
    )
    return called if beside else pool


def _awaited(pool: Iterable[str], coming: Sequence[str], names: Names, surroundings: Surroundings) -> str | None:
    """Of meetings none of which is ahead, the one whose days nobody has named yet, if its dates are asked."""
    if coming or not surroundings.of_dates or surroundings.of_the_past or surroundings.called_off:
        return None
    meetings = names.catalogue.meetings
    awaited = [each for each in pool if meetings[each].start is None and meetings[each].status != "cancelled"]
    return awaited[0] if len(awaited) == 1 else None


def _which(pool: Iterable[str], names: Names, now: datetime) -> Resolution:
    """That several fit: the ones to choose from."""
    return Resolution(candidates=tuple(names.timeline.closest(pool, now, MOST_CANDIDATES)), named=True)


def _is_much_later(meeting: str, coming: Sequence[str], names: Names, now: datetime) -> bool:
    """Whether it comes long after the next one: what is known of it alone does not make it the one meant."""
    if meeting not in coming[1:]:
        return False
    return names.timeline.distance(meeting, now) - names.timeline.distance(coming[0], now) > RIGHT_AFTER


def _only_one(pool: Iterable[str], names: Names, states: States) -> str | None:
    """The meeting that alone states what is asked."""
    stating = list(islice((meeting for meeting in pool if states(names.catalogue.meetings[meeting])), 2))
    return stating[0] if len(stating) == 1 else None


def _closest(pool: Iterable[str], names: Names, now: datetime) -> str | None:
    """The meeting that is by far the nearest to now, what is over counting as twice as far; None where none is."""
    near = sorted(names.timeline.felt_distances(pool, now))
    soon = len(near) > 1 and near[0][0] <= _SOON and near[1][0] - near[0][0] >= _FAR_APART
    return near[0][1] if soon else None


def _stands_out(coming: Sequence[str], names: Names, now: datetime) -> bool:
    """Whether the first of the meetings ahead is so much nearer than the second that it is the one meant."""
    if len(coming) == 1 or names.timeline.is_under_way(coming[0], now):
        return True
    first, second = (names.timeline.distance(meeting, now) for meeting in coming[:2])
    return second - first >= _FAR_APART


def _one(meeting: str, others: Iterable[str], names: Names, loosely: bool) -> Resolution:
    """The meeting meant; others that fit are offered, unless it was only named by the way."""
    order = names.timeline.in_order(other for other in others if other != meeting)
    return Resolution((meeting,), () if loosely else tuple(order[:MOST_CANDIDATES]), named=not loosely)
