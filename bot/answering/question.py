"""A question, and everything that was found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.answering.claims import Claim
from bot.answering.conversation import NOTHING_YET, Conversation
from bot.answering.meetings import Resolution
from bot.answering.mention import Mention
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject


class Question(NamedTuple):
    """What a person wrote, and what it is understood in.

    `now` is aware UTC, `zone` the one in which her days are counted; `chosen` and `hint` are codes of languages; `following`
    gives the ids of the meetings she follows, where nothing else says which is meant; `given` is what is asked whatever the
    words say, as by a command or a button. A text that `is_timed` said when a reminder is wanted, in words that are left out;
    one that `is_correction` puts the last question right, and what said so is left out. `written` is what she wrote, where
    words of it are left out.
    """

    text: str
    now: datetime
    zone: ZoneInfo | None = None
    chosen: str | None = None
    hint: str | None = None
    conversation: Conversation = NOTHING_YET
    following: Callable[[], Sequence[str]] = tuple
    given: tuple[Ask, ...] = ()
    is_resumed: bool = False
    is_timed: bool = False
    is_correction: bool = False
    written: str = ""


class Understood(NamedTuple):
    """A question with everything that was found in it.

    `day` is one that was told before, which it goes on from; `in_passing` it asks after a day or a person that was told, and
    the talk stays at what was asked before. `looks_back` says what of the last answer it wants: `again`, `sure`, `source` or
    `asked`, "" for none; `speaks` is the language that it wants to be answered in.
    """

    question: Question
    reading: Reading
    mentions: tuple[Mention, ...]
    asks: tuple[Ask, ...]
    resolution: Resolution
    claims: tuple[Claim, ...] = ()
    day: date | None = None
    in_passing: bool = False
    looks_back: str = ""
    speaks: str = ""

    def names(self, *kinds: str) -> bool:
        """Whether the question names a meeting in one of these ways."""
        return any(mention.kind in kinds for mention in self.mentions)

    @property
    def strange_symbol(self) -> str:
        """The symbol that a question names, where the store has no document that bears one it names; else ""."""
        symbols = self.reading.symbols
        if not symbols or any(symbol.documents for symbol in symbols):
            return ""
        return self.reading.words_between(symbols[0].start, symbols[0].end)


def chosen(question: Question, meeting_id: str) -> Question:
    """The question that waits for a meeting to be chosen, with the one chosen."""
    before = question.conversation
    offered = before.offered if meeting_id in before.offered else (*before.meetings[:1], *before.candidates)
    return question._replace(
        text=before.waiting,
        given=before.asks or (() if before.waiting else (Ask(Subject.OVERVIEW),)),
        is_resumed=bool(before.waiting),
        conversation=before._replace(meetings=(meeting_id,), candidates=(), waiting="", offered=offered),
    )
