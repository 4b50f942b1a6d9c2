"""How a reminder becomes a message: fresh facts, its reader's language, and the buttons that matter now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.delivery.loop import Sent
from bot.delivery.to_chat import to_chat
from bot.facts import Phase
from bot.rendering import RIGHT_TO_LEFT, Rendering
from bot.services.reminders import Reminders, ReminderView
from bot.services.sessions import short_id
from bot.store.outbox import Delivery, Outcome

MOOT = "moot"
"""The reason of a reminder that was not sent because what it was about has been moved or called off."""

Rows = list[list[InlineKeyboardButton]]


class ReminderWay:
    """Sends reminders, `{"meeting", "event", "lead", "anchor"}`."""

    def __init__(self, reminders: Reminders, rendering: Rendering) -> None:
        self._reminders = reminders
        self._rendering = rendering

    async def __call__(self, bot: Bot, delivery: Delivery, language: str) -> Sent:
        """Send what still holds; what does not is withdrawn, and what comes into quiet hours waits. Implements sendMessage."""
        about = delivery.body
        found = await self._reminders.for_sending(
            delivery.chat_id, about["meeting"], about["event"], about["lead"], about["anchor"]
        )
        if found.not_before is not None:
            return Sent(instead=Outcome(state="pending", not_before=found.not_before))
        if found.reminder is None:
            return Sent(instead=Outcome(state="withdrawn", reason=MOOT))
        text = self._rendering.render("chat/reminders/reminder.html", language, reminder=found.reminder)
        label = partial(self._rendering.label, language)
        is_private = delivery.chat_id > 0
        rows = _in_private(found.reminder, label) if is_private else _in_group(found.reminder, label, bot.username)
        if language in RIGHT_TO_LEFT:
            rows = [row[::-1] for row in rows]
        message = await bot.send_message(
            delivery.chat_id,
            text,
            parse_mode=ParseMode.HTML,
            message_thread_id=delivery.topic,
            reply_markup=InlineKeyboardMarkup(rows),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return Sent(message.message_id)


def _in_private(reminder: ReminderView, label: Callable[[str], str]) -> Rows:
    meeting = reminder.view.meeting
    settings = [
        InlineKeyboardButton("🔕 " + label("Mute"), callback_data=f"mute:{meeting.id}"),
        InlineKeyboardButton("⏰ " + label("Reminders"), callback_data="reminders"),
    ]
    return [*_registration(reminder, label), [*_what_is_on(reminder, label), *_place(reminder, label)], settings]


def _registration(reminder: ReminderView, label: Callable[[str], str]) -> Rows:
    """The page, where it is about registration or while that is open."""
    registration, view = reminder.view.meeting.registration, reminder.view
    matters = reminder.kind in ("opens", "closes") or (
        reminder.kind == "meeting" and view.days_left != 0 and view.registration.phase is Phase.NOW
    )
    if not matters or registration is None or registration.url is None:
        return []
    return [[InlineKeyboardButton("📝 " + label("Register"), url=registration.url)]]


def _what_is_on(reminder: ReminderView, label: Callable[[str], str]) -> list[InlineKeyboardButton]:
    """The session, the programme of the day that has come, the whole programme; else the meeting."""
    view, meeting = reminder.view, reminder.view.meeting
    session = reminder.session
    if session is not None:
        data = f"session:{meeting.id}:{short_id(session)}"
        return [InlineKeyboardButton("🗓 " + label("Session"), callback_data=data)]
    if reminder.kind == "meeting" and meeting.programme:
        today = view.now.astimezone(view.zone).date()
        sits_today = any(day == today for day, _ in view.programme)
        data = f"programme:{meeting.id}:{today}" if sits_today else f"programme:{meeting.id}"
        words = label("Programme of the day") if sits_today else label("Programme")
        return [InlineKeyboardButton("🗓 " + words, callback_data=data)]
    return [InlineKeyboardButton("💡 " + label("Meeting"), callback_data=f"meeting:{meeting.id}")]


def _place(reminder: ReminderView, label: Callable[[str], str]) -> list[InlineKeyboardButton]:
    if reminder.kind not in ("meeting", "session") or reminder.view.meeting.venue is None:
        return []
    return [InlineKeyboardButton("🏛 " + label("Venue"), callback_data=f"venue:{reminder.view.meeting.id}")]


def _in_group(reminder: ReminderView, label: Callable[[str], str], username: str) -> Rows:
    """Where many read along nothing is edited: the page to register, and the way to the private chat."""
    return [*_registration(reminder, label), [to_chat(label, username, reminder.view.meeting.id)]]
