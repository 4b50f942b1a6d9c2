"""What is asked of no one meeting: what is on in some days, what has changed, which there are, and the next by the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answering import agenda, comparing, followed, parts, sessions
from bot.answering.beside import meetings_beside
from bot.answering.items import SIGN
from bot.answering.mention import TELLING
from bot.answering.names import Names
from bot.answering.parts import Part
from bot.answering.question import Understood
from bot.answering.subjects import BY_CLOCK, Ask, Subject
from bot.answering.times import Time
from bot.answering.understanding import fitting, names_one_by_itself
from bot.model import Meeting

_MOST_LISTED = 20
_LONGEST = 31  # days of which everything that is on is told
_CHANGES = Ask(Subject.CHANGES)
_COUNTDOWN = Ask(Subject.DATES, "countdown")
_OF_TIME = frozenset(
    {Subject.PROGRAMME, Subject.MEETINGS, Subject.NEXT, Subject.DATES, Subject.AGENDA, Subject.CALENDAR}
)


def part_for(understood: Understood, names: Names) -> Part | None:
    """The answer to a question that is of no one meeting; None where it is of one, or of some that it names."""
    asked, resolution = understood.asks, understood.resolution
    if (on := _changes(understood, names) or _agenda(understood, names)) is not None:
        return on
    if any(ask.subject is Subject.MEETINGS for ask in asked) or _asks_what_is_off(understood):
        return _listed(understood, names)
    everything = names.catalogue.meetings.values()
    if (several := _series(understood, names) or comparing.of_all(everything, understood)) is not None:
        return several
    by_time = [ask for ask in asked if ask.subject in BY_CLOCK and not ask.focus]
    if not by_time or names_one_by_itself(understood.mentions, understood.reading):
        return None
    if (beside := meetings_beside(understood, names)) is not None:  # "what is next after June 2011?"
        return _listing(beside, names) if beside else _nothing_beside(understood, names)
    plainly = all(ask in by_time or ask == Ask(Subject.DATES) for ask in asked)
    return _by_clock(by_time[0], understood, names) if plainly or not resolution.meetings else None


def _agenda(understood: Understood, names: Names) -> Part | None:
    """What is on in a stretch of days, where the question names one and no meeting."""
    stretch = next((time for time in understood.reading.times if time.first and time.last), None)
    if stretch is None or stretch.first is None or stretch.last is None:
        return None
    if "standing" in understood.reading.concepts and understood.resolution.meetings:
        return None  # "is it over today?"
    if _COUNTDOWN in understood.asks:  # "how many days from today until the workshop?"
        return None
    if any(ask.subject not in _OF_TIME for ask in understood.asks) or understood.names(*TELLING, "short", "time"):
        return None
    if not understood.asks and (understood.resolution.unknown or "how_many" in understood.reading.concepts):
        return None  # "is the Cairo workshop this year?", "how many parties are there today?"
    is_long = (stretch.last - stretch.first).days > _LONGEST
    if is_long and Ask(Subject.MEETINGS) in understood.asks and names.days.held_on(stretch):
        return None  # "which meetings are there this year?"
    about = _meetings(names, understood.resolution.meetings[:1])
    inside = any(mention.kind == "inside" for mention in understood.mentions) or any(
        hit.value.kind == "session" and hit.value.meeting == each.id
        for each in about
        for hit in understood.reading.names
    )
    takes_up_an_item = any(mention.key.startswith(SIGN) for mention in understood.mentions)
    pointed = understood.resolution.named or understood.question.conversation.meetings or takes_up_an_item or inside
    of_a_meeting = stretch.relative.startswith("weekday.") and pointed and about
    if of_a_meeting and sessions.day_meant(about[0], [stretch]) is not None:
        return None
    coming = _meetings(names, names.timeline.nearest(names.catalogue.meetings, understood.question.now)[:1])
    found = agenda.entries(names, stretch.first, stretch.last)
    if not found and about and _is_of_its_programme(stretch, about[0], understood):
        return None
    if half := next((ask.focus for ask in understood.asks if ask.focus in ("morning", "afternoon")), ""):
        found = agenda.in_half(found, morning=half == "morning")
    return parts.Agenda(
        ask=Ask(Subject.AGENDA),
        first=stretch.first,
        last=stretch.last,
        entries=found[:_MOST_LISTED],
        next=coming[0] if coming else None,
    )


def _is_of_its_programme(stretch: Time, meeting: Meeting, understood: Understood) -> bool:
    """Whether a day of the week on which nothing is on is one of a meeting's days: "the programme for Thursday"."""
    if not stretch.relative.startswith("weekday.") or "anything" in understood.reading.concepts:
        return False
    day = sessions.day_meant(meeting, [stretch])
    return day is not None and Ask(Subject.PROGRAMME) in understood.asks and bool(sessions.on_day(meeting, day))


def _changes(understood: Understood, names: Names) -> Part | None:
    """What has changed, where that is asked: of the meeting that is named, else of what is followed."""
    ask, resolution = _CHANGES, understood.resolution
    if ask not in understood.asks:
        return None
    if resolution.named and len(resolution.candidates) > 1 and not resolution.meetings:
        return parts.Which(ask=ask, candidates=_meetings(names, resolution.candidates))
    named = _meetings(names, resolution.meetings[:1]) if resolution.named else ()
    return parts.Changes(ask=ask, meeting=named[0] if named else None)


