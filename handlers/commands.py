"""The commands that Telegram offers, with a line on each, in every language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from telegram import Bot, BotCommandScopeAllPrivateChats

from bot.rendering import Rendering


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
        ("settings", label("Language and time zone")),
        ("help", label("What I can do")),
        ("cancel", label("Leave a dialogue")),
    ]


async def publish_commands(bot: Bot, rendering: Rendering) -> None:
    """Tell Telegram the commands, for each language and without one. Implements setMyCommands."""
    await bot.set_my_commands(delegate_commands(partial(rendering.label, "en")))
    for language in rendering.languages:
        commands = delegate_commands(partial(rendering.label, language))
        await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), language_code=language)
