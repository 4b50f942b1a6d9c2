"""One fact changed in chat: the meeting, the field, its new value; shown as what it would change, then decided on."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext
from handlers.buttons import button, meeting_buttons
from handlers.importing import reply_with_plan

EDIT_DIALOGUE = "edit"


async def ask_meeting(update: Update, context: BotContext) -> None:
    """Ask which meeting, of those that are hers."""
    found = await context.services.imports.editable(context.person)
    await context.reply("imports/edit_meeting.html", keyboard=meeting_buttons(context, found[-50:], "edit"))


async def ask_field(update: Update, context: BotContext) -> None:
    """Ask which fact."""
    view = await context.services.meetings.view(context.pressed["meeting"], context.reader_zone)
    begin, label = f"edit:{view.meeting.id}", context.label
    keyboard = [
        [
            button("❔", label("Whether it takes place"), f"{begin}:status"),
            button("📅", label("Dates"), f"{begin}:dates"),
        ],
        [button("🏛", label("Venue"), f"{begin}:venue"), button("🌐", label("Website"), f"{begin}:website")],
        [
            button("📝", label("Registration opens"), f"{begin}:opens"),
            button("📝", label("Registration closes"), f"{begin}:closes"),
        ],
    ]
    await context.reply("imports/edit_field.html", view=view, keyboard=keyboard)


async def ask_value(update: Update, context: BotContext) -> None:
    """Ask for the new value: by buttons where there are few, else in her next message."""
    view = await context.services.meetings.view(context.pressed["meeting"], context.reader_zone)
    field, label = context.pressed["field"], context.label
    if field == "status":
        begin = f"edit:{view.meeting.id}:status"
        keyboard = [
            [
                button("✅", label("Confirmed"), f"{begin}:confirmed"),
                button("❔", label("Tentative"), f"{begin}:tentative"),
            ],
            [
                button("⏸", label("Postponed"), f"{begin}:postponed"),
                button("❌", label("Cancelled"), f"{begin}:cancelled"),
            ],
        ]
    else:
        keyboard = []
        await context.services.people.begin_dialogue(
            context.chat.id, context.person.id, EDIT_DIALOGUE, meeting=view.meeting.id, field=field
        )
    await context.reply("imports/edit_value.html", view=view, field=field, keyboard=keyboard)


async def show_status_plan(update: Update, context: BotContext) -> None:
    """Show what the status that was pressed would change."""
    meeting_id, status = context.pressed["meeting"], context.pressed["status"]
    await reply_with_plan(context, await context.services.imports.edit(context.person, meeting_id, "status", status))


async def hear_value(update: Update, context: BotContext, text: str) -> None:
    """Show what the value that she wrote would change; one that cannot be is told, and she may write another."""
    services = context.services
    dialogue = await services.people.dialogue(context.chat.id, context.person.id)
    assert dialogue is not None, "the route is for a dialogue"
    view = await services.imports.edit(context.person, dialogue.data["meeting"], dialogue.data["field"], text)
    await services.people.end_dialogue(context.chat.id, context.person.id)
    await reply_with_plan(context, view)
