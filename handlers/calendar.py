"""What goes into a calendar: copies, live calendars, and which of these a person has."""

from __future__ import annotations

from telegram import CopyTextButton, InlineKeyboardButton, Update

from bot import facts
from bot.answering.parts import Entries
from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.model import Meeting, Selection, Session, in_language
from bot.services.calendars import CalendarView
from bot.services.meetings import MeetingView
from bot.services.sessions import short_id
from handlers.buttons import back_row, button, label_of
from handlers.meetings import pressed_meeting


async def show_calendar(update: Update, context: BotContext) -> None:
    """Show what goes into the calendar, and send it as a file where there are days to enter."""
    view = await pressed_meeting(context)
    await _offer(context, view, is_sent=view.has_entries)
    if view.has_entries:
        await send_copy(context, Selection("meeting", meeting=view.meeting.id))


async def offer(update: Update, context: BotContext) -> None:
    """Show what of a meeting or a session can be had, with or without alarms."""
    pressed = context.pressed
    view = await pressed_meeting(context)
    session = _session(view, pressed["session"]) if "session" in pressed else None
    await _offer(context, view, session=session, alarms=pressed["alarms"] == "1")


async def copy(update: Update, context: BotContext) -> None:
    """Send what was chosen as a file."""
    await send_copy(context, await _selection(context), alarms=context.pressed["alarms"] == "1")


async def subscribe(update: Update, context: BotContext) -> None:
    """Make what was chosen a live calendar, and say how to subscribe to it. In a group everybody would read its address."""
    _must_be_private(context, "calendar/private_live.html")
    selection, alarms = await _selection(context), context.pressed["alarms"] == "1"
    view = await context.services.calendars.make(context.person.id, selection, context.language, alarms=alarms)
    rows = [[InlineKeyboardButton("📋 " + context.label("Copy the address"), copy_text=CopyTextButton(view.address))]]
    has_button = view.page.startswith("https://")  # Telegram opens nothing on this machine
    if has_button:
        rows.insert(0, [InlineKeyboardButton("🔄 " + context.label("Subscribe"), url=view.page)])
    rows.append([_mine_button(context)])
    await context.reply("calendar/made.html", view=view, has_button=has_button, keyboard=rows, edit=False)


async def show_calendars(update: Update, context: BotContext) -> None:
    """Show which live calendars the person has, in a message of its own: the one with an address is not shown again."""
    _must_be_private(context, "calendar/private_live.html")
    await _reply_with_calendars(context, await context.services.calendars.of(context.person.id), edit=False)


async def answer(context: BotContext, asked: str) -> None:
    """Offer her agenda, or show how what is in her calendar leaves it: her live calendars, to be revoked."""
    _must_be_private(context)
    if asked == "agenda":
        live = context.services.calendars.are_offered
        await context.reply("calendar/agenda.html", live=live, keyboard=agenda_rows(context))
        return
    calendars = await context.services.calendars.of(context.person.id)
    await _reply_with_calendars(context, calendars, edit=False, leaving=True)


async def send_entries(context: BotContext, part: Entries, view: MeetingView) -> None:
    """Send the files of what was asked for in words of a meeting."""
    meeting = view.meeting
    if part.kind == "process":
        await send_copy(context, Selection("process", process=meeting.process))
    for session in part.sessions:
        await send_copy(context, Selection("session", meeting=meeting.id, session=session.id))
    if part.kind in ("meeting", "programme") and view.has_entries:
        await send_copy(context, Selection(part.kind, meeting=meeting.id))


async def revoke(update: Update, context: BotContext) -> None:
    """End one of her live calendars."""
    calendars = await context.services.calendars.revoke(context.person.id, int(context.pressed["calendar"]))
    await _reply_with_calendars(context, calendars)


async def send_copy(context: BotContext, selection: Selection, *, alarms: bool = False) -> None:
    """Send an .ics file."""
    if selection.kind == "agenda":
        _must_be_private(context)
    person_id = context.person.id if context.in_private else None
    entry = await context.services.entries.of(selection, context.language, person_id=person_id, alarms=alarms)
    await context.send_file(entry.name, entry.content, "calendar/caption.html", collected=entry.collected)


