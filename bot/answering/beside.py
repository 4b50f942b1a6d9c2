"""The meetings before or after a meeting, or a time, that a question names ("are there meetings before Lima?")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.answering.mention import TELLING, Mention
from bot.answering.names import Names
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.times import Time, months_of
from bot.answering.understanding import fitting

_SIDES = ("after", "before")
_ANCHORS = (*TELLING, "short", "country", "time")
_BY_THE_WAY = ("inside", "word")
_OF_SEVERAL = frozenset({"list", "next", "after"})
_NEAR = 2  # words


def meetings_beside(understood: Understood, names: Names) -> list[str] | None:
    """The meetings on that side of what is named, in order; None where the question does not ask for a side of anything.

    Of those before it the ones that are over are left out, unless they are asked for or there are no others.
    """
    reading, now = understood.reading, understood.question.now
    anchors: list[Mention] = []
    sides: list[tuple[str, tuple[date, date]]] = []
    for side, start, end in _said(reading):
        anchor = _anchor(start, end, understood.mentions)
        if anchor is not None and (stretch := _stretch(anchor, understood, names)) is not None:
            anchors += [anchor, *_with(anchor, end, understood.mentions)]
            sides.append((side, stretch))
    if not sides:
        return None
    others = [mention for mention in understood.mentions if mention not in anchors and mention.kind not in _BY_THE_WAY]
    pool = fitting(others, names)
    found = [each for each in pool if all(_is_on_side(names.days.held[each], *side) for side in sides)]
    if "previous" in reading.concepts and reading.concepts.isdisjoint(_OF_SEVERAL):
        return found[-1:]  # "what was the last meeting before Lima?"
    ahead = [each for each in found if not names.timeline.is_over(each, now)]
    only_before = all(side == "before" for side, _ in sides)
    return ahead if ahead and only_before and "past" not in reading.forms else found


def _said(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Each "before" and "after", and where it stands; the Russian "до", which is also "until", is one of a list."""
    for hit in reading.of("concepts"):
        if hit.value.name in _SIDES:
            yield hit.value.name, hit.start, hit.end
    if reading.language == "ru" and "before" not in reading.concepts:
        yield from (("before", at, at + 1) for at, token in enumerate(reading.tokens) if token.text == "до")


def _is_on_side(days: Sequence[tuple[date, date]], side: str, stretch: tuple[date, date]) -> bool:
    """Whether a meeting of these days is before or after a stretch of days."""
    return any(last < stretch[0] if side == "before" else first > stretch[1] for first, last in days)


def _anchor(start: int, end: int, mentions: Sequence[Mention]) -> Mention | None:
    """What stands behind "before" or "after", else what stands in front of it: what the meetings are beside."""
    named = [mention for mention in mentions if mention.kind in _ANCHORS]
    behind = [mention for mention in named if mention.start >= end]
    in_front = [mention for mention in named if mention.end <= start]
    return behind[0] if behind else in_front[-1] if in_front else None


def _with(anchor: Mention, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The kind of meeting that is said right beside what stands behind or in front of "before" ("before the June session")."""
    near = range(anchor.start - _NEAR, anchor.end + _NEAR + 1)
    kinds = [mention for mention in mentions if mention.kind == "kind" and mention.meetings & anchor.meetings]
    return [
        mention
        for mention in kinds
        if (mention.start >= end) == (anchor.start >= end) and (mention.start in near or mention.end in near)
    ]


def _stretch(anchor: Mention, understood: Understood, names: Names) -> tuple[date, date] | None:
    """The first and the last day of the meeting or the time that is named; of several alike the one that is meant."""
    reading, now = understood.reading, understood.question.now
    meant = [meeting for meeting in understood.resolution.meetings if meeting in anchor.meetings]
    of_them = meant if len(meant) == 1 else names.timeline.nearest(anchor.meetings, now)
    of_them = of_them or names.timeline.last(anchor.meetings, now)
    spans = names.days.held.get(of_them[0], ()) if of_them else ()
    if anchor.kind != "time":
        return spans[0] if spans else None
    time = next((time for time in reading.times if time.start == anchor.start), None)
    return _days_of(time, spans[0][0] if spans else now.date()) if time is not None else None


def _days_of(time: Time, near: date) -> tuple[date, date] | None:
    """The days of a time; of one without a year those not before a day in which it lies, else that come after it."""
    year = time.year or near.year
    if time.month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if time.day is not None:
        return time.days(year)
    if time.year is None and (year, time.month) < next(months_of(near, near)):
        year += 1
    next_month = date(year, time.month, 1) + timedelta(days=31)
    return date(year, time.month, 1), next_month.replace(day=1) - timedelta(days=1)
