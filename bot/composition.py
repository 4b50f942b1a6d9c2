"""What the bot can do, each service by its name, and how the services are put together on an open store."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from bot.clock import Clock
from bot.delivery.announcing import Announcing
from bot.rendering import Rendering
from bot.services.admissions import Admissions
from bot.services.amendments import Amendments
from bot.services.announced_files import AnnouncedFiles
from bot.services.announcement_cards import AnnouncementCards
from bot.services.announcements import Announcements
from bot.services.answers import Answers
from bot.services.blocks import Blocks
from bot.services.calendars import Calendars
from bot.services.changes import Changes
from bot.services.collecting import Collecting
from bot.services.drafts import Drafts
from bot.services.entries import Entries
from bot.services.feeds import Feeds
from bot.services.following import Following
from bot.services.imports import Imports
from bot.services.kept import Kept
from bot.services.limits import Limits
from bot.services.meetings import Meetings
from bot.services.notices import Notices
from bot.services.organisers import Organisers
from bot.services.people import People
from bot.services.privacy import Privacy
from bot.services.relay import Relay
from bot.services.reminder_rules import ReminderRules
from bot.services.reminder_settings import ReminderSettings
from bot.services.reminder_wishes import ReminderWishes
from bot.services.reminders import Reminders
from bot.services.replies import Replies
from bot.services.sent_announcements import SentAnnouncements
from bot.services.sessions import Sessions
from bot.services.status import Status, read_backlog
from bot.services.upcoming import Upcoming
from bot.services.wordings import Wordings
from bot.settings import Settings
from bot.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a handler may ask, each by its name; python-telegram-bot keeps it as `bot_data`."""

    settings: Settings
    clock: Clock
    rendering: Rendering
    meetings: Meetings
    notices: Notices
    people: People
    privacy: Privacy
    admissions: Admissions
    amendments: Amendments
    announcements: Announcements
    announcement_cards: AnnouncementCards
    sent_announcements: SentAnnouncements
    announced_files: AnnouncedFiles
    announcing: Announcing
    drafts: Drafts
    answers: Answers
    calendars: Calendars
    changes: Changes
    entries: Entries
    feeds: Feeds
    following: Following
    imports: Imports
    kept: Kept
    limits: Limits
    organisers: Organisers
    reminders: Reminders
    upcoming: Upcoming
    reminder_rules: ReminderRules
    reminder_settings: ReminderSettings
    reminder_wishes: ReminderWishes
    relay: Relay
    replies: Replies
    sessions: Sessions
    status: Status
    wordings: Wordings


@cache
def _texts() -> Rendering:
    """The templates, each compiled once in a process."""
    rendering = Rendering()
    rendering.prepare()
    return rendering


def language_for(settings: Settings) -> Callable[[str | None], str]:
    """One of our languages for what is known of somebody's, or for nothing."""
    rendering = _texts()
    return lambda code: rendering.supported(code) or rendering.nearest(settings.language)


def build_services(
    settings: Settings,
    clock: Clock,
    database: Database,
    *,
    rendering: Rendering | None = None,
    limited: bool = True,
    wake: Callable[[], None] = lambda: None,
    wake_alarm: Callable[[], None] = lambda: None,
) -> Services:
    """What the bot can do, on an open store; `limited` is how much one person may ask, `wake` tells
    the outbox that something was queued, `wake_alarm` the alarm that something was planned.

    Every template is compiled, so that a broken one stops the start.
    """
    rendering = rendering or _texts()
    meetings = Meetings(database, clock)
    organisers = Organisers(database, clock, meetings)
    admissions = Admissions(database, clock, meetings, organisers)
    collecting, collecting_live, blocks = Collecting(), Collecting(live=True), Blocks(rendering, settings.mail)
    nearest_language = language_for(settings)
    announced_files = AnnouncedFiles(database)
    sent = SentAnnouncements(database, clock, meetings, wake)
    people, answers = People(database, clock, meetings, wake_alarm), Answers(database, meetings)
    limits = Limits(clock) if limited else Limits(clock, math.inf)
    feeds = Feeds(database, clock, meetings, admissions, rendering, collecting_live, blocks)
    wordings = Wordings()
    in_memory = (people.drop, answers.drop, limits.drop, admissions.drop, feeds.drop, wordings.drop)
    return Services(
        settings=settings,
        clock=clock,
        rendering=rendering,
        meetings=meetings,
        notices=Notices(database, clock, meetings),
        people=people,
        privacy=Privacy(database, clock, organisers, in_memory, wake),
        admissions=admissions,
        amendments=Amendments(database, clock, meetings, sent, wake),
        announcements=Announcements(database, clock, meetings, organisers, nearest_language, sent, wake),
        announcement_cards=AnnouncementCards(database, meetings, wake),
        sent_announcements=sent,
        announced_files=announced_files,
        announcing=Announcing(rendering, clock, announced_files),
        answers=answers,
        calendars=Calendars(database, clock, meetings, rendering, collecting_live, settings.public_url),
        drafts=Drafts(database, clock, meetings, organisers, nearest_language),
        entries=Entries(database, clock, meetings, rendering, collecting, blocks, settings.mail),
        feeds=feeds,
        changes=Changes(database, clock, meetings),
        following=Following(
            database, clock, meetings, partial(_each, wake, wake_alarm), (people.look_again, admissions.drop)
        ),
        imports=Imports(database, clock, organisers, partial(_each, wake, wake_alarm)),
        kept=Kept(database, clock, meetings, organisers),
        limits=limits,
        organisers=organisers,
        sessions=Sessions(database, clock, meetings, wake_alarm),
        reminders=Reminders(database, clock, meetings),
        upcoming=Upcoming(database, meetings),
        reminder_rules=ReminderRules(database, clock, meetings, wake_alarm),
        reminder_settings=ReminderSettings(database, clock, meetings, wake_alarm),
        reminder_wishes=ReminderWishes(database, clock, meetings, wake_alarm),
        relay=Relay(database, clock, meetings, organisers, wake),
        replies=Replies(database, clock, meetings, organisers, wake),
        status=Status(database, clock, partial(read_backlog, database, clock)),
        wordings=wordings,
    )


def _each(*wakes: Callable[[], None]) -> None:
    for wake in wakes:
        wake()
