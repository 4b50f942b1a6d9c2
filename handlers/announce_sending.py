"""Sending an announcement: preview, test, now or at a time, or not at all."""

from __future__ import annotations

from telegram import Update

from bot import formatting
from bot.context import BotContext, Keyboard
from bot.services.draft_views import DraftView
from bot.services.wall_clock import at_wall_clock
from handlers.announce import LASTS, back, draft_number, show
from handlers.announcements import show_report
from handlers.buttons import button

TIME_DIALOGUE = "announcement time"


async def preview(update: Update, context: BotContext) -> None:
    """Show each version as its readers will see it, then the counts and the ways on."""
    view = await context.services.drafts.preview(context.person, draft_number(context))
    await context.answer_button()
    for language in view.announcement.content.versions:
        await context.preview(view.announcement.content, language)
    await show(context, view, "preview.html", _ways_on(context, view), below=True)


async def send_now(update: Update, context: BotContext) -> None:
    """Send, once however often it is pressed; the card becomes the progress."""
    revision = int(context.pressed["revision"])
    view = await context.services.announcements.send(context.person, draft_number(context), revision)
    await show_report(context, view)


async def test(update: Update, context: BotContext) -> None:
    """Send it to the organiser alone, as it will come to everybody."""
    await context.services.announcements.test(context.person, draft_number(context))
    await context.answer_button("announcements/tested.html")


async def ask_time(update: Update, context: BotContext) -> None:
    """Ask when it shall be sent."""
    number, revision = draft_number(context), int(context.pressed["revision"])
    view = await context.services.drafts.view(context.person, number)
    await context.services.people.begin_dialogue(
        context.chat.id, context.person.id, TIME_DIALOGUE, lasts=LASTS, announcement=number, revision=revision
    )
    now = context.services.clock.now().astimezone(view.zone)
    await show(context, view, "when.html", [[back(context, number)]], now=now)


async def hear_time(update: Update, context: BotContext, text: str) -> None:
    """Take the time, in the venue's wall clock, and say which one was understood."""
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    assert dialogue is not None, "it is by a dialogue that this is heard"
    number, revision = dialogue.data["announcement"], dialogue.data["revision"]
    view = await context.services.drafts.view(context.person, number)
    words = {context.label("today").lower(): 0, context.label("tomorrow").lower(): 1, "today": 0, "tomorrow": 1}
    months = formatting.months("en") | formatting.months(context.language)
    at = at_wall_clock(text, view.zone, context.services.clock.now(), words, months)
    await context.services.announcements.schedule(context.person, number, revision, at)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await show_scheduled(context, number)


async def open_scheduled(update: Update, context: BotContext) -> None:
    """Show the card of what is scheduled."""
    await show_scheduled(context, draft_number(context))


async def show_scheduled(context: BotContext, number: int) -> None:
    """Show when it will be sent, with the way to call that off."""
    view = await context.services.announcements.scheduled(context.person, number)
    rows = [[button("✖", context.label("Do not send it"), f"draft:{number}:call_off")]]
    await show(context, view, "scheduled.html", rows)


async def call_off(update: Update, context: BotContext) -> None:
    """Make it a draft again."""
    await context.services.announcements.call_off(context.person, draft_number(context))
    view = await context.services.drafts.preview(context.person, draft_number(context))
    await show(context, view, "preview.html", _ways_on(context, view))


async def ask_discard(update: Update, context: BotContext) -> None:
    """Ask whether the draft shall really go."""
    number = draft_number(context)
    view = await context.services.drafts.view(context.person, number)
    rows = [[button("🗑", context.label("Discard"), f"draft:{number}:discard")], [back(context, number)]]
    await show(context, view, "discard.html", rows)


async def discard(update: Update, context: BotContext) -> None:
    """Throw the draft away."""
    await context.services.drafts.discard(context.person, draft_number(context))
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await context.reply("announcements/discarded.html")


def _ways_on(context: BotContext, view: DraftView) -> Keyboard:
    number, revision, label = view.announcement.id, view.announcement.revision, context.label
    rows = [
        [
            button("🧪", label("Test to me"), f"draft:{number}:test"),
            button("🗑", label("Discard"), f"draft:{number}:discarding"),
        ],
        [button("✏️", label("Change it"), f"draft:{number}")],
    ]
    if view.chats:
        rows.insert(
            0,
            [
                button("📣", label("Send now"), f"draft:{number}:send:{revision}"),
                button("🕘", label("Schedule"), f"draft:{number}:schedule:{revision}"),
            ],
        )
    return rows
