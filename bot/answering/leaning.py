"""What a question asks that leans on the last one: the same of another meeting, more of the same, or of what was told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import particles
from bot.answering.choosing import OF_ONE_WORD, choice
from bot.answering.conversation import Conversation
from bot.answering.counting import ALONE
from bot.answering.mention import TELLING, Mention
from bot.answering.question import Question
from bot.answering.reading import Reading
from bot.answering.subjects import Ask, Subject

# Words that ask only alone: "où" without its accent is "or".
_ALONE: dict[tuple[str | None, str], str] = {("fr", "ou"): "where", ("ar", "من"): "who"}
_TAKING_TIME = (Subject.DATES, Subject.OVERVIEW, Subject.VENUE, Subject.PROGRAMME, Subject.NEXT, Subject.PREVIOUS)
_MOST_BESIDE = 1  # words that carry nothing beside one phrase
_AFTER = Ask(Subject.NEXT, "after")
_INVITED, _ATTENDANCE = Ask(Subject.INVITED), Ask(Subject.OTHER, "attendance")
_FEES, _DEADLINES = Ask(Subject.PRACTICAL, "fees"), Ask(Subject.DEADLINES)
_WITHOUT_A_PRICE = ("interpretation", "access", "other")
_OF_A_PRICE = frozenset({"price", "how_many"})  # concepts
_OF_PRICE_OR_TIME = frozenset({"and_what", "deadline", "end", "fee", "how_many", "price", "when"})
_DATES, _PROGRAMME = Ask(Subject.DATES), Ask(Subject.PROGRAMME)
_OF_COUNTRIES = frozenset({Subject.HOST, Subject.CHAIRS, Subject.SUPPORT})
_IN_A_PLACE = particles.said("at")
_TO_BE_SENT = frozenset({Subject.DEADLINES, Subject.REQUESTS, Subject.REGISTRATION})
_HALVES = (Ask(Subject.PROGRAMME, "morning"), Ask(Subject.PROGRAMME, "afternoon"))
_OF_A_DAY = frozenset(f"programme.{which}_day" for which in ("first", "second", "third", "last"))


def asks_the_same(real: Sequence[Ask], question: Question, reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question asks what the last one did, of another meeting: "and Lima?", "the second", "the last one"."""
    if not real and _names_another(question, reading, found):
        return True
    return real in ([], [Ask(Subject.PREVIOUS)]) and choice(question, reading) is not None


