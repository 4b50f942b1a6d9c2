"""What is asked: the concepts of each clause of a question, combined by rules that hold in every language."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.answering import particles
from bot.answering.dated import names_a_letter
from bot.answering.joining import joins
from bot.answering.leads import heard
from bot.answering.phrases import Hit, places_of
from bot.answering.reading import Reading
from bot.answering.rules import NEEDING, RULES, Rule
from bot.answering.subjects import Ask, Subject
from bot.answering.words import Meaning

_CLAUSE_END = re.compile(r"[?？؟!！.。;；:\n،,，、)+]")

# Concepts that say what of a subject is asked, and take the subject from the clause before where their own has none.
_LEANING = frozenset(
    [
        "when",
        "open",
        "close",
        "deadline",
        "link",
        "online",
        "begin",
        "end",
        "where",
        "how",
        "name",
        "hour",
        "length",
        "phone",
        "fax",
        "email",
        "address",
        "addressed",
        "meant_for",
    ]
)


# Concepts that ask nothing by themselves.
_NEUTRAL = frozenset(
    ["and_what", "aside", "her", "his", "now", "overview", "salutation", "takes_place", "theirs", "who"]
)

# What questions ask: beside it a reminder is only spoken of, unless it is asked for in so many words.
_ASKED_BESIDE = frozenset(
    [
        "who",
        "where",
        "how",
        "how_many",
        "why",
        "room",
        "chair",
        "sign",
        "letter",
        "document",
        "declaration",
        "issued",
        "status",
        "host",
        "elsewhere",
        "invited",
    ]
)

# What somebody wants to be told who says "remind me where it is", unless she speaks of something at which to be reminded.
_TOLD = frozenset(
    [
        "when",
        "date",
        "where",
        "who",
        "address",
        "building",
        "room",
        "city",
        "country",
        "link",
        "phone",
        "fax",
        "email",
        "sign",
        "symbol",
        "host",
        "chair",
        "level",
    ]
)
_REMINDED_AT = frozenset(
    ["before", "after", "left", "begin", "open", "close", "end", "deadline", "calendar", "first_day", "last_day"]
)

_NOT = particles.said("not")

# What nobody asks of the present hour.
_NOT_OF_NOW = frozenset(
    ["when", "date", "where", "who", "contact", "email", "phone", "host", "sign", "length", "begin", "end", "deadline"]
)

# Terms of the field for those who take part.
_TAKING_PART = frozenset(["signator", "parties", "observer", "member", "state"])

# What is asked of a meeting that a clause tells apart by who hosts it.
_OF_WHEN_AND_WHERE = frozenset(
    {"when", "where", "date", "begin", "end", "length", "left", "hour", "venue", "building", "address", "city", "room"}
    | {"register", "deadline", "programme", "first_day", "last_day"}
)

_OF_SIGNING = frozenset({Subject.OUTCOME, Subject.DOCUMENTS, Subject.INVITED})
_RELATIVE = particles.said("relative")
_OF_PLACES = frozenset({"where", "list"})  # "which meetings has Geneva hosted?"

# What is said of a registration rather than of a meeting, where the last question was about one.
_OF_REGISTRATION = frozenset(["open", "close", "deadline", "link", "online"])
_TOPICS = {Subject.REGISTRATION: "register", Subject.DOCUMENTS: "letter"}
_OF_A_LETTER = frozenset(["addressed", "meant_for"])

_WITH_A_LIST = frozenset(
    {Subject.MEETINGS, Subject.DATES, Subject.VENUE, Subject.PROGRAMME, Subject.NEXT, Subject.PREVIOUS}
)
# What is asked of the one who asks, or of what others have written: then nothing else is.
_OF_SOMEBODY = (
    ("of_others", Ask(Subject.PRIVATE)),
    ("forget_me", Ask(Subject.PRIVACY, "forget")),
    ("my_data", Ask(Subject.PRIVACY)),
)
_HOURS, _START = Ask(Subject.DATES, "hours"), Ask(Subject.DATES, "start")
_INSTRUMENTS = frozenset({"instrument", "legally_binding"})  # of the glossary
_DATED = frozenset({Ask(Subject.DOCUMENTS), Ask(Subject.DOCUMENTS, "issued")})
_EDGES = frozenset({Ask(Subject.DATES, "start"), Ask(Subject.DATES, "end")})
_OF_DAYS = frozenset({"when", "date", "hour", "length", "left"})
_SEVERAL, _SEVERAL_SIGNS = 3, 8
_SIDES = frozenset({Ask(Subject.NEXT, "after"), Ask(Subject.PREVIOUS, "before")})
_OF_PAPERS_AND_TASKS = (Subject.DOCUMENTS, Subject.DEADLINES, Subject.REQUESTS)
_BY_ITS_WAY = Ask(Subject.PRACTICAL, "other")
_MAY_BE_ONLINE = frozenset({_BY_ITS_WAY, Ask(Subject.INVITED), Ask(Subject.VENUE)})
_NEXT, _INVITED = Ask(Subject.NEXT), Ask(Subject.INVITED)
_HOST_ALONE = frozenset({Ask(Subject.HOST)})
_FEES = Ask(Subject.PRACTICAL, "fees")
_OF_ANYTHING = frozenset({Ask(Subject.DATES, "hours"), Ask(Subject.DATES), Ask(Subject.VENUE)})
_PRICED = frozenset(Ask(Subject.PRACTICAL, what) for what in ("hotels", "visa", "transport", "badges"))
_WITH_PRICES = frozenset({"hotel", "visa", "transport", "badge"})
_OF_THE_MEETING = frozenset({"register", "attend"})
_FIRST = frozenset(["follow_first", "mute_first"])
_TALK = (
    ("attack", Subject.OUT_OF_SCOPE),
    ("elsewhere", Subject.OUT_OF_SCOPE),
    ("help", Subject.HELP),
    ("thanks", Subject.THANKS),
    ("bye", Subject.BYE),
    ("greet", Subject.GREETING),
    ("ok", Subject.ACKNOWLEDGED),
)


def asks(reading: Reading, before: Sequence[Ask] = (), *, is_timed: bool = False) -> list[Ask]:
    """Everything that a question asks, each once, in order; nothing where it asks nothing that is known.

    `before` is what was asked last: "and when does it close?" leans on it. One that `is_timed` wants a reminder.
    """
    if "attack" in reading.concepts or _is_of_something_else(reading):
        return [Ask(Subject.OUT_OF_SCOPE)]
    for concept, ask in _OF_SOMEBODY:
        if concept in reading.concepts:
            return [ask]
    found: dict[Ask, None] = {}
    talked_of = next((_TOPICS[ask.subject] for ask in before if ask.subject in _TOPICS), "")
    topic = ""
    spoken_of = _only_spoken_of(reading, is_timed=is_timed)
    for clause in clauses(reading):
        concepts = _asking(clause, reading) - spoken_of
        if reading.concepts & _FIRST:
            concepts |= {wish for wish in ("follow", "mute") if _begins_with(reading, clause, f"{wish}_first")}
        of_that = _OF_REGISTRATION if talked_of == "register" else _OF_A_LETTER
        if talked_of and not topic and concepts & of_that:
            topic = talked_of
        if topic and concepts and concepts - _NEUTRAL <= _LEANING and not _is_of_a_meeting(clause):
            concepts |= {topic}
        own = dict.fromkeys(_of_clause(concepts, clause))
        found.update(own)
        topic = _topic(concepts) or ("" if own else topic)
    found = {ask: None for ask in found if ask not in _by_the_way(found, reading)}
    if not found and "attend" in reading.concepts and _asks_who_may(reading):
        found[_INVITED] = None
    if _asks_whether_to_come(reading, found) or (found.keys() <= _HOST_ALONE and _says_who_invites(reading)):
        found = {_INVITED: None}
    if "elsewhere" in reading.concepts and not found.keys() - (
        _OF_ANYTHING | ({_FEES} if _is_a_price(reading) else set())
    ):
        return [Ask(Subject.OUT_OF_SCOPE)]
    return (
        _plain(list(found))
        or [
            Ask(subject)
            for concept, subject in _TALK
            if concept in reading.concepts and not (concept == "ok" and _says_more_than_yes(reading))
        ][:1]
    )


def _says_more_than_yes(reading: Reading) -> bool:
    """Whether several words that nothing is known of stand beside "yes" or its like: something is asked with them."""
    known = reading.stop | reading.covered | reading.shaping
    free = [token.kind for at, token in enumerate(reading.tokens) if at not in known]
    return free.count("word") + free.count("number") >= _SEVERAL or free.count("sign") >= _SEVERAL_SIGNS


def _by_the_way(found: Collection[Ask], reading: Reading) -> frozenset[Ask]:
    """What of that the words of a question only seem to ask."""
    idle: set[Ask] = set()
    if _NEXT in found and _is_of_an_instrument(reading):
        idle.add(_NEXT)  # "what shall the future instrument prohibit?"
    if set(found) - _DATED and names_a_letter(reading):
        idle |= _DATED  # "we have received your letter of 18 April. Where is the meeting?"
    if _INVITED in found and _asks_what_states_did(reading):
        idle.add(_INVITED)
    if _FEES in found and not _PRICED.isdisjoint(found) and _prices_only(reading):
        idle.add(_FEES)  # "hotels there, how much?"
    if "how_many" in reading.concepts and reading.concepts.isdisjoint(_OF_DAYS):
        idle |= _EDGES & set(found)  # "how many Parties were there at the end of the assembly?"
    if (sides := _SIDES & set(found)) and _is_only_due_or_written(set(found) - sides, reading):
        idle |= sides  # "what is due before the assembly?"
    if _BY_ITS_WAY in found and "comfort" not in reading.concepts and set(found) - _MAY_BE_ONLINE:
        idle.add(_BY_ITS_WAY)  # "can one send the papers online?"
    return frozenset(idle)


def _asks_what_states_did(reading: Reading) -> bool:
    """Whether "which States" stands before what no concept is: "which States abstained?" does not ask who is invited."""
    invited = [hit for hit in reading.of("concepts") if hit.value.name == "invited"]
    spans = {(hit.start, hit.end) for hit in reading.of("concepts") if hit.value.name == "which_states"}
    if not spans or any((hit.start, hit.end) not in spans for hit in invited):
        return False
    known = places_of(hit for hit in reading.hits if hit.value.group != "glossary") | places_of(reading.names)
    behind = range(invited[0].end, len(reading.tokens)) if invited else ()
    first = next((at for at in behind if at not in reading.stop), None)
    return first is not None and first not in known and reading.tokens[first].kind in ("word", "sign")


def _is_only_due_or_written(asked: Collection[Ask], reading: Reading) -> bool:
    """Whether papers or what is due is asked for, and "after" or "before" is said of no meeting ("the meeting after Lima")."""
    if not asked or any(ask.subject not in _OF_PAPERS_AND_TASKS for ask in asked):
        return False
    ends = {hit.end for hit in reading.of("kinds")}
    return not any(hit.start in ends for hit in reading.of("concepts") if hit.value.name in ("after", "before"))


def _is_of_an_instrument(reading: Reading) -> bool:
    """Whether what is to come is the treaty that is negotiated, and no meeting is spoken of."""
    coming = [hit for hit in reading.of("concepts") if hit.value.name == "next"]
    instruments = [hit for hit in reading.of("glossary") if hit.value.name in _INSTRUMENTS]
    return not reading.of("kinds") and all(
        any(0 <= each.start - hit.end <= 1 or each.end == hit.start for each in instruments) for hit in coming
    )


def _prices_only(reading: Reading) -> bool:
    """Whether all that is said of money is what something else costs: of what it stands beside, or of what was named before."""
    for clause in clauses(reading):
        concepts = {hit.value.name for hit in clause if hit.value.group == "concepts"}
        if "fee" not in concepts:
            continue
        prices = {(hit.start, hit.end) for hit in clause if hit.value.name == "price"}
        if any((hit.start, hit.end) not in prices for hit in clause if hit.value.name == "fee"):
            return False
        if concepts & _OF_THE_MEETING or (_is_of_a_meeting(clause) and not concepts & _WITH_PRICES):
            return False
    return True


def _is_a_price(reading: Reading) -> bool:
    """Whether all that is said of money is what something costs."""
    prices = {hit.start for hit in reading.of("concepts") if hit.value.name == "price"}
    return all(hit.start in prices for hit in reading.of("concepts") if hit.value.name == "fee")


def _only_spoken_of(reading: Reading, *, is_timed: bool) -> frozenset[str]:
    """The concepts of a question that ask nothing in it."""
    spoken_of = _of_a_time(reading) | (frozenset() if _may_want_notice(reading) else frozenset(["notice"]))
    if not is_timed and _wants_to_be_told(reading):
        spoken_of |= {"remind", "notice"}
    if "now" in reading.concepts:
        if "open" in reading.forms:
            spoken_of |= {"standing"}  # "what is under way?"
        if _turns_to_another(reading):
            spoken_of |= {"now"}
    return spoken_of


def _turns_to_another(reading: Reading) -> bool:
    """Whether "now" only begins what is asked next: "now Lima, when is that?", "and now, who hosts it?"."""
    said = [hit for hit in reading.of("concepts") if hit.value.name not in ("and_what", "ok", "thanks")]
    return said[0].value.name == "now" and any(hit.value.name in _NOT_OF_NOW for hit in said[1:])


def _asking(clause: Sequence[Hit[Meaning]], reading: Reading) -> frozenset[str]:
    """The concepts of a clause, without the host where that tells of which meeting it asks ("when is what Norway hosts?")."""
    concepts = frozenset([hit.value.name for hit in clause if hit.value.group == "concepts"])
    if "host" not in concepts or concepts & {"who", "country"}:
        return concepts
    names_the_host = any(hit.value.group == "countries" for hit in clause)
    beside = concepts & _OF_WHEN_AND_WHERE
    behind = (
        clause[0].start and reading.tokens[clause[0].start - 1].text in _RELATIVE
    )  # "la conferencia que organiza Perú"
    is_told = not concepts.isdisjoint(_OF_PLACES) or (
        names_the_host and (beside or (behind and reading.concepts & _OF_WHEN_AND_WHERE))
    )
    return concepts - {"host"} if is_told else concepts


def _asks_who_may(reading: Reading) -> bool:
    """Whether somebody is named who may attend: a group, a country, or what no phrase is, of a meeting in a yes-or-no one."""
    if "group" in reading.concepts or reading.of("countries"):
        return True
    if "claim" in reading.forms and not reading.terms.isdisjoint(_TAKING_PART):
        return True
    if reading.times or not (reading.of("kinds") or reading.names):
        return False
    if "elsewhere" in reading.concepts or "claim" not in reading.forms:  # "can doctors attend?" is of no hospital
        return "elsewhere" in reading.concepts
    asked = {at for hit in reading.hits if hit.value.group != "glossary" for at in range(hit.start, hit.end)}
    free = (at for at in range(len(reading.tokens)) if at not in asked and at not in reading.stop)
    named = {at for name in reading.names for at in range(name.start, name.end)}
    return any(at not in named and reading.tokens[at].kind in ("word", "sign") for at in free)


def _asks_whether_to_come(reading: Reading, found: Collection[Ask]) -> bool:
    """Whether those who did not sign or ratify ask to come: "we have not signed the declaration, may we attend?"."""
    said = reading.terms
    if reading.concepts.isdisjoint(("attend", "invited")):
        return False
    of_states = said & {"state", "countr"} or any(token.text in _NOT for token in reading.tokens)
    of_states = of_states and reading.concepts.isdisjoint(("letter", "document", "declaration", "chair"))
    of_a_treaty = "open" not in reading.forms and ("declaration" in reading.concepts or "ratification" in said)
    if not (of_states or of_a_treaty):
        return False
    if "sign" not in reading.concepts and not said & {"signator", "ratification"}:
        return False
    return all(ask.subject in _OF_SIGNING or str(ask) == "next.after" for ask in found)


def _says_who_invites(reading: Reading) -> bool:
    """Whether a country stands beside "invites" as the one that does: "whom does Norway invite?" asks for no host."""
    if "who" not in reading.concepts:
        return False
    verbs = [hit for hit in reading.of("concepts") if hit.value.name == "inviting"]
    return any(
        country.end == verb.start or verb.end == country.start for verb in verbs for country in reading.of("countries")
    )


def _is_of_something_else(reading: Reading) -> bool:
    """Whether an errand is to be run ("book me a flight"), or what no meeting is about is asked where none is spoken of."""
    if "errand" in reading.concepts:
        return True
    return "strange" in reading.concepts and not reading.of("kinds") and not reading.names


def _is_of_a_meeting(clause: Sequence[Hit[Meaning]]) -> bool:
    """Whether a clause speaks of "the meeting" or its like."""
    return any(hit.value.group == "kinds" for hit in clause)


def _of_a_time(reading: Reading) -> frozenset[str]:
    """ "after" or "before" where a day follows asks for no meeting or session beside another; a month is in no programme."""
    if not reading.times or not reading.concepts & {"after", "before"}:
        return frozenset()
    of_days = {time.start: bool(time.day) for time in reading.times if time.day or (time.month and not time.relative)}
    sides = [hit for hit in reading.of("concepts") if hit.value.name in ("after", "before")]
    followed = [(hit, at) for hit in sides for at in (hit.end, hit.end + 1) if at in of_days]
    return frozenset(hit.value.name if of_days[at] else "programme" for hit, at in followed)


def _may_want_notice(reading: Reading) -> bool:
    """Whether the mere word "reminder" or its like asks for one: not in a question, nor in the name of a session."""
    if "notice" not in reading.concepts or "open" in reading.forms or reading.concepts & _ASKED_BESIDE:
        return False
    if "when" in reading.concepts and reading.has_a_mark:
        return False
    named = [name for name in reading.names if name.value.kind in ("session", "document")]
    notices = [hit for hit in reading.of("concepts") if hit.value.name == "notice"]
    return not any(name.start <= hit.start < name.end for name in named for hit in notices)


def _wants_to_be_told(reading: Reading) -> bool:
    """Whether "remind me where it is" or its like asks for a fact: it names no day on which to be reminded, nor what of."""
    concepts = reading.concepts
    if concepts.isdisjoint(("remind", "notice")) or concepts.isdisjoint(_TOLD) or concepts & _REMINDED_AT:
        return False
    if "register" in concepts and "link" not in concepts:
        return False
    return not any(time.day or time.relative for time in reading.times) and heard(reading.text) is None


def _begins_with(reading: Reading, clause: Sequence[Hit[Meaning]], concept: str) -> bool:
    """Whether the first word of a clause is of a concept: "follow Beirut", not "what will follow?"."""
    return any(
        hit.value.name == concept and (hit.start == 0 or _CLAUSE_END.search(reading.tokens[hit.start].gap) is not None)
        for hit in clause
    )


def _topic(concepts: frozenset[str]) -> str:
    return next((topic for topic in ("register", "letter", "contact", "venue") if topic in concepts), "")


def _of_clause(concepts: frozenset[str], clause: Sequence[Hit[Meaning]]) -> list[Ask]:
    """What the concepts of a clause ask, in the order in which it says them."""
    fitting = _fitting(concepts)
    if len(fitting) < 2:
        return [rule.ask for rule in fitting]
    said = [hit.value.name for hit in clause]
    in_order = sorted(
        fitting, key=lambda rule: min((said.index(name) for name in rule.needs if name in said), default=0)
    )
    return [rule.ask for rule in in_order]


@lru_cache(maxsize=1024)
def _fitting(concepts: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that fit some concepts, each of which one alone spends: people ask the same few things."""
    fitting: list[Rule] = []
    left = concepts
    for place in sorted({place for concept in concepts for place in NEEDING.get(concept, ())}):
        rule = RULES[place]
        if rule.fits(left):
            fitting.append(rule)
            left -= rule.needs | rule.any_of | rule.takes
    return tuple(fitting)


