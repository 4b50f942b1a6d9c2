"""The letters, agendas and statements of a meeting, as files or links."""

from __future__ import annotations

from telegram import InlineKeyboardButton, Update

from bot.context import BotContext, Keyboard
from bot.model import Document, in_language
from bot.services.meetings import MeetingView
from handlers.buttons import back_row, button, cut
from handlers.meetings import pressed_meeting


async def show_documents(update: Update, context: BotContext) -> None:
    """Show the documents of a meeting, each with a button that brings it."""
    view = await pressed_meeting(context)
    keyboard = [*document_rows(context, view), back_row(context, view.meeting)]
    await context.reply("facts/documents.html", view=view, keyboard=keyboard)


async def send_document(update: Update, context: BotContext) -> None:
    """Send a document as the file that it is."""
    document, name, content = await context.services.meetings.document_file(context.pressed["document"])
    await context.send_file(name, content, "document_caption.html", document=document)


def document_rows(context: BotContext, view: MeetingView) -> Keyboard:
    """A button for each document: a file is sent, a link is opened."""
    return [[_document_button(document, context.language)] for document in (*view.meeting.documents, *view.resting_on)]


def _document_button(document: Document, language: str) -> InlineKeyboardButton:
    title = in_language(document.title, language)
    if document.url:
        return InlineKeyboardButton(cut(f"🔗 {title}"), url=document.url)
    return button("📄", cut(title), f"document:{document.id}")
