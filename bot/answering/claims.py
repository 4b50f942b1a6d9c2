"""What a question takes for granted of a meeting ("Lima is in June, right?"): found, and held against what the store says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as hour_of_day
from itertools import pairwise

from bot.answering import particles
from bot.answering.alternatives import gives_a_choice
from bot.answering.dated import tells_the_letter
from bot.answering.features import GENERIC_KINDS
from bot.answering.hours import hours
from bot.answering.houses import house_around, is_house_of
from bot.answering.mention import Mention
from bot.answering.mentions import are_joined
from bot.answering.reading import Reading
from bot.answering.subjects import SMALL_TALK, Ask, Subject
from bot.answering.times import Time
from bot.model import Meeting
from bot.when import Month, When, first_day, last_day

# Words that leave open what a claim would state: a question with them asks, and claims nothing.
OPEN = frozenset(
    [
        "when",
        "where",
        "who",
        "how",
        "how_many",
        "list",
        "hour",
        "length",
        "left",
        "compare",
        "before",
        "after",
        "standing",
    ]
) | {"remind", "notice", "calendar", "uncalendar", "my_agenda"}
# Subjects whose dates tell of no meeting.
_OF_OWN_DATE = (Subject.REGISTRATION, Subject.DEADLINES, Subject.REQUESTS, Subject.DOCUMENTS)
_DATED = (Subject.DATES, *_OF_OWN_DATE)
_OF_CHANGE = frozenset({"status", "changes", "why"})
_PREDICATES = frozenset({"time", "place", "country", "city"})
_OF_ITS_WAY = ("how", "url", "contact")
_SIGNED = Ask(Subject.DOCUMENTS, "signed_by")
_LAST_DAY = Ask(Subject.DATES, "end")
_OF_PAPERS = ("issued", "signed_by")
_NAMING = frozenset({"alias", "series", "nth", "city"})
_IS = ("É ", "é ")  # which the accent alone tells from "and"
_NOT = particles.said("not")
_COPULAS = particles.said("is")
_FOR = particles.said("for_a_day")
_IN = particles.said("in")
_OF = particles.said("of")
_LONGEST = 60  # days of a meeting that are looked through
_A_WORD = 3  # letters of one that says something
_UNREAD = 3  # signs
_OFFICES = frozenset({"minister", "ambassador"})  # of the glossary


@dataclass(frozen=True, slots=True)
class Claim:
    """That a meeting is at a time, at `hours` of the day, or in the place of a mention; `ask` is what the facts say instead.

    `until`: that something lasts to the end of that time; `house`: the words of the building in whose name the place stands.
    """

    ask: Ask
    mention: Mention
    time: Time | None = None
    hours: tuple[frozenset[hour_of_day], ...] = ()
    until: bool = False
    house: tuple[str, ...] = ()

    @property
    def tells_of_no_meeting(self) -> bool:
        """Whether it is of a date that is not the meeting's own: of its registration, of what is due, of a paper."""
        return self.ask.subject in _OF_OWN_DATE


def claims(
    reading: Reading, found: Sequence[Mention], asked: Sequence[Ask], talked_about: Sequence[str]
) -> list[Claim]:
    """What a question claims of the meeting that it otherwise names, or that is talked about."""
    given = "given" in reading.forms
    leaves_open = OPEN - {"length"} if _LAST_DAY in asked else OPEN  # "does it last until the 19th?"
    if not given and ("open" in reading.forms or not reading.concepts.isdisjoint(leaves_open)):
        return []
    elsewhere = bool(talked_about) and "claim" in reading.forms and {mention.kind for mention in found} == {"place"}
    goes_on = any(hit.value.name == "and_what" and hit.start == 0 for hit in reading.hits)
    if goes_on and not elsewhere and not reading.text.startswith(_IS):
        return []  # but "et c'est à Cusco ?"
    if any(gives_a_choice(reading, one.end - 1, other.start) for one, other in pairwise(reading.times)):
        return []  # "on Monday or on Wednesday?"
    real = [ask for ask in asked if ask.subject not in SMALL_TALK]
    said = [*found, *_days_named(reading, found)]
    if _SIGNED in real:
        said = [mention for mention in said if mention.kind != "time" or not tells_the_letter(mention.start, reading)]
    if not given and (dated := _of_own_date(said, real, reading)):
        return dated
    return [
        _claim(mention, real, reading, found)
        for mention in said
        if mention.kind in _PREDICATES and _is_claimed(mention, found, reading, real, given, bool(talked_about))
    ]


