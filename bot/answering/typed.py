"""The meetings that a few words call to mind while somebody is still typing them."""

from __future__ import annotations

from bot.answering.names import Names
from bot.answering.question import Question
from bot.answering.text import cleaned, tokens
from bot.answering.understanding import understand
from bot.answering.words import Words


def typed(question: Question, lexicon: Words, names: Names) -> list[str]:
    """The ids of the meetings that the words name, or that have a word beginning with each of them; the nearest in time first.

    Without words these are the meetings under way and ahead, then those that are over, the last first.
    """
    coming = names.timeline.coming(names.catalogue.meetings, question.now)
    past = [meeting for meeting in reversed(names.timeline.in_order(names.catalogue.meetings)) if meeting not in coming]
    begun = [token.text for token in tokens(cleaned(question.text))]
    if not begun:
        return [*coming, *past]
    resolution = understand(question, lexicon, names).resolution
    named = (
        dict.fromkeys((*resolution.meetings, *resolution.others, *resolution.candidates)) if resolution.named else {}
    )
    fitting = frozenset.intersection(*(_begun_by(beginning, names) for beginning in begun))
    return list(dict.fromkeys((*named, *(meeting for meeting in (*coming, *past) if meeting in fitting))))


def _begun_by(beginning: str, names: Names) -> frozenset[str]:
    """The meetings with a word in their names or city, in any language that the store has, or a year, that begins so."""
    found: set[str] = set()
    for word, ids in names.words.items():
        if word.startswith(beginning):
            found |= ids
    for city, ids in names.cities.items():
        if any(word.startswith(beginning) for word in city.split()):
            found |= ids
    if beginning.isdigit():
        found |= {
            meeting for meeting, begins in names.timeline.begins.items() if str(begins.year).startswith(beginning)
        }
    return frozenset(found)
