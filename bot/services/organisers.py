"""Who organises: appointed by the settings, invited by one-time links, removed at once; every act is in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Person
from bot.services import invitations
from bot.services.invitations import Processes, logged
from bot.services.meetings import Meetings
from bot.store import Connection, acts
from bot.store import organisers as store
from bot.store.acts import What
from bot.store.database import Database
from bot.store.organisers import Invitation, Mandate, Organiser, Role

P = ParamSpec("P")
T = TypeVar("T")
_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """An organiser's act: who does what; `about` is what its words in the log need (JSON).

    With a `process` it is for organisers of that one only, with `as_chief` for chief organisers only.
    """

    by: Person
    what: What
    about: Mapping[str, Any] = field(default_factory=dict)
    process: str | None = None
    as_chief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisersView:
    """Everyone who organises and every open link, as `me`, an organiser, sees them; `processes` by their ids."""

    me: Organiser
    organisers: tuple[Organiser, ...]
    invitations: tuple[Invitation, ...]
    processes: Processes

    @property
    def is_last_chief(self) -> bool:
        """Whether there would be no chief without her."""
        return [one for one in self.organisers if one.is_chief] == [self.me]


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation just made. `payload` is what its deep link carries; it is known here and nowhere else."""

    payload: str
    mandate: Mandate
    expires_at: datetime
    processes: Processes


@dataclass(frozen=True, slots=True)
class MandateView:
    """What a person organises now, with the processes by their ids."""

    mandate: Mandate
    processes: Processes


@dataclass(frozen=True, slots=True)
class LogView:
    """A page of the log, the newest line first; `older` is the id to ask the next page with, None on the last."""

    acts: tuple[acts.Act, ...]
    older: int | None
    processes: Processes


class Organisers:
    """Knows who organises without asking the store: this process alone changes that."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._known: dict[int, Organiser] | None = None

    async def of(self, person_id: int) -> Organiser | None:
        """The organiser that a person is, None for everybody else."""
        return (await self.everyone()).get(person_id)

    async def everyone(self) -> Mapping[int, Organiser]:
        """All organisers by their Telegram ids."""
        return await self.read_again() if self._known is None else self._known

    async def former(self) -> list[int]:
        """The Telegram ids of those who organise no more."""
        return await self._database.read(store.former_organisers)

    async def act(
        self, doing: Doing, effect: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run an organiser's effect and write the log, both or neither; gives what the effect gives.

        Raises UserError, with nothing done, when she is not, or not any more, an organiser whose act this can be: it is
        seen to in the same transaction, so that a removal holds at once, in the middle of a dialogue too.
        """

        now = self._clock.now()

        def acted(connection: Connection) -> T:
            must_be_allowed(connection, doing)
            result = effect(connection, *args, **kwargs)
            _log(connection, doing, now)
            return result

        return await self._database.write(acted)

    # Coming

    async def appoint(self, person_ids: Iterable[int]) -> None:
        """Make chiefs of those whom the settings name for the first time. To be called at start, before any update."""
        await self._database.note(_appoint, tuple(person_ids), self._clock.now())
        await self.read_again()

    async def first_invitation(self) -> NewInvitation | None:
        """The link for the first chief, new at each start until there is one; then None. Earlier ones are void."""
        payload, token_hash = invitations.new_token()
        expires_at = self._clock.now() + invitations.FIRST_LASTS
        mandate = Mandate(Role.CHIEF)
        made = await self._database.note(invitations.invite_first, token_hash, mandate, expires_at)
        return NewInvitation(payload, mandate, expires_at, {}) if made else None

    async def invite_chief(self, by: Person) -> NewInvitation:
        """Make a link that makes a chief of whoever opens it first, within three days."""
        return await self._invite(by, Mandate(Role.CHIEF))

    async def invite_organiser(self, by: Person, process_id: str | None) -> NewInvitation:
        """The same for an organiser, of one process or, where it is None, of all."""
        return await self._invite(by, Mandate(Role.ORGANISER, frozenset({process_id}) if process_id else None))

    async def _invite(self, by: Person, mandate: Mandate) -> NewInvitation:
        payload, token_hash = invitations.new_token()
        expires_at = self._clock.now() + invitations.LASTS
        doing = Doing(by=by, what=What.INVITED, about=logged(mandate), as_chief=True)
        await self.act(doing, store.put_invitation, token_hash, mandate, by.id, expires_at)
        return NewInvitation(payload, mandate, expires_at, await self._processes())

    async def withdraw(self, by: Person, invitation_id: int) -> None:
        """Make an open link void. Raises UserError when it has been opened or withdrawn meanwhile."""
        await self.act(Doing(by=by, what=What.WITHDREW_INVITATION, as_chief=True), invitations.withdraw, invitation_id)

    async def accept(self, person: Person, payload: str) -> MandateView:
        """Take the invitation of a deep link. Raises UserError when it cannot be, saying why."""
        processes = await self._processes()
        token_hash = invitations.hash_of(payload)
        mandate = await self._database.write(invitations.accept, person, token_hash, processes, self._clock.now())
        await self.read_again()
        return MandateView(mandate, processes)

    # Going

    async def remove(self, by: Person, person_id: int) -> Organiser:
        """Take the role from somebody else at once; gives who she was. Raises UserError for somebody without it."""
        removed = await self._someone(person_id)
        about = {"person_id": removed.person_id, "name": removed.name}
        doing = Doing(by=by, what=What.REMOVED, about=about, as_chief=True)
        await self.act(doing, _remove, person_id, self._clock.now())
        await self.read_again()
        return removed

    async def leave(self, person: Person) -> None:
        """Give the role up. Raises UserError for the last chief organiser."""
        await self.act(Doing(by=person, what=What.LEFT), _leave, person.id, self._clock.now())
        await self.read_again()

    # Looking

    async def view(self, person: Person) -> OrganisersView:
        """Everyone, with the open links. Raises UserError for somebody who is no organiser."""
        everyone, links = await self._database.read(_look, self._clock.now())
        me = next((one for one in everyone if one.person_id == person.id), None)
        if me is None:
            raise UserError("organisers/not_any_more.html")
        return OrganisersView(me=me, organisers=everyone, invitations=links, processes=await self._processes())

    async def one(self, person_id: int) -> tuple[Organiser, Processes]:
        """One organiser, with the processes by their ids. Raises UserError when there is no such."""
        return await self._someone(person_id), await self._processes()

    async def log(self, before: int | None = None) -> LogView:
        """The newest ten acts, of those before the act with an id where one is given."""
        found = await self._database.read(acts.acts, before, _PAGE + 1)
        older = found[_PAGE - 1].id if len(found) > _PAGE else None
        return LogView(tuple(found[:_PAGE]), older, await self._processes())

    async def _someone(self, person_id: int) -> Organiser:
        found = await self._database.read(store.organiser_by_id, person_id)
        if found is None:
            raise UserError("organisers/gone.html")
        return found

    async def _processes(self) -> Processes:
        return (await self._meetings.catalogue()).processes

    async def read_again(self) -> Mapping[int, Organiser]:
        """Look at the store once more: who organises has changed."""
        found = await self._database.read(store.organisers)
        self._known = {organiser.person_id: organiser for organiser in found}
        return self._known


