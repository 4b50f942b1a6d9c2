"""Questions to the organisers, on the delegate's side: looked at before they go, passed on, seen again, withdrawn."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Message, Update

from bot.context import BotContext, Keyboard
from bot.services.answers import AnswerView
from bot.services.relay import QuestionView
from bot.store.followers import Chat
from handlers.buttons import button

QUESTION_DIALOGUE = "question"
REMARK_DIALOGUE = "remark"


async def offer(context: BotContext, view: AnswerView) -> Keyboard:
    """The row under an answer that leads to the organisers, where there are any and there is something to ask."""
    heard = view.heard
    asks_back = bool(view.choices) and not view.meetings
    if heard is None or (asks_back and not heard.knowledge.is_lacking):
        return []
    meeting = view.answerer.catalogue.meetings.get(heard.meeting_id or "")
    if not await context.services.relay.has_organisers(meeting):
        return []
    if heard.knowledge.is_lacking:
        return [[button("📨", context.label("Ask the organisers"), f"pass_on:{heard.message_id}")]]
    return [[button("👎", context.label("This is not right"), f"not_right:{heard.message_id}")]]


async def show_draft(update: Update, context: BotContext) -> None:
    """Show the question as it would be sent, before anything is."""
    await _preview(context, await _draft(context))


async def ask_remark(update: Update, context: BotContext) -> None:
    """Ask what is wrong with an answer; it can be passed on without."""
    view = await _draft(context)
    context.speak(view.question.language)
    await context.services.people.begin_dialogue(
        context.chat.id, context.person.id, REMARK_DIALOGUE, question=view.question.id
    )
    send = button("📨", context.label("Send without words"), f"send:{view.question.id}")
    await context.reply("relay/remark.html", view=view, edit=False, keyboard=[[send], [_leave(context, view)]])


async def hear_remark(update: Update, context: BotContext, text: str) -> None:
    """Take what is wrong, and show what would be sent."""
    view = await context.services.relay.remark(context.person, await _number(context), text)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await _preview(context, view)


async def ask_words(update: Update, context: BotContext) -> None:
    """Let her write the question anew."""
    number = int(context.pressed["question"])
    await context.services.people.begin_dialogue(context.chat.id, context.person.id, QUESTION_DIALOGUE, question=number)
    leave = button("✖", context.label("Send nothing"), f"leave:{number}")
    await context.reply("relay/write.html", edit=False, keyboard=[[leave]])


async def hear_question(update: Update, context: BotContext, text: str) -> None:
    """Take the question in her new words, and show it."""
    view = await context.services.relay.reword(context.person, await _number(context), text)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await _preview(context, view)


async def send(update: Update, context: BotContext) -> None:
    """Pass it on; from here on it has a number."""
    view = await context.services.relay.pass_on(context.person, int(context.pressed["question"]))
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    context.speak(view.question.language)
    keyboard = [[button("📋", context.label("My questions"), "my_questions")]] if context.in_private else []
    await context.reply("relay/passed_on.html", view=view, in_private=context.in_private, keyboard=keyboard)


async def leave(update: Update, context: BotContext) -> None:
    """Send nothing."""
    await context.services.relay.drop(context.person, int(context.pressed["question"]))
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await context.reply("relay/left.html")


async def show_mine(update: Update, context: BotContext) -> None:
    """Show what she passed on and what became of it."""
    await _reply_with_mine(context, await context.services.relay.of(context.person))


async def withdraw(update: Update, context: BotContext) -> None:
    """Take an open question back."""
    views = await context.services.relay.withdraw(context.person, int(context.pressed["question"]))
    await _reply_with_mine(context, views)


async def _reply_with_mine(context: BotContext, views: tuple[QuestionView, ...]) -> None:
    label = context.label("Withdraw")
    rows = [
        [button("↩️", f"{label} {view.question.id}", f"withdraw_question:{view.question.id}")]
        for view in views
        if view.question.state == "open"
    ]
    await context.reply("relay/mine.html", views=views, zone=context.reader_zone, keyboard=rows)


async def _draft(context: BotContext) -> QuestionView:
    """The question whose answer she pressed a button of."""
    query = context.received.callback_query
    message = query.message if query else None
    shown = (message.text or "") if isinstance(message, Message) else ""
    kind = "private" if context.in_private else context.chat.type
    title = context.person.name if context.in_private else context.chat.title or ""
    chat = Chat(context.chat.id, kind, title)  # type: ignore[arg-type]  # Telegram's kinds are ours
    number = int(context.pressed["message"])
    return await context.services.relay.draft(context.person, chat, context.topic, number, shown)


async def _preview(context: BotContext, view: QuestionView) -> None:
    context.speak(view.question.language)
    keyboard = [
        [button("📨", context.label("Send"), f"send:{view.question.id}")],
        [button("✏️", context.label("Write it anew"), f"rewrite:{view.question.id}"), _leave(context, view)],
    ]
    await context.reply("relay/preview.html", view=view, in_private=context.in_private, edit=False, keyboard=keyboard)


async def _number(context: BotContext) -> int:
    """The draft that the dialogue under way is about."""
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    return int(dialogue.data["question"]) if dialogue else 0


def _leave(context: BotContext, view: QuestionView) -> InlineKeyboardButton:
    return button("✖", context.label("Send nothing"), f"leave:{view.question.id}")
