"""Sessions that a question means: by their words, their day, or the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from bot import facts
from bot.answering.counting import sittings, sittings_said
from bot.answering.features import signs_of, sittings_counted
from bot.answering.items import items_of, items_said
from bot.answering.names import head_of
from bot.answering.phrases import Hit
from bot.answering.reading import Reading
from bot.answering.text import fold_phrase
from bot.answering.texts import in_all_languages
from bot.answering.times import Time
from bot.answering.words import Meaning, words
from bot.model import Meeting, Session, Text
from bot.when import Month, first_day, last_day

ENOUGH = 0.45  # of a title's weight that a question says
_ENOUGH_FOR_A_SESSION = 0.2  # where it speaks of a session, or asks the hour, which meetings hardly have
_OF_SESSIONS = frozenset({"session", "hour"})
LETTERS = {"а": "a", "в": "b", "б": "b", "с": "c"}  # of Cyrillic that stand for Latin ones, by look or by order
_GENERIC = frozenset(["meeting", "conference", "session"])
_BETWEEN = 2  # words: "sixth and last session"
_SHORTEST_OF_SEVERAL = 4  # letters: "panels"
_NOTHING_SAID = (0.0, 0.0)


def named(meeting: Meeting, reading: Reading, spent: frozenset[int]) -> tuple[Session, ...]:
    """The sessions of which the question says a telling part of the title, the best named only, and of a day that it names
    rather than of others; `spent` are tokens that name the meeting."""
    if not meeting.programme:
        return ()
    items = frozenset(items_said(reading.tokens, reading.hits))
    if items and (taking_up := with_items(meeting, items)):
        return taking_up
    said = _said(reading, spent)
    if several := _so_called(meeting, said, _singulars(reading, spent)):
        return several
    scored = _scored([session.title for session in meeting.programme], said, in_english=reading.language == "en")
    enough = _ENOUGH_FOR_A_SESSION if reading.concepts & _OF_SESSIONS else ENOUGH
    fitting = [
        (weight, session)
        for (share, weight), session in zip(scored, meeting.programme, strict=True)
        if share >= enough and not _is_only_of_the_meeting(session, said, meeting, reading)
    ]
    if fitting and (day := day_meant(meeting, reading.times)) is not None:
        then = [each for each in fitting if is_on(each[1], day)]
        if not then and (alike := tuple(session for session in _of_kind(meeting, said) if is_on(session, day))):
            return alike
        fitting = then or fitting
    if not fitting:
        counted = sittings(meeting.programme, numbers) if (numbers := sittings_said(reading, spent)) else ()
        return counted or _of_kind(meeting, said)
    best = max(weight for weight, _ in fitting)
    return tuple(session for weight, session in fitting if weight == best)


def counts_others(meeting: Meeting, reading: Reading, spent: frozenset[int]) -> bool:
    """Whether a question counts sessions by numbers that none has, where titles count all that are known."""
    numbers = sittings_said(reading, spent) if meeting.programme else frozenset()
    if not numbers:
        return False
    counted = [
        frozenset(number for title in in_all_languages(each.title) for number in sittings_counted(title, _BETWEEN))
        for each in meeting.programme
    ]
    return all(counted) and numbers.isdisjoint(frozenset().union(*counted))


def _is_only_of_the_meeting(session: Session, said: frozenset[str], meeting: Meeting, reading: Reading) -> bool:
    """Whether all that is said of a session's title is in the meeting's own name, and the title is not said whole."""
    of_title = said & frozenset().union(*map(_signs, in_all_languages(session.title)))
    if not of_title <= _signs_of_names((*in_all_languages(meeting.name), *meeting.aliases)):
        return False
    return not any(
        hit.value.kind == "session" and hit.value.key == session.id and hit.length > 1 for hit in reading.names
    )


@lru_cache(maxsize=256)
def _signs_of_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(_signs, names))


def with_items(meeting: Meeting, numbers: frozenset[int]) -> tuple[Session, ...]:
    """The sessions that take up one of some items of the agenda; where no number is given, all that take up any."""
    titled = [
        (session, frozenset(number for title in in_all_languages(session.title) for number in items_of(title)))
        for session in meeting.programme
    ]
    return tuple(session for session, items in titled if items and (not numbers or items & numbers))


def _of_kind(meeting: Meeting, said: frozenset[str]) -> tuple[Session, ...]:
    """The sessions of a kind of which the question speaks in the plural or at large: "the working groups"; with a number
    that stands in what one is called, that one: "panel 2"."""
    kinds = {sign for sign in said if sign.startswith("kind:")}
    if not kinds:
        return ()
    heads = [
        (session, frozenset().union(*map(_signs_of_head, in_all_languages(session.title))))
        for session in meeting.programme
    ]
    found = [(session, signs) for session, signs in heads if kinds & signs]
    numbers = {sign.removeprefix("number:") for sign in said if sign.startswith("number:") or sign.isdigit()}
    return tuple([session for session, signs in found if numbers & signs] or [session for session, _ in found])


def _so_called(meeting: Meeting, said: frozenset[str], several: frozenset[str]) -> tuple[Session, ...]:
    """The sessions that are all called, but for their numbers, by a word that a question says of several: "the panels"."""
    if not several:
        return ()
    found = []
    for session in meeting.programme:
        for title in in_all_languages(session.title):
            head = {sign for sign in _signs_of_head(title) if ":" not in sign and not sign.isdigit() and len(sign) > 1}
            if head & several and head <= said:
                found.append(session)
                break
    return tuple(found) if len(found) > 1 else ()


def said_of(texts: Sequence[Text], reading: Reading, spent: frozenset[int]) -> list[tuple[float, float]]:
    """How much of each text the question says, as a share and by weight: a word weighs the more, the fewer of them have it."""
    return _scored(texts, _said(reading, spent), in_english=reading.language == "en")


def _scored(texts: Sequence[Text], said: frozenset[str], *, in_english: bool) -> list[tuple[float, float]]:
    """The same for the signs that a question says."""
    often, versions = _told_apart(tuple(map(in_all_languages, texts)))
    if said.isdisjoint(often):
        return [_NOTHING_SAID] * len(texts)
    return [max(_share(signs, head, said, often, in_english=in_english) for signs, head in alike) for alike in versions]


@lru_cache(maxsize=256)
def _told_apart(
    titles: tuple[tuple[str, ...], ...],
) -> tuple[Counter[str], list[list[tuple[frozenset[str], frozenset[str]]]]]:
    """How many of the titles have each sign, and the signs of each in each of its languages, with those of its head."""
    versions = [[(_signs(title), _signs(head_of(title))) for title in alike] for alike in titles]
    return Counter(sign for alike in versions for signs, _ in alike for sign in signs), versions


def _share(
    signs: frozenset[str], head: frozenset[str], said: frozenset[str], often: Counter[str], *, in_english: bool
) -> tuple[float, float]:
    """How much of a title's weight is said, in its words or (in another language) in what they mean; and the weight itself.

    All of its `head` is as good as the whole.
    """
    if said.isdisjoint(signs):
        return _NOTHING_SAID
    meant = frozenset(sign for sign in signs if ":" in sign)
    numbering = frozenset(sign for sign in signs if len(sign) == 1 or sign.isdigit())
    ways = [head - meant] if in_english else [head - meant, head & (meant | numbering)]
    shares = [1.0 if any(way - numbering and way <= said for way in ways) else 0.0]
    for own in (signs - meant,) if in_english else (signs - meant, meant | numbering):
        whole = sum(1 / often[sign] for sign in own)
        shares.append(sum(1 / often[sign] for sign in own & said) / whole if whole else 0.0)
    return max(shares), sum(1 / often[sign] for sign in signs & said)


def _said(reading: Reading, spent: frozenset[int]) -> frozenset[str]:
    aside = spent | reading.stop
    said = {token.text for at, token in enumerate(reading.tokens) if at not in aside}
    said |= _singulars(reading, aside)
    said |= set(_letters(reading))
    said |= {hit.value.name for hit in reading.of("ordinals") if _counts_sessions(hit, reading)}
    for group, name in (("kinds", "kind"), ("glossary", "term"), ("ordinals", "number")):
        said |= {f"{name}:{hit.value.name}" for hit in reading.of(group) if hit.start not in spent}
    return frozenset(said)


def _singulars(reading: Reading, aside: frozenset[int]) -> frozenset[str]:
    """The English words of which a question says several: "panel", of "the panels"."""
    if reading.language != "en":
        return frozenset()
    said = (token.text for at, token in enumerate(reading.tokens) if at not in aside)
    return frozenset(text[:-1] for text in said if text.endswith("s") and len(text) > _SHORTEST_OF_SEVERAL)


def _counts_sessions(ordinal: Hit[Meaning], reading: Reading) -> bool:
    """Whether an ordinal stands beside a word for a session: "the second panel"."""
    return any(
        hit.start == ordinal.end or hit.end == ordinal.start
        for hit in reading.hits
        if hit.value.name == "session" or (hit.value.group == "kinds" and hit.value.name not in _GENERIC)
    )


def _letters(reading: Reading) -> Iterator[str]:
    """The letter that tells one body from another, beside the kind of it: "Working Group A", "B工作组", "الفريق العامل باء"."""
    for kind in reading.of("kinds"):
        for at in (kind.end, kind.start - 1):
            token = reading.tokens[at] if 0 <= at < len(reading.tokens) else None
            if token is not None and len(token.text) == 1 and token.kind == "word" and token.capital:
                yield LETTERS.get(token.text, token.text)
        for letter in reading.of("letters"):
            if letter.start == kind.end:
                yield letter.value.name


@lru_cache(maxsize=4096)
def _signs(title: str) -> frozenset[str]:
    """The signs of a title; one of a single word means what it means of a session: "Opening", the opening session."""
    signs = signs_of(title, words())
    if " " not in title.strip():
        signs |= {sign for sign in signs_of(f"{title} session", words()) if sign.startswith("term:")}
    return signs - _GENERIC


@lru_cache(maxsize=4096)
def _signs_of_head(title: str) -> frozenset[str]:
    """The signs of what a session is called for short."""
    return _signs(head_of(title))


_folded = lru_cache(maxsize=4096)(fold_phrase)


def kinds_in_titles(meeting: Meeting, reading: Reading) -> set[int]:
    """The tokens of the kinds that a question says with a word of a session's title, as in "asamblea general"."""
    kinds = [kind for kind in reading.of("kinds") if kind.value.name not in _GENERIC] if meeting.programme else []
    if not kinds:
        return set()
    titles = [_signs(title) for session in meeting.programme for title in in_all_languages(session.title)]
    names = {word for name in (*in_all_languages(meeting.name), *meeting.aliases) for word in _folded(name).split(" ")}
    return {
        at
        for kind in kinds
        for beside in reading.tokens[max(kind.start - 1, 0) : kind.end + 1]
        if beside.text not in names
        and any(beside.text in title and f"kind:{kind.value.name}" in title for title in titles)
        for at in range(kind.start, kind.end)
    }


