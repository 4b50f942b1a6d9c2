"""Correcting what was sent, in place, and taking it back: each is looked at and asked about before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.announcement import LONGEST_CAPTION, LONGEST_TEXT, Announcement, Content, content_as_json
from bot.clock import Clock
from bot.errors import UserError
from bot.markup import cleaned, plain, utf16_length
from bot.model import Person
from bot.services.draft_views import AboutView, about
from bot.services.drafts import found, logged
from bot.services.meetings import Meetings
from bot.services.organisers import Doing, must_be_allowed
from bot.services.reports import ReportView
from bot.services.sent_announcements import SentAnnouncements
from bot.store import Connection, acts, amending, reporting
from bot.store import announcements as store
from bot.store.acts import What
from bot.store.database import Database
from bot.store.outbox import WITHDRAWAL


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentView(AboutView):
    """What a correction or withdrawal would do: to `reached` readers who have it, and `waiting` who do not yet.

    `changed` are the languages whose text is corrected; `body` is what the correction would carry.
    """

    reached: int
    waiting: int
    changed: tuple[str, ...]
    body: dict[str, Any]


class Amendments:
    """Corrects and withdraws announcements; the outbox does it, message by message."""

    def __init__(
        self, database: Database, clock: Clock, meetings: Meetings, sent: SentAnnouncements, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._sent = sent
        self._wake = wake

    async def view(self, by: Person, announcement_id: int) -> AmendmentView:
        """What has been prepared. Raises UserError when it was not sent, was withdrawn, is gone or not hers."""
        catalogue = await self._meetings.catalogue()

        def seen(connection: Connection) -> tuple[Announcement, dict[str, int], int]:
            announcement = _sent(connection, by, announcement_id)
            progress = reporting.progress(connection, announcement.cause_id or 0)
            counts = progress.counts if progress else {}
            waiting = counts.get("pending", 0) + counts.get("sending", 0)
            return announcement, reporting.sent_in(connection, announcement.cause_id or 0), waiting

        announcement, reached, waiting = await self._database.read(seen)
        named = about(catalogue, announcement.selection)
        view = AboutView(announcement=announcement, **named)
        correction, changed = announcement.correction, _changed(announcement)
        at = self._clock.now().astimezone(view.zone).replace(tzinfo=None, second=0, microsecond=0).isoformat()
        corrected = {**announcement.corrected, **dict.fromkeys(changed, at)}
        content = content_as_json(correction or announcement.content)
        body = {"content": content, "corrected_at": corrected, "zone": view.zone.key}
        return AmendmentView(
            announcement=announcement,
            reached=sum(
                number
                for language, number in reached.items()
                if not changed or announcement.content.language_for(language) in changed
            ),
            waiting=waiting,
            changed=changed,
            body=body,
            **named,
        )

    async def write(self, by: Person, announcement_id: int, language: str, html: str) -> AmendmentView:
        """Prepare a version's corrected text. Raises UserError for one that does not fit in the message that was sent."""
        text = cleaned(html)

        def written(connection: Connection) -> None:
            announcement = _sent(connection, by, announcement_id)
            content = announcement.correction or announcement.content
            if not announcement.content.versions.get(language) or not announcement.content.versions[language].text:
                raise UserError("errors/stale.html")
            is_caption = announcement.content.parts(language)[0].attachment is not None
            limit = LONGEST_CAPTION if is_caption else LONGEST_TEXT
            excess = utf16_length(plain(text)) - limit
            if excess > 0:
                raise UserError("announcements/too_long.html", excess=excess, limit=limit)
            version = replace(content.versions[language], text=text)
            corrected = replace(content, versions={**content.versions, language: version})
            if not is_caption and corrected.parts(language)[0].attachment is not None:
                version = replace(version, is_apart=True)
                corrected = replace(content, versions={**content.versions, language: version})
            _prepare(connection, announcement, corrected)

        await self._database.note(written)
        return await self.view(by, announcement_id)

    async def restore(self, by: Person, announcement_id: int) -> AmendmentView:
        """Prepare the words from before the last correction. Raises UserError when there was none."""

        def restored(connection: Connection) -> None:
            announcement = _sent(connection, by, announcement_id)
            if announcement.before is None:
                raise UserError("errors/stale.html")
            _prepare(connection, announcement, announcement.before)

        await self._database.note(restored)
        return await self.view(by, announcement_id)

    async def drop(self, by: Person, announcement_id: int) -> None:
        """Leave it as it was sent."""

        def dropped(connection: Connection) -> None:
            store.save(connection, replace(_sent(connection, by, announcement_id), correction=None))

        await self._database.note(dropped)

    async def correct(self, by: Person, announcement_id: int, revision: int) -> ReportView:
        """Edit what was sent, for all; who has not got it yet gets it corrected. Pressed twice it is done once.

        `revision` is the one that was looked at. Raises UserError when another organiser has corrected it since, or
        prepares other words, with what stands now.
        """
        body, now = (await self.view(by, announcement_id)).body, self._clock.now()

        def corrected(connection: Connection) -> None:
            announcement = _sent(connection, by, announcement_id)
            if announcement.correction is None and announcement.revision == revision + 1:
                return  # done by the first press
            if announcement.correction is None or announcement.revision != revision or announcement.cause_id is None:
                raise UserError("announcements/corrected_meanwhile.html", announcement=announcement)
            key = f"correction:{announcement.id}:{revision + 1}"
            readers = [
                language
                for language in reporting.sent_in(connection, announcement.cause_id)
                if announcement.content.language_for(language) in _changed(announcement)
            ]
            amending.correct(connection, announcement.cause_id, key, body, by.name, now, readers)
            new = replace(
                announcement,
                content=announcement.correction,
                correction=None,
                before=announcement.content,
                corrected=body["corrected_at"],
                revision=revision + 1,
            )
            store.save(connection, new)
            _log(connection, by, What.CORRECTED, new, now)

        await self._database.write(corrected)
        self._wake()
        return await self._sent.report(announcement_id)

    async def withdraw(self, by: Person, announcement_id: int) -> ReportView:
        """Delete what was sent within 48 hours, let what is older say that it is withdrawn, and send no more of it."""
        now = self._clock.now()

        def withdrawn(connection: Connection) -> None:
            announcement = found(connection, by, announcement_id)
            if announcement.cause_id is None:
                raise UserError("announcements/gone.html")
            key = f"withdrawal:{announcement.id}"
            body = {"content": content_as_json(announcement.content)}
            queued = amending.withdraw(connection, announcement.cause_id, key, body, by.name, now)
            store.set_told(connection, announcement_id, False)
            if queued.is_new:
                _log(connection, by, What.WITHDREW, announcement, now)

        await self._database.write(withdrawn)
        self._wake()
        return await self._sent.report(announcement_id)


