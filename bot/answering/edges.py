"""The first and the last day of a meeting: which they are, or what is on then."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject

_END, _LENGTH = Ask(Subject.DATES, "end"), Ask(Subject.DATES, "length")
EDGES = {"programme.first_day": Ask(Subject.DATES, "start"), "programme.last_day": _END}
_BOTH = frozenset(["first_day", "last_day"])
_WHICH = frozenset(["when", "weekday", "date", "overview"])
_ALONE = _BOTH | _WHICH | {"and_what", "begin", "end"}


def names_only_an_edge(reading: Reading) -> bool:
    """Whether a question has no words but for the first or the last day of a meeting."""
    if not reading.concepts <= _ALONE or not reading.concepts & _BOTH or reading.of("glossary"):
        return False
    return "session" not in reading.named


def which_day(asked: Sequence[Ask], reading: Reading) -> list[Ask]:
    """What is asked, with the day itself in the place of what is on then, where a question asks which that is."""
    if not names_only_an_edge(reading):
        return list(asked)
    if reading.concepts >= _BOTH:
        return [Ask(Subject.DATES)]
    return the_days(asked) if reading.concepts & _WHICH else list(asked)


def lasting_until(asked: Sequence[Ask], reading: Reading) -> list[Ask]:
    """What is asked, with the last day in the place of the length, where a day is named: "does it last until the 19th?"."""
    if "until" not in reading.forms or "open" in reading.forms or not any(time.day for time in reading.times):
        return list(asked)
    return [_END if ask == _LENGTH else ask for ask in asked]


def the_days(asked: Sequence[Ask]) -> list[Ask]:
    """What is asked, with the first and the last day themselves in the place of what is on then."""
    return [EDGES.get(str(ask), ask) for ask in asked]
