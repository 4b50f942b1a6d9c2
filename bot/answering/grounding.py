"""What an answer rests on, for whoever asks where it is written or who says so."""

from __future__ import annotations

from collections.abc import Sequence

from bot import facts
from bot.answering import parts
from bot.answering.parts import Part
from bot.answering.subjects import Ask, Subject
from bot.model import Catalogue, Document, Meeting

_SOURCES = Ask(Subject.DOCUMENTS, "sources")


def grounds(shown: Sequence[Part], catalogue: Catalogue) -> tuple[Part, ...]:
    """The documents that the parts of an answer rest on, for each of its meetings; nothing where it says nothing of any."""
    paths: dict[str, dict[str, None]] = {}
    quoted: dict[str, dict[str, Document]] = {}
    meetings: dict[str, Meeting] = {}
    for part in shown:
        meeting = getattr(part, "meeting", None)
        if isinstance(part, parts.Unanswered) or not isinstance(meeting, Meeting):
            continue
        if isinstance(part, parts.Neighbour) and part.other is not None:
            meeting = part.other
            said: tuple[str, ...] = ("follows", "start", "name")
        else:
            said = part.paths
        meetings[meeting.id] = meeting
        paths.setdefault(meeting.id, {}).update(dict.fromkeys(said))
        if isinstance(part, parts.Quotation):
            quoted.setdefault(meeting.id, {})[part.document.id] = part.document
    return tuple(
        _of_meeting(meeting, tuple(paths[meeting.id]), quoted.get(meeting.id, {}), catalogue)
        for meeting in meetings.values()
    )


def _of_meeting(
    meeting: Meeting, paths: tuple[str, ...], quoted: dict[str, Document], catalogue: Catalogue
) -> parts.Grounds:
    cited = (each.document for each in facts.evidence(meeting, catalogue, *paths))
    documents = quoted | {document.id: document for document in cited if document is not None}
    return parts.Grounds(ask=_SOURCES, meeting=meeting, paths=paths, documents=tuple(documents.values()))
