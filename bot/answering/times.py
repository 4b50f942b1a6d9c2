"""Days, months and years that a question names, and stretches relative to its day ("tomorrow", "next week", "on Monday")."""

from __future__ import annotations

import calendar
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.answering import particles
from bot.answering.lead_words import amounts
from bot.answering.phrases import Hit
from bot.answering.text import Token
from bot.answering.words import Meaning

_YEARS = range(1900, 2100)
_BEHIND_A_DAY = particles.said("behind_a_day")
_ENDINGS = _BEHIND_A_DAY | particles.said("ends_of_a_day")
_PERCENT = ("%", "٪", "％")
_AND = particles.said("and")  # between days that are no stretch
_BETWEEN_DAYS = _AND | particles.said("to_a_day")
_BEFORE_A_MONTH = particles.said("before_a_month")
_SURE_OF_A_MONTH = particles.said("sure_of_a_month")
_BEFORE_A_DAY = particles.said("before_a_day")
_THE = particles.said("the_day")
_NEXT_TO_A_DAY = particles.said("next_to_a_day")
_FROM = particles.said("from")
_LAST_DAY = 31
_OF_A_MONTH = particles.said("of")
_OF_ITS_ORDINAL = frozenset({"", *particles.by_language("of")["en"]})  # between an ordinal and the month
_LONGEST_DAY_WORD = 6  # signs


class Time(NamedTuple):
    """What a question says of time: any of year, month, days; or a stretch of days that it reckons from its own.

    `first` and `last` are set for stretches (`today`, a weekday) and for full dates; `start` and `end` are its tokens.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    first: date | None = None
    last: date | None = None
    relative: str = ""

    def covers(self, first: date, last: date) -> bool:
        """Whether a stretch of days has a part in it."""
        if self.first is not None and self.last is not None:
            return first <= self.last and last >= self.first
        if self.year is not None and not first.year <= self.year <= last.year:
            return False
        if self.month is None:
            return True
        if self.day is None:
            return any(month == self.month and self.year in (None, year) for year, month in months_of(first, last))
        days = self.days(self.year or first.year)
        return days is not None and first <= days[1] and last >= days[0]

    def days(self, year: int) -> tuple[date, date] | None:
        """The first and the last of the days that it names, in a year where it names none; None where it names no day."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        if self.month is None or self.day is None:
            return None
        try:
            return date(year, self.month, self.day), date(year, self.month, self.last_day or self.day)
        except ValueError:
            return None


