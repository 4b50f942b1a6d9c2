"""The methods of the Bot API that a rehearsal knows: each is the model of its parameters, with what it does.

The table below names them as the Bot API does; a class bears the method's name.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from bot.rehearsal.memory import Telegram
from bot.rehearsal.methods import about, chats, editing, queries, sending
from bot.rehearsal.methods.base import Call, Parameters
from bot.rehearsal.refused import Refused, bad_request

_METHODS: tuple[type[Parameters], ...] = (
    sending.SendMessage,
    sending.SendDocument,
    sending.SendPhoto,
    sending.SendLocation,
    sending.SendVenue,
    sending.SendContact,
    sending.SendMediaGroup,
    sending.SendChatAction,
    sending.CopyMessage,
    editing.EditMessageText,
    editing.EditMessageCaption,
    editing.EditMessageReplyMarkup,
    editing.DeleteMessage,
    editing.DeleteMessages,
    editing.SetMessageReaction,
    queries.AnswerCallbackQuery,
    queries.AnswerInlineQuery,
    chats.GetChat,
    chats.GetChatMember,
    chats.GetChatAdministrators,
    chats.LeaveChat,
    chats.GetFile,
    about.GetMe,
    about.SetMyCommands,
    about.DeleteMyCommands,
    about.GetMyCommands,
    about.SetMyName,
    about.SetMyDescription,
    about.SetMyShortDescription,
    about.SetChatMenuButton,
    about.SetWebhook,
    about.DeleteWebhook,
    about.GetWebhookInfo,
)
METHODS = {method.__name__[0].lower() + method.__name__[1:]: method for method in _METHODS}


def answer(telegram: Telegram, call: Call) -> Any:
    """Do what a call asks and give its `result`. Raises Refused as the Bot API refuses."""
    method = METHODS.get(call.method)
    if method is None:
        raise Refused(404, "Not Found: method not found")
    try:
        parameters = method.model_validate(call.parameters)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise bad_request(f"{call.method} does not take this: {name}: {first['msg']}") from error
    return parameters.answer(telegram, call)