def offer_rows(
    context: BotContext, view: MeetingView, *, session: Session | None = None, alarms: bool = False
) -> Keyboard:
    """What can be had around a meeting, or one of its sessions: a copy and a live calendar of each.

    A person's agenda and what is live are for her alone; a group gets copies, and the way to the private chat.
    """
    meeting, label, flag, rows = view.meeting, context.label, int(alarms), []
    if session is not None and facts.has_day(session):
        what = f"s:{meeting.id}:{short_id(session)}"
        rows.append(_pair(context, flag, what, label("Session: a copy"), label("Session: live")))
    if view.has_entries:
        rows.append(_pair(context, flag, f"m:{meeting.id}", label("Meeting: a copy"), label("Meeting: live")))
    if any(facts.has_day(each) for each in meeting.programme):
        rows.append(_pair(context, flag, f"p:{meeting.id}", label("Programme: a copy"), label("Programme: live")))
    if meeting.process:
        what = f"c:{meeting.process}"
        rows.append(_pair(context, flag, what, label("Process: a copy"), label("Process: live")))
    if context.in_private:
        rows.append(_agenda_row(context, flag))
        place = f"{meeting.id}:{short_id(session)}" if session else meeting.id
        rows.append(
            [button("⏰", label("Alarms: on") if alarms else label("Alarms: off"), f"offer:{1 - flag}:{place}")]
        )
    return [*rows, _last_row(context, meeting)]


def agenda_rows(context: BotContext) -> Keyboard:
    """What can be had where no meeting is meant: a person's agenda, and her live calendars."""
    if not context.in_private:
        return []
    mine = [[_mine_button(context)]] if context.services.calendars.are_offered else []
    return [_agenda_row(context, 0), *mine]


def _agenda_row(context: BotContext, flag: int) -> list[InlineKeyboardButton]:
    return _pair(context, flag, "a", context.label("My agenda: a copy"), context.label("My agenda: live"))


def _pair(context: BotContext, flag: int, what: str, copy_label: str, live_label: str) -> list[InlineKeyboardButton]:
    row = [button("📄", copy_label, f"copy:{flag}:{what}")]
    if context.in_private and context.services.calendars.are_offered:
        row.append(button("🔄", live_label, f"live:{flag}:{what}"))
    return row


def _last_row(context: BotContext, meeting: Meeting) -> list[InlineKeyboardButton]:
    """The meeting's page where Telegram can open it, and her live calendars or the way to where they are."""
    row, calendars = [], context.services.calendars
    page = calendars.page_of(meeting, context.language)
    if page is not None and page.startswith("https://"):
        row.append(InlineKeyboardButton("🌐 " + context.label("As a page"), url=page))
    if calendars.are_offered:
        link = f"https://t.me/{context.bot.username}?start={meeting.id}"
        own = InlineKeyboardButton("🔄 " + context.label("Live: in our private chat"), url=link)
        row.append(_mine_button(context) if context.in_private else own)
    return row


def _mine_button(context: BotContext) -> InlineKeyboardButton:
    return button("🗂", context.label("My live calendars"), "calendars")


async def _offer(
    context: BotContext,
    view: MeetingView,
    *,
    session: Session | None = None,
    alarms: bool = False,
    is_sent: bool = False,
) -> None:
    rows = [*offer_rows(context, view, session=session, alarms=alarms), back_row(context, view.meeting)]
    await context.reply(
        "facts/calendar.html",
        view=view,
        session=session,
        alarms=alarms,
        is_sent=is_sent,
        live=context.services.calendars.are_offered and context.in_private,
        in_private=context.in_private,
        keyboard=rows,
    )


async def _reply_with_calendars(
    context: BotContext, calendars: list[CalendarView], *, edit: bool = True, leaving: bool = False
) -> None:
    rows = [
        [button("🗑", label_of(context, context.label("Revoke"), _name(context, each)), f"revoke:{each.calendar.id}")]
        for each in calendars
    ]
    await context.reply(
        "calendar/list.html",
        calendars=calendars,
        live=context.services.calendars.are_offered,
        zone=context.reader_zone,
        leaving=leaving,
        keyboard=rows,
        edit=edit,
    )


def _name(context: BotContext, view: CalendarView) -> str:
    """What the calendar is of, on a button."""
    if view.session is not None:
        return in_language(view.session.title, context.language)
    named = view.meeting or view.process
    if named is None:
        return context.label("My agenda")
    name = in_language(named.name, context.language)
    return label_of(context, context.label("Programme"), name) if view.calendar.selection.kind == "programme" else name


async def _selection(context: BotContext) -> Selection:
    """What the pressed button names. Raises UserError when the store has no such session any more."""
    pressed = context.pressed
    if "session" in pressed:
        view = await pressed_meeting(context)
        return Selection("session", meeting=view.meeting.id, session=_session(view, pressed["session"]).id)
    if "process" in pressed:
        return Selection("process", process=pressed["process"])
    if "meeting" in pressed:
        return Selection("programme" if pressed["kind"] == "p" else "meeting", meeting=pressed["meeting"])
    return Selection("agenda")


def _session(view: MeetingView, key: str) -> Session:
    found = next((session for session in view.meeting.programme if short_id(session) == key), None)
    if found is None:
        raise UserError("errors/stale.html")
    return found


def _must_be_private(context: BotContext, otherwise: str = "private_only.html") -> None:
    if not context.in_private:
        raise UserError(otherwise)
