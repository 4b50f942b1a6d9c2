"""Plain questions, and the commands that are questions of which the subject is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import InlineKeyboardButton, Message, MessageEntity, Update
from telegram.ext.filters import MessageFilter

from bot.answering.leads import Heard, heard
from bot.answering.parts import Calendars, Changes, Entries, Following, OwnReminders, Reminder, Talk
from bot.answering.subjects import Subject
from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.model import Dialogue, Meeting
from bot.services.answers import AnswerView
from bot.services.heard import Said
from handlers import (
    amendments,
    announce_content,
    announce_sending,
    calendar,
    editing,
    following,
    introductions,
    kept,
    privacy,
    quiet_hours,
    relay,
    reminders,
    replies,
    settings,
)
from handlers.buttons import button, meeting_buttons
from handlers.calendar import agenda_rows, offer_rows
from handlers.changes import show_changes
from handlers.documents import document_rows

Handler = Callable[[Update, BotContext], Coroutine[Any, Any, None]]

LONGEST_QUESTION = 2000
# The sections of a meeting's card that lead on from an answer.
_SECTIONS: dict[Subject, Callable[[Callable[[str], str], str], InlineKeyboardButton]] = {
    Subject.REGISTRATION: lambda label, meeting: button("📝", label("Registration"), f"registration:{meeting}"),
    Subject.CONTACTS: lambda label, meeting: button("👤", label("Contacts"), f"contacts:{meeting}"),
    Subject.CALENDAR: lambda label, meeting: button("📅", label("Calendar"), f"calendar:{meeting}"),
    Subject.DOCUMENTS: lambda label, meeting: button("📄", label("Documents"), f"documents:{meeting}"),
}
_THIRD = 12  # characters, the picture counted, that fit a third of a phone's width

# What hears the next message, by the dialogue that waits for it.
_DIALOGUES = {
    editing.EDIT_DIALOGUE: editing.hear_value,
    announce_content.CONTENT_DIALOGUE: announce_content.hear_text,
    amendments.CORRECTION_DIALOGUE: amendments.hear_text,
    announce_sending.TIME_DIALOGUE: announce_sending.hear_time,
    settings.ZONE_DIALOGUE: settings.hear_zone,
    quiet_hours.QUIET_DIALOGUE: quiet_hours.hear_quiet,
    introductions.COUNTRY_DIALOGUE: introductions.hear_country,
    introductions.ORGANISATION_DIALOGUE: introductions.hear_organisation,
    relay.QUESTION_DIALOGUE: relay.hear_question,
    relay.REMARK_DIALOGUE: relay.hear_remark,
    replies.ANSWER_DIALOGUE: replies.hear_answer,
    replies.DISMISSAL_DIALOGUE: replies.hear_reason,
    kept.REPLACEMENT_DIALOGUE: kept.hear_replacement,
    kept.KNOWLEDGE_DIALOGUE: kept.hear_knowledge,
}


class _Replying(MessageFilter):
    """A reply to a message of the bot's own."""

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        return replied is not None and replied.from_user is not None and replied.from_user.id == message.get_bot().id


class _Mentioning(MessageFilter):
    """A text or a caption that mentions the bot's name."""

    def filter(self, message: Message) -> bool:
        return bool(_mentions(message))


REPLYING = _Replying()
# What in a group is meant for the bot.
ADDRESSED = REPLYING | _Mentioning()


async def hear(update: Update, context: BotContext) -> None:
    """Answer what a person wrote: the question of a dialogue if one is under way, else a question of her own."""
    message = update.effective_message
    assert message is not None, "the route is for messages"
    text = message.text or message.caption or ""
    for mention in _mentions(message):
        text = text.replace(mention, " ")
    text = text.strip()
    if (number := await replies.question_replied_to(context, message)) is not None:
        await replies.hear_reply(context, number, text)
        return
    dialogue = await context.dialogue()
    if dialogue is not None and dialogue.name in _DIALOGUES:
        await _go_on(dialogue, context, message, _DIALOGUES[dialogue.name](update, context, text))
        return
    if len(text) > LONGEST_QUESTION:
        raise UserError("errors/too_long.html", limit=LONGEST_QUESTION)
    services = context.services
    said = Said(message.message_id, text)
    request = heard(text)
    asked = request.rest if request else text
    view = await services.answers.ask(
        context.person, context.chat.id, asked, services.clock.now(), said=said, is_timed=request is not None
    )
    wants_reminder = context.in_private and any(ask.subject is Subject.REMINDER for ask in view.asks)
    if request is not None and request.is_unclear and wants_reminder:
        context.speak(view.language)
        await context.reply("reminders/unclear.html")
        return
    await _reply_with_answer(context, view, request)


async def hear_attachment(update: Update, context: BotContext) -> None:
    """Take a photo, a file or a place into the announcement that is being written; a place by itself tells her zone.

    What changes later, a caption or a place that moves, is no message of hers.
    """
    message, dialogue = update.effective_message, await context.dialogue()
    assert message is not None, "the route is for messages"
    if dialogue is not None and dialogue.name == announce_content.CONTENT_DIALOGUE:
        await _go_on(dialogue, context, message, announce_content.hear_attachment(update, context))
    elif message.location is not None and update.edited_message is None:
        await settings.hear_location(update, context)
    else:
        await _hear_caption(update, context, message)


async def hear_other(update: Update, context: BotContext) -> None:
    """Say that what is no text is not taken: for the announcement that is being written, or as a question."""
    message, dialogue = update.effective_message, await context.dialogue()
    assert message is not None, "the route is for messages"
    if dialogue is not None and dialogue.name == announce_content.CONTENT_DIALOGUE:
        await announce_content.hear_attachment(update, context)
    else:
        await _hear_caption(update, context, message)


