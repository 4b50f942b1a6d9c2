"""Serialised entries, kept as long as what they are made from stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from bot.ics.alarms import alarms_of
from bot.ics.events import Block, Words, block
from bot.ics.feed import zones_of
from bot.ics.items import Item
from bot.ics.zones import timezone_bytes
from bot.model import Catalogue, Document
from bot.rendering import Rendering
from bot.services.slices import Slices

_MOST = 50_000
_MANY = 250  # entries that are known take no time worth measuring

_Key = tuple[str, str, bool]


class Blocks:
    """Makes entries in the words of a language. `mail` is the address that stands as ORGANIZER."""

    def __init__(self, rendering: Rendering, mail: str) -> None:
        self._rendering = rendering
        self._mail = mail
        self._kept: OrderedDict[_Key, tuple[Item, tuple[object, ...], Block]] = OrderedDict()

    async def of(self, items: Sequence[Item], catalogue: Catalogue, language: str, *, alarms: bool) -> list[Block]:
        """The entries of a calendar, made in slices; `alarms` for those who want them."""
        beside: dict[str, tuple[Document | None, ...]] = {}
        blocks: list[Block] = []
        slices = Slices()
        for place, item in enumerate(items):
            meeting = item.meeting
            if meeting.id not in beside:
                cited = (catalogue.document(each.document or "") for each in meeting.sources.values())
                beside[meeting.id] = tuple(cited)
            key = (item.uid, language, alarms)
            entry = self._known(key, item, beside[meeting.id])
            is_made = entry is None
            if entry is None:
                rings = alarms_of(item) if alarms else ()
                entry = block(item, self.words(item, catalogue, language), self._mail, alarms=rings)
                self._keep(key, item, beside[meeting.id], entry)
            blocks.append(entry)
            if is_made or place % _MANY == 0:
                await slices.next()
        for zone in zones_of(blocks):
            timezone_bytes(*zone)  # from now on it is at hand
            await slices.next()
        return blocks

    def words(self, item: Item, catalogue: Catalogue, language: str) -> Words:
        """The words of one entry."""
        return Words.rendered(partial(self._rendering.render, language=language, item=item, catalogue=catalogue))

    def _known(self, key: _Key, item: Item, beside: tuple[object, ...]) -> Block | None:
        """The entry that is kept, unless the item has changed, or what its words name `beside` it: the documents that
        facts rest on."""
        kept = self._kept.get(key)
        if kept is not None and (kept[0] is item or kept[0] == item) and kept[1] == beside:
            return kept[2]
        return None

    def _keep(self, key: _Key, item: Item, beside: tuple[object, ...], entry: Block) -> None:
        self._kept[key] = item, beside, entry
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
