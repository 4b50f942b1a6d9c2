"""How an announcement stands: how far it is, who was reached and who was not, what readers answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.announcement import Answer
from bot.errors import UserError
from bot.model import Catalogue
from bot.services.draft_views import AboutView, about
from bot.store import Connection, reporting
from bot.store import announcements as store
from bot.store.announcements import Answered
from bot.store.outbox import WITHDRAWAL, State
from bot.store.reporting import Amendment, Progress, Recipient

NOT_REACHED: tuple[State, ...] = ("unreachable", "failed", "uncertain")
SHOWN = 8
"""So many are named of those who were not reached, of each kind; the others are in the list as a file."""

EVERYBODY: tuple[State, ...] = ("sent", *NOT_REACHED, "pending", "sending", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView(AboutView):
    """How far an announcement is, and by name the first of those who were not reached, and why; or, where asked for,
    everybody, with what each has `answered`.

    `lately` is how many were sent in the last `lately_seconds`; `amendment` the last correction or withdrawal of it, and
    `unamended` those (or the first of them) who have it and whom that did not reach. `answer_counts` is how many gave each
    answer.
    """

    progress: Progress
    recipients: tuple[Recipient, ...]
    lately: int = 0
    lately_seconds: float = 10.0
    amendment: Amendment | None = None
    unamended: tuple[Recipient, ...] = ()
    answer_counts: Counter[Answer]
    answered: tuple[Answered, ...] = ()

    def number(self, *states: State) -> int:
        """How many deliveries are in one of the states."""
        return sum(self.progress.counts.get(state, 0) for state in states)

    @property
    def all(self) -> int:
        """How many deliveries there are."""
        return sum(self.progress.counts.values())

    @property
    def left(self) -> int:
        """How many are still to be sent."""
        return self.number("pending", "sending")

    @property
    def done(self) -> int:
        """How many nothing more will be done about."""
        return self.all - self.left

    @property
    def share(self) -> float:
        """The same as a part of all."""
        return self.done / self.all if self.all else 1.0

    @property
    def is_over(self) -> bool:
        """Whether nothing of it, nor of a correction or withdrawal, is left to be done."""
        return not self.left and (self.amendment is None or not self.amendment.left)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.amendment is not None and self.amendment.kind == WITHDRAWAL

    @property
    def rate(self) -> float:
        """How many are sent a second, lately."""
        return self.lately / self.lately_seconds

    @property
    def time_left(self) -> timedelta | None:
        """How long the rest takes at this rate; None where nobody can tell."""
        running = self.progress.state == "running" and self.lately and self.left
        return timedelta(seconds=self.left / self.rate) if running else None

    @property
    def not_amended(self) -> int:
        """How many have it whom the last correction or withdrawal did not reach."""
        return sum(self.amendment.counts.get(state, 0) for state in NOT_REACHED) if self.amendment else 0

    def in_state(self, state: State) -> tuple[Recipient, ...]:
        """The recipients listed whose delivery is in a state."""
        return tuple(recipient for recipient in self.recipients if recipient.state == state)


def report_of(
    connection: Connection, catalogue: Catalogue, announcement_id: int, since: datetime, *, everybody: bool = False
) -> ReportView:
    """Read it off one state of the store. Raises UserError when there is no such, or it has not been sent."""
    announcement = store.announcement_by_id(connection, announcement_id)
    progress = reporting.progress(connection, announcement.cause_id or 0) if announcement else None
    if announcement is None or announcement.cause_id is None or progress is None:
        raise UserError("announcements/gone.html")
    cause_id, most = announcement.cause_id, None if everybody else SHOWN
    amendment = reporting.last_amendment(connection, cause_id)
    listed: Sequence[Sequence[State]] = [EVERYBODY] if everybody else [(state,) for state in NOT_REACHED]
    return ReportView(
        announcement=announcement,
        progress=progress,
        recipients=tuple(one for some in listed for one in reporting.recipients(connection, cause_id, some, most)),
        lately=reporting.sent_since(connection, cause_id, since),
        amendment=amendment,
        unamended=tuple(reporting.recipients(connection, amendment.id, NOT_REACHED, most)) if amendment else (),
        answer_counts=store.answer_counts(connection, cause_id),
        answered=tuple(store.answers(connection, cause_id)) if everybody else (),
        **about(catalogue, announcement.selection),
    )
