"""Which of several meetings a question picks that were offered or told before: "the second", "both", "the last one"."""

from __future__ import annotations

from bot.answering.counting import BEHIND
from bot.answering.meetings import Resolution
from bot.answering.phrases import Hit
from bot.answering.question import Question
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject
from bot.answering.words import Meaning

OF_ONE_WORD = {
    "who": (Ask(Subject.HOST), Ask(Subject.CONTACTS)),
    "where": (Ask(Subject.VENUE),),
    "how_many": (Ask(Subject.PRACTICAL, "fees"),),
}
"""What a concept that is said alone asks of the meeting talked about."""
_SHORT = 6  # words: a question that only picks one of those offered has no more
_SHORT_IN_SIGNS = 14
_FEW = 4  # meetings of which one is still called "the first" once one of them is talked about
_GOING_ON = 10  # words of a question that picks one of them
_ANY_MEETING = frozenset({"meeting", "conference"})  # kinds
_BESIDE_A_NUMBER = frozenset({*OF_ONE_WORD, "and_what", "when", "ok", "thanks", "begin", "end", "takes_place", "now"})


def choice(question: Question, reading: Reading) -> Resolution | None:
    """The meeting that "the second one" or "2" picks of those offered; "and the first?", also where one was picked."""
    before = question.conversation
    offered, is_waiting = _to_choose_from(question)
    words = len(reading.tokens)
    if not offered or words > (_SHORT_IN_SIGNS if reading.language in ("zh", "lo") else _GOING_ON):
        return None
    ordinals = reading.of("ordinals")
    by_itself = bool(ordinals) and all(_counts_nothing_else(hit, reading) for hit in ordinals)
    is_short = words <= _SHORT or reading.language in ("zh", "lo")
    if not by_itself and not (is_short and (is_waiting or (before.candidates and not ordinals))):
        return None
    numbers = [int(hit.value.name) for hit in ordinals]
    if is_waiting:
        numbers += [int(token.text) for token in reading.tokens if token.kind == "number" and len(token.text) == 1]
    if before.candidates and "previous" in reading.concepts and not numbers and is_short:
        numbers = [len(offered)]
    if len(set(numbers)) == 1 and 1 <= numbers[0] <= len(offered):
        return Resolution((offered[numbers[0] - 1],), named=True)
    return None


def _to_choose_from(question: Question) -> tuple[tuple[str, ...], bool]:
    """The meetings that a number may pick, in the order in which they were told, and whether one is to be picked.

    Those between which she was asked; else, once one is talked about, the few that she chose from or that were told at once.
    """
    before = question.conversation
    if before.candidates and not before.meetings:
        return before.candidates, True
    if before.candidates:
        return (*before.meetings[:1], *before.candidates), False
    if question.is_correction and before.offered:
        return before.offered, True
    told = before.offered or before.meetings
    return (told, False) if 1 < len(told) <= _FEW else ((), False)


def _counts_nothing_else(ordinal: Hit[Meaning], reading: Reading) -> bool:
    """Whether an ordinal stands for a meeting, and not before what it counts: "the second, where?", "and the first one?"."""
    if reading.names or reading.times or any(hit.value.name not in _ANY_MEETING for hit in reading.of("kinds")):
        return False
    beside = ordinal.start - 1 if reading.language in BEHIND else ordinal.end
    if not 0 <= beside < len(reading.tokens) or beside in reading.stop:
        return True
    said = [hit for hit in reading.hits if hit.start <= beside < hit.end]
    return any(
        hit.value.group == "kinds" or hit.value.name in OF_ONE_WORD or hit.value.name in _BESIDE_A_NUMBER
        for hit in said
    )
