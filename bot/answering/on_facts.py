"""What documents say on one fact that no field holds: practical matters, hours, reasons, how many may come or came."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.answering import holding, letters, matters, on_practical, own_words, parts, passages, reaching, search_terms
from bot.answering.parts import Part
from bot.answering.passages import Finder
from bot.answering.question import Understood
from bot.answering.searching import Searching, names_somebody
from bot.answering.subjects import Ask, Subject
from bot.answering.texts import in_all_languages
from bot.model import Meeting

_OFF = ("cancelled", "postponed")
_HALF = 0.5  # of the weight of the words of a question
_HOW_TO_REGISTER = "registration.how"
_SHORT = 4  # letters of a word
REACHES = re.compile(r"@|\+\d")  # an address of e-mail or a telephone number
_CO_CHAIRS, _SITTING = "co_chairs", "working_hours"  # of the glossary
_ATTENDANCE = ("attended_by", "delegates_number")  # of the glossary


def on_its_matter(searching: Searching, part: parts.Fact, understood: Understood, find: Finder) -> list[Part]:
    """What documents say on a matter of which no field of the meeting says anything: practical ones, and who co-chairs."""
    meeting = part.meeting
    if part.ask.subject is Subject.STATUS and meeting.status == "confirmed":
        return _how_it_moved(searching, part, find)
    if part.ask.subject is Subject.STATUS:
        return _why(searching, part, understood, find)
    if isinstance(part, parts.Documents) and "attached" in understood.reading.concepts:
        told = _attached(searching, meeting, find)
        of_a_letter = part.ask == Ask(Subject.DOCUMENTS) and "letter" in understood.reading.concepts
        unsaid = parts.Unanswered(ask=Ask(Subject.OTHER), meeting=meeting)
        return told or ([unsaid] if of_a_letter and len(understood.asks) == 1 else [])
    if isinstance(part, parts.Contacts) and not part.narrowed:
        return _whom_for_a_task(searching, part, understood, find)
    if part.ask.subject is Subject.DEADLINES:
        return _on_what_is_due(searching, part, understood, find)
    if str(part.ask) == "dates.hours" and not isinstance(meeting.start, datetime):
        return _at_what_hour(searching, meeting, understood, find)
    if part.ask == Ask(Subject.CHAIRS) and not is_stated(part):
        leads = letters.said("leading_a_group")
        of_a_group = any(hit.value.name == "working_group" for hit in understood.reading.of("kinds"))
        if of_a_group and (led := searching.found(understood, [leads], find)):
            return led
        return _who_will_chair(searching, meeting, understood, find)
    if part.ask.subject is Subject.REGISTRATION:
        return _on_registering(searching, part, find)
    return on_practical.told(searching, part, understood, find)


def _whom_for_a_task(searching: Searching, part: parts.Contacts, understood: Understood, find: Finder) -> list[Part]:
    """What a document says, with an address or a number, on a task that no contact has; the contacts stand behind it."""
    if not reaching.tasks_told(understood.reading):
        return []
    terms = dict.fromkeys(hit.value.name for hit in understood.reading.of("glossary"))
    named = (search_terms.term_of(name, searching.lexicon, searching.languages) for name in terms)
    of_terms = dict.fromkeys(term for term in named if term.ways)
    own = own_words.has_own_words(understood) and own_words.unspent(understood, searching.terms(understood))
    wanted = own or list(of_terms)
    fits = partial(searching.fits, meetings=[part.meeting])
    for quote in passages.quotes(wanted, find, fits, fits, enough=_HALF):
        if REACHES.search(quote.text) and (shown := searching.shown(quote, [part.meeting])):
            return [shown, part]
    return []


def on_co_chairs(searching: Searching, understood: Understood, find: Finder) -> list[Part]:
    """What documents say on who co-chairs, where a question speaks of that."""
    if _CO_CHAIRS not in understood.reading.terms:
        return []
    wanted = search_terms.term_of(_CO_CHAIRS, searching.lexicon, searching.languages)
    return searching.found(understood, [wanted], find)


def _on_registering(searching: Searching, part: parts.Fact, find: Finder) -> list[Part]:
    """What a document of a meeting says of registration, of which no field says anything; or beside them of what one needs."""
    meeting, registration = part.meeting, part.meeting.registration
    if registration is not None:
        asks_how = str(part.ask) == _HOW_TO_REGISTER and not registration.how
        if asks_how and meeting.id not in searching.needed_to_register:
            searching.needed_to_register[meeting.id] = _needed_to_register(searching, meeting, find)
        needed = searching.needed_to_register[meeting.id] if asks_how else []
        return [part, *needed] if needed else []
    fits = partial(searching.fits, meetings=[meeting])
    for quote in passages.quotes([letters.said("registering")], find, fits, fits):
        if shown := searching.shown(quote, [meeting]):
            return [shown]
    return []


def _needed_to_register(searching: Searching, meeting: Meeting, find: Finder) -> list[Part]:
    """What a document of a meeting says one needs in order to register, of which no field says anything."""
    fits = partial(searching.fits, meetings=[meeting])
    terms = [letters.said("registering"), letters.said("needing")]
    for quote in passages.quotes(terms, find, fits, fits, enough=1.0):
        single = (each for each in passages.sentences_of(quote.text) if passages.share(each, terms) >= 1)
        for sentence in single:
            if shown := searching.shown(replace(quote, text=sentence), [meeting]):
                return [shown]
    return []


def _attached(searching: Searching, meeting: Meeting, find: Finder) -> list[Part]:
    """What a document of a meeting says of what is attached to it."""
    fits = partial(searching.fits, meetings=[meeting])
    for quote in passages.quotes([letters.said("attached")], find, fits, fits):
        if shown := searching.shown(quote, [meeting]):
            return [shown]
    return []


def _at_what_hour(searching: Searching, meeting: Meeting, understood: Understood, find: Finder) -> list[Part]:
    """What a document says on the hour at which a meeting begins or ends, else on the hours at which it sits."""
    fits = partial(searching.fits, meetings=[meeting])
    closes = understood.reading.concepts & {"end", "close"} and not understood.reading.concepts & {"begin", "open"}
    edge = letters.said("closing" if closes else "beginning")
    sitting = search_terms.term_of(_SITTING, searching.lexicon, searching.languages)
    for wanted in ([edge], [sitting]):
        for quote in passages.quotes(wanted, find, fits, fits):
            if passages.tells_hour(quote.text) and (shown := searching.shown(quote, [meeting])):
                return [shown]
    return []


def _on_what_is_due(searching: Searching, part: parts.Fact, understood: Understood, find: Finder) -> list[Part]:
    """What a document says on the day by which something is to be done or sent that a question names and no field does."""
    if path := on_practical.matter_due(part, understood):
        return on_practical.due(searching, part.meeting, path, understood, find)
    if "document" in understood.reading.concepts:
        return _due_in_these_words(searching, part.meeting, understood, find)
    return []


def _due_in_these_words(searching: Searching, meeting: Meeting, understood: Understood, find: Finder) -> list[Part]:
    """What a document says, with a day, on papers that are to be sent, as the question calls them."""
    wanted, fits = searching.terms(understood, unasked=True), partial(searching.fits, meetings=[meeting])
    for quote in passages.quotes(wanted, find, fits, fits, enough=_HALF):
        told = quote.score >= _HALF and passages.tells_when(quote.text)
        if told and (shown := searching.shown(quote, [meeting])):
            return [shown]
    return []


def _why(searching: Searching, part: parts.Fact, understood: Understood, find: Finder) -> list[Part]:
    """How a document says that a meeting is called off, behind that it is, where a question asks for the reason."""
    meeting = part.meeting
    if "why" not in understood.reading.concepts or meeting.status not in _OFF:
        return []
    fits = partial(searching.fits, meetings=[meeting])
    others = [other for other in searching.catalogue.meetings.values() if other is not meeting and other.status in _OFF]
    for quote in passages.quotes([letters.said("called_off")], find, fits, fits):
        of_others = any(searching.fits(quote.passage, [other]) for other in others)
        if of_others and not any(city in quote.text for city in in_all_languages(meeting.city)):
            continue  # a letter that calls off several
        if meeting.background and not letters.reason().search(quote.text) and not _speaks_of(meeting, quote.text):
            continue  # what is noted of it says more
        if shown := searching.shown(quote, [meeting]):
            return [part, shown]
    return []


def limits(searching: Searching, understood: Understood, find: Finder) -> list[Part]:
    """What a document or a fact of the meeting says on how many may come from each."""
    size = [letters.said("limits"), letters.said("members")]
    for meeting in searching.meetings_of(understood)[:1]:
        fits = partial(searching.fits, meetings=[meeting])
        for quote in passages.quotes(size, find, fits, fits, counting=True):
            if not letters.said("paid").is_said(quote.text) and (shown := searching.shown(quote, [meeting])):
                return [shown]
        if stated := holding.facts_found(meeting, size, passages.ENOUGH):
            return [stated]
    return []


def of_those_left_out(searching: Searching, part: parts.Invited, understood: Understood, find: Finder) -> list[Part]:
    """What a document or a fact of a meeting says on taking part of those whom a question names and no invitation does."""
    meeting, taking_part = part.meeting, letters.said("taking_part")
    fits = partial(searching.fits, meetings=[meeting])
    for group in search_terms.terms_of_groups(understood.reading, searching.lexicon, searching.languages):
        for quote in passages.quotes([group, taking_part], find, fits, fits, enough=1.0):
            if shown := searching.shown(quote, [meeting]):
                return [shown]
        if stated := holding.facts_found(meeting, [group, taking_part], 1.0):
            return [stated]
    return []


def asks_only_who_came(searching: Searching, understood: Understood) -> bool:
    """Whether a question has no words of its own besides those of taking part."""
    reading = understood.reading
    taking_part = [hit for hit in reading.of("glossary") if hit.value.name in _ATTENDANCE]
    said = [reading.tokens[at].text for hit in taking_part for at in range(hit.start, hit.end)]
    own = own_words.unspent(understood, searching.terms(understood))
    return all(any(text.startswith(way[0]) for way in term.ways for text in said) for term in own)


def attendance(searching: Searching, understood: Understood, find: Finder) -> list[Part]:
    """What a document says on how many came to the meeting that a question means."""
    meetings = searching.meetings_of(understood)[:1]
    came, who = (search_terms.term_of(name, searching.lexicon, searching.languages) for name in _ATTENDANCE)
    if "register" in understood.reading.concepts:
        came = letters.said("registered")
    wanted = [came, who, *(term for term in searching.terms(understood, translated=True) if not term.is_bare_number)]
    fits = partial(searching.fits, meetings=meetings)
    for quote in passages.quotes([came, who], find, fits, fits, counting=True) if meetings else ():
        told = passages.quote(quote.passage, wanted, counting=True)
        if passages.counts(told.text, [who]) and came.is_said(told.text) and (shown := searching.shown(told, meetings)):
            return [shown]
    return [found for meeting in meetings if (found := holding.facts_found(meeting, [came, who], 1.0))]


def _who_will_chair(searching: Searching, meeting: Meeting, understood: Understood, find: Finder) -> list[Part]:
    """What a document or a fact of a meeting says on who will be in the chair, where no field names anybody."""
    if "session" in understood.reading.named:
        return []
    fits, chairing = partial(searching.fits, meetings=[meeting]), letters.said("chairing")
    if topic := own_words.unspent(understood, searching.terms(understood)):
        for quote in passages.quotes([chairing, *topic], find, fits, fits, enough=1.0):
            if shown := searching.shown(quote, [meeting]):
                return [shown]
    for quote in passages.quotes([chairing], find, fits, fits):
        for text in (quote.text, *passages.sentences_of(quote.passage.text)):  # one that says it may name nobody
            named = chairing.is_said(text) and letters.person().search(text)
            if named and (shown := searching.shown(replace(quote, text=text), [meeting])):
                return [shown]
    stated = holding.facts_found(meeting, [chairing], 1.0)
    return [stated] if stated and names_somebody(stated) else []


def _how_it_moved(searching: Searching, part: parts.Fact, find: Finder) -> list[Part]:
    """How a document of a meeting says that it stands at other days than at first, with these, where no field does."""
    meeting = part.meeting
    if isinstance(part, parts.Moved):
        return []
    fits = partial(searching.fits, meetings=[meeting])
    for quote in passages.quotes([letters.said("moved")], find, fits, fits):
        own = quote.passage.meeting_id == meeting.id and _speaks_of(meeting, quote.text)
        if own and (shown := searching.shown(quote, [meeting])):
            return [shown, parts.Fact(ask=Ask(Subject.DATES), meeting=meeting, paths=("start", "end"))]
    return []


def _speaks_of(meeting: Meeting, text: str) -> bool:
    """Whether a text has the city of a meeting, or a word of its name."""
    said = search_terms.as_said(text)
    texts = (*in_all_languages(meeting.name), *in_all_languages(meeting.city))
    return any(f" {word} " in said for word in search_terms.spoken(texts).split() if len(word) > _SHORT)


def is_stated(part: Part) -> bool:
    """Whether the documents state what a part was asked for."""
    return not isinstance(part, parts.Fact) or matters.states(part.meeting, part.ask)
