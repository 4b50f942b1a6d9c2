"""Meetings files in a chat: sent by an organiser, shown as what they would change, and applied when she says so."""

from __future__ import annotations

from pathlib import PurePosixPath

from telegram import Update

from bot.context import BotContext
from bot.errors import UserError
from bot.services.imports import LARGEST, AppliedView, PlanView
from handlers.buttons import button, meeting_buttons


async def show_how(update: Update, context: BotContext) -> None:
    """Say how a file is imported."""
    await context.reply("imports/how.html")


async def hear_file(update: Update, context: BotContext) -> None:
    """Show what the file that an organiser has sent would change."""
    message = update.effective_message
    assert message is not None, "the route is for documents"
    document = message.document
    assert document is not None, "the route is for documents"
    if (document.file_size or 0) > LARGEST:
        raise UserError("imports/too_large.html")
    file = await context.bot.get_file(document.file_id)
    content = bytes(await file.download_as_bytearray())
    name = PurePosixPath(document.file_name or "meetings.yaml").name
    await reply_with_plan(context, await context.services.imports.plan(context.person, name, content))


async def reply_with_plan(context: BotContext, view: PlanView) -> None:
    """Show what would change, to be decided on."""
    decide = [
        button("✅", context.label("Apply"), f"import:apply:{view.number}"),
        button("✖", context.label("Discard the change"), f"import:discard:{view.number}"),
    ]
    await context.reply("imports/plan.html", view=view, keyboard=[decide] if view.number is not None else [])


async def apply(update: Update, context: BotContext) -> None:
    """Import what was shown, and offer to take it back."""
    applied = await context.services.imports.apply(context.person, int(context.pressed["upload"]))
    await _reply_with_applied(context, applied, "imports/applied.html")


async def undo(update: Update, context: BotContext) -> None:
    """Take an import back, or show what that would change by now."""
    view = await context.services.imports.undo(context.person, int(context.pressed["upload"]))
    if isinstance(view, PlanView):
        await reply_with_plan(context, view)
    else:
        await _reply_with_applied(context, view, "imports/undone.html")


async def discard(update: Update, context: BotContext) -> None:
    """Forget what was shown."""
    await context.services.imports.discard(context.person, int(context.pressed["upload"]))
    await context.reply("imports/discarded.html")


async def _reply_with_applied(context: BotContext, applied: AppliedView, template: str) -> None:
    rows = [*meeting_buttons(context, [each.view.meeting for each in applied.plan.meetings[:8]])]
    if applied.undo is not None:
        rows.append([button("↩️", context.label("Undo"), f"import:undo:{applied.undo}")])
    await context.reply(template, view=applied.plan, keyboard=rows)


async def export(update: Update, context: BotContext) -> None:
    """Send what she organises as an archive."""
    exported = await context.services.imports.export(context.person)
    await context.send_file("meetings.zip", exported.content, "imports/exported.html", meetings=exported.meetings)
