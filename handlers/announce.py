"""Composing an announcement: one card, edited in place, on which whom it is for and what it says come together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from telegram import InlineKeyboardButton, Update

from bot import formatting
from bot.announcement import CATEGORIES, NOT_SAID, Asks, Attachment
from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.model import in_language
from bot.services.draft_views import AboutView, Dimension, DraftView, MembersView
from handlers.buttons import button, cut, label_of, meeting_label
from handlers.categories import category_label
from handlers.written import html_of

CONTENT_DIALOGUE = "announcement"
LASTS = timedelta(days=1)
"""How long what she writes goes into the version under way; the draft itself stays until it is sent or discarded."""

_SHOWN = 24
_PIECES_COME_WITHIN = 3  # seconds: a client sends a text that is longer than a message in pieces

_DIMENSIONS: dict[str, Dimension] = {"l": "languages", "c": "countries", "g": "categories"}


async def ask_subject(update: Update, context: BotContext) -> None:
    """Ask for whom it is: who follows which process or meeting."""
    catalogue = await context.services.drafts.subjects(context.person)
    coming = [meeting.id for meeting in (await context.services.meetings.coming()).meetings]
    meetings = sorted(
        catalogue.meetings.values(), key=lambda one: coming.index(one.id) if one.id in coming else len(coming)
    )
    rows = [
        [InlineKeyboardButton(cut(meeting_label(one, context.language)), callback_data=f"announce:m:{one.id}")]
        for one in meetings[:_SHOWN]
    ]
    rows += [
        [button("🗂", cut(in_language(one.name, context.language)), f"announce:p:{one.id}")]
        for one in catalogue.processes.values()
    ]
    await context.reply("announcements/subject.html", keyboard=rows)


async def begin(update: Update, context: BotContext) -> None:
    """Begin a draft, and show its card."""
    kind = "meeting" if context.pressed["kind"] == "m" else "process"
    view = await context.services.drafts.begin(context.person, kind, context.pressed["followed"])  # type: ignore[arg-type]  # one of the two
    await show_draft(context, view)


async def open_draft(update: Update, context: BotContext) -> None:
    """Show the card of a draft."""
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await show_draft(context, await context.services.drafts.view(context.person, _id(context)))


async def show_draft(context: BotContext, view: DraftView) -> None:
    """Show a draft's card."""
    await show(context, view, "draft.html", _card(context, view))


# Whom it is for


async def show_audience(update: Update, context: BotContext) -> None:
    """Show whom it is for, and by what that can be narrowed."""
    await _show_audience(context, await context.services.drafts.view(context.person, _id(context)))


async def show_choices(update: Update, context: BotContext) -> None:
    """Show what can be chosen of a kind; the counts are those of everybody who follows."""
    await _show_choices(context, await context.services.drafts.view(context.person, _id(context)))


async def choose(update: Update, context: BotContext) -> None:
    """Choose by one value more, or less; by all again."""
    drafts, dimension, value = (
        context.services.drafts,
        _DIMENSIONS[context.pressed["dimension"]],
        context.pressed["value"],
    )
    if value == "all":
        view = await drafts.choose_all(context.person, _id(context), dimension)
    else:
        view = await drafts.choose(context.person, _id(context), dimension, value)
    await _show_choices(context, view)


async def show_members(update: Update, context: BotContext) -> None:
    """Show by name whom it is for, a page at a time."""
    view = await context.services.drafts.members(context.person, _id(context), int(context.pressed.get("page", 0)))
    await show(context, view, "members.html", _members(context, view))


async def ask_category(update: Update, context: BotContext) -> None:
    """Ask what a recipient is."""
    number, chat, page = _id(context), context.pressed["member"], context.pressed["page"]
    rows = [
        [InlineKeyboardButton(category_label(context, one), callback_data=f"draft:{number}:set:{chat}:{page}:{one}")]
        for one in CATEGORIES
    ]
    as_said = button("↩️", context.label("As the person says"), f"draft:{number}:set:{chat}:{page}:{NOT_SAID}")
    back = button("‹", context.label("Back"), f"draft:{number}:who:{page}")
    view = await context.services.drafts.view(context.person, number)
    await show(context, view, "category.html", [*rows, [as_said], [back]])


async def set_category(update: Update, context: BotContext) -> None:
    """Set what a recipient is, over what the person says."""
    value = context.pressed["category"]
    category = None if value == NOT_SAID else value
    await context.services.drafts.set_category(context.person, _id(context), int(context.pressed["member"]), category)
    await show_members(update, context)


# What it says


async def ask_language(update: Update, context: BotContext) -> None:
    """Show the versions, with who would get which."""
    await _show_versions(context, await context.services.drafts.view(context.person, _id(context)))


async def ask_content(update: Update, context: BotContext) -> None:
    """Ask for the version in a language; what she sends from now on goes into it."""
    language = context.pressed["language"]
    view = await context.services.drafts.view(context.person, _id(context))
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
    number, language = _id(context), context.pressed["language"]
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
    view = await context.services.drafts.clear(context.person, _id(context), context.pressed["language"])
    await _show_content(context, view, context.pressed["language"])


