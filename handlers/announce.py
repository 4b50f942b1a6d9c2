"""Composing an announcement: one card, edited in place, on which whom it is for and what it says come together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from telegram import InlineKeyboardButton, Update

from bot import formatting
from bot.announcement import NOT_SAID
from bot.context import BotContext, Keyboard
from bot.model import in_language
from bot.services.draft_views import AboutView, DraftView
from handlers.buttons import button, cut, meeting_label
from handlers.categories import category_label

LASTS = timedelta(days=1)
"""How long what she writes goes where it was asked for; the draft itself stays until it is sent or discarded."""

_SHOWN = 24


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
    await show_draft(context, await context.services.drafts.view(context.person, draft_number(context)))


async def show_draft(context: BotContext, view: DraftView) -> None:
    """Show a draft's card."""
    await show(context, view, "draft.html", _card(context, view))


async def show(
    context: BotContext, view: AboutView, template: str, keyboard: Keyboard, *, below: bool = False, **values: object
) -> None:
    """Show a page of an announcement's one card, in its place or below everything."""
    cards, number = context.services.announcement_cards, view.announcement.id
    old = await cards.in_chat(number, context.chat.id)
    shown = await context.show_card(
        f"announcements/{template}",
        old=old,
        keyboard=keyboard,
        below=below,
        view=view,
        labels=labels(context),
        **values,
    )
    await cards.put(number, context.chat.id, shown, is_live=False)


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


def labels(context: BotContext) -> dict[str, Callable[[str], str]]:
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


def draft_number(context: BotContext) -> int:
    """The number of the announcement that the pressed button is about."""
    return int(context.pressed["announcement"])


def back(context: BotContext, number: int) -> InlineKeyboardButton:
    """The way back to a draft's card."""
    return button("‹", context.label("Back"), f"draft:{number}")
