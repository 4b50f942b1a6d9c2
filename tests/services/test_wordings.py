"""How the latest messages read."""

from __future__ import annotations

from bot.services.wordings import Wordings


def test_what_reads_as_before_is_not_new():
    """Each message of each chat by itself."""
    wordings = Wordings()

    first = [wordings.keep(chat, message, "when?", 1) for chat in (7, 8) for message in (1, 2)]
    again = [wordings.keep(7, 1, words, update) for update, words in enumerate(("when?", "where?", "where?"), 2)]

    assert [True] * 4 == first
    assert [False, True, False] == again


def test_an_update_that_is_handled_again_says_what_it_said():
    """Its reply did not get through."""
    wordings = Wordings()
    wordings.keep(7, 1, "when?", 1)

    assert [True, True, False] == [wordings.keep(7, 1, "where?", update) for update in (2, 2, 3)]


def test_only_the_latest_messages_are_known():
    """It does not grow."""
    wordings = Wordings(most=2)
    for message in range(1, 8):
        wordings.keep(7, message, "when?", message)

    assert [False, False, True] == [wordings.keep(7, message, "when?", 9) for message in (7, 6, 1)]


def test_of_whom_is_forgotten_nothing_is_known():
    """Others are known as before."""
    wordings = Wordings(most=2)
    for chat in (7, 7, 7, 8):
        wordings.keep(chat, 1, "when?", 1)

    wordings.drop(7)

    assert [True, False] == [wordings.keep(chat, 1, "when?", 2) for chat in (7, 8)]
