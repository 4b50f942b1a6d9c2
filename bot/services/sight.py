"""Who sees which meetings: everybody the public ones, those let in also theirs, organisers also those that they organise.

Whatever handles an update looks at the catalogue through the `Sight` of its chat, which is set before any handler runs; so no
service and no handler can show what the chat may not see. Outside an update (command line, outbox) everything is seen.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace

from bot.model import Catalogue, Meeting

_MOST_CUTS = 16  # kept at a time; a cut costs the time to copy a dictionary, what is built on it more


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen besides the public meetings: those of `processes` (None: of all), and those let in to."""

    processes: frozenset[str] | None = frozenset()
    let_in_to: frozenset[str] = frozenset()

    def sees(self, meeting: Meeting) -> bool:
        """Whether a meeting is shown."""
        return (
            meeting.visibility == "public"
            or self.processes is None
            or meeting.process in self.processes
            or meeting.id in self.let_in_to
        )


EVERYTHING = Sight(processes=None)
PUBLIC = Sight()

sight: ContextVar[Sight] = ContextVar("sight", default=EVERYTHING)


class Cuts:
    """Catalogues without what is not seen, each made once until the store changes; the whole one where nothing is hidden."""

    def __init__(self) -> None:
        self._cut = _Cut(Catalogue(-1, {}, {}))

    def of(self, whole: Catalogue, seen_by: Sight) -> Catalogue:
        """What is seen of a catalogue; the same object for all who see the same."""
        if whole is not self._cut.whole:
            self._cut = _Cut(whole)
        made, hidden = self._cut.made, self._cut.hidden_from(seen_by)
        if hidden not in made:
            if len(made) == _MOST_CUTS:
                made.clear()
            shown = {each.id: each for each in whole.meetings.values() if each.id not in hidden}
            made[hidden] = replace(whole, meetings=shown) if hidden else whole
        return made[hidden]

    def in_memory(self, revision: int | None, seen_by: Sight) -> Catalogue | None:
        """What is seen of the catalogue that was cut last, if it is of that revision and was cut so. Any thread may ask."""
        cut = self._cut
        return cut.made.get(cut.hidden_from(seen_by)) if cut.whole.revision == revision else None


class _Cut:
    """A catalogue, and what was made of it by the ids of the meetings that are left out."""

    def __init__(self, whole: Catalogue) -> None:
        self.whole = whole
        self.made: dict[frozenset[str], Catalogue] = {}
        self._invited = tuple(each for each in whole.meetings.values() if each.visibility == "invited")

    def hidden_from(self, seen_by: Sight) -> frozenset[str]:
        return frozenset(meeting.id for meeting in self._invited if not seen_by.sees(meeting))
