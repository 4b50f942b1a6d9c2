"""A question understood: what it asks, and of which meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta, tzinfo
from functools import partial

from bot.answering import attributing, intents, matters, passages
from bot.answering.alternatives import alternatives, asked_of
from bot.answering.asking import asked_in
from bot.answering.choosing import choice
from bot.answering.claims import Claim, claims
from bot.answering.counting import ALONE, of_the_series
from bot.answering.hours import hours
from bot.answering.meetings import MOST_NEAR, RIGHT_AFTER, Resolution, Surroundings, resolve
from bot.answering.mention import TELLING, Mention
from bot.answering.mentions import mentions
from bot.answering.names import Names
from bot.answering.question import Question, Understood, chosen
from bot.answering.reaching import has_task, meanings, purposes_told, tasks_told
from bot.answering.reading import Reading, read
from bot.answering.subjects import BY_CLOCK, OF_NO_MEETING, SMALL_TALK, Ask, Subject
from bot.answering.talking import Talked
from bot.answering.telling import claiming_of_none, telling
from bot.answering.texts import in_all_languages
from bot.answering.times import Time
from bot.answering.words import Meaning, Words
from bot.facts import zone_of
from bot.model import Meeting

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
_A_WORD = 5  # letters: a shorter one may only be beside what is claimed
_A_DAY = timedelta(days=1)
_LONG_AFTER = 240  # days: whoever has a task is looked for further than the facts of the next meeting
_OF_A_TREATY = frozenset({"term:treaty", "term:legally_binding"})
_AIM = Ask(Subject.OBJECTIVES)
_OUTCOME, _DECLARATION = Ask(Subject.OUTCOME), "concept:declaration"
_TELEPHONES = frozenset({"phone", "contact"})  # concepts
_CALLS = frozenset({"call", "appel"})  # what cities give their names to: declarations are called so
_OF_A_LETTER = frozenset({"who", "letter", "document", "declaration"})
_OF_NO_FIELD = frozenset({"elsewhere", "comfort"})
_WHEN = frozenset({Subject.DATES, Subject.STATUS})
_DESKS = frozenset({"visa", "hotel", "transport", "sponsorship"})
_OF_PAPERS = frozenset({Subject.DOCUMENTS, Subject.CONTACTS})


def understand(question: Question, lexicon: Words, names: Names) -> Understood:
    """Read a question and say what it asks, of which meetings; one that only picks a meeting lets the one go on that waits."""
    understood = _understood(question, lexicon, names)
    if (talked := _talked(understood, lexicon, names)) is not None:
        return talked
    before, picked = question.conversation, understood.resolution.meetings
    if not before.waiting or question.given or len(picked) != 1 or picked[0] not in before.candidates:
        return understood
    asked = intents.asks(understood.reading, before.asks)
    if any(ask.subject not in SMALL_TALK for ask in asked) or understood.claims:
        return understood
    return _understood(chosen(question, picked[0]), lexicon, names)


def _talked(understood: Understood, lexicon: Words, names: Names) -> Understood | None:
    """The question as what it says of the talk itself makes it, if it says any: the last one put right, the same again."""
    question, before = understood.question, understood.question.conversation
    if question.given or not (before.meetings or before.candidates):
        return None
    talked = Talked(understood, lexicon, names.catalogue.meetings)
    if (corrected := talked.put_right()) is not None:
        return understand(corrected, lexicon, names)
    if (turned := talked.turned()) is not None:
        return turned
    if (denied := talked.denied()) is not None:
        corrected_so = understand(denied, lexicon, names)
        means = corrected_so.resolution.meetings
        if corrected_so.asks == before.asks and means and means != before.meetings:
            return corrected_so
    return None


def _understood(question: Question, lexicon: Words, names: Names) -> Understood:
    today = question.now.astimezone(question.zone or _zone_of_talk(question, names)).date()
    likely = [code.split("-")[0] for code in (question.chosen, question.conversation.language, question.hint) if code]
    reading = _of_a_call(_of_a_ceremony(read(question.text, lexicon, names, today, likely), names))
    reading = _of_the_field(reading, names)
    found = of_the_series(mentions(reading, names), question.conversation.meetings, names)
    found = _without_today(found, reading, today)
    asked = asked_in(question, reading, found)
    if _is_of_a_year_of_a_treaty(reading, asked):
        asked, found = [_OUTCOME], [mention for mention in found if mention.kind != "time"]
    if offered := alternatives(reading, found, bool(question.conversation.meetings)):
        asked, found = asked_of(offered, asked), [mention for mention in found if mention not in offered]
    elif (claimed := claims(reading, found, asked, question.conversation.meetings)) and not (
        (attributing.is_at_a_house(reading) and all(map(_is_of_a_year, claimed)))
        or _ends_otherwise(reading, found, asked)
    ):
        rest = telling(found, asked, reading, names, claiming_of_none(found, claimed))
        resolution = _nearest_claimed(_resolution(question, reading, rest, asked, names), claimed, question, names)
        if _is_claimed_of_one(resolution, claimed, question, reading):
            return Understood(question, reading, tuple(rest), tuple(asked), resolution, tuple(claimed))
    found = telling(found, asked, reading, names)
    resolution = (
        choice(question, reading)
        or _strange(question, reading, found, names)
        or _resolution(question, reading, found, asked, names)
    )
    if question.is_resumed and resolution.unknown:  # which the store does not have: she chose another
        resolution = Resolution(question.conversation.meetings, named=True)
    of_its_aim = asked == [_AIM] or (not asked and not reading.of("glossary"))
    if of_its_aim and "why" in reading.concepts and _are_off(resolution, names):
        asked = [Ask(Subject.STATUS)]
    return Understood(question, reading, tuple(found), tuple(asked), resolution)


def _is_of_a_year_of_a_treaty(reading: Reading, asked: Sequence[Ask]) -> bool:
    """Whether a question gives a year in which a treaty is to be concluded: that tells of no meeting."""
    named = reading.terms
    if (
        not reading.times
        or not (reading.speaks_of_a_treaty or "instrument" in named)
        or any(time.month or time.day for time in reading.times)
    ):
        return False
    return "concluding_a_treaty" in named and all(ask == _OUTCOME or ask.subject is Subject.DATES for ask in asked)


def _is_about(time: Time, today: date) -> bool:
    """Whether a date is today's, or a day beside it: where the person lives it may be another day."""
    named = time.days(today.year)
    return named is not None and named[0] == named[1] and abs(named[0] - today) <= _A_DAY


