"""`plenary announce`: an announcement from a script, queued for the running bot; or counted only."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import facts, formatting
from bot.announcement import NOT_SAID, Addressees, Attachment
from bot.clock import Clock
from bot.commandline.ordered import Order, ordered
from bot.commandline.simple import must_exist, opened
from bot.composition import build_services
from bot.errors import StartError, UserError
from bot.model import Catalogue
from bot.services.announced_files import AnnouncedFiles
from bot.services.announcements import Announcements
from bot.services.countries import country_named
from bot.services.wall_clock import at_wall_clock
from bot.settings import Settings

_WORDS = {"today": 0, "tomorrow": 1}


async def announce(settings: Settings, given: Namespace) -> None:
    """Queue an announcement, which the running bot sends; or count whom it would reach."""
    must_exist(settings)
    clock = Clock.started_at(settings.now)
    order = ordered(given, settings.language)
    async with opened(settings, clock) as database:
        services = build_services(settings, clock, database)
        catalogue = await services.meetings.catalogue()
        selection = _selection(given, catalogue)
        order_id = order.fingerprint(selection, given.at)
        key = given.key and f"script:{given.key}"
        if not given.dry_run and key and await _was_announced(services.announcements, key, order_id):
            return
        send_at = _time(given, selection, catalogue, clock.now())
        audience = await services.announcements.count(selection)
        print(f"{audience.chats} chats, {audience.unreachable} of them cannot be reached")
        if given.dry_run:
            return
        if not audience.chats:
            raise StartError("It is for nobody: nobody follows, or nobody of those chosen. Nothing was queued.")
        content = order.content(await _kept(services.announced_files, order))
        number, is_new = await services.announcements.announce(
            selection, content, given.by, key=key, order=order_id, send_at=send_at
        )
        if not is_new:  # another script was faster
            await _was_announced(services.announcements, key, order_id)
        elif send_at is None:
            print(f"queued as announcement {number}")
        else:
            print(f"scheduled as announcement {number} for {send_at:%Y-%m-%d %H:%M} UTC")


async def _was_announced(announcements: Announcements, key: str, order_id: str) -> bool:
    """Whether this was announced before, which is then said. Raises StartError where the key stands for something else."""
    known = await announcements.with_key(key)
    if known is None:
        return False
    if known.order != order_id:
        raise StartError(f"This key stands for announcement {known.id}, which says something else; nothing was done.")
    print(f"announced before, as announcement {known.id}; nothing was done")
    return True


async def _kept(files: AnnouncedFiles, order: Order) -> tuple[Attachment, ...]:
    """The photos and files, which all versions share; the running bot uploads each once."""
    return tuple(
        [
            Attachment(kind=one.kind, file_id=await files.keep(one.name, one.content), name=one.name)
            for one in order.files
        ]
    )


def _selection(given: Namespace, catalogue: Catalogue) -> Addressees:
    meeting = catalogue.meetings.get(given.meeting)
    if given.meeting and meeting is None:
        raise StartError(f"There is no meeting {given.meeting!r}; those in the store: {_names(catalogue.meetings)}.")
    process = meeting.process if meeting else given.process
    if process is None or process not in catalogue.processes:
        raise StartError(f"There is no process {process!r}; those in the store: {_names(catalogue.processes)}.")
    return Addressees(
        process=process,
        meeting=given.meeting,
        languages=tuple(given.language),
        countries=tuple(_country(name) for name in given.country),
        categories=tuple(given.category),
    )


def _names(known: Iterable[str]) -> str:
    return ", ".join(known) or "none"


def _country(name: str) -> str:
    if name == NOT_SAID:
        return name
    code = country_named(name)
    if code is None:
        raise StartError(f"There is no country {name!r}.")
    return code


def _time(given: Namespace, selection: Addressees, catalogue: Catalogue, now: datetime) -> datetime | None:
    if given.at is None:
        return None
    meeting = catalogue.meetings.get(selection.meeting or "")
    zone = facts.zone_of(meeting) if meeting else ZoneInfo("UTC")
    try:
        at = at_wall_clock(given.at, zone, now, _WORDS, formatting.months("en"))
    except UserError as error:
        raise StartError(f"{given.at!r} is no time; write 'tomorrow 9:00' or '2011-06-20 09:00'.") from error
    if at <= now:
        raise StartError(f"{at.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key}) is past.")
    return at.astimezone(UTC)
