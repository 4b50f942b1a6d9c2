"""What no field of a meeting holds: a question about it is not answered with the field that it also touches.

"When does the objection period end?" asks when, and yet for no date of a meeting: `matters.yaml` lists the terms that tell so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering import parts, search_terms
from bot.answering.houses import is_online
from bot.answering.mention import TELLING
from bot.answering.parts import Part
from bot.answering.phrases import Hit, places_of
from bot.answering.question import Understood
from bot.answering.reading import Reading
from bot.answering.subjects import Subject
from bot.answering.texts import in_all_languages, texts_of
from bot.answering.words import Meaning, Words
from bot.model import Text

# What is told of a meeting though a question has words that it does not account for.
_TOLD_ANYHOW = frozenset(
    {
        Subject.REGISTRATION,
        Subject.CONTACTS,
        Subject.INVITED,
        Subject.DOCUMENTS,
        Subject.PERSON,
        Subject.WEBSITE,
        Subject.CALENDAR,
        Subject.REMINDER,
        Subject.CHANGES,
        Subject.FOLLOW,
        Subject.UNFOLLOW,
        Subject.MUTE,
        Subject.STATUS,
    }
)


_SENTENCE_END = re.compile(r"[?؟？]|[.!](?=\s|$)|[。！]")
_PRACTICAL = frozenset({"visa", "hotel", "badge", "transport", "interpretation"})
_OF_DAYS = frozenset({"close", "status"})
_APART = re.compile(r"[.!,;:。，！؛،]")
_DECIDING = frozenset({"thanked"})  # of the glossary
_ONLY_ASKING = frozenset({"who", "when", "where", "how", "how_many", "which", "why", "overview", "and_what"})


def matters(understood: Understood, lexicon: Words, languages: frozenset[str]) -> list[search_terms.Term]:
    """The terms of a question that no field of a meeting holds, but those in the name of a meeting, a session, a document."""
    reading = understood.reading
    hits = [hit for hit in reading.of("glossary") if hit.value.name in lexicon.matters]
    if hits and "?" in reading.text[:-1]:  # "When does it end? I have a tariff to look up."
        hits = [hit for hit in hits if _is_asked(hit.start, reading)]
    hits = [hit for hit in hits if not _is_of_a_field(hit, reading) and not _is_of_its_days(hit, understood)]
    hits = [hit for hit in hits if not _is_by_the_way(hit, reading)]
    attending = {hit.start for hit in reading.of("concepts") if hit.value.name == "attend"}
    hits = [hit for hit in hits if hit.start not in attending] or hits  # "can I join remotely?"
    if not hits:
        return []
    named = places_of(hit for hit in reading.names if hit.value.kind in ("session", "document", "person"))
    for mention in understood.mentions:
        if mention.kind in (*TELLING, "kind", "short"):
            named.update(range(mention.start, mention.end))
    meant = [range(hit.start, hit.end) for hit in hits if not named.intersection(hit.places)]
    terms = reading.of("glossary")  # a word may be several: "يحظر" is of a closed season, and of any prohibition
    names = dict.fromkeys(hit.value.name for span in meant for hit in terms if hit.start in span or hit.end - 1 in span)
    return [search_terms.term_of(name, lexicon, languages) for name in names]


def _is_by_the_way(hit: Hit[Meaning], reading: Reading) -> bool:
    """Whether a word stands before the question, by itself: "Fine. In what languages do we work?" asks for no fine."""
    if hit.start or hit.end >= len(reading.tokens) or not _APART.search(reading.tokens[hit.end].gap):
        return False
    return any(said.start == hit.start and said.value.name in ("ok", "thanks") for said in reading.of("concepts"))


def _is_of_a_field(hit: Hit[Meaning], reading: Reading) -> bool:
    """Whether a concept says more than that term, or is said in other words too ("pagar alguna cuota", "wheelchair access")."""
    concepts = [each for each in reading.of("concepts") if each.value.name != "comfort"]
    over = [each for each in concepts if each.start <= hit.start and hit.end <= each.end]
    if any(each.value.name == "fee" for each in over):  # "visa, hotel and contribution?", "is there a contribution?"
        alone = all(hit.start <= each.start and each.end <= hit.end for each in reading.of("glossary"))
        return alone or not reading.concepts.isdisjoint(_PRACTICAL)
    return any(each.end - each.start > hit.end - hit.start for each in over) or any(
        each.value.name == other.value.name and each.start != other.start for each in over for other in concepts
    )


def _is_of_its_days(hit: Hit[Meaning], understood: Understood) -> bool:
    """Whether a word that also is such a term is of the days of a meeting that is named ("when does Lima close?")."""
    reading = understood.reading
    if "when" not in reading.concepts or not understood.names(*TELLING, "short"):
        return False
    return any(
        each.value.name in _OF_DAYS and each.start <= hit.start and hit.end <= each.end
        for each in reading.of("concepts")
    )


def _is_asked(at: int, reading: Reading) -> bool:
    """Whether the sentence of a token ends with a question mark."""
    behind = reading.text[reading.tokens[at].end :]
    end = _SENTENCE_END.search(behind)
    return end is not None and end[0] in "?؟？"


def asks_besides(understood: Understood, lexicon: Words, but: frozenset[str] = frozenset()) -> bool:
    """Whether a question asks for something in other words than those terms ("докладчик" is no document), `but` some concepts.

    Where it counts, what it has for whom or what is part of what is counted ("the budget that the secretariat proposes").
    """
    reading = understood.reading
    counts = "how_many" in reading.concepts
    own = places_of(hit for hit in reading.of("glossary") if counts or hit.value.name in lexicon.matters)
    own |= places_of(hit for hit in reading.names if hit.value.kind == "session")
    asking = (hit for hit in reading.of("concepts") if hit.value.name not in _ONLY_ASKING | but)
    return any(not own.intersection(range(hit.start, hit.end)) for hit in asking)


def is_decided(understood: Understood) -> bool:
    """Whether a question asks of such a term whatever it names besides ("whom does the ambassador thank in the letter?")."""
    return not understood.reading.terms.isdisjoint(_DECIDING)


def is_an_attack(understood: Understood, lexicon: Words) -> bool:
    """Whether a question wants what is not the bot's to say, in more words than those terms or of no meeting that is named."""
    reading = understood.reading
    said = [hit for hit in reading.of("glossary") if hit.value.name in lexicon.matters]
    own = places_of(said)
    attacks = [hit for hit in reading.of("concepts") if hit.value.name == "attack"]
    beside = any(not own.intersection(range(hit.start, hit.end)) for hit in attacks)
    return beside or (bool(attacks) and not understood.resolution.named)


