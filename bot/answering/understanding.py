"""A question understood: what it asks, of which meetings, and by which words documents may answer it."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.answering import intents, matters, passages, people
from bot.answering.claims import OPEN, Claim, claims
from bot.answering.conversation import NOTHING_YET, Conversation
from bot.answering.hours import hours
from bot.answering.meetings import MOST_NEAR, Resolution, Surroundings, resolve
from bot.answering.mention import Mention
from bot.answering.mentions import mentions
from bot.answering.names import Names
from bot.answering.reading import Reading, read
from bot.answering.subjects import OF_NO_MEETING, SMALL_TALK, Ask, Subject
from bot.answering.words import Words
from bot.facts import zone_of
from bot.model import Meeting, Text

BY_CLOCK = (Subject.NEXT, Subject.PREVIOUS)
TELLING = ("alias", "series", "nth", "city")
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
_OF_EVERY_MEETING = OF_NO_MEETING | {
    Subject.OVERVIEW,
    Subject.DATES,
    Subject.VENUE,
    Subject.STATUS,
    Subject.NEXT,
    Subject.PREVIOUS,
    Subject.PROCESS,
    Subject.CALENDAR,
    Subject.REMINDER,
    Subject.CHANGES,
    Subject.FOLLOW,
    Subject.UNFOLLOW,
    Subject.OTHER,
    Subject.PERSON,
    Subject.WEBSITE,
}
_OF_PAPERS = frozenset({Subject.DOCUMENTS, Subject.CONTACTS})
_DAYS = frozenset({"today", "tomorrow", "day_after_tomorrow", *(f"weekday.{day}" for day in range(1, 8))})
_PAPERS = ("declaration", "progress_report", "report")
_SHORT = 6  # words: a question that only picks one of those offered has no more
_SHORT_IN_SIGNS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person wrote, and what it is understood in.

    `now` is aware UTC, `zone` the one in which her days are counted; `chosen` and `hint` are codes of languages; `following`
    gives the ids of the meetings she follows, where nothing else says which is meant; `given` is what is asked whatever the
    words say, as by a command or a button.
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


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with everything that was found in it."""

    question: Question
    reading: Reading
    mentions: tuple[Mention, ...]
    asks: tuple[Ask, ...]
    resolution: Resolution
    claims: tuple[Claim, ...] = ()

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


def understand(question: Question, lexicon: Words, names: Names) -> Understood:
    """Read a question and say what it asks, of which meetings; one that only picks a meeting lets the one go on that waits."""
    understood = _understood(question, lexicon, names)
    before, picked = question.conversation, understood.resolution.meetings
    if not before.waiting or question.given or len(picked) != 1 or picked[0] not in before.candidates:
        return understood
    asked = intents.asks(understood.reading, before.asks)
    if any(ask.subject not in SMALL_TALK for ask in asked) or understood.claims:
        return understood
    return _understood(chosen(question, picked[0]), lexicon, names)


def _understood(question: Question, lexicon: Words, names: Names) -> Understood:
    today = question.now.astimezone(question.zone or _zone_of_talk(question, names)).date()
    likely = [code.split("-")[0] for code in (question.chosen, question.conversation.language, question.hint) if code]
    reading = read(question.text, lexicon, names, today, likely)
    found = mentions(reading, names)
    asked = _asks(question, reading, found)
    if claimed := claims(reading, found, asked, question.conversation.meetings):
        rest = _telling(found, asked, reading, _not_of(found, claimed))
        resolution = _nearest_claimed(_resolution(question, reading, rest, asked, names), claimed, question, names)
        if _is_claimed_of_one(resolution, claimed, question, reading):
            return Understood(question, reading, tuple(rest), tuple(asked), resolution, tuple(claimed))
    found = _telling(found, asked, reading)
    resolution = (
        _picked(question, reading)
        or _strange(question, reading, found, names)
        or _resolution(question, reading, found, asked, names)
    )
    return Understood(question, reading, tuple(found), tuple(asked), resolution)


def _strange(question: Question, reading: Reading, found: Sequence[Mention], names: Names) -> Resolution | None:
    """That the words behind a command, which say of which meeting, name none: nothing in them is known."""
    asked = {ask.subject for ask in question.given}
    if (
        not asked
        or question.is_resumed
        or asked & _OF_PAPERS
        or found
        or reading.hits
        or reading.names
        or reading.times
    ):
        return None
    if all(at in reading.stop for at in range(len(reading.tokens))) or reading.symbols:
        return None
    if Subject.PROGRAMME in asked and hours(reading.tokens, ()):
        return None
    near = names.timeline.closest(names.catalogue.meetings, question.now, MOST_NEAR)
    return Resolution(candidates=tuple(near), unknown=question.text.strip(), named=True)


