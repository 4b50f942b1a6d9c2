"""What the bot knows: meetings and the people, places and papers around them, as frozen values.

The same classes are the shape of a meetings file (`plenary import`), so a field added here is a field of the file.
A `Text` is one string, or a map by language where the letters give several. Paths such as `contacts.0.email` or
`programme.workshop.start` name a fact in `Meeting.sources`, `to_follow` and `not_stated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints

from bot.when import When

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Text = Line | Annotated[dict[Language, Line], Field(min_length=1)]

Status = Literal["tentative", "confirmed", "postponed", "cancelled"]
Visibility = Literal["public", "invited"]
LeftOutKind = Literal["day", "registration_opens", "registration_closes", "deadline", "request"]

BY_URGENCY: tuple[Status, ...] = ("confirmed", "tentative", "postponed", "cancelled")
"""From the surest to the least sure."""


def in_language(text: str | Mapping[str, str], language: str) -> str:
    """The text in `language`, else in English, else in the first language that it has."""
    if isinstance(text, str):
        return text
    return text.get(language) or text.get("en") or next(iter(text.values()))


def _as_tuple(value: Any) -> Any:
    """A file may give one name where several are possible."""
    return (value,) if isinstance(value, str | Mapping) else value


def _as_scalar(value: tuple[Any, ...]) -> Any:
    return value[0] if len(value) == 1 else list(value)


Texts = tuple[Text, ...]
OneOrMore = Annotated[Texts, BeforeValidator(_as_tuple), PlainSerializer(_as_scalar)]


class _Value:
    """Base of everything in a meetings file: a key that the class does not know is an error there."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(_Value):
    """A series of meetings: a convention, or negotiations towards one.

    A term of the `glossary` is a map by language: documents that say it in one are found by questions that say it in another.
    """

    id: Identifier
    name: Text
    aliases: tuple[Line, ...] = ()
    website: Line | None = None
    glossary: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(_Value):
    """What a fact rests on: the phrase of a document, or the organiser who entered it and when (UTC)."""

    document: Identifier | None = None
    quote: Line | None = None
    entered_by: Line | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(_Value):
    """An entry that calendars have of something that is there no more: by its `uid`, on the day that it had last.

    `what` are the words of a deadline or a request; `day` says which of how many `days` it was.
    """

    uid: Line
    kind: LeftOutKind
    start: When
    end: When | None = None
    what: Text | None = None
    day: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision(_Value):
    """What calendars know an item by: SEQUENCE, CREATED and LAST-MODIFIED (RFC 5545 section 3.8.7), in UTC.

    `what` names what changed last, in words of bot/changes.py. `start` and `end` are the days on which calendars have
    an item that has lost its day, `postponed_from` is where one stood that is postponed; they are local to the meeting, and
    None for every other item. `left_out` is what calendars have besides, and it has no more.
    """

    sequence: int = 0
    created: datetime
    changed: datetime
    what: tuple[Line, ...] = ()
    start: When | None = None
    end: When | None = None
    postponed_from: When | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue(_Value):
    """The building; `geo` is latitude and longitude in degrees (WGS 84)."""

    name: Text
    address: Text | None = None
    geo: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host(_Value):
    """Who invites; `country` is an ISO 3166-1 alpha-2 code."""

    name: Text | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(_Value):
    """Opening and closing are local to the meeting; `how` is for those who register by other means than the page."""

    opens: When | None = None
    closes: When | None = None
    url: Line | None = None
    how: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(_Value):
    """Something that invitees are asked to do, and by when."""

    text: Text
    by: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(_Value):
    """A date by which something must have been done."""

    what: Text
    date: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Practical(_Value):
    """What delegates need to know besides."""

    visa: Text | None = None
    hotels: Text | None = None
    badges: Text | None = None
    interpretation: Text | None = None
    access: Text | None = None
    fees: Text | None = None
    sponsorship: Text | None = None
    transport: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(_Value):
    """A person or an office to write to or call."""

    name: Text | None = None
    role: Text | None = None
    organisation: Text | None = None
    email: Line | None = None
    phone: Line | None = None
    fax: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(_Value):
    """A sitting on the programme; times are local to the meeting. Without `start` the letters name no day for it."""

    id: Identifier
    uid: Line | None = None
    title: Text
    status: Status = "confirmed"
    start: When | None = None
    end: When | None = None
    room: Text | None = None
    chairs: OneOrMore = ()
    objectives: OneOrMore = ()
    revision: Revision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Value):
    """A letter, an agenda, a statement: a `file` of the store (relative to the meetings file) or a link (`url`)."""

    id: Identifier
    title: Text
    symbol: Line | None = None
    kind: Line | None = None
    issued: When | None = None
    language: Language | None = None
    signed_by: OneOrMore = ()
    addressed_to: OneOrMore = ()
    file: Line | None = None
    url: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer(_Value):
    """What an organiser (`by`) answered to a question, and when (`on`): kept for whoever asks the same."""

    question: Line
    answer: Text
    by: Line | None = None
    on: When | None = None


