"""What a person chooses: her language and her time zone."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update

from bot.context import BotContext
from bot.errors import UserError
from bot.formatting import country, own_name, zone_name
from bot.services.zones import country_of_zone, is_zone, zone_at, zones_named
from handlers.buttons import button
from handlers.categories import category_label
from handlers.commands import offer_commands

ZONE_DIALOGUE = "zone"
LINK = "open_settings"  # the deep link; an underscore is in no meeting's id
_LONGEST_PLACE = 100


async def show_settings(update: Update, context: BotContext) -> None:
    """Show what is chosen; in a group, the way to the private chat."""
    if not context.in_private:
        link = InlineKeyboardButton(
            context.label("Open our chat"), url=f"https://t.me/{context.bot.username}?start={LINK}"
        )
        await context.reply("private_only.html", keyboard=[[link]])
        return
    await context.reply(
        "settings.html",
        language_name=own_name(context.language),
        chosen_language=context.person.language,
        person=context.person,
        category=category_label(context, context.person.category) if context.person.category else None,
        zone=context.person.timezone,
        now=context.services.clock.now().astimezone(context.reader_zone),
        keyboard=[
            [
                button("🌐", context.label("Language"), "settings:language"),
                button("🕙", context.label("Time zone"), "settings:zone"),
            ],
            [
                button("🌙", context.label("Quiet hours"), "settings:quiet"),
                button("⏰", context.label("Reminders"), "reminders"),
            ],
            [button("🪪", context.label("Whom I represent"), "introduction:country")],
        ],
    )


async def ask_language(update: Update, context: BotContext) -> None:
    """Offer the languages that texts exist in, each by its own name."""
    codes = context.rendering.languages
    rows = [[InlineKeyboardButton(own_name(code), callback_data=f"language:{code}")] for code in codes]
    await context.reply("settings_language.html", keyboard=[*rows, _back(context)])


async def choose_language(update: Update, context: BotContext) -> None:
    """Keep the language, and show the settings in it."""
    if context.pressed["language"] not in context.rendering.languages:
        raise UserError("errors/stale.html")
    context.person = await context.services.people.choose(context.person, language=context.pressed["language"])
    await show_settings(update, context)
    await offer_commands(context)


async def ask_zone(update: Update, context: BotContext) -> None:
    """Ask for a city, a zone, or the place itself."""
    await context.services.people.begin_dialogue(context.chat.id, context.person.id, ZONE_DIALOGUE)
    share = KeyboardButton("📍 " + context.label("Share my location"), request_location=True)
    keyboard = ReplyKeyboardMarkup([[share], ["/cancel"]], resize_keyboard=True, one_time_keyboard=True)
    await context.reply("settings_zone.html", reply_keyboard=keyboard, edit=False)


async def hear_zone(update: Update, context: BotContext, text: str) -> None:
    """Take the city or zone that the person wrote; ask again when nobody knows it, ask which when it is several."""
    zones = await zones_named(text[:_LONGEST_PLACE], context.services.clock.now())
    if len(zones) == 1:
        await _keep_zone(context, zones[0])
    elif zones:
        rows = [
            [InlineKeyboardButton(name, callback_data=f"zone:{zone}")] for zone, name in _told_apart(context, zones)
        ]
        await context.reply("settings_zone_which.html", text=text[:_LONGEST_PLACE], keyboard=rows)
    else:
        await context.reply("settings_zone_unknown.html", text=text[:_LONGEST_PLACE])


def _told_apart(context: BotContext, zones: Sequence[str]) -> list[tuple[str, str]]:
    """The zones with their names; where they lie in several countries, with those."""
    of = {zone: country(country_of_zone(zone), context.language) for zone in zones}
    names = {zone: zone_name(zone, context.language) for zone in zones}
    if len(set(of.values())) == 1:
        return list(names.items())
    return [(zone, f"{name}, {of[zone]}" if of[zone] else name) for zone, name in names.items()]


async def hear_location(update: Update, context: BotContext) -> None:
    """Take the zone of the place that the person shared."""
    message = update.effective_message
    assert message is not None, "the route is for messages"
    assert message.location is not None, "the route is for locations"
    zone = zone_at(message.location.latitude, message.location.longitude)
    await _keep_zone(context, zone)


async def choose_zone(update: Update, context: BotContext) -> None:
    """Keep the zone whose button was pressed."""
    if not is_zone(context.pressed["zone"]):
        raise UserError("errors/stale.html")
    await _keep_zone(context, context.pressed["zone"])


async def _keep_zone(context: BotContext, zone: str) -> None:
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    context.person = await context.services.people.choose(context.person, timezone=zone)
    now = context.services.clock.now().astimezone(context.reader_zone)
    await context.reply("settings_zone_set.html", zone=zone, now=now, reply_keyboard=ReplyKeyboardRemove(), edit=False)


def _back(context: BotContext) -> list[InlineKeyboardButton]:
    return [button("‹", context.label("Back"), "settings")]