async def _hear_caption(update: Update, context: BotContext, message: Message) -> None:
    """Answer what a person wrote under a picture or a file; an organiser's reply to a question is words only."""
    if update.edited_message is not None:
        return
    if message.caption and await replies.question_replied_to(context, message) is None:
        await hear(update, context)
    else:
        await replies.hear_other(update, context)


async def _go_on(dialogue: Dialogue, context: BotContext, message: Message, hearing: Awaitable[None]) -> None:
    """Let a dialogue hear a message; while it still waits, it hears it again when that one is edited."""
    try:
        await hearing
    finally:
        await context.services.people.hear(dialogue, message.message_id)


def about(subject: Subject) -> Handler:
    """The handler of a command that asks about a subject; its words say of which meeting."""

    async def answer_command(update: Update, context: BotContext) -> None:
        services = context.services
        words, now = context.words[:LONGEST_QUESTION], services.clock.now()
        message = update.effective_message
        said = Said(message.message_id, message.text or "") if message else None
        view = await services.answers.ask(context.person, context.chat.id, words, now, subject=subject, said=said)
        await _reply_with_answer(context, view)

    return answer_command


async def answer_which_meeting(update: Update, context: BotContext) -> None:
    """Answer the question that waited for a meeting to be chosen."""
    services = context.services
    meeting_id = (await services.meetings.view(context.pressed["meeting"])).meeting.id
    view = await services.answers.choose(context.person, context.chat.id, meeting_id, services.clock.now())
    await _reply_with_answer(context, view)


async def _reply_with_answer(context: BotContext, view: AnswerView, request: Heard | None = None) -> None:
    """Reply with the answer in its language, and with the file when it is a calendar entry that was asked for.

    The `request` says when a reminder is wanted, where one is.
    """
    context.speak(view.language)
    for part in view.parts:
        if isinstance(part, Reminder) and context.in_private:
            if request is not None and request.needs_day and part.day is None:
                await context.reply("reminders/unclear.html")
                return
            await reminders.wish(context, part.meeting.id, part.events, request, part.day)
            return
        if isinstance(part, OwnReminders):
            await reminders.show(context)
            return
        if isinstance(part, Following) and part.ask.subject is Subject.MUTE:
            await reminders.answer_mute(context, part.what, part.events)
            return
        if isinstance(part, Following):
            await following.answer(context, part.ask.subject, part.what)
            return
        if isinstance(part, Talk) and part.ask.subject is Subject.PRIVACY:
            await privacy.answer(context, part.focus)
            return
        if isinstance(part, Changes):
            await show_changes(context, part.meeting.id if part.meeting else None)
            return
        if isinstance(part, Calendars):
            await calendar.answer(context, part.focus)
            return
    await context.reply(
        "answer.html",
        view=view,
        live=context.services.calendars.are_offered,
        keyboard=[*_keyboard(context, view, request), *await relay.offer(context, view)],
    )
    for part in view.parts:
        if isinstance(part, Entries) and not view.choices:
            await calendar.send_entries(context, part, view.of(part.meeting))


def _keyboard(context: BotContext, view: AnswerView, request: Heard | None) -> Keyboard:
    """The meetings to choose from; else the card of each meeting, and of one what leads on from the answer."""
    if view.choices and request is not None and (request.leads or request.from_now):
        return reminders.choice(context, view.choices, request)
    subjects = {ask.subject for ask in view.asks}
    if view.choices and (wish := subjects & {Subject.FOLLOW, Subject.UNFOLLOW}):
        return following.choice(context, min(wish), view.choices)
    if view.choices and Subject.MUTE in subjects:
        return meeting_buttons(context, view.choices, "mute")
    agenda = agenda_rows(context) if Subject.CALENDAR in subjects else []
    if view.choices:
        return [*meeting_buttons(context, view.choices, "answer"), *agenda]
    if len(view.meetings) == 1:
        letters = document_rows(context, view.of(view.meetings[0])) if Subject.DOCUMENTS in subjects else []
        calendars = offer_rows(context, view.of(view.meetings[0])) if Subject.CALENDAR in subjects else []
        return [*letters, *calendars, *_leading_on(context, view.meetings[0], subjects)]
    return [*meeting_buttons(context, view.meetings[:8]), *agenda]


def _leading_on(context: BotContext, meeting: Meeting, asked: set[Subject]) -> Keyboard:
    """The meeting's card and two sections that were not asked for, in one row where a phone can show all three whole."""
    others = [subject for subject in _SECTIONS if subject not in asked]
    if Subject.REMINDER in asked:  # her own calendar reminds her
        others.insert(0, others.pop(others.index(Subject.CALENDAR)))
    row = [button("💡", context.label("Meeting"), f"meeting:{meeting.id}")]
    row += [_SECTIONS[subject](context.label, meeting.id) for subject in others[:2]]
    return [row] if all(len(each.text) <= _THIRD for each in row) else [row[:1], row[1:]]


def _mentions(message: Message) -> set[str]:
    """The name of the bot as it stands in a message or a caption, in whatever letters: "@plenarybot"."""
    name = f"@{message.get_bot().username}".lower()
    if message.entities:
        mentions = message.parse_entities([MessageEntity.MENTION])
    elif message.caption_entities:
        mentions = message.parse_caption_entities([MessageEntity.MENTION])
    else:
        return set()
    return {mention for mention in mentions.values() if mention.lower() == name}
