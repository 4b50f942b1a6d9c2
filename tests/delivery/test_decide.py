"""What becomes of a delivery: every answer of Telegram's, and every way in which there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.decide import SERVER_FAILURES, decide, got_through
from bot.store.outbox import Delivery, Original, Outcome
from bot.transport import NotSent, ServerFailed

NOON = datetime(2011, 5, 10, 12, tzinfo=UTC)


def delivery(**values):
    return Delivery(**{"id": 1, "cause_id": 1, "kind": "announcement", "body": {}, "chat_id": -100, **values})


def amendment(**values):
    return delivery(original=Original((5,), NOON), **values)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_an_answer_without_error_means_sent():
    """Telegram said yes."""
    assert Outcome(state="sent") == decide(None, delivery(), NOON)


def test_a_429_goes_back_and_holds_everything():
    """The row waits for the time that Telegram named, and so does the whole clock."""
    outcome = decide(RetryAfter(17), delivery(), NOON)

    assert Outcome(state="pending", not_before=after(17), hold=timedelta(seconds=17)) == outcome


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), "blocked"),
        (Forbidden("Forbidden: user is deactivated"), "deactivated"),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), "removed"),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), "removed"),
        (Forbidden("Forbidden: the group chat was deleted"), "removed"),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), "never started"),
        (Forbidden("Forbidden: bot can't send messages to bots"), "bot can't send messages to bots"),
        (BadRequest("Bad Request: chat not found"), "not found"),
        (BadRequest("Bad Request: PEER_ID_INVALID"), "not found"),
        (BadRequest("Bad Request: USER_DEACTIVATED"), "deactivated"),
    ],
)
def test_a_chat_that_is_lost_is_tried_no_more(error, reason):
    """Blocked, deleted, removed: the delivery is unreachable, and later ones to that chat are stopped."""
    assert Outcome(state="unreachable", reason=reason, chat_lost=True) == decide(error, delivery(), NOON)


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: have no rights to send a message",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN",
    ],
)
def test_a_chat_where_the_bot_may_not_write_now_is_tried_again_next_time(words):
    """Rights come and go without our being told: this delivery is unreachable, the chat is not lost."""
    assert Outcome(state="unreachable", reason="no rights") == decide(BadRequest(words), delivery(), NOON)


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
def test_a_topic_that_is_gone_gives_way_to_the_group(words):
    """It is sent to the group at large; where that is closed as well, the group is unreachable for now."""
    error = BadRequest(f"Bad Request: {words}")

    assert Outcome(state="pending", topic_gone=True) == decide(error, delivery(topic=3), NOON)
    assert Outcome(state="unreachable", reason="topic closed") == decide(error, delivery(), NOON)


def test_a_group_that_became_a_supergroup_is_written_to_under_its_new_id():
    """At once, and under that id from now on."""
    assert Outcome(state="pending", migrated_to=-1001) == decide(ChatMigrated(-1001), delivery(), NOON)


@pytest.mark.parametrize(
    "words", ["can't parse entities: unsupported start tag", "wrong date_time entity", "message is too long"]
)
def test_a_message_that_telegram_cannot_take_fails_with_its_words(words):
    """It would never be taken: the organiser is told what Telegram said."""
    outcome = decide(BadRequest(f"Bad Request: {words}"), delivery(), NOON)

    assert "failed" == outcome.state
    assert words == (outcome.reason or "").lower()


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 1), (2, 2), (4, 8), (7, 60), (1000, 60)])
def test_what_never_left_goes_out_later(attempt, seconds):
    """However often: first after a second, at last once a minute."""
    outcome = decide(NotSent("no route"), delivery(attempts=attempt), NOON)

    assert Outcome(state="pending", not_before=after(seconds)) == outcome


def test_a_server_failure_is_tried_again_three_times():
    """After a 500 of Telegram's own nothing was sent; the fourth time it is the message's fault."""
    error = ServerFailed("Internal Server Error")
    states = [decide(error, delivery(server_failures=times), NOON) for times in range(SERVER_FAILURES + 1)]

    assert ["pending", "pending", "pending", "failed"] == [outcome.state for outcome in states]
    assert all(outcome.server_failed for outcome in states)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimedOut(), "cut"),
        (NetworkError("Bad Gateway"), "cut"),
        (NetworkError("The connection was cut (ServerDisconnectedError)."), "cut"),
        (TelegramError("The answer is no JSON."), "unreadable"),
    ],
)
def test_what_was_cut_may_have_arrived(error, reason):
    """Nobody knows: an organiser decides, never the loop."""
    assert Outcome(state="uncertain", reason=reason) == decide(error, delivery(), NOON)


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("Bad Gateway"), TelegramError("The answer is no JSON.")])
def test_an_edit_that_was_cut_is_made_again(error):
    """Twice edited is once edited."""
    assert Outcome(state="pending", not_before=after(2)) == decide(error, amendment(attempts=2), NOON)


@pytest.mark.parametrize("words", ["message is not modified: same content", "message to delete not found"])
def test_an_edit_that_changes_nothing_is_done(words):
    """It is as it should be already."""
    assert Outcome(state="sent") == decide(BadRequest(f"Bad Request: {words}"), amendment(), NOON)


def test_a_wrong_token_loses_no_delivery():
    """It is the bot that is refused, not the message."""
    assert Outcome(state="pending", not_before=after(60)) == decide(InvalidToken(), delivery(), NOON)


def test_an_error_of_ours_before_the_call_is_a_failure():
    """Nothing was sent, and nothing would be the next time."""
    assert Outcome(state="failed", reason="KeyError") == decide(KeyError("text"), delivery(), NOON)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, True),
        (RetryAfter(3), True),
        (Forbidden("blocked"), True),
        (BadRequest("no"), True),
        (ChatMigrated(-1), True),
        (NotSent("no route"), False),
        (TimedOut(), False),
        (ServerFailed("500"), False),
        (NetworkError("Bad Gateway"), False),
        (InvalidToken(), False),
        (KeyError("text"), True),
    ],
)
def test_a_refusal_is_an_answer(error, expected):
    """Whoever says no is there; and an error of ours is no sign of an outage."""
    assert expected is got_through(error)
