"""Invitations: links that make whoever opens them an organiser, once; each function here is one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.clock import new_uid
from bot.errors import UserError
from bot.model import Person, Process
from bot.store import Connection
from bot.store import organisers as store
from bot.store.acts import Act, What, put_act
from bot.store.organisers import Invitation, Mandate, Organiser

Processes = Mapping[str, Process]

INVITATION = "invitation_"
"""What the payload of an invitation's deep link begins with; the id of a meeting has no underscore."""

LASTS = timedelta(days=3)
FIRST_LASTS = timedelta(days=1)


def invite_first(connection: Connection, token_hash: str, mandate: Mandate, expires_at: datetime) -> bool:
    """Make the link for the first chief in place of earlier ones; False, and none, when there is a chief."""
    store.withdraw_first_invitations(connection)
    if any(organiser.is_chief for organiser in store.organisers(connection)):
        return False
    store.put_invitation(connection, token_hash, mandate, None, expires_at)
    return True


def withdraw(connection: Connection, invitation_id: int) -> None:
    """Make an open link void. Raises UserError when it is not open any more."""
    if not store.withdraw_invitation(connection, invitation_id):
        raise UserError("organisers/no_open_invitation.html")


def accept(connection: Connection, person: Person, token_hash: str, processes: Processes, now: datetime) -> Mandate:
    """Give the person what the invitation and her present mandate come to, and log it. Raises UserError if not."""
    current = store.organiser_by_id(connection, person.id)
    invitation = _acceptable(connection, person, token_hash, current, processes, now)
    mandate = current.mandate.and_also(invitation.mandate) if current else invitation.mandate
    if current is not None and mandate == current.mandate:
        raise UserError("organisers/already.html", mandate=mandate, processes=processes, is_open=True)
    store.put_organiser(connection, person.id, mandate, now)
    store.accept_invitation(connection, invitation.id, person.id)
    about = logged(invitation.mandate) | {"inviter": invitation.inviter or invitation.invited_by}
    put_act(connection, Act(person_id=person.id, name=person.name, what=What.JOINED, about=about, at=now))
    return mandate


def _acceptable(
    connection: Connection,
    person: Person,
    token_hash: str,
    current: Organiser | None,
    processes: Processes,
    now: datetime,
) -> Invitation:
    """The invitation, if the person can accept it. Raises UserError if not."""
    invitation = store.invitation_by_hash(connection, token_hash)
    if invitation is None:
        raise UserError("organisers/no_such_invitation.html")
    if invitation.accepted_by == person.id and current is not None:  # Start was pressed twice, most likely
        raise UserError("organisers/already.html", mandate=current.mandate, processes=processes, is_open=False)
    if invitation.accepted_by is not None:
        raise UserError("organisers/used.html")
    if invitation.invited_by == person.id:
        raise UserError("organisers/own.html")
    if invitation.expires_at <= now:
        raise UserError("organisers/expired.html")
    return invitation


def logged(mandate: Mandate) -> dict[str, Any]:
    """A mandate as the log keeps it."""
    processes = None if mandate.processes is None else sorted(mandate.processes)
    return {"role": str(mandate.role), "processes": processes}


def new_token() -> tuple[str, str]:
    """The payload of a new deep link, within Telegram's 64 characters, and its hash."""
    payload = f"{INVITATION}{new_uid()}"
    return payload, hash_of(payload)


def hash_of(payload: str) -> str:
    """SHA-256 of a deep link's payload, which is all that the store knows of it."""
    return hashlib.sha256(payload.encode()).hexdigest()