def on_day(meeting: Meeting, day: date) -> tuple[Session, ...]:
    """The sessions of a day, in order of time."""
    return tuple(session for session in facts.in_time_order(meeting.programme) if is_on(session, day))


def is_on(session: Session, day: date | None) -> bool:
    """Whether a session is on a day; on none that is not known."""
    if day is None or session.start is None or isinstance(session.start, Month):
        return False
    return first_day(session.start) <= day <= last_day(session.end or session.start)


def in_room(meeting: Meeting, reading: Reading) -> tuple[Session, ...]:
    """The sessions in a room that the question names word by word."""
    if not meeting.programme:
        return ()
    said = f" {' '.join([token.text for token in reading.tokens])} "
    named = [
        session
        for session in meeting.programme
        if any(f" {_folded(room)} " in said for room in in_all_languages(session.room))
    ]
    return tuple(facts.in_time_order(named)) if named else ()


def at(meeting: Meeting, now: datetime) -> tuple[Session, ...]:
    """The sessions under way."""
    return tuple(
        session
        for session in facts.in_time_order(meeting.programme)
        if facts.session_phase(session, meeting, now) is facts.Phase.NOW
    )


def ahead(meeting: Meeting, now: datetime) -> tuple[Session, ...]:
    """The session that begins next, or those that begin then together; of those that take place and have an hour."""
    order = [
        session
        for session in facts.in_time_order(meeting.programme)
        if isinstance(session.start, datetime)
        and session.status == "confirmed"
        and facts.session_phase(session, meeting, now) is facts.Phase.AHEAD
    ]
    return tuple(session for session in order if session.start == order[0].start)


