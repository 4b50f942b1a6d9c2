"""What people and organisers decide about reminders, with the times that result."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock
from bot.reminding.events import DEFAULTS, Kind, Rules
from bot.reminding.leads import Lead, in_order, parse_lead
from bot.services.meetings import Meetings
from bot.services.reminder_plan import as_leads, as_rules, plan_chat
from bot.services.reminder_views import Coming, LeadsView, MutedView, RemindersView, leads_view
from bot.services.reminder_wishes import MOST_WISHES
from bot.store import Connection, instants
from bot.store import reminder_choices as store
from bot.store import reminders as store_reminders
from bot.store.database import Database
from bot.store.meetings import catalogue_since

_NEXT = 8


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


def turned(own: Rules, kind: Kind, lead: Lead | None) -> Rules:
    """What was decided, with a lead of a kind set or taken away, or (None) the kind left as it usually is."""
    if lead is None:
        return {other: leads for other, leads in own.items() if other != kind}
    before = frozenset(own.get(kind, DEFAULTS[kind]))
    return {**own, kind: in_order(before ^ {lead})}
