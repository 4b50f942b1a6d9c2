"""What follows from a change of meetings: the one door, gone through in the transaction that writes them.

Whatever writes meetings (an import, an edit) calls `follow` when it has written them, and nothing else of it needs to
know what hangs on a meeting. A consequence is one function called here with the same three things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Change, Meeting
from bot.services import notices, reminder_plan, scheduled
from bot.store import Connection, meetings


@dataclass(frozen=True, slots=True)
class Written:
    """Meetings that have just been written, by their ids: as they stood before (a new one did not), and as they do now.

    `changes` are all that differs, meeting by meeting; a meeting whose `revision` is the same looks the same to readers.
    """

    before: Mapping[str, Meeting]
    after: Mapping[str, Meeting]
    changes: Sequence[Change]


def follow(connection: Connection, written: Written, now: datetime) -> None:
    """Let everything follow that has to; `now` is aware UTC. To be called in the transaction, after the meetings."""
    meetings.put_changes(connection, written.changes)
    for meeting_id, meeting in written.after.items():
        changes = tuple(change for change in written.changes if change.meeting_id == meeting_id)
        notices.queue(connection, written.before.get(meeting_id), meeting, changes, now)
        scheduled.follow_meeting(connection, written.before.get(meeting_id), meeting, now)
    reminder_plan.plan_meetings(connection, written.after.values(), now)
