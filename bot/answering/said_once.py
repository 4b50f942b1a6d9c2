"""Parts of an answer that come to the same: said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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


def without_doubles(shown: Sequence[Part]) -> list[Part]:
    """Two subjects may come to the same part, as when a session is meant."""
    kept: list[Part] = []
    for part in shown:
        if part not in kept:
            kept.append(part)
    return kept
