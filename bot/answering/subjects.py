"""What can be asked: a subject, and what of it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Subject(StrEnum):
    """The subjects that an answer may have. Those from OVERVIEW to STATUS are of one meeting."""

    OVERVIEW = "overview"
    DATES = "dates"
    VENUE = "venue"
    REGISTRATION = "registration"
    CONTACTS = "contacts"
    PROGRAMME = "programme"
    DOCUMENTS = "documents"
    INVITED = "invited"
    LEVEL = "level"
    REQUESTS = "requests"
    HOST = "host"
    CHAIRS = "chairs"
    SUPPORT = "support"
    OBJECTIVES = "objectives"
    OUTCOME = "outcome"
    DEADLINES = "deadlines"
    PRACTICAL = "practical"
    STATUS = "status"
    WEBSITE = "website"
    NEXT = "next"
    PREVIOUS = "previous"
    PROCESS = "process"
    CALENDAR = "calendar"
    REMINDER = "reminder"
    CHANGES = "changes"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    MUTE = "mute"
    PERSON = "person"
    OTHER = "other"
    MEETINGS = "meetings"
    AGENDA = "agenda"
    GREETING = "greeting"
    THANKS = "thanks"
    BYE = "bye"
    HELP = "help"
    ACKNOWLEDGED = "acknowledged"
    PRIVATE = "private"
    PRIVACY = "privacy"
    OUT_OF_SCOPE = "out_of_scope"


SMALL_TALK = frozenset({Subject.GREETING, Subject.THANKS, Subject.BYE, Subject.HELP, Subject.ACKNOWLEDGED})
OF_NO_MEETING = SMALL_TALK | {Subject.PRIVATE, Subject.PRIVACY, Subject.OUT_OF_SCOPE, Subject.MEETINGS, Subject.AGENDA}
BY_CLOCK = (Subject.NEXT, Subject.PREVIOUS)


class Ask(NamedTuple):
    """A subject and its focus: "" for everything that is stated on it, else one thing ("start", "phone", "signed_by" ...)."""

    subject: Subject
    focus: str = ""

    @classmethod
    def parse(cls, text: str) -> Ask:
        """Read "dates.start" or "venue". Raises ValueError for a subject that there is not."""
        subject, _, focus = text.partition(".")
        return cls(Subject(subject), focus)

    def __str__(self) -> str:
        return f"{self.subject._value_}.{self.focus}" if self.focus else self.subject._value_
