"""Whom a person represents: asked once, skippable, as she says and unverified."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.announcement import CATEGORIES
from bot.context import BotContext, Keyboard
from bot.services.countries import country_named
from handlers.buttons import button
from handlers.categories import category_label

COUNTRY_DIALOGUE = "country"
ORGANISATION_DIALOGUE = "organisation"
_LONGEST = 100


async def ask_country(update: Update, context: BotContext) -> None:
    """Ask for the country; an organisation that is of none can go on without."""
    context.person = await context.services.people.choose(context.person, introduced=True)
    await context.services.people.begin_dialogue(context.chat.id, context.person.id, COUNTRY_DIALOGUE)
    keyboard = [
        [button("🏛", context.label("No country"), "introduction:organisation"), _skip_button(context)],
    ]
    await context.reply("introduction/country.html", keyboard=keyboard)


async def hear_country(update: Update, context: BotContext, text: str) -> None:
    """Take the country, and ask for the organisation; ask again for what is no country."""
    code = country_named(text[:_LONGEST])
    if code is None:
        rows = [[button("🏛", context.label("No country"), "introduction:organisation"), _skip_button(context)]]
        await context.reply("introduction/unknown_country.html", text=text[:_LONGEST], keyboard=rows)
        return
    context.person = await context.services.people.choose(context.person, country=code)
    await ask_organisation(update, context)


async def ask_organisation(update: Update, context: BotContext) -> None:
    """Ask for the ministry or organisation."""
    await context.services.people.begin_dialogue(context.chat.id, context.person.id, ORGANISATION_DIALOGUE)
    await context.reply("introduction/organisation.html", person=context.person, keyboard=[[_skip_button(context)]])


async def hear_organisation(update: Update, context: BotContext, text: str) -> None:
    """Take the organisation, and ask what that is to the convention."""
    name = " ".join(text.split())[:_LONGEST]
    context.person = await context.services.people.choose(context.person, organisation=name)
    await ask_category(update, context)


async def ask_category(update: Update, context: BotContext) -> None:
    """Ask for the category: State Party, observer, NGO …"""
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    rows = [
        [InlineKeyboardButton(category_label(context, one), callback_data=f"introduction:category:{one}")]
        for one in CATEGORIES
    ]
    await context.reply("introduction/category.html", keyboard=[*rows, [_skip_button(context)]])


async def choose_category(update: Update, context: BotContext) -> None:
    """Take the category, and thank."""
    context.person = await context.services.people.choose(context.person, category=context.pressed["category"])
    await _finish(context)


async def skip(update: Update, context: BotContext) -> None:
    """Leave it at what was said; she is not asked again."""
    context.person = await context.services.people.choose(context.person, introduced=True)
    await _finish(context)


def offer(context: BotContext) -> Keyboard:
    """The buttons under the first greeting, for who was not asked yet."""
    if context.person.introduced or not context.in_private:
        return []
    return [[button("🪪", context.label("Say whom I represent"), "introduction:country"), _skip_button(context)]]


async def _finish(context: BotContext) -> None:
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    category = context.person.category
    words = category_label(context, category) if category else None
    await context.reply("introduction/thanks.html", person=context.person, category=words)


def _skip_button(context: BotContext) -> InlineKeyboardButton:
    return button("⏭", context.label("Skip"), "introduction:skip")
