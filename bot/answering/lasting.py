"""How many days a question says that a meeting takes ("does it last five days?"), held against how many it does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import particles, parts
from bot.answering.alternatives import gives_a_choice
from bot.answering.claims import is_marked
from bot.answering.lead_words import amounts
from bot.answering.mention import Mention
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject
from bot.model import Meeting
from bot.when import Month, first_day, last_day

_DAYS = particles.said("days")  # of the languages in which no reminders are asked for
_LENGTH = Ask(Subject.DATES, "length")


def verdict(shown: Sequence[Part], meeting: Meeting, understood: Understood) -> parts.Verdict | None:
    """Whether the meeting takes the days that the question says it does; None where it says none, or they are not known."""
    if len(shown) != 1 or shown[0].ask != _LENGTH or not is_marked(understood.reading):
        return None
    if gives_a_choice(understood.reading):
        return None  # "two days or three?"
    said = _days_said(understood.reading, understood.mentions)
    if said is None or meeting.start is None or isinstance(meeting.start, Month):
        return None
    length = (last_day(meeting.end or meeting.start) - first_day(meeting.start)).days + 1
    return parts.Verdict(ask=_LENGTH, meeting=meeting, holds=said == length)


def _days_said(reading: Reading, mentions: Sequence[Mention]) -> int | None:
    """The number before "days", in figures or in words."""
    known = amounts()
    named = {at for mention in mentions for at in range(mention.start, mention.end)}
    for at, token in enumerate(reading.tokens[1:], start=1):
        before = reading.tokens[at - 1].text
        if (known.units.get(token.text) == "day" or token.text in _DAYS) and at - 1 not in named:
            number = int(before) if before.isdecimal() and len(before) <= 2 else known.numbers.get(before)
            if number is not None:
                return number
    return None