def _without_today(found: list[Mention], reading: Reading, today: date) -> list[Mention]:
    """The mentions, where another names the meeting, without the date on which the question is asked: "it is 20 June now"."""
    dated = {time.start for time in reading.times if time.day and not time.relative and _is_about(time, today)}
    named = [mention.meetings for mention in found if mention.kind in TELLING] if dated else []
    if not named:
        return found
    meant = frozenset().union(*named)
    return [
        mention
        for mention in found
        if mention.kind != "time" or mention.start not in dated or not mention.meetings.isdisjoint(meant)
    ]


def _are_off(resolution: Resolution, names: Names) -> bool:
    """Whether the meetings meant do not stand as they were called: then "why?" asks for the reason, not for the aim."""
    meetings = [names.catalogue.meetings[each] for each in resolution.meetings]
    return bool(meetings) and all(meeting.status != "confirmed" for meeting in meetings)


def _of_a_ceremony(reading: Reading, names: Names) -> Reading:
    """The reading, with "the signature" as a kind of meeting where a convention is signed at one: no letter is asked about."""
    if "signing" not in reading.forms or "sign" not in reading.concepts or "signing" not in names.kinds:
        return reading
    if reading.concepts & _OF_A_LETTER - ({"who"} if "contact" in reading.concepts else set()):
        return reading
    as_kind = Meaning("kinds", "signing", reading.language or "")
    hits = tuple(replace(hit, value=as_kind) if hit.value.name == "sign" else hit for hit in reading.hits)
    return replace(reading, hits=hits)


