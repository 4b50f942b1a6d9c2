"""Who writes to the bot, what she chose, and the dialogue she is in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.model import Dialogue, Person
from bot.services.meetings import Meetings
from bot.services.reminder_plan import plan_chat
from bot.store import Connection
from bot.store import people as store
from bot.store.database import Database

_REMEMBERED = 10_000
_DIALOGUE_LASTS = timedelta(hours=1)


class People:
    """Reads a person once and keeps her: this process alone writes people."""

    def __init__(self, database: Database, clock: Clock, meetings: Meetings, planned: Callable[[], None]) -> None:
        """`planned` says that reminders were planned."""
        self._database = database
        self._clock = clock
        self._meetings = meetings
        self._planned = planned
        self._known: OrderedDict[int, Person] = OrderedDict()
        self._dialogues: dict[tuple[int, int], Dialogue] | None = None

    async def meet(self, person_id: int, name: str, hint: str | None, *, keep: bool = True) -> Person:
        """The person who wrote, kept up to date with the name and the language that her app reports.

        Without `keep`, as of who leaves, nobody is stored who is not known.
        """
        known = self._known.get(person_id)
        if known is None and not keep:
            known = await self._database.read(store.person_by_id, person_id)
        if known is not None and (known.name, known.hint) == (name, hint):
            self._keep(known)
            return known
        if known is None and not keep:
            return Person(id=person_id, name=name, hint=hint)
        met = await self._database.note(_met, known or Person(id=person_id), name, hint, self._clock.now())
        self._keep(met)
        return met

    async def choose(self, person: Person, **choices: str | bool | None) -> Person:
        """Keep what she chose or said: fields of Person; None goes back to what the bot assumes.

        Her reminders follow her zone and her quiet hours.
        """
        chosen = replace(person, **choices)  # type: ignore[arg-type]  # the names are Person's fields
        catalogue = await self._meetings.catalogue()

        def effect(connection: Connection) -> None:
            now = self._clock.now()
            store.put_person(connection, chosen, now)
            if (chosen.timezone, chosen.quiet) != (person.timezone, person.quiet):
                plan_chat(connection, catalogue, person.id, now)

        await self._database.note(effect)
        self._planned()
        self._keep(chosen)
        return chosen

    def drop(self, person_id: int) -> None:
        """Keep nothing of a person in memory: she was forgotten."""
        self._known.pop(person_id, None)
        if self._dialogues is not None:
            self._dialogues = {key: dialogue for key, dialogue in self._dialogues.items() if person_id not in key}

    def look_again(self, chat_id: int) -> None:
        """Read the dialogues once more: a chat has another id now."""
        self._dialogues = None

    def _keep(self, person: Person) -> None:
        self._known[person.id] = replace(person, is_new=False) if person.is_new else person
        self._known.move_to_end(person.id)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def begin_dialogue(
        self, chat_id: int, person_id: int, name: str, *, lasts: timedelta = _DIALOGUE_LASTS, **data: Any
    ) -> None:
        """Let the person's next message in this chat answer a question of ours; forgotten after an hour, or `lasts`."""
        dialogue = Dialogue(chat_id, person_id, name, data, self._clock.now() + lasts)
        dialogues = await self._under_way()
        await self._database.note(store.put_dialogue, dialogue)
        dialogues[chat_id, person_id] = dialogue

    async def dialogue(self, chat_id: int, person_id: int) -> Dialogue | None:
        """The dialogue under way with the person in this chat."""
        found = (await self._under_way()).get((chat_id, person_id))
        return found if found is not None and found.expires_at > self._clock.now() else None

    async def hear(self, dialogue: Dialogue, message_id: int) -> None:
        """Keep that a dialogue, if it still waits, has heard a message: when that one is edited, it hears it again."""
        key, dialogues = (dialogue.chat_id, dialogue.person_id), await self._under_way()
        if key in dialogues and dialogues[key].name == dialogue.name:
            dialogues[key] = replace(dialogues[key], heard=message_id)
            await self._database.at_close(store.put_heard, dialogues[key])

    async def end_dialogue(self, chat_id: int, person_id: int) -> str | None:
        """Leave the dialogue; give its name, None when there was none."""
        left = await self.dialogue(chat_id, person_id)
        if left is None:
            return None
        await self._database.note(store.end_dialogue, chat_id, person_id)
        del (await self._under_way())[chat_id, person_id]
        return left.name

    async def _under_way(self) -> dict[tuple[int, int], Dialogue]:
        """All dialogues, read once: almost no message belongs to one, and that must cost nothing."""
        if self._dialogues is None:
            found = await self._database.read(store.dialogues, self._clock.now())
            self._dialogues = {(dialogue.chat_id, dialogue.person_id): dialogue for dialogue in found}
        return self._dialogues


def _met(connection: Connection, known: Person, name: str, hint: str | None, now: datetime) -> Person:
    """The person as she is stored from now on; `known` is as far as memory knows her."""
    stored = store.person_by_id(connection, known.id)
    met = replace(stored or known, name=name, hint=hint)
    if met != stored:
        store.put_person(connection, met, now)
    return replace(met, is_new=stored is None)
