"""Changes taken back give the meeting as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings

from bot import history
from bot.importing.merging import edits
from bot.model import Change, Meeting
from tests.importing.strategies import meetings

NOW = datetime(2011, 5, 10, tzinfo=UTC)


def _bare(meeting: Meeting, like: Meeting | None = None) -> Meeting:
    return replace(
        meeting,
        id="a",
        uid="u",
        revision=None,
        sources=like.sources if like else meeting.sources,
        aliases=like.aliases if like else meeting.aliases,
        answers=like.answers if like else meeting.answers,
        programme=tuple(replace(each, uid=None, revision=None) for each in meeting.programme),
    )


def _sorted(meeting: Meeting) -> Meeting:
    return replace(
        meeting,
        programme=tuple(sorted(meeting.programme, key=lambda each: each.id)),
        documents=tuple(sorted(meeting.documents, key=lambda each: each.id)),
    )


@given(meetings, meetings)
@settings(max_examples=60, deadline=None)
def test_any_change_can_be_taken_back(old: Meeting, new: Meeting):
    """Whatever a meeting becomes, its record leads back to what it was, but for the order of its lists."""
    new = _bare(new)
    old = _bare(old, like=new)
    record = [
        Change(
            meeting_id="a",
            path=path,
            old=None if was is None else json.dumps(was),
            new=None if now is None else json.dumps(now),
            by="Ana",
            at=NOW,
        )
        for path, was, now in edits(old, new, {}, lambda document: None)
    ]

    was = history.loaded(history.before(history.dumped(new), record))

    assert _sorted(old) == _sorted(was)