def is_of_a_network(understood: Understood) -> bool:
    """Whether the password that a question asks for is that of a wireless network, which a letter may say."""
    return "wifi" in understood.reading.terms


def only_dated(understood: Understood) -> bool:
    """Whether nothing but a time tells of which meeting a question is: it may be the time of what is asked about."""
    kinds = {mention.kind for mention in understood.mentions if mention.kind not in ("inside", "word")}
    return kinds == {"time"}


def only_of_a_country(understood: Understood) -> bool:
    """Whether nothing but a country tells of which meeting a question is: it may be what is said to have done something."""
    kinds = {mention.kind for mention in understood.mentions if mention.kind not in ("inside", "word")}
    return kinds == {"country"}


def is_beside(part: Part, of: Sequence[search_terms.Term], *, asked: bool, asked_but_comfort: bool) -> bool:
    """Whether a part says nothing of any of the terms: it is of a field that the question only touches, if it was `asked`;
    of a session, if more than food and dress at it was."""
    if not isinstance(part, parts.Fact) or (asked and part.ask.subject in _TOLD_ANYHOW):
        return False
    if isinstance(part, parts.Named | parts.Chairings | parts.Sessions | parts.Quotation | parts.Found | parts.Kept):
        whole = isinstance(part, parts.Sessions) and part.complete
        touched = isinstance(part, parts.Sessions | parts.Named) and not asked_but_comfort
        return (whole or touched) and not _is_said(part, of)
    return not _is_said(part, of)


def _is_said(part: parts.Fact, of: Sequence[search_terms.Term]) -> bool:
    said = search_terms.spoken([version for text in _texts(part) for version in in_all_languages(text)])
    return any(term.is_in(said) for term in of)


def _texts(part: parts.Fact) -> Iterator[Text | None]:
    """The words of what a part shows, and of its meeting's name."""
    yield part.meeting.name
    if part.ask.subject in (Subject.VENUE, Subject.REGISTRATION) and part.meeting.venue and is_online(part.meeting):
        yield part.meeting.venue.name
        yield "remotely"  # as whoever takes part there
    if isinstance(part, parts.Deadlines):
        for _, what in part.due:
            yield what
        return
    for path, text in texts_of(part.meeting):
        if any(path == shown or path.startswith(f"{shown}.") for shown in part.paths):
            yield text
