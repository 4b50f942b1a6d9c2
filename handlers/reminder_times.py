"""How long before what: a person's own lead times, and the rules that organisers set for a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from telegram import InlineKeyboardButton, Update

from bot import formatting
from bot.context import BotContext
from bot.errors import UserError
from bot.reminding.events import KINDS, Kind
from bot.reminding.leads import Lead, in_order, parse_lead
from bot.services.reminder_rules import RulesView
from bot.services.reminder_views import LeadsView
from handlers.buttons import button, meeting_buttons

# What is offered of each kind, besides what was chosen in other ways.
_OFFERED: dict[Kind, tuple[str, ...]] = {
    "opens": ("7d", "1d", "0d"),
    "closes": ("14d", "7d", "3d", "1d", "0d"),
    "deadline": ("14d", "7d", "3d", "1d", "0d"),
    "meeting": ("30d", "14d", "7d", "3d", "1d", "0d"),
    "session": ("1d", "120m", "60m", "30m", "15m", "5m"),
}
_IN_A_ROW = 3


async def show_leads(update: Update, context: BotContext) -> None:
    """Show a person's lead times, a button for each kind."""
    view = await context.services.reminder_settings.leads(context.chat.id)
    rows = [[button("", _kind_label(context, kind), f"leads:{kind}")] for kind in KINDS]
    back = [button("‹", context.label("Back"), "reminders")]
    await context.reply("reminders/leads.html", view=view, kinds=KINDS, keyboard=[*rows, back])


async def show_leads_of(update: Update, context: BotContext) -> None:
    """Offer the lead times of one kind."""
    await _reply_leads(context, await context.services.reminder_settings.leads(context.chat.id))


async def turn_lead(update: Update, context: BotContext) -> None:
    """Set one of a person's lead times, or take it away; `usual` goes back to what the meetings have."""
    view = await context.services.reminder_settings.turn_lead(context.chat.id, _kind(context), _pressed_lead(context))
    await _reply_leads(context, view)


async def _reply_leads(context: BotContext, view: LeadsView) -> None:
    kind = _kind(context)
    rows = _lead_rows(context, view.leads[kind], f"lead:{kind}", is_own=kind in view.own)
    back = [button("‹", context.label("Back"), "leads")]
    await context.reply("reminders/leads.html", view=view, kinds=[kind], keyboard=[*rows, back])


async def choose_meeting(update: Update, context: BotContext) -> None:
    """Offer organisers the meetings to come, to change the rules of one."""
    view = await context.services.meetings.coming()
    back = [button("‹", context.label("Back"), "reminders")]
    await context.reply(
        "reminders/rules_of.html", keyboard=[*meeting_buttons(context, view.meetings[:10], "rules"), back]
    )


async def show_rules(update: Update, context: BotContext) -> None:
    """Show the rules of a meeting with the times that result, a button for each kind."""
    await _reply_rules(context, await context.services.reminder_rules.of(context.pressed["meeting"]))


async def turn_rule(update: Update, context: BotContext) -> None:
    """Set a rule of a meeting, or take it away; `usual` goes back to the usual ones."""
    view = await context.services.reminder_rules.turn(
        context.person, context.pressed["meeting"], _kind(context), _pressed_lead(context)
    )
    await _reply_rules(context, view)


async def _reply_rules(context: BotContext, view: RulesView) -> None:
    meeting = view.meeting.id
    chosen = context.pressed.get("kind")
    if chosen:
        kind = _kind(context)
        rows = _lead_rows(context, view.leads[kind], f"rule:{meeting}:{kind}", is_own=kind in view.own)
        back = [button("‹", context.label("Back"), f"rules:{meeting}")]
    else:
        rows = [[button("", _kind_label(context, kind), f"rules:{meeting}:{kind}")] for kind in KINDS]
        back = [button("‹", context.label("Back"), "rules")]
    kinds = [chosen] if chosen else KINDS
    await context.reply("reminders/rules.html", view=view, kinds=kinds, keyboard=[*rows, back])


def _lead_rows(
    context: BotContext, leads: Sequence[Lead], data: str, *, is_own: bool
) -> list[list[InlineKeyboardButton]]:
    """The leads to switch on and off, those that hold with a tick, and the way back to the usual ones."""
    offered = in_order((*leads, *(parse_lead(text) for text in _OFFERED[cast(Kind, data.rpartition(":")[2])])))
    buttons = [button("✅" if lead in leads else "▫️", _lead_label(context, lead), f"{data}:{lead}") for lead in offered]
    rows = [buttons[start : start + _IN_A_ROW] for start in range(0, len(buttons), _IN_A_ROW)]
    if is_own:
        rows.append([button("↩️", context.label("As usual"), f"{data}:usual")])
    return rows


def _lead_label(context: BotContext, lead: Lead) -> str:
    length = (
        formatting.exactly(lead.delta, context.language) if lead.delta > timedelta() else context.label("On the day")
    )
    return f"{length}, {formatting.clock_time(lead.at, context.language)}" if lead.at else length


def _kind_label(context: BotContext, kind: Kind) -> str:
    label = context.label
    return {
        "opens": label("Registration opens"),
        "closes": label("Registration closes"),
        "deadline": label("Deadlines"),
        "meeting": label("The meeting"),
        "session": label("Starred sessions"),
    }[kind]


def _kind(context: BotContext) -> Kind:
    for kind in KINDS:
        if kind == context.pressed["kind"]:
            return kind
    raise UserError("errors/stale.html")


def _pressed_lead(context: BotContext) -> Lead | None:
    if context.pressed["lead"] == "usual":
        return None
    try:
        return parse_lead(context.pressed["lead"])
    except ValueError:
        raise UserError("errors/stale.html") from None
