"""What people and organisers decide about reminders, with the times that result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.model import Catalogue, Deadline, Meeting, Person, Session
from bot.reminding.derive import USUAL_HOUR, Due, Settings, due_of
from bot.reminding.events import DEFAULTS, KINDS, Event, Kind, Rules, deadline_of, events_of, session_of
from bot.reminding.leads import Lead, in_order, parse_lead
from bot.reminding.offsets import counted_from, lead_at
from bot.reminding.quiet import parse_quiet
from bot.services.meetings import Meetings
from bot.services.reminder_plan import as_leads, as_rules, derived_for, plan_chat, rules_of
from bot.store import Connection, instants
from bot.store import reminder_choices as store
from bot.store import reminders as store_reminders
from bot.store.database import Database
from bot.store.meetings import catalogue_since
from bot.store.reminder_choices import StoredWish
from bot.when import first_day

_NEXT = 8
MOST_WISHES = 5
"""So many reminders at most come of one request: a button to take them back carries their ids."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that will come at `at` (UTC): of a meeting, or of its session or deadline; `kind` says of what of it."""

    meeting: Meeting
    event: str
    lead: Lead
    at: datetime
    wish: int | None = None
    """The id under which it can be taken back, where it was asked for in words."""

    @property
    def kind(self) -> str:
        """The kind of its event."""
        return self.event.partition(".")[0]

    @property
    def session(self) -> Session | None:
        """The session that it is of."""
        return session_of(self.meeting, self.event)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline that it is of."""
        return deadline_of(self.meeting, self.event)

    @property
    def begins(self) -> date | datetime | None:
        """The day, or the wall-clock at the venue, that it is of; None where the meeting has lost it since."""
        return next((event.at for event in events_of(self.meeting) if event.id == self.event), None)

    @property
    def venue_zone(self) -> ZoneInfo:
        """The zone of the venue."""
        return ZoneInfo(self.meeting.timezone or "UTC")


@dataclass(frozen=True, slots=True)
class RemindersView:
    """A person's next reminders and how many come `later`, the meetings she muted, and the lead times she set."""

    coming: tuple[Coming, ...]
    later: int
    muted: tuple[Meeting, ...]
    leads: Rules
    now: datetime


@dataclass(frozen=True, slots=True)
class LeadsView:
    """The leads of each kind as they hold: her own, or the usual ones of kinds where she set none (`is_own`)."""

    leads: Rules
    own: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class WishView:
    """What came of a request to be reminded of a meeting.

    `wanted` are the reminders that are planned now, by the `ids` under which they can be taken back; `past` those whose
    time has gone by. `knows_hour` is False where minutes were asked for of something of which only the day is known;
    `unknown` is what of the meeting has no day, or is called off; `too_late` a time counted from now when it is over.
    """

    meeting: Meeting
    wanted: tuple[Coming, ...]
    past: tuple[Coming, ...]
    ids: tuple[int, ...]
    knows_hour: bool
    unknown: bool
    too_late: bool = False


