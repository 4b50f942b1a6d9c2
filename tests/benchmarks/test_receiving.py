"""The benchmark of receiving and replying: both bots run, and what it would have to notice it notices."""

from __future__ import annotations

import pytest

from benchmarks import receiving
from benchmarks.botapi import Reply
from benchmarks.crowd import QUESTIONS, Crowd
from benchmarks.receiving import ECHO, PLENARY, Figures, compare, out_of_order


def figures(**changed: list[float]) -> Figures:
    same = {name: [1.0] for name in ("start", "first_reply", "cpu", "burst", "slow_burst", "memory")}
    return Figures(**same | {"out_of_order": [0]} | changed)


def echoes(updates: list[dict]) -> list[Reply]:
    return [
        Reply(at, {"chat": update["message"]["chat"], "text": update["message"]["text"]})
        for at, update in enumerate(updates)
    ]


def test_both_bots_answer_everything_in_order() -> None:
    """In its short form it runs both bots, each on its own server, and each answers every question in its turn."""
    table = receiving.run(short=True)

    rows = {row.what: row for row in table.rows}
    assert 0 == rows["out of order within a chat"].ours
    assert all(row.ours > 0 and row.other for row in table.rows if row.other is not None)


def test_the_medians_are_compared() -> None:
    """One slow run among three changes nothing; twice the processor time in most of them is too much."""
    assert compare(figures(cpu=[1.0, 1.0, 9.0], burst=[1.1], slow_burst=[40.0]), figures()).kept
    assert not compare(figures(cpu=[1.0, 2.0, 2.0], burst=[1.1], slow_burst=[40.0]), figures()).kept


@pytest.mark.parametrize(
    ("name", "just_kept", "missed"),
    [
        ("cpu", 1.1, 1.11),
        ("burst", 1.1, 1.09),
        ("slow_burst", 40.0, 39.9),
        ("out_of_order", 0, 1),
        ("start", 4.0, 4.01),
        ("memory", 2.2, 2.21),
    ],
)
def test_each_bound_is_held(name: str, just_kept: float, missed: float) -> None:
    """A figure on its bound keeps it, and beyond it the table says so."""
    kept = {"burst": [2.0], "slow_burst": [50.0]}

    assert compare(figures(**kept | {name: [just_kept]}), figures()).kept
    table = compare(figures(**kept | {name: [missed]}), figures())
    assert not table.kept
    assert 1 == str(table).count("MISSED")


def test_two_swapped_replies_are_out_of_order() -> None:
    """Each reply is held against the question whose turn it was in its chat."""
    updates = Crowd().asks(3)
    replies = echoes(updates)
    chat = replies[0].message["chat"]["id"]
    first, second = [at for at, reply in enumerate(replies) if reply.message["chat"]["id"] == chat][:2]

    assert 0 == out_of_order(ECHO, updates, replies)
    replies[first], replies[second] = replies[second], replies[first]
    assert 2 == out_of_order(ECHO, updates, replies)


def test_half_an_answer_does_not_count() -> None:
    """What is measured is the full answer: with its source folded in it, and three buttons."""
    first, second, *_ = QUESTIONS["en"]
    message = {
        "text": "Lima Conference\nLima, May 2007",
        "entities": [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        "reply_markup": {"inline_keyboard": [[{"text": "Venue", "callback_data": "venue:lima-2007"}] * 3]},
    }

    assert PLENARY.is_reply(message, first)
    assert not PLENARY.is_reply(message, second)
    for lacking in ("entities", "reply_markup"):
        with pytest.raises(ValueError, match="no full answer"):
            PLENARY.is_reply({name: value for name, value in message.items() if name != lacking}, first)


def test_nobody_asks_more_than_the_bot_answers() -> None:
    """Everyone is new in each burst and asks each question once, in the same order."""
    crowd = Crowd()
    asked: dict[int, list[str]] = {}
    for update in crowd.asks(5, "lo") + crowd.asks(5, "lo"):
        asked.setdefault(update["message"]["from"]["id"], []).append(update["message"]["text"])

    assert 10 == len(asked)
    assert all([question.question for question in QUESTIONS["lo"]] == questions for questions in asked.values())
