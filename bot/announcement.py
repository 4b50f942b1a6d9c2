"""An announcement: for whom it is, what it says in each language, and as which messages a reader gets it. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from bot.deferred import adapter
from bot.markup import plain, utf16_length

Category = Literal["state_party", "signatory", "observer", "un", "icrc", "igo", "ngo", "other"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
"""What a recipient is to the convention: as people say, or as organisers set."""

NOT_SAID = "-"
"""Stands for the country or category of those of whom none is known, groups among them."""

Asks = Literal["nothing", "read", "yes_no"]
Answer = Literal["read", "yes", "no", "not_yet"]
ANSWERS: Mapping[Asks, tuple[Answer, ...]] = {"nothing": (), "read": ("read",), "yes_no": ("yes", "no", "not_yet")}

Held = Literal["late", "cancelled", "postponed"]
"""Why what was scheduled was not sent: its time had gone by, or its meeting was called off."""

MOST_ATTACHMENTS = 9
LONGEST_TEXT = 4000
LONGEST_CAPTION = 950
"""In UTF-16 units, as Telegram counts (4,096 and 1,024), with room for the line that says when it was corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """Whom an announcement is for: who follows the meeting or its process; without a meeting, the process or any of
    its meetings. Of these, where something is chosen, only those of the languages, countries (ISO 3166-1 alpha-2) and
    categories chosen."""

    process: str
    meeting: str | None = None
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A photo or a file that Telegram has (by its `file_id`), or a place, in degrees."""

    kind: Literal["photo", "file", "place"]
    file_id: str = ""
    name: str = ""
    address: str = ""
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What is said in one language: a text (HTML as Telegram takes it) and what comes with it.

    `is_apart` where the text stays a message of its own, though a photo could carry it: it was longer when it was sent.
    """

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_apart: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text and not self.attachments


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of an announcement: a text, or an attachment that may have one as its caption."""

    text: str = ""
    attachment: Attachment | None = None
    has_buttons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an announcement says, by language, and what its readers are asked."""

    versions: Mapping[str, Version] = field(default_factory=dict)
    asks: Asks = "nothing"

    @property
    def fallback(self) -> str | None:
        """The language that readers get whose own is missing: English, else the first."""
        return "en" if "en" in self.versions else next(iter(self.versions), None)

    def language_for(self, reader: str) -> str:
        """The language of the version that a reader of this language gets. Raises KeyError where there is none."""
        language = reader if reader in self.versions else self.fallback
        if language is None:
            raise KeyError(reader)
        return language

    def lender(self, language: str) -> str | None:
        """The language whose photos, files and places come with a version that has none of its own, where some do."""
        if language == self.fallback or self.versions[language].attachments:
            return None
        return self.fallback if self.versions[self.fallback or ""].attachments else None

    def parts(self, reader: str) -> tuple[Part, ...]:
        """The messages that a reader of this language gets, the words first.

        A version without attachments of its own comes with those of the fallback. A text that is short enough is the
        caption of the first photo or file. What is asked stands under the words.
        """
        version = self.versions[self.language_for(reader)]
        attachments = list(version.attachments or self.versions[self.fallback or ""].attachments)
        carrier = next((one for one in attachments if one.kind != "place"), None)
        fits = carrier is not None and not version.is_apart and utf16_length(plain(version.text)) <= LONGEST_CAPTION
        if version.text and not fits:
            words = [Part(text=version.text)]
        elif carrier is not None:
            attachments.remove(carrier)
            words = [Part(text=version.text, attachment=carrier)]
        else:
            words = []
        parts = [*words, *(Part(attachment=one) for one in attachments)]
        asking = 0 if version.text else len(parts) - 1
        return tuple(
            Part(text=part.text, attachment=part.attachment, has_buttons=self.asks != "nothing" and place == asking)
            for place, part in enumerate(parts)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many chats an announcement was for at an instant (UTC), and how many of them could not be reached."""

    chats: int
    unreachable: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What has changed in an audience since it was counted: who came, who went, who cannot be reached since."""

    came: int
    went: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement from its first draft to its report.

    `revision` rises with every change of the draft; `counted` is what its last preview showed, `difference` what was
    different when it was sent. `send_at` (UTC) is when it shall be sent, `cause_id` what it became in the outbox.
    `correction` is the content that is being prepared in place of what was sent, `before` what stood there before the
    last one; `corrected` says of each language whose text was corrected since when (local ISO 8601, at the venue);
    `missed` is when it should have been sent and was not, `held` why; `zone` is whose clocks it goes by when it is about
    a process, which has no venue (IANA); `is_left` once an organiser has said that those of whom nobody knows whether
    they have it shall be left; `order` tells what a script ordered from any other order of it.
    """

    id: int
    selection: Addressees
    author: str
    changed_at: datetime
    content: Content = field(default_factory=Content)
    revision: int = 0
    counted: Counted | None = None
    difference: Difference | None = None
    send_at: datetime | None = None
    cause_id: int | None = None
    correction: Content | None = None
    before: Content | None = None
    corrected: Mapping[str, str] = field(default_factory=dict)
    missed: datetime | None = None
    held: Held = "late"
    zone: str = "UTC"
    is_left: bool = False
    order: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.cause_id is None and self.send_at is None


def content_as_json(content: Content) -> dict[str, Any]:
    """The content as the body of a cause keeps it."""
    written: dict[str, Any] = adapter(Content).dump_python(content, mode="json")
    return written


def content_of(body: Mapping[str, Any]) -> Content:
    """The content that a cause's body keeps."""
    content: Content = adapter(Content).validate_python(body)
    return content
