"""Hours that a question names: "18:00", "kl. 18.30", "18h30", "6 pm", "18点", "at 6"."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import time

from bot.answering import particles
from bot.answering.text import Token

_SIGNS = particles.said("behind_an_hour")
_AFTER_NOON = {"am": 0, "pm": 12}
_CLOCK = particles.said("before_an_hour")


def hours(sequence: Sequence[Token], taken: Container[int]) -> tuple[frozenset[time], ...]:
    """The hours of a day, in order, each with what it may mean ("at 6"); tokens that are `taken` say a day."""
    found: list[frozenset[time]] = []
    at = 0
    while at < len(sequence):
        bare = at if at not in taken and at and sequence[at - 1].text in _CLOCK else None
        hour, at = _hour(sequence, at)
        if hour is not None:
            found.append(frozenset([hour]))
        elif bare is not None and (token := sequence[bare]).kind == "number" and len(token.text) <= 2:
            meant = [hour for hour in (int(token.text), int(token.text) + 12) if hour <= 23]
            found.extend([frozenset(map(time, meant))] if meant else ())
    return tuple(found)


def _hour(sequence: Sequence[Token], at: int) -> tuple[time | None, int]:
    """The hour that stands at a token, and where to look on."""
    token = sequence[at]
    if token.kind != "number" or len(token.text) > 2 or int(token.text) > 23:
        return None, at + 1
    behind = sequence[at + 1] if at + 1 < len(sequence) else None
    if behind is None:
        return None, at + 1
    hour, minute, end = int(token.text), 0, at + 1
    if _are_minutes(behind, sequence[at - 1].text if at else ""):
        minute, end = int(behind.text), at + 2
    elif behind.text in _SIGNS:
        end = at + 2
        if end < len(sequence) and sequence[end].gap == "" and _is_minute(sequence[end]):
            minute, end = int(sequence[end].text), end + 1
    half = sequence[end].text if end < len(sequence) else ""
    if half in _AFTER_NOON and hour <= 12:
        return time(hour % 12 + _AFTER_NOON[half], minute), end + 1
    return (time(hour, minute), end) if end > at + 1 else (None, at + 1)


def _are_minutes(token: Token, before: str) -> bool:
    return _is_minute(token) and (token.gap == ":" or (token.gap == "." and before in _CLOCK))


def _is_minute(token: Token) -> bool:
    return token.kind == "number" and len(token.text) == 2 and int(token.text) < 60