def _sent(connection: Connection, by: Person, announcement_id: int) -> Announcement:
    """An announcement that was sent and not taken back. Raises UserError for others."""
    announcement = found(connection, by, announcement_id)
    amendment = reporting.last_amendment(connection, announcement.cause_id or 0)
    if announcement.cause_id is None:
        raise UserError("announcements/gone.html")
    if amendment is not None and amendment.kind == WITHDRAWAL:
        raise UserError("announcements/withdrawn_meanwhile.html")
    return announcement


def _changed(announcement: Announcement) -> tuple[str, ...]:
    """The languages whose text the correction that is prepared changes."""
    versions, correction = announcement.content.versions, announcement.correction
    return tuple(code for code in versions if correction and correction.versions[code] != versions[code])


def _prepare(connection: Connection, announcement: Announcement, correction: Content) -> None:
    """Keep words to be looked at; whoever looked at others before has to look again."""
    if announcement.correction != correction:
        store.save(connection, replace(announcement, correction=correction, revision=announcement.revision + 1))


def _log(connection: Connection, by: Person, what: What, announcement: Announcement, now: datetime) -> None:
    must_be_allowed(connection, Doing(by=by, what=what, process=announcement.selection.process))
    store.set_told(connection, announcement.id, False)
    line = acts.Act(person_id=by.id, name=by.name, what=what, about=logged(announcement), at=now)
    acts.put_act(connection, line)
