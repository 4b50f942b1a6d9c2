"""Correcting what was sent, and taking it back: a preview, a question, and only then the deed."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext
from bot.services.amendments import AmendmentView
from handlers.announce import LASTS, language_name, show
from handlers.announcements import show_report
from handlers.buttons import button
from handlers.written import html_of

CORRECTION_DIALOGUE = "correction"


async def ask_version(update: Update, context: BotContext) -> None:
    """Ask in which language something is to be corrected; where there is but one, for the text at once."""
    view = await context.services.amendments.view(context.person, _id(context))
    number = view.announcement.id
    languages = [language for language, version in view.announcement.content.versions.items() if version.text]
    if len(languages) == 1:
        await _ask_text(context, view, languages[0])
        return
    rows = [
        [button("✏️", language_name(context, language), f"sent:{number}:correct:{language}")] for language in languages
    ]
    await show(context, view, "correct_which.html", [*rows, [_back(context, number)]])


async def ask_text(update: Update, context: BotContext) -> None:
    """Ask for the corrected text."""
    view = await context.services.amendments.view(context.person, _id(context))
    await _ask_text(context, view, context.pressed["language"])


async def hear_text(update: Update, context: BotContext, text: str) -> None:
    """Take the corrected text, and show it as readers will see it."""
    message = update.effective_message
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    assert message is not None, "the route is for messages"
    assert dialogue is not None, "it is by a dialogue that this is heard"
    number, language = dialogue.data["announcement"], dialogue.data["language"]
    view = await context.services.amendments.write(context.person, number, language, html_of(message))
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    is_as_asked = view.announcement.content.versions[language].text == dialogue.data["was"]
    await _show_correction(context, view, replaces=None if is_as_asked else language)


async def restore(update: Update, context: BotContext) -> None:
    """Show the words from before the last correction, as readers would see them again."""
    await _show_correction(context, await context.services.amendments.restore(context.person, _id(context)))


async def correct(update: Update, context: BotContext) -> None:
    """Edit what was sent, for all, unless it was corrected since this was looked at."""
    revision = int(context.pressed["revision"])
    await show_report(context, await context.services.amendments.correct(context.person, _id(context), revision))


async def drop(update: Update, context: BotContext) -> None:
    """Leave it as it was sent."""
    await context.services.amendments.drop(context.person, _id(context))
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await show_report(context, await context.services.sent_announcements.look(context.person, _id(context)))


async def ask_withdrawal(update: Update, context: BotContext) -> None:
    """Ask whether it shall really be taken back."""
    view = await context.services.amendments.view(context.person, _id(context))
    number = view.announcement.id
    rows = [[button("🗑", context.label("Withdraw it"), f"sent:{number}:withdraw")], [_back(context, number)]]
    await show(context, view, "withdraw.html", rows)


async def withdraw(update: Update, context: BotContext) -> None:
    """Take it back."""
    await show_report(context, await context.services.amendments.withdraw(context.person, _id(context)))


async def _ask_text(context: BotContext, view: AmendmentView, language: str) -> None:
    """Ask for the corrected text, and keep which one it is to replace."""
    await context.services.people.begin_dialogue(
        context.chat.id,
        context.person.id,
        CORRECTION_DIALOGUE,
        lasts=LASTS,
        announcement=view.announcement.id,
        language=language,
        was=view.announcement.content.versions[language].text,
    )
    keyboard = [[_back(context, view.announcement.id)]]
    await show(context, view, "correct_text.html", keyboard, language_code=language)


async def _show_correction(context: BotContext, view: AmendmentView, *, replaces: str | None = None) -> None:
    """Show what a correction would put before readers; `replaces` is the language that was corrected meanwhile."""
    for changed in view.changed:
        await context.preview_correction(view.body, changed)
    number, revision = view.announcement.id, view.announcement.revision
    has_others = sum(bool(version.text) for version in view.announcement.content.versions.values()) > 1
    again = context.label("Another language") if has_others else context.label("Other words")
    rows = [
        [button("✅", context.label("Correct it"), f"sent:{number}:correct_now:{revision}")] if view.changed else [],
        [button("✏️", again, f"sent:{number}:correct")],
        [_back(context, number)],
    ]
    await show(context, view, "correct.html", rows, below=True, replaces=replaces)


def _id(context: BotContext) -> int:
    return int(context.pressed["announcement"])


def _back(context: BotContext, number: int) -> InlineKeyboardButton:
    return button("‹", context.label("Leave it as it is"), f"sent:{number}:drop")
