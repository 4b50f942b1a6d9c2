"""What organisers see of an announcement that is being composed: whom it is for, and who would get which version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypedDict
from zoneinfo import ZoneInfo

from bot import facts
from bot.announcement import Addressees, Announcement
from bot.errors import UserError
from bot.model import Catalogue, Meeting, Process
from bot.store.audiences import Group, Member

LanguageFor = Callable[[str | None], str]
"""One of the bot's languages for what is known of a reader's, or for nothing."""

Dimension = Literal["languages", "countries", "categories"]
_DIMENSIONS: tuple[Dimension, ...] = ("languages", "countries", "categories")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something by which recipients can be chosen, with how many chats have it, and whether it is chosen."""

    value: str
    chats: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """How many chats read a language, and in which they get the announcement; None: in none, nothing is written yet."""

    language: str
    chats: int
    gets: str | None

    @property
    def is_own(self) -> bool:
        """Whether they get it in their own language."""
        return self.gets == self.language


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutView:
    """What an announcement is about, and the zone of its wall-clock times: the venue's, or that chosen for a process."""

    announcement: Announcement
    process: Process
    meeting: Meeting | None

    @property
    def what(self) -> Meeting | Process:
        """The meeting, or else the process."""
        return self.meeting or self.process

    @property
    def zone(self) -> ZoneInfo:
        """Where its times are meant."""
        return facts.zone_of(self.meeting) if self.meeting else ZoneInfo(self.announcement.zone)

    @property
    def is_shown_twice(self) -> bool:
        """Whether the clocks show the time that it is scheduled for twice, as in the night when summer time ends."""
        if self.announcement.send_at is None:
            return False
        local = self.announcement.send_at.astimezone(self.zone)
        return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView(AboutView):
    """A draft as it stands: whom it is for now, and who would get which version."""

    groups: tuple[Group, ...]
    language_for: LanguageFor

    @property
    def chosen(self) -> tuple[Group, ...]:
        """Those whom it is for."""
        return tuple(group for group in self.groups if is_chosen(group, self.announcement.selection, self.language_for))

    @property
    def chats(self) -> int:
        """How many chats it is for."""
        return sum(group.chats for group in self.chosen)

    @property
    def shared(self) -> int:
        """How many of them are groups and channels."""
        return sum(group.chats for group in self.chosen if not group.is_private)

    @property
    def unreachable(self) -> int:
        """How many of them cannot be reached."""
        return sum(group.unreachable for group in self.chosen)

    @property
    def share_unreachable(self) -> float:
        """The same as a part of all."""
        return self.unreachable / self.chats if self.chats else 0.0

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Who gets which version, the most numerous readers first; versions that nobody reads come last."""
        readers = Counter[str]()
        for group in self.chosen:
            readers[self.language_for(group.language)] += group.chats
        content = self.announcement.content
        for language in content.versions:
            readers.setdefault(language, 0)
        return tuple(
            Reading(language, chats, content.language_for(language) if content.versions else None)
            for language, chats in readers.most_common()
        )

    def choices(self, dimension: Dimension) -> tuple[Choice, ...]:
        """What can be chosen, counted among all who follow, the most numerous first."""
        counted = Counter[str]()
        for group in self.groups:
            counted[_value(group, dimension, self.language_for)] += group.chats
        chosen: tuple[str, ...] = getattr(self.announcement.selection, dimension)
        for value in chosen:
            counted.setdefault(value, 0)
        return tuple(Choice(value, chats, value in chosen) for value, chats in counted.most_common())


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersView(AboutView):
    """A page of those whom an announcement is for, by name."""

    members: tuple[Member, ...]
    page: int
    is_last: bool


class Named(TypedDict):
    """The process and the meeting of an announcement, as the fields of its view."""

    process: Process
    meeting: Meeting | None


def about(catalogue: Catalogue, selection: Addressees) -> Named:
    """The process and the meeting of a selection. Raises UserError when the store has them no more."""
    process = catalogue.processes.get(selection.process)
    meeting = catalogue.meetings.get(selection.meeting or "")
    if process is None or (selection.meeting and meeting is None):
        raise UserError("errors/no_such_meeting.html")
    return Named(process=process, meeting=meeting)


def is_chosen(group: Group, selection: Addressees, language_for: LanguageFor) -> bool:
    """Whether a selection is for the chats of a group."""
    return all(
        not getattr(selection, dimension) or _value(group, dimension, language_for) in getattr(selection, dimension)
        for dimension in _DIMENSIONS
    )


def known_languages(
    groups: Iterable[Group], selection: Addressees, language_for: LanguageFor
) -> list[str | None] | None:
    """What the chosen languages are known by in the store: fr, fr-CH; None where all are meant."""
    if not selection.languages:
        return None
    return list({group.language for group in groups if language_for(group.language) in selection.languages})


def _value(group: Group, dimension: Dimension, language_for: LanguageFor) -> str:
    if dimension == "languages":
        return language_for(group.language)
    return group.country if dimension == "countries" else group.category
