"""The list of all recipients of an announcement as a file: what became of each, and what was answered."""

from __future__ import annotations

from telegram import Update

from bot import formatting
from bot.context import BotContext
from bot.markup import plain
from bot.spreadsheet import as_csv
from handlers.announce import language_name
from handlers.buttons import label_of
from handlers.categories import category_label


async def send_list(update: Update, context: BotContext) -> None:
    """Send everybody by name, as a file that Excel opens right."""
    number, label = int(context.pressed["announcement"]), context.label
    view = await context.services.sent_announcements.look(context.person, number, everybody=True)
    states = {
        "sent": label("sent"),
        "unreachable": label("unreachable"),
        "failed": label("failed"),
        "uncertain": label("uncertain"),
        "pending": label("waiting"),
        "sending": label("being sent"),
        "withdrawn": label("withdrawn") if view.is_withdrawn else label("not sent"),
    }
    answers = {"read": label("read"), "yes": label("Yes"), "no": label("No"), "not_yet": label("Not yet")}
    answered = {one.chat_id: one for one in view.answered}
    unamended = {one.chat_id: _reason(context, one.reason) for one in view.unamended}
    not_amended = label("not withdrawn") if view.is_withdrawn else label("not corrected")
    head = [label("Name"), label("State"), label("Reason"), label("Sent"), label("Answer given"), label("Answered by")]
    head += [label("Answered"), label("Language"), label("Country"), label("Category")]
    rows: list[list[object]] = [[*head]]
    for one in view.recipients:
        answer = answered.get(one.chat_id)
        rows.append(
            [
                one.name,
                states[one.state],
                label_of(context, not_amended, unamended[one.chat_id])
                if one.chat_id in unamended
                else _reason(context, one.reason),
                one.sent_at and f"{one.sent_at.astimezone(view.zone):%Y-%m-%d %H:%M}",
                answer and answers[answer.answer],
                answer and answer.by,
                answer and f"{answer.at.astimezone(view.zone):%Y-%m-%d %H:%M}",
                one.language and language_name(context, one.language),
                one.country and formatting.country(one.country, context.language),
                one.category and category_label(context, one.category),
            ]
        )
    content = as_csv(rows, context.language)
    await context.send_file(f"announcement-{number}.csv", content, "announcements/list_caption.html", zone=view.zone)


def _reason(context: BotContext, word: str | None) -> str:
    """A reason in words."""
    return (
        plain(context.rendering.render("chat/announcements/reason.html", context.language, word=word)) if word else ""
    )
