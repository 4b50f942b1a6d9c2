"""Parts of an answer that come to the same: said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import facts
from bot.answering import parts
from bot.answering.parts import Part
from bot.answering.subjects import Ask, Subject


def together(shown: Sequence[Part]) -> list[Part]:
    """The parts, with what is said of the same sessions twice said once, in full."""
    kept: list[Part] = []
    for part in shown:
        same = [
            place
            for place, other in enumerate(kept)
            if isinstance(part, parts.Sessions) and isinstance(other, parts.Sessions) and _are_alike(part, other)
        ]
        if same:
            kept[same[0]] = _in_full(kept[same[0]], part)
        else:
            kept.append(part)
    return kept


def _in_full(one: Part, other: Part) -> Part:
    """Two parts on the same sessions in one."""
    if not isinstance(one, parts.Sessions) or not isinstance(other, parts.Sessions):
        return one
    wanted = tuple(dict.fromkeys((*one.foci, *other.foci)))
    return replace(one, ask=Ask(Subject.PROGRAMME, "session."), wanted=wanted)


def _are_alike(part: parts.Sessions, other: parts.Sessions) -> bool:
    both = (part.focus, other.focus)
    steps = [focus for focus in both if focus in ("session.next", "session.previous")]
    return part.sessions == other.sessions and not steps and all(focus.startswith("session.") for focus in both)


def registration_once(shown: Sequence[Part], now: datetime) -> list[Part]:
    """The parts, without what another part on the registration of the same meeting says too."""
    told: dict[str, set[str]] = {}
    for part in shown:
        if isinstance(part, parts.Fact) and part.ask.subject is Subject.REGISTRATION:
            told.setdefault(part.meeting.id, set()).add(part.focus)
    return [
        part
        for part in shown
        if not isinstance(part, parts.Fact)
        or part.ask.subject is not Subject.REGISTRATION
        or not _is_told_by(part, told[part.meeting.id], now)
    ]


def _is_told_by(part: parts.Fact, foci: set[str], now: datetime) -> bool:
    """Whether parts on these foci say what one says: whether registration is open, and until when, stands in several."""
    registration = part.meeting.registration
    if registration is None or len(foci) == 1 or (registration.opens is None and registration.closes is None):
        return False
    phase = facts.registration_now(part.meeting, now).phase
    if part.focus == "closes":
        return "open_now" in foci and phase is not facts.Phase.AHEAD and registration.closes is not None
    if part.focus in ("", "how") and (registration.url or registration.how):
        stated = any(focus in foci and getattr(registration, focus) is not None for focus in ("opens", "closes"))
        return "open_now" in foci or (stated and phase is not facts.Phase.AHEAD)
    return False


def unstated_once(shown: Sequence[Part]) -> list[Part]:
    """The parts, without what another on the same meeting says too: whom to ask, and that no building is stated."""
    kept: list[Part] = []
    for part in shown:
        others = (other for other in shown if other is not part and isinstance(other, parts.Fact))
        if isinstance(part, parts.Contacts) and not part.focus and not part.narrowed:
            told = any(other.meeting == part.meeting and _names_whom_to_ask(other) for other in others)
        else:
            told = _of_no_building(part) is not None and _of_no_building(part) in map(_of_no_building, kept)
        if not told:
            kept.append(part)
    return kept


def _names_whom_to_ask(part: parts.Fact) -> bool:
    """Whether a part says that a practical matter or a deadline is not stated, and so whom to ask about it."""
    meeting = part.meeting
    if part.ask.subject is Subject.DEADLINES:  # which may be of what invitees are asked, or of registration
        asked = any(request.by is not None for request in meeting.requests)
        return not (meeting.deadlines or asked or (meeting.registration and meeting.registration.closes))
    return part.ask.subject is Subject.PRACTICAL and not facts.is_stated(meeting, str(part.ask))


def _of_no_building(part: Part) -> str | None:
    """The meeting of which a part says that the building is not stated, whichever of it was asked for; else None."""
    if not isinstance(part, parts.Fact) or part.ask.subject is not Subject.VENUE or part.named:
        return None
    return part.meeting.id if part.meeting.venue is None and part.focus not in ("city", "country") else None


def without_doubles(shown: Sequence[Part]) -> list[Part]:
    """Two subjects may come to the same part, as when a session is meant."""
    kept: list[Part] = []
    for part in shown:
        if part not in kept:
            kept.append(part)
    return kept
