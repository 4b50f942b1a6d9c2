"""Photos and files of announcements: what Telegram has goes by its file_id, what came from a script is uploaded once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import UserError
from bot.store import announced_files as store
from bot.store.announced_files import AnnouncedFile
from bot.store.database import Database

_STORED = "stored:"


class AnnouncedFiles:
    """Gives what a message carries, and remembers what Telegram calls it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, str] = {}
        self._uploading: set[str] = set()

    async def keep(self, name: str, content: bytes) -> str:
        """Keep a file that is to be sent; give what stands for it in an announcement."""
        return f"{_STORED}{await self._database.write(store.put, name, content)}"

    async def to_send(self, reference: str) -> str | AnnouncedFile:
        """Telegram's file_id, or the file where Telegram does not have it yet. Raises UserError when it is gone."""
        if not reference.startswith(_STORED):
            return reference
        if reference in self._known:
            return self._known[reference]
        found = await self._database.read(store.file_by_number, int(reference.removeprefix(_STORED)))
        if found is None:
            raise UserError("announcements/gone.html")
        if found.file_id is not None:
            self._known[reference] = found.file_id
        return found.file_id or found

    def is_being_uploaded(self, reference: str) -> bool:
        """Whether a file is on its way to Telegram right now."""
        return reference in self._uploading

    @contextmanager
    def uploading(self, reference: str) -> Iterator[None]:
        """While this lasts, a file that Telegram does not have yet is on its way there."""
        if reference.startswith(_STORED) and reference not in self._known:
            self._uploading.add(reference)
        try:
            yield
        finally:
            self._uploading.discard(reference)

    async def sent(self, reference: str, file_id: str) -> None:
        """Note what Telegram calls it, so that it is uploaded no more."""
        self._known[reference] = file_id
        await self._database.note(store.set_file_id, int(reference.removeprefix(_STORED)), file_id)