def _of_a_call(reading: Reading) -> Reading:
    """The reading, where a city's call ("the Bergen Call") is spoken of, without asking for a telephone."""
    cities = [hit for hit in reading.names if hit.value.kind == "city"]
    behind, before = {hit.end for hit in cities}, {hit.start for hit in cities}
    calls = [
        hit
        for hit in reading.of("concepts")
        if hit.value.name in _TELEPHONES
        and (hit.start in behind or (hit.end in before or hit.end + 1 in before))
        and reading.tokens[hit.start].text in _CALLS
    ]
    return replace(reading, hits=tuple(hit for hit in reading.hits if hit not in calls)) if calls else reading


def _of_the_field(reading: Reading, names: Names) -> Reading:
    """The reading, without what words of the meetings' own names would ask for elsewhere: "museum", of a museums conference."""
    if reading.concepts.isdisjoint(_OF_NO_FIELD):
        return reading
    terms = {at for hit in reading.names if hit.value.kind == "term" for at in range(hit.start, hit.end)}
    own = [
        hit
        for hit in reading.of("concepts")
        if hit.value.name in _OF_NO_FIELD
        and all(at in terms or _is_of_names(at, reading, names) for at in range(hit.start, hit.end))
    ]
    return replace(reading, hits=tuple(hit for hit in reading.hits if hit not in own)) if own else reading


def _is_of_names(at: int, reading: Reading, names: Names) -> bool:
    text = reading.tokens[at].text
    return text in names.words or f"{text}s" in names.words


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


def _is_of_a_year(claim: Claim) -> bool:
    """Whether a claim is of a year or a month, which may only tell which meeting is said to be in a building."""
    return claim.ask.subject is Subject.DATES and claim.time is not None and claim.time.day is None


def _ends_otherwise(reading: Reading, found: Sequence[Mention], asked: Sequence[Ask]) -> bool:
    """Whether a question ends in a word of its own: that is what it claims of what it names before ("was Oslo a success?")."""
    at = len(reading.tokens) - 1
    token = reading.tokens[at]
    if asked or token.kind != "word" or token.capital or len(token.text) < _A_WORD:
        return False
    if any(time.month is not None for time in reading.times):
        return False  # "will the conference be held in May after all?"
    named = {place for mention in found for place in range(mention.start, mention.end)}
    return at not in named | reading.stop | reading.covered | reading.shaping


def _nearest_claimed(resolution: Resolution, claimed: Sequence[Claim], question: Question, names: Names) -> Resolution:
    """The meeting that a claimed day is said of, where several fit: the one in that month, else the nearest by the clock."""
    times = [claim.time for claim in claimed if claim.time is not None and claim.time.month]
    if resolution.meetings or resolution.unknown or not times:
        return resolution
    month = names.days.fitting(times[0]._replace(day=None, last_day=None))
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


