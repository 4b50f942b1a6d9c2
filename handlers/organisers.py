"""Organisers: who they are, how others are invited, how they leave and are removed."""

from __future__ import annotations

from urllib.parse import quote

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.model import in_language
from bot.services.invitations import INVITATION
from bot.services.organisers import OrganisersView
from handlers.buttons import button, cut
from handlers.commands import offer_commands, organiser_commands, take_commands


async def show_organisers(update: Update, context: BotContext) -> None:
    """Show everyone who organises; a chief also gets the open links and the buttons to change all this."""
    view = await context.services.organisers.view(context.person)
    await context.reply(
        "organisers/organisers.html", view=view, zone=context.reader_zone, keyboard=_list(context, view)
    )


# Inviting


async def ask_role(update: Update, context: BotContext) -> None:
    """Ask what the link shall make of whoever opens it."""
    keyboard = [
        [button("👤", context.label("Organiser"), "invite:process")],
        [button("⭐", context.label("Chief organiser"), "invite:chief")],
        _back(context),
    ]
    await context.reply("organisers/invite_role.html", keyboard=keyboard)


async def ask_process(update: Update, context: BotContext) -> None:
    """Ask for which process the organiser is invited."""
    processes = (await context.services.meetings.catalogue()).processes.values()
    choices = [(context.label("All processes"), "invite:organiser")]
    choices += [(in_language(one.name, context.language), f"invite:organiser:{one.id}") for one in processes]
    keyboard = [
        *([InlineKeyboardButton(cut(label), callback_data=data)] for label, data in choices),
        [button("‹", context.label("Back"), "invite")],
    ]
    await context.reply("organisers/invite_process.html", keyboard=keyboard)


async def invite(update: Update, context: BotContext) -> None:
    """Make the link, which is shown this once."""
    organisers, process = context.services.organisers, context.pressed.get("process")
    if context.pressed["role"] == "chief":
        invitation = await organisers.invite_chief(context.person)
    else:
        invitation = await organisers.invite_organiser(context.person, process)
    link = f"https://t.me/{context.bot.username}?start={invitation.payload}"
    share = InlineKeyboardButton("📨 " + context.label("Send to …"), url=f"https://t.me/share/url?url={quote(link)}")
    await context.reply(
        "organisers/invitation.html",
        link=link,
        invitation=invitation,
        zone=context.reader_zone,
        keyboard=[[share], _back(context)],
    )


async def withdraw(update: Update, context: BotContext) -> None:
    """Make an open link void, and show who is left."""
    await context.services.organisers.withdraw(context.person, int(context.pressed["invitation"]))
    await context.answer_button("organisers/withdrawn.html")
    await show_organisers(update, context)


def is_invitation(words: str) -> bool:
    """Whether a deep link's payload is that of an invitation."""
    return words.startswith(INVITATION)


async def accept(update: Update, context: BotContext) -> None:
    """Make an organiser of who opened the link; in a group, where all read it, show the way to the private chat."""
    if not context.in_private:
        link = f"https://t.me/{context.bot.username}?start={context.words}"
        await context.reply(
            "private_only.html", keyboard=[[InlineKeyboardButton(context.label("Open our chat"), url=link)]]
        )
        return
    view = await context.services.organisers.accept(context.person, context.words)
    await context.reply("organisers/welcome.html", view=view, commands=organiser_commands(context.label))
    await offer_commands(context)


# Going


async def ask_removal(update: Update, context: BotContext) -> None:
    """Ask whether somebody shall really be removed."""
    organiser, processes = await context.services.organisers.one(int(context.pressed["person"]))
    keyboard = [
        [button("✖", context.label("Remove") + f" {organiser.called}", f"remove:{organiser.person_id}")],
        _back(context),
    ]
    await context.reply("organisers/remove.html", organiser=organiser, processes=processes, keyboard=keyboard)


async def remove(update: Update, context: BotContext) -> None:
    """Take somebody's role, and her commands."""
    removed = await context.services.organisers.remove(context.person, int(context.pressed["person"]))
    await context.reply("organisers/removed.html", organiser=removed, keyboard=[_back(context)])
    await take_commands(context.bot, removed.person_id)


async def ask_leave(update: Update, context: BotContext) -> None:
    """Ask whether she really wants to leave; the last chief cannot."""
    if (await context.services.organisers.view(context.person)).is_last_chief:
        raise UserError("organisers/last_chief.html")
    keyboard = [[button("✖", context.label("Step down"), "organisers:leave")], _back(context)]
    await context.reply("organisers/leave.html", keyboard=keyboard)


async def leave(update: Update, context: BotContext) -> None:
    """Give the role up."""
    await context.services.organisers.leave(context.person)
    await context.reply("organisers/left.html")
    await take_commands(context.bot, context.person.id)


def _list(context: BotContext, view: OrganisersView) -> Keyboard:
    """What can be done about the organisers: a chief can invite and remove, everyone can leave."""
    label = context.label
    leaving = [button("🚪", label("Step down"), "organisers:leaving")]
    if not view.me.is_chief:
        return [leaving]
    others = [organiser for organiser in view.organisers if organiser.person_id != view.me.person_id]
    return [
        [button("➕", label("Invite"), "invite")],
        *([button("✖", cut(one.called), f"removing:{one.person_id}")] for one in others),
        *(
            [button("🔗", label("Withdraw invitation") + f" {number}", f"withdraw:{invitation.id}")]
            for number, invitation in enumerate(view.invitations, 1)
        ),
        leaving,
    ]


def _back(context: BotContext) -> list[InlineKeyboardButton]:
    return [button("‹", context.label("Back"), "organisers")]
