"""When one chat may be written to again. Pure; the time is given, in seconds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

ChatId = int | str

SECOND = 1.003
MINUTE = 60.2
"""No two machines count alike, and the way between them varies: a second and a minute are taken a little long."""

IN_A_GROUP = 20
"""How many messages a minute Telegram allows in a group, edits included."""

IN_A_ROW = 30
"""How many replies a private chat may get in a row, in as many seconds: what its person may ask for in a minute."""

_KEPT_FREE_IN_A_GROUP = 3


class Recent:
    """When each chat of one kind was written to of late: `most` times in any `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: dict[ChatId, list[float]] = {}

    def __len__(self) -> int:
        return len(self._times)

    def __iter__(self) -> Iterator[ChatId]:
        """The chats, the one written to last first."""
        return reversed(self._times)

    def note(self, chat: ChatId, now: float) -> None:
        """A call for the chat leaves now."""
        times = self._times.pop(chat, None)  # put back at the end: the dictionary is in the order of the last calls
        if times is None:
            times = []
        times.append(now)
        del times[: -self._most]
        self._times[chat] = times
        for oldest in list(islice(self._times, 2)):  # one comes, two may go: it stays as small as it can
            if self._times[oldest][-1] + self._seconds <= now:
                del self._times[oldest]

    def last(self, chat: ChatId) -> float:
        """When the chat was written to last."""
        return self._times[chat][-1]

    def free_at(self, chat: ChatId, kept_free: int = 0) -> float:
        """From when on the chat has one place more than `kept_free`."""
        times, places = self._times.get(chat, ()), self._most - kept_free
        return times[-places] + self._seconds if len(times) >= places else -math.inf


class Chats:
    """All chats: private ones get one message a second on average, groups and channels 20 a minute."""

    def __init__(self, pace: float = 1.0) -> None:
        """`pace` is how much of a second each second of these limits takes; 0 is for tests that nobody waits for."""
        self._second = pace * SECOND
        self._private = Recent(IN_A_ROW, IN_A_ROW * self._second)
        self._groups = Recent(IN_A_GROUP, pace * MINUTE)

    def note(self, chat: ChatId, now: float) -> None:
        """A call for the chat leaves now."""
        self._kind(chat).note(chat, now)

    def free_for_reply(self, chat: ChatId | None) -> float:
        """From when on a reply may go to the chat; None is a message that belongs to none (inline)."""
        return -math.inf if chat is None else self._kind(chat).free_at(chat)

    def busy(self, now: float) -> dict[ChatId, float]:
        """The chats to which no delivery may go yet, each with the time from which on it may."""
        busy = {}
        for chat in self._private:
            free_at = self._private.last(chat) + self._second
            if free_at <= now:  # and so are those that were written to earlier
                break
            busy[chat] = free_at
        for chat in self._groups:
            free_at = max(self._groups.last(chat) + self._second, self._groups.free_at(chat, _KEPT_FREE_IN_A_GROUP))
            if free_at > now:
                busy[chat] = free_at
        return busy

    def _kind(self, chat: ChatId) -> Recent:
        return self._private if isinstance(chat, int) and chat > 0 else self._groups
