"""The only doors for time and identity: nothing else asks the system for the hour or makes up an id."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import uuid4


class Clock:
    """Tells the time, real or moved; it is handed to whatever needs the hour."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    @classmethod
    def started_at(cls, instant: datetime | None) -> Clock:
        """Give a clock that shows `instant` now and runs on from there; None is real time."""
        clock = cls()
        if instant is not None:
            clock.set(instant)
        return clock

    def now(self) -> datetime:
        """Give the instant, aware and in UTC."""
        return datetime.now(UTC) + self._ahead

    def set(self, instant: datetime) -> None:
        """Move the clock to `instant`, from where it runs on. Raises ValueError if it has no zone."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        self._ahead = instant - datetime.now(UTC)


def new_uid() -> str:
    """Give a new identity, unguessable and unique: a random UUID (RFC 9562, version 4)."""
    return str(uuid4())


def new_token() -> str:
    """Give a secret that opens something to whoever knows it: 32 characters of base64url, 24 random bytes."""
    return secrets.token_urlsafe(24)
