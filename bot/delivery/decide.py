"""What becomes of a delivery after its call: a pure decision over the error, if there was one.

The order of the cases is their meaning: `BadRequest` and `TimedOut` are `NetworkError`s, and what never left is not
what was cut later.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.store.outbox import Delivery, Outcome
from bot.transport import NotSent, ServerFailed

BLOCKED = "blocked"
DEACTIVATED = "deactivated"
REMOVED = "removed"
NEVER_STARTED = "never started"
NOT_FOUND = "not found"
NO_RIGHTS = "no rights"
CLOSED = "topic closed"
CUT = "cut"
UNREADABLE = "unreadable"

SERVER_FAILURES = 3
"""How often a delivery goes back to pending after a 500 of Telegram's own."""

_LONGEST_WAIT = timedelta(minutes=1)

# What Telegram writes, in lower case, and what it means; the API documents none of these words.
_CHAT_IS_LOST = {
    "bot was blocked": BLOCKED,
    "user is deactivated": DEACTIVATED,
    "user_deactivated": DEACTIVATED,
    "input_user_deactivated": DEACTIVATED,
    "group chat was deactivated": DEACTIVATED,
    "group chat was deleted": REMOVED,
    "bot was kicked": REMOVED,
    "bot is not a member": REMOVED,
    "can't initiate conversation": NEVER_STARTED,
    "chat not found": NOT_FOUND,
    "user not found": NOT_FOUND,
    "peer_id_invalid": NOT_FOUND,
}
_NOT_ALLOWED_NOW = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "_forbidden",
)
_TOPIC_IS_GONE = ("message thread not found", "topic_closed", "topic_deleted", "topic closed", "topic deleted")
_ALREADY_SO = ("message is not modified", "message to delete not found")


def decide(error: Exception | None, delivery: Delivery, now: datetime) -> Outcome:
    """Say what becomes of a delivery whose call ended with `error`, or without one, at `now` (UTC)."""
    match error:
        case None:
            return Outcome(state="sent")
        case RetryAfter():
            hold = named_time(error)
            return Outcome(state="pending", not_before=now + hold, hold=hold)
        case Forbidden():
            return _refused(error, delivery, chat_lost=True)
        case ChatMigrated():
            return Outcome(state="pending", migrated_to=error.new_chat_id)
        case BadRequest():
            return _refused(error, delivery, chat_lost=False)
        case NotSent():
            return Outcome(state="pending", not_before=now + _wait(delivery.attempts))
        case ServerFailed():
            return _server_failed(error, delivery, now)
        case InvalidToken():  # nothing is wrong with the delivery: it waits for a token that is right
            return Outcome(state="pending", not_before=now + _LONGEST_WAIT)
        case TelegramError():  # TimedOut, NetworkError, an answer that nobody could read: it may have been carried out
            return _may_have_arrived(error, delivery, now)
    return Outcome(state="failed", reason=type(error).__name__)


def got_through(error: Exception | None) -> bool:
    """Whether a call that ended so was answered in earnest; an error of ours says nothing against the way to Telegram."""
    answered = (RetryAfter, Forbidden, ChatMigrated, BadRequest)
    return not isinstance(error, TelegramError) or isinstance(error, answered)


def may_be_repeated(error: TelegramError) -> bool:
    """Whether a reply whose call ended so is to be made again: it was not refused, but has not got through."""
    return isinstance(error, RetryAfter) or not got_through(error)


def is_closed(error: BadRequest) -> bool:
    """Whether it is the chat, or a topic of it, that takes nothing from the bot, whatever was sent."""
    lower = _words(error).lower()
    return any(mark in lower for mark in (*_CHAT_IS_LOST, *_NOT_ALLOWED_NOW, *_TOPIC_IS_GONE))


def named_time(error: RetryAfter) -> timedelta:
    """How long Telegram wants nothing from us (Bot API, `ResponseParameters.retry_after`)."""
    named = error.retry_after
    return named if isinstance(named, timedelta) else timedelta(seconds=named)


def _refused(error: TelegramError, delivery: Delivery, *, chat_lost: bool) -> Outcome:
    """Telegram says no, in words only; those that say nothing of the chat make the delivery fail."""
    words = _words(error)
    lower = words.lower()
    lost = next((reason for mark, reason in _CHAT_IS_LOST.items() if mark in lower), None)
    if delivery.original is not None and any(mark in lower for mark in _ALREADY_SO):
        return Outcome(state="sent")
    if lost is not None:
        return Outcome(state="unreachable", reason=lost, chat_lost=True)
    if any(mark in lower for mark in _TOPIC_IS_GONE):
        if delivery.topic is not None:
            return Outcome(state="pending", topic_gone=True)
        return Outcome(state="unreachable", reason=CLOSED)
    if any(mark in lower for mark in _NOT_ALLOWED_NOW):
        return Outcome(state="unreachable", reason=NO_RIGHTS)
    if chat_lost:
        return Outcome(state="unreachable", reason=words, chat_lost=True)
    return Outcome(state="failed", reason=words)


def _server_failed(error: ServerFailed, delivery: Delivery, now: datetime) -> Outcome:
    if delivery.server_failures >= SERVER_FAILURES:
        return Outcome(state="failed", reason=_words(error), server_failed=True)
    return Outcome(state="pending", not_before=now + _wait(delivery.server_failures + 1), server_failed=True)


def _may_have_arrived(error: TelegramError, delivery: Delivery, now: datetime) -> Outcome:
    if delivery.can_be_repeated:
        return Outcome(state="pending", not_before=now + _wait(delivery.attempts))
    return Outcome(state="uncertain", reason=CUT if isinstance(error, NetworkError) else UNREADABLE)


def _words(error: Exception) -> str:
    return str(error).removeprefix("Forbidden: ")


def _wait(times: int) -> timedelta:
    """One second after the first time, twice as long after each more."""
    return min(_LONGEST_WAIT, timedelta(seconds=2 ** min(max(times - 1, 0), 16)))
