"""What becomes of a scheduled announcement that is not sent as it was scheduled: too late, or its meeting is another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot import facts
from bot.announcement import Announcement, Held
from bot.model import Meeting, Person, Status
from bot.services.drafts import logged
from bot.store import Connection, acts, organisers
from bot.store import announcements as store
from bot.store.acts import What

_NOT_SHOWN = 0  # the number of a message that is still to come
_HOLDING: dict[Status, Held] = {"cancelled": "cancelled", "postponed": "postponed"}


def hold(connection: Connection, announcement: Announcement, why: Held, now: datetime) -> None:
    """Make it a draft again, log it, and let its cards say so."""
    held = replace(announcement, send_at=None, changed_at=now, missed=announcement.send_at, held=why)
    store.save(connection, held)
    if not store.follow_with_cards(connection, announcement.id):  # a script's, of which nobody has a card
        for organiser in organisers.organisers(connection):
            if organiser.mandate.covers(announcement.selection.process):
                store.put_card(connection, announcement.id, organiser.person_id, _NOT_SHOWN, is_live=True)
    about = log_entry(held) | {"held": why}
    acts.put_act(connection, acts.Act(person_id=None, name=None, what=What.MISSED, about=about, at=now))


def follow_meeting(connection: Connection, before: Meeting | None, after: Meeting, now: datetime) -> None:
    """Let what is scheduled follow its meeting: held once that is called off, and at the same hour of another zone.

    What is scheduled of a meeting that is called off already is left alone: its organiser knew.
    """
    if before is None:
        return
    why = _HOLDING.get(after.status) if after.status != before.status else None
    old, new = facts.zone_of(before), facts.zone_of(after)
    if why is None and old == new:
        return
    for announcement in store.scheduled_of(connection, after.id):
        if why is not None:
            hold(connection, announcement, why, now)
        elif announcement.send_at is not None:
            at = announcement.send_at.astimezone(old).replace(tzinfo=new).astimezone(UTC)
            store.save(connection, replace(announcement, send_at=at))


def log_entry(announcement: Announcement) -> dict[str, Any]:
    """An announcement as the log keeps it, with when it shall be sent."""
    at = announcement.send_at
    return logged(announcement) | ({"send_at": at.isoformat()} if at else {})


def log(connection: Connection, by: Person, what: What, announcement: Announcement, now: datetime) -> None:
    """Keep in the log what an organiser did with an announcement."""
    line = acts.Act(person_id=by.id, name=by.name, what=what, about=log_entry(announcement), at=now)
    acts.put_act(connection, line)