def must_be_allowed(connection: Connection, doing: Doing) -> None:
    """Raises UserError unless she is, now, an organiser whose act this can be."""
    organiser = store.organiser_by_id(connection, doing.by.id)
    if organiser is None:
        raise UserError("organisers/not_any_more.html")
    if doing.as_chief and not organiser.is_chief:
        raise UserError("organisers/chiefs_only.html")
    if doing.process is not None and not organiser.mandate.covers(doing.process):
        raise UserError("organisers/other_process.html")


def _log(connection: Connection, doing: Doing, now: datetime) -> None:
    by, what = doing.by, doing.what
    acts.put_act(connection, acts.Act(person_id=by.id, name=by.name, what=what, about=doing.about, at=now))


def _appoint(connection: Connection, person_ids: Iterable[int], now: datetime) -> None:
    for person_id in store.appoint(connection, person_ids, now):
        about = {"person_id": person_id}
        acts.put_act(connection, acts.Act(person_id=None, name=None, what=What.APPOINTED, about=about, at=now))


def _remove(connection: Connection, person_id: int, now: datetime) -> None:
    if store.organiser_by_id(connection, person_id) is None:
        raise UserError("organisers/gone.html")
    _must_not_be_last_chief(connection, person_id)
    store.end(connection, person_id, now)


def give_up(connection: Connection, person: Person, now: datetime) -> bool:
    """End the role of somebody who asks to be forgotten, and log it; False when she has none.

    Raises UserError for the last chief organiser.
    """
    if store.organiser_by_id(connection, person.id) is None:
        return False
    _leave(connection, person.id, now)
    _log(connection, Doing(by=person, what=What.LEFT), now)
    return True


def _leave(connection: Connection, person_id: int, now: datetime) -> None:
    _must_not_be_last_chief(connection, person_id)
    store.end(connection, person_id, now)


def _must_not_be_last_chief(connection: Connection, person_id: int) -> None:
    chiefs = [organiser.person_id for organiser in store.organisers(connection) if organiser.is_chief]
    if chiefs == [person_id]:
        raise UserError("organisers/last_chief.html")


def _look(connection: Connection, now: datetime) -> tuple[tuple[Organiser, ...], tuple[Invitation, ...]]:
    return tuple(store.organisers(connection)), tuple(store.open_invitations(connection, now))
