"""Sharing a meeting: its link with a QR code; of a meeting for invited people only, links that let others in."""

from __future__ import annotations

from urllib.parse import quote

from telegram import InlineKeyboardButton, Update

from bot import qr
from bot.context import BotContext
from bot.model import Meeting
from bot.services.admissions import LINK, LinksView
from handlers.buttons import back_row, button, copy_button
from handlers.meetings import reply_with_card


async def share(update: Update, context: BotContext) -> None:
    """Send a meeting's link with its QR code; of an invited meeting show organisers the links that let others in."""
    view = await context.services.admissions.links(context.person, context.pressed["meeting"])
    if view.view.meeting.visibility == "public":
        await _send_link(context, view.view.meeting, view.view.meeting.id)
    elif context.in_private:
        await _show_links(context, view)
    else:
        await context.answer_button("private_only.html", alert=True)


async def make_link(update: Update, context: BotContext) -> None:
    """Make a link to an invited meeting, which is shown this once."""
    view, payload = await context.services.admissions.make_link(context.person, context.pressed["meeting"])
    await _send_link(context, view.meeting, payload)


async def revoke(update: Update, context: BotContext) -> None:
    """Make a link void, and show which are left."""
    pressed = context.pressed
    view = await context.services.admissions.revoke(context.person, pressed["meeting"], int(pressed["link"]))
    await _show_links(context, view)


def is_link(words: str) -> bool:
    """Whether a deep link's payload is that of a link to an invited meeting."""
    return words.startswith(LINK)


async def open_link(update: Update, context: BotContext) -> None:
    """Let the chat that opened a link see its meeting from now on."""
    admissions = context.services.admissions
    view = await admissions.open(context.chat.id, context.person.id, context.words, context.reader_zone)
    await reply_with_card(context, view)


async def _send_link(context: BotContext, meeting: Meeting, payload: str) -> None:
    link = f"https://t.me/{context.bot.username}?start={payload}"
    send_on = InlineKeyboardButton("📨 " + context.label("Send to …"), url=f"https://t.me/share/url?url={quote(link)}")
    await context.send_photo(
        f"{meeting.id}.png",
        qr.png(link),
        "sharing/link.html",
        meeting=meeting,
        link=link,
        page=context.services.calendars.page_of(meeting, context.language, payload),
        keyboard=[[copy_button("⧉", link)], [send_on]],
    )


async def _show_links(context: BotContext, view: LinksView) -> None:
    meeting, label = view.view.meeting, context.label
    keyboard = [
        [button("➕", label("New link"), f"link:{meeting.id}")],
        *(
            [button("✖", label("Revoke link") + f" {number}", f"revoke:{meeting.id}:{link.id}")]
            for number, link in enumerate(view.links, 1)
        ),
        back_row(context, meeting),
    ]
    await context.reply("sharing/links.html", view=view, keyboard=keyboard)
