"""The commands that Telegram offers, with a line on each, in every language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.composition import Services
from bot.context import BotContext
from bot.rendering import Rendering

log = logging.getLogger(__name__)


def delegate_commands(label: Callable[[str], str]) -> list[tuple[str, str]]:
    """The commands of everybody, in the order of the menu."""
    return [
        ("next", label("The meeting under way or next")),
        ("meetings", label("All meetings")),
        ("programme", label("What is on, day by day")),
        ("venue", label("Where it takes place")),
        ("register", label("How and when to register")),
        ("contacts", label("Whom to write to or call")),
        ("documents", label("Letters, agendas, statements")),
        ("calendar", label("An entry for your calendar")),
        ("changes", label("What has changed since you last looked")),
        ("follow", label("What I tell you news of")),
        ("reminders", label("What I remind you of, and when")),
        ("settings", label("Language, time zone, quiet hours")),
        ("privacy", label("What I keep about you")),
        ("help", label("What I can do")),
        ("cancel", label("Leave a dialogue")),
    ]


def organiser_commands(label: Callable[[str], str]) -> list[tuple[str, str]]:
    """What organisers have besides."""
    return [
        ("questions", label("Questions that delegates pass on")),
        ("announce", label("Tell everyone who follows")),
        ("announcements", label("Drafts, scheduled, sent")),
        ("organisers", label("Who organises; invite and remove")),
        ("import", label("Change facts by a file")),
        ("edit", label("Change one fact")),
        ("export", label("All facts as a file")),
        ("log", label("Who did what, and when")),
        ("status", label("How I am doing")),
    ]


async def publish_commands(bot: Bot, rendering: Rendering) -> None:
    """Tell Telegram the commands, for each language and without one. Implements setMyCommands."""
    await bot.set_my_commands(delegate_commands(partial(rendering.label, "en")))
    for language in rendering.languages:
        commands = delegate_commands(partial(rendering.label, language))
        await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), language_code=language)


async def publish_organisers_commands(bot: Bot, services: Services) -> None:
    """Offer every organiser hers in her chat, and nobody else who once was one."""
    for organiser in (await services.organisers.everyone()).values():
        language = services.rendering.supported(organiser.language) or services.settings.language
        await _give_commands(bot, services.rendering, organiser.person_id, language)
    for person_id in await services.organisers.former():
        await take_commands(bot, person_id)


async def offer_commands(context: BotContext) -> None:
    """Offer the person hers, in her language, if she is an organiser."""
    if await context.services.organisers.of(context.person.id) is not None:
        await _give_commands(context.bot, context.rendering, context.person.id, context.language)


async def take_commands(bot: Bot, person_id: int) -> None:
    """Offer a person no more than everybody. Implements deleteMyCommands."""
    try:
        await bot.delete_my_commands(BotCommandScopeChat(person_id))
    except TelegramError as error:
        log.log(
            _level(error),
            "The command list of %d could not be taken (%s); the next start tries again.",
            person_id,
            error,
        )


async def _give_commands(bot: Bot, rendering: Rendering, person_id: int, language: str) -> None:
    """Offer a person the commands of organisers. Implements setMyCommands (BotCommandScopeChat).

    Telegram knows no chat with somebody who has never written; her first /start then does it.
    """
    label = partial(rendering.label, language)
    commands = [*delegate_commands(label), *organiser_commands(label)]
    try:
        await bot.set_my_commands(commands, BotCommandScopeChat(person_id))
    except TelegramError as error:
        log.log(
            _level(error), "The command list of %d could not be set (%s); her next /start does it.", person_id, error
        )


def _level(error: TelegramError) -> int:
    """How much it matters: that she has never written to the bot is nothing to see to."""
    return logging.INFO if "chat not found" in str(error).lower() else logging.WARNING