def is_marked(reading: Reading) -> bool:
    """Whether a question mark or its words ("is it", "right") say that a question may state something."""
    return "claim" in reading.forms or reading.ends_in_a_mark


def is_denied(reading: Reading) -> bool:
    """Whether a statement says that something is not so: yes and no would both be misunderstood ("it isn't in May, is it?").

    "Isn't it in May?" only asks, and "isn't it?" behind a statement denies nothing.
    """
    words = ["" if token.text == "no" and reading.language != "es" else token.text for token in reading.tokens]
    return any(word in _NOT for word in words[1:-2]) and words[0] not in _NOT


def _of_own_date(said: Sequence[Mention], asked: Sequence[Ask], reading: Reading) -> list[Claim]:
    """The dates that a question gives for what it asks of registration, of what is due or of a paper."""
    asked = [
        ask for ask in asked if ask.subject is not Subject.PRACTICAL
    ] or asked  # "is the visa letter deadline 1 May?"
    if not asked or not is_marked(reading):
        return []
    return [
        _claim(mention, asked, reading)
        for mention in said
        if mention.kind == "time"
        and not _belongs_to_its_kind(mention, reading)
        and not (mention.start and reading.tokens[mention.start - 1].text in _FOR)
        and not _is_month_of_a_meeting(mention, reading)
        and not any(hit.start == mention.end for hit in reading.of("kinds"))
        and all(ask.subject in _OF_OWN_DATE and _is_plain(ask, mention, reading) for ask in asked)
    ]


def _is_month_of_a_meeting(mention: Mention, reading: Reading) -> bool:
    """Whether a month in which there is a meeting stands without "in": "is June registration open?" says which is meant."""
    if not mention.meetings or _has_a_day(mention, reading):
        return False
    before = [token.text for token in reading.tokens[max(0, mention.start - 2) : mention.start]]
    return not before or (before[-1] not in _IN and "".join(before) not in _IN)


def _days_named(reading: Reading, found: Sequence[Mention]) -> list[Mention]:
    """The days that name no meeting by themselves: "the 28th", "on Monday", "tomorrow"; an hour that is claimed of any day."""
    marked = "claim" in reading.forms or (reading.ends_in_a_mark and "begin" in reading.concepts)
    if not reading.times and marked and hours(reading.tokens, ()):
        return [Mention("time", len(reading.tokens), len(reading.tokens), frozenset())]
    starts = {mention.start for mention in found if mention.kind == "time"}
    return [Mention("time", time.start, time.end, frozenset()) for time in reading.times if time.start not in starts]


def _has_a_day(mention: Mention, reading: Reading) -> bool:
    if mention.start == len(reading.tokens):  # an hour of any day
        return True
    return any(time.start == mention.start and (time.day or time.relative) for time in reading.times)


def _is_claimed(
    mention: Mention, found: Sequence[Mention], reading: Reading, asked: Sequence[Ask], given: bool, talked: bool
) -> bool:
    """Whether a mention says something of the meeting rather than which one it is: it comes after what names that one."""
    subjects = [
        other
        for other in found
        if other.end <= mention.start and other.meetings and other.kind not in ("inside", "process", "word")
    ]
    if mention.kind == "time" and not asked and any(hit.start >= mention.end for hit in reading.of("glossary")):
        return False  # "is there parking at the 2007 meeting?", said the other way round
    if mention.kind == "time" and not asked and not given and _says_more(mention, found, reading):
        return False
    if mention.kind != "time" and not asked and not given and _is_of_another_thing(mention, found, reading):
        return False
    of_its_kind = _belongs_to_its_kind(mention, reading) and not (
        "claim" in reading.forms
        and mention.kind == "time"
        and all(subject.kind == "kind" for subject in subjects)
        and _asks_no_more_than(asked, Subject.DATES, Subject.OVERVIEW)
    )
    if of_its_kind and _is_day_of_an_edge(mention, reading, asked) and mention.end == len(reading.tokens):
        of_its_kind = _names_the_meeting_first(reading)  # "slutter møtet 19. april?"
    if of_its_kind or any(_is_joined_to(reading, subject, mention) for subject in subjects):
        return False
    if given:
        strange = not subjects and not mention.meetings and _speaks_of_one(mention, reading, talked)
        return strange or any(not subject.meetings & mention.meetings for subject in subjects)
    if not all(_is_plain(ask, mention, reading) for ask in asked):
        return False
    if mention.is_former and is_marked(reading) and reading.concepts.isdisjoint(_OF_CHANGE):
        return True
    if "claim" not in reading.forms:
        return (
            _contradicts(mention, subjects, reading)
            or _is_day_said_of_one(mention, found, reading)
            or _is_day_of_an_edge(mention, reading, asked)
            or (talked and not asked and mention.kind == "time" and _is_all_that_is_said(mention, reading))
        )
    alone = not any(other.start > mention.start and other.kind in _PREDICATES for other in found)
    elsewhen = mention.kind == "time" and _names_inside(mention, found, besides=mention.meetings)
    return bool(subjects) or (alone and (elsewhen or _speaks_of_one(mention, reading, talked)))