def months_of(first: date, last: date) -> Iterator[tuple[int, int]]:
    """The months, as year and number, in which a stretch of days lies."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def times(
    sequence: Sequence[Token], hits: Sequence[Hit[Meaning]], today: date, of_names: Container[int] = ()
) -> list[Time]:
    """Everything that the tokens say of time, in order; a token belongs to one of them at most, one of `of_names` to none."""
    months = {hit.start: hit for hit in hits if hit.value.group == "months" and _is_meant(hit, sequence)}
    numbers = [at for at, token in enumerate(sequence) if token.kind == "number" and at not in of_names]
    counting = _counting(hits) if numbers else ()
    found: list[Time] = [*_relative(hits, today)]
    taken = {at for time in found for at in range(time.start, time.end)}
    behind = 0
    for at in sorted({*numbers, *months} - taken):
        if at < behind:
            continue
        time = _numeric(sequence, at) or _with_month(sequence, at, months) or _year(sequence, at)
        if time is not None and time.month is not None and time.day is None:
            time = _with_day_in_words(time, sequence, hits)
        if time is None and at not in counting:
            time = _bare_day(sequence, at)
        if time is not None:
            found.append(time)
            behind = time.end
    if len(found) < 2:
        return found
    found.sort(key=lambda time: time.start)
    return _joined(_without_weekdays(found), sequence)


def _without_weekdays(found: Sequence[Time]) -> list[Time]:
    """The times without the weekdays that stand beside a date, which tells the day ("Monday 17 May")."""
    dates = [time for time in found if time.day is not None and (time.month is not None or time.first is not None)]
    return [
        time
        for time in found
        if not time.relative.startswith("weekday.")
        or not any(0 <= date.start - time.end <= 1 or 0 <= time.start - date.end <= 1 for date in dates)
    ]


def _counting(hits: Sequence[Hit[Meaning]]) -> frozenset[int]:
    """The places of numbers that count what follows them: "the 6th meeting" is no day."""
    ordinals = [hit for hit in hits if hit.value.group == "ordinals"]
    if not ordinals:
        return frozenset()
    kinds = {hit.start for hit in hits if hit.value.group == "kinds"}
    return frozenset(hit.start for hit in ordinals if hit.end in kinds)


def _joined(found: Sequence[Time], sequence: Sequence[Token]) -> list[Time]:
    """The times, with "9 May to 12 May" as one stretch."""
    kept: list[Time] = []
    for time in found:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.day is not None
            and time.day is not None
            and before.last_day is time.last_day is None
            and before.month in (time.month, None)
            and time.month is not None
            and before.year in (time.year, None)
            and before.end < time.start
            and all(token.text in _BETWEEN_DAYS | _BEFORE_A_MONTH for token in sequence[before.end : time.start])
            and any(token.text not in _AND | _BEFORE_A_MONTH for token in sequence[before.end : time.start])
        ):
            kept[-1] = Time(before.start, time.end, time.year, time.month, before.day, time.day)
        else:
            kept.append(time)
    return kept


def _is_meant(hit: Hit[Meaning], sequence: Sequence[Token]) -> bool:
    """Whether a word such as "may" is the month: a number beside it or a capital within the sentence says so."""
    if not hit.value.cautious:
        return True
    token = sequence[hit.start]
    around = [sequence[at] for at in (hit.start - 1, hit.end) if 0 <= at < len(sequence)]
    if any(other.kind == "number" for other in around):
        return True
    before = sequence[hit.start - 1].text if hit.start else ""
    return before in _SURE_OF_A_MONTH or (
        token.capital and hit.start > 0 and not sequence[0].text.isupper() and not token.gap.strip(" ")
    )


def _numeric(sequence: Sequence[Token], at: int) -> Time | None:
    """2011-06-27, 27/06/2011, 27.6.2011, 2011年6月27日, 6月."""
    token = sequence[at]
    if token.kind != "number" or len(token.text) > 4:
        return None
    if (signed := _with_signs(sequence, at)) is not None:
        return signed
    numbers = sequence[at : at + 3]
    if len(numbers) < 3 or any(part.kind != "number" or len(part.text) > 4 for part in numbers):
        return None
    if numbers[1].gap not in "-/." or numbers[2].gap != numbers[1].gap or not numbers[1].gap:
        return None
    first, second, third = (int(part.text) for part in numbers)
    if first in _YEARS and second <= 12 and third <= 31:
        return _day(at, at + 3, first, second, third)
    if third in _YEARS and first <= 31 and second <= 12:
        return _day(at, at + 3, third, second, first)
    if third in _YEARS and second <= 31 and first <= 12:
        return _day(at, at + 3, third, first, second)
    return None


def _with_signs(sequence: Sequence[Token], at: int) -> Time | None:
    """Chinese: any of 2011年, 6月, 27日 in this order."""
    values: dict[str, int] = {}
    end = at
    while end + 1 < len(sequence) and sequence[end].kind == "number" and sequence[end + 1].text in "年月日号":
        values[sequence[end + 1].text] = int(sequence[end].text)
        end += 2
    day, last_day = values.get("日") or values.get("号"), None
    if end == at or values.get("月", 1) > 12 or not 1 <= (day or 1) <= 31:
        return None  # "047号" is a number
    if day is None and "月" in values and _is_day(sequence, end) and _leads_to_day(sequence, end + 1):
        day, end = int(sequence[end].text), end + 1
    if day is not None and _leads_to_day(sequence, end):
        last_day, end = int(sequence[end + 1].text), end + 3
    return Time(at, end, values.get("年"), values.get("月"), day, last_day)


def _leads_to_day(sequence: Sequence[Token], at: int) -> bool:
    """Whether "to the 12th" stands at a token of a Chinese date."""
    return (
        at + 2 < len(sequence)
        and sequence[at].text in ("至", "到")
        and _is_day(sequence, at + 1)
        and sequence[at + 2].text in ("日", "号")
    )


def _day(start: int, end: int, year: int, month: int, day: int) -> Time | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return Time(start, end, year, month, day)


def _with_month(sequence: Sequence[Token], at: int, months: Mapping[int, Hit[Meaning]]) -> Time | None:
    """27-30 June 2011, June 27 2011, le 27 juin, June 2011, June."""
    day = last_day = None
    place = at
    if _is_day(sequence, place) and (begun := _days_before_month(sequence, place, months)) is not None:
        place, day, last_day = begun
    hit = months.get(place)
    if hit is None:
        return None
    end = hit.end
    if day is None and _is_day(sequence, end) and not _is_year(sequence, end):
        day, end = int(sequence[end].text), end + 1
        if _is_day(sequence, end) and sequence[end].gap.strip() in ("-", "–", "—"):
            last_day, end = int(sequence[end].text), end + 1
        elif end + 1 < len(sequence) and sequence[end].text in _BETWEEN_DAYS and _is_day(sequence, end + 1):
            last_day, end = int(sequence[end + 1].text), end + 2
    year, end = _year_behind(sequence, end)
    return Time(at, end, year, int(hit.value.name), day, last_day)


def _with_day_in_words(time: Time, sequence: Sequence[Token], hits: Sequence[Hit[Meaning]]) -> Time:
    """A month with the day before it, where that is a word: "the ninth of May", "neuf mai", "nueve de mayo".

    Not "the first May meeting", nor "la segunda de mayo", which is a meeting of that month.
    """
    if any(each.start == time.end and each.value.group == "kinds" for each in hits):
        return time
    joint = sequence[time.start - 1].text if time.start and sequence[time.start - 1].text in _OF_A_MONTH else ""
    end = time.start - bool(joint)
    ordinal = next((each for each in hits if each.value.group == "ordinals" and each.end == end), None)
    if ordinal is not None:
        is_a_day = joint in _OF_ITS_ORDINAL and int(ordinal.value.name) <= _LAST_DAY
        return time._replace(start=ordinal.start, day=int(ordinal.value.name)) if is_a_day else time
    day = amounts().numbers.get(sequence[end - 1].text, 0) if end else 0
    return time._replace(start=end - 1, day=day) if 1 < day <= _LAST_DAY else time


def _days_before_month(
    sequence: Sequence[Token], at: int, months: Mapping[int, Hit[Meaning]]
) -> tuple[int, int, int | None] | None:
    """Where the month stands, and the day or days before it; None where no month follows."""
    days = [int(sequence[at].text)]
    place = at + 1
    while place < len(sequence) and place - at < 7:
        if place in months:
            return place, days[0], days[-1] if len(days) > 1 else None
        token = sequence[place]
        if _is_day(sequence, place):
            days.append(int(token.text))
        elif token.text not in _BEFORE_A_MONTH | _BETWEEN_DAYS and not (
            token.gap in ("", "-") and len(token.text) <= 3
        ):
            return None
        place += 1
    return None


def _year_behind(sequence: Sequence[Token], at: int) -> tuple[int | None, int]:
    ahead = at
    while ahead < len(sequence) and sequence[ahead].text in _BEFORE_A_MONTH:
        ahead += 1
    if _is_year(sequence, ahead):
        return int(sequence[ahead].text), ahead + 1
    return None, at


def _year(sequence: Sequence[Token], at: int) -> Time | None:
    return Time(at, at + 1, int(sequence[at].text)) if _is_year(sequence, at) else None


def _bare_day(sequence: Sequence[Token], at: int) -> Time | None:
    """A day without its month: "the 28th", "el día 28", "28-го числа", "يوم 28", "le 28 ?"."""
    if not _is_day(sequence, at) or (at + 1 < len(sequence) and sequence[at + 1].gap.lstrip()[:1] in _PERCENT):
        return None
    if (last := _last_of_bare_days(sequence, at)) is not None:
        return Time(at, last + 1, day=int(sequence[at].text), last_day=int(sequence[last].text))
    end = at + 1
    while (
        end < len(sequence) and end < at + 3 and sequence[end].gap in ("", "-", " ") and sequence[end].text in _ENDINGS
    ):
        end += 1
    said = end > at + 1 and (sequence[end - 1].text in _BEHIND_A_DAY)
    if (
        said
        or _is_behind(sequence, at, _BEFORE_A_DAY)
        or (_is_behind(sequence, at, _THE) and _stands_alone(sequence, at))
    ):
        return Time(at, end if said else at + 1, day=int(sequence[at].text))
    return None


def _last_of_bare_days(sequence: Sequence[Token], at: int) -> int | None:
    """Where the last of days without a month stands: "from the 23rd to the 26th", "du 23 au 26"; None where it does not."""
    if not at or _FROM.isdisjoint(token.text for token in sequence[max(0, at - 2) : at]):
        return None
    between = False
    for place in range(at + 1, min(at + 5, len(sequence))):
        token = sequence[place]
        if _is_day(sequence, place) and between:
            end = place + 1 if sequence[place + 1 : place + 2] and sequence[place + 1].text in _ENDINGS else place
            return place if int(token.text) > int(sequence[at].text) and _stands_alone(sequence, end) else None
        if token.text in _BETWEEN_DAYS - _AND:
            between = True
        elif token.text not in _THE | _ENDINGS:
            return None
    return None


def _is_behind(sequence: Sequence[Token], at: int, words: frozenset[str]) -> bool:
    """Whether one of some words stands before a token; Lao is looked at sign by sign."""
    if at and words.intersection(sequence[at - 1].forms):
        return True
    signs = "".join(token.text for token in sequence[max(0, at - _LONGEST_DAY_WORD) : at] if token.kind == "sign")
    return bool(signs) and any(signs.endswith(word) for word in words if not word.isascii())


def _stands_alone(sequence: Sequence[Token], at: int) -> bool:
    """Whether a number counts nothing that follows: it ends the question or a part of it, or "in" and its like follow."""
    behind = sequence[at + 1] if at + 1 < len(sequence) else None
    return behind is None or behind.text in _NEXT_TO_A_DAY or bool(behind.gap.strip(" -."))


def _is_year(sequence: Sequence[Token], at: int) -> bool:
    return (
        at < len(sequence)
        and sequence[at].kind == "number"
        and len(sequence[at].text) == 4
        and int(sequence[at].text) in _YEARS
    )


def _is_day(sequence: Sequence[Token], at: int) -> bool:
    return (
        at < len(sequence)
        and sequence[at].kind == "number"
        and len(sequence[at].text) <= 2
        and 1 <= int(sequence[at].text) <= 31
    )


def _relative(hits: Sequence[Hit[Meaning]], today: date) -> Iterator[Time]:
    seen: set[int] = set()
    for hit in hits:
        if hit.start in seen:
            continue
        if hit.value.group == "days":
            first, last = _STRETCHES[hit.value.name](today)
        elif hit.value.group == "weekdays" and not hit.value.cautious:
            first = last = today + timedelta(days=(int(hit.value.name) - today.isoweekday()) % 7)
        else:
            continue
        seen.add(hit.start)
        relative = hit.value.name if hit.value.group == "days" else f"weekday.{hit.value.name}"
        yield Time(hit.start, hit.end, first=first, last=last, relative=relative)


def _week(today: date, weeks: int) -> tuple[date, date]:
    monday = today + timedelta(days=7 * weeks + 1 - today.isoweekday())
    return monday, monday + timedelta(days=6)


def _month(today: date, months: int) -> tuple[date, date]:
    place = today.year * 12 + today.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _whole_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _in_days(today: date, days: int) -> tuple[date, date]:
    return (today + timedelta(days=days),) * 2


_STRETCHES = {
    "today": lambda today: _in_days(today, 0),
    "tomorrow": lambda today: _in_days(today, 1),
    "yesterday": lambda today: _in_days(today, -1),
    "day_after_tomorrow": lambda today: _in_days(today, 2),
    "this_week": lambda today: _week(today, 0),
    "next_week": lambda today: _week(today, 1),
    "week_after_next": lambda today: _week(today, 2),
    "last_week": lambda today: _week(today, -1),
    "this_month": lambda today: _month(today, 0),
    "next_month": lambda today: _month(today, 1),
    "last_month": lambda today: _month(today, -1),
    "this_year": lambda today: _whole_year(today.year),
    "next_year": lambda today: _whole_year(today.year + 1),
    "last_year": lambda today: _whole_year(today.year - 1),
}
