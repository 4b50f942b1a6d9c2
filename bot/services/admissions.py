"""Meetings for invited people only: organisers make links to them, and who opened one sees the meeting from then on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import Clock, new_uid
from bot.errors import UserError
from bot.model import Catalogue, Person
from bot.services.meetings import Meetings, MeetingView
from bot.services.organisers import Doing, Organisers
from bot.services.reminder_plan import plan_chat
from bot.services.sight import Sight, sight
from bot.store import Connection
from bot.store import admissions as store
from bot.store.acts import What
from bot.store.admissions import MeetingLink
from bot.store.database import Database

LINK = "meeting_"
"""What the payload of such a link begins with; the id of a meeting has no underscore."""


_NOTHING = Catalogue(-1, {}, {})


@dataclass(frozen=True, slots=True)
class LinksView:
    """An invited meeting and the links to it that work."""

    view: MeetingView
    links: tuple[MeetingLink, ...]


class Admissions:
    """Knows who was let in to what without asking the store: this process alone changes that."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, organisers: Organisers) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._organisers = organisers
        self._known: dict[int, frozenset[str]] | None = None

    async def look_as(self, chat_id: int, person_id: int) -> None:
        """Let what handles this update see what the chat may see."""
        sight.set(await self.sight_of(chat_id, person_id))

    async def sight_of(self, chat_id: int, person_id: int) -> Sight:
        """What a chat may see; an organiser's sight is hers in private alone."""
        if self._known is None:
            self._known = await self._database.read(store.admissions)
        organiser = await self._organisers.of(person_id) if chat_id == person_id else None
        processes = organiser.mandate.processes if organiser else frozenset()
        return Sight(processes, self._known.get(chat_id, frozenset()))

    def drop(self, chat_id: int) -> None:
        """Keep nothing in memory of what a chat was let in to: a person was forgotten, or a group has another id now."""
        self._known = None

    async def opens(self, payload: str, meeting_id: str) -> bool:
        """Whether a link leads to a meeting."""
        return await self._database.read(store.meeting_behind, hash_of(payload)) == meeting_id

    async def open(self, chat_id: int, person_id: int, payload: str, reader_zone: ZoneInfo | None) -> MeetingView:
        """Let a chat in to the meeting behind a link. Raises UserError when the link does not work, or not any more."""
        now = self._clock.now()

        def effect(connection: Connection) -> str | None:
            found = store.let_in(connection, chat_id, hash_of(payload), now)
            if found is not None:  # a chat that follows the process is reminded of this meeting from now on
                plan_chat(connection, _NOTHING, chat_id, now)
            return found

        meeting_id = await self._database.note(effect)
        if meeting_id is None:
            raise UserError("sharing/no_such_link.html")
        self._known = None
        await self.look_as(chat_id, person_id)
        return await self._meetings.view(meeting_id, reader_zone)

    async def links(self, by: Person, meeting_id: str) -> LinksView:
        """The links that let others in to a meeting; a public one needs none. Raises UserError for who may not see them."""
        view = await self._meetings.view(meeting_id)
        organiser, process = await self._organisers.of(by.id), view.meeting.process or ""
        if view.meeting.visibility == "invited" and not (organiser and organiser.mandate.covers(process)):
            raise UserError("sharing/organisers_only.html")
        return LinksView(view, tuple(await self._database.read(store.links_to, meeting_id)))

    async def make_link(self, by: Person, meeting_id: str) -> tuple[MeetingView, str]:
        """Make a link to an invited meeting; the payload is known here and nowhere else. Raises UserError for who may not."""
        view = await self._meetings.view(meeting_id)
        payload = f"{LINK}{new_uid()}"
        doing = self._doing(by, What.MADE_LINK, view)
        await self._organisers.act(doing, store.put_link, hash_of(payload), meeting_id, by.id, self._clock.now())
        return view, payload

    async def revoke(self, by: Person, meeting_id: str, link_id: int) -> LinksView:
        """Make a link void; who came by it stays. Raises UserError for who may not, or when it is void already."""
        doing = self._doing(by, What.REVOKED_LINK, await self._meetings.view(meeting_id))
        await self._organisers.act(doing, _revoke, link_id, meeting_id)
        return await self.links(by, meeting_id)

    def _doing(self, by: Person, what: What, view: MeetingView) -> Doing:
        meeting = view.meeting
        return Doing(by=by, what=what, about={"meeting": meeting.id}, process=meeting.process)


def _revoke(connection: Connection, link_id: int, meeting_id: str) -> None:
    if not store.revoke_link(connection, link_id, meeting_id):
        raise UserError("sharing/no_such_link.html")


def hash_of(payload: str) -> str:
    """SHA-256 of a link's payload, which is all that the store knows of it."""
    return hashlib.sha256(payload.encode()).hexdigest()
