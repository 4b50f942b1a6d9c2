"""What a question claims of a meeting, held against what is stated: of it, its sessions, what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.answering import claims, due, parts, sessions
from bot.answering.claims import Claim
from bot.answering.houses import is_online
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.subjects import Ask, Subject
from bot.model import Meeting, Session
from bot.when import When, first_day, last_day

_MOST = 0.6  # of the words of what is due: "late registration" is not registration
_DUE = (Subject.DATES, Subject.DEADLINES, Subject.REQUESTS)


def judged(
    claim: Claim, meeting: Meeting, understood: Understood, shown: Callable[[Ask], Part]
) -> tuple[Part, bool | None]:
    """What the answer shows on a claim (`shown` gives the part for an ask), and whether that bears it out (None: silent)."""
    if claim.time is None:
        return _of_a_place(claim, meeting, shown)
    named = claim.ask.subject in _DUE or (
        claim.ask.subject is Subject.REGISTRATION and due.named(meeting, understood, _MOST)
    )
    if named and (days := _due(meeting, claim, understood)):
        return shown(Ask(Subject.DEADLINES)), _any_of(claims.is_so(claim, when, when) for when in days)
    of_a_stretch = claim.ask.subject is Subject.REGISTRATION and claim.ask.focus not in ("opens", "closes")
    part = shown(Ask(Subject.REGISTRATION) if of_a_stretch else claim.ask)
    if isinstance(part, parts.Deadlines):
        return part, _any_of(claims.is_so(claim, day, day) for day, _ in part.due)
    if isinstance(part, parts.Sessions) and claim.time.last_day is not None and len(part.sessions) > 1:
        return part, _is_stretch_of(part.sessions, claim)
    if isinstance(part, parts.Sessions):
        return part, _any_of(_is_session_then(claim, session) for session in part.sessions)
    if isinstance(part, parts.Documents):
        return part, _any_of(
            None if paper.issued is None else claims.is_so(claim, paper.issued, paper.issued)
            for paper in part.documents
        )
    if claim.ask.subject in (Subject.DEADLINES, Subject.REQUESTS):
        return part, None
    if claim.hours and claim.ask.subject is Subject.DATES and not isinstance(meeting.start, datetime):
        return _of_an_edge(claim, meeting) or (part, claims.holds(claim, meeting))
    return part, claims.holds(claim, meeting)


def _of_a_place(claim: Claim, meeting: Meeting, shown: Callable[[Ask], Part]) -> tuple[Part, bool | None]:
    """The same of a place; of a meeting that is held online alone there is none."""
    if meeting.city is None and is_online(meeting):
        return shown(Ask(Subject.VENUE)), False
    return shown(claim.ask), claims.holds(claim, meeting)


def _of_an_edge(claim: Claim, meeting: Meeting) -> tuple[Part, bool | None] | None:
    """The session with which a meeting begins or ends, where that alone has the hour, and whether it is then."""
    last = claim.ask.focus == "end"
    for session in sessions.at_the_edge(meeting, last=last):
        when = session.end if last else session.start
        ask = Ask(Subject.PROGRAMME, "session.end" if last else "session.start")
        shown = parts.Sessions(ask=ask, meeting=meeting, sessions=(session,), paths=(f"programme.{session.id}",))
        return (shown, claims.is_so(claim, when, when)) if when is not None else None
    return None


def is_called_off(part: Part) -> bool:
    """Whether what a part shows is cancelled or postponed, which it then says itself."""
    if isinstance(part, parts.Sessions) and any(session.status != "confirmed" for session in part.sessions):
        return True
    return isinstance(part, parts.Fact) and part.meeting.status in ("cancelled", "postponed")


def _any_of(verdicts: Iterable[bool | None]) -> bool | None:
    given = list(verdicts)
    return True if True in given else None if None in given else False


def _is_session_then(claim: Claim, session: Session) -> bool | None:
    if session.start is None:
        return None
    return claims.is_so(claim, session.start, session.end or session.start)


def _is_stretch_of(held: Sequence[Session], claim: Claim) -> bool | None:
    """Whether several sessions together take the days of a claim ("on the 10th and the 11th")."""
    starts = sorted((session.start for session in held if session.start is not None), key=first_day)
    ends = sorted((session.end or session.start for session in held if session.start is not None), key=last_day)
    return claims.is_so(claim, starts[0], ends[-1]) if len(starts) == len(held) else None


def _due(meeting: Meeting, claim: Claim, understood: Understood) -> list[When]:
    """The dates of what the question says is due, where it names that better than any session; else the only one."""
    if found := due.named(meeting, understood):
        return [each.day for each in found]
    every = [each.day for each in due.of(meeting)]
    return every if claim.ask.subject in (Subject.DEADLINES, Subject.REQUESTS) and len(every) == 1 else []