def _plain(found: list[Ask]) -> list[Ask]:
    """Without what a broader ask beside it answers too; a list of meetings is asked for alone, or by their dates or places."""
    if len(found) < 2:
        return found
    if any(ask.subject not in _WITH_A_LIST for ask in found):
        found = [ask for ask in found if ask.subject is not Subject.MEETINGS]
    if any(ask.subject is Subject.DOCUMENTS and ask.focus for ask in found):
        found = [ask for ask in found if ask != Ask(Subject.DOCUMENTS)]  # "the invitation, who signed it?"
    if _HOURS in found:
        found = [ask for ask in found if ask != _START]  # "when does it begin, at what hour?"
    whole = {ask.subject for ask in found if not ask.focus}
    return [ask for ask in found if not ask.focus or ask.subject not in whole or ask == _HOURS]


def clauses(reading: Reading) -> list[list[Hit[Meaning]]]:
    """The phrases of a question, clause by clause: what stands between its commas, stops and joining words."""
    parts: list[list[Hit[Meaning]]] = [[]]
    before = 0
    for hit in reading.hits:
        if parts[-1] and _is_parted(reading, before, hit.start):
            parts.append([])
        parts[-1].append(hit)
        before = hit.end
    return [part for part in parts if part]


def _is_parted(reading: Reading, before: int, start: int) -> bool:
    language = reading.language
    for token in reading.tokens[before : start + 1]:
        if (token.gap != " " and _CLAUSE_END.search(token.gap)) or joins(token, language):
            return True
    return False
