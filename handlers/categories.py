"""What people and delegations are to a convention, in words."""

from __future__ import annotations

from bot.context import BotContext


def category_label(context: BotContext, category: str) -> str:
    """A category's name in the reader's language."""
    label = context.label
    return {
        "state_party": label("State Party"),
        "signatory": label("Signatory State"),
        "observer": label("Observer State"),
        "un": label("United Nations"),
        "icrc": label("ICRC and Red Cross / Red Crescent"),
        "igo": label("Other intergovernmental organisation"),
        "ngo": label("NGO, civil society"),
        "other": label("Other"),
    }[category]
