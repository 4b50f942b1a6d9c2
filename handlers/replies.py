"""Questions to the organisers, on their side: replied to, dismissed, listed; in private or in a group that they chose."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Message, Update

from bot.context import BotContext
from bot.errors import UserError
from bot.services.kept import can_be_kept
from bot.services.replies import RepliedView
from bot.store.followers import Chat
from handlers import errors, relay
from handlers.administrators import must_administer
from handlers.buttons import button

ANSWER_DIALOGUE = "answer"
DISMISSAL_DIALOGUE = "dismissal"

_SIGN = "📨"  # what a question to the organisers begins with, in Arabic behind a mark


# Replying


async def question_replied_to(context: BotContext, message: Message) -> int | None:
    """The number of the question that an organiser replies to; None for every other message, almost always for nothing.

    Raises UserError for who replies to one and is no organiser: her words go to nobody.
    """
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != context.bot.id:
        return None
    if await context.services.organisers.of(context.person.id) is None:
        if not context.in_private and _SIGN in (asked.text or "")[:2] and await _question_of(context, asked):
            raise UserError("organisers/organisers_only.html")
        return None
    dialogue = await context.dialogue()
    if dialogue is not None and dialogue.name == DISMISSAL_DIALOGUE:
        return None
    return await _question_of(context, asked)


async def _question_of(context: BotContext, asked: Message) -> int | None:
    return await context.services.replies.question_of(context.chat.id, asked.message_id)


async def hear_reply(context: BotContext, question_id: int, text: str) -> None:
    """Send what an organiser replied; a second reply waits for her to say so."""
    view = await context.services.replies.answer(context.person, question_id, text)
    if view.first is not None:
        add = button("➕", context.label("Send as an addition"), f"addition:{view.reply.id}")
        await context.reply("relay/second.html", view=view, zone=context.reader_zone, keyboard=[[add]])
        return
    await _reply_with_replied(context, view)


async def hear_answer(update: Update, context: BotContext, text: str) -> None:
    """The same for what she writes after pressing *Answer*."""
    number = await _number(context)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    await hear_reply(context, number, text)


async def hear_other(update: Update, context: BotContext) -> None:
    """Answer what is no text: one sentence for who replied to a question with it, in a group silence for all others."""
    message = update.effective_message
    assert message is not None, "the route is for messages"
    if await question_replied_to(context, message) is not None:
        await context.reply("relay/only_words.html")
    elif context.in_private:
        await errors.answer_unreadable(update, context)


async def send_addition(update: Update, context: BotContext) -> None:
    """Send a reply that came second after all."""
    await _reply_with_replied(context, await context.services.replies.add(context.person, _pressed(context, "reply")))


async def ask_answer(update: Update, context: BotContext) -> None:
    """Let her write the answer to a question of the list."""
    view = await context.services.replies.for_organiser(context.person, _pressed(context, "question"))
    await context.services.people.begin_dialogue(
        context.chat.id, context.person.id, ANSWER_DIALOGUE, question=view.question.id
    )
    await context.reply("relay/answer.html", view=view, edit=False)


async def ask_reason(update: Update, context: BotContext) -> None:
    """Ask why a question shall go without an answer."""
    view = await context.services.replies.for_organiser(context.person, _pressed(context, "question"))
    await context.services.people.begin_dialogue(
        context.chat.id, context.person.id, DISMISSAL_DIALOGUE, question=view.question.id
    )
    await context.reply("relay/reason.html", view=view, edit=False)


async def hear_reason(update: Update, context: BotContext, text: str) -> None:
    """Dismiss the question with her reason."""
    number = await _number(context)
    await context.services.people.end_dialogue(context.chat.id, context.person.id)
    view = await context.services.replies.dismiss(context.person, number, text)
    await context.reply("relay/dismissed.html", view=view)


# Looking


async def show_questions(update: Update, context: BotContext) -> None:
    """Show an organiser what is open, a delegate what is hers; in a group, whether questions come there."""
    if await context.services.organisers.of(context.person.id) is None:
        if context.in_private:
            await relay.show_mine(update, context)
        return
    if context.in_private:
        await show_open(update, context)
    elif context.words == "here":
        await bring_here(update, context)
    else:
        here = button("📥", context.label("Bring the questions here"), "questions:here")
        elsewhere = button("📤", context.label("Not here any more"), "questions:elsewhere")
        await context.reply("relay/group.html", keyboard=[[here], [elsewhere]])


async def show_open(update: Update, context: BotContext) -> None:
    """Show what is open, a page at a time."""
    start = int(context.pressed.get("start", 0)) if update.callback_query else 0
    view = await context.services.replies.open(context.person, start)
    label = context.label
    answer, dismiss = label("Answer"), label("Dismiss")
    rows: list[list[InlineKeyboardButton]] = [
        [
            button("✍️", f"{answer} {one.question.id}", f"answer_question:{one.question.id}"),
            button("✖", f"{dismiss} {one.question.id}", f"dismissing:{one.question.id}"),
        ]
        for one in view.questions
    ]
    rows.append(_turning(context, "questions", view.earlier, view.later))
    rows.append([button("📊", label("Asked most and not answered"), "unanswered")])
    rows.append([button("📌", label("Kept answers"), "kept")])
    await context.reply("relay/open.html", view=view, zone=context.reader_zone, keyboard=rows)


async def show_unanswered(update: Update, context: BotContext) -> None:
    """Show what is asked most and not answered, a page at a time."""
    view = await context.services.replies.unanswered(context.person, int(context.pressed.get("start", 0)))
    answer = context.label("Answer")
    rows = [
        [button("✍️", f"{answer} {place}", f"answering:{one.id}")]
        for place, (one, meeting) in enumerate(view.asked, 1)
        if meeting is not None
    ]
    rows.append(_turning(context, "unanswered", view.earlier, view.later))
    rows.append([button("‹", context.label("Back"), "questions")])
    await context.reply("relay/unanswered.html", view=view, zone=context.reader_zone, keyboard=rows)


# Where they come


async def bring_here(update: Update, context: BotContext) -> None:
    """Let the questions come to this group, in this topic."""
    await must_administer(context, "relay/administrators_only.html")
    await context.services.replies.bring_here(context.person, _chat(context), context.topic)
    await context.reply("relay/here.html")


async def bring_elsewhere(update: Update, context: BotContext) -> None:
    """Let them come to each organiser again."""
    await must_administer(context, "relay/administrators_only.html")
    await context.services.replies.bring_elsewhere(context.person, _chat(context))
    await context.reply("relay/elsewhere.html")


async def _reply_with_replied(context: BotContext, view: RepliedView) -> None:
    keep = button("📌", context.label("Keep as a fact"), f"keep:{view.reply.id}")
    await context.reply("relay/sent.html", view=view, keyboard=[[keep]] if can_be_kept(view.view.question) else [])


def _turning(context: BotContext, page: str, earlier: int | None, later: int | None) -> list[InlineKeyboardButton]:
    row = [] if earlier is None else [button("‹", context.label("Earlier"), f"{page}:{earlier}")]
    return row if later is None else [*row, button("›", context.label("Later"), f"{page}:{later}")]


def _chat(context: BotContext) -> Chat:
    return Chat(context.chat.id, context.chat.type, context.chat.title or "")  # type: ignore[arg-type]  # Telegram's kinds


def _pressed(context: BotContext, name: str) -> int:
    return int(context.pressed[name])


async def _number(context: BotContext) -> int:
    """The question that the dialogue under way is about."""
    dialogue = await context.services.people.dialogue(context.chat.id, context.person.id)
    return int(dialogue.data["question"]) if dialogue else 0