@dataclass(frozen=True, slots=True)
class MutedView:
    """A meeting that was muted, or is not any more; what of it was asked for in words comes all the same.

    These are the next of them, by the `ids` under which they can be taken back.
    """

    meeting: Meeting
    wished: tuple[Coming, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakenBackView:
    """How many reminders were taken back; whether one had come already, and whether a usual one comes at that time."""

    number: int
    is_past: bool
    is_usual: bool


class ReminderSettings:
    """Keeps what was decided, and plans anew in the same transaction. `wake` says that something was planned."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._wake = wake

    async def of(self, chat_id: int) -> RemindersView:
        """What a person will be reminded of, and what she decided."""
        known = await self._meetings.catalogue()

        def look(connection: Connection) -> RemindersView:
            catalogue = catalogue_since(connection, known)
            rows = [
                row
                for row in store_reminders.pending_of(connection, chat_id)
                if row.meeting_id in catalogue.meetings  # the chat may not see it any more
            ]
            wishes = {
                (wish.meeting_id, wish.event, wish.lead): wish.id
                for meeting_id in {row.meeting_id for row in rows}
                for wish in store.wishes_of(connection, chat_id, meeting_id)
            }
            every = [
                Coming(
                    catalogue.meetings[each.meeting_id],
                    each.row.event,
                    parse_lead(each.row.lead),
                    instants.as_instant(each.row.due_at),
                    wishes.get((each.meeting_id, each.row.event, each.row.lead)),
                )
                for each in rows
            ]
            coming = [*every[:_NEXT], *[each for each in every[_NEXT:] if each.wish][:MOST_WISHES]]
            muted = (catalogue.meetings.get(meeting) for meeting in store.muted_by(connection, chat_id))
            leads = as_rules(store.leads_of(connection, chat_id))
            later = len(every) - len(coming)
            return RemindersView(tuple(coming), later, tuple(filter(None, muted)), leads, self._clock.now())

        return await self._database.read(look)

    async def mute(self, chat_id: int, meeting_id: str) -> MutedView:
        """Send no reminders of a meeting but those asked for in words. Raises UserError when there is no such meeting."""
        return await self._decide(chat_id, meeting_id, store.mute)

    async def unmute(self, chat_id: int, meeting_id: str) -> MutedView:
        """Send them again. Raises UserError when there is no such meeting."""
        return await self._decide(chat_id, meeting_id, store.unmute)

    async def _decide(self, chat_id: int, meeting_id: str, decide: Callable[[Connection, int, str], None]) -> MutedView:
        view = await self._meetings.view(meeting_id)

        def effect(connection: Connection) -> MutedView:
            store.meet_chat(connection, chat_id)
            decide(connection, chat_id, meeting_id)
            plan_chat(connection, view.catalogue, chat_id, self._clock.now())
            meeting = catalogue_since(connection, view.catalogue).meetings[meeting_id]
            wishes = {(one.event, one.lead): one.id for one in store.wishes_of(connection, chat_id, meeting_id)}
            pending = [
                each.row
                for each in store_reminders.of_meeting(connection, meeting_id, chat_id)
                if each.state == "pending" and (each.row.event, each.row.lead) in wishes
            ]
            pending = sorted(pending, key=lambda row: row.due_at)[:MOST_WISHES]
            coming = (
                Coming(meeting, row.event, parse_lead(row.lead), instants.as_instant(row.due_at)) for row in pending
            )
            return MutedView(meeting, tuple(coming), tuple(wishes[row.event, row.lead] for row in pending))

        decided = await self._database.write(effect)
        self._wake()
        return decided

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

    async def leads(self, chat_id: int) -> LeadsView:
        """A person's lead times."""
        own = as_rules(await self._database.read(store.leads_of, chat_id))
        return leads_view(own)

    async def turn_lead(self, chat_id: int, kind: Kind, lead: Lead | None) -> LeadsView:
        """Set or take away one of a person's lead times; None goes back to those of the meetings."""
        known = await self._meetings.catalogue()

        def effect(connection: Connection) -> Rules:
            store.meet_chat(connection, chat_id)
            leads = turned(as_rules(store.leads_of(connection, chat_id)), kind, lead)
            store.put_leads(connection, chat_id, as_leads(leads))
            plan_chat(connection, known, chat_id, self._clock.now())
            return leads

        own = await self._database.write(effect)
        self._wake()
        return leads_view(own)


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


def turned(own: Rules, kind: Kind, lead: Lead | None) -> Rules:
    """What was decided, with a lead of a kind set or taken away, or (None) the kind left as it usually is."""
    if lead is None:
        return {other: leads for other, leads in own.items() if other != kind}
    before = frozenset(own.get(kind, DEFAULTS[kind]))
    return {**own, kind: in_order(before ^ {lead})}


def leads_view(own: Rules) -> LeadsView:
    """All leads as they hold where this was decided."""
    return LeadsView({kind: own.get(kind, DEFAULTS[kind]) for kind in KINDS}, frozenset(own))


def coming_of(meeting: Meeting, due: Due) -> Coming:
    """A reminder of a meeting, to be shown."""
    return Coming(meeting, due.event, due.lead, due.at)
