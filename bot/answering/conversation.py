"""What was last talked about in a chat: short questions lean on it ("and the fax?", "the one in 2013")."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.answering.subjects import Ask

LASTS = timedelta(hours=12)
_MOST_SAID = 5
_LONGEST = 300  # characters of a question that is kept; a longer one is cut


class Last(NamedTuple):
    """The question answered last, with what it takes to answer it once more: how it was asked, and what it was asked in."""

    text: str
    given: tuple[Ask, ...]
    is_resumed: bool
    is_correction: bool
    before: Conversation


class Conversation(NamedTuple):
    """The meetings of the last answer, what was asked of them, the person shown in it, and the language of the question.

    `candidates` are meetings that she may choose: between which she was asked (then `meetings` is empty, and what she asked
    waits in `asks`), or that fitted too; `waiting` are the words of her question. `person` is the path of a contact, signatory
    or chair of the first meeting, `session` the id of a session of it. `day` is the one day that was told of it, but for its
    own, as ISO 8601 has it, `event` what of it is then, if reminders are of it. `offered` are the meetings that she chose from,
    and `former` the one that was talked about before this. `said` are her last questions, the newest last.
    """

    meetings: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    person: str = ""
    session: str = ""
    language: str = ""
    candidates: tuple[str, ...] = ()
    waiting: str = ""
    day: str = ""
    event: str = ""
    offered: tuple[str, ...] = ()
    former: str = ""
    said: tuple[str, ...] = ()
    last: Last | None = None

    def without_the_last(self) -> Conversation:
        """What it takes to answer a question in it: nothing of the questions before."""
        return self._replace(last=None, said=()) if self.last or self.said else self


NOTHING_YET = Conversation()


def and_said(before: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The last questions once another was asked; one without words was a button."""
    said = text.strip()[:_LONGEST]
    return (*before, said)[-_MOST_SAID:] if said else before


def expires_at(now: datetime) -> datetime:
    """When a conversation carried on at `now` is forgotten."""
    return now + LASTS