async def ask_answers(update: Update, context: BotContext) -> None:
    """Ask what readers shall be able to press."""
    number = _id(context)
    rows = [
        [button("✖", context.label("No buttons"), f"draft:{number}:asks:nothing")],
        [button("👁", context.label("I have read this"), f"draft:{number}:asks:read")],
        [button("❓", context.label("Yes / No / Not yet"), f"draft:{number}:asks:yes_no")],
        [_back(context, number)],
    ]
    view = await context.services.drafts.view(context.person, number)
    await show(context, view, "asks.html", rows)


async def set_asks(update: Update, context: BotContext) -> None:
    """Keep what readers can press."""
    asks = cast(Asks, context.pressed["asks"])
    await show_draft(context, await context.services.drafts.ask(context.person, _id(context), asks))


# Cards and keyboards


async def show(
    context: BotContext, view: AboutView, template: str, keyboard: Keyboard, *, below: bool = False, **values: object
) -> None:
    """Show a page of an announcement's one card, in its place or below everything."""
    announcements, number = context.services.announcements, view.announcement.id
    old = await announcements.card(number, context.chat.id)
    shown = await context.show_card(
        f"announcements/{template}",
        old=old,
        keyboard=keyboard,
        below=below,
        view=view,
        labels=_labels(context),
        **values,
    )
    await announcements.put_card(number, context.chat.id, shown, is_live=False)


async def _show_audience(context: BotContext, view: DraftView) -> None:
    number = view.announcement.id
    rows = [
        [button("🌐", context.label("Languages"), f"draft:{number}:by:l")],
        [button("🏳", context.label("Countries"), f"draft:{number}:by:c")],
        [button("🏷", context.label("Categories"), f"draft:{number}:by:g")],
        [button("👥", context.label("Show the names"), f"draft:{number}:who")],
        [_back(context, number)],
    ]
    await show(context, view, "audience.html", rows)


async def _show_choices(context: BotContext, view: DraftView) -> None:
    number, key = view.announcement.id, context.pressed["dimension"]
    dimension = _DIMENSIONS[key]
    labels = _labels(context)[dimension]
    choices = view.choices(dimension)
    rows = [
        [
            InlineKeyboardButton(
                label_of(context, f"{'☑' if one.is_chosen else '☐'} {labels(one.value)}", str(one.chats)),
                callback_data=f"draft:{number}:by:{key}:{one.value}",
            )
        ]
        for one in choices[:90]
    ]
    if any(one.is_chosen for one in choices):
        rows.append([button("↩️", context.label("All"), f"draft:{number}:by:{key}:all")])
    back = button("‹", context.label("Back"), f"draft:{number}:audience")
    await show(context, view, "choices.html", [*rows, [back]], dimension=dimension)


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
    await show(context, view, "versions.html", [*rows, [_back(context, number)]])


async def _show_content(context: BotContext, view: DraftView, language: str) -> None:
    number, version = view.announcement.id, view.announcement.content.versions.get(language)
    rows = []
    if view.meeting and view.meeting.venue and view.meeting.venue.geo:
        rows.append([button("📍", context.label("Add the venue"), f"draft:{number}:venue:{language}")])
    if version is not None:
        rows.append([button("🗑", context.label("Begin this version anew"), f"draft:{number}:clear:{language}")])
    rows.append([button("✅", context.label("Done"), f"draft:{number}")])
    await show(context, view, "content.html", rows, version=version, language_code=language)


def _card(context: BotContext, view: DraftView) -> Keyboard:
    number, label = view.announcement.id, context.label
    rows = [
        [
            button("👥", label("Recipients"), f"draft:{number}:audience"),
            button("✏️", label("Texts"), f"draft:{number}:texts"),
        ],
        [button("❓", label("Buttons for readers"), f"draft:{number}:ask")],
        [button("🗑", label("Discard"), f"draft:{number}:discarding")],
    ]
    if view.announcement.content.versions:
        rows.insert(2, [button("👁", label("Preview"), f"draft:{number}:preview")])
    return rows


def _members(context: BotContext, view: MembersView) -> Keyboard:
    number, page = view.announcement.id, view.page
    rows = [[button("🏷", cut(one.name), f"draft:{number}:member:{one.chat_id}:{page}")] for one in view.members]
    turning = [button("‹", context.label("Earlier"), f"draft:{number}:who:{page - 1}")] if page else []
    turning += [] if view.is_last else [button("›", context.label("Later"), f"draft:{number}:who:{page + 1}")]
    return [*rows, turning, [button("‹", context.label("Back"), f"draft:{number}:audience")]]


def _labels(context: BotContext) -> dict[str, Callable[[str], str]]:
    """What a language, a country and a category are called, for templates and buttons."""
    unknown = context.label("not known")
    return {
        "languages": lambda value: language_name(context, value),
        "countries": lambda value: unknown if value == NOT_SAID else formatting.country(value, context.language),
        "categories": lambda value: unknown if value == NOT_SAID else category_label(context, value),
    }


def language_name(context: BotContext, code: str) -> str:
    """A language as the reader calls it."""
    name: str = formatting.locale_of(context.language).languages.get(code, code)
    return name.capitalize()


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


def _id(context: BotContext) -> int:
    return int(context.pressed["announcement"])


def _back(context: BotContext, number: int) -> InlineKeyboardButton:
    return button("‹", context.label("Back"), f"draft:{number}")
