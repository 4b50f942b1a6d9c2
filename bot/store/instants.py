"""How the store writes an instant: UTC text that sorts by time, `2011-05-10T08:00:00.000000Z`."""

from __future__ import annotations

from datetime import UTC, datetime


def as_text(instant: datetime) -> str:
    """The text of an aware instant."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def as_instant(text: str) -> datetime:
    """The instant, in UTC, that a text of the store means."""
    return datetime.fromisoformat(text)
