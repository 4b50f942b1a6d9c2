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


class Blocks:
    """Makes entries in the words of a language. `mail` is the address that stands as ORGANIZER."""

    def __init__(self, rendering: Rendering, mail: str) -> None:
        self._rendering = rendering
        self._mail = mail
        self._kept: OrderedDict[tuple[str, str, bool], tuple[Item, tuple[object, ...], Block]] = OrderedDict()

    async def of(self, items: Sequence[Item], catalogue: Catalogue, language: str, *, alarms: bool) -> list[Block]:
        """The entries of a calendar, made in slices; `alarms` for those who want them."""
        documents = {document.id: document for _, document in catalogue.documents()}
        beside: dict[str, tuple[Document | None, ...]] = {}
        blocks: list[Block] = []
        slices = Slices()
        for item in items:
            meeting = item.meeting
            if meeting.id not in beside:
                cited = (documents.get(each.document or "") for each in meeting.sources.values())
                beside[meeting.id] = tuple(cited)
            blocks.append(self._block(item, beside[meeting.id], catalogue, language, alarms))
            await slices.next()
        for zone in zones_of(blocks):
            timezone_bytes(*zone)  # from now on it is at hand
            await slices.next()
        return blocks

    def words(self, item: Item, catalogue: Catalogue, language: str) -> Words:
        """The words of one entry."""
        return Words.rendered(partial(self._rendering.render, language=language, item=item, catalogue=catalogue))

    def _block(
        self, item: Item, beside: tuple[object, ...], catalogue: Catalogue, language: str, alarms: bool
    ) -> Block:
        """The entry of an item, made anew where the item has changed, or what its words name `beside` it: the documents
        that facts rest on."""
        key = (item.uid, language, alarms)
        kept = self._kept.get(key)
        if kept is not None and (kept[0] is item or kept[0] == item) and kept[1] == beside:
            return kept[2]
        made = block(item, self.words(item, catalogue, language), self._mail, alarms=alarms_of(item) if alarms else ())
        self._kept[key] = item, beside, made
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return made
