"""What a question asks: in so many words, by what it names, or as the last one did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import attributing, edges, intents, particles, people
from bot.answering.conversation import Conversation
from bot.answering.counting import ALONE, BEHIND, SITTING
from bot.answering.hours import hours
from bot.answering.items import SIGN
from bot.answering.meetings import Resolution
from bot.answering.mention import TELLING, Mention
from bot.answering.phrases import Hit
from bot.answering.question import Question
from bot.answering.reading import Reading
from bot.answering.subjects import BY_CLOCK, SMALL_TALK, Ask, Subject
from bot.answering.words import Meaning

_DAYS = frozenset({"today", "tomorrow", "day_after_tomorrow", *(f"weekday.{day}" for day in range(1, 8))})
_OF_ONE_WORD = {
    "who": (Ask(Subject.HOST), Ask(Subject.CONTACTS)),
    "where": (Ask(Subject.VENUE),),
    "how_many": (Ask(Subject.PRACTICAL, "fees"),),
}
# Words that ask only alone: "où" without its accent is "or".
_ALONE: dict[tuple[str | None, str], str] = {("fr", "ou"): "where", ("ar", "من"): "who"}
_TAKING_TIME = (Subject.DATES, Subject.OVERVIEW, Subject.VENUE, Subject.PROGRAMME, Subject.NEXT, Subject.PREVIOUS)
_POLITE = (Subject.GREETING, Subject.ACKNOWLEDGED)
_SAID_BY_ITEMS = (Subject.PROGRAMME, Subject.OBJECTIVES)
_NEAR = 2  # words, such as "in the"
_MOST_BESIDE = 1  # words that carry nothing beside one phrase
_AFTER = Ask(Subject.NEXT, "after")
_OF_A_SESSION = frozenset({*BY_CLOCK, Subject.PROGRAMME, Subject.OBJECTIVES})
_BESIDE = {Ask(Subject.NEXT): _AFTER, Ask(Subject.PREVIOUS): Ask(Subject.PREVIOUS, "before")}
_INVITED, _ATTENDANCE = Ask(Subject.INVITED), Ask(Subject.OTHER, "attendance")
_FEES, _DEADLINES = Ask(Subject.PRACTICAL, "fees"), Ask(Subject.DEADLINES)
_WITHOUT_A_PRICE = ("interpretation", "access", "other")
_OF_A_PRICE = frozenset({"price", "how_many"})  # concepts
_OF_PRICE_OR_TIME = frozenset({"and_what", "deadline", "end", "fee", "how_many", "price", "when"})
_ADDRESS, _EMAIL = Ask(Subject.VENUE, "address"), Ask(Subject.CONTACTS, "email")
_DATES, _STATUS, _PROGRAMME = Ask(Subject.DATES), Ask(Subject.STATUS), Ask(Subject.PROGRAMME)
_OUTCOME, _CHANGES, _HELP, _OUT_OF_SCOPE = map(
    Ask, (Subject.OUTCOME, Subject.CHANGES, Subject.HELP, Subject.OUT_OF_SCOPE)
)
_OF_COUNTRIES = frozenset({Subject.HOST, Subject.CHAIRS, Subject.SUPPORT})
_IN_A_PLACE = particles.said("at")
_COUNTRY, _A_WORD = Ask(Subject.VENUE, "country"), 3  # letters of a word that says something, at the least
_CHAIRS, _PAPERS = Ask(Subject.CHAIRS), Ask(Subject.DOCUMENTS)
_OF_AN_APPOINTMENT = frozenset({Subject.CHAIRS, Subject.VENUE, Subject.DATES, Subject.REQUESTS, Subject.DEADLINES})
_IN_FORCE = "entry_into_force"  # of the glossary
_ACTS = frozenset({"ratification", "entry_into_force"})  # of the glossary
_WHOSE_ACT = frozenset({"who", "country", "which_states"})  # concepts
_TO_BE_SENT = frozenset({Subject.DEADLINES, Subject.REQUESTS, Subject.REGISTRATION})
_SUPPORTING = "financial_support"  # of the glossary
_UNTIL_WHEN = frozenset({"when", "deadline", "end"})
_OF_STATUS = frozenset({"cancelled", "status", "standing", "settled", "came_about", "changes"})
_LETTER_LANGUAGE = Ask(Subject.DOCUMENTS, "language")
_INTERPRETATION = Ask(Subject.PRACTICAL, "interpretation")
_SHORT = 6  # words: a question that only picks one of those offered has no more
_SHORT_IN_SIGNS = 14
_HALVES = (Ask(Subject.PROGRAMME, "morning"), Ask(Subject.PROGRAMME, "afternoon"))
_OF_A_DAY = frozenset(f"programme.{which}_day" for which in ("first", "second", "third", "last"))
_FEW = 4  # meetings of which one is still called "the first" once one of them is talked about
_GOING_ON = 10  # words of a question that picks one of them
_ANY_MEETING = frozenset({"meeting", "conference"})  # kinds
_BESIDE_A_NUMBER = frozenset({*_OF_ONE_WORD, "and_what", "when", "ok", "thanks", "begin", "end", "takes_place", "now"})


def asked_in(question: Question, reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What the question asks, or what the last one did where it only names another meeting."""
    if question.given:
        return list(question.given)
    before = question.conversation
    asked = intents.asks(reading, before.asks, is_timed=question.is_timed)
    asked = _put_right(asked, question, reading, found)
    asked = _of_one_thing(asked, reading, found)
    if _is_only_polite(asked, reading, found):
        asked = []
    real = [ask for ask in asked if ask.subject not in SMALL_TALK]
    if before.asks and (
        _asks_the_same(real, question, reading, found) or (not real and _says_which_country(before, reading, found))
    ):
        return list(before.asks)
    if not real and (going_on := _going_on(question, reading)):
        return going_on
    if (
        asked == [_CHAIRS]
        and {mention.kind for mention in found} == {"country"}
        and not reading.of("kinds")
        and not people.countries_asked(reading)
    ):
        return [_OUT_OF_SCOPE]  # the president of a country presides over no meeting
    if named := _of_what_is_named(reading, asked):
        return named
    if reading.symbols:
        language = [Ask(Subject.DOCUMENTS, "language")] if "interpretation" in reading.concepts else []
        return (
            [ask for ask in asked if ask.subject is Subject.DOCUMENTS and ask.focus]
            or language
            or [Ask(Subject.DOCUMENTS)]
        )
    if before.meetings and (leaned := _leaning(asked, before, reading)):
        return leaned
    if asked and all(ask in _BESIDE.values() for ask in asked) and _names_two(found):
        return [_DATES]
    if not asked and _counts_meetings(reading, found):
        return [Ask(Subject.MEETINGS)]
    if any(mention.is_former for mention in found):
        asked = asked or [_STATUS]
    return asked or _asked_in_one_word(reading) or _asked_by_names(reading, found, talks=bool(before.meetings))


