"""What `plenary check` finds too long for a message: by a template's own words, and by what the store may hold at the longest.

The second is tried out: a delegate with the bot in memory opens everything that has a button, of a meeting whose every text is
as long as an import takes; Telegram in memory refuses what Telegram would refuse.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.app import ready
from bot.clock import Clock
from bot.messages import CAPTION, LIMIT
from bot.rehearsal import TOKEN, Rehearsal
from bot.rehearsal.people import Person
from bot.rendering import Rendering
from bot.services.meetings_file import import_files
from bot.settings import Settings, parse_instant
from bot.store.database import Database
from bot.store.status import counts

_LONGEST = ("Wörter & <Zeichen> " * 220)[:3999] + "."
_NOW = parse_instant("2030-09-01T08:00Z")
_COMMANDS = (
    "programme", "venue", "register", "contacts", "documents", "calendar", "meetings", "next", "help", "settings", "follow",
)  # fmt: skip
_CHANGES = ("language:", "follow:", "unfollow:", "star:", "unstar:")  # what is pressed but not walked through


def too_long_by_themselves(rendering: Rendering) -> Iterator[str]:
    """A line for each template of a chat whose own words, in some language, are more than a message or a caption has."""
    for name in rendering.load_all():
        if name.startswith("chat/"):
            most = CAPTION if name.endswith("caption.html") else LIMIT
            for language in rendering.languages:
                length = rendering.own_length(name, language)
                if length > most:
                    yield f"templates/{name}: {length} characters in {language}; there is room for {most}."


async def refused_at_the_longest(rendering: Rendering, languages: Iterable[str] = ("ar", "en")) -> list[str]:
    """A line for what Telegram would refuse or the bot cannot answer, with the longest values that an import takes.

    Arabic has isolates and marks besides its words; what else differs between languages is held by `translation_problems`.
    """
    with tempfile.TemporaryDirectory(prefix="plenary-") as folder:
        file = Path(folder) / "longest.yaml"
        file.write_text(json.dumps(longest(), ensure_ascii=False), "utf-8")
        (Path(folder) / "letter.txt").write_text(f"{_LONGEST}\n", "utf-8")
        clock = Clock.started_at(_NOW)
        database = await Database.open(Path(folder) / "plenary.db", clock)
        try:
            await import_files(database, clock, [file])
            rehearsal = Rehearsal(clock)
            # Nobody is appointed: who organises in earnest has no chat with the bot in memory
            settings, request = Settings(_env_file=None, organisers=()), rehearsal.request
            async with ready(settings, clock, database, request, TOKEN, rendering=rendering, limited=False) as plenary:
                rehearsal.connect(plenary.door.take, plenary.door.idle)
                for language in languages:
                    await walk(rehearsal.person("Delegate " * 7, language_code=language))
                failed = (await database.read(counts)).updates.get("failed", 0)
        finally:
            await database.close()
    refused = dict.fromkeys(f"{call.method}: {call.refused}" for call in rehearsal.calls if call.refused)
    said = [f"With the longest values in the store Telegram refuses {each}." for each in refused]
    return [*said, f"With the longest values in the store {failed} updates cannot be answered."] if failed else said


async def walk(person: Person) -> None:
    """Open the meeting, ask by every command, and press every button once that comes into sight."""
    await person.starts("longest")
    for command in _COMMANDS:
        await person.says(f"/{command}")
    await person.asks_inline("")
    pressed: set[str] = set()
    while found := next(_unpressed(person, pressed), None):
        message_id, data = found
        pressed.add(data)
        await person.presses_data(message_id, data)


def _unpressed(person: Person, pressed: set[str]) -> Iterator[tuple[int, str]]:
    for seen in person.shown():
        for row in seen.buttons:
            for button in row:
                data = button.callback_data
                if data is not None and data not in pressed and not data.startswith(_CHANGES):
                    yield seen.message_id, data


def longest() -> dict[str, Any]:
    """A meetings file in which every text is as long as one may be."""
    text, long = _LONGEST, [_LONGEST] * 2
    address = "https://long.example/" + "a" * 3900
    contact = {
        "name": text,
        "role": text,
        "organisation": text,
        "email": f"{'a' * 60}@long.example",
        "phone": "+41 22 000 00 00",
    }
    document = {
        "title": text,
        "symbol": text,
        "kind": "letter",
        "issued": "2030-05-01",
        "signed_by": long,
        "addressed_to": long,
    }
    practical = ("visa", "hotels", "badges", "interpretation", "access", "fees", "sponsorship", "transport")
    meeting = {
        "id": "longest", "name": text, "aliases": [text], "start": "2030-09-10", "end": "2030-09-12",
        "timezone": "Europe/Zurich", "city": text, "country": "CH", "website": address,
        "venue": {"name": text, "address": text, "geo": [46.2, 6.1]}, "host": {"name": text, "country": "CH"},
        "chairs": long, "supported_by": long, "invited": long, "level": text, "objectives": long, "outcome": text,
        "background": long, "practical": dict.fromkeys(practical, text),
        "registration": {"opens": "2030-06-01", "closes": "2030-08-15", "url": address, "how": text},
        "requests": [{"text": text, "by": "2030-08-01"}] * 2, "deadlines": [{"what": text, "date": "2030-09-05"}] * 2,
        "contacts": [contact] * 2,
        "programme": [
            {
                "id": f"session-{number}", "title": text, "room": text, "chairs": long, "objectives": long,
                "start": "2030-09-10T10:00", "end": "2030-09-10T13:00",
            }
            for number in range(2)
        ],
        "documents": [
            document | {"id": "longest-letter", "file": "letter.txt", "language": "en"},
            document | {"id": "longest-link", "url": address},
        ],
        "sources": {
            path: {"document": "longest-letter", "quote": text}
            for path in ("name", "start", "venue", "registration", "contacts.0.email", "programme.session-0.start", "host")
        },
    }  # fmt: skip
    return {"process": {"id": "long", "name": text, "aliases": [text]}, "meetings": [meeting]}
