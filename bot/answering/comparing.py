"""Which of several meetings comes first, and which takes the most days, where a question compares them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answering import parts
from bot.answering.question import Understood
from bot.answering.subjects import Ask, Subject
from bot.model import Meeting
from bot.when import Month, first_day, last_day


def compared(meetings: Sequence[Meeting], understood: Understood) -> parts.Compared | None:
    """What holds of some meetings beside each other; None where a question does not compare, or days are not known."""
    if len(meetings) < 2 or "compare" not in understood.reading.concepts:
        return None
    if any(ask.subject is not Subject.DATES for ask in understood.asks):
        return None
    known = [taken for meeting in meetings if (taken := _days(meeting)) is not None]
    return _ranked(meetings, known) if len(known) == len(meetings) else None


def of_all(meetings: Iterable[Meeting], understood: Understood) -> parts.Compared | parts.Listed | None:
    """The same of all meetings whose days are known, where a question compares and names none: "which was the longest?".

    Several that take as long are listed.
    """
    reading = understood.reading
    if understood.resolution.named or understood.question.conversation.meetings or understood.mentions:
        return None
    if "compare" not in reading.concepts or not understood.asks or not reading.of("kinds"):
        return None
    dated = [meeting for meeting in meetings if _days(meeting) is not None]
    longest = _longest_of(dated)
    if 1 < len(longest) < len(dated):
        return parts.Listed(ask=Ask(Subject.MEETINGS), meetings=tuple(longest), count=len(longest), complete=False)
    return compared(dated, understood)


def _longest_of(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Those that take the most days."""
    lengths = [(taken[1], meeting) for meeting in meetings if (taken := _days(meeting)) is not None]
    most = max((length for length, _ in lengths), default=0)
    return [meeting for length, meeting in lengths if length == most]


def _ranked(meetings: Sequence[Meeting], known: Sequence[tuple[int, int]]) -> parts.Compared:
    starts, lengths = [start for start, _ in known], [length for _, length in known]
    first = meetings[starts.index(min(starts))] if starts.count(min(starts)) == 1 else None
    longest = meetings[lengths.index(max(lengths))] if lengths.count(max(lengths)) == 1 else None
    days = max(lengths) if longest or len(set(lengths)) == 1 else 0
    return parts.Compared(ask=Ask(Subject.DATES), first=first, longest=longest, days=days)


def _days(meeting: Meeting) -> tuple[int, int] | None:
    """The day on which a meeting begins, as a number, and how many days it takes; None where its days are not known."""
    start, end = meeting.start, meeting.end or meeting.start
    if start is None or end is None or isinstance(start, Month) or isinstance(end, Month):
        return None
    return first_day(start).toordinal(), (last_day(end) - first_day(start)).days + 1