def _says_more(mention: Mention, found: Sequence[Mention], reading: Reading) -> bool:
    """Whether a time only says which meeting another thing is said of.

    What nobody knows follows it ("the June meeting is at the WHO, right?"), or others are spoken of ("is Brazil at the meeting
    in May?", "is the meeting in May open to the press?").
    """
    if "group" in reading.concepts or any(not other.meetings and other.kind in ("country", "place") for other in found):
        return True
    known = reading.stop | reading.covered | reading.shaping
    behind = [reading.tokens[at] for at in range(mention.end, len(reading.tokens)) if at not in known]
    if reading.language == "lo":  # which is read sign by sign
        named = known | {at for other in found for at in range(other.start, other.end)}
        before = [token for at, token in enumerate(reading.tokens[: mention.start]) if at not in named]
        return any(sum(token.kind == "sign" for token in unread) > _UNREAD for unread in (before, behind))
    return any(token.kind == "word" and (token.capital or len(token.text) >= _A_WORD) for token in behind)


def _is_of_another_thing(mention: Mention, found: Sequence[Mention], reading: Reading) -> bool:
    """Whether what no meeting is called by does something in the place ("will the mayor give a reception in Copenhagen?")."""
    if "claim" not in reading.forms or reading.language == "lo":
        return False
    if any(hit.value.name in _OFFICES and hit.end <= mention.start for hit in reading.of("glossary")):
        return True  # "will the ambassador be in Lima?"
    named = {at for other in found for at in range(other.start, other.end)}
    terms = [hit for hit in reading.of("glossary") if hit.end <= mention.start and hit.start not in named]
    known = reading.stop | reading.covered | reading.shaping | named
    before = (at for at in range(mention.start) if at not in known)
    strange = [at for at in before if reading.tokens[at].kind == "word" and len(reading.tokens[at].text) > _A_WORD]
    return bool(terms) and bool(strange)


def _is_joined_to(reading: Reading, subject: Mention, mention: Mention) -> bool:
    """Whether a mention is named beside a meeting, and not said of it ("Lima, is it in May?")."""
    if not are_joined(reading, subject, mention):
        return False
    return not any(token.text in _COPULAS for token in reading.tokens[subject.end : mention.start])


def _names_the_meeting_first(reading: Reading) -> bool:
    """Whether "meeting" or its like stands before the word for its beginning or its end."""
    edges = [hit.start for hit in reading.hits if hit.value.group == "concepts" and hit.value.name in ("begin", "end")]
    return any(hit.start < min(edges, default=0) for hit in reading.of("kinds"))


def _asks_no_more_than(asked: Sequence[Ask], *subjects: Subject) -> bool:
    return all(ask.subject in subjects for ask in asked)


def _contradicts(mention: Mention, subjects: Sequence[Mention], reading: Reading) -> bool:
    """Whether a question that is only marked by its sign names a place or a month in which the meeting is not."""
    if not reading.ends_in_a_mark:
        return False
    if mention.kind == "time" and not any(
        time.start == mention.start and time.month and not time.year for time in reading.times
    ):
        return False
    return any(subject.kind in _NAMING and not subject.meetings & mention.meetings for subject in subjects)


def _is_day_said_of_one(mention: Mention, found: Sequence[Mention], reading: Reading) -> bool:
    """Whether a question that is only marked by its sign says a day of a meeting or of a session ("Opening on 3 May?")."""
    if mention.kind != "time" or not _has_a_day(mention, reading) or not reading.ends_in_a_mark:
        return False
    return any(other.end <= mention.start and other.kind in _NAMING for other in found) or (
        _names_session(reading) and _names_inside(mention, found)
    )


