"""What an announcement says: its versions, what she sends for them, and what readers can answer."""

from __future__ import annotations

from typing import Any, cast

from telegram import InlineKeyboardButton, Update

from bot.announcement import Asks, Attachment
from bot.context import BotContext
from bot.errors import UserError
from bot.model import in_language
from bot.services.draft_views import DraftView
from handlers.announce import LASTS, back, draft_number, language_name, show, show_draft
from handlers.buttons import button
from handlers.written import html_of

CONTENT_DIALOGUE = "announcement"

_PIECES_COME_WITHIN = 3  # seconds: a client sends a text that is longer than a message in pieces


async def ask_language(update: Update, context: BotContext) -> None:
    """Show the versions, with who would get which."""
    await _show_versions(context, await context.services.drafts.view(context.person, draft_number(context)))


async def ask_content(update: Update, context: BotContext) -> None:
    """Ask for the version in a language; what she sends from now on goes into it."""
    language = context.pressed["language"]
    view = await context.services.drafts.view(context.person, draft_number(context))
    await _begin_content(context, view.announcement.id, language)
    await _show_content(context, view, language)


async def hear_text(update: Update, context: BotContext, text: str) -> None:
    """Take what she wrote as the text of the version under way, its formatting kept."""
    message, dialogue = update.effective_message, await _dialogue(context)
    assert message is not None, "the route is for messages"
    number, language = dialogue["announcement"], dialogue["language"]
    at = message.date.timestamp()
    if at - dialogue.get("too_long_at", 0) <= _PIECES_COME_WITHIN:
        await context.reply("announcements/rest.html")
        return
    try:
        view = await context.services.drafts.write(context.person, number, language, html_of(message))
    except UserError:
        await _begin_content(context, number, language, too_long_at=at)
        raise
    await _begin_content(context, number, language)
    await _show_content(context, view, language)


async def hear_attachment(update: Update, context: BotContext) -> None:
    """Take a photo, file or place into the version under way; a caption becomes its text."""
    message, dialogue = update.effective_message, await _dialogue(context)
    assert message is not None, "the route is for messages"
    number, language = dialogue["announcement"], dialogue["language"]
    if message.photo:
        attachment = Attachment(kind="photo", file_id=message.photo[-1].file_id)
    elif message.document:
        attachment = Attachment(
            kind="file", file_id=message.document.file_id, name=message.document.file_name or message.document.file_id
        )
    elif message.venue:
        place = message.venue.location
        attachment = Attachment(
            kind="place",
            name=message.venue.title,
            address=message.venue.address,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    elif message.location:
        place = message.location
        attachment = Attachment(kind="place", latitude=place.latitude, longitude=place.longitude)
    else:
        raise UserError("announcements/unusable.html")
    view = await context.services.drafts.attach(context.person, number, language, attachment, html_of(message))
    await _begin_content(context, number, language)
    await _show_content(context, view, language)


async def add_venue(update: Update, context: BotContext) -> None:
    """Add the meeting's venue, as the store has it, to a version."""
    number, language = draft_number(context), context.pressed["language"]
    view = await context.services.drafts.view(context.person, number)
    venue = view.meeting.venue if view.meeting else None
    if venue is None or venue.geo is None:
        raise UserError("errors/stale.html")
    attachment = Attachment(
        kind="place",
        name=in_language(venue.name, language),
        address=in_language(venue.address or venue.name, language),
        latitude=venue.geo[0],
        longitude=venue.geo[1],
    )
    view = await context.services.drafts.attach(context.person, number, language, attachment)
    await _show_content(context, view, language)


async def clear(update: Update, context: BotContext) -> None:
    """Take a version away, and ask for it anew."""
    view = await context.services.drafts.clear(context.person, draft_number(context), context.pressed["language"])
    await _show_content(context, view, context.pressed["language"])


async def ask_answers(update: Update, context: BotContext) -> None:
    """Ask what readers shall be able to press."""
    number = draft_number(context)
    rows = [
        [button("✖", context.label("No buttons"), f"draft:{number}:asks:nothing")],
        [button("👁", context.label("I have read this"), f"draft:{number}:asks:read")],
        [button("❓", context.label("Yes / No / Not yet"), f"draft:{number}:asks:yes_no")],
        [back(context, number)],
    ]
    view = await context.services.drafts.view(context.person, number)
    await show(context, view, "asks.html", rows)


async def set_asks(update: Update, context: BotContext) -> None:
    """Keep what readers can press."""
    asks = cast(Asks, context.pressed["asks"])
    await show_draft(context, await context.services.drafts.ask(context.person, draft_number(context), asks))


async def _show_versions(context: BotContext, view: DraftView) -> None:
    number = view.announcement.id
    content, readings = view.announcement.content, view.readings
    others = [code for code in context.rendering.languages if code not in {one.language for one in readings}]
    rows = [
        [
            InlineKeyboardButton(
                f"{'✏️' if language in content.versions else '➕'} {language_name(context, language)}",
                callback_data=f"draft:{number}:write:{language}",
            )
        ]
        for language in [*(one.language for one in readings), *others]
    ]
    await show(context, view, "versions.html", [*rows, [back(context, number)]])


async def _show_content(context: BotContext, view: DraftView, language: str) -> None:
    number, version = view.announcement.id, view.announcement.content.versions.get(language)
    rows = []
    if view.meeting and view.meeting.venue and view.meeting.venue.geo:
        rows.append([button("📍", context.label("Add the venue"), f"draft:{number}:venue:{language}")])
    if version is not None:
        rows.append([button("🗑", context.label("Begin this version anew"), f"draft:{number}:clear:{language}")])
    rows.append([button("✅", context.label("Done"), f"draft:{number}")])
    await show(context, view, "content.html", rows, version=version, language_code=language)


async def _begin_content(context: BotContext, number: int, language: str, **more: float) -> None:
    await context.services.people.begin_dialogue(
        context.chat.id,
        context.person.id,
        CONTENT_DIALOGUE,
        lasts=LASTS,
        announcement=number,
        language=language,
        **more,
    )


async def _dialogue(context: BotContext) -> dict[str, Any]:
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    assert dialogue is not None, "it is by a dialogue that this is heard"
    return dialogue.data
