"""The rules of a meeting: how long before what its followers are reminded, as its organisers decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.model import Meeting, Person, Reminders
from bot.reminding.derive import Interest, Settings, derive
from bot.reminding.events import Kind, Rules
from bot.reminding.leads import Lead
from bot.services.meetings import Meetings
from bot.services.organisers import Doing, must_be_allowed
from bot.services.reminder_plan import plan_meetings, rules_of
from bot.services.reminder_settings import turned
from bot.services.reminder_views import Coming, coming_of, leads_view
from bot.store import Connection
from bot.store.acts import Act, What, put_act
from bot.store.database import Database
from bot.store.meetings import catalogue_since, put_meeting


@dataclass(frozen=True, slots=True)
class RulesView:
    """The leads of each kind for a meeting, and the times that result for who follows it and chose nothing."""

    meeting: Meeting
    leads: Rules
    own: frozenset[Kind]
    times: tuple[Coming, ...]
    now: datetime


class ReminderRules:
    """Keeps the rules, and plans anew in the same transaction. `wake` says that something was planned."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._wake = wake

    async def of(self, meeting_id: str) -> RulesView:
        """The rules of a meeting. Raises UserError when there is no such meeting."""
        view = await self._meetings.view(meeting_id)
        return _view(view.meeting, rules_of(view.meeting), self._clock.now())

    async def turn(self, by: Person, meeting_id: str, kind: Kind, lead: Lead | None) -> RulesView:
        """Set or take away a rule of a meeting; None goes back to the usual ones.

        Raises UserError when there is no such meeting, or it is not hers to organise.
        """
        view = await self._meetings.view(meeting_id)
        now = self._clock.now()
        about = {"meeting": meeting_id, "kind": kind}

        def effect(connection: Connection) -> Rules:
            meeting = catalogue_since(connection, view.catalogue).meetings[meeting_id]
            must_be_allowed(connection, Doing(by=by, what=What.SET_REMINDERS, about=about, process=meeting.process))
            rules = turned(rules_of(meeting), kind, lead)
            own = {each: tuple(map(str, leads)) for each, leads in rules.items()}
            after = replace(meeting, reminders=Reminders(**own) if own else None)
            put_meeting(connection, after)
            plan_meetings(connection, [after], now)
            put_act(connection, Act(person_id=by.id, name=by.name, what=What.SET_REMINDERS, about=about, at=now))
            return rules

        own = await self._database.write(effect)
        self._wake()
        return _view(view.meeting, own, now)


def _view(meeting: Meeting, own: Rules, now: datetime) -> RulesView:
    every_session = frozenset(session.id for session in meeting.programme)
    dues = derive(meeting, own, Interest(follows=True, stars=every_session), Settings())
    leads = leads_view(own)
    return RulesView(meeting, leads.leads, leads.own, tuple(coming_of(meeting, due) for due in dues), now)