def at_the_edge(meeting: Meeting, *, last: bool) -> tuple[Session, ...]:
    """The session with which a meeting begins, or ends, where hours are known."""
    timed = [
        (session.end if last and isinstance(session.end, datetime) else session.start, session)
        for session in meeting.programme
        if isinstance(session.start, datetime) and session.status == "confirmed"
    ]
    choose = max if last else min
    return (choose(timed, key=lambda each: each[0])[1],) if timed else ()


def in_half(sessions: Iterable[Session], *, morning: bool) -> tuple[Session, ...]:
    """Those that begin before noon, or from noon on; those without an hour are in neither."""
    return tuple(
        session for session in sessions if isinstance(session.start, datetime) and (session.start.hour < 12) == morning
    )


def beside(meeting: Meeting, session: Session, step: int) -> tuple[Session, ...]:
    """The session that comes next (`step` 1) or came before (-1), of those that take place and not at the same time.

    One without an hour comes neither before nor after one that has an hour, where others have theirs.
    """
    order = [each for each in facts.in_time_order(meeting.programme) if each is session or each.status == "confirmed"]
    place = order.index(session)
    others = order[place + 1 :] if step > 0 else order[:place][::-1]
    apart = [other for other in others if not _overlap(session, other)]
    timed = (
        [other for other in apart if isinstance(other.start, datetime)] if isinstance(session.start, datetime) else []
    )
    return tuple(timed or apart)[:1]


def _overlap(one: Session, other: Session) -> bool:
    """Whether two sessions are held at the same time, for a while at least."""
    if not isinstance(one.start, datetime) or not isinstance(other.start, datetime):
        return False
    end = one.end if isinstance(one.end, datetime) else one.start
    its_end = other.end if isinstance(other.end, datetime) else other.start
    return one.start == other.start or (one.start < its_end and other.start < end)


def day_meant(meeting: Meeting, times: Sequence[Time]) -> date | None:
    """The day of a meeting that a question names: a date, or a weekday that the meeting has."""
    of_days = [time for time in times if time.day is not None or time.first is not None]
    days = facts.days_of(meeting) if of_days else ()
    for time in of_days:
        if time.relative.startswith("weekday."):
            weekday = int(time.relative.partition(".")[2])
            fitting = [day for day in days if day.isoweekday() == weekday]
            if fitting:
                return fitting[0]
        elif time.day is not None and time.month is None:
            return next((day for day in days if day.day == time.day), None)
        elif (span := time.days(days[0].year if days else 1)) and span[0] == span[1] and span[0] in days:
            return span[0]
    return None
