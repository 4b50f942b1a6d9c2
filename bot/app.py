"""The composition root: everything is built here, and here alone handlers meet the rest."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest

from bot.clock import Clock
from bot.composition import Services, build_services, language_for
from bot.context import BotContext
from bot.delivery.alarm import Alarm
from bot.delivery.calls import PacedCalls
from bot.delivery.cards import Cards
from bot.delivery.lanes import Lanes
from bot.delivery.lenient import LenientBot
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
from bot.services.announcements import ANNOUNCEMENT
from bot.services.relay import CLOSING, QUESTION
from bot.services.replies import REPLY
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
    rendering: Rendering | None = None
    """The one that it was given, if any."""
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
    """The bot on an open store and a transport, reached and until the block is left (`built` and `connected`)."""
    plenary = await built(
        settings, clock, database, request, token, metrics=metrics, rendering=rendering, limited=limited, pace=pace
    )
    async with connected(plenary):
        yield plenary


async def built(  # noqa: PLR0913  # as above
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
) -> Plenary:
    """The bot put together, before it has asked anything of Telegram: its services can be used, its door cannot.

    It speaks by `rendering`, or by the templates that it comes with; `pace` is that of `bot.delivery.chats.Chats`.
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
        services.sent_announcements,
        services.announcement_cards,
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
    door = Door(
        application,
        database,
        clock,
        present_state=partial(_answer, application, restarts.show_present_state),
        give_up=partial(_answer, application, restarts.apologise),
        metrics=metrics,
    )
    return Plenary(application, services, database, door, outbox, alarm, cards, rendering)


@asynccontextmanager
async def connected(plenary: Plenary) -> AsyncIterator[None]:
    """Reach Telegram, and take up what the last run left unanswered; when the block is left, what is being handled is finished.

    Raises TokenRejected when Telegram does not know the token.
    """
    application, services, door = plenary.application, plenary.services, plenary.door
    try:
        await _initialize(application)
    except BaseException:
        await application.bot.request.shutdown()
        raise
    try:
        preparing = asyncio.create_task(services.answers.prepare())
        try:
            await door.resume()
            await _publish(application.bot, services, plenary.rendering)
            yield
        finally:
            await asyncio.gather(
                door.stop(), plenary.alarm.stop(), plenary.cards.stop(), plenary.outbox.stop(), preparing
            )
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
    bot = LenientBot(
        token,
        f"{url}/bot",
        f"{url}/file/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=PacedCalls(lanes) if limited else None,
    )
    return bot, Outbox(database, clock, lanes, Sender(bot, ways, language_for(settings)), bot.get_me)


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


async def _publish(bot: ExtBot[None], services: Services, rendering: Rendering | None) -> None:
    """Tell Telegram the commands; the bot works without it having heard them."""
    try:
        # By one of its own, if none was given: catalogues that nobody uses are not kept.
        await publish_commands(bot, rendering or Rendering())
        await publish_organisers_commands(bot, services)
    except TelegramError as error:
        log.warning("The command lists could not be set (%s); the next start tries again.", error)