def _telling(
    found: Sequence[Mention], asked: Sequence[Ask], reading: Reading, without: Container[Mention] = ()
) -> list[Mention]:
    """The mentions that say which meeting is meant."""
    found = [mention for mention in found if mention not in without]
    if any(ask.subject is Subject.REMINDER for ask in asked):
        found = [mention for mention in found if not _is_when(mention, reading)]
    found = [mention for mention in found if not _is_aside(mention, found, asked, reading)]
    return [mention for mention in found if not _is_of_a_paper(mention, found, reading)]


def _not_of(found: Sequence[Mention], claimed: Sequence[Claim]) -> set[Mention]:
    """The mentions that claim something of none of the meetings named: the others also tell which of them is meant."""
    mentions_claimed = {claim.mention for claim in claimed}
    naming = [mention.meetings for mention in found if mention not in mentions_claimed and mention.kind in TELLING]
    named = frozenset.intersection(*naming) if naming else frozenset()
    return {mention for mention in mentions_claimed if not mention.meetings & named}


def _nearest_claimed(resolution: Resolution, claimed: Sequence[Claim], question: Question, names: Names) -> Resolution:
    """The meeting that a claimed day is said of, where several fit: the one in that month, else the nearest by the clock."""
    times = [claim.time for claim in claimed if claim.time is not None and claim.time.month]
    if resolution.meetings or resolution.unknown or not times:
        return resolution
    month = names.days.fitting(replace(times[0], day=None, last_day=None))
    fitting = [meeting for meeting in resolution.candidates if meeting in month]
    fitting = fitting or names.timeline.nearest(resolution.candidates, question.now)
    return Resolution((fitting[0],), named=True) if len(fitting) == 1 else resolution


def _is_claimed_of_one(resolution: Resolution, claimed: Sequence[Claim], question: Question, reading: Reading) -> bool:
    """Whether claims are of the one meeting meant: it or its session is named, it is talked about, or no other fits them."""
    if len(resolution.meetings) != 1:
        return False
    of_another = any(
        claim.mention.meetings and resolution.meetings[0] not in claim.mention.meetings
        for claim in claimed
        if not claim.tells_of_no_meeting
    )
    of_its_session = any(
        hit.value.kind == "session" and hit.value.meeting == resolution.meetings[0] for hit in reading.names
    )
    return resolution.named or bool(question.conversation.meetings) or of_its_session or not of_another


def _zone_of_talk(question: Question, names: Names) -> tzinfo:
    """Where the days of somebody who never said where she lives are counted: at the meeting talked about, or at the next."""
    meetings = names.catalogue.meetings
    near = [meeting for meeting in question.conversation.meetings if meeting in meetings]
    near = near or names.timeline.nearest(meetings, question.now)
    return zone_of(meetings[near[0]]) if near else UTC


def chosen(question: Question, meeting_id: str) -> Question:
    """The question that waits for a meeting to be chosen, with the one chosen."""
    before = question.conversation
    return replace(
        question,
        text=before.waiting,
        given=before.asks or (() if before.waiting else (Ask(Subject.OVERVIEW),)),
        is_resumed=bool(before.waiting),
        conversation=replace(before, meetings=(meeting_id,), candidates=(), waiting=""),
    )


