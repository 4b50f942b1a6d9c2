"""Planning: the reminders of the store made what is derived now, in the transaction that changed what they derive from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from bot.model import Catalogue, Meeting
from bot.reminding.derive import Due, Interest, Settings, Wish, derive
from bot.reminding.events import KINDS, Kind, Rules
from bot.reminding.leads import parse_lead
from bot.reminding.quiet import parse_quiet
from bot.store import Connection, instants, meetings
from bot.store import reminder_choices as choices
from bot.store import reminders as store
from bot.store.reminder_choices import Leads, Wanting
from bot.store.reminders import Row

_Image = tuple[tuple[str, str, str, str, str], ...]


def plan_meetings(connection: Connection, written: Iterable[Meeting], now: datetime) -> None:
    """Plan all reminders of meetings that were written; `now` is aware UTC."""
    for meeting in written:
        _plan(connection, meeting, now)


def plan_chat(connection: Connection, known: Catalogue, chat_id: int, now: datetime) -> None:
    """Plan all reminders of a chat that follows, starred, muted or set something; `known` is read again if out of date."""
    catalogue = meetings.catalogue_since(connection, known)
    choices.meet_chat(connection, chat_id)
    for meeting_id in choices.meetings_of_chat(connection, chat_id):
        if meeting_id in catalogue.meetings:
            _plan(connection, catalogue.meetings[meeting_id], now, chat_id)


def derived_for(connection: Connection, meeting: Meeting, chat_id: int) -> tuple[tuple[Due, ...], Settings]:
    """What is derived for one chat as everything stands, and what it chose."""
    found = choices.wanting(connection, meeting.id, chat_id)
    if not found:
        return (), Settings()
    settings = _settings(found[0].timezone, found[0].quiet, found[0].leads)
    return derive(meeting, rules_of(meeting), _interest(found[0]), settings), settings


def rules_of(meeting: Meeting) -> Rules:
    """What organisers decided for a meeting, by kind; kinds that they left as they are are not there."""
    own = ((kind, getattr(meeting.reminders, kind, None)) for kind in KINDS)
    return {kind: tuple(map(parse_lead, leads)) for kind, leads in own if leads is not None}


def as_rules(leads: Leads) -> Rules:
    """Leads as the store has them, read."""
    return {cast(Kind, kind): tuple(parse_lead(text) for text in texts) for kind, texts in leads.items()}


def as_leads(rules: Rules) -> Leads:
    """Rules as the store has them."""
    return {kind: [str(lead) for lead in leads] for kind, leads in rules.items()}


def _plan(connection: Connection, meeting: Meeting, now: datetime, chat_id: int | None = None) -> None:
    """Write the difference. What is past is not written, and what was pending stays so while it is derived unchanged."""
    wanted = _image(connection, meeting, chat_id)
    places_of: dict[tuple[int, str, str], list[int]] = {}  # pending ones that are not right any more, to be used again
    moment = instants.as_text(now)
    for stored in store.of_meeting(connection, meeting.id, chat_id):
        row = wanted.get(stored.row.key)
        if stored.state != "pending":
            wanted.pop(stored.row.key, None)
        elif row == stored.row:
            del wanted[stored.row.key]
        else:
            places_of.setdefault(stored.row[:3], []).append(stored.id)
    new: list[Row] = []
    changed: list[tuple[int, Row]] = []
    for row in wanted.values():
        if row.due_at > moment and (places := places_of.get(row[:3])):
            changed.append((places.pop(), row))
        elif row.due_at > moment:
            new.append(row)
    store.remove(connection, [number for places in places_of.values() for number in places])
    store.move(connection, changed)
    store.add(connection, meeting.id, new)


def _image(connection: Connection, meeting: Meeting, chat_id: int | None) -> dict[tuple[int, str, str, str], Row]:
    """Everything that is derived, by its key; chats that chose alike are derived once."""
    rules = rules_of(meeting)
    known: dict[tuple[object, ...], _Image] = {}
    rows: dict[tuple[int, str, str, str], Row] = {}
    for each in choices.wanting(connection, meeting.id, chat_id):
        alike = each[1:]
        if alike not in known:
            settings = _settings(each.timezone, each.quiet, each.leads)
            known[alike] = _as_texts(derive(meeting, rules, _interest(each), settings))
        for texts in known[alike]:
            row = Row(each.chat_id, *texts)
            rows[row.key] = row
    return rows


def _as_texts(dues: Iterable[Due]) -> _Image:
    return tuple(
        (due.event, str(due.lead), due.anchor, instants.as_text(due.at), instants.as_text(due.until)) for due in dues
    )


@lru_cache(maxsize=1024)
def _settings(timezone: str | None, quiet: str | None, leads: str | None) -> Settings:
    return Settings(
        ZoneInfo(timezone) if timezone else None,
        parse_quiet(quiet) if quiet else None,
        as_rules(json.loads(leads)) if leads else {},
    )


def _interest(found: Wanting) -> Interest:
    return Interest(
        follows=bool(found.follows),
        is_muted=bool(found.is_muted),
        stars=frozenset(json.loads(found.stars)),
        wishes=tuple(Wish(event, parse_lead(lead)) for event, lead in json.loads(found.wishes)),
    )
