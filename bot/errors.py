"""The errors of the bot. Each explains itself: what `str()` gives is one plain sentence."""

from __future__ import annotations

import inspect


class BotError(Exception):
    """Something went wrong."""

    def __str__(self) -> str:
        return super().__str__() or inspect.cleandoc(self.__doc__ or "")


class UserError(BotError):
    """The person asked for something that cannot be done, and is told so.

    `template` names the chat template that answers it, `values` are given to that template.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(f"The person is answered with {template}.")
        self.template = template
        self.values = values


class NotForThem(UserError):
    """The person pressed what others in the chat may press: she is told so, and nobody else has to read it."""


class StartError(BotError):
    """The command cannot go on."""


class StoreError(StartError):
    """The database cannot be used."""


class TokenRejected(StartError):
    """Telegram does not accept PLENARY_TOKEN; copy it from @BotFather anew."""


class UpdatesTaken(StartError):
    """Another program receives the updates of this bot; stop it, or have @BotFather revoke the token."""