def _listed(understood: Understood, names: Names) -> Part:
    ask = Ask(Subject.MEETINGS)
    telling = [mention for mention in understood.mentions if mention.kind != "inside"]
    resolution = understood.resolution
    if (beside := meetings_beside(understood, names)) is not None:
        return _listing(beside, names)
    if any(not mention.meetings for mention in telling):
        return parts.NotInStore(ask=ask, words=resolution.unknown, near=_meetings(names, resolution.candidates))
    held = [names.days.held_on(time) for time in understood.reading.times if time.month or time.first]
    shown = [meeting for meeting in fitting(telling, names) if all(meeting in ids for ids in held)]
    shown = shown or list(
        resolution.meetings if len(resolution.meetings) > 1 else ()
    )  # "the meetings of Lima and of Oslo"
    if Subject.STATUS in {ask.subject for ask in understood.asks}:
        shown = [meeting for meeting in shown if meeting in names.timeline.called_off]
    sides = understood.reading.concepts & {"next", "previous"}
    if len(sides) == 1:
        now, past = understood.question.now, "previous" in sides
        shown = [meeting for meeting in shown if names.timeline.is_over(meeting, now) is past]
        if not shown and not past:
            return _coming(Ask(Subject.NEXT), None, understood, names)
    return _listing(shown, names)


def _listing(ids: Sequence[str], names: Names) -> Part:
    listed = _meetings(names, ids[:_MOST_LISTED])
    complete = len(ids) == len(names.catalogue.meetings)
    return parts.Listed(ask=Ask(Subject.MEETINGS), meetings=listed, count=len(ids), complete=complete)


def _nothing_beside(understood: Understood, names: Names) -> Part:
    """That the store does not know of what comes after a meeting, or before it, with whom of that one to ask."""
    anchors = [mention.meetings for mention in understood.mentions if mention.kind in (*TELLING, "time")]
    about = _meetings(names, anchors[0]) if len(anchors) == 1 and len(anchors[0]) == 1 else ()
    return parts.Unanswered(ask=Ask(Subject.OTHER), meeting=about[0]) if about else _listing((), names)


def _asks_what_is_off(understood: Understood) -> bool:
    """Whether a question asks which of all meetings are cancelled or postponed."""
    reading = understood.reading
    if understood.resolution.named or "given" in reading.forms:
        return False
    return understood.asks == (Ask(Subject.STATUS),) and ("list" in reading.concepts or "called_off" in reading.forms)


def _series(understood: Understood, names: Names) -> Part | None:
    """A process, where the question names that and no meeting of it."""
    plain = all(ask.subject in (Subject.PROCESS, Subject.OVERVIEW, Subject.MEETINGS) for ask in understood.asks)
    if not understood.asks or not plain or (process := followed.process_named(understood, names.catalogue)) is None:
        return None
    own = names.timeline.in_order(
        next(mention.meetings for mention in understood.mentions if mention.kind == "process")
    )
    return parts.Series(ask=Ask(Subject.PROCESS), process=process, meetings=_meetings(names, own[:_MOST_LISTED]))


def _by_clock(ask: Ask, understood: Understood, names: Names) -> Part:
    if (session := _next_session(ask, understood, names)) is not None:
        return session
    chosen = _meetings(names, understood.resolution.meetings[:1])
    return _coming(ask, chosen[0] if chosen else None, understood, names)


def _coming(ask: Ask, meeting: Meeting | None, understood: Understood, names: Names) -> Part:
    """The meeting by the clock, or that there is none, with the last of those that fit what is named."""
    pool = fitting(understood.mentions, names) or names.catalogue.meetings
    if meeting is None and ask.subject is Subject.NEXT:
        meeting = next((each for each in _meetings(names, pool) if _waits_for_its_days(each)), None)
    last = _meetings(names, names.timeline.last(pool, understood.question.now))
    return parts.Coming(
        ask=ask,
        meeting=meeting,
        last=last[0] if last else None,
        paths=("name", "start", "city") if meeting else (),
    )


def _waits_for_its_days(meeting: Meeting) -> bool:
    """Whether a meeting that was put off has no days yet: it is still ahead."""
    return meeting.status == "postponed" and meeting.start is None


def _next_session(ask: Ask, understood: Understood, names: Names) -> Part | None:
    """The session that comes next, where "what is next?" is asked while a meeting goes on."""
    now, reading = understood.question.now, understood.reading
    kinds = {hit.value.name for hit in reading.of("kinds")}
    if ask.subject is not Subject.NEXT or understood.mentions or reading.times or kinds - {"session"}:
        return None
    current = [
        meeting
        for meeting in names.timeline.nearest(names.catalogue.meetings, now)
        if names.timeline.is_under_way(meeting, now)
    ]
    for meeting in _meetings(names, current[:1]):
        ahead = sessions.ahead(meeting, now)
        if ahead:
            paths = tuple(f"programme.{session.id}" for session in ahead)
            return parts.Sessions(ask=Ask(Subject.PROGRAMME, "session."), meeting=meeting, sessions=ahead, paths=paths)
    return None


def _meetings(names: Names, ids: Iterable[str]) -> tuple[Meeting, ...]:
    meetings = names.catalogue.meetings
    return tuple(meetings[meeting] for meeting in ids if meeting in meetings)
