"""Whom to write to or call about a meeting."""

from __future__ import annotations

from telegram import Update

from bot.context import BotContext, Keyboard
from bot.errors import UserError
from bot.model import Contact, Meeting, in_language
from handlers.buttons import back_row, button, copy_button, label_of
from handlers.meetings import pressed_meeting


async def show_contacts(update: Update, context: BotContext) -> None:
    """Show the contacts, each address and number with a button that copies it."""
    view = await pressed_meeting(context)
    keyboard = [*contact_rows(context, view.meeting), back_row(context, view.meeting)]
    await context.reply("facts/contacts.html", view=view, keyboard=keyboard)


async def send_contact(update: Update, context: BotContext) -> None:
    """Send a contact that has a phone as a card for the phone's address book."""
    view = await pressed_meeting(context)
    place = int(context.pressed["place"])
    contacts = view.meeting.contacts
    phone = contacts[place].phone if place < len(contacts) else None
    if phone is None:
        raise UserError("errors/stale.html")
    await context.send_contact_card(phone, _called(contacts[place], view.meeting, context.language))


def contact_rows(context: BotContext, meeting: Meeting) -> Keyboard:
    """For each contact what can be copied, and the card where there is a phone."""
    rows = []
    for place, contact in enumerate(meeting.contacts):
        rows += [[copy_button(icon, text)] for icon, text in _addresses(contact)]
        if contact.phone:
            label = label_of(context, context.label("Contact card"), _called(contact, meeting, context.language))
            rows.append([button("👤", label[:50], f"card:{meeting.id}:{place}")])
    return rows


def _addresses(contact: Contact) -> list[tuple[str, str]]:
    found = (("✉️", contact.email), ("📞", contact.phone), ("📠", contact.fax))
    return [(icon, text) for icon, text in found if text]


def _called(contact: Contact, meeting: Meeting, language: str) -> str:
    """What the contact is called; one without a name is the meeting's."""
    named = contact.name or contact.organisation or contact.role or meeting.name
    return in_language(named, language)
