"""The composition root: everything is built here, and here alone handlers meet the rest."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest

from bot.clock import Clock
from bot.context import BotContext, Services
from bot.delivery.alarm import Alarm
from bot.delivery.announcing import Announcing
from bot.delivery.calls import PacedCalls
from bot.delivery.cards import Cards
from bot.delivery.dated import DatedBot
from bot.delivery.lanes import Lanes
from bot.delivery.loop import Outbox
from bot.delivery.notice import NoticeWay
from bot.delivery.questions import Questions
from bot.delivery.reminder import ReminderWay
from bot.delivery.rest import Rest
from bot.delivery.sender import Sender, Way
from bot.errors import TokenRejected
from bot.observing import Metrics
from bot.receiving.door import Door
from bot.receiving.patience import Patience
from bot.rendering import Rendering
from bot.services.admissions import Admissions
from bot.services.amendments import Amendments
from bot.services.announced_files import AnnouncedFiles
from bot.services.announcements import ANNOUNCEMENT, Announcements
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
from bot.services.relay import CLOSING, QUESTION, Relay
from bot.services.reminder_rules import ReminderRules
from bot.services.reminder_settings import ReminderSettings
from bot.services.reminders import Reminders
from bot.services.replies import REPLY, Replies
from bot.services.sessions import Sessions
from bot.services.status import Status, read_backlog
from bot.services.upcoming import Upcoming
from bot.settings import Settings
from bot.store.amending import CORRECTION
from bot.store.database import Database
from bot.store.notices import NOTICE
from bot.store.outbox import WITHDRAWAL
from bot.store.reminders import REMINDER
from bot.transport import TELEGRAM
from handlers import ALLOWED_UPDATES, add_handlers, restarts
from handlers.announcements import show_missed, show_progress
from handlers.commands import publish_commands, publish_organisers_commands

Bot = Application[Any, BotContext, Any, Any, Any, None]
Handler = Callable[[Update, BotContext], Awaitable[None]]


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plenary:
    """The bot, ready for updates, which come in by the door."""

    application: Bot
    services: Services
    database: Database
    door: Door
    outbox: Outbox
    alarm: Alarm
    cards: Cards
    allowed_updates: Sequence[str] = ALLOWED_UPDATES

    async def start(self) -> None:
        """Begin to send by itself what is queued and what becomes due."""
        await self.outbox.start()
        self.alarm.start()
        self.cards.start()

    def wake(self) -> None:
        """Look for what is due now: the clock was moved."""
        self.outbox.wake()
        self.alarm.wake()
        self.cards.wake()


@cache
def _texts() -> Rendering:
    """The templates, each compiled once in a process."""
    rendering = Rendering()
    rendering.prepare()
    return rendering


def _language_for(settings: Settings) -> Callable[[str | None], str]:
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
    language_for = _language_for(settings)
    announced_files = AnnouncedFiles(database)
    announcements = Announcements(database, clock, meetings, organisers, language_for, wake)
    people, answers = People(database, clock, meetings, wake_alarm), Answers(database, meetings)
    limits = Limits(clock) if limited else Limits(clock, math.inf)
    feeds = Feeds(database, clock, meetings, admissions, rendering, collecting_live, blocks)
    in_memory = (people.drop, answers.drop, limits.drop, admissions.drop, feeds.drop)
    return Services(
        settings=settings,
        clock=clock,
        rendering=rendering,
        meetings=meetings,
        notices=Notices(database, clock, meetings),
        people=people,
        privacy=Privacy(database, clock, organisers, in_memory, wake),
        admissions=admissions,
        amendments=Amendments(database, clock, meetings, announcements),
        announcements=announcements,
        announced_files=announced_files,
        announcing=Announcing(rendering, clock, announced_files),
        answers=answers,
        calendars=Calendars(database, clock, meetings, rendering, collecting_live, settings.public_url),
        drafts=Drafts(database, clock, meetings, organisers, language_for),
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
        relay=Relay(database, clock, meetings, organisers, wake),
        replies=Replies(database, clock, meetings, organisers, wake),
        status=Status(database, clock, partial(read_backlog, database, clock)),
    )


def _each(*wakes: Callable[[], None]) -> None:
    for wake in wakes:
        wake()


async def _answer(application: Bot, handler: Handler, update: Update) -> None:
    """Have a handler answer an update outside the routing table."""
    context = BotContext.from_update(update, application)
    if await context.meet(keep=False):  # she may have asked to be forgotten
        await handler(update, context)


@asynccontextmanager
async def ready(  # noqa: PLR0913  # four of them by name, each seldom given
    settings: Settings,
    clock: Clock,
    database: Database,
    request: BaseRequest,
    token: str,
    *,
    metrics: Metrics | None = None,
    rendering: Rendering | None = None,
    limited: bool = True,
    pace: float = 1.0,
) -> AsyncIterator[Plenary]:
    """The bot on an open store and a transport, until the block is left: what is being handled is then finished.

    It speaks by `rendering`, or by the templates that it comes with; `pace` is that of `bot.delivery.chats.Chats`.

    What the last run left unanswered is taken up. Raises TokenRejected when Telegram does not know the token.
    """
    ways: dict[str, Way] = {}
    bot, outbox = _sending(settings, clock, database, request, token, ways, limited=limited, pace=pace)

    def wake() -> None:
        outbox.wake()
        cards.wake()

    rest = Rest(database.path, clock)
    services = build_services(
        settings,
        clock,
        database,
        rendering=rendering,
        limited=limited,
        wake=wake,
        wake_alarm=rest.wake,
    )
    ways |= _ways(services)
    alarm = Alarm(services.reminders, rest, outbox.wake)
    cards = Cards(
        services.announcements,
        partial(show_progress, bot, services),
        partial(show_missed, bot, services),
        Rest(database.path, clock),
    )
    application: Bot = (
        Application.builder()
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(
            # PTB calls the type without arguments, once: any callable that gives the one value does
            ContextTypes(context=BotContext, bot_data=cast(type[Services], lambda: services))
        )
        .build()
    )
    add_handlers(application)
    await services.organisers.appoint(settings.organisers)
    try:
        await _initialize(application)
    except BaseException:
        await request.shutdown()
        raise
    try:
        door = Door(
            application,
            database,
            clock,
            present_state=partial(_answer, application, restarts.show_present_state),
            give_up=partial(_answer, application, restarts.apologise),
            metrics=metrics,
        )
        await door.resume()
        await _publish(application.bot, services)
        preparing = asyncio.create_task(services.answers.prepare())
        try:
            yield Plenary(application, services, database, door, outbox, alarm, cards)
        finally:
            await asyncio.gather(door.stop(), alarm.stop(), cards.stop(), outbox.stop(), preparing)
    finally:
        await application.shutdown()


def _sending(
    settings: Settings,
    clock: Clock,
    database: Database,
    request: BaseRequest,
    token: str,
    ways: Mapping[str, Way],
    *,
    limited: bool,
    pace: float,
) -> tuple[ExtBot[None], Outbox]:
    """The bot whose replies and the outbox whose deliveries leave through one pacer, `limited` to Telegram's rate."""
    lanes = Lanes(settings.rate, pace)
    url = settings.api_url or TELEGRAM
    bot = DatedBot(
        token,
        f"{url}/bot",
        f"{url}/file/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=PacedCalls(lanes) if limited else None,
    )
    return bot, Outbox(database, clock, lanes, Sender(bot, ways, _language_for(settings)), bot.get_me)


def _ways(services: Services) -> Mapping[str, Way]:
    """How each kind of cause is sent."""
    questions = Questions(services.rendering)
    return {
        ANNOUNCEMENT: services.announcing.send,
        CORRECTION: services.announcing.correct,
        WITHDRAWAL: services.announcing.withdraw,
        REMINDER: ReminderWay(services.reminders, services.rendering),
        NOTICE: NoticeWay(services.notices, services.entries, services.rendering),
        QUESTION: questions.send_question,
        CLOSING: questions.close_question,
        REPLY: questions.send_reply,
    }


async def _initialize(application: Bot) -> None:
    """Make sure of the token (Bot API, getMe), as often as it takes to reach Telegram."""
    patience = Patience()
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise TokenRejected from None
        except TelegramError as error:
            await patience.failed(error)


async def _publish(bot: ExtBot[None], services: Services) -> None:
    """Tell Telegram the commands; the bot works without it having heard them."""
    try:
        await publish_commands(bot, services.rendering)
        await publish_organisers_commands(bot, services)
    except TelegramError as error:
        log.warning("The command lists could not be set (%s); the next start tries again.", error)
