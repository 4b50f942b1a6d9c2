"""What is on at a meeting: its days, and each session."""

from __future__ import annotations

from datetime import datetime

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.formatting import clock_time, short_day
from bot.model import Meeting, Session, in_language
from bot.services.meetings import Days, MeetingView
from bot.services.sessions import SessionView, short_id
from handlers.buttons import back_row, button, cut

_SESSIONS_ON_ONE_PAGE = 12


async def show_programme(update: Update, context: BotContext) -> None:
    """Show the programme, or one day of it: a long one is shown a day at a time."""
    seen = await context.services.sessions.programme(context.pressed["meeting"], _reader(context), context.reader_zone)
    view = seen.view
    wanted = context.pressed.get("day")
    days = {str(day): day for day, _ in view.programme if day}
    if wanted and wanted not in days:
        raise UserError("errors/stale.html")
    shown = view.of_day(days[wanted]) if wanted else view.first_page(_SESSIONS_ON_ONE_PAGE)
    sessions = [session for _, sessions in shown for session in sessions]
    keyboard = [
        *_day_rows(context, view, shown),
        *session_rows(context, view.meeting, sessions, seen.starred),
        [button("📅", context.label("Calendar"), f"offer:0:{view.meeting.id}")],
        back_row(context, view.meeting),
    ]
    await context.reply("facts/programme.html", view=view, days=shown, starred=seen.starred, keyboard=keyboard)


async def show_session(update: Update, context: BotContext) -> None:
    """Show one session: when, where, who chairs, what for."""
    meeting_id, key = context.pressed["meeting"], context.pressed["session"]
    sessions = context.services.sessions
    await _reply_with_session(context, await sessions.of(meeting_id, key, _reader(context), context.reader_zone))


async def star(update: Update, context: BotContext) -> None:
    """Keep the session among those that the person means to attend."""
    meeting_id, key = context.pressed["meeting"], context.pressed["session"]
    sessions = context.services.sessions
    await _reply_with_session(context, await sessions.star(meeting_id, key, context.person.id, context.reader_zone))


async def unstar(update: Update, context: BotContext) -> None:
    """Take the session from among them."""
    meeting_id, key = context.pressed["meeting"], context.pressed["session"]
    sessions = context.services.sessions
    await _reply_with_session(context, await sessions.unstar(meeting_id, key, context.person.id, context.reader_zone))


def _reader(context: BotContext) -> int | None:
    """Whose stars are shown: in a group nobody's, since others read along."""
    return context.person.id if context.in_private else None


async def _reply_with_session(context: BotContext, seen: SessionView) -> None:
    meeting = seen.view.meeting
    calendar = button("📅", context.label("Calendar"), f"offer:0:{meeting.id}:{short_id(seen.session)}")
    rows = [
        [_star_button(context, seen), calendar] if context.in_private else [calendar],
        [button("‹", context.label("Programme"), f"programme:{meeting.id}")],
        back_row(context, meeting),
    ]
    await context.reply("session.html", seen=seen, view=seen.view, keyboard=rows)


def _star_button(context: BotContext, seen: SessionView) -> InlineKeyboardButton:
    place = f"{seen.view.meeting.id}:{short_id(seen.session)}"
    if seen.is_starred:
        return button("☆", context.label("Take the star off"), f"unstar:{place}")
    return button("⭐", context.label("Star"), f"star:{place}")


def session_rows(context: BotContext, meeting: Meeting, sessions: list[Session], starred: frozenset[str]) -> Keyboard:
    """A button for each session, those that are `starred` marked."""
    return [
        [
            InlineKeyboardButton(
                cut(_session_label(session, context.language, session.id in starred)),
                callback_data=f"session:{meeting.id}:{short_id(session)}",
            )
        ]
        for session in sessions
    ]


def _session_label(session: Session, language: str, is_starred: bool) -> str:
    title = in_language(session.title, language)
    label = f"{clock_time(session.start, language)} {title}" if isinstance(session.start, datetime) else title
    return f"⭐ {label}" if is_starred else label


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