def _is_all_that_is_said(mention: Mention, reading: Reading) -> bool:
    """Whether a question for yes or no says a day and nothing more: "c'est toujours le 8 juin ?"."""
    if not reading.ends_in_a_mark or not _has_a_day(mention, reading):
        return False
    others = [
        at for at in range(len(reading.tokens)) if not mention.start <= at < mention.end and at not in reading.stop
    ]
    return len(others) <= 1


def _names_session(reading: Reading) -> bool:
    """Whether a session is named, by its title or (in another language than its title's) by what its words mean."""
    named = (hit.value.kind == "session" for hit in reading.names)
    meant = (hit.value.name not in GENERIC_KINDS for hit in (*reading.of("kinds"), *reading.of("glossary")))
    return any(named) or any(meant)


def _is_day_of_an_edge(mention: Mention, reading: Reading, asked: Sequence[Ask]) -> bool:
    """Whether a question that is only marked by its sign says on which day the meeting begins or ends."""
    if mention.kind != "time" or not _has_a_day(mention, reading) or not reading.ends_in_a_mark:
        return False
    return bool(asked) and all(str(ask) in ("dates.start", "dates.end") for ask in asked)


def _names_inside(mention: Mention, found: Sequence[Mention], besides: frozenset[str] = frozenset()) -> bool:
    """Whether something of a meeting's inside is named before a mention, of none of the meetings `besides`."""
    return any(
        other.kind == "inside" and other.end <= mention.start and not other.meetings & besides for other in found
    )


def _belongs_to_its_kind(mention: Mention, reading: Reading) -> bool:
    """Whether a mention is joined to "meeting" or its like, as in "la reunión de Lima"."""
    ends = {hit.end for hit in reading.of("kinds")}
    if reading.language == "zh" and any(hit.start == mention.end for hit in reading.of("kinds")):
        return True  # "2007年会议"
    return mention.start in ends or (mention.start - 1 in ends and reading.tokens[mention.start - 1].text in _OF)


def _is_plain(ask: Ask, mention: Mention, reading: Reading) -> bool:
    """Whether a mention says what would answer the ask: of dates a time, of a venue a place."""
    if ask.subject is Subject.STATUS:  # "is it on the 28th?", "is it still where it was to be?"
        only_implied = reading.concepts.isdisjoint(("status", "came_about"))
        return (mention.is_former or only_implied) or any(
            hit.value.name == "status" and hit.end in (mention.start, mention.start - 1) for hit in reading.hits
        )
    if ask.subject is Subject.REGISTRATION:
        tells_a_month = ask.focus not in _OF_ITS_WAY and not reading.of("kinds")
        return mention.kind == "time" and (tells_a_month or _has_a_day(mention, reading))
    if ask.subject in (Subject.DEADLINES, Subject.REQUESTS):
        return mention.kind == "time" and _has_a_day(mention, reading)
    if ask.subject is Subject.DOCUMENTS:
        return mention.kind == "time" and ask.focus in _OF_PAPERS and _has_a_day(mention, reading)
    if ask.subject is Subject.PROGRAMME:  # "the session on the budget is on the 28th, right?"
        of_a_session = "session" in reading.named
        return of_a_session and "claim" in reading.forms and mention.kind == "time" and _has_a_day(mention, reading)
    if ask.subject is Subject.HOST:
        return mention.kind == "country"
    if ask.subject is Subject.DATES:
        return mention.kind == "time"
    if ask.subject is Subject.VENUE:
        return mention.kind != "time"
    return ask.subject in (Subject.OVERVIEW, Subject.NEXT)


def _speaks_of_one(mention: Mention, reading: Reading, talked: bool) -> bool:
    """Whether "it", "the meeting" or "the next one" stands before a mention, or a mere day is named."""
    if "next" in reading.concepts or talked or _has_a_day(mention, reading):
        return True
    return any(hit.end <= mention.start for hit in reading.of("kinds"))


