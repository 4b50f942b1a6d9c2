"""Whether an invitation names those of whom a question asks whether they may come: the press, NGOs, observers."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering import groups, parts
from bot.answering.reading import Reading
from bot.answering.subjects import Ask
from bot.model import Meeting


def invited_part(ask: Ask, meeting: Meeting, reading: Reading, paths: tuple[str, ...]) -> parts.Invited:
    """Who is invited, and what the documents say of those whom the question names."""
    asked = groups.named([reading.tokens[at] for at in _places(reading)])
    if not asked or not meeting.invited or asked & groups.named_in(meeting.invited):
        return parts.Invited(ask=ask, meeting=meeting, paths=paths)
    letters = tuple(each for each in meeting.documents if asked & groups.named_in(each.addressed_to))
    paths += tuple(f"documents.{letter.id}.addressed_to" for letter in letters)
    left_out = not letters and not asked & groups.meant_in(meeting.invited)
    return parts.Invited(ask=ask, meeting=meeting, paths=paths, letters=letters, leaves_out=left_out)


def _places(reading: Reading) -> Iterator[int]:
    for hit in reading.of("concepts"):
        if hit.value.name == "group":
            yield from range(hit.start, hit.end)
