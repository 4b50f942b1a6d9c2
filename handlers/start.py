"""The first words, the help, and the way out of a dialogue."""

from __future__ import annotations

import re

from telegram import ReplyKeyboardRemove, Update

from bot.context import BotContext
from handlers import introductions, organisers, privacy, reminders, settings, sharing
from handlers.announce_content import CONTENT_DIALOGUE
from handlers.buttons import button, meeting_buttons
from handlers.commands import delegate_commands, offer_commands, organiser_commands
from handlers.meetings import reply_with_card

_MEETING = re.compile(r"[a-z0-9-]{1,32}")


async def start(update: Update, context: BotContext) -> None:
    """Greet, or open the meeting, the invitation or the settings that a deep link names."""
    if context.in_private:  # it may not have been before: whom the bot met in a group it could not write to
        await context.services.following.found(context.chat.id)
    if organisers.is_invitation(context.words):
        await organisers.accept(update, context)
        return
    if sharing.is_link(context.words):
        await sharing.open_link(update, context)
        return
    if context.words == settings.LINK:
        await settings.show_settings(update, context)
        return
    if context.words == reminders.LINK:
        await reminders.show_reminders(update, context)
        return
    if context.words == privacy.LINK:
        await privacy.show_privacy(update, context)
        return
    if _MEETING.fullmatch(context.words):
        await reply_with_card(context, await context.services.meetings.view(context.words, context.reader_zone))
        return
    view = await context.services.meetings.coming()
    keyboard = [
        *introductions.offer(context),
        *meeting_buttons(context, view.meetings[:3]),
        [
            button("🗓", context.label("All meetings"), "meetings"),
            button("⚙️", context.label("Settings"), "settings"),
        ],
    ]
    await context.reply("start.html", view=view, name=context.person.name, keyboard=keyboard)
    await offer_commands(context)


async def show_help(update: Update, context: BotContext) -> None:
    """Show what the bot can do."""
    is_organiser = await context.services.organisers.of(context.person.id) is not None and context.in_private
    await context.reply(
        "help.html",
        commands=delegate_commands(context.label),
        organiser_commands=organiser_commands(context.label) if is_organiser else [],
    )


async def cancel(update: Update, context: BotContext) -> None:
    """Leave whatever dialogue is under way."""
    left = await context.services.people.end_dialogue(context.chat.id, context.person.id)
    is_draft = left == CONTENT_DIALOGUE
    await context.reply(
        "cancelled.html", left=left, is_draft=is_draft, reply_keyboard=ReplyKeyboardRemove() if left else None
    )
