"""Which of the mentions in a question say what meeting is meant; the others are named by the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answering.claims import OPEN, Claim
from bot.answering.mention import TELLING, Mention
from bot.answering.names import Names
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject

_OF_PEOPLE = frozenset(
    {
        Subject.CONTACTS,
        Subject.PERSON,
        Subject.INVITED,
        Subject.HOST,
        Subject.SUPPORT,
        Subject.CHAIRS,
        Subject.REQUESTS,
        Subject.LEVEL,
    }
)
_OF_A_PERSON = Ask(Subject.PERSON)
_NEAR = 2  # words
_PAPERS = ("declaration", "progress_report", "report")


def telling(
    found: Sequence[Mention], asked: Sequence[Ask], reading: Reading, names: Names, without: Collection[Mention] = ()
) -> list[Mention]:
    """The mentions that say which meeting is meant."""
    if without:
        found = [mention for mention in found if mention not in without]
    if list(asked) == [_OF_A_PERSON]:
        found = [mention for mention in found if mention.kind != "country"]  # "is she from Slovenia?"
    if any(ask.subject is Subject.REMINDER for ask in asked):
        found = [mention for mention in found if not _is_when(mention, reading, names)]
    found = [mention for mention in found if not _is_aside(mention, found, asked, reading)]
    return [mention for mention in found if not _is_of_a_paper(mention, found, reading)]


def claiming_of_none(found: Sequence[Mention], claimed: Sequence[Claim]) -> set[Mention]:
    """The mentions that claim something of none of the meetings named: the others also tell which of them is meant."""
    mentions_claimed = {claim.mention for claim in claimed}
    naming = [mention.meetings for mention in found if mention not in mentions_claimed and mention.kind in TELLING]
    named = frozenset.intersection(*naming) if naming else frozenset()
    return {mention for mention in mentions_claimed if not mention.meetings & named and not mention.is_former}


def _is_aside(mention: Mention, found: Sequence[Mention], asked: Sequence[Ask], reading: Reading) -> bool:
    """Whether a place in which there is no meeting is named for another reason than to say which one."""
    if mention.meetings or mention.kind not in ("country", "place"):
        return False
    beside = [hit for hit in reading.of("kinds") if -1 <= mention.start - hit.end <= 1 or hit.start == mention.end]
    states = "open" not in reading.forms and not reading.concepts & OPEN  # "does Australia support the assembly?"
    speaks_of_meetings = any(ask.subject not in _OF_PEOPLE for ask in asked) or (
        bool(beside) and not (asked and states)
    )
    if mention.kind == "country" and not speaks_of_meetings:
        return True
    is_its_place = mention.kind == "place" and bool(beside)  # "the Paris meeting in June"
    naming = TELLING if is_its_place else (*TELLING, "time")
    return any(other.meetings and other.kind in naming for other in found)


def _is_when(mention: Mention, reading: Reading, names: Names) -> bool:
    """Whether a day on which there is no meeting says when something is wanted, as in "remind me on 20 June"."""
    if mention.kind != "time":
        return False
    days = [time for time in reading.times if time.day and mention.start <= time.start < mention.end]
    return any(not names.days.held_on(time) for time in days)


def _is_of_a_paper(mention: Mention, found: Sequence[Mention], reading: Reading) -> bool:
    """Whether a city only stands in the name of a paper ("the Oslo Declaration") beside the meeting that is meant."""
    if mention.kind != "city":
        return False
    beside = any(
        hit.value.name in _PAPERS
        and (hit.start <= mention.start < hit.end or hit.start == mention.end or _follows(mention, hit.end, reading))
        for hit in reading.hits
    )
    others = (other for other in found if other is not mention and other.kind in TELLING)
    return beside and any(not other.meetings & mention.meetings for other in others)


def _follows(mention: Mention, end: int, reading: Reading) -> bool:
    """Whether a mention stands behind a word with no more than small words between: "la Déclaration d'Oslo"."""
    return 0 <= mention.start - end <= _NEAR and reading.stop.issuperset(range(end, mention.start))
