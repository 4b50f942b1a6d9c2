"""Announcements that were sent: the list, the progress and report, pausing, stopping, and what is in doubt."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.announcement import Announcement
from bot.composition import Services
from bot.context import BotContext, Keyboard
from bot.markup import plain
from bot.rendering import RIGHT_TO_LEFT
from bot.services.draft_views import AboutView
from bot.services.reports import ReportView
from bot.store.announcements import Card
from handlers.buttons import button, cut

log = logging.getLogger(__name__)

_ICONS = {"draft": "📝", "scheduled": "🕘", "sent": "📣"}


async def show_announcements(update: Update, context: BotContext) -> None:
    """List her drafts, what is scheduled, under way and done."""
    announcements = await context.services.announcements.newest(context.person)
    rows = [[_line(context, one)] for one in announcements]
    new = button("➕", context.label("New announcement"), "announce")
    await context.reply("announcements/list.html", announcements=announcements, keyboard=[*rows, [new]])


async def open_report(update: Update, context: BotContext) -> None:
    """Show how an announcement stands."""
    await show_report(context, await context.services.sent_announcements.look(context.person, _id(context)))


async def pause(update: Update, context: BotContext) -> None:
    """Send nothing more until it is resumed."""
    await show_report(context, await context.services.sent_announcements.pause(context.person, _id(context)))


async def resume(update: Update, context: BotContext) -> None:
    """Go on."""
    await show_report(context, await context.services.sent_announcements.resume(context.person, _id(context)))


async def stop(update: Update, context: BotContext) -> None:
    """Send nothing more, for good."""
    await show_report(context, await context.services.sent_announcements.stop(context.person, _id(context)))


async def send_again(update: Update, context: BotContext) -> None:
    """Send it again to those of whom nobody knows whether they have it."""
    await show_report(
        context, await context.services.sent_announcements.send_uncertain_again(context.person, _id(context))
    )


async def leave(update: Update, context: BotContext) -> None:
    """Leave those in doubt at that."""
    await show_report(context, await context.services.sent_announcements.leave_uncertain(context.person, _id(context)))


async def show_report(context: BotContext, view: ReportView) -> None:
    """Show how an announcement stands, on its card, which goes on being edited."""
    cards, number = context.services.announcement_cards, view.announcement.id
    old = await cards.in_chat(number, context.chat.id)
    shown = await context.show_card(
        "announcements/report.html", old=old, view=view, keyboard=_keyboard(context.label, view)
    )
    await cards.put(number, context.chat.id, shown, is_live=True)


async def show_progress(bot: Bot, services: Services, card: Card, view: ReportView) -> bool:
    """Edit a card so that it shows how its announcement stands now; False where that is to be done again.

    Implements editMessageText.
    """
    language = _language(services, card)
    rows = _keyboard(partial(services.rendering.label, language), view)
    try:
        await bot.edit_message_text(
            services.rendering.render("chat/announcements/report.html", language, view=view),
            card.chat_id,
            card.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=_as_read(rows, language),
        )
    except (BadRequest, Forbidden):
        return True  # it shows this already, was deleted by hand, or nobody can be shown it any more
    except TelegramError as error:
        log.warning("The card of announcement %d could not be edited: %s", view.announcement.id, error)
        return False
    return True


async def show_missed(bot: Bot, services: Services, card: Card, view: AboutView) -> int | None:
    """Say that an announcement was not sent at its time, in a message that is its card from now on; None where that is to
    be done again.

    Implements sendMessage.
    """
    language, number = _language(services, card), view.announcement.id
    label = partial(services.rendering.label, language)
    rows = [
        [button("👁", label("Preview"), f"draft:{number}:preview")],
        [button("🗑", label("Discard"), f"draft:{number}:discarding")],
    ]
    try:
        message = await bot.send_message(
            card.chat_id,
            services.rendering.render("chat/announcements/missed.html", language, view=view),
            parse_mode=ParseMode.HTML,
            reply_markup=_as_read(rows, language),
        )
    except (BadRequest, Forbidden) as error:
        log.warning("It cannot be told that announcement %d was not sent: %s", number, error)
        return card.message_id
    except TelegramError as error:
        log.warning("It could not be told yet that announcement %d was not sent: %s", number, error)
        return None
    return message.message_id


def _language(services: Services, card: Card) -> str:
    return services.rendering.supported(card.language) or services.rendering.nearest(services.settings.language)


def _as_read(rows: Keyboard, language: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([tuple(reversed(row)) if language in RIGHT_TO_LEFT else tuple(row) for row in rows])


def _keyboard(label: Callable[[str], str], view: ReportView) -> Keyboard:
    number = view.announcement.id
    rows: list[list[InlineKeyboardButton]] = []
    if view.left and view.progress.state == "running":
        rows.append(
            [button("⏸", label("Pause"), f"sent:{number}:pause"), button("⏹", label("Stop"), f"sent:{number}:stop")]
        )
    elif view.left:
        rows.append(
            [button("▶️", label("Resume"), f"sent:{number}:resume"), button("⏹", label("Stop"), f"sent:{number}:stop")]
        )
    elif view.number("uncertain") and not view.announcement.is_left and not view.is_withdrawn:
        rows.append(
            [
                button("🔁", label("Send these again"), f"sent:{number}:again"),
                button("🤷", label("Leave"), f"sent:{number}:leave"),
            ]
        )
    if view.announcement.before is not None and not view.is_withdrawn:
        rows.append([button("↩️", label("Undo the correction"), f"sent:{number}:restore")])
    if not view.is_withdrawn:
        has_words = any(version.text for version in view.announcement.content.versions.values())
        correct = [button("✏️", label("Correct"), f"sent:{number}:correct")] if has_words else []
        rows.append([*correct, button("🗑", label("Withdraw"), f"sent:{number}:withdrawing")])
    rows.append(
        [
            button("📄", label("The list as a file"), f"sent:{number}:list"),
            button("🔄", label("Refresh"), f"sent:{number}"),
        ]
    )
    return rows


def _line(context: BotContext, announcement: Announcement) -> InlineKeyboardButton:
    number, content = announcement.id, announcement.content
    text = plain(content.versions[content.fallback].text) if content.fallback else ""
    whom = announcement.selection
    name = " ".join(text.split()) or f"{context.label('no text')} ({whom.meeting or whom.process})"
    if announcement.cause_id is not None:
        return button(_ICONS["sent"], cut(name), f"sent:{number}")
    if announcement.send_at is not None:
        return button(_ICONS["scheduled"], cut(name), f"draft:{number}:scheduled")
    return button(_ICONS["draft"], cut(name), f"draft:{number}")


def _id(context: BotContext) -> int:
    return int(context.pressed["announcement"])
