"""Sessions that a question means: by their words, their day, or the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from bot import facts
from bot.answering.reading import Reading
from bot.answering.text import cleaned, tokens
from bot.answering.texts import in_all_languages
from bot.answering.times import Time
from bot.answering.words import words
from bot.model import Meeting, Session
from bot.when import Month, first_day, last_day

_ENOUGH = 0.5
_GENERIC = frozenset(["meeting", "conference", "kind:meeting", "kind:conference", "session"])


def named(meeting: Meeting, reading: Reading) -> tuple[Session, ...]:
    """The sessions of which the question says a telling part of the title, the best named only."""
    said = _said(reading)
    scored = [(_share(session, said), session) for session in meeting.programme]
    best = max((score for score, _ in scored), default=0.0)
    return tuple(session for score, session in scored if score == best and best >= _ENOUGH)


def _said(reading: Reading) -> frozenset[str]:
    said = {token.text for at, token in enumerate(reading.tokens) if at not in reading.stop}
    said |= {f"kind:{hit.value.name}" for hit in reading.of("kinds")}
    said |= {f"term:{hit.value.name}" for hit in reading.of("glossary")}
    said |= {f"number:{hit.value.name}" for hit in reading.of("ordinals")}
    said |= {f"number:{int(token.text)}" for token in reading.tokens if token.kind == "number" and len(token.text) <= 2}
    return frozenset(said)


def _share(session: Session, said: frozenset[str]) -> float:
    """How much of the title is said, counted by its telling words or (in another language) by its kinds and terms."""
    best = 0.0
    for title in in_all_languages(session.title):
        own_words, own_signs = _title(title)
        for own in (own_words, own_signs):
            if own and (spoken := own & said):
                best = max(best, len(spoken) / len(own))
    return best


@lru_cache(maxsize=4096)
def _title(title: str) -> tuple[frozenset[str], frozenset[str]]:
    lexicon = words()
    sequence = tokens(cleaned(title))
    hits = lexicon.phrases.find(sequence)
    plain = frozenset(token.text for token in sequence if "en" not in lexicon.stop.get(token.text, ())) - _GENERIC
    groups = {"kinds": "kind", "glossary": "term", "ordinals": "number"}
    signs = (
        frozenset(f"{groups[hit.value.group]}:{hit.value.name}" for hit in hits if hit.value.group in groups) - _GENERIC
    )
    return plain, signs


def on_day(meeting: Meeting, day: date) -> tuple[Session, ...]:
    """The sessions of a day, in order of time."""
    return tuple(session for session in facts.in_time_order(meeting.programme) if _covers(session, day))


def _covers(session: Session, day: date) -> bool:
    if session.start is None or isinstance(session.start, Month):
        return False
    return first_day(session.start) <= day <= last_day(session.end or session.start)


def at(meeting: Meeting, now: datetime) -> tuple[Session, ...]:
    """The sessions under way."""
    return tuple(
        session
        for session in facts.in_time_order(meeting.programme)
        if facts.session_phase(session, meeting, now) is facts.Phase.NOW
    )


def in_half(sessions: Iterable[Session], *, morning: bool) -> tuple[Session, ...]:
    """Those that begin before noon, or from noon on; those without an hour are in neither."""
    return tuple(
        session for session in sessions if isinstance(session.start, datetime) and (session.start.hour < 12) == morning
    )


def beside(meeting: Meeting, session: Session, step: int) -> tuple[Session, ...]:
    """The session that comes next (`step` 1) or before (-1) in the order of the programme."""
    order = facts.in_time_order(meeting.programme)
    place = order.index(session) + step
    return (order[place],) if 0 <= place < len(order) else ()


def day_meant(meeting: Meeting, times: Sequence[Time]) -> date | None:
    """The day of a meeting that a question names: a date, or a weekday that the meeting has."""
    days = facts.days_of(meeting)
    for time in times:
        if time.relative.startswith("weekday."):
            weekday = int(time.relative.partition(".")[2])
            fitting = [day for day in days if day.isoweekday() == weekday]
            if fitting:
                return fitting[0]
        elif (
            (spans := time.days(days[0].year if days else 1))
            and spans[0] == spans[1]
            and (not time.relative or spans[0] in days)
        ):
            return spans[0] if spans[0] in days else None
    return None
