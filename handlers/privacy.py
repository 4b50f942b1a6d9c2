"""Privacy: what is kept about a person, given to her as a file, and forgotten when she says so."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext
from handlers.buttons import button
from handlers.commands import take_commands

LINK = "open_privacy"  # the deep link; an underscore is in no meeting's id


async def show_privacy(update: Update, context: BotContext) -> None:
    """Show what is kept about her; in a group, the way to the private chat."""
    await _show(context)


async def answer(context: BotContext, focus: str) -> None:
    """Answer what she asks in her words: what is kept about her, or (`focus` is "forget") to be forgotten."""
    await (_ask_forgetting if focus == "forget" else _show)(context)


async def _show(context: BotContext) -> None:
    if not context.in_private:
        await _lead_to_private(context)
        return
    view = await context.services.privacy.held(context.person)
    keyboard = [
        [button("📦", context.label("Send me my data"), "privacy:data")],
        [button("🗑", context.label("Forget me"), "privacy:forgetting")],
    ]
    await context.reply("privacy/held.html", view=view, person=context.person, keyboard=keyboard)


async def send_data(update: Update, context: BotContext) -> None:
    """Send everything that is stored about her, as a file."""
    if not context.in_private:
        await _lead_to_private(context)
        return
    content = await context.services.privacy.data(context.person)
    await context.send_file("my-data.json", content, "privacy/data_caption.html")


async def ask_forgetting(update: Update, context: BotContext) -> None:
    """Show what would be deleted, and what would stay; the last chief organiser needs a successor first."""
    await _ask_forgetting(context)


async def _ask_forgetting(context: BotContext) -> None:
    if not context.in_private:
        await _lead_to_private(context)
        return
    view = await context.services.privacy.can_be_forgotten(context.person)
    keyboard = [
        [button("🗑", context.label("Forget me now"), "privacy:forget")],
        [button("‹", context.label("Back"), "privacy")],
    ]
    await context.reply("privacy/forgetting.html", view=view, keyboard=keyboard)


async def forget(update: Update, context: BotContext) -> None:
    """Forget her."""
    if not context.in_private:
        await _lead_to_private(context)
        return
    was_organiser = await context.services.privacy.forget(context.person)
    await context.reply("privacy/forgotten.html")
    if was_organiser:
        await take_commands(context.bot, context.person.id)


async def _lead_to_private(context: BotContext) -> None:
    url = f"https://t.me/{context.bot.username}?start={LINK}"
    link = InlineKeyboardButton(context.label("Open our chat"), url=url)
    await context.reply("private_only.html", keyboard=[[link]])
