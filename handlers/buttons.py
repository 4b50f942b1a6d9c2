"""Buttons that several cards share. Callback data is `section:meeting`, ids only, within Telegram's 64 bytes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from telegram import CopyTextButton, InlineKeyboardButton

from bot import formatting
from bot.context import BotContext, Keyboard
from bot.model import Meeting, in_language
from bot.when import Month, first_day

_LABEL = 60  # characters of a label; a phone shows no more


@lru_cache(maxsize=4096)
def button(icon: str, label: str, data: str) -> InlineKeyboardButton:
    """A button with a picture before its label, or none."""
    return InlineKeyboardButton(f"{icon} {label}".strip(), callback_data=data)


def label_of(context: BotContext, label: str, name: str) -> str:
    """A label that says of what, within what a button shows: "Mute: Geneva, June 2011"."""
    return cut(f"{label}{context.label(': ')}{name}")


def card_keyboard(context: BotContext, meeting: Meeting) -> Keyboard:
    """The sections of a card, two in a row."""
    label = context.label
    return [
        [
            button("🗓", label("Programme"), f"programme:{meeting.id}"),
            button("🏛", label("Venue"), f"venue:{meeting.id}"),
        ],
        [
            button("📝", label("Registration"), f"registration:{meeting.id}"),
            button("👤", label("Contacts"), f"contacts:{meeting.id}"),
        ],
        [
            button("📄", label("Documents"), f"documents:{meeting.id}"),
            button("📅", label("Calendar"), f"calendar:{meeting.id}"),
        ],
        [
            button("💡", label("About the meeting"), f"about:{meeting.id}"),
            button("🔔", label("Follow"), f"follow:m:{meeting.id}"),
        ],
        [
            button("🔄", label("What changed"), f"changes:{meeting.id}"),
            button("📨", label("Share"), f"share:{meeting.id}"),
        ],
    ]


def back_row(context: BotContext, meeting: Meeting) -> list[InlineKeyboardButton]:
    """The way back to the card."""
    return [button("‹", context.label("Back"), f"meeting:{meeting.id}")]


def copy_button(icon: str, text: str) -> InlineKeyboardButton:
    """A button that copies the text it shows; Telegram takes 256 characters (CopyTextButton)."""
    return InlineKeyboardButton(cut(f"{icon} {text}"), copy_text=CopyTextButton(text[:256]))


def meeting_button(context: BotContext, meeting: Meeting, section: str = "meeting") -> InlineKeyboardButton:
    """A button that names a meeting so that it can be told from its like."""
    return InlineKeyboardButton(meeting_label(meeting, context.language), callback_data=f"{section}:{meeting.id}")


def meeting_buttons(context: BotContext, meetings: Iterable[Meeting], section: str = "meeting") -> Keyboard:
    """A row for each meeting."""
    return [[meeting_button(context, meeting, section)] for meeting in meetings]


def meeting_label(meeting: Meeting, language: str) -> str:
    """A meeting in few words, place and time first: "Geneva, June 2011 – Intersessional Meeting …"."""
    parts = [in_language(meeting.city, language)] if meeting.city else []
    if meeting.start:
        day = first_day(meeting.start)
        parts.append(formatting.month(Month(day.year, day.month), language))
    name = in_language(meeting.name, language)
    return cut(f"{formatting.listed(parts, language)} – {name}" if parts else name)


def cut(label: str) -> str:
    """A label within what a button shows."""
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"