def _asks(question: Question, reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What the question asks, or what the last one did where it only names another meeting."""
    if question.given:
        return list(question.given)
    before = question.conversation
    asked = intents.asks(reading, before.asks)
    real = [ask for ask in asked if ask.subject not in SMALL_TALK]
    of_a_session = any(hit.value.kind == "session" for hit in reading.names) and "and_what" in reading.concepts
    names_one = of_a_session or any(mention.kind not in ("process", "inside") for mention in found)
    follows_up = before.candidates or "and_what" in reading.concepts
    if before.asks and not real and ((names_one and follows_up) or _picked(question, reading)):
        return list(before.asks)
    if "and_what" in reading.concepts and not real and before.asks and before.asks[0].subject is Subject.CONTACTS:
        return list(before.asks)  # "and the one for the press?"
    if (
        asked == [Ask(Subject.CHAIRS)]
        and {mention.kind for mention in found} == {"country"}
        and not reading.of("kinds")
        and not people.countries_asked(reading)
    ):
        return [Ask(Subject.OUT_OF_SCOPE)]  # the president of a country presides over no meeting
    if _names_document(reading) and all(
        ask.subject in (Subject.VENUE, Subject.WEBSITE, Subject.PROGRAMME) for ask in asked
    ):
        return [Ask(Subject.DOCUMENTS)]
    if reading.symbols:
        language = [Ask(Subject.DOCUMENTS, "language")] if "interpretation" in reading.concepts else []
        return (
            [ask for ask in asked if ask.subject is Subject.DOCUMENTS and ask.focus]
            or language
            or [Ask(Subject.DOCUMENTS)]
        )
    if not asked and before.meetings and len(reading.tokens) == 1:
        return _asked_alone(reading)
    if asked and all(str(ask) in ("previous.before", "next.after") for ask in asked) and _names_two(found):
        return [Ask(Subject.DATES)]
    return asked or _asked_by_names(reading, found, talks=bool(before.meetings))


def _asked_by_names(reading: Reading, found: Sequence[Mention], *, talks: bool) -> list[Ask]:
    """What a question asks that asks nothing in so many words: by whom or what it names; `talks`: a meeting is talked about."""
    if any(hit.value.kind == "person" for hit in reading.names):
        return [Ask(Subject.PERSON)]
    if (
        "open" in reading.forms
        and not any(mention.kind in TELLING for mention in found)
        and any(time.day and time.month for time in reading.times)
    ):
        return [Ask(Subject.PROGRAMME)]  # "what is there on 9 May?"
    if reading.concepts & {"close", "open"} and any(time.day for time in reading.times):
        return [Ask(Subject.DATES, "end" if "close" in reading.concepts else "start")]
    if reading.concepts & {"close", "open"} and hours(reading.tokens, ()):
        return [Ask(Subject.DATES, "hours")]
    if "compare" in reading.concepts or (
        any(mention.kind in TELLING for mention in found) and any(time.day for time in reading.times)
    ):
        return [Ask(Subject.DATES)]
    names_one = any(mention.kind not in ("process", "inside") for mention in found)
    if (names_one or talks) and any(time.relative in _DAYS for time in reading.times):
        return [Ask(Subject.PROGRAMME)]
    spans = {(mention.start, mention.end) for mention in found if mention.kind == "process"}
    if spans and all((mention.start, mention.end) in spans for mention in found if mention.kind != "inside"):
        return [Ask(Subject.PROCESS)]
    return [Ask(Subject.OVERVIEW)] if names_one and "overview" in reading.concepts else []


def _asked_alone(reading: Reading) -> list[Ask]:
    """What a single word asks of the meeting talked about: "who?" of those behind it; "où ?", without its accent "or"."""
    if "who" in reading.concepts:
        return [Ask(Subject.HOST), Ask(Subject.CONTACTS)]
    return [Ask(Subject.VENUE)] if reading.language == "fr" and reading.tokens[0].text == "ou" else []


def _names_two(found: Sequence[Mention]) -> bool:
    """Whether a question names two meetings, as in "is Lima before Oslo?"."""
    named = [mention.meetings for mention in found if mention.kind in TELLING and mention.meetings]
    return any(not one & other for one in named for other in named)


def _names_document(reading: Reading) -> bool:
    return any(hit.value.kind == "document" and hit.length > 1 for hit in reading.names)


def _picked(question: Question, reading: Reading) -> Resolution | None:
    """The meeting that "the second one" or "2" picks of those offered."""
    offered = question.conversation.candidates
    if not offered or len(reading.tokens) > (_SHORT_IN_SIGNS if reading.language in ("zh", "lo") else _SHORT):
        return None
    numbers = [int(hit.value.name) for hit in reading.of("ordinals")]
    numbers += [int(token.text) for token in reading.tokens if token.kind == "number" and len(token.text) == 1]
    if "previous" in reading.concepts and not numbers:
        numbers = [len(offered)]
    if len(set(numbers)) == 1 and 1 <= numbers[0] <= len(offered):
        return Resolution((offered[numbers[0] - 1],), named=True)
    return None


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
    return any(other.meetings and other.kind in (*TELLING, "time") for other in found)


def _is_when(mention: Mention, reading: Reading) -> bool:
    """Whether a day on which there is no meeting says when something is wanted, as in "remind me on 20 June"."""
    if mention.kind != "time" or mention.meetings:
        return False
    return any(time.day and mention.start <= time.start < mention.end for time in reading.times)


def _is_of_a_paper(mention: Mention, found: Sequence[Mention], reading: Reading) -> bool:
    """Whether a city only stands in the name of a paper ("the Oslo Declaration") beside the meeting that is meant."""
    beside = any(
        hit.value.name in _PAPERS and (hit.start == mention.end or 0 <= mention.start - hit.end <= 2)
        for hit in reading.hits
    )
    others = (other for other in found if other is not mention and other.kind in TELLING)
    return mention.kind == "city" and beside and any(not other.meetings & mention.meetings for other in others)


def _resolution(
    question: Question, reading: Reading, found: Sequence[Mention], asked: Sequence[Ask], names: Names
) -> Resolution:
    def states(meeting: Meeting) -> bool:
        return any(matters.states(meeting, ask) or _says_something(meeting, ask) for ask in asked)

    before = question.conversation
    offered = () if before.meetings else before.candidates
    past = "past" in reading.forms and "given" not in reading.forms
    papers = bool(asked) and all(ask.subject in _OF_PAPERS for ask in asked)
    knows = _knowledge(asked, reading)
    surroundings = Surroundings(question.now, before.meetings, question.following, offered, past, papers, knows)
    by_time = next((ask for ask in asked if ask.subject in BY_CLOCK and not ask.focus), None)
    if by_time is None or names_one_by_itself(found, reading):
        return resolve(reading, found, names, surroundings, states)
    choose = names.timeline.nearest if by_time.subject is Subject.NEXT else names.timeline.last
    return Resolution(tuple(choose(fitting(found, names), question.now)), named=True)


def _knowledge(asked: Sequence[Ask], reading: Reading) -> Callable[[Meeting], bool] | None:
    """Whether the facts of a meeting hold what is asked of it; None where every meeting's do."""
    telling = [Ask(Subject.PROGRAMME) if _is_of_sessions(ask, reading) else ask for ask in asked]
    telling = [ask for ask in telling if ask.subject not in _OF_EVERY_MEETING]
    return (lambda meeting: any(matters.states(meeting, ask) for ask in telling)) if telling else None


def _says_something(meeting: Meeting, ask: Ask) -> bool:
    """Whether the documents of a meeting speak of practical matters, if not of the one that is asked."""
    return ask.subject is Subject.PRACTICAL and meeting.practical is not None


def _is_of_sessions(ask: Ask, reading: Reading) -> bool:
    """Whether an ask is of what a programme holds: which sessions are cancelled, the hour of a beginning."""
    if ask.subject is Subject.STATUS:
        return bool(reading.concepts & {"session", "programme"}) or any(
            hit.value.name == "session" for hit in reading.of("kinds")
        )
    return str(ask) in ("dates.hours", "venue.room")


def names_one_by_itself(found: Sequence[Mention], reading: Reading) -> bool:
    """Whether a question names a meeting besides which another may be asked for; "the last one in Lima" is one by the clock."""
    beside = bool(reading.concepts & {"after", "before", "process"})
    return any(mention.kind in TELLING and (beside or len(mention.meetings) == 1) for mention in found)


def fitting(found: Sequence[Mention], names: Names) -> list[str]:
    """The meetings that fit everything that is named, in order of their dates."""
    ids = set(names.catalogue.meetings)
    for mention in found:
        if mention.kind != "inside":
            ids &= mention.meetings
    return names.timeline.in_order(ids)


def terms(
    understood: Understood, lexicon: Words, glossary: Mapping[str, Text], languages: frozenset[str]
) -> list[passages.Term]:
    """The words of a question by which documents are searched: those that do not say when, or of which country, or only ask."""
    spent = [
        at
        for mention in understood.mentions
        if mention.kind in ("time", "country")
        for at in range(mention.start, mention.end)
    ]
    return passages.terms(understood.reading, lexicon, glossary, languages, spent, unasked=not understood.asks)


def without_names(understood: Understood, wanted: Sequence[passages.Term]) -> list[passages.Term]:
    """Those of the terms that are not part of how the question names its meeting."""
    named = {
        understood.reading.tokens[at].text
        for mention in understood.mentions
        if mention.kind in (*TELLING, "short", "kind")
        for at in range(mention.start, mention.end)
    }
    return [term for term in wanted if not any(text.startswith(way[0]) for way in term.ways for text in named)]


def unspent(understood: Understood, wanted: Sequence[passages.Term]) -> list[passages.Term]:
    """Those of the terms that no concept, kind or name of a meeting explains; "how many states" asks of the states."""
    if not wanted:
        return []
    explained = {understood.reading.tokens[at].text for at in _explained(understood)}
    return [term for term in wanted if not any(text.startswith(way[0]) for way in term.ways for text in explained)]


def has_own_words(understood: Understood) -> bool:
    """Whether a question has words besides those that say what it asks and of which meeting, as `unspent` would find."""
    reading = understood.reading
    if reading.of("glossary") or any(hit.value.kind == "term" for hit in reading.names):
        return True
    spent = reading.stop | _explained(understood)
    return any(
        at not in spent and (token.kind == "number" or (token.kind == "word" and len(token.text) > 2))
        for at, token in enumerate(reading.tokens)
    )


def _explained(understood: Understood) -> set[int]:
    """The tokens of concepts, kinds and names of meetings."""
    reading = understood.reading
    counting = "how_many" in reading.concepts
    spans = [
        (hit.start, hit.end)
        for hit in reading.hits
        if hit.value.group in ("concepts", "kinds") and not (counting and hit.value.name == "group")
    ]
    spans += [(mention.start, mention.end) for mention in understood.mentions if mention.kind != "inside"]
    return {at for span in spans for at in range(*span)}
