"""Quiet hours: when a person wants no reminders, by her own clocks."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from bot.errors import UserError
from bot.reminding.quiet import Quiet, parse_quiet, said_quiet
from handlers.buttons import button

QUIET_DIALOGUE = "quiet"
_OFFERED = ("21:00-07:00", "22:00-07:00", "22:00-08:00", "23:00-06:00")


async def ask_quiet(update: Update, context: BotContext) -> None:
    """Offer some hours, and hear others."""
    await context.services.people.begin_dialogue(context.chat.id, context.person.id, QUIET_DIALOGUE)
    buttons = [button("🌙", _shown(hours), f"quiet:{hours}") for hours in _OFFERED]
    rows = [buttons[:2], buttons[2:], [button("🔔", context.label("No quiet hours"), "quiet:none")]]
    back = [button("‹", context.label("Back"), "settings")]
    await context.reply("reminders/quiet.html", person=context.person, problem=False, keyboard=[*rows, back])


async def hear_quiet(update: Update, context: BotContext, text: str) -> None:
    """Take the hours that the person wrote; ask again where they are none."""
    try:
        quiet = said_quiet(text)
    except ValueError:
        await context.reply("reminders/quiet.html", person=context.person, problem=True)
        return
    await _keep(context, quiet)


async def choose_quiet(update: Update, context: BotContext) -> None:
    """Keep the hours whose button was pressed, or none."""
    try:
        quiet = None if context.pressed["hours"] == "none" else parse_quiet(context.pressed["hours"])
    except ValueError:
        raise UserError("errors/stale.html") from None
    await _keep(context, quiet)


async def _keep(context: BotContext, quiet: Quiet | None) -> None:
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    context.person = await context.services.people.choose(context.person, quiet=str(quiet) if quiet else None)
    rows = [[button("⏰", context.label("Reminders"), "reminders"), button("⚙️", context.label("Settings"), "settings")]]
    if quiet is not None and not context.person.timezone:
        rows.insert(0, [button("🕙", context.label("Time zone"), "settings:zone")])
    await context.reply("reminders/quiet_set.html", person=context.person, keyboard=rows)


def _shown(hours: str) -> str:
    return hours.replace("-", "–")
