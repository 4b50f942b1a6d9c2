"""What an answer is made of: frozen values, each shown by the template of its name in templates/chat/answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from bot.answering.conversation import Conversation
from bot.answering.subjects import Ask
from bot.model import Contact, Document, KeptAnswer, Meeting, Process, Session, Text
from bot.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an answer. `paths` name the facts whose sources stand under it."""

    named: ClassVar[str] = ""
    ask: Ask
    paths: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The template that shows it, without its ending."""
        return self.named or self.ask.subject.value

    @property
    def focus(self) -> str:
        """The one thing of its subject that was asked for; "" for all."""
        return self.ask.focus


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Part):
    """What is stated, or not, of a meeting on a subject."""

    meeting: Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Fact):
    """Whether what a question takes for granted of a meeting is so; None: the documents do not say. The fact follows."""

    named = "verdict"
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Part):
    """What has changed: of the meeting that is named, else of all that is followed."""

    meeting: Meeting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Following(Part):
    """A meeting or a process that is to be followed, to be followed no more or to be muted: the ask says which. None is
    what is followed already. `events` are those of the meeting, by their ids, of which alone no reminders are wanted.
    """

    what: Meeting | Process | None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars(Part):
    """What she has in her calendar: her agenda, or how what is in it leaves; the focus says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminders(Part):
    """The reminders that she has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries(Fact):
    """What shall go into a calendar: the meeting, its programme, its process, or the sessions that are named."""

    kind: Literal["meeting", "programme", "process", "session"] = "meeting"
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Fact):
    """Who is invited. `leaves_out`: not those whom the question names; they may be among whom `letters` are addressed to."""

    letters: tuple[Document, ...] = ()
    leaves_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts(Fact):
    """Contacts: all, or those that were asked for (`narrowed`); `lacking` are people for whom it is not given."""

    contacts: tuple[Contact, ...]
    narrowed: bool = False
    lacking: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions(Fact):
    """Sessions of a meeting in order of time: those of a day, now, or named. `complete`: the whole programme; `wanted`: several
    foci."""

    sessions: tuple[Session, ...]
    day: date | None = None
    complete: bool = False
    wanted: tuple[str, ...] = ()

    @property
    def foci(self) -> tuple[str, ...]:
        """What of the sessions was asked for: what is not stated of it is said so."""
        return self.wanted or (self.focus,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines(Fact):
    """The deadlines, and the requests with a day, that a question names: when, and what."""

    named = "deadline"
    due: tuple[tuple[When, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Fact):
    """The day that was told before: which of the week it is, and how far away; `event` is what of the meeting is then."""

    named = "day"
    day: date
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Fact):
    """A reminder that is wanted: of these events of a meeting, by their ids in `bot.reminding.events`; on a `day` if one
    was named."""

    events: tuple[str, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Fact):
    """Documents of a meeting: all, or those that were asked about."""

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds(Fact):
    """The documents that the last answer rests on; none where the store names none for it."""

    named = "grounds"
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour(Fact):
    """The meeting that follows `meeting`, or comes before it; None where the store has none. `held`: where that one is
    cancelled, the first behind it that is not."""

    other: Meeting | None
    held: Meeting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Fact):
    """Facts that hold the words of the question, where it asks nothing that is known."""

    named = "found"
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Fact):
    """A meeting that takes place on other days or elsewhere than was announced first, in the words of its background."""

    named = "moved"
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Fact):
    """Somebody whom the documents name, in their words: a contact, who signed a document, or who chairs (a session)."""

    words: Text
    contact: Contact | None = None
    document: Document | None = None
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class Chairing:
    """What somebody chairs: the meeting, sessions of it."""

    who: Text
    of_meeting: bool
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chairings(Fact):
    """What each of the people meant chairs."""

    named = "chairing"
    people: tuple[Chairing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation(Fact):
    """A passage of a document, word by word."""

    named = "quotation"
    text: str
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Fact):
    """What an organiser answered to a question like this one; `is_same` where the words are the same too."""

    named = "kept"
    kept: KeptAnswer
    is_same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming(Part):
    """By the clock: the meeting under way, the next or the last; None where the store has none."""

    named = "coming"
    meeting: Meeting | None
    last: Meeting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Part):
    """Meetings of the store, `count` in all, of which the first are shown; `complete`: all that it has."""

    meetings: tuple[Meeting, ...]
    count: int
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Part):
    """A process by itself, with its meetings in order of their dates."""

    named = "series"
    process: Process
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is on in a stretch of days: a meeting, a session of it, or a date of its registration, a request or a deadline."""

    kind: Literal["meeting", "session", "opens", "closes", "deadline"]
    meeting: Meeting
    day: date
    what: Text | None = None
    session: Session | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Part):
    """What is on from `first` to `last`; with nothing on, the meeting that comes next."""

    first: date
    last: date
    entries: tuple[Entry, ...]
    next: Meeting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInStore(Part):
    """A meeting that the store does not have, in the question's words, and those it has that come near."""

    named = "not_in_store"
    words: str
    near: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchDocument(Part):
    """A document that the store does not have, by the symbol in the question."""

    named = "no_such_document"
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Which(Part):
    """Which meeting is meant? What was asked waits for the answer."""

    named = "which"
    candidates: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Also(Part):
    """Other meetings that fit what was named, though less well."""

    named = "also"
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Part):
    """Which of several meetings comes first, and which takes the most days (`days`); None where two are alike in that, and 0
    days where the others are not."""

    named = "compared"
    first: Meeting | None
    longest: Meeting | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered(Part):
    """The store does not say; whom to ask, where a meeting is meant."""

    named = "unanswered"
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed(Unanswered):
    """The documents count States, or speak of some, and do not say which; whom to ask."""

    named = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger(Unanswered):
    """Somebody whom the store does not know, in the question's words; whom to ask, where a meeting is meant."""

    named = "stranger"
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable(Unanswered):
    """The documents do not say how to reach somebody, or a building; whom to ask instead."""

    named = "unreachable"
    who: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Part):
    """Small talk, help, and what is no matter of meetings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again(Part):
    """That what follows was looked up once more: the last answer was doubted."""

    named = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled(Talk):
    """What she asked last, in her own words, the newest last."""

    named = "recalled"
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in one of the languages understood: its parts, what was asked, the meetings it is about, the meetings to choose
    from (each a button), and what is remembered of it."""

    parts: tuple[Part, ...]
    language: str
    asks: tuple[Ask, ...]
    meetings: tuple[Meeting, ...]
    choices: tuple[Meeting, ...]
    conversation: Conversation
