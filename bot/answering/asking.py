"""What a question asks: in so many words, by what it names, or as the last one did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import attributing, edges, intents, people
from bot.answering.choosing import OF_ONE_WORD
from bot.answering.counting import SITTING
from bot.answering.hours import hours
from bot.answering.items import SIGN
from bot.answering.leaning import asks_the_same, going_on, leaning, of_what_was_told, said_alone, says_which_country
from bot.answering.mention import TELLING, Mention
from bot.answering.question import Question
from bot.answering.reading import Reading
from bot.answering.subjects import BY_CLOCK, SMALL_TALK, Ask, Subject

_DAYS = frozenset({"today", "tomorrow", "day_after_tomorrow", *(f"weekday.{day}" for day in range(1, 8))})
_POLITE = (Subject.GREETING, Subject.ACKNOWLEDGED)
_SAID_BY_ITEMS = (Subject.PROGRAMME, Subject.OBJECTIVES)
_NEAR = 2  # words, such as "in the"
_AFTER = Ask(Subject.NEXT, "after")
_OF_A_SESSION = frozenset({*BY_CLOCK, Subject.PROGRAMME, Subject.OBJECTIVES})
_BESIDE = {Ask(Subject.NEXT): _AFTER, Ask(Subject.PREVIOUS): Ask(Subject.PREVIOUS, "before")}
_DEADLINES = Ask(Subject.DEADLINES)
_ADDRESS, _EMAIL = Ask(Subject.VENUE, "address"), Ask(Subject.CONTACTS, "email")
_DATES, _STATUS, _PROGRAMME = Ask(Subject.DATES), Ask(Subject.STATUS), Ask(Subject.PROGRAMME)
_OUTCOME, _CHANGES, _HELP, _OUT_OF_SCOPE = map(
    Ask, (Subject.OUTCOME, Subject.CHANGES, Subject.HELP, Subject.OUT_OF_SCOPE)
)
_COUNTRY, _A_WORD = Ask(Subject.VENUE, "country"), 3  # letters of a word that says something, at the least
_CHAIRS, _PAPERS = Ask(Subject.CHAIRS), Ask(Subject.DOCUMENTS)
_OF_AN_APPOINTMENT = frozenset({Subject.CHAIRS, Subject.VENUE, Subject.DATES, Subject.REQUESTS, Subject.DEADLINES})
_IN_FORCE = "entry_into_force"  # of the glossary
_ACTS = frozenset({"ratification", "entry_into_force"})  # of the glossary
_WHOSE_ACT = frozenset({"who", "country", "which_states"})  # concepts
_SUPPORTING = "financial_support"  # of the glossary
_UNTIL_WHEN = frozenset({"when", "deadline", "end"})
_OF_STATUS = frozenset({"cancelled", "status", "standing", "settled", "came_about", "changes"})
_LETTER_LANGUAGE = Ask(Subject.DOCUMENTS, "language")
_INTERPRETATION = Ask(Subject.PRACTICAL, "interpretation")


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
        asks_the_same(real, question, reading, found) or (not real and says_which_country(before, reading, found))
    ):
        return list(before.asks)
    if not real and (more := going_on(question, reading)):
        return more
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
    if before.meetings and (leaned := leaning(asked, before, reading)):
        return leaned
    if asked and all(ask in _BESIDE.values() for ask in asked) and _names_two(found):
        return [_DATES]
    if not asked and _counts_meetings(reading, found):
        return [Ask(Subject.MEETINGS)]
    if any(mention.is_former for mention in found):
        asked = asked or [_STATUS]
    return asked or _asked_in_one_word(reading) or _asked_by_names(reading, found, talks=bool(before.meetings))


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
    return of_what_was_told(_touched_only(asked, reading, found), before, reading, found)


def _of_a_treaty(asked: list[Ask], reading: Reading, found: Sequence[Mention]) -> list[Ask]:
    """What a question asks, but no place and no last meeting where it asks who did what brings a treaty into force."""
    acts = not reading.terms.isdisjoint(_ACTS)
    if not acts or reading.concepts.isdisjoint(_WHOSE_ACT) or _names_a_meeting(reading, found):
        return asked
    return [ask for ask in asked if ask.subject not in (Subject.VENUE, Subject.PREVIOUS, Subject.NEXT)]


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
    if any(mention.is_former for mention in found) or said_alone(reading) == "why":
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
    return [*OF_ONE_WORD.get(said_alone(reading), ())] if len(reading.tokens) == 1 else []


def _counts_meetings(reading: Reading, found: Sequence[Mention]) -> bool:
    """Whether a question asks how many meetings of a kind there are ("how many assemblies do you know?")."""
    counting = {hit.end for hit in reading.of("concepts") if hit.value.name == "how_many"}
    counted = [mention for mention in found if mention.kind == "kind" and counting & {mention.start, mention.start - 1}]
    return any(len(mention.meetings) > 1 for mention in counted) and not any(
        mention.kind in TELLING for mention in found
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
