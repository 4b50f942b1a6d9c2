"""Reminders that people ask for in words: noted, planned in the same transaction, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.model import Catalogue, Person
from bot.reminding.derive import USUAL_HOUR, Settings, due_of
from bot.reminding.events import DEFAULTS, Event, Rules, events_of
from bot.reminding.leads import Lead, parse_lead
from bot.reminding.offsets import counted_from, lead_at
from bot.reminding.quiet import parse_quiet
from bot.services.meetings import Meetings
from bot.services.reminder_plan import derived_for, plan_chat, rules_of
from bot.services.reminder_views import TakenBackView, WishView, coming_of
from bot.store import Connection
from bot.store import reminder_choices as store
from bot.store.database import Database
from bot.store.meetings import catalogue_since
from bot.store.reminder_choices import StoredWish
from bot.when import first_day

MOST_WISHES = 5
"""So many reminders at most come of one request: a button to take them back carries their ids."""


class ReminderWishes:
    """Keeps what was asked for. `wake` says that something was planned."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._wake = wake

    async def wish(
        self,
        person: Person,
        meeting_id: str,
        events: Sequence[str],
        leads: Sequence[Lead],
        day: date | None = None,
        from_now: Lead | None = None,
    ) -> WishView:
        """Note a request, in a person's private chat, to be reminded of events of a meeting, and when that will be.

        Without leads it is those of the meeting; with a `day` it is that one, at the hour of the lead if there is one. What is
        counted `from_now` is one reminder, of the first of the events that is not over then. Raises UserError when there is
        no such meeting.
        """
        view = await self._meetings.view(meeting_id)
        now = self._clock.now()

        def effect(connection: Connection) -> WishView:
            store.meet_chat(connection, person.id)
            meeting = catalogue_since(connection, view.catalogue).meetings[meeting_id]
            known = {event.id: event for event in events_of(meeting)}
            rules = rules_of(meeting)
            chosen = _settings(person)
            meant = [known[name] for name in events if name in known]
            if from_now is not None:
                wanted = _counted(meant, now, from_now, chosen.zone)
            else:
                wanted = [(event, lead) for event in meant for lead in _wanted(event, day, leads, rules, chosen.zone)]
            dues = [(event, due_of(event, lead, chosen), lead) for event, lead in wanted]
            dues = sorted(dues, key=lambda found: found[1].at)[:MOST_WISHES]
            ahead = [(event, due) for event, due, _ in dues if due.at > now]
            ids = [
                store.add_wish(connection, person.id, meeting_id, due.event, str(due.lead), now).id for _, due in ahead
            ]
            plan_chat(connection, view.catalogue, person.id, now)
            return WishView(
                meeting,
                tuple(coming_of(meeting, due) for _, due in ahead),
                tuple(coming_of(meeting, due) for _, due, _ in dues if due.at <= now),
                tuple(ids),
                all(event.is_timed or lead.minutes is None for event, _, lead in dues),
                not meant,
                bool(meant) and not dues,
            )

        wished = await self._database.write(effect)
        self._wake()
        return wished

    async def of(self, chat_id: int, meeting_id: str, events: Sequence[str]) -> tuple[int, ...]:
        """What a chat asked for of some events of a meeting, by the ids under which it can be taken back."""
        wishes = await self._database.read(store.wishes_of, chat_id, meeting_id)
        return tuple(wish.id for wish in wishes if wish.event in events)

    async def take_back(self, chat_id: int, wishes: Sequence[int]) -> TakenBackView:
        """Take back requests, by their ids."""
        known = await self._meetings.catalogue()
        now = self._clock.now()

        def effect(connection: Connection) -> TakenBackView:
            removed = [store.remove_wish(connection, chat_id, wish) for wish in wishes]
            plan_chat(connection, known, chat_id, now)
            catalogue = catalogue_since(connection, known)
            left = [_left(connection, catalogue, wish, now) for wish in removed if wish is not None]
            return TakenBackView(len(left), "sent" in left, "usual" in left)

        return await self._database.write(effect)


def _left(connection: Connection, catalogue: Catalogue, wish: StoredWish, now: datetime) -> str:
    """What is left of a reminder that was taken back: it was "sent", a "usual" one comes then, or "" nothing."""
    meeting = catalogue.meetings.get(wish.meeting_id)
    event = next((one for one in events_of(meeting) if one.id == wish.event), None) if meeting else None
    if meeting is None or event is None:
        return ""
    dues, settings = derived_for(connection, meeting, wish.chat_id)
    at = due_of(event, parse_lead(wish.lead), settings).at
    if at <= now:
        return "sent"
    return "usual" if any((due.event, due.at) == (wish.event, at) for due in dues) else ""


def _wanted(
    event: Event, day: date | None, leads: Sequence[Lead], rules: Rules, zone: ZoneInfo | None
) -> Sequence[Lead]:
    """The leads of a request; of a day, by her clocks, when the event is over, or much too early, none."""
    is_named = day == first_day(event.at) and not leads  # "tomorrow's meeting"
    if day is None or is_named:
        return leads or rules.get(event.kind, DEFAULTS[event.kind])
    hours = dict.fromkeys(lead.at or USUAL_HOUR for lead in leads) or [USUAL_HOUR]
    clocks = zone or event.zone
    found = (lead_at(event, datetime.combine(day, hour, clocks).astimezone(UTC), zone) for hour in hours)
    return [lead for lead in found if lead is not None]


def _counted(events: Sequence[Event], now: datetime, offset: Lead, zone: ZoneInfo | None) -> list[tuple[Event, Lead]]:
    """The first of the events that can be reminded of at a time counted from now, with its lead."""
    for event in sorted(events, key=lambda event: event.begins):
        lead = lead_at(event, counted_from(now, offset, zone or event.zone), zone)
        if lead is not None:
            return [(event, lead)]
    return []


def _settings(person: Person) -> Settings:
    return Settings(
        ZoneInfo(person.timezone) if person.timezone else None, parse_quiet(person.quiet) if person.quiet else None
    )
