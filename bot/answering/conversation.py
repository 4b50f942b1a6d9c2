"""What was last talked about in a chat: short questions lean on it ("and the fax?", "the one in 2013")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answering.subjects import Ask

LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The meetings of the last answer, what was asked of them, the person shown in it, and the language of the question.

    `candidates` are meetings that she may choose: between which she was asked (then `meetings` is empty, and what she asked
    waits in `asks`), or that fitted too; `waiting` are the words of her question. `person` is the path of a contact, signatory
    or chair of the first meeting, `session` the id of a session of it.
    """

    meetings: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    person: str = ""
    session: str = ""
    language: str = ""
    candidates: tuple[str, ...] = ()
    waiting: str = ""


NOTHING_YET = Conversation()


def expires_at(now: datetime) -> datetime:
    """When a conversation carried on at `now` is forgotten."""
    return now + LASTS
