"""What a calendar holds: a selection and somebody's choices in, the entries out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UserError
from bot.ics.items import Item, NoEntry, meeting_items, programme_items, session_items
from bot.ics.left_out import left_out_items, left_out_of_session
from bot.ics.together import agenda_items, next_milestone, over_at, process_items
from bot.model import Catalogue, Meeting, Process, Selection, Session
from bot.services.slices import Slices
from bot.store.calendars import Agenda


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The entries of a calendar and what it is of.

    `is_milestone` where nothing stands in it but what comes next, until that has passed (`until`, UTC; None: it has).
    """

    selection: Selection
    items: tuple[Item, ...]
    meeting: Meeting | None = None
    session: Session | None = None
    process: Process | None = None
    is_milestone: bool = False
    until: datetime | None = None


class Collecting:
    """Gathers entries, and keeps those of a meeting for as long as the meeting stays the same value.

    For `live` calendars it gathers also what is there no more, as cancelled; who takes a copy never had that.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._live = live
        self._kept: dict[tuple[str, str], tuple[Meeting, tuple[Item, ...]]] = {}

    async def of(self, catalogue: Catalogue, selection: Selection, agenda: Agenda, now: datetime) -> Collected:
        """The entries. One's own agenda, or a process, in which nothing stands holds the next milestone.

        `catalogue` is what the person may see. Raises UserError where there is no such thing in it any more, and
        NoEntry where no day is known.
        """
        if selection.kind == "agenda":
            return await self._agenda(catalogue, selection, agenda, now)
        if selection.kind == "process":
            return await self._process(catalogue, selection, now)
        meeting = catalogue.meetings.get(selection.meeting or "")
        if meeting is None:
            raise UserError("errors/no_such_meeting.html")
        if selection.kind == "session":
            return self._session(meeting, selection)
        if selection.kind == "meeting":
            head = _head(meeting)
            items = self._with_left_out(lambda: meeting_items(head), left_out_items(head))
        else:
            items = self._keep("programme", meeting, lambda head: _with_head(self._programme(meeting), head))
        return Collected(selection=selection, items=items, meeting=meeting)

    def _session(self, meeting: Meeting, selection: Selection) -> Collected:
        session = meeting.session(selection.session or "")
        if session is None:
            raise UserError("errors/stale.html")
        head = _head(meeting)
        items = self._with_left_out(lambda: session_items(head, session), left_out_of_session(head, session))
        return Collected(selection=selection, items=items, meeting=meeting, session=session)

    def _programme(self, meeting: Meeting) -> tuple[Item, ...]:
        left_out = (item for session in meeting.programme for item in left_out_of_session(meeting, session))
        return self._with_left_out(lambda: programme_items(meeting), left_out)

    def _with_left_out(self, items: Callable[[], tuple[Item, ...]], left_out: Iterable[Item]) -> tuple[Item, ...]:
        """What is there, and in a live calendar what is there no more. Raises NoEntry where there is neither."""
        gone = tuple(left_out) if self._live else ()
        try:
            return (*items(), *gone)
        except NoEntry:
            if not gone:
                raise
            return gone

    async def _process(self, catalogue: Catalogue, selection: Selection, now: datetime) -> Collected:
        process = catalogue.processes.get(selection.process or "")
        if process is None:
            raise UserError("errors/no_such_meeting.html")
        items = await self._of_meetings(_of_processes(catalogue, {process.id}))
        return await self._or_milestone(Collected(selection=selection, items=items, process=process), catalogue, now)

    async def _agenda(self, catalogue: Catalogue, selection: Selection, agenda: Agenda, now: datetime) -> Collected:
        processes = {subject.id for subject in agenda.followed if subject.kind == "process"}
        meetings = {meeting.id: meeting for meeting in _of_processes(catalogue, processes)}
        followed = sorted(subject.id for subject in agenda.followed if subject.kind == "meeting")
        meetings |= {id_: catalogue.meetings[id_] for id_ in followed if id_ in catalogue.meetings}
        sessions = [
            (_head(meeting), session)
            for star in sorted(agenda.stars, key=lambda star: (star.meeting_id, star.session_id))
            if (meeting := catalogue.meetings.get(star.meeting_id)) and (session := meeting.session(star.session_id))
        ]
        items = (
            *await self._of_meetings(meetings.values(), with_deadlines=True),
            *agenda_items((), sessions, live=self._live),
        )
        return await self._or_milestone(Collected(selection=selection, items=items), catalogue, now)

    async def _or_milestone(self, collected: Collected, catalogue: Catalogue, now: datetime) -> Collected:
        if collected.items:
            return collected
        of_process = _of_processes(catalogue, {collected.process.id}) if collected.process else ()
        items = await self._of_meetings(of_process) or await self._of_meetings(catalogue.meetings.values())
        item = next_milestone(items, now)
        passes = over_at(item)
        return replace(collected, items=(item,), is_milestone=True, until=passes if passes > now else None)

    async def _of_meetings(self, meetings: Iterable[Meeting], *, with_deadlines: bool = False) -> tuple[Item, ...]:
        items: list[Item] = []
        slices = Slices()
        for meeting in meetings:
            if with_deadlines:
                items += self._keep("agenda", meeting, lambda head: agenda_items([head], (), live=self._live))
            else:
                items += self._keep("process", meeting, lambda head: process_items([head], live=self._live))
            await slices.next()
        return tuple(items)

    def _keep(self, kind: str, meeting: Meeting, make: Callable[[Meeting], tuple[Item, ...]]) -> tuple[Item, ...]:
        """What `make` gives for the meeting's head, made once."""
        kept = self._kept.get((kind, meeting.id))
        if kept is None or kept[0] is not meeting:
            kept = self._kept[kind, meeting.id] = meeting, make(_head(meeting))
        return kept[1]


def _head(meeting: Meeting) -> Meeting:
    """The meeting without its lists of sessions and papers: all that the words of an entry may rest on."""
    return replace(meeting, programme=(), documents=())


def _with_head(items: Iterable[Item], head: Meeting) -> tuple[Item, ...]:
    return tuple(replace(item, meeting=head) for item in items)


def _of_processes(catalogue: Catalogue, processes: set[str]) -> Iterable[Meeting]:
    return (meeting for meeting in catalogue.meetings.values() if meeting.process in processes)
