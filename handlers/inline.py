"""Inline mode: the bot's name and a few words in any chat give meetings, each to be sent there as its card."""

from __future__ import annotations

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.context import BotContext
from bot.messages import split, without_dates
from bot.model import in_language
from bot.services.meetings import MeetingView
from handlers.buttons import cut

ASK = "ask_in_private"
"""The payload with which the private chat is opened to ask there; the id of a meeting has no underscore."""

_MOST = 20
_CACHED = 10  # seconds; for the one who asked only: others read another language, and may see other meetings


async def offer_meetings(update: Update, context: BotContext) -> None:
    """Offer the meetings that the words name, in the asker's language; where there is none, the way to the private chat."""
    query = update.inline_query
    assert query is not None, "the route is for inline queries"
    services = context.services
    views = await services.answers.find(context.person, query.query, services.clock.now())
    await query.answer(
        [_result(context, view) for view in views[:_MOST]],
        cache_time=_CACHED,
        is_personal=True,
        button=None
        if views
        else InlineQueryResultsButton(context.label("Ask in the private chat"), start_parameter=ASK),
    )


def _result(context: BotContext, view: MeetingView) -> InlineQueryResultArticle:
    """A meeting to pick. Its card is read in a chat where the bot may not be: a button there can only be a link."""
    meeting, render = view.meeting, context.rendering.render
    # Without date entities: one that is refused would take the whole list along.
    card, *_ = split(without_dates(render("chat/card.html", context.language, view=view)))
    link = f"https://t.me/{context.bot.username}?start={meeting.id}"
    return InlineQueryResultArticle(
        meeting.id,
        cut(in_language(meeting.name, context.language)),
        InputTextMessageContent(card, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        reply_markup=InlineKeyboardMarkup.from_button(
            InlineKeyboardButton("💡 " + context.label("Open the meeting"), url=link)
        ),
        description=render("chat/inline_description.txt", context.language, meeting=meeting),
    )
