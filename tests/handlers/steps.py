"""What people do in several steps, and what of it is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.importing.writing import as_yaml
from bot.model import Meeting
from bot.rehearsal.people import Person
from bot.rehearsal.refused import Refused
from bot.rehearsal.seen import Seen
from bot.services.meetings_file import import_files
from tests.conftest import Stage

CHIEF = 5_000_000_000
"""The chief organiser's Telegram id."""

NOT_NOW = Refused(401, "Unauthorized")
"""What lets a delivery wait for a minute."""

Change = Callable[[Meeting], Meeting]


async def goes(person: Person, words: str, *labels: str) -> Seen:
    """Write something and press one button after another, each by words of its label; what the last of them shows."""
    [shown] = await person.says(words)
    for label in labels:
        [shown] = await person.presses(next((one for one in shown.labels if label in one), label))
    return shown


async def link(chief: Person, *choices: str) -> str:
    """Have a chief make an invitation, by its buttons; the payload of the link."""
    shown = await goes(chief, "/organisers", "Invite", *choices)
    return re.search(r"https://t\.me/PlenaryBot\?start=(\S+)", shown.text)[1]


async def joined(stage: Stage, chief: Person, name: str, *choices: str) -> Person:
    """Somebody who has accepted an invitation."""
    person = stage.person(name)
    await person.starts(await link(chief, *choices))
    return person


async def new_link(organiser: Person) -> str:
    """Have an organiser make a link to the drafting group, which is for invited people; its payload."""
    await organiser.starts("drafting-2011")
    await organiser.presses("Share")
    [shown] = await organiser.presses("New link")
    return re.search(r"start=(\S+)", shown.text)[1]


async def follower(stage: Stage, name: str = "Ana", what: str = "geneva-2011", **about: Any) -> Person:
    """Somebody who follows a meeting."""
    person = stage.person(name, **about)
    await person.says(f"/follow {what.replace('-', ' ')}")
    return person


async def following(stage: Stage, name: str, language: str = "en") -> Person:
    """Somebody who follows the June meeting."""
    person = stage.person(name, language_code=language)
    await person.starts()
    await person.starts("geneva-2011")
    await person.says("/follow geneva 2011")
    return person


def told(person: Person, chat: Any = None) -> list[Seen]:
    """The notices of changes that she has, with their files."""
    return [seen for seen in person.shown(chat) if "🔄" in seen.text or seen.document]


async def composed(organiser: Person, **texts: str) -> None:
    """Begin a draft for the June meeting with a text in each language."""
    await goes(organiser, "/announce", "Geneva, June 2011", "Texts")
    for language, text in texts.items():
        await organiser.presses(language)
        await organiser.says(text)
        await organiser.presses("Done")
        await organiser.presses("Texts")
    await organiser.presses("Back")


async def sent(stage: Stage) -> None:
    """Wait until the outbox has nothing to do, and let the cards show it."""
    await stage.plenary.outbox.idle()
    await stage.plenary.cards.look()


async def time_passes(stage: Stage, **span: float) -> None:
    """Let time pass and the outbox work."""
    stage.clock.set(stage.clock.now() + timedelta(**span))
    stage.plenary.outbox.wake()
    await stage.plenary.outbox.idle()


class Organiser:
    """Somebody who imports changed files, as from the command line."""

    def __init__(self, stage, folder: Path) -> None:
        self.stage = stage
        self.file = folder / "changed.yaml"

    async def changes(self, meeting_id: str, change: Change | None = None, **fields: Any) -> None:
        """Import the meeting with other fields."""
        catalogue = await self.stage.plenary.services.meetings.catalogue()
        meeting = catalogue.meetings[meeting_id]
        documents = tuple(replace(each, file=None, url="https://example.org/x") for each in meeting.documents)
        meeting = replace(meeting, not_stated=(), to_follow=())
        meeting = replace(change(meeting) if change else meeting, **fields)
        kept = {each.id for each in documents}
        added = tuple(each for each in meeting.documents if each.id not in kept)
        meeting = replace(meeting, documents=(*documents, *added), sources={})
        self.file.write_text(as_yaml(replace(catalogue, meetings={meeting_id: meeting})), encoding="utf-8")
        await import_files(self.stage.plenary.database, self.stage.clock, [self.file])

    async def after(self, **span: float) -> None:
        """Let time pass and the outbox work."""
        await time_passes(self.stage, **span)
