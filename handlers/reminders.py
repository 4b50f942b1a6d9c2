"""Reminders: which come next, of which meetings none, and how long before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from telegram import InlineKeyboardButton, Update

from bot.answering.leads import Heard
from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.formatting import when
from bot.model import Meeting, Process
from bot.reminding.leads import Lead, parse_lead
from bot.services.reminder_views import Coming
from bot.services.reminder_wishes import MOST_WISHES
from handlers.buttons import button, label_of, meeting_label

LINK = "open_reminders"  # the deep link; an underscore is in no meeting's id


async def show_reminders(update: Update, context: BotContext) -> None:
    """Show what comes next."""
    await show(context)


async def answer_mute(context: BotContext, what: Meeting | Process | None, events: Sequence[str] = ()) -> None:
    """Mute the meeting of which, in so many words, no reminders are wanted; where none is meant, show what comes next.

    Where only reminders of some of its `events` were asked for in words before, these are taken back.
    """
    if not isinstance(what, Meeting) or not context.in_private:
        await show(context)
        return
    wishes = await context.services.reminder_wishes.of(context.chat.id, what.id, events) if events else ()
    if wishes:
        await _take_back(context, wishes)
    else:
        await _mute(context, what.id)


async def show(context: BotContext) -> None:
    """Show what comes next; in a group, the way to the private chat."""
    if not context.in_private:
        url = f"https://t.me/{context.bot.username}?start={LINK}"
        link = InlineKeyboardButton(context.label("Open our chat"), url=url)
        await context.reply("private_only.html", keyboard=[[link]])
        return
    view = await context.services.reminder_settings.of(context.chat.id)
    muted = {meeting.id for meeting in view.muted}
    soon = {each.meeting.id: each.meeting for each in view.coming if each.meeting.id not in muted}
    rows = [
        [
            button(
                "🔕",
                label_of(context, context.label("Mute"), meeting_label(meeting, context.language)),
                f"mute:{number}",
            )
        ]
        for number, meeting in list(soon.items())[:3]
    ]
    rows += [
        [
            button(
                "🔔",
                label_of(context, context.label("Unmute"), meeting_label(meeting, context.language)),
                f"unmute:{meeting.id}",
            )
        ]
        for meeting in view.muted[:5]
    ]
    rows += [
        [
            button(
                "💬",
                label_of(context, context.label("Take back"), when(_shown(context, each), context.language)),
                f"unwish:{each.wish}",
            )
        ]
        for each in [each for each in view.coming if each.wish][:MOST_WISHES]
    ]
    rows.append(
        [
            button("⏱", context.label("How long before"), "leads"),
            button("🌙", context.label("Quiet hours"), "settings:quiet"),
        ]
    )
    if await context.services.organisers.of(context.person.id) is not None:
        rows.append([button("🛠", context.label("Reminders of a meeting"), "rules")])
    await context.reply(
        "reminders/list.html", view=view, person=context.person, reader_zone=context.reader_zone, keyboard=rows
    )


async def mute(update: Update, context: BotContext) -> None:
    """Send no more reminders of a meeting; the message of the button stays."""
    await _mute(context, context.pressed["meeting"])


async def unmute(update: Update, context: BotContext) -> None:
    """Send them again."""
    view = await context.services.reminder_settings.unmute(context.chat.id, context.pressed["meeting"])
    rows = [[button("⏰", context.label("Reminders"), "reminders")]]
    await context.reply(
        "reminders/muted.html", view=view, is_muted=False, reader_zone=context.reader_zone, keyboard=rows
    )


async def _mute(context: BotContext, meeting_id: str) -> None:
    view = await context.services.reminder_settings.mute(context.chat.id, meeting_id)
    back = [
        button("🔔", context.label("Unmute"), f"unmute:{view.meeting.id}"),
        button("⏰", context.label("Reminders"), "reminders"),
    ]
    wishes = ",".join(str(number) for number in view.ids)
    rows = [[button("🔕", context.label("These neither"), f"unwish:{wishes}")]] if wishes else []
    await context.reply(
        "reminders/muted.html",
        view=view,
        is_muted=True,
        reader_zone=context.reader_zone,
        keyboard=[back, *rows],
        edit=False,
    )


async def wish(
    context: BotContext, meeting_id: str, events: Sequence[str], request: Heard | None, day: date | None = None
) -> None:
    """Note a request made in words, and say when the reminders will come."""
    leads, from_now = (request.leads, request.from_now) if request else ((), None)
    view = await context.services.reminder_wishes.wish(context.person, meeting_id, events, leads, day, from_now)
    undo = [button("↩️", context.label("Undo"), f"unwish:{','.join(map(str, view.ids))}")] if view.ids else []
    rows = [[*undo, button("⏰", context.label("Reminders"), "reminders")]]
    await context.reply("reminders/set.html", view=view, reader_zone=context.reader_zone, keyboard=rows)


def choice(context: BotContext, meetings: Sequence[Meeting], request: Heard) -> Keyboard:
    """The meetings that a request may be about."""
    when = f"+{request.from_now}" if request.from_now else str(request.leads[0])
    return [
        [InlineKeyboardButton(meeting_label(meeting, context.language), callback_data=f"remind:{meeting.id}:{when}")]
        for meeting in meetings
    ]


async def choose_meeting(update: Update, context: BotContext) -> None:
    """Note the request that waited for a meeting to be chosen."""
    lead, is_from_now = _lead(context), "from_now" in context.pressed
    request = Heard((), "", from_now=lead) if is_from_now else Heard((lead,), "")
    await wish(context, context.pressed["meeting"], ["meeting"], request)


async def take_back(update: Update, context: BotContext) -> None:
    """Take back what was asked for."""
    await _take_back(context, [int(number) for number in context.pressed["wishes"].split(",")])


async def _take_back(context: BotContext, numbers: Sequence[int]) -> None:
    view = await context.services.reminder_wishes.take_back(context.chat.id, numbers)
    rows = [[button("⏰", context.label("Reminders"), "reminders")]]
    await context.reply("reminders/taken_back.html", view=view, keyboard=rows)


def _shown(context: BotContext, coming: Coming) -> datetime:
    """When a reminder comes, by the reader's clocks."""
    return coming.at.astimezone(context.reader_zone or coming.venue_zone).replace(tzinfo=None)


def _lead(context: BotContext) -> Lead:
    """The lead of the pressed button. Raises UserError for one that is none."""
    try:
        return parse_lead(context.pressed["lead"])
    except ValueError:
        raise UserError("errors/stale.html") from None
