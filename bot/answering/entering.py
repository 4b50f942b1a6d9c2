"""What of a meeting shall go into a calendar: all of it in one entry, its programme, its process, or sessions by name."""

from __future__ import annotations

from collections.abc import Sequence

from bot import facts
from bot.answering.parts import Entries
from bot.answering.subjects import Ask
from bot.model import Meeting, Session


def entries(ask: Ask, meeting: Meeting, named: Sequence[Session], paths: tuple[str, ...]) -> Entries:
    """What is asked for as far as it has a day, else the meeting; `named` are sessions, `paths` what the meeting's rests on."""
    if ask.focus == "process" and meeting.process:
        return Entries(ask=ask, meeting=meeting, paths=paths, kind="process")
    dated = [session for session in meeting.programme if facts.has_day(session)]
    if ask.focus == "programme" and dated:
        return Entries(ask=ask, meeting=meeting, paths=("programme",), kind="programme")
    if not ask.focus and (sessions := tuple(session for session in named if session in dated)):
        said = tuple(f"programme.{session.id}" for session in sessions)
        return Entries(ask=ask, meeting=meeting, paths=said, kind="session", sessions=sessions)
    return Entries(ask=ask, meeting=meeting, paths=paths)
