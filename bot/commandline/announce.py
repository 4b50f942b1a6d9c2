"""`plenary announce`: an announcement from a script, queued for the running bot; or counted only."""

from __future__ import annotations

import re
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import facts
from bot.announcement import (
    LONGEST_TEXT,
    MOST_ATTACHMENTS,
    NOT_SAID,
    Addressees,
    Attachment,
    Content,
    Version,
)
from bot.clock import Clock
from bot.commandline.simple import must_exist, opened
from bot.composition import Services, build_services
from bot.errors import StartError, UserError
from bot.languages import LANGUAGES
from bot.markup import utf16_length
from bot.model import Catalogue
from bot.services.countries import country_named
from bot.services.wall_clock import at_wall_clock
from bot.settings import Settings

_IN_A_LANGUAGE = re.compile(r"([a-z]{2})=(.*)", re.DOTALL)
_LARGEST_PHOTO, _LARGEST_FILE = 10 * 1024**2, 50 * 1024**2  # bytes (Bot API, "Sending files")
_WORDS = {"today": 0, "tomorrow": 1}


async def announce(settings: Settings, given: Namespace) -> None:
    """Queue an announcement, which the running bot sends; or count whom it would reach."""
    must_exist(settings)
    clock = Clock.started_at(settings.now)
    content = _content(given, settings.language)
    async with opened(settings, clock) as database:
        services = build_services(settings, clock, database)
        catalogue = await services.meetings.catalogue()
        selection = _selection(given, catalogue)
        send_at = _time(given, selection, catalogue, clock.now())
        audience = await services.announcements.count(selection)
        print(f"{audience.chats} chats, {audience.unreachable} of them cannot be reached")
        if not given.dry_run:
            content = await _with_files(services, content, given)
            await _announce(services, selection, content, send_at, given)


async def _announce(
    services: Services, selection: Addressees, content: Content, send_at: datetime | None, given: Namespace
) -> None:
    number, is_new = await services.announcements.announce(
        selection, content, given.by, key=given.key and f"script:{given.key}", send_at=send_at
    )
    if not is_new:
        print(f"announced before, as announcement {number}; nothing was done")
    elif send_at is None:
        print(f"queued as announcement {number}")
    else:
        print(f"scheduled as announcement {number} for {send_at:%Y-%m-%d %H:%M} UTC")


async def _with_files(services: Services, content: Content, given: Namespace) -> Content:
    """The content with the photos and files, which all versions share; the running bot uploads each once."""
    attachments = []
    for kind, largest, paths in (("photo", _LARGEST_PHOTO, given.photo), ("file", _LARGEST_FILE, given.file)):
        for path in paths:
            try:
                found = path.read_bytes()
            except OSError as error:
                raise StartError(f"{path} cannot be read: {error}") from error
            if not 0 < len(found) <= largest:
                raise StartError(
                    f"{path} is empty, or has more than {largest // 1024**2} MB, which Telegram does not take."
                )
            reference = await services.announced_files.keep(path.name, found)
            attachments.append(Attachment(kind=kind, file_id=reference, name=path.name))  # type: ignore[arg-type]  # one of the two
    if len(attachments) > MOST_ATTACHMENTS:
        raise StartError(f"There are {len(attachments)} photos and files; {MOST_ATTACHMENTS} at most come with a text.")
    versions = {code: replace(one, attachments=tuple(attachments)) for code, one in content.versions.items()}
    return replace(content, versions=versions)


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


def _content(given: Namespace, language: str) -> Content:
    texts: dict[str, list[str]] = defaultdict(list)
    for text in given.text:
        code, words = _in_a_language(text, language)
        texts[code].append(words)
    for name in given.text_file:
        code, path = _in_a_language(name, language)
        try:
            texts[code].append(Path(path).read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise StartError(f"{path} cannot be read: {error}") from error
    versions = {}
    for code, several in texts.items():
        text = several[0].strip()
        if len(several) > 1:
            raise StartError(f"There are {len(several)} texts in {code!r}; give one for each language.")
        if not text:
            raise StartError("There is nothing to announce: the text is empty.")
        excess = utf16_length(text) - LONGEST_TEXT
        if excess > 0:
            raise StartError(f"The text in {code!r} is {excess} characters too long: {LONGEST_TEXT} at most.")
        versions[code] = Version(text=escape(text, quote=False))
    if not versions:
        raise StartError("There is nothing to announce: give --text or --text-file.")
    return Content(versions=versions)


def _in_a_language(text: str, language: str) -> tuple[str, str]:
    found = _IN_A_LANGUAGE.fullmatch(text)
    if found is None:
        return language, text
    if found[1] not in LANGUAGES:
        raise StartError(f"There is no language {found[1]!r}; there are {', '.join(LANGUAGES)}.")
    return found[1], found[2]


def _time(given: Namespace, selection: Addressees, catalogue: Catalogue, now: datetime) -> datetime | None:
    if given.at is None:
        return None
    meeting = catalogue.meetings.get(selection.meeting or "")
    zone = facts.zone_of(meeting) if meeting else ZoneInfo("UTC")
    try:
        at = at_wall_clock(given.at, zone, now, _WORDS)
    except UserError as error:
        raise StartError(f"{given.at!r} is no time; write 'tomorrow 9:00' or '2011-06-20 09:00'.") from error
    if at <= now:
        raise StartError(f"{at.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key}) is past.")
    return at.astimezone(UTC)
