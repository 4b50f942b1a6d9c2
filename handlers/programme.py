"""What is on at a meeting: its days, and each session."""

from __future__ import annotations

import zlib
from datetime import datetime

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.formatting import clock_time, short_day
from bot.model import Meeting, Session, in_language
from bot.services.meetings import Days, MeetingView
from handlers.buttons import back_row, button, cut
from handlers.meetings import pressed_meeting

_SESSIONS_ON_ONE_PAGE = 12


async def show_programme(update: Update, context: BotContext) -> None:
    """Show the programme, or one day of it: a long one is shown a day at a time."""
    view = await pressed_meeting(context)
    wanted = context.pressed.get("day")
    days = {str(day): day for day, _ in view.programme if day}
    if wanted and wanted not in days:
        raise UserError("errors/stale.html")
    shown = view.of_day(days[wanted]) if wanted else view.first_page(_SESSIONS_ON_ONE_PAGE)
    keyboard = [
        *_day_rows(context, view, shown),
        *session_rows(context, view.meeting, [session for _, sessions in shown for session in sessions]),
        back_row(context, view.meeting),
    ]
    await context.reply("facts/programme.html", view=view, days=shown, keyboard=keyboard)


async def show_session(update: Update, context: BotContext) -> None:
    """Show one session: when, where, who chairs, what for."""
    view = await pressed_meeting(context)
    chosen = (session for session in view.meeting.programme if short_id(session) == context.pressed["session"])
    session = next(chosen, None)
    if session is None:
        raise UserError("errors/stale.html")
    back = button("‹", context.label("Programme"), f"programme:{view.meeting.id}")
    await context.reply("session.html", view=view, session=session, keyboard=[[back], back_row(context, view.meeting)])


def session_rows(context: BotContext, meeting: Meeting, sessions: list[Session]) -> Keyboard:
    """A button for each session."""
    return [
        [
            InlineKeyboardButton(
                cut(_session_label(session, context.language)),
                callback_data=f"session:{meeting.id}:{short_id(session)}",
            )
        ]
        for session in sessions
    ]


def short_id(session: Session) -> str:
    """Eight hexadecimal digits for a session: two ids of 32 characters do not fit Telegram's 64 bytes."""
    return f"{zlib.crc32(session.id.encode()):08x}"


def _session_label(session: Session, language: str) -> str:
    title = in_language(session.title, language)
    return f"{clock_time(session.start, language)} {title}" if isinstance(session.start, datetime) else title


def _day_rows(context: BotContext, view: MeetingView, shown: Days) -> Keyboard:
    """The days to go to, three in a row, when not all are shown."""
    if len(shown) == len(view.programme):
        return []
    days = [
        InlineKeyboardButton(short_day(day, context.language), callback_data=f"programme:{view.meeting.id}:{day}")
        for day, _ in view.programme
        if day
    ]
    return [days[start : start + 3] for start in range(0, len(days), 3)]
