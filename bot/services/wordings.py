"""How the latest messages read, so that one that is called edited and reads as before is known."""

from __future__ import annotations

from collections.abc import Hashable

_MOST = 500


class Wordings:
    """Keeps of each message a number from which its words cannot be read, in memory: after a restart none is known.

    It knows at least the latest `most` messages, and at most twice as many.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: dict[tuple[int, int], tuple[int, int]] = {}
        self._earlier = self._kept

    def keep(self, chat_id: int, message_id: int, wording: Hashable, update_id: int) -> bool:
        """Keep how a message reads now; give whether that is new: it was not known, or read otherwise, before this update.

        An update that is handled again, because Telegram took no reply, says what it said.
        """
        message, reads = (chat_id, message_id), hash(wording)
        before = self._kept.get(message) or self._earlier.get(message)
        if before is not None and before[0] == reads:
            return before[1] == update_id
        self._kept[message] = (reads, update_id)
        if len(self._kept) > self._most:
            self._earlier, self._kept = self._kept, {}
        return True

    def drop(self, chat_id: int) -> None:
        """Keep nothing of a chat: its person was forgotten."""
        for kept in (self._kept, self._earlier):
            for message in [message for message in kept if message[0] == chat_id]:
                del kept[message]