def _asks_the_same(real: Sequence[Ask], question: Question, reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question asks what the last one did, of another meeting: "and Lima?", "the second", "the last one"."""
    if not real and _names_another(question, reading, found):
        return True
    return real in ([], [Ask(Subject.PREVIOUS)]) and choice(question, reading) is not None


def _says_which_country(before: Conversation, reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question says no more than a country, right after who hosts, chairs or supports: not where it is."""
    if not before.asks or any(ask.subject not in _OF_COUNTRIES for ask in before.asks):
        return False
    if len(found) != 1 or found[0].kind != "country" or "claim" not in reading.forms:
        return False
    at = found[0].start - 1
    return at >= 0 and reading.tokens[at].text not in _IN_A_PLACE


def _going_on(question: Question, reading: Reading) -> list[Ask]:
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


def _is_only_polite(asked: Sequence[Ask], reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether "good morning" or "is that all right" stands in a question about a meeting that is named."""
    if not asked or not all(ask.subject in _POLITE for ask in asked) or not reading.has_a_mark:
        return False
    terms = {hit.start for hit in reading.of("glossary")}
    return len(terms) > 1 or any(mention.kind in TELLING for mention in found)  # "the fund has 9 dollars, right?"


def _put_right(asked: list[Ask], question: Question, reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What a question asks, where what it names or was said before tells that its phrases mean something else."""
    before = question.conversation
    if "and_what" in reading.concepts and len(before.meetings) == 1 and not any(m.kind in TELLING for m in found):
        asked = [_BESIDE.get(ask, ask) for ask in asked]  # "and the next one?", beside the one talked about
    by_clock = len(asked) > 1 and any(ask.subject in BY_CLOCK for ask in asked)
    if len(asked) > 1 and not by_clock and _calls_the_meeting_a_session(reading, found):
        asked = [ask for ask in asked if ask != _PROGRAMME]
    asked = _of_its_place(asked, reading, found)
    if _asks_for_a_session_by_its_place(asked, reading, found):
        asked = [_PROGRAMME]
    if any(mention.key.startswith(SIGN) for mention in found):  # "item" and its like speak of no whole programme
        asked = [ask for ask in asked if ask.focus or ask.subject not in _SAID_BY_ITEMS] or [_PROGRAMME]
    asked = edges.lasting_until(asked, reading)
    if "claim" in reading.forms and "open" not in reading.forms and any(time.day for time in reading.times):
        asked = edges.the_days(asked)  # "is the last day the 24th?"
    elif not any(ask.subject is Subject.PROGRAMME for ask in before.asks):
        asked = edges.which_day(asked, reading)
    if asked in ([], [_PROGRAMME]) and _asks_of_anything_in_a_month(reading, found):
        asked = [Ask(Subject.MEETINGS)]
    says_where = "elsewhere" in reading.concepts and attributing.has_it_at(reading)
    if says_where and asked in ([_OUT_OF_SCOPE], [_STATUS]):
        asked = [Ask(Subject.VENUE)]
    is_to_be = reading.speaks_of_a_treaty and _IN_FORCE not in reading.terms
    if is_to_be and reading.concepts & _UNTIL_WHEN and not _names_a_meeting(reading, found):
        asked = [_OUTCOME]  # "by when is the treaty to be concluded?"
    if reading.speaks_of_a_treaty and _OUTCOME in asked:
        asked = [ask for ask in asked if ask.subject is not Subject.DEADLINES]
    asked = _of_a_treaty(asked, reading, found)
    if _DEADLINES in asked and _SUPPORTING in reading.terms:
        asked = [ask for ask in asked if ask.subject is not Subject.SUPPORT]  # "by when do I apply for support?"
    if "@" in reading.text:
        asked = [_EMAIL if ask == _ADDRESS else ask for ask in asked]  # "is x@example.org still the right address?"
    return _of_what_was_told(_touched_only(asked, reading, found), before, reading, found)


def _of_a_treaty(asked: list[Ask], reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What a question asks, but no place and no last meeting where it asks who did what brings a treaty into force."""
    acts = not reading.terms.isdisjoint(_ACTS)
    if not acts or reading.concepts.isdisjoint(_WHOSE_ACT) or _names_a_meeting(reading, found):
        return asked
    return [ask for ask in asked if ask.subject not in (Subject.VENUE, Subject.PREVIOUS, Subject.NEXT)]


def _of_what_was_told(asked: list[Ask], before: Conversation, reading: Reading, found: Sequence[Mention]) -> list[Ask]:
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


def _of_one_thing(asked: list[Ask], reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What a question asks; where it is all of one letter, or of who co-chairs, only that."""
    if asked == [_PAPERS] and _tells_the_day_of_a_letter(reading):
        return [Ask(Subject.DOCUMENTS, "issued")]  # "is the letter of 11 April?"
    if _CHAIRS in asked and len(asked) > 1 and _asks_where_chairs_were_named(asked, reading, found):
        return [_CHAIRS]
    return asked


def _tells_the_day_of_a_letter(reading: Reading) -> bool:
    """Whether a question for yes or no says a day, as it would of the letter that alone is spoken of."""
    if "letter" not in reading.concepts or "claim" not in reading.forms or "open" in reading.forms:
        return False
    return any(time.day and time.month for time in reading.times)


def _asks_where_chairs_were_named(asked: Sequence[Ask], reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether where or when co-chairs were appointed is asked, and no meeting is named: nothing else is of a meeting."""
    if "co_chairs" not in reading.terms or _names_a_meeting(reading, found):
        return False
    return all(ask.subject in _OF_AN_APPOINTMENT for ask in asked)


def _goes_on_about_it(reading: Reading) -> bool:
    """Whether a question names nothing, and goes on to nothing else: it is of what was told."""
    return not (reading.names or reading.times or reading.of("kinds") or "and_what" in reading.concepts)


def _of_its_place(asked: list[Ask], reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What is asked, where the place of a meeting is spoken of: in which it was to be at first, or which is no meeting's."""
    if asked == [_PROGRAMME] and reading.concepts == {"session"} and _says_where_it_is(reading, found):
        return []  # "is the session not in Grenoble?"
    if asked == [_COUNTRY] and not _names_a_meeting(reading, found) and _says_what_it_does(reading):
        return []  # "which country has the most victims?"
    if asked == [_CHANGES] and any(mention.is_former for mention in found):
        return [_STATUS]  # "why did Grenoble change to Turin?"
    return asked


def _says_what_it_does(reading: Reading) -> bool:
    """Whether a question says of a country something that is said of no meeting."""
    if "which_states" not in reading.concepts or reading.of("kinds"):
        return False
    known = reading.stop | reading.covered | reading.shaping
    words = (token for at, token in enumerate(reading.tokens) if at not in known and token.kind == "word")
    return bool(reading.of("glossary")) or any(len(token.text) > _A_WORD for token in words)


def _says_where_it_is(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a meeting that is called a session is said to be in a city of no meeting, or of another."""
    if any(mention.is_former for mention in found):
        return True
    named = [mention.meetings for mention in found if mention.kind in ("alias", "series", "nth")]
    places = [mention for mention in found if mention.kind in ("city", "place")]
    strange = any(not mention.meetings & meetings for mention in places for meetings in named)
    return strange and _calls_the_meeting_a_session(reading, found)


def _touched_only(asked: list[Ask], reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What a question asks, without what its words ask elsewhere."""
    if asked == [_HELP] and _helps_others(reading):
        return []
    if "host_offer" in reading.terms:
        return [ask for ask in asked if ask.subject not in BY_CLOCK]  # "who offers to host the next one?"
    if _LETTER_LANGUAGE in asked and "say" in reading.concepts:  # "does the letter mention interpretation?"
        return [_INTERPRETATION if ask == _LETTER_LANGUAGE else ask for ask in asked]
    if len(asked) > 1 and "why" in reading.concepts and reading.concepts.isdisjoint(_OF_STATUS):
        return [ask for ask in asked if ask.subject is not Subject.STATUS]  # "which areas, and why?"
    if asked == [_STATUS] and "why" in reading.concepts and _asks_why_of_something_else(reading, found):
        return []  # "why is a new treaty needed?"
    return asked


def _asks_why_of_something_else(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether the reason is asked for something of the field, or of a meeting of which nothing says that it was changed."""
    if any(mention.is_former for mention in found) or _said_alone(reading) == "why":
        return False
    terms = [hit for hit in reading.of("glossary") if hit.value.name != "reason"]
    if not terms and not any(mention.kind in TELLING for mention in found):
        return False
    return reading.concepts.isdisjoint(_OF_STATUS)


def _helps_others(reading: Reading) -> bool:
    """Whether help is what a question of several terms of the field speaks of ("how many States asked the fund for help?")."""
    terms = reading.of("glossary")
    return any(hit.value.name == "assistance" for hit in terms) and len({hit.start for hit in terms}) > _NEAR


def _asks_for_a_session_by_its_place(asked: Sequence[Ask], reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether "the last session" of a meeting that is named is one of its sessions, and no meeting is called so."""
    if "session" not in reading.concepts or not any(mention.kind in TELLING for mention in found):
        return False
    if not any(ask.subject in BY_CLOCK for ask in asked) or any(ask.subject not in _OF_A_SESSION for ask in asked):
        return False
    called = {hit.start for hit in reading.of("concepts") if hit.value.name == "session"}
    return not any(mention.kind == "kind" and _holds(mention, at) for mention in found for at in called)


def _names_a_meeting(reading: Reading, found: Sequence[Mention]) -> bool:
    return bool(reading.of("kinds")) or any(mention.kind in (*TELLING, "time", "kind") for mention in found)


def _asks_of_anything_in_a_month(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether "is there anything in May?" or its like names nothing but months or years: it asks for meetings, no sessions."""
    if "anything" not in reading.concepts or not found or any(mention.kind != "time" for mention in found):
        return False
    said = {hit.start for hit in reading.of("concepts") if hit.value.name == "anything"}
    programmes = {hit.start for hit in reading.of("concepts") if hit.value.name == "programme"}
    return programmes <= said and not any(time.day or time.relative for time in reading.times)


def _calls_the_meeting_a_session(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether "session" is said only of the meeting that is named beside it ("registration for the session in Lima")."""
    if reading.concepts & {"programme", "item"}:
        return False
    sessions = [hit for hit in reading.of("concepts") if hit.value.name == "session"]
    named = [
        mention for mention in found if mention.kind in (*TELLING, "short", "country", "time") and mention.meetings
    ]
    beside = (
        any(
            0 <= mention.start - hit.end <= _NEAR or 0 <= hit.start - mention.end <= 1 or _holds(mention, hit.start)
            for mention in named
        )
        for hit in sessions
    )
    return bool(sessions) and all(beside)


def _holds(mention: Mention, place: int) -> bool:
    return mention.start <= place < mention.end


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


def _asked_by_names(reading: Reading, found: Sequence[Mention], *, talks: bool) -> list[Ask]:
    """What a question asks that asks nothing in so many words: by whom or what it names; `talks`: a meeting is talked about."""
    reports = "say" in reading.concepts and reading.of("glossary")  # "what does Mr Li say in the letter on mines?"
    if "person" in reading.named and not reports:
        return [Ask(Subject.CONTACTS, "phone") if "phone_word" in reading.concepts else Ask(Subject.PERSON)]
    if "quarter" in reading.named or (
        "pair" in reading.forms and {"city", "kind"} <= {mention.kind for mention in found}
    ):
        return [Ask(Subject.VENUE)]  # "in Gombe?", "both assemblies in Lomé?"
    counts_a_session = any(mention.key.startswith(SITTING) for mention in found)
    if counts_a_session and not reading.times and not hours(reading.tokens, ()):
        return [_PROGRAMME]  # "the sixth meeting"
    if "open" in reading.forms and any(time.day and time.month for time in reading.times):
        return [_PROGRAMME]  # "what is there on 9 May?"
    if reading.concepts & {"close", "open"} and any(time.day for time in reading.times):
        return [Ask(Subject.DATES, "end" if "close" in reading.concepts else "start")]
    if reading.concepts & {"close", "open"} and hours(reading.tokens, ()):
        return [Ask(Subject.DATES, "hours")]
    if "compare" in reading.concepts or (
        any(mention.kind in TELLING for mention in found) and any(time.day for time in reading.times)
    ):
        return [_DATES]
    names_one = any(mention.kind not in ("process", "inside") for mention in found)
    if (names_one or talks) and any(time.relative in _DAYS for time in reading.times):
        return [_PROGRAMME]
    spans = {(mention.start, mention.end) for mention in found if mention.kind == "process"}
    if spans and all((mention.start, mention.end) in spans for mention in found if mention.kind != "inside"):
        return [Ask(Subject.PROCESS)]
    return [Ask(Subject.OVERVIEW)] if names_one and "overview" in reading.concepts else []


def _asked_in_one_word(reading: Reading) -> list[Ask]:
    """What a question of one word asks: "où ?"."""
    return [*_OF_ONE_WORD.get(_said_alone(reading), ())] if len(reading.tokens) == 1 else []


def _counts_meetings(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question asks how many meetings of a kind there are ("how many assemblies do you know?")."""
    counting = {hit.end for hit in reading.of("concepts") if hit.value.name == "how_many"}
    counted = [mention for mention in found if mention.kind == "kind" and counting & {mention.start, mention.start - 1}]
    return any(len(mention.meetings) > 1 for mention in counted) and not any(
        mention.kind in TELLING for mention in found
    )


def _said_alone(reading: Reading) -> str:
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
    if not asked and _said_alone(reading) == "addressed" and any(ask.subject in _TO_BE_SENT for ask in before.asks):
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


def _leaning(asked: Sequence[Ask], before: Conversation, reading: Reading) -> list[Ask]:
    """What one phrase asks of the meeting talked about: "who?" of those behind it, "until when?" of what was asked last."""
    if of_a_matter := _of_the_matter(asked, reading, before):
        return of_a_matter
    if not asked and "phone_word" in reading.concepts and before.asks and before.asks[0].subject is Subject.DOCUMENTS:
        return [Ask(Subject.DOCUMENTS, "symbol")]  # "does it have a number?", of the letter
    if not asked and "name" in reading.concepts and before.asks and before.asks[0].subject is Subject.CONTACTS:
        return [Ask(Subject.CONTACTS, "name")]  # "what are they called?"
    concept = _said_alone(reading)
    if concept == "how_many" and not asked and _ATTENDANCE in before.asks:
        return [_ATTENDANCE]  # "how many countries?"
    if concept in _OF_ONE_WORD:
        return [] if asked else list(_OF_ONE_WORD[concept])
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
        hit.value.group == "kinds" or hit.value.name in _OF_ONE_WORD or hit.value.name in _BESIDE_A_NUMBER
        for hit in said
    )


def _names_two(found: Sequence[Mention]) -> bool:
    """Whether a question names two meetings, as in "is Lima before Oslo?"."""
    named = [mention.meetings for mention in found if mention.kind in (*TELLING, "time") and mention.meetings]
    return any(not one & other for one in named for other in named)


def _of_what_is_named(reading: Reading, asked: Sequence[Ask]) -> list[Ask]:
    """What is asked of a person or a document that a question names rather than of its meeting."""
    if _asks_whose_country(reading) and asked and all(ask.subject in (Subject.VENUE, Subject.HOST) for ask in asked):
        return [Ask(Subject.PERSON)]
    if _names_document(reading) and all(
        ask.subject in (Subject.VENUE, Subject.WEBSITE, Subject.PROGRAMME) for ask in asked
    ):
        return [Ask(Subject.DOCUMENTS)]
    return []


def _asks_whose_country(reading: Reading) -> bool:
    """Whether a question names somebody, no meeting, and asks for a country: hers, which stands beside her name."""
    return "person" in reading.named and "country" in reading.concepts and not reading.of("kinds")


def _names_document(reading: Reading) -> bool:
    return "document" in reading.named and any(hit.value.kind == "document" and hit.length > 1 for hit in reading.names)