def _resolution(
    question: Question, reading: Reading, found: Sequence[Mention], asked: Sequence[Ask], names: Names
) -> Resolution:
    def states(meeting: Meeting) -> bool:
        if "declaration" in reading.concepts and _OUTCOME in asked:
            return any(_DECLARATION in meanings(said) for said in in_all_languages(meeting.outcome))
        return any(matters.states(meeting, ask) or _says_something(meeting, ask) for ask in asked)

    if _OUTCOME in asked and reading.speaks_of_a_treaty and (leading := _leading_to_a_treaty(found, names)):
        return Resolution((leading,), named=True)
    before = question.conversation
    offered = before.offered if before.meetings else before.candidates
    past = "past" in reading.forms and "given" not in reading.forms
    subjects = {ask.subject for ask in asked}
    papers = bool(subjects) and subjects <= _OF_PAPERS
    knows, within = _knowledge(asked, reading), RIGHT_AFTER
    if Subject.CONTACTS in subjects and (tasks := tasks_told(reading) | _desks_told(reading)):
        knows, within = partial(has_task, wanted=tasks), _LONG_AFTER
    elif Subject.PRACTICAL in subjects or papers:
        within = _LONG_AFTER
    elif Subject.DEADLINES in subjects and (dated := _with_what_is_due(reading, names)):
        knows, within = (lambda meeting: meeting.id in dated), _LONG_AFTER
    serves = partial(has_task, wanted=purposes_told(reading)) if Subject.CONTACTS in subjects else None
    called_off = {"why", "cancelled"} <= reading.concepts
    called = {hit.value.name for hit in reading.of("kinds")}
    of_kind = names.own_kinds.get("conference", frozenset()) if called == {"conference"} else frozenset()
    of_session = names.own_kinds.get("session", frozenset()) if called == {"session"} else frozenset()
    of_dates = bool(subjects) and subjects <= _WHEN
    talked = before.meetings
    if "declaration" in reading.concepts and _OUTCOME in asked and any(len(mention.meetings) > 1 for mention in found):
        talked = tuple(meeting for meeting in talked if states(names.catalogue.meetings[meeting]))  # its own is meant
    surroundings = Surroundings(
        question.now,
        talked,
        question.following,
        offered,
        past,
        papers,
        knows,
        within,
        called_off,
        of_dates,
        of_kind,
        of_session,
        serves,
    )
    by_time = next((ask for ask in asked if ask.subject in BY_CLOCK and not ask.focus), None)
    if Subject.PRACTICAL in subjects and before.meetings and not reading.of("kinds"):
        by_time = None  # "when is the last bus?"
    if by_time is None or names_one_by_itself(found, reading):
        return resolve(reading, found, names, surroundings, states)
    choose = names.timeline.next if by_time.subject is Subject.NEXT else names.timeline.last
    return Resolution(tuple(choose(_of_their_own_kind(fitting(found, names), found, names), question.now)), named=True)


def _leading_to_a_treaty(found: Sequence[Mention], names: Names) -> str:
    """The one meeting whose outcome says when there is to be a treaty, where a question names none; else ""."""
    if any(mention.kind in (*TELLING, "time", "kind", "country") for mention in found):
        return ""
    stating = [each.id for each in names.catalogue.meetings.values() if _says_when_of_a_treaty(each)]
    return stating[0] if len(stating) == 1 else ""


def _says_when_of_a_treaty(meeting: Meeting) -> bool:
    said = in_all_languages(meeting.outcome)
    return any(meanings(text) & _OF_A_TREATY for text in said) and any(map(passages.tells_when, said))


def _of_their_own_kind(ids: list[str], found: Sequence[Mention], names: Names) -> list[str]:
    """Of some meetings those that are themselves of the kinds named, and not held for one that is; all where none is."""
    kinds = {mention.key for mention in found if mention.kind == "kind"}
    return [meeting for meeting in ids if kinds <= names.features[meeting].own_kinds] or ids


def _desks_told(reading: Reading) -> set[str]:
    """What tells a practical matter for which a meeting may have a contact of its own ("the visa desk")."""
    return {f"concept:{name}" for name in reading.concepts & _DESKS}


def _knowledge(asked: Sequence[Ask], reading: Reading) -> Callable[[Meeting], bool] | None:
    """Whether the facts of a meeting hold what is asked of it; None where every meeting's do."""
    telling = [Ask(Subject.PROGRAMME) if _is_of_sessions(ask, reading) else ask for ask in asked]
    telling = [ask for ask in telling if ask.subject not in _OF_EVERY_MEETING and str(ask) != "programme.now"]
    telling = [ask for ask in telling if ask.subject is Subject.PRACTICAL] or telling  # "the last day for hotels?"
    return (lambda meeting: any(matters.states(meeting, ask) for ask in telling)) if telling else None


def _with_what_is_due(reading: Reading, names: Names) -> frozenset[str]:
    """The meetings of which something is due that a question names ("the deadline for credentials")."""
    meetings = names.catalogue.meetings
    return frozenset([each for each in names.due if matters.due_named(meetings[each], reading)])


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
    return any(
        mention.kind in TELLING and (beside or len(mention.meetings) == 1 or mention.key.startswith(ALONE))
        for mention in found
    )


def fitting(found: Sequence[Mention], names: Names) -> list[str]:
    """The meetings that fit everything that is named, in order of their dates."""
    ids = set(names.catalogue.meetings)
    for mention in found:
        if mention.kind != "inside":
            ids &= mention.meetings
    return names.timeline.in_order(ids)
