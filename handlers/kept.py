"""Answers that organisers keep as facts: kept with a button, listed, replaced, taken back."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext
from bot.services.kept import KeptView
from handlers.buttons import button

REPLACEMENT_DIALOGUE = "replacement"
KNOWLEDGE_DIALOGUE = "knowledge"


async def keep(update: Update, context: BotContext) -> None:
    """Keep a reply as a fact of the meeting."""
    await _reply_with_kept(context, await context.services.kept.keep(context.person, int(context.pressed["reply"])))


async def take_back(update: Update, context: BotContext) -> None:
    """Keep it no more."""
    view = await context.services.kept.take_back(context.person, context.pressed["meeting"], context.pressed["key"])
    await context.reply("relay/taken_back.html", view=view)


async def show_kept(update: Update, context: BotContext) -> None:
    """Show what is kept, a page at a time, with what can be done about each."""
    view = await context.services.kept.all(context.person, int(context.pressed.get("start", 0)))
    label = context.label
    rows = [
        [
            _button(context, "✏️", f"{place}. " + label("Replace"), "replacing", one),
            _take_back_button(context, one, f"{place}. "),
        ]
        for place, one in enumerate(view.answers, 1)
    ]
    turning = [] if view.earlier is None else [button("‹", label("Earlier"), f"kept:{view.earlier}")]
    turning += [] if view.later is None else [button("›", label("Later"), f"kept:{view.later}")]
    await context.reply(
        "relay/kept_list.html", view=view, keyboard=[*rows, turning, [button("‹", label("Back"), "questions")]]
    )


async def ask_replacement(update: Update, context: BotContext) -> None:
    """Let her write another answer."""
    meeting, key = context.pressed["meeting"], context.pressed["key"]
    view = await context.services.kept.one(meeting, key)
    await context.services.people.begin_dialogue(
        context.chat.id, context.person.id, REPLACEMENT_DIALOGUE, meeting=meeting, key=key
    )
    await context.reply("relay/replace.html", question=view.kept.question, answer=view.kept.answer, edit=False)


async def hear_replacement(update: Update, context: BotContext, text: str) -> None:
    """Keep it in the place of the other."""
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    data = dialogue.data if dialogue else {}
    view = await context.services.kept.replace(context.person, data["meeting"], data["key"], text)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await _reply_with_kept(context, view)


async def ask_knowledge(update: Update, context: BotContext) -> None:
    """Let her answer what was asked in vain."""
    asked = await context.services.kept.asked(int(context.pressed["unanswered"]))
    await context.services.people.begin_dialogue(
        context.chat.id, context.person.id, KNOWLEDGE_DIALOGUE, unanswered=asked.id
    )
    await context.reply("relay/replace.html", question=asked.words, answer=None, edit=False)


async def hear_knowledge(update: Update, context: BotContext, text: str) -> None:
    """Keep it for whoever asks again."""
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    view = await context.services.kept.answer(context.person, int(dialogue.data["unanswered"]) if dialogue else 0, text)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await _reply_with_kept(context, view)


async def _reply_with_kept(context: BotContext, view: KeptView) -> None:
    await context.reply("relay/kept.html", view=view, keyboard=[[_take_back_button(context, view)]])


def _take_back_button(context: BotContext, view: KeptView, number: str = "") -> InlineKeyboardButton:
    return _button(context, "↩️", number + context.label("Take back"), "unkeep", view)


def _button(context: BotContext, icon: str, label: str, what: str, view: KeptView) -> InlineKeyboardButton:
    return button(icon, label, f"{what}:{view.meeting.id}:{view.key}")
