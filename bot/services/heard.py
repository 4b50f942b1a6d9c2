"""The last questions of a conversation, so that one of them can be passed on to the organisers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bot.answering.knowledge import Knowledge

_MOST = 5
_LONGEST = 1000  # characters; what is longer is cut


class Said(NamedTuple):
    """A message of a chat: its number there, and its words."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A question: the number of its message in the chat, its text, the meeting that the answer was about, in which
    language it was, and how much the bot knew."""

    message_id: int
    text: str
    meeting_id: str | None
    language: str
    knowledge: Knowledge


def heard_in(body: Mapping[str, Any] | None) -> tuple[Heard, ...]:
    """What a conversation holds, the newest last."""
    kept = (body or {}).get("heard", ())
    return tuple(Heard(number, text, about, code, Knowledge(knew)) for number, text, about, code, knew in kept)


def and_heard(before: tuple[Heard, ...], new: Heard | None) -> tuple[Heard, ...]:
    """What a conversation is to hold once it has heard another question, if one, or the same again, edited."""
    if new is not None and len(new.text) > _LONGEST:
        new = replace(new, text=new.text[:_LONGEST])
    all_of_them = [*before, new] if new is not None else [*before]
    newest = {each.message_id: each for each in all_of_them}
    return tuple(newest.values())[-_MOST:]


def as_json(heard: tuple[Heard, ...]) -> list[list[Any]]:
    """What `heard_in` reads."""
    return [[each.message_id, each.text, each.meeting_id, each.language, each.knowledge.value] for each in heard]