def says_which_country(before: Conversation, reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question says no more than a country, right after who hosts, chairs or supports: not where it is."""
    if not before.asks or any(ask.subject not in _OF_COUNTRIES for ask in before.asks):
        return False
    if len(found) != 1 or found[0].kind != "country" or "claim" not in reading.forms:
        return False
    at = found[0].start - 1
    return at >= 0 and reading.tokens[at].text not in _IN_A_PLACE


def going_on(question: Question, reading: Reading) -> list[Ask]:
    """What the last question asked, where this one names only for whom: "and the one for the press?", "and the Red Cross?"."""
    before = question.conversation
    if question.is_correction and "person" in reading.named:
        return list(before.asks)
    if "group" in reading.concepts and _INVITED in before.asks:
        return [_INVITED]
    contacts = before.asks and before.asks[0].subject is Subject.CONTACTS
    goes_on = "and_what" in reading.concepts or _is_only_of_somebody(reading)
    return list(before.asks) if contacts and goes_on else []


def _is_only_of_somebody(reading: Reading) -> bool:
    """Whether a question is no more than "hers?" or "e dela?"."""
    if reading.concepts.isdisjoint(("her", "his")) or reading.of("countries") or reading.times or reading.of("kinds"):
        return False
    return all(at in reading.stop or at in reading.covered for at in range(len(reading.tokens)))


def of_what_was_told(asked: list[Ask], before: Conversation, reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What a question asks of the day or the session that was told, or of what comes after the meeting talked about."""
    if any(ask in _HALVES for ask in asked):
        asked = [ask for ask in asked if str(ask) not in _OF_A_DAY]  # "on the first day in the morning"
    if len(asked) == 1 and asked[0] in _HALVES and before.session and _goes_on_about_it(reading):
        asked = [Ask(Subject.DATES, "hours")]  # "is that in the morning?"
    by_weekday = "weekday" in reading.concepts and asked in ([], [_DATES])
    if by_weekday and not any(mention.kind == "inside" for mention in found):
        asked = [Ask(Subject.DATES, "start")]
    if set(asked) == {_AFTER, _PROGRAMME} and before.meetings and "session" not in reading.concepts:
        asked = [_AFTER]  # "and after that, what is there?"
    if asked == [_AFTER] and not (before.meetings or found or reading.names or reading.times):
        asked = [Ask(Subject.NEXT)]  # "what comes next?", after nothing that anybody spoke of
    return asked


def _goes_on_about_it(reading: Reading) -> bool:
    """Whether a question names nothing, and goes on to nothing else: it is of what was told."""
    return not (reading.names or reading.times or reading.of("kinds") or "and_what" in reading.concepts)


def _names_another(question: Question, reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question names a meeting, or a session, where that goes on from the last one ("and Lima?")."""
    goes_on = "and_what" in reading.concepts or _is_joined_in_arabic(reading, found)
    goes_on = goes_on or any(mention.key.startswith(ALONE) for mention in found)
    goes_on = goes_on or (reading.has_a_mark and _is_only_a_name(reading, found))
    if not (goes_on or question.is_correction or question.conversation.candidates):
        return False
    if "claim" in reading.forms and question.conversation.meetings and {mention.kind for mention in found} == {"place"}:
        return False  # "and it's in Cusco?"
    of_a_session = goes_on and "session" in reading.named
    return of_a_session or any(mention.kind not in ("process", "inside") for mention in found)


def _is_only_a_name(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question is no more than the name of a meeting or of its city: "Lima?"."""
    named = {at for mention in found if mention.kind in (*TELLING, "short") for at in range(mention.start, mention.end)}
    return bool(named) and all(at in named or at in reading.stop for at in range(len(reading.tokens)))


def _is_joined_in_arabic(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether an Arabic question begins with a name that "and" is written together with ("وليما؟")."""
    if reading.language != "ar" or not any(mention.start == 0 for mention in found):
        return False
    first = reading.tokens[0]
    return first.text.startswith("و") and first.text[1:] in first.forms


def said_alone(reading: Reading) -> str:
    """The concept of the one phrase that a question is, but for "and" and the like: "who?", "et jusqu'à quand ?"; else ""."""
    hits = [hit for hit in reading.of("concepts") if hit.value.name != "and_what"]
    if not hits and len(reading.tokens) == 1:
        return _ALONE.get((reading.language, reading.tokens[0].text), "")
    if len(hits) != 1 or reading.names or reading.times or reading.of("kinds"):
        return ""
    outside = [at for at in range(len(reading.tokens)) if not hits[0].start <= at < hits[0].end]
    beside = {at for hit in reading.of("concepts") if hit.value.name == "and_what" for at in range(hit.start, hit.end)}
    carries_nothing = all(at in reading.stop or at in beside for at in outside)
    return hits[0].value.name if carries_nothing and len(outside) <= _MOST_BESIDE else ""


def _of_the_matter(asked: Sequence[Ask], reading: Reading, before: Conversation) -> list[Ask]:
    """The practical matter talked about, where a price or a last day is asked and not of what: "how much?", after the hotel.

    Whom to contact, where what is due was talked about: "to whom?".
    """
    if not asked and said_alone(reading) == "addressed" and any(ask.subject in _TO_BE_SENT for ask in before.asks):
        return [Ask(Subject.CONTACTS)]
    matters = [ask for ask in before.asks if ask.subject is Subject.PRACTICAL and ask != _FEES]
    if not matters or list(asked) not in ([_FEES], [_DEADLINES]):
        return []
    if reading.names or reading.times or reading.of("kinds") or reading.of("countries"):
        return []
    if list(asked) == [_FEES] and reading.concepts.isdisjoint(_OF_A_PRICE):
        return []  # "is there a registration fee?", after the transport
    if list(asked) == [_FEES] and all(ask.focus in _WITHOUT_A_PRICE for ask in matters):
        return []  # "fees?", after the languages
    return matters if reading.concepts <= _OF_PRICE_OR_TIME else []


def leaning(asked: Sequence[Ask], before: Conversation, reading: Reading) -> list[Ask]:
    """What one phrase asks of the meeting talked about: "who?" of those behind it, "until when?" of what was asked last."""
    if of_a_matter := _of_the_matter(asked, reading, before):
        return of_a_matter
    if not asked and "phone_word" in reading.concepts and before.asks and before.asks[0].subject is Subject.DOCUMENTS:
        return [Ask(Subject.DOCUMENTS, "symbol")]  # "does it have a number?", of the letter
    if not asked and "name" in reading.concepts and before.asks and before.asks[0].subject is Subject.CONTACTS:
        return [Ask(Subject.CONTACTS, "name")]  # "what are they called?"
    concept = said_alone(reading)
    if concept == "how_many" and not asked and _ATTENDANCE in before.asks:
        return [_ATTENDANCE]  # "how many countries?"
    if concept in OF_ONE_WORD:
        return [] if asked else list(OF_ONE_WORD[concept])
    if concept == "why":
        return [] if any(ask.subject is Subject.STATUS for ask in before.asks) else [Ask(Subject.OBJECTIVES)]
    if concept not in ("deadline", "end"):
        return []
    practical = [ask for ask in before.asks if ask.subject is Subject.PRACTICAL]
    if practical:
        return practical
    if any(ask.subject is Subject.REGISTRATION for ask in before.asks):
        return [Ask(Subject.REGISTRATION, "closes")]
    takes_time = before.session or (before.asks and before.asks[0].subject in _TAKING_TIME)
    of_its_end = takes_time and (concept == "end" or "until" in reading.forms)  # not "the deadline?"
    return [Ask(Subject.DATES, "end")] if of_its_end else []