_LEAD = re.compile(r"\d{1,3}d(([01]\d|2[0-3]):[0-5]\d)?|\d{1,6}m")


def _as_lead(text: str) -> str:
    if not _LEAD.fullmatch(text):
        raise ValueError(
            f"`{text}` is no time before something: write days such as 7d or 1d18:00, or minutes such as 15m"
        )
    return text


LeadText = Annotated[str, AfterValidator(_as_lead)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders(_Value):
    """How long before something the meeting's followers are reminded, as its organisers decided; None: as usual.

    Each lead is as `bot.reminding.leads` writes it.
    """

    opens: tuple[LeadText, ...] | None = None
    closes: tuple[LeadText, ...] | None = None
    deadline: tuple[LeadText, ...] | None = None
    meeting: tuple[LeadText, ...] | None = None
    session: tuple[LeadText, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(_Value):
    """One meeting with everything that the documents say of it.

    `start` and `end` are local to `timezone` (an IANA name); `end` is the last day, inclusive. `process` and `uid` are
    None only in a file that has one process, or that has not been imported yet.
    """

    id: Identifier
    uid: Line | None = None
    process: Identifier | None = None
    name: Text
    aliases: tuple[Line, ...] = ()
    status: Status = "confirmed"
    visibility: Visibility = "public"
    start: When | None = None
    end: When | None = None
    timezone: str | None = None
    city: Text | None = None
    country: str | None = None
    venue: Venue | None = None
    host: Host | None = None
    chairs: OneOrMore = ()
    supported_by: OneOrMore = ()
    registration: Registration | None = None
    website: Line | None = None
    invited: OneOrMore = ()
    level: Text | None = None
    requests: tuple[Request, ...] = ()
    objectives: OneOrMore = ()
    outcome: Text | None = None
    background: OneOrMore = ()
    deadlines: tuple[Deadline, ...] = ()
    practical: Practical | None = None
    contacts: tuple[Contact, ...] = ()
    programme: tuple[Session, ...] = ()
    documents: tuple[Document, ...] = ()
    answers: tuple[KeptAnswer, ...] = ()
    reminders: Reminders | None = None
    follows: Identifier | None = None
    to_follow: tuple[Line, ...] = ()
    not_stated: tuple[Line, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    revision: Revision | None = None

    def session(self, session_id: str) -> Session | None:
        """The session of that id, or None."""
        return next((session for session in self.programme if session.id == session_id), None)


@dataclass(frozen=True)
class Catalogue:
    """Everything in the store that answers are made of, as it stood at `revision`.

    `bodies` is what each meeting was read from: by it an unchanged one is known, and stays the same object.
    """

    revision: int
    processes: Mapping[str, Process]
    meetings: Mapping[str, Meeting]
    bodies: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def documents(self) -> Iterator[tuple[Meeting, Document]]:
        """Every document with the meeting under which it is filed."""
        return ((meeting, document) for meeting in self.meetings.values() for document in meeting.documents)

    def document(self, document_id: str) -> Document | None:
        """The document of that id, or None; ids are unique in the store."""
        return self._documents.get(document_id)

    @cached_property
    def _documents(self) -> Mapping[str, Document]:
        return {document.id: document for _, document in self.documents()}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a calendar is of: a meeting, a session or the programme of one (`meeting`), a process, or one's own agenda."""

    kind: Literal["meeting", "session", "programme", "process", "agenda"]
    meeting: str | None = None
    session: str | None = None
    process: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of a document."""

    document_id: str
    meeting_id: str
    position: int
    text: str


class Wanted(NamedTuple):
    """What passages are looked for by: words, each as an FTS5 expression and with its weight, and how much a passage must hold.

    `weight` is the least that the words it holds must weigh together, `number` how many they must be.
    """

    words: tuple[tuple[str, float], ...]
    weight: float
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An edit of a meeting: at `path` stood `old`, now stands `new`, each as JSON or None where there is nothing.

    An empty path is the whole meeting, when it was entered. `at` is aware UTC.
    """

    meeting_id: str
    path: str
    old: str | None
    new: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who writes to the bot. `language` and `timezone` are what she chose, None until she does; `hint` is the
    language that her Telegram app reports; `quiet` are her quiet hours, as "22:00-07:00". Whom she represents (`country`
    an ISO 3166-1 alpha-2 code, `category` one of those in bot/announcement.py) is as she says; `introduced` once she was
    asked; `is_new` while what she wrote first is handled."""

    id: int
    name: str = ""
    language: str | None = None
    hint: str | None = None
    timezone: str | None = None
    quiet: str | None = None
    country: str | None = None
    organisation: str | None = None
    category: str | None = None
    introduced: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A question of the bot's that waits for a person's next message in a chat, until `expires_at` (UTC).

    `heard` is the id of the message that was taken as an answer and after which it still waits.
    """

    chat_id: int
    person_id: int
    name: str
    data: dict[str, Any]
    expires_at: datetime
    heard: int | None = None