def _claim(mention: Mention, asked: Sequence[Ask], reading: Reading, found: Sequence[Mention] = ()) -> Claim:
    if mention.kind == "time":
        ask = next((ask for ask in asked if ask.subject in _DATED), Ask(Subject.DATES))
        any_day = Time(mention.start, mention.end)
        when = next((time for time in reading.times if time.start == mention.start), any_day)
        return Claim(ask, mention, when, hours(reading.tokens, _tokens_of(reading.times)), "until" in reading.forms)
    if Ask(Subject.HOST) in asked:
        return Claim(Ask(Subject.HOST), mention)
    if mention.is_former:
        return Claim(Ask(Subject.STATUS), mention)
    if house := house_around(mention, found, reading):
        return Claim(Ask(Subject.VENUE, "building"), mention, house=house)
    return Claim(Ask(Subject.VENUE, "country" if mention.kind == "country" else "city"), mention)


def _tokens_of(times: Sequence[Time]) -> frozenset[int]:
    return frozenset(at for time in times for at in range(time.start, time.end))


def holds(claim: Claim, meeting: Meeting) -> bool | None:
    """Whether what is claimed of a meeting is so; None where the store does not say."""
    if claim.time is not None and claim.ask.subject is Subject.REGISTRATION:
        return _holds_of_registration(claim, meeting)
    if claim.time is not None:
        start, end = meeting.start, meeting.end or meeting.start
        if start is None or end is None:
            return None
        spans = {"start": (start, start), "end": (end, end)}
        return is_so(claim, *spans.get(claim.ask.focus, (start, end)))
    if claim.ask.subject is Subject.HOST:
        country = meeting.host.country if meeting.host else None
        return None if country is None else claim.mention.key == country
    if claim.house:
        return is_house_of(claim.house, meeting)
    if claim.mention.kind == "country":
        return None if meeting.country is None else claim.mention.key == meeting.country
    return None if meeting.city is None else meeting.id in claim.mention.meetings and not claim.mention.is_former


def _holds_of_registration(claim: Claim, meeting: Meeting) -> bool | None:
    """Whether registration opens or closes then, or else is open then."""
    opens, closes = (getattr(meeting.registration, field, None) for field in ("opens", "closes"))
    if claim.ask.focus in ("opens", "closes"):
        day = opens if claim.ask.focus == "opens" else closes
        return None if day is None else is_so(claim, day, day)
    end = claim.time.days(first_day(closes).year) if claim.until and claim.time and closes is not None else None
    if end is not None and closes is not None and (end[1] >= last_day(closes) or claim.ask.focus != "open_now"):
        return end[1] == last_day(closes)
    if opens is not None and closes is not None:
        return claim.time is None or claim.time.covers(first_day(opens), last_day(closes))
    if opens is not None and claim.time is not None and claim.time.covers(first_day(opens), last_day(opens)):
        return True
    known = opens or closes
    named = claim.time.days(first_day(known).year) if claim.time and known else None
    if named is None:
        return None
    too_early = opens is not None and named[1] < first_day(opens)
    return False if too_early or (closes is not None and named[0] > last_day(closes)) else None


def is_so(claim: Claim, start: When, end: When) -> bool | None:
    """Whether what takes from `start` to `end` is on the days and at the hours of a claim; None where they are not known."""
    on_the_day = True if claim.time is None else is_then(claim.time, start, end)
    if on_the_day is False or not claim.hours:
        return on_the_day
    known = {when.time() for when in (start, end) if isinstance(when, datetime)}
    if not known:
        return None
    return on_the_day if all(hour & known for hour in claim.hours) else False


def is_then(time: Time, start: When, end: When) -> bool | None:
    """Whether what takes from `start` to `end` is on the days that a question names; None where only the month is known."""
    first, last = first_day(start), last_day(end)
    vague = isinstance(start, Month) or isinstance(end, Month)
    days = [first + timedelta(days=step) for step in range(min((last - first).days + 1, _LONGEST))]
    if time.relative.startswith("weekday."):
        return None if vague else any(day.isoweekday() == int(time.relative.partition(".")[2]) for day in days)
    if time.month is None and time.day is not None:
        if time.last_day is not None and not vague:
            return (time.day, time.last_day) == (first.day, last.day)
        return None if vague else any(day.day == time.day for day in days)
    if not time.covers(first, last):
        return False
    named = time.days(time.year or first.year)
    if named is not None and time.last_day is not None and not vague:
        return named == (first, last)  # "from the 9th to the 12th" gives the end too
    if named is None or time.relative:
        return None if vague and time.relative else True
    return None if vague else _lies_within(named, first, last)


def _lies_within(named: tuple[date, date], first: date, last: date) -> bool:
    return first <= named[0] and named[1] <= last
