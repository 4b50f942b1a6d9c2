"""Following: a person, a group or a channel is told what is announced and changed."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, Update

from bot.answering.parts import Following
from bot.answering.subjects import Subject as Asked
from bot.context import BotContext, Keyboard
from bot.model import Meeting, Process, in_language
from bot.services.answers import AnswerView
from bot.services.following import FollowingView
from bot.store.followers import Chat, Subject
from handlers.administrators import must_administer
from handlers.buttons import back_row, button, label_of, meeting_buttons, meeting_label


async def show_following(update: Update, context: BotContext) -> None:
    """Show what this chat follows; with a meeting or a process named behind the command, follow it."""
    if not context.words:
        await answer(context, Asked.FOLLOW, None)
        return
    what, found = await _named(context, Asked.FOLLOW)
    if what is None and not found.choices:  # "the next meeting" names none, and is one
        _, found = await _named(context, Asked.OVERVIEW)
        what = found.meetings[0] if len(found.meetings) == 1 else None
    if what is not None:
        await answer(context, Asked.FOLLOW, what)
    else:
        rows = choice(context, Asked.FOLLOW, found.choices or found.meetings)
        await context.reply("following/which.html", words=context.words, keyboard=rows)


async def leave(update: Update, context: BotContext) -> None:
    """Follow what is named behind the command no more; show what is followed where that is not clear."""
    what, _ = await _named(context, Asked.UNFOLLOW) if context.words else (None, None)
    await answer(context, Asked.UNFOLLOW, what)


async def _named(context: BotContext, asked: Asked) -> tuple[Meeting | Process | None, AnswerView]:
    """What the words behind a command name to be followed or not, and the whole answer."""
    services = context.services
    found = await services.answers.ask(
        context.person, context.chat.id, context.words, services.clock.now(), subject=asked
    )
    return next((part.what for part in found.parts if isinstance(part, Following)), None), found


async def answer(context: BotContext, asked: Asked, what: Meeting | Process | None) -> None:
    """Follow what was asked for in words, or follow it no more; show what is followed where nothing is named."""
    if what is None:
        await _reply(context, await context.services.following.of(context.chat.id))
        return
    subject = Subject("meeting" if isinstance(what, Meeting) else "process", what.id)
    await (_unfollow if asked is Asked.UNFOLLOW else _follow)(context, subject)


def choice(context: BotContext, asked: Asked, meetings: Sequence[Meeting]) -> Keyboard:
    """The meetings that may be meant by who wants to follow one, or no more."""
    return meeting_buttons(context, meetings, "unfollow:m" if asked is Asked.UNFOLLOW else "follow:m")


async def follow(update: Update, context: BotContext) -> None:
    """Let the chat of the pressed button follow."""
    await _follow(context, _pressed(context))


async def unfollow(update: Update, context: BotContext) -> None:
    """Let the chat of the pressed button follow no more."""
    await _unfollow(context, _pressed(context))


async def _follow(context: BotContext, subject: Subject) -> None:
    await _must_decide(context)
    chat = context.chat
    kind = "private" if context.in_private else chat.type
    title = context.person.name if context.in_private else chat.title or ""
    view = await context.services.following.follow(
        Chat(chat.id, kind, title),  # type: ignore[arg-type]  # Telegram's kinds are ours
        subject,
        by=context.person.id,
        topic=context.topic,
    )
    await _reply(context, view)


async def _unfollow(context: BotContext, subject: Subject) -> None:
    await _must_decide(context)
    await _reply(context, await context.services.following.unfollow(context.chat.id, subject))


async def _must_decide(context: BotContext) -> None:
    await must_administer(context, "following/administrators_only.html")


def _pressed(context: BotContext) -> Subject:
    return Subject("meeting" if context.pressed["kind"] == "m" else "process", context.pressed["followed"])


async def _reply(context: BotContext, view: FollowingView) -> None:
    await context.reply("following/following.html", view=view, keyboard=_keyboard(context, view))


def _keyboard(context: BotContext, view: FollowingView) -> Keyboard:
    """The process to follow whole, a button to leave each that is followed, and the way back to the card."""
    rows: list[list[InlineKeyboardButton]] = []
    if isinstance(view.what, Meeting) and view.what.process and view.through is None:
        rows.append([button("🔔", context.label("Follow the whole process"), f"follow:p:{view.what.process}")])
    rows += [[_leave_button(context, each.what)] for each in view.followed]
    if isinstance(view.what, Meeting):
        rows.append(back_row(context, view.what))
    elif not rows:
        rows.append([button("🗓", context.label("All meetings"), "meetings")])
    return rows


def _leave_button(context: BotContext, what: Meeting | Process) -> InlineKeyboardButton:
    language = context.language
    name = meeting_label(what, language) if isinstance(what, Meeting) else in_language(what.name, language)
    kind = "m" if isinstance(what, Meeting) else "p"
    return button("🔕", label_of(context, context.label("Unfollow"), name), f"unfollow:{kind}:{what.id}")
