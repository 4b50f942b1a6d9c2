"""Whom an announcement is for: chosen by language, country and category, and seen by name."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.announcement import CATEGORIES, NOT_SAID
from bot.context import BotContext, Keyboard
from bot.services.draft_views import Dimension, DraftView, MembersView
from handlers.announce import back, draft_number, labels, show
from handlers.buttons import button, cut, label_of
from handlers.categories import category_label

_DIMENSIONS: dict[str, Dimension] = {"l": "languages", "c": "countries", "g": "categories"}


async def show_audience(update: Update, context: BotContext) -> None:
    """Show whom it is for, and by what that can be narrowed."""
    await _show_audience(context, await context.services.drafts.view(context.person, draft_number(context)))


async def show_choices(update: Update, context: BotContext) -> None:
    """Show what can be chosen of a kind; the counts are those of everybody who follows."""
    await _show_choices(context, await context.services.drafts.view(context.person, draft_number(context)))


async def choose(update: Update, context: BotContext) -> None:
    """Choose by one value more, or less; by all again."""
    drafts, dimension, value = (
        context.services.drafts,
        _DIMENSIONS[context.pressed["dimension"]],
        context.pressed["value"],
    )
    if value == "all":
        view = await drafts.choose_all(context.person, draft_number(context), dimension)
    else:
        view = await drafts.choose(context.person, draft_number(context), dimension, value)
    await _show_choices(context, view)


async def show_members(update: Update, context: BotContext) -> None:
    """Show by name whom it is for, a page at a time."""
    view = await context.services.drafts.members(
        context.person, draft_number(context), int(context.pressed.get("page", 0))
    )
    await show(context, view, "members.html", _members(context, view))


async def ask_category(update: Update, context: BotContext) -> None:
    """Ask what a recipient is."""
    number, chat, page = draft_number(context), context.pressed["member"], context.pressed["page"]
    rows = [
        [InlineKeyboardButton(category_label(context, one), callback_data=f"draft:{number}:set:{chat}:{page}:{one}")]
        for one in CATEGORIES
    ]
    as_said = button("↩️", context.label("As the person says"), f"draft:{number}:set:{chat}:{page}:{NOT_SAID}")
    to_names = button("‹", context.label("Back"), f"draft:{number}:who:{page}")
    view = await context.services.drafts.view(context.person, number)
    await show(context, view, "category.html", [*rows, [as_said], [to_names]])


async def set_category(update: Update, context: BotContext) -> None:
    """Set what a recipient is, over what the person says."""
    value = context.pressed["category"]
    category = None if value == NOT_SAID else value
    await context.services.drafts.set_category(
        context.person, draft_number(context), int(context.pressed["member"]), category
    )
    await show_members(update, context)


async def _show_audience(context: BotContext, view: DraftView) -> None:
    number = view.announcement.id
    rows = [
        [button("🌐", context.label("Languages"), f"draft:{number}:by:l")],
        [button("🏳", context.label("Countries"), f"draft:{number}:by:c")],
        [button("🏷", context.label("Categories"), f"draft:{number}:by:g")],
        [button("👥", context.label("Show the names"), f"draft:{number}:who")],
        [back(context, number)],
    ]
    await show(context, view, "audience.html", rows)


async def _show_choices(context: BotContext, view: DraftView) -> None:
    number, key = view.announcement.id, context.pressed["dimension"]
    dimension = _DIMENSIONS[key]
    names = labels(context)[dimension]
    choices = view.choices(dimension)
    rows = [
        [
            InlineKeyboardButton(
                label_of(context, f"{'☑' if one.is_chosen else '☐'} {names(one.value)}", str(one.chats)),
                callback_data=f"draft:{number}:by:{key}:{one.value}",
            )
        ]
        for one in choices[:90]
    ]
    if any(one.is_chosen for one in choices):
        rows.append([button("↩️", context.label("All"), f"draft:{number}:by:{key}:all")])
    to_audience = button("‹", context.label("Back"), f"draft:{number}:audience")
    await show(context, view, "choices.html", [*rows, [to_audience]], dimension=dimension)


def _members(context: BotContext, view: MembersView) -> Keyboard:
    number, page = view.announcement.id, view.page
    rows = [[button("🏷", cut(one.name), f"draft:{number}:member:{one.chat_id}:{page}")] for one in view.members]
    turning = [button("‹", context.label("Earlier"), f"draft:{number}:who:{page - 1}")] if page else []
    turning += [] if view.is_last else [button("›", context.label("Later"), f"draft:{number}:who:{page + 1}")]
    return [*rows, turning, [button("‹", context.label("Back"), f"draft:{number}:audience")]]
